"""What tablets report from lessons: small events, sent at least once, counted once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Insert, select
from sqlalchemy.dialects import postgresql, sqlite

from db.base import Model
from db.learning import Learner, LessonState, ProgressEvent
from db.models import Activity, Attendance, Device
from db.words import EventKind, PracticeMode
from services import library
from services.agenda import DOOR_OPENS, DOOR_SHUTS
from services.errors import N_, Refused
from services.identity import hash_of
from services.work import Work

PAGES = frozenset({EventKind.WHY, EventKind.STEP, EventKind.PHONE, EventKind.QUESTION, EventKind.CARD})
# Of a learner who has left, whose tablet was without a network meanwhile.
LATEST = timedelta(days=30)


class NobodyLearns(Refused):
    """Events of no learner this browser ever had."""

    sentence = N_("This tablet does not know who was learning. Please ask a helper.")


class Why(StrEnum):
    """Why an event is not kept; none of them gets better by sending it again."""

    FOREIGN = "foreign"
    UNKNOWN_LESSON = "unknown_lesson"


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
class Parcel:
    """What one request brought. key: whose events they are; the tokens say who may send them.

    sent_at: by the clock of the tablet, which may be wrong.
    """

    key: str
    learner_token: str
    tablet_token: str
    sent_at: datetime
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a parcel: the ids that are stored, and why others are not."""

    ids: tuple[str, ...]
    refused: dict[str, Why] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a senior is in a lesson: the kind of page, its number, since when, in which version."""

    kind: EventKind
    step: int
    at: datetime
    version: str


Taken = Kept | NobodyLearns


def take(work: Work, *, parcels: Sequence[Parcel]) -> list[Taken]:
    """Keep these events and return what became of each parcel, in order.

    What was sent before is answered as kept and changes nothing. A tablet may send what an earlier
    learner left on it. The tokens in the parcels are the permission.
    """
    known = _Lessons(work)
    taken: list[Taken] = []
    rows: list[dict[str, Any]] = []
    owners: dict[str, int] = {}
    learners = [_learner(work, parcel) for parcel in parcels]
    standing = _stored(work, [event.id for parcel in parcels for event in parcel.events])
    for parcel, learner in zip(parcels, learners, strict=True):
        if learner is None:
            taken.append(NobodyLearns())
            continue
        kept, refused, fresh = [], {}, []
        for event in parcel.events:
            owner = owners.get(event.id, standing.get(event.id))
            if owner is not None and owner != learner.id:
                refused[event.id] = Why.FOREIGN
            elif event.lesson not in known:
                refused[event.id] = Why.UNKNOWN_LESSON
            else:
                kept.append(event.id)
                if owner is None:
                    owners[event.id] = learner.id
                    fresh.append(event)
        taken.append(Kept(tuple(kept), refused))
        rows += _rows(work, learner, parcel.sent_at, fresh)
    _store(work, rows)
    return taken


def place(work: Work, *, lesson: str) -> Place | None:
    """Return where the senior before the tablet is in a lesson; None for a guest or a lesson not begun.

    A lesson gone through to its end begins at its beginning again.
    """
    if work.actor.senior_id is None:
        return None
    found = work.db.scalar(
        select(LessonState).where(LessonState.senior_id == work.actor.senior_id, LessonState.lesson == lesson)
    )
    if found is None or found.state["kind"] == EventKind.FINISHED:
        return None
    return Place(EventKind(found.state["kind"]), found.state["step"], found.updated_at, found.version)


class _Lessons:
    """The lessons that may be reported on: all on the shelf, and whatever was reported before.

    A lesson that is removed or broken while somebody is in it does not lose her work.
    """

    def __init__(self, work: Work) -> None:
        self.work = work
        self.known = dict.fromkeys(library.shelf().lessons, True)

    def __contains__(self, uid: str) -> bool:
        if uid not in self.known:
            seen = select(ProgressEvent.id).where(ProgressEvent.lesson == uid).limit(1)
            self.known[uid] = self.work.db.scalar(seen) is not None
        return self.known[uid]


def _learner(work: Work, parcel: Parcel) -> Learner | None:
    """Return whose events these are, if they come from her own cookie or from the tablet she had."""
    learner = work.db.scalar(select(Learner).where(Learner.key == parcel.key))
    if learner is None or learner.began_at < work.at - LATEST:
        return None
    if learner.token_hash == hash_of(parcel.learner_token):
        return learner
    device = work.db.get(Device, learner.device_id) if learner.device_id else None
    if device and device.token_hash == hash_of(parcel.tablet_token):
        return learner
    return None


def _stored(work: Work, ids: Iterable[str]) -> dict[str, int]:
    rows = work.db.execute(
        select(ProgressEvent.client_id, ProgressEvent.learner_id).where(ProgressEvent.client_id.in_(set(ids)))
    )
    return {row.client_id: row.learner_id for row in rows}


def _rows(work: Work, learner: Learner, sent_at: datetime, events: list[Event]) -> list[dict[str, Any]]:
    """Return the rows of a learner's new events, and note that she is there and where."""
    if not events:
        return []
    if learner.ended_at is None:
        learner.seen_at = work.at
    # The clock of a tablet may be wrong by hours: its events lie before the sending by as much as it says.
    wrong_by = work.at - sent_at
    times = [min(max(event.at + wrong_by, learner.began_at), work.at) for event in events]
    visits = _visits(work, learner, min(times))
    _note_places(work, learner, events, times)
    return [
        {
            "client_id": event.id,
            "learner_id": learner.id,
            "senior_id": learner.senior_id,
            "activity_id": next((id_ for id_, opens, shuts in visits if opens <= at <= shuts), None),
            "lesson": event.lesson,
            "version": event.version,
            "kind": event.kind,
            "mode": event.mode,
            "step": event.step,
            "taps": event.taps,
            "wrong_taps": event.wrong_taps,
            "hints": event.hints,
            "seconds": event.seconds,
            "happened_at": at,
            "received_at": work.at,
        }
        for event, at in zip(events, times, strict=True)
    ]


