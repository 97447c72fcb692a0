"""The room at a glance: who is here, where each one is in her lesson, and who asks for help."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ScalarSelect, select

from db.learning import Learner, ProgressEvent, RaisedHand
from db.models import Activity, Attendance, Device, Senior, Staff
from db.words import EventKind, PracticeMode
from services import places
from services.access import Permission
from services.agenda import DOOR_OPENS, DOOR_SHUTS
from services.identity import STAYS_AT_THE_TABLET
from services.places import Place
from services.whereabouts import PAGES
from services.work import Work

Rows = list[Any]
# After so long without anything done, somebody should go and look.
QUIET = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody in the room. key: names her on this board. name, number: "" for a guest.

    tablet: "" while she has none. place: None before she opened a lesson. active_at: when she last
    did something on the tablet. is_checked_in: False for somebody at a tablet who is not.
    """

    key: str
    name: str
    number: str
    is_checked_in: bool
    tablet: str
    place: Place | None
    active_at: datetime | None
    is_quiet: bool


@dataclass(frozen=True, slots=True)
class Hand:
    """A hand that is up. key: of whom. place: where she was stuck. taken_by: who is there, "" nobody yet.

    has_left: the tablet was given on since.
    """

    id: int
    key: str
    name: str
    number: str
    tablet: str
    place: Place | None
    raised_at: datetime
    taken_by: str
    has_left: bool


@dataclass(frozen=True, slots=True)
class Board:
    """The room. hands: oldest first. people: those on tablets by the tablet's name, then the others."""

    activity_id: int
    title_zh: str
    title_en: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    hands: tuple[Hand, ...]
    people: tuple[Present, ...]


def board(work: Work, *, activity_id: int) -> Board:
    """Return everybody checked in, guests on the station's tablets, and the hands that are up.

    Raises NotFound, NotAllowed.
    """
    activity = work.get(Activity, activity_id)
    work.allow(Permission.CHECK_IN, station_id=activity.station_id)
    tablets = _on_tablets(work, activity)
    return Board(
        activity_id=activity.id,
        title_zh=activity.title_zh,
        title_en=activity.title_en,
        starts_at=activity.starts_at,
        ends_at=activity.ends_at,
        zone=work.station(activity.station_id).zone,
        hands=_hands(work, activity),
        people=tuple(sorted(_people(work, activity, tablets), key=_order)),
    )


def _order(one: Present) -> tuple[Any, ...]:
    # Tablets are called 1, 2 … 10; whoever has none comes last.
    return (not one.tablet, len(one.tablet), one.tablet, one.number or "~", one.key)


def _on_tablets(work: Work, activity: Activity) -> Rows:
    """Return who is before the station's tablets, the latest seen last."""
    elsewhere = (
        select(Attendance.senior_id)
        .join(Activity, Activity.id == Attendance.activity_id)
        .where(
            Activity.station_id == activity.station_id,
            Activity.id != activity.id,
            Activity.starts_at <= work.at + DOOR_OPENS,
            Activity.ends_at >= work.at,
            Attendance.voided_at.is_(None),
        )
    )
    here = select(Attendance.senior_id).where(
        Attendance.activity_id == activity.id, Attendance.voided_at.is_(None)
    )
    found: Rows = list(
        work.db.execute(
            select(
                Learner.id,
                Learner.senior_id,
                Learner.began_at,
                Device.name.label("tablet"),
                Senior.name,
                Senior.number,
                _last_of(PAGES).label("page"),
                _last_of(EventKind).label("last"),
            )
            .join(Device, Device.id == Learner.device_id)
            .outerjoin(Senior, Senior.id == Learner.senior_id)
            .where(
                Device.station_id == activity.station_id,
                Device.released_at.is_(None),
                Learner.ended_at.is_(None),
                Learner.seen_at > work.at - STAYS_AT_THE_TABLET,
                Learner.senior_id.is_(None)
                | Learner.senior_id.in_(here)
                | Learner.senior_id.not_in(elsewhere),
            )
            .order_by(Learner.seen_at, Learner.id)
        )
    )
    return found


