"""The practice phone walked through: can it be done, does it strand anybody?"""

from collections.abc import Iterable

from services.catalogue.parts import ALWAYS, Many, Part
from services.catalogue.phone import Move, Phone, Screen
from services.catalogue.reading import Page
from services.errors import N_


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
    ways = {name: edges(phone, name) for name in phone.screens}
    asleep = {name for name, screen in phone.screens.items() if screen.sleeps()}
    found: set[tuple[str, int]] = set()
    met: set[str] = set()
    todo = [(phone.start, 0)]
    while todo:
        screen, done = todo.pop()
        if (screen, done) in found or done == len(wanted):
            continue
        found.add((screen, done))
        met.add(screen)
        if screen == phone.path[done].at:
            todo += [(wanted[done], done + 1), *shortcuts(phone, done)]
        todo += [(aim, done + 1 if aim == wanted[done] != screen else done) for aim in ways[screen]]
        if screen not in asleep:
            todo += [(name, done) for name in met - asleep if screen in ways[name]]
    return found


def shortcuts(phone: Phone, done: int) -> list[tuple[str, int]]:
    """Return where the things lead that are also right for a move, and how many moves are done then."""
    move = phone.path[done]
    spots = phone.screens[move.at].spots().values()
    aims = [spot.goto for spot in spots if spot.also and spot.goto and spot.name != move.do]
    later = {one.at: at for at, one in reversed(list(enumerate(phone.path))) if at > done}
    return [(aim, later[aim]) for aim in aims if aim in later]


def moves(phone: Phone) -> tuple[Move, ...]:
    """Return the path with the way out of the surprise in its place."""
    jump = phone.surprise
    out = Move(at=jump.screen, do=jump.way_out, say=jump.say, hint=jump.hint, goal=None)
    return (*phone.path[: jump.after], out, *phone.path[jump.after :])
