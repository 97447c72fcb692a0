"""The practice phone as it is written in a lesson: its screens and the way through them."""

from typing import Any, Literal, Self

from pydantic import Field, PrivateAttr

from services.catalogue.blocks import Block
from services.catalogue.parts import Name, Spot, Touch
from services.catalogue.texts import Entry, Text

MOST_VARIANTS = 12


class Bar(Entry):
    """The bar with the title at the top of a screen."""

    text: Text
    back: bool = Field(False, description="With a real < that goes back")
    left: Spot | None = None
    right: Spot | None = None


class Screen(Entry):
    """What the phone shows at one moment."""

    like: str | None = Field(None, description="Take everything from this screen first")
    without: tuple[str, ...] = Field((), description="Leave these named things of it out")
    bar: Bar | None = None
    look: Literal["wallpaper", "app", "chat", "dark", "off"] | None = None
    large: bool = Field(False, description="All words on it are larger")
    net: Literal["wifi", "data", "plane", "none"] | None = Field(
        None, description="At the very top: the fan, as always; 5G; the aeroplane; or cut off"
    )
    show: tuple[Block, ...] = ()
    shuffle: bool = Field(False, description="Its rows stand in another order each time one practises")
    lost: Text | None = Field(None, description="What to say to somebody who strayed here")

    def sleeps(self) -> bool:
        """Tell whether the phone is dark or locked, so that back and home do nothing yet."""
        return self.look == "off" or any(part.KIND == "lock" for part in self.show)

    def spots(self) -> dict[str, Touch]:
        """Return everything that can be tapped, by name."""
        return {spot.name: spot for spot in self._live() if spot.name}

    def names(self) -> list[str]:
        """Return the names of everything that can be tapped, twice when given twice."""
        return [spot.name for spot in self._live() if spot.name]

    def _live(self) -> list[Touch]:
        """What a finger reaches: a dialog covers everything else."""
        dialogs = [part for part in self.show if part.KIND == "dialog"]
        if dialogs:
            return list(dialogs[-1].spots())
        corners = [self.bar.left, self.bar.right] if self.bar else []
        return [*(spot for spot in corners if spot), *(spot for part in self.show for spot in part.spots())]


class Move(Entry):
    """One touch on the way: on this screen, this thing."""

    at: str
    do: str = Field(description="The name of the thing, or 'back' or 'home'")
    say: Text = Field(description="Shown and spoken in 'follow me'")
    hint: Text | None = Field(None, description="The first help in 'with hints'; else what follow me says")
    goal: Text | None = Field(None, description="A line of the list shown in 'on my own'")


class Surprise(Entry):
    """Something that jumps up on the way and has to be got out of."""

    after: int = Field(ge=1, description="After this move of the path")
    screen: str
    way_out: str = Field(description="The name of the thing that closes it, or 'back' or 'home'")
    say: Text
    hint: Text | None = None


class Phone(Entry):
    """The practice phone of a lesson; where it varies, as it is the first time."""

    task: Text
    start: str
    home: str = Field(description="The screen that 'home' leads to")
    path: tuple[Move, ...] = Field(min_length=2, max_length=18)
    surprise: Surprise
    done: Text
    screens: dict[Name, Screen]
    vary: tuple[dict[str, Any], ...] = Field(
        (),
        max_length=MOST_VARIANTS,
        description="What is different each time: words for the {holes}; start, path, surprise, task, done",
    )
    _others: tuple[Self, ...] = PrivateAttr(())

    def variants(self) -> tuple[Self, ...]:
        """Return the phone in all its forms, this one first."""
        return (self, *self._others)

    def with_others(self, others: tuple[Self, ...]) -> Self:
        """Return the phone with the forms it takes besides this one."""
        copy = self.model_copy()
        copy._others = others
        return copy
