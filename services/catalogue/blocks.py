"""The building blocks of a practice phone's screen: whole scenes, and the list of all blocks."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from services.catalogue.errands import (
    Album,
    Answer,
    Code,
    Map,
    Meter,
    Pay,
    Photo,
    Plate,
    Slip,
    Slots,
    Stops,
)
from services.catalogue.parts import (
    Banner,
    Bubble,
    Buttons,
    Dots,
    Icons,
    Keypad,
    Keys,
    Line,
    Lock,
    Part,
    Picture,
    Row,
    Slider,
    Spot,
    Staged,
    Swipe,
    Switch,
    Tabs,
    Toast,
    Touch,
)
from services.catalogue.texts import Text


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
    close: Spot | None = Field(None, description="A small cross in the corner; without an icon, its words")
    corner: Literal["right", "left"] = Field("right", description="The corner where `close` stands")

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
    face: bool = Field(False, description="With the round frame for one's own face")


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
    *["map", "stops", "pay", "photo", "meter", "answer", "code", "plate", "slip", "slots", "album"],
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
    | Annotated[Buttons, Tag("buttons")]
    | Annotated[Slots, Tag("slots")]
    | Annotated[Album, Tag("album")]
    | Annotated[Map, Tag("map")]
    | Annotated[Stops, Tag("stops")]
    | Annotated[Pay, Tag("pay")]
    | Annotated[Photo, Tag("photo")]
    | Annotated[Meter, Tag("meter")]
    | Annotated[Answer, Tag("answer")]
    | Annotated[Code, Tag("code")]
    | Annotated[Plate, Tag("plate")]
    | Annotated[Slip, Tag("slip")],
    Discriminator(kind_of),
]
