"""The trainer's notes of a lesson on A4, and its practice phone as pictures to lay on the table."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from papers.drawings import icons
from papers.typesetting import PAPERS, pdf

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """Something on a screen. live: can be tapped; mark: is what is tapped now; full: taken, and grey."""

    text: str
    icon: str | None = None
    note: str = ""
    live: bool = False
    mark: bool = False
    full: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A building block of a screen: a thing, and the things in it.

    over: covers the rest; close: its cross, in that corner.
    """

    kind: str
    text: str
    icon: str | None = None
    note: str = ""
    live: bool = False
    mark: bool = False
    low: bool = False
    over: bool = False
    mine: bool = False
    on: bool = False
    items: tuple[Thing, ...] = ()
    more: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    close: Thing | None = None
    corner: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """The title at the top of a screen, and what stands left and right of it."""

    text: str
    left: Thing | None = None
    right: Thing | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A screen of the practice phone. always: the two buttons below it."""

    bar: Bar | None
    parts: tuple[Block, ...]
    always: tuple[Thing, Thing]


@dataclass(frozen=True, slots=True)
class Move:
    """One tap on the way. number: "" for the surprise; wrong: what was tapped instead, and what to say."""

    number: str
    picture: Picture
    tap: str
    say: str
    hint: str
    wrong: Pairs


@dataclass(frozen=True, slots=True)
class Step:
    """One step to be shown on a real phone."""

    say: str
    do: str
    see: str
    stuck: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a question, with its reason."""

    text: str
    why: str
    right: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A question to ask the room."""

    ask: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The exercise in another form: its task, what to say on the way, and at the end."""

    task: str
    says: tuple[str, ...]
    done: str


@dataclass(frozen=True, slots=True)
class Notes:
    """Everything a trainer needs for one lesson, in one language."""

    code: str
    title: str
    goal: str
    why: str
    before: tuple[str, ...]
    to_check: tuple[str, ...]
    plan: Pairs
    new_words: Pairs
    steps: tuple[Step, ...]
    task: str
    goals: tuple[str, ...]
    moves: tuple[Move, ...]
    end: Picture
    done: str
    varies: str
    forms: tuple[Form, ...]
    questions: tuple[Question, ...]
    mistakes: tuple[str, ...]
    safety: tuple[str, ...]
    asked: Pairs
    with_phones: tuple[str, ...]
    with_paper: tuple[str, ...]
    without_phone: str
    take_home: str
    next_time: str
    rhyme: str


def sheet(notes: Sequence[Notes], words: Mapping[str, str], *, lang: str) -> bytes:
    """Return the notes of these lessons, each beginning on a page of its own. words: the headings."""
    return _set("notes.typ", notes, words, lang)


def paper_phone(notes: Sequence[Notes], words: Mapping[str, str], *, lang: str) -> bytes:
    """Return the task, the screens on the way and the last one, large and without a mark, to be cut apart.

    What is right stands upside down at the foot of each, for the one who lays them down.
    """
    return _set("paper_phone.typ", notes, words, lang)


def _set(template: str, notes: Sequence[Notes], words: Mapping[str, str], lang: str) -> bytes:
    lessons = [asdict(one) for one in notes]
    drawn = icons()
    return pdf(
        PAPERS / template,
        {
            "lessons": lessons,
            "words": dict(words),
            "icons": {name: drawn[name] for name in sorted(_named(lessons)) if name in drawn},
            "lang": lang,
        },
    )


def _named(value: Any) -> set[str]:
    """Return the names of all icons in a nest of lists and dictionaries, and of the picture's own."""
    found = {"photo"}
    if isinstance(value, dict):
        found |= {value["icon"]} if value.get("icon") else set()
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            found |= _named(one)
    return found
