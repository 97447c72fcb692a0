"""The building blocks of errands: appointments, ways, money, codes, photographs, storage, a helper."""

from typing import Annotated, Literal

from pydantic import Field

from services.catalogue.parts import Many, Part, Spot, Staged, Touch
from services.catalogue.texts import Entry, Text

Percent = Annotated[int, Field(ge=0, le=100)]
Look = Literal["blue", "green", "red", "grey"]


class Slot(Touch):
    """A day or a time that can be booked, or is gone."""

    text: Text
    full: bool = Field(False, description="Grey: there is none left; needs no name")


class Slots(Many):
    """Days or times to book, free ones green, full ones grey."""

    KIND = "slots"
    slots: tuple[Slot, ...] = Field(min_length=2, max_length=9)
    title: Text | None = None


class Shot(Touch):
    """A small picture in an album."""

    text: Text
    picture: str
    blur: bool = False


class Album(Many):
    """Small pictures beside one another."""

    KIND = "album"
    album: tuple[Shot, ...] = Field(min_length=1, max_length=6)
    title: Text | None = None


class Mark(Touch):
    """Something on the map: a pin, a car, a bus, a hospital."""

    at: tuple[Percent, Percent] = Field(description="Per cent from the left, per cent from the top")
    icon: str
    text: Text


class Map(Part):
    """A piece of the town from above; its first words are the caption."""

    KIND = "map"
    map: Text
    marks: tuple[Mark, ...] = Field((), max_length=4)
    way: bool = Field(False, description="With a dotted way from mark to mark")

    def spots(self) -> tuple[Touch, ...]:
        """Return everything on this block that can be tapped."""
        return (*super().spots(), *(mark for mark in self.marks if mark.name))


class Stops(Part):
    """The stops of a line; where the bus is, and where one stands."""

    KIND = "stops"
    stops: tuple[Text, ...] = Field(min_length=3, max_length=6)
    bus: int = Field(ge=1, le=6, description="The bus is at this stop, counted from 1")
    here: int = Field(ge=1, le=6, description="One stands at this stop")
    metro: bool = False


class Pay(Part):
    """Who gets how much. With a name it has the button that is held to pay with one's finger."""

    KIND = "pay"
    pay: str = Field(pattern=r"^\d{1,6}(\.\d{1,2})?$", description="The amount")
    to: Text
    text: Text | None = Field(None, description="What stands on the button")
    hold: bool = True


class Photo(Staged):
    """A photograph, or what the camera sees; with a name, the thing in the middle can be tapped."""

    KIND = "photo"
    photo: str = Field(description="The picture")
    text: Text | None = Field(None, description="What one taps, for those who hear the screen")
    blur: bool = Field(False, description="Not sharp")
    box: bool = Field(False, description="With the small frame: it is sharp here")
    zoom: Literal["1", "2", "3"] = Field("1", description="How many times larger")
    shutter: Spot | None = Field(None, description="The big round button")

    def spots(self) -> tuple[Touch, ...]:
        """Return everything on this block that can be tapped."""
        return (*super().spots(), *((self.shutter,) if self.shutter else ()))


class Share(Entry):
    """One coloured part of a meter."""

    text: Text
    note: Text = Field(description="How much, for example 62 GB")
    share: Percent
    look: Look | None = None


class Meter(Part):
    """A bar that fills up: storage, the month's data."""

    KIND = "meter"
    meter: Text
    parts: tuple[Share, ...] = Field(min_length=1, max_length=4)


class Answer(Staged):
    """What an assistant answers, with where it has it from or what is doubtful about it."""

    KIND = "answer"
    answer: Text
    source: Text | None = None
    doubt: Text | None = None


class Code(Part):
    """A code held out to be scanned; drawn so that no scanner reads it."""

    KIND = "code"
    code: Text
    look: Literal["blue", "green", "red", "grey"] | None = None
    bars: bool = Field(False, description="With a bar code above")
    loading: bool = Field(False, description="It has not come up yet")


class Plate(Part):
    """A car and its number plate."""

    KIND = "plate"
    plate: str = Field(pattern=r"^\S{2}·\S{5,6}$", description="For example 沪A·D3642")


class Fact(Entry):
    """One line of a slip: what it is, and how much or who."""

    label: Text
    text: Text
    look: Literal["red", "green"] | None = None


class Slip(Part):
    """A slip, a bill or a card: lines of what and how much."""

    KIND = "slip"
    slip: Text
    facts: tuple[Fact, ...] = Field(min_length=1, max_length=5)
