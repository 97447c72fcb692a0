"""A lesson and a course as they are written by a trainer."""

from datetime import date
from typing import Literal

from pydantic import Field

from services.catalogue.phone import Phone
from services.catalogue.texts import Entry, Text


class NewWord(Entry):
    """A word that is new in this lesson, and what it means."""

    word: Text
    means: Text


class Step(Entry):
    """One action on one page, with a picture of the phone beside it."""

    do: Text = Field(description="One action, at most 24 Chinese characters")
    see: Text = Field(description="What shows when it went right")
    stuck: Text = Field(description="What to try when it did not")
    say: Text = Field(description="What is read aloud")
    screen: str = Field(description="The screen of the practice phone to picture")
    touch: str | None = Field(None, description="The thing to point at: its name, or back, home, fan, lens")
    how: Literal["tap", "hold", "swipe", "look"] = Field("tap", description="What the picture says to do")


class Option(Entry):
    """One answer, with its reason."""

    text: Text
    why: Text
    right: bool = False
    icon: str | None = None
    look: Literal["green", "red", "grey"] | None = Field(None, description="The colour of its icon")


class Question(Entry):
    """A question at the end of the lesson."""

    kind: Literal["picture", "next", "safety"]
    ask: Text
    options: tuple[Option, ...] = Field(min_length=2, max_length=3)


class Asked(Entry):
    """What people ask the trainer, and an answer to give."""

    ask: Text
    answer: Text


class Card(Entry):
    """The step card to take home."""

    lines: tuple[Text, ...] = Field(min_length=2, max_length=6)
    rhyme: Text


class Frameworks(Entry):
    """Where the lesson stands in the frameworks of digital skills."""

    digcomp: tuple[str, ...] = ()
    eds: tuple[str, ...] = ()
    policy45: tuple[int, ...] = ()
    outline: tuple[str, ...] = ()
    mdpq: tuple[str, ...] = ()


class Lesson(Entry):
    """One lesson, Chinese and English side by side."""

    uid: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{3,39}$", description="Never changes, never used twice")
    code: str = Field(pattern=r"^L\d{2}$")
    status: Literal["draft", "active", "retired"]
    level: int = Field(ge=1, le=3)
    minutes: int = Field(ge=5, le=60)
    title: Text
    goal: Text
    why: Text
    prerequisites: tuple[str, ...] = Field((), description="Codes of lessons to do before")
    new_words: tuple[NewWord, ...] = Field((), max_length=3)
    steps: tuple[Step, ...] = Field(min_length=5, max_length=9)
    phone: Phone
    questions: tuple[Question, ...] = Field(min_length=3, max_length=3)
    mistakes: tuple[Text, ...] = Field(min_length=2, max_length=4)
    safety: tuple[Text, ...] = Field(min_length=1, max_length=4)
    asked: tuple[Asked, ...] = Field((), max_length=6, description="For the trainer's notes only")
    card: Card
    take_home: Text
    without_phone: Text
    map: Frameworks
    sources: tuple[str, ...] = ()
    verified_on: date | None = Field(None, description="The day it was checked on a real phone")
    app_version: str | None = None
    needs_check: tuple[str, ...] = ()


class Track(Entry):
    """Lessons in the order in which one kind of learner takes them."""

    uid: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{3,39}$")
    title: Text
    lessons: tuple[str, ...] = Field(min_length=1, description="Folders of lessons")


class Course(Entry):
    """A course: its lessons in order, and the tracks through it."""

    uid: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{3,39}$")
    title: Text
    about: Text
    lessons: tuple[str, ...] = Field(min_length=1, description="Folders of lessons, in order")
    tracks: tuple[Track, ...] = ()
