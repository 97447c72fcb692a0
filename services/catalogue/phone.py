"""The practice phone as it is written in a lesson: building blocks, screens, the way through."""

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
    slip: Text | None = Field(None, description="What to say when a tap lasted too long, or a hold too short")
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
    KIND = "line"
    line: Text
    size: Literal["big", "normal", "small"] = "normal"


class Picture(Part):
    KIND = "picture"
    picture: str
    text: Text | None = None


class Row(Part):
    KIND = "row"
    row: Text


class Switch(Part):
    KIND = "switch"
    switch: Text
    name: Name


class Slider(Part):
    KIND = "slider"
    slider: Text
    name: Name
    start: int = Field(20, ge=0, le=100)
    reach: int = Field(80, ge=0, le=100, description="Done when the knob stands here or beyond")
    ends: tuple[Text, Text]


class Bubble(Part):
    KIND = "bubble"
    bubble: Text
    by: Literal["me", "them", "middle"] = "them"
    seconds: int | None = Field(None, description="A voice message this long")


class Keypad(Part):
    KIND = "keypad"
    keypad: str = Field(pattern=r"^[0-9*#]{1,16}$", description="The digits to be typed")
    name: Name
    text: Text


class Banner(Part):
    KIND = "banner"
    banner: Text


class Toast(Part):
    KIND = "toast"
    toast: Text


class Lock(Part):
    KIND = "lock"
    lock: Text
    name: Name


class Swipe(Part):
    KIND = "swipe"
    swipe: Way  # type: ignore[assignment]
    text: Text
    name: Name


class Dots(Part):
    KIND = "dots"
    dots: int = Field(ge=2, le=5, description="How many pages there are")
    at: int = Field(1, ge=1, le=5)


class Many(Part):
    """A block that is a row of things to tap."""

    def spots(self) -> tuple[Touch, ...]:
        return tuple(getattr(self, self.KIND))


class Icons(Many):
    KIND = "icons"
    icons: tuple[Spot, ...] = Field(min_length=1, max_length=4)


class Tabs(Many):
    KIND = "tabs"
    tabs: tuple[Spot, ...] = Field(min_length=1, max_length=4)


class Buttons(Many):
    KIND = "buttons"
    buttons: tuple[Spot, ...] = Field(min_length=1, max_length=4)


class Keys(Many):
    KIND = "keys"
    keys: tuple[Spot, ...] = Field(min_length=1, max_length=3)


class Staged(Part):
    """A block that fills the screen and has buttons of its own."""

    buttons: tuple[Spot, ...] = Field((), max_length=4)

    def spots(self) -> tuple[Touch, ...]:
        return (*super().spots(), *self.buttons)


class Input(Staged):
    """The first button stands left of the field, the others right of it."""

    KIND = "input"
    input: Text
    types: Text | None = Field(None, description="What gets written when it is tapped")


class Dialog(Staged):
    KIND = "dialog"
    dialog: Text
    more: Text | None = None
    as_: Literal["box", "sheet", "ad"] = Field("box", alias="as")
    close: Spot | None = Field(None, description="A small cross in the corner")

    def spots(self) -> tuple[Touch, ...]:
        return (*super().spots(), *((self.close,) if self.close else ()))


class Call(Staged):
    KIND = "call"
    call: Text
    picture: str | None = None
    ringing: bool = False
    video: bool = False


class Feed(Staged):
    KIND = "feed"
    feed: Text
    by: Text
    picture: str
    ad: bool = False
    paused: bool = False
    live: bool = False


class Article(Staged):
    KIND = "article"
    article: Text
    by: Text
    dated: Text | None = None
    picture: str | None = None
    lines: tuple[Text, ...] = Field((), max_length=4)


class Music(Staged):
    KIND = "music"
    music: Text
    by: Text
    picture: str
    playing: bool = True


class Camera(Staged):
    KIND = "camera"
    camera: str = Field(description="The picture in front of the lens")
    frame: bool = Field(False, description="With the frame for scanning a code")


KINDS: tuple[type[Part], ...] = (
    Line, Picture, Row, Switch, Slider, Bubble, Input, Keypad, Banner, Toast, Lock, Dots,
    Dialog, Call, Feed, Article, Music, Camera, Icons, Tabs, Keys, Swipe, Buttons,
)  # fmt: skip
NAMES = tuple(kind.KIND for kind in KINDS)


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
    show: tuple[Block, ...] = ()
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
    """The practice phone of a lesson."""

    task: Text
    start: str
    home: str = Field(description="The screen that 'home' leads to")
    path: tuple[Move, ...] = Field(min_length=2, max_length=16)
    surprise: Surprise
    done: Text
    screens: dict[Name, Screen]
