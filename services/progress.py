"""What tablets report from lessons: small events, sent at least once, counted once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from db.base import Model
from db.learning import Learner, LessonState, ProgressEvent
from db.models import Device
from db.words import EventKind
from services import library, whereabouts
from services.errors import N_, Refused
from services.identity import STAYS_ON_HER_PHONE, hash_of
from services.whereabouts import Done, Event, Sender, Visit
from services.work import Work

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
    senders = _senders(work, parcels)
    owners = _stored(work, [event.id for parcel in parcels for event in parcel.events])
    known = _Lessons(work)
    taken: list[Taken] = []
    fresh: list[Done] = []
    for parcel in parcels:
        sender = _sender(parcel, senders)
        if sender is None:
            taken.append(NobodyLearns())
            continue
        kept, refused = [], {}
        for event in parcel.events:
            owner = owners.get(event.id)
            if owner is not None and owner != sender.id:
                refused[event.id] = Why.FOREIGN
            elif event.lesson not in known:
                refused[event.id] = Why.UNKNOWN_LESSON
            else:
                kept.append(event.id)
                if owner is None:
                    owners[event.id] = sender.id
                    fresh.append(Done(sender, event, _moment(work, sender, parcel, event)))
        taken.append(Kept(tuple(kept), refused))
    if fresh:
        _store(work, fresh)
    return taken


def place(work: Work, *, lesson: str) -> Place | None:
    """Return where the senior before the tablet is in a lesson; None for a guest or a lesson not begun.

    None on her own phone too, which remembers by itself what was done on it.
    A lesson gone through to its end begins at its beginning again.
    """
    senior_id = work.actor.senior_at_tablet
    if senior_id is None:
        return None
    found = work.db.scalar(
        select(LessonState).where(LessonState.senior_id == senior_id, LessonState.lesson == lesson)
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
        self.known = dict.fromkeys(library.last_read().lessons, True)

    def __contains__(self, uid: str) -> bool:
        if uid not in self.known:
            seen = select(ProgressEvent.id).where(ProgressEvent.lesson == uid).limit(1)
            self.known[uid] = self.work.db.scalar(seen) is not None or uid in library.shelf().lessons
        return self.known[uid]


def _senders(work: Work, parcels: Sequence[Parcel]) -> dict[str, Sender]:
    """Return the learners these parcels name, by key: one question for all of them."""
    rows = work.db.execute(
        select(
            Learner.id,
            Learner.key,
            Learner.token_hash,
            Learner.senior_id,
            Learner.began_at,
            Learner.ended_at,
            Device.token_hash.label("device_hash"),
            Device.station_id,
        )
        .outerjoin(Device, Device.id == Learner.device_id)
        .where(Learner.key.in_({parcel.key for parcel in parcels}))
        .where(
            or_(
                Learner.began_at > work.at - LATEST,
                Learner.device_id.is_(None) & (Learner.seen_at > work.at - STAYS_ON_HER_PHONE),
            )
        )
    )
    return {row.key: Sender(**row._mapping) for row in rows}


def _sender(parcel: Parcel, senders: dict[str, Sender]) -> Sender | None:
    """Return whose events these are, if they come from her own cookie or from the tablet she had."""
    sender = senders.get(parcel.key)
    if sender is None:
        return None
    # On a phone it is over at once: the card may have been found by somebody.
    is_over = sender.ended_at is not None and sender.device_hash is None
    hers = sender.token_hash == hash_of(parcel.learner_token) and not is_over
    from_her_tablet = sender.device_hash == hash_of(parcel.tablet_token)
    return sender if hers or from_her_tablet else None


def _moment(work: Work, sender: Sender, parcel: Parcel, event: Event) -> datetime:
    # The clock of a tablet may be wrong by hours: an event lies before the sending by as much as it says.
    return min(max(event.at + (work.at - parcel.sent_at), sender.began_at), work.at)


def _stored(work: Work, ids: Iterable[str]) -> dict[str, int]:
    rows = work.db.execute(
        select(ProgressEvent.client_id, ProgressEvent.learner_id).where(ProgressEvent.client_id.in_(set(ids)))
    )
    return {row.client_id: row.learner_id for row in rows}


def _store(work: Work, done: list[Done]) -> None:
    """Store what is new, note that these learners are there, and where they are."""
    visits = whereabouts.visits(work, done)
    whereabouts.note(work, done)
    work.db.execute(
        update(Learner)
        .where(Learner.id.in_({one.sender.id for one in done}), Learner.ended_at.is_(None))
        .values(seen_at=work.at)
    )
    # In one order for all, so that no two writers wait for each other's rows.
    rows = [_row(work, one, visits) for one in sorted(done, key=lambda one: one.event.id)]
    work.db.execute(_insert_new(work, ProgressEvent), rows)


def _row(work: Work, done: Done, visits: dict[int, list[Visit]]) -> dict[str, Any]:
    event = done.event
    here = (visit for visit in visits.get(done.sender.id, ()) if visit.opens_at <= done.at <= visit.shuts_at)
    visit = next(here, None)
    return {
        "client_id": event.id,
        "learner_id": done.sender.id,
        "senior_id": done.sender.senior_id,
        "activity_id": visit.activity_id if visit else None,
        "lesson": event.lesson,
        "version": event.version,
        "kind": event.kind,
        "mode": event.mode,
        "step": event.step,
        "taps": event.taps,
        "wrong_taps": event.wrong_taps,
        "hints": event.hints,
        "seconds": event.seconds,
        "happened_at": done.at,
        "received_at": work.at,
    }


def _insert_new(work: Work, model: type[Model]) -> Insert:
    """Return the insert that leaves alone what another request stored in this very moment."""
    if work.db.get_bind().dialect.name == "postgresql":
        return postgresql.insert(model).on_conflict_do_nothing()
    return sqlite.insert(model).on_conflict_do_nothing()
