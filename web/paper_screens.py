"""A screen of the practice phone as paper shows it."""

from collections.abc import Callable
from typing import Any

from papers.notes import Bar, Block, Picture, Thing
from services.catalogue.parts import ALWAYS, Many, Part, Spot, Touch
from services.catalogue.phone import Screen
from services.catalogue.texts import Words

Told = Callable[[Words | None], str]
OVER = ("dialog", "banner", "toast")
LOW = ("tabs", "dots")
# Blocks whose first word is an amount or a number plate, the same in both languages.
BARE = ("pay", "plate")
DIGITS = tuple("123456789*0#")


def picture(screen: Screen, tap: str, told: Told, always: tuple[str, str]) -> Picture:
    """Return a screen with the thing called `tap` marked. always: the words of Back and Home."""
    thing = _drawer(screen, tap, told)

    def block(part: Part) -> Block:
        itself = thing(part, words_of(part, told))
        assert itself is not None
        close: Spot | None = getattr(part, "close", None)
        within = part.members() if isinstance(part, Many) else part.spots()
        inside = [
            thing(spot, told(getattr(spot, "text", None)))
            for spot in within
            if spot is not part and spot is not close
        ]
        return Block(
            kind=part.KIND,
            text=itself.text,
            icon=itself.icon,
            note=getattr(part, "keypad", "") or itself.note,
            live=itself.live,
            mark=itself.mark,
            low=part.low or part.KIND in LOW,
            over=part.KIND in OVER,
            mine=getattr(part, "by", None) == "me",
            on=part.on,
            items=tuple(one for one in inside if one),
            more=_more(part, told),
            keys=DIGITS if part.KIND == "keypad" else (),
            close=thing(close, told(close.text) if close else ""),
            corner=getattr(part, "corner", ""),
        )

    bar = screen.bar
    return Picture(
        bar=Bar(
            told(bar.text),
            Thing("‹", "back", live=True, mark=tap == "back")
            if bar.back
            else thing(bar.left, told(bar.left.text) if bar.left else ""),
            thing(bar.right, told(bar.right.text) if bar.right else ""),
        )
        if bar
        else None,
        parts=tuple(block(part) for part in screen.show if part.KIND != "dots"),
        always=(
            Thing(always[0], ALWAYS[0], live=True, mark=tap == ALWAYS[0]),
            Thing(always[1], ALWAYS[1], live=True, mark=tap == ALWAYS[1]),
        ),
    )


def _drawer(screen: Screen, tap: str, told: Told) -> Callable[[Touch | None, str], Thing | None]:
    """Return what draws one thing of this screen."""
    live = screen.spots()

    def thing(spot: Touch | None, text: str) -> Thing | None:
        if spot is None:
            return None
        return Thing(
            text,
            spot.icon,
            told(spot.note),
            live=spot.name in live,
            mark=spot.name in live and spot.name == tap,
            full=getattr(spot, "full", False),
        )

    return thing


def words_of(spot: Touch, told: Told) -> str:
    """Return what stands on a thing: its own words, those of its block, or "" for a picture alone."""
    kind = getattr(spot, "KIND", "text")
    own: Any = None if isinstance(spot, Many) else getattr(spot, kind, None)
    words = next((one for one in (own, *_beside(spot)) if isinstance(one, Words)), None)
    bare = own if isinstance(own, str) and kind in BARE else ""
    return " ".join(part for part in (bare, told(words)) if part)


def _beside(spot: Touch) -> tuple[Any, Any]:
    return getattr(spot, "text", None), getattr(spot, "title", None)


def _more(part: Part, told: Told) -> tuple[str, ...]:
    """Return the smaller words of a block: who made it, what an article, a slip or a line of stops says."""
    given = [getattr(part, name, None) for name in ("by", "to", "more", "sample", "source", "doubt")]
    lines = [told(words) for words in (*given, *getattr(part, "lines", ())) if isinstance(words, Words)]
    lines += [f"{told(fact.label)}  {told(fact.text)}" for fact in getattr(part, "facts", ())]
    lines += [f"{told(share.text)}  {told(share.note)}" for share in getattr(part, "parts", ())]
    stops = getattr(part, "stops", ())
    return (*lines, " – ".join(map(told, stops))) if stops else tuple(lines)
