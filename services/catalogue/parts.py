"""What a practice phone's screen is made of: single things, and rows of things to tap."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from services.catalogue.texts import Entry, Text

Way = Literal["up", "down", "left", "right"]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
ALWAYS = ("back", "home")


class Touch(Entry):
    """What a tappable thing may carry: where it leads, how it is touched, what to say when it is wrong."""

    name: Name | None = Field(None, description="The name by which the path calls it")
    icon: str | None = Field(None, description="An icon from ui/player/icons.js")
    note: Text | None = Field(None, description="A second, smaller line")
    goto: str | None = Field(None, description="The screen a tap leads to, or 'back' or 'home'")
    wrong: Text | None = Field(None, description="A kind word when this was not the thing to tap")
    also: Text | None = Field(None, description="Right, too, and leads further on the way; what is said then")
    hold: bool = Field(False, description="Must be held for about a second, not tapped")
    talk: bool = Field(False, description="Held while speaking; what was said goes off on letting go")
    swipe: Way | None = Field(None, description="Swiped this way, or tapped on its arrow")
    slip: Text | None = Field(None, description="Said when a tap lasted too long, or a hold too short")
    look: Literal["plain", "blue", "green", "red", "grey", "quiet"] | None = None
    on: bool = Field(False, description="Drawn as chosen or switched on")
    badge: str | None = Field(None, max_length=3, description="A small red number")


class Spot(Touch):
    """One thing to tap in a row of things."""

    name: Name
    text: Text


class Part(Touch):
    """A building block. Its first word says which one it is."""

    KIND: ClassVar[str]
    low: bool = Field(False, description="Stands at the bottom of the screen")

    def spots(self) -> tuple[Touch, ...]:
        """Return everything on this block that can be tapped."""
        return (self,) if self.name else ()


class Staged(Part):
    """A block that has buttons of its own."""

    buttons: tuple[Spot, ...] = Field((), max_length=4)

    def spots(self) -> tuple[Touch, ...]:
        """Return everything on this block that can be tapped."""
        return (*super().spots(), *self.buttons)


class Line(Part):
    """A line of text."""

    KIND = "line"
    line: Text
    size: Literal["big", "normal", "small"] = "normal"


class Picture(Part):
    """One of our drawn pictures, with words under it."""

    KIND = "picture"
    picture: str
    text: Text | None = None


class Row(Part):
    """A line of a list, with an icon, and a second smaller line."""

    KIND = "row"
    row: Text


class Switch(Part):
    """A line of a list with a switch; a tap turns it."""

    KIND = "switch"
    switch: Text
    name: Name


class Slider(Part):
    """A slider: dragged, or moved by tapping its ends."""

    KIND = "slider"
    slider: Text
    name: Name
    start: int = Field(20, ge=0, le=100)
    reach: int = Field(80, ge=0, le=100, description="Done when the knob stands here or beyond")
    ends: tuple[Text, Text]
    sample: Text | None = Field(None, description="Words above that grow with the knob")
    light: bool = Field(False, description="The screen grows brighter with the knob")
    picture: str | None = Field(None, description="A picture above that grows with the knob")


class Bubble(Part):
    """Something said in a chat: written, spoken, a picture, or a link (with an icon and a note)."""

    KIND = "bubble"
    bubble: Text
    by: Literal["me", "them", "middle"] = "them"
    who: Text | None = Field(None, description="Who says it, in a group")
    seconds: int | None = Field(None, description="A voice message this long")
    picture: str | None = Field(None, description="A picture that was sent; the words tell what it shows")


class Keypad(Part):
    """A number pad, with the digits to be typed."""

    KIND = "keypad"
    keypad: str = Field(pattern=r"^[0-9*#.]{1,16}$", description="The digits to be typed")
    name: Name
    text: Text
    money: bool = Field(False, description="An amount: with a point, and ¥ before it")
    secret: bool = Field(False, description="A code: what is typed shows as dots")


class Banner(Part):
    """A message that came in, at the top of the screen."""

    KIND = "banner"
    banner: Text


class Toast(Part):
    """A short notice at the bottom of the screen."""

    KIND = "toast"
    toast: Text
    level: int | None = Field(None, ge=0, le=100, description="A bar this full, as for the sound")


class Lock(Part):
    """The locked screen with the time; pushed up to open."""

    KIND = "lock"
    lock: Text
    name: Name


class Swipe(Part):
    """A flick of the finger, with an arrow button that does the same."""

    KIND = "swipe"
    swipe: Way
    text: Text
    name: Name


class Dots(Part):
    """The dots that tell which page of the home screen this is."""

    KIND = "dots"
    dots: int = Field(ge=2, le=5, description="How many pages there are")
    at: int = Field(1, ge=1, le=5)


class Many(Part):
    """A block that is a row of things to tap."""

    shuffle: bool = Field(False, description="In another order each time one practises")

    def members(self) -> tuple[Touch, ...]:
        """Return everything that stands in the row, also what is only drawn."""
        return tuple(getattr(self, self.KIND))

    def spots(self) -> tuple[Touch, ...]:
        """Return everything on this block that can be tapped."""
        return tuple(one for one in self.members() if one.name)


class Icons(Many):
    """Icons on the home screen."""

    KIND = "icons"
    icons: tuple[Spot, ...] = Field(min_length=1, max_length=4)
    round: bool = Field(False, description="Round switches, as pulled down from the top")


class Tabs(Many):
    """The tabs at the bottom of an app."""

    KIND = "tabs"
    tabs: tuple[Spot, ...] = Field(min_length=1, max_length=4)


class Buttons(Many):
    """Buttons beside or under one another."""

    KIND = "buttons"
    buttons: tuple[Spot, ...] = Field(min_length=1, max_length=4)


class Keys(Many):
    """The real keys at the side of the phone."""

    KIND = "keys"
    keys: tuple[Spot, ...] = Field(min_length=1, max_length=3)
