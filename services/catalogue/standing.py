"""What would leave a senior standing on the practice phone: dead ends, silence, things that are not there."""

import re
from collections.abc import Mapping, Set

from services.catalogue.parts import ALWAYS, Many, Touch
from services.catalogue.phone import Phone
from services.catalogue.reading import Page
from services.catalogue.walk import after, aims, reach, shortcuts, states
from services.errors import N_

MOST_TARGETS = 4
_WHERE = re.compile("[左右]边|[左右][上下]角|第[一二三四]|最[上下左右前后]|[前后]面一个|[上下]面一行|中间")


def check_phone(phone: Phone, page: Page, used: Set[tuple[str, str]] = frozenset()) -> set[str]:
    """Note everything that would leave a senior standing; return the screens that can be come to.

    used: what other forms of the phone have on their way; on a screen they share it may be without a word.
    """
    before = len(page.faults)
    _names(phone, page)
    _leads(phone, page)
    if len(page.faults) > before:
        return set()
    _walk_path(phone, page)
    met = {screen for screen, _ in states(phone)} | {aims(phone)[-1]} | reach(phone, [phone.surprise.screen])
    _strayed(phone, met, page)
    _answered(phone, met, used, page)
    _also(phone, page)
    _shuffled(phone, page)
    return met


def check_met(phone: Phone, met: set[str], page: Page) -> None:
    """Note the screens that are come to in no form of the phone."""
    for name in phone.screens:
        if name not in met:
            page.fault(
                ("phone", "screens", name),
                N_("Nothing leads to this screen."),
                N_("Lead to it with goto, or take it out."),
            )


def _names(phone: Phone, page: Page) -> None:
    for word in ("start", "home"):
        if getattr(phone, word) not in phone.screens:
            _unknown(page, ("phone", word), getattr(phone, word), phone.screens)
    if phone.surprise.screen not in phone.screens:
        _unknown(page, ("phone", "surprise", "screen"), phone.surprise.screen, phone.screens)
    for name, screen in phone.screens.items():
        place = ("phone", "screens", name)
        names = screen.names()
        for twice in sorted({one for one in names if names.count(one) > 1}):
            page.fault(
                place, N_("Two things here are called “%(name)s”."), N_("Give one another name."), name=twice
            )
        if len(names) > MOST_TARGETS:
            page.fault(
                place,
                N_("There are %(count)s things to tap on this screen."),
                N_("Leave at most %(most)s; split the screen, or leave names out."),
                count=len(names),
                most=MOST_TARGETS,
            )
        for called in sorted(set(names) & set(ALWAYS)):
            page.fault(
                place, N_("Nothing may be called “%(name)s”."), N_("Give it another name."), name=called
            )


def _unknown(page: Page, place: tuple[str | int, ...], name: str, screens: Mapping[str, object]) -> None:
    page.fault(
        place,
        N_("There is no screen “%(name)s”."),
        N_("The screens are: %(names)s."),
        name=name,
        names=", ".join(screens),
    )


def _leads(phone: Phone, page: Page) -> None:
    for name, screen in phone.screens.items():
        for spot in screen.spots().values():
            if spot.goto and spot.goto not in phone.screens and spot.goto not in ALWAYS:
                _unknown(page, ("phone", "screens", name), spot.goto, phone.screens)
    for at, move in enumerate(phone.path):
        _thing(phone, page, ("phone", "path", at), move.at, move.do)
    if phone.surprise.screen in phone.screens:
        _thing(phone, page, ("phone", "surprise"), phone.surprise.screen, phone.surprise.way_out)
    if phone.surprise.after >= len(phone.path):
        page.fault(
            ("phone", "surprise", "after"),
            N_("The surprise would come after the end."),
            N_("Let it come after a move between 1 and %(last)s."),
            last=len(phone.path) - 1,
        )


def _thing(phone: Phone, page: Page, place: tuple[str | int, ...], at: str, do: str) -> None:
    if at not in phone.screens:
        _unknown(page, place, at, phone.screens)
    elif do not in ALWAYS and do not in phone.screens[at].spots():
        page.fault(
            place,
            N_("On the screen “%(screen)s” there is nothing called “%(name)s”."),
            N_("What is there: %(names)s."),
            screen=at,
            name=do,
            names=", ".join([*phone.screens[at].spots(), *ALWAYS]),
        )


