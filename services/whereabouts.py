"""Where learners are: at which activity, and at which page of which lesson."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from db.learning import Learner, LessonState
from db.models import Activity, Attendance, Device
from db.words import EventKind, PracticeMode
from services.agenda import DOOR_OPENS, DOOR_SHUTS
from services.work import Work

PAGES = frozenset({EventKind.WHY, EventKind.STEP, EventKind.PHONE, EventKind.QUESTION, EventKind.CARD})


@dataclass(frozen=True, slots=True)
class Event:
    """One thing done in a lesson, as the browser reports it; see db.learning.ProgressEvent."""

    id: str
    lesson: str
    version: str
    kind: EventKind
    mode: PracticeMode | None
    step: int
    taps: int
    wrong_taps: int
    hints: int
    seconds: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Sender:
    """A learner whose events come in. device_hash, station_id: of her tablet, None on her own phone."""

    id: int
    key: str
    token_hash: str
    senior_id: int | None
    began_at: datetime
    ended_at: datetime | None
    device_hash: str | None
    station_id: int | None


@dataclass(frozen=True, slots=True)
class Done:
    """An event by our clock, and whose it is."""

    sender: Sender
    event: Event
    at: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """An activity a learner is checked in to, and from when to when its doors are open."""

    activity_id: int
    opens_at: datetime
    shuts_at: datetime


def visits(work: Work, done: Sequence[Done]) -> dict[int, list[Visit]]:
    """Return, by learner, the activities at her tablet's station that she is checked in to.

    Asks for no permission: the calling rule has.
    """
    since = min(one.at for one in done)
    rows = work.db.execute(
        select(Learner.id.label("learner_id"), Activity.id, Activity.starts_at, Activity.ends_at)
        .join(Attendance, Attendance.senior_id == Learner.senior_id)
        .join(Activity, Activity.id == Attendance.activity_id)
        .join(Device, (Device.id == Learner.device_id) & (Device.station_id == Activity.station_id))
        .where(
            Learner.id.in_({one.sender.id for one in done}),
            Attendance.voided_at.is_(None),
            Activity.ends_at >= since - DOOR_SHUTS,
            Activity.starts_at <= work.at + DOOR_OPENS,
        )
        .order_by(Activity.starts_at)
    )
    found: dict[int, list[Visit]] = defaultdict(list)
    for row in rows:
        visit = Visit(row.id, row.starts_at - DOOR_OPENS, row.ends_at + DOOR_SHUTS)
        found[row.learner_id].append(visit)
    return found


def note(work: Work, done: Sequence[Done]) -> None:
    """Remember where seniors are in their lessons, so that another tablet goes on there.

    Asks for no permission: the calling rule has.
    """
    where: dict[tuple[int, str], list[Done]] = defaultdict(list)
    for one in sorted(done, key=lambda one: one.at):
        if one.sender.senior_id is not None and one.event.kind in PAGES | {EventKind.FINISHED}:
            where[one.sender.senior_id, one.event.lesson].append(one)
    known = _states(work, {senior_id for senior_id, _lesson in where})
    for (senior_id, lesson), steps in sorted(where.items(), key=lambda item: item[0]):
        state = known.get((senior_id, lesson))
        if state is None:
            state = LessonState(
                senior_id=senior_id, lesson=lesson, updated_at=steps[0].at, state={"kind": ""}
            )
            work.db.add(state)
        for step in steps:
            _move(state, step)
    work.db.flush()


def _states(work: Work, senior_ids: set[int]) -> dict[tuple[int, str], LessonState]:
    rows = work.db.scalars(
        select(LessonState)
        .where(LessonState.senior_id.in_(senior_ids))
        .order_by(LessonState.id)
        .with_for_update()
    )
    return {(row.senior_id, row.lesson): row for row in rows}


def _move(state: LessonState, done: Done) -> None:
    # Once through, pages seen again do not reopen it, as in a review: only its start does.
    over = state.state["kind"] == EventKind.FINISHED and done.event.kind != EventKind.WHY
    if done.at < state.updated_at or over:
        return
    state.state = {"kind": done.event.kind.value, "step": done.event.step}
    state.version = done.event.version
    state.updated_at = done.at
