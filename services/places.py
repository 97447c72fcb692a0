"""Where in a lesson somebody is, in the lesson's own words."""

from dataclasses import dataclass
from datetime import datetime

from db.learning import ProgressEvent
from db.words import EventKind, PracticeMode
from services import library
from services.catalogue import Lesson
from services.errors import Name
from services.library import NoSuchLesson


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a lesson. step: which step, move or question, from 1; of: so many there are, 0 unknown.

    doing: what is to be done there, empty where the lesson says nothing or is gone. since: when she
    came there.
    """

    lesson: Name
    kind: EventKind
    mode: PracticeMode | None
    step: int
    of: int
    doing: Name
    since: datetime


def of(page: ProgressEvent, last: ProgressEvent | None) -> Place:
    """Return where somebody is whose latest page was `page` and whose latest event of all is `last`."""
    step, since = page.step, page.happened_at
    if page.kind is EventKind.PHONE:
        step = 1
        moved = last and last.kind in (EventKind.MOVE, EventKind.PRACTISED)
        if last and moved and last.mode is page.mode and last.happened_at >= page.happened_at:
            step, since = last.step + 1, last.happened_at
    return at(page.lesson, page.kind, page.mode, step, since)


def at(lesson: str, kind: EventKind, mode: PracticeMode | None, step: int, since: datetime) -> Place:
    """Return a place by its numbers. On the practice phone, `step` is the move that comes next."""
    try:
        known = library.lesson(lesson, drafts=True).lesson
    except NoSuchLesson:
        return Place(Name(lesson, lesson), kind, mode, step, 0, Name("", ""), since)
    words = texts(known, kind)
    doing = words[step - 1] if 0 < step <= len(words) else Name("", "")
    return Place(Name(known.title.zh, known.title.en), kind, mode, step, len(words), doing, since)


def texts(lesson: Lesson, kind: EventKind) -> tuple[Name, ...]:
    """Return what is to be done at each step, move or question of this kind; empty for other pages."""
    if kind in (EventKind.STEP, EventKind.READ):
        return tuple(Name(step.do.zh, step.do.en) for step in lesson.steps)
    if kind in (EventKind.PHONE, EventKind.MOVE):
        return tuple(Name(move.say.zh, move.say.en) for move in lesson.phone.path)
    if kind in (EventKind.QUESTION, EventKind.ANSWER):
        return tuple(Name(question.ask.zh, question.ask.en) for question in lesson.questions)
    return ()