def _walk_path(phone: Phone, page: Page) -> None:
    """Follow the path as 'follow me' does: each move must begin where the last one ended."""
    stack = [phone.start]
    for at, move in enumerate(phone.path):
        if move.at != stack[-1]:
            page.fault(
                ("phone", "path", at),
                N_("Here the phone shows “%(shown)s”, but the move is on “%(at)s”."),
                N_("Mend the move before, or where it leads."),
                shown=stack[-1],
                at=move.at,
            )
            return
        stack = after(phone, stack, move.at, move.do)
        if at + 1 == phone.surprise.after:
            jump = phone.surprise
            stack = after(phone, [*stack, jump.screen], jump.screen, jump.way_out)


def _also(phone: Phone, page: Page) -> None:
    """What is also right must lead to where a later move begins."""
    for done, move in enumerate(phone.path):
        spots = phone.screens[move.at].spots().values()
        right = [spot for spot in spots if spot.also and spot.name != move.do]
        led = {aim for aim, _ in shortcuts(phone, done)}
        for spot in right:
            if spot.goto not in led:
                page.fault(
                    ("phone", "screens", move.at),
                    N_("“%(name)s” is also right, but leads to no later move of the path."),
                    N_("Give it a `goto` to the screen of a later move, or `wrong` instead of `also`."),
                    name=spot.name,
                )


def _shuffled(phone: Phone, page: Page) -> None:
    """Of what stands in another order each time, nobody may say where it stands."""
    for at, move in enumerate(phone.path):
        screen = phone.screens[move.at]
        moving = {part.name for part in screen.show if screen.shuffle and part.KIND in ("row", "plate")}
        for part in screen.show:
            if isinstance(part, Many) and part.shuffle:
                moving |= {spot.name for spot in part.spots()}
        if move.do in moving and any(_WHERE.search(text.zh) for text in (move.say, move.hint) if text):
            page.fault(
                ("phone", "path", at),
                N_("“%(name)s” stands elsewhere each time, but its place is said."),
                N_("Say what it is called or looks like, or take `shuffle` out."),
                name=move.do,
            )


def _strayed(phone: Phone, met: set[str], page: Page) -> None:
    """Every screen must lead on to what is wanted then, or say how to get back."""
    stood = states(phone)
    for name, screen in phone.screens.items():
        place = ("phone", "screens", name)
        if name in met and screen.lost is None:
            wanted = {phone.path[done].at for shown, done in stood if shown == name}
            missed = sorted(wanted - reach(phone, [name]))
            if missed:
                page.fault(
                    place,
                    N_("A dead end: from here one comes to “%(missed)s” only by going back."),
                    N_("Add a way on, or `lost:` with a kind word how to get back."),
                    missed=", ".join(missed),
                )


def on_way(phone: Phone) -> set[tuple[str, str]]:
    """Return the things a senior has to touch, each with its screen."""
    jump = phone.surprise
    return {(move.at, move.do) for move in phone.path} | {(jump.screen, jump.way_out)}


def _answered(phone: Phone, met: set[str], others: Set[tuple[str, str]], page: Page) -> None:
    """Everything that is not the way must have a kind word, and no button may be dead."""
    used = on_way(phone) | others
    screens = {name: screen for name, screen in phone.screens.items() if name in met}
    spots = [(name, spot) for name, screen in screens.items() for spot in screen.spots().items()]
    for name, (called, spot) in spots:
        answered = spot.wrong or spot.also or spot.goto in ALWAYS or (name, called) in used
        if not answered and not _leads_right(phone, name, spot):
            page.fault(
                ("phone", "screens", name),
                N_("Nothing is said when somebody wrongly taps “%(name)s”."),
                N_("Add `wrong:` with a kind word."),
                name=called,
            )
    _surprise(phone, page)


def _leads_right(phone: Phone, name: str, spot: Touch) -> bool:
    """A way that the path itself takes, written on a screen that is like another one."""
    return any(
        spot.goto == phone.screens[move.at].spots()[move.do].goto and spot.goto is not None
        for move in phone.path
        if move.do == spot.name and move.at in phone.screens and move.do in phone.screens[move.at].spots()
    )


def _surprise(phone: Phone, page: Page) -> None:
    jump = phone.surprise
    if jump.way_out in ALWAYS:
        return
    aim = phone.screens[jump.screen].spots()[jump.way_out].goto
    if aim not in ALWAYS:
        page.fault(
            ("phone", "surprise"),
            N_("The surprise cannot be got out of by “%(name)s”."),
            N_("Give that thing `goto: back` or `goto: home`."),
            name=jump.way_out,
        )