def _last_of(kinds: Iterable[EventKind]) -> ScalarSelect[int]:
    """Return the query for a learner's latest event of these kinds."""
    return (
        select(ProgressEvent.id)
        .where(ProgressEvent.learner_id == Learner.id, ProgressEvent.kind.in_(list(kinds)))
        .order_by(ProgressEvent.happened_at.desc(), ProgressEvent.id.desc())
        .limit(1)
        .correlate(Learner)
        .scalar_subquery()
    )


def _people(work: Work, activity: Activity, tablets: Rows) -> list[Present]:
    came = work.db.execute(
        select(Senior.id, Senior.name, Senior.number)
        .join(Attendance, Attendance.senior_id == Senior.id)
        .where(Attendance.activity_id == activity.id, Attendance.voided_at.is_(None))
    )
    checked_in: dict[int, Any] = {row.id: row for row in came}
    ids = {id_ for row in tablets for id_ in (row.page, row.last) if id_}
    events = {e.id: e for e in work.db.scalars(select(ProgressEvent).where(ProgressEvent.id.in_(ids)))}
    # Whoever sits before two tablets is where she was seen last.
    latest = {_key(row.senior_id, row.id): row for row in tablets}
    found = [_before_tablet(work, row, events, checked_in) for row in latest.values()]
    return found + [
        Present(_key(row.id, 0), row.name, row.number, True, "", None, None, False)
        for row in checked_in.values()
        if _key(row.id, 0) not in latest
    ]


def _before_tablet(
    work: Work, row: Any, events: dict[int, ProgressEvent], checked_in: dict[int, Any]
) -> Present:
    page, last = events.get(row.page), events.get(row.last)
    active_at = max(last.happened_at, row.began_at) if last else row.began_at
    return Present(
        key=_key(row.senior_id, row.id),
        name=row.name or "",
        number=row.number or "",
        is_checked_in=row.senior_id in checked_in,
        tablet=row.tablet,
        place=places.of(page, last) if page else None,
        active_at=active_at,
        is_quiet=work.at - active_at >= QUIET,
    )


def _key(senior_id: int | None, learner_id: int) -> str:
    return f"s{senior_id}" if senior_id else f"g{learner_id}"


def _hands(work: Work, activity: Activity) -> tuple[Hand, ...]:
    rows = work.db.execute(
        select(
            RaisedHand,
            Learner.senior_id,
            Learner.ended_at,
            Device.name.label("tablet"),
            Senior.name,
            Senior.number,
            Staff.name.label("taken_by"),
        )
        .join(Learner, Learner.id == RaisedHand.learner_id)
        .join(Device, Device.id == Learner.device_id)
        .outerjoin(Senior, Senior.id == Learner.senior_id)
        .outerjoin(Staff, Staff.id == RaisedHand.taken_by)
        .where(
            RaisedHand.station_id == activity.station_id,
            (RaisedHand.activity_id == activity.id) | RaisedHand.activity_id.is_(None),
            RaisedHand.raised_at >= activity.starts_at - DOOR_OPENS,
            RaisedHand.raised_at <= activity.ends_at + DOOR_SHUTS,
            RaisedHand.done_at.is_(None),
        )
        .order_by(RaisedHand.raised_at, RaisedHand.id)
    )
    return tuple(
        Hand(
            id=row.RaisedHand.id,
            key=_key(row.senior_id, row.RaisedHand.learner_id),
            name=row.name or "",
            number=row.number or "",
            tablet=row.tablet,
            place=_stuck_at(work, row.RaisedHand),
            raised_at=row.RaisedHand.raised_at,
            taken_by=row.taken_by or "",
            has_left=row.ended_at is not None,
        )
        for row in rows
    )


def _stuck_at(work: Work, hand: RaisedHand) -> Place | None:
    if not hand.lesson:
        return None
    page = work.db.scalar(
        select(ProgressEvent)
        .where(
            ProgressEvent.learner_id == hand.learner_id,
            ProgressEvent.lesson == hand.lesson,
            ProgressEvent.kind.in_(list(PAGES)),
            ProgressEvent.happened_at <= hand.raised_at,
        )
        .order_by(ProgressEvent.happened_at.desc(), ProgressEvent.id.desc())
        .limit(1)
    )
    kind: EventKind | None = page.kind if page else None
    mode: PracticeMode | None = page.mode if page else None
    return places.at(hand.lesson, kind or EventKind.STEP, mode, hand.step, hand.raised_at)
