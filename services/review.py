"""What a senior has learnt, what she should look at again, and when she can do it for good.

All of it is derived from the events, never stored by a job:
  done      a lesson gone through to its last page, or practised on one's own; the first time counts
  on_own    the task on the practice phone was done without help at least once
  mastered  done on one's own, seven days after the first time or later
  due       1, 7 and 30 days after the first time a review is due, until the task is done on one's own
            on that day or later; a review missed is not due twice
Days are those of the wall clock at the station.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from sqlalchemy import case, func, or_, select

from db.learning import ProgressEvent
from db.models import Activity, Attendance, Senior, Station
from db.words import EventKind, PracticeMode
from services import clock, library
from services.catalogue import Shelved
from services.learners import records_of, the_senior
from services.library import TrackLine
from services.work import Work

AFTER_DAYS = (1, 7, 30)
MASTERED_AFTER = timedelta(days=7)
ENOUGH = 0.8


@dataclass(frozen=True, slots=True)
class Learnt:
    """How far a senior is in one lesson. The days are None while there is none.

    review: which of AFTER_DAYS is due, counted from 0; None when none is. next_on: when the next one is.
    """

    begun_on: date
    done_on: date | None
    own_on: date | None
    is_mastered: bool
    review: int | None
    next_on: date | None


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson to choose, and how far the senior is in it; learnt is None before she began."""

    shelved: Shelved
    learnt: Learnt | None


@dataclass(frozen=True, slots=True)
class TrackState:
    """A track, and which of its lessons a senior has done on her own.

    finished_on: the day on which she had done ENOUGH of them; None before.
    """

    line: TrackLine
    on_own: tuple[Shelved, ...]
    finished_on: date | None


@dataclass(frozen=True, slots=True)
class Visit:
    """A session the senior came to."""

    title_zh: str
    title_en: str
    station_zh: str
    station_en: str
    zone: str
    starts_at: datetime


def lessons(work: Work) -> tuple[LessonLine, ...]:
    """Return the lessons that are taught, in order, with what the learner has done; a guest has done none."""
    learnt = _learnt_by(work, work.actor.senior_at_tablet) if work.actor.senior_at_tablet else {}
    return tuple(LessonLine(one, learnt.get(one.lesson.uid)) for one in library.taught())


def one(work: Work, *, lesson: str) -> LessonLine:
    """Return a lesson by its uid or folder, with what the learner has done. Raises NoSuchLesson."""
    shelved = library.lesson(lesson)
    learnt = _learnt_by(work, work.actor.senior_at_tablet) if work.actor.senior_at_tablet else {}
    return LessonLine(shelved, learnt.get(shelved.lesson.uid))


def questions(line: LessonLine) -> tuple[int, ...]:
    """Return the numbers of the two questions of a lesson's next review: each time others."""
    stage = (line.learnt.review if line.learnt else None) or 0
    asked = len(line.shelved.lesson.questions)
    return tuple(sorted({stage % asked + 1, (stage + 1) % asked + 1}))


def due(work: Work) -> tuple[LessonLine, ...]:
    """Return the lessons to be reviewed today, the longest known first; none for a guest."""
    found = [line for line in lessons(work) if line.learnt and line.learnt.review is not None]
    return tuple(sorted(found, key=lambda line: (line.learnt and line.learnt.done_on) or date.max))


def tracks(work: Work) -> tuple[TrackState, ...]:
    """Return the tracks with how far the senior is in each. Raises NotKnown."""
    return of_tracks(work, senior_id=the_senior(work).id)


def of_tracks(work: Work, *, senior_id: int) -> tuple[TrackState, ...]:
    """Return the tracks with how far this senior is. Asks for no permission: the calling rule has."""
    learnt = _learnt_by(work, senior_id)
    return tuple(_track(line, learnt) for line in library.tracks())


def visits(work: Work) -> tuple[Visit, ...]:
    """Return the sessions the senior came to, the latest first. Raises NotKnown."""
    senior = the_senior(work)
    rows = work.db.execute(
        select(
            Activity.title_zh,
            Activity.title_en,
            Station.name_zh.label("station_zh"),
            Station.name_en.label("station_en"),
            Station.zone,
            Activity.starts_at,
        )
        .join(Attendance, Attendance.activity_id == Activity.id)
        .join(Station, Station.id == Activity.station_id)
        .where(Attendance.senior_id == senior.id, Attendance.voided_at.is_(None))
        .order_by(Activity.starts_at.desc(), Activity.id)
    )
    return tuple(Visit(**row._mapping) for row in rows)


def _track(line: TrackLine, learnt: Mapping[str, Learnt]) -> TrackState:
    own: dict[str, date] = {uid: one.own_on for uid, one in learnt.items() if one.own_on}
    on_own = tuple(one for one in line.lessons if one.lesson.uid in own)
    days = sorted(own[one.lesson.uid] for one in on_own)
    enough = ceil(ENOUGH * len(line.lessons))
    return TrackState(line, on_own, days[enough - 1] if len(days) >= enough else None)


def _learnt_by(work: Work, senior_id: int) -> dict[str, Learnt]:
    """Return how far a senior is, by the uid of the lesson; what her merged records did is hers."""
    own = (ProgressEvent.kind == EventKind.PRACTISED) & (ProgressEvent.mode == PracticeMode.OWN)
    done = or_(own, ProgressEvent.kind == EventKind.FINISHED)
    at = ProgressEvent.happened_at
    rows = work.db.execute(
        select(
            ProgressEvent.lesson,
            func.min(at).label("begun_at"),
            func.min(case((done, at))).label("done_at"),
            func.min(case((own, at))).label("own_at"),
            func.max(case((own, at))).label("last_own_at"),
        )
        .where(ProgressEvent.senior_id.in_(records_of(senior_id)))
        .group_by(ProgressEvent.lesson)
    )
    zone = work.station(work.get(Senior, senior_id).station_id).zone
    today = clock.local(work.at, zone).date()

    def day(instant: datetime | None) -> date | None:
        return clock.local(instant, zone).date() if instant else None

    return {
        row.lesson: _learnt(
            clock.local(row.begun_at, zone).date(),
            day(row.done_at),
            day(row.own_at),
            day(row.last_own_at),
            today,
        )
        for row in rows
    }


def _learnt(
    begun_on: date, done_on: date | None, own_on: date | None, last_own_on: date | None, today: date
) -> Learnt:
    if done_on is None:
        return Learnt(begun_on, None, None, False, None, None)
    open_days = [
        (at, done_on + timedelta(days=days))
        for at, days in enumerate(AFTER_DAYS)
        if last_own_on is None or last_own_on < done_on + timedelta(days=days)
    ]
    waiting = [at for at, on in open_days if on <= today]
    return Learnt(
        begun_on=begun_on,
        done_on=done_on,
        own_on=own_on,
        is_mastered=last_own_on is not None and last_own_on >= done_on + MASTERED_AFTER,
        review=waiting[-1] if waiting else None,
        next_on=next((on for _at, on in open_days if on > today), None),
    )
