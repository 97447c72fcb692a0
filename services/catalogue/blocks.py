"""The building blocks of a practice phone's screen, as they are written in a lesson."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Discriminator, Field, Tag

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


class Bubble(Part):
    """Something said in a chat, written or spoken."""

    KIND = "bubble"
    bubble: Text
    by: Literal["me", "them", "middle"] = "them"
    seconds: int | None = Field(None, description="A voice message this long")


class Keypad(Part):
    """A number pad, with the digits to be typed."""

    KIND = "keypad"
    keypad: str = Field(pattern=r"^[0-9*#]{1,16}$", description="The digits to be typed")
    name: Name
    text: Text


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

    def spots(self) -> tuple[Touch, ...]:
        """Return everything on this block that can be tapped."""
        return tuple(getattr(self, self.KIND))


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


class Staged(Part):
    """A block that fills the screen and has buttons of its own."""

    buttons: tuple[Spot, ...] = Field((), max_length=4)

    def spots(self) -> tuple[Touch, ...]:
        """Return everything on this block that can be tapped."""
        return (*super().spots(), *self.buttons)


class Input(Staged):
    """The first button stands left of the field, the others right of it."""

    KIND = "input"
    input: Text
    types: Text | None = Field(None, description="What gets written when it is tapped")


class Dialog(Staged):
    """A window that covers everything else: a question, a list, an advertisement."""

    KIND = "dialog"
    dialog: Text
    more: Text | None = None
    as_: Literal["box", "sheet", "ad"] = Field("box", alias="as")
    close: Spot | None = Field(None, description="A small cross in the corner")

    def spots(self) -> tuple[Touch, ...]:
        """Return everything on this block that can be tapped."""
        return (*super().spots(), *((self.close,) if self.close else ()))


class Call(Staged):
    """A call: ringing, or talking."""

    KIND = "call"
    call: Text
    picture: str | None = None
    ringing: bool = False
    video: bool = False
    mine: str | None = Field(None, description="The picture one's own camera shows, in the corner")
    small: bool = Field(False, description="Shrunk to a small window; a tap brings it back")


class Feed(Staged):
    """A short film over the whole screen."""

    KIND = "feed"
    feed: Text
    by: Text
    picture: str
    ad: bool = False
    paused: bool = False
    live: bool = False


class Article(Staged):
    """A page of news."""

    KIND = "article"
    article: Text
    by: Text
    dated: Text | None = None
    picture: str | None = None
    lines: tuple[Text, ...] = Field((), max_length=4)


class Music(Staged):
    """A song or an opera that is playing."""

    KIND = "music"
    music: Text
    by: Text
    picture: str
    playing: bool = True


class Camera(Staged):
    """What the camera sees, with its round button."""

    KIND = "camera"
    camera: str = Field(description="The picture in front of the lens")
    frame: bool = Field(False, description="With the frame for scanning a code")


NAMES = [
    *[
        "line",
        "picture",
        "row",
        "switch",
        "slider",
        "bubble",
        "input",
        "keypad",
        "banner",
        "toast",
        "lock",
        "dots",
    ],
    *["dialog", "call", "feed", "article", "music", "camera", "icons", "tabs", "keys", "swipe", "buttons"],
]


def kind_of(value: Any) -> str | None:
    """Return the name of the building block, or None when its first word is not one."""
    if isinstance(value, Part):
        return value.KIND
    if not isinstance(value, dict) or not value:
        return None
    first = next(iter(value))
    return first if first in NAMES else None


Block = Annotated[
    Annotated[Line, Tag("line")]
    | Annotated[Picture, Tag("picture")]
    | Annotated[Row, Tag("row")]
    | Annotated[Switch, Tag("switch")]
    | Annotated[Slider, Tag("slider")]
    | Annotated[Bubble, Tag("bubble")]
    | Annotated[Input, Tag("input")]
    | Annotated[Keypad, Tag("keypad")]
    | Annotated[Banner, Tag("banner")]
    | Annotated[Toast, Tag("toast")]
    | Annotated[Lock, Tag("lock")]
    | Annotated[Dots, Tag("dots")]
    | Annotated[Dialog, Tag("dialog")]
    | Annotated[Call, Tag("call")]
    | Annotated[Feed, Tag("feed")]
    | Annotated[Article, Tag("article")]
    | Annotated[Music, Tag("music")]
    | Annotated[Camera, Tag("camera")]
    | Annotated[Icons, Tag("icons")]
    | Annotated[Tabs, Tag("tabs")]
    | Annotated[Keys, Tag("keys")]
    | Annotated[Swipe, Tag("swipe")]
    | Annotated[Buttons, Tag("buttons")],
    Discriminator(kind_of),
]