def _visits(work: Work, learner: Learner, since: datetime) -> list[tuple[int, datetime, datetime]]:
    """Return the activities at the tablet's station that the senior is checked in to, with their hours."""
    if learner.senior_id is None or learner.device_id is None:
        return []
    found = work.db.execute(
        select(Activity.id, Activity.starts_at, Activity.ends_at)
        .join(Attendance, Attendance.activity_id == Activity.id)
        .join(Device, Device.station_id == Activity.station_id)
        .where(
            Attendance.senior_id == learner.senior_id,
            Attendance.voided_at.is_(None),
            Device.id == learner.device_id,
            Activity.ends_at >= since - DOOR_SHUTS,
            Activity.starts_at <= work.at + DOOR_OPENS,
        )
        .order_by(Activity.starts_at)
    )
    return [(row.id, row.starts_at - DOOR_OPENS, row.ends_at + DOOR_SHUTS) for row in found]


def _note_places(work: Work, learner: Learner, events: list[Event], times: list[datetime]) -> None:
    """Remember where the senior is in each lesson, so that another tablet goes on there."""
    if learner.senior_id is None:
        return
    moves = sorted(zip(times, range(len(events)), events, strict=True), key=lambda one: one[:2])
    where = [(at, event) for at, _order, event in moves if event.kind in PAGES | {EventKind.FINISHED}]
    for lesson in dict.fromkeys(event.lesson for _at, event in where):
        _note_place(work, learner.senior_id, lesson, [(at, e) for at, e in where if e.lesson == lesson])


def _note_place(work: Work, senior_id: int, lesson: str, where: list[tuple[datetime, Event]]) -> None:
    known = work.db.scalar(
        select(LessonState)
        .where(LessonState.senior_id == senior_id, LessonState.lesson == lesson)
        .with_for_update()
    )
    for at, event in where:
        if known is None:
            known = LessonState(senior_id=senior_id, lesson=lesson, updated_at=at, state={"kind": ""})
            work.db.add(known)
        # Once through, pages seen again do not reopen it, as in a review: only its start does.
        over = known.state["kind"] == EventKind.FINISHED and event.kind != EventKind.WHY
        if at < known.updated_at or over:
            continue
        known.state = {"kind": event.kind.value, "step": event.step}
        known.version = event.version
        known.updated_at = at
    work.db.flush()


def _store(work: Work, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    work.db.flush()
    # In one order for all, so that no two writers wait for each other's rows.
    rows.sort(key=lambda row: str(row["client_id"]))
    work.db.execute(_insert_new(work, ProgressEvent), rows)


def _insert_new(work: Work, model: type[Model]) -> Insert:
    """Return the insert that leaves alone what another request stored in this very moment."""
    if work.db.get_bind().dialect.name == "postgresql":
        return postgresql.insert(model).on_conflict_do_nothing()
    return sqlite.insert(model).on_conflict_do_nothing()
