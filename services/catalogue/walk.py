"""The practice phone walked through: can it be done, does it strand anybody?"""

from collections.abc import Iterable, Mapping

from services.catalogue.parts import ALWAYS, Many, Part, Touch
from services.catalogue.phone import Move, Phone, Screen
from services.catalogue.reading import Page
from services.errors import N_

MOST_TARGETS = 4


def resolve(phone: Phone, page: Page) -> Phone:
    """Return the phone with every `like` filled in; a `like` that leads nowhere is noted."""
    done: dict[str, Screen] = {}

    def full(name: str, seen: tuple[str, ...]) -> Screen:
        screen = phone.screens[name]
        if name in done or screen.like is None:
            return done.setdefault(name, screen)
        if screen.like not in phone.screens or screen.like in seen:
            page.fault(
                ("phone", "screens", name, "like"),
                N_("There is no screen “%(name)s” to be like."),
                N_("Name another screen of this lesson."),
                name=screen.like,
            )
            return done.setdefault(name, screen)
        return done.setdefault(name, _blend(full(screen.like, (*seen, name)), screen))

    return phone.model_copy(update={"screens": {name: full(name, (name,)) for name in phone.screens}})


def _blend(base: Screen, own: Screen) -> Screen:
    kept = tuple(part for part in (_less(part, own.without) for part in base.show) if part)
    return base.model_copy(
        update={
            "like": None,
            "show": kept + own.show,
            "bar": own.bar or base.bar,
            "look": own.look or base.look,
            "large": own.large or base.large,
            "net": own.net or base.net,
            "lost": own.lost or base.lost,
        }
    )


def _less(part: Part, without: tuple[str, ...]) -> Part | None:
    """Leave out a block, or single things of it, or make nothing of a row that became empty."""
    if part.name is not None:
        return None if part.name in without else part
    if isinstance(part, Many):
        left = tuple(one for one in part.members() if one.name is None or one.name not in without)
        return part.model_copy(update={part.KIND: left}) if left else None
    return part


def check_phone(phone: Phone, page: Page) -> None:
    """Note everything that would leave a senior standing on the practice phone."""
    before = len(page.faults)
    _names(phone, page)
    _leads(phone, page)
    if len(page.faults) > before:
        return
    _walk_path(phone, page)
    _strayed(phone, page)
    _answered(phone, page)


def edges(phone: Phone, name: str) -> set[str]:
    """Return the screens one touch away, without going back."""
    aims = {spot.goto for spot in phone.screens[name].spots().values()}
    if not phone.screens[name].sleeps():
        aims.add(phone.home)
    return {phone.home if aim == "home" else aim for aim in aims if aim and aim != "back"}


def reach(phone: Phone, starts: Iterable[str]) -> set[str]:
    """Return every screen that can be come to from these."""
    found: set[str] = set()
    todo = list(starts)
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo.extend(edges(phone, name) - found)
    return found


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


def after(phone: Phone, stack: list[str], at: str, do: str) -> list[str]:
    """Return the screens behind one another after a touch; the last one is shown."""
    spot = phone.screens[at].spots().get(do)
    aim = do if do in ALWAYS else (spot.goto if spot else None)
    if aim is None:
        return stack
    if aim == "back":
        return stack[:-1] or [phone.start]
    return [*stack, phone.home if aim == "home" else aim]


def aims(phone: Phone) -> list[str]:
    """Return the screen shown after each move of the path."""
    stack = [phone.start]
    shown = []
    for move in phone.path:
        stack = after(phone, stack, move.at, move.do)
        shown.append(stack[-1])
    return shown


def states(phone: Phone) -> set[tuple[str, int]]:
    """Return every screen a senior may stand on, each with how many moves are done by then."""
    wanted = aims(phone)
    found: set[tuple[str, int]] = set()
    todo = [(phone.start, 0)]
    while todo:
        screen, done = todo.pop()
        if (screen, done) in found or done == len(wanted):
            continue
        found.add((screen, done))
        move = phone.path[done]
        if screen == move.at:
            todo.append((wanted[done], done + 1))
        for aim in edges(phone, screen):
            todo.append((aim, done + 1 if aim == wanted[done] != screen else done))
        todo += [(name, done) for name, _ in list(found) if _back(phone, screen, name)]
    return found


def _back(phone: Phone, screen: str, before: str) -> bool:
    asleep = phone.screens[screen].sleeps() or phone.screens[before].sleeps()
    return not asleep and screen in edges(phone, before)


def _strayed(phone: Phone, page: Page) -> None:
    """Every screen must lead on to what is wanted then, or say how to get back."""
    stood = states(phone)
    met = {screen for screen, _ in stood} | {aims(phone)[-1]} | reach(phone, [phone.surprise.screen])
    for name, screen in phone.screens.items():
        place = ("phone", "screens", name)
        if name not in met:
            page.fault(
                place, N_("Nothing leads to this screen."), N_("Lead to it with goto, or take it out.")
            )
        elif screen.lost is None:
            wanted = {phone.path[done].at for shown, done in stood if shown == name}
            missed = sorted(wanted - reach(phone, [name]))
            if missed:
                page.fault(
                    place,
                    N_("A dead end: from here one comes to “%(missed)s” only by going back."),
                    N_("Add a way on, or `lost:` with a kind word how to get back."),
                    missed=", ".join(missed),
                )


def _answered(phone: Phone, page: Page) -> None:
    """Everything that is not the way must have a kind word, and no button may be dead."""
    used = {(move.at, move.do) for move in phone.path}
    used.add((phone.surprise.screen, phone.surprise.way_out))
    for name, screen in phone.screens.items():
        for called, spot in screen.spots().items():
            if (name, called) in used or spot.wrong or spot.goto in ALWAYS or _leads_right(phone, name, spot):
                continue
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


def moves(phone: Phone) -> tuple[Move, ...]:
    """Return the path with the way out of the surprise in its place."""
    jump = phone.surprise
    out = Move(at=jump.screen, do=jump.way_out, say=jump.say, hint=jump.hint, goal=None)
    return (*phone.path[: jump.after], out, *phone.path[jump.after :])
