"""What is planned, as screens and papers show it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ScalarSelect, Select, func, or_, select

from db.models import Activity, Attendance, Enrolment, Programme, Staff, Station
from db.words import ActivityState, EnrolmentState, StationKind
from services import draft
from services.access import Permission
from services.errors import NotFound
from services.work import Work

DOOR_OPENS = timedelta(minutes=60)
DOOR_SHUTS = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One activity in a list. path and zone are the station's; trainer is "" while nobody is named."""

    id: int
    public_id: str
    station_id: int
    station_zh: str
    station_en: str
    path: str
    zone: str
    programme_id: int
    lesson: str
    title_zh: str
    title_en: str
    room: str
    trainer_id: int | None
    trainer: str
    starts_at: datetime
    ends_at: datetime
    state: ActivityState
    reason: str
    seats: int
    enrolled: int
    waiting: int
    came: int


@dataclass(frozen=True, slots=True)
class ActivityDetail(ActivityRow):
    """One activity on its own page. planned_at: where it first stood, if it was moved."""

    programme_zh: str
    programme_en: str
    planned_at: datetime | None
    series: str


@dataclass(frozen=True, slots=True)
class Clash:
    """An activity that takes the same room ("room") or trainer ("trainer") at that time."""

    what: str
    title_zh: str
    title_en: str
    station_zh: str
    station_en: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """A station at which the actor may plan; seats is what its room holds."""

    id: int
    name_zh: str
    name_en: str
    zone: str
    seats: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A programme that may be planned; slug names its course."""

    id: int
    slug: str
    name_zh: str
    name_en: str


def activities(
    work: Work,
    *,
    from_at: datetime,
    to_at: datetime,
    station_id: int | None = None,
    trainer_id: int | None = None,
) -> tuple[ActivityRow, ...]:
    """Return the activities that start from `from_at` and before `to_at`, earliest first.

    Of all stations at which the actor may see them, or of one station or trainer of these.
    """
    wanted = (
        listed()
        .where(work.within(Permission.SEE_ACTIVITIES, Station.path))
        .where(Activity.starts_at >= from_at, Activity.starts_at < to_at)
    )
    if station_id is not None:
        wanted = wanted.where(Activity.station_id == station_id)
    if trainer_id is not None:
        wanted = wanted.where(Activity.trainer_id == trainer_id)
    return rows(work, wanted)


def activity(work: Work, *, activity_id: int) -> ActivityDetail:
    """Return one activity. Raises NotFound, also for a stranger's."""
    wanted = (
        listed()
        .add_columns(
            Programme.name_zh.label("programme_zh"),
            Programme.name_en.label("programme_en"),
            Activity.planned_at,
            Activity.series,
        )
        .join(Programme, Programme.id == Activity.programme_id)
        .where(Activity.id == activity_id, work.within(Permission.SEE_ACTIVITIES, Station.path))
    )
    found = work.db.execute(wanted).first()
    if found is None:
        raise NotFound
    return ActivityDetail(**found._mapping)


def choices_of_now(work: Work, *, station_id: int | None = None) -> tuple[ActivityRow, ...]:
    """Return what runs now or is about to begin where the actor may check in.

    The actor's own classes come first, then the nearest start.

    From DOOR_OPENS before the start to DOOR_SHUTS after the end; not what was called off or closed.
    """
    wanted = (
        listed()
        .where(work.within(Permission.CHECK_IN, Station.path))
        .where(Activity.starts_at <= work.at + DOOR_OPENS, Activity.ends_at >= work.at - DOOR_SHUTS)
        .where(Activity.state == ActivityState.PLANNED)
    )
    if station_id is not None:
        wanted = wanted.where(Activity.station_id == station_id)
    mine = work.actor.staff_id
    return tuple(
        sorted(rows(work, wanted), key=lambda row: (row.trainer_id != mine, abs(row.starts_at - work.at)))
    )


def activity_of_now(work: Work, *, station_id: int | None = None) -> int | None:
    """Return the id of the first of choices_of_now(), None when there is nothing now."""
    choices = choices_of_now(work, station_id=station_id)
    return choices[0].id if choices else None


def clashes(
    work: Work,
    *,
    station_id: int,
    starts_at: datetime,
    ends_at: datetime,
    room: str = "",
    trainer_id: int | None = None,
    except_id: int | None = None,
) -> tuple[Clash, ...]:
    """Return what takes this room or trainer at that time, earliest first; a warning, not a refusal.

    No room named is taken for the station's only room. `except_id` is the activity being moved.
    """
    work.allow(Permission.PLAN, station_id=station_id)
    room = " ".join(room.split())
    same_room = (Activity.station_id == station_id) & (func.lower(Activity.room) == room.lower())
    wanted = listed().where(
        or_(same_room, Activity.trainer_id == trainer_id) if trainer_id is not None else same_room,
        Activity.starts_at < ends_at,
        Activity.ends_at > starts_at,
        Activity.state == ActivityState.PLANNED,
    )
    if except_id is not None:
        wanted = wanted.where(Activity.id != except_id)
    return tuple(
        Clash(
            what="trainer" if trainer_id is not None and row.trainer_id == trainer_id else "room",
            title_zh=row.title_zh,
            title_en=row.title_en,
            station_zh=row.station_zh,
            station_en=row.station_en,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
        )
        for row in rows(work, wanted)
    )


def places_to_plan(work: Work) -> tuple[Place, ...]:
    """Return the open stations at which the actor may plan: stations and points, then areas and streets."""
    rows = work.db.execute(
        select(Station.id, Station.name_zh, Station.name_en, Station.zone, Station.seats)
        .where(work.within(Permission.PLAN, Station.path), Station.is_open)
        .order_by(Station.kind.in_([StationKind.STREET, StationKind.AREA]), Station.path)
    )
    return tuple(Place(**row._mapping) for row in rows)


def trainers(work: Work, *, station_id: int) -> tuple[tuple[int, str], ...]:
    """Return id and name of those who may train at this station, those nearest to it first."""
    work.allow(Permission.SEE_ACTIVITIES, station_id=station_id)
    return tuple(draft.trainers(work, station=work.station(station_id)))


def offers(work: Work) -> tuple[Offer, ...]:
    """Return the programmes that may be planned, in the order they were added."""
    work.allow_anywhere(Permission.SEE_ACTIVITIES)
    rows = work.db.execute(
        select(Programme.id, Programme.slug, Programme.name_zh, Programme.name_en)
        .where(Programme.is_active)
        .order_by(Programme.id)
    )
    return tuple(Offer(**row._mapping) for row in rows)


def rows(work: Work, wanted: Select[*tuple[Any, ...]]) -> tuple[ActivityRow, ...]:
    """Return what a query made from listed() finds, earliest first."""
    found = work.db.execute(wanted.order_by(Activity.starts_at, Activity.id))
    return tuple(ActivityRow(**row._mapping) for row in found)


def listed() -> Select[*tuple[Any, ...]]:
    """Return the query for the columns of ActivityRow, not yet limited to anybody's stations."""
    return (
        select(
            Activity.id,
            Activity.public_id,
            Activity.station_id,
            Station.name_zh.label("station_zh"),
            Station.name_en.label("station_en"),
            Station.path,
            Station.zone,
            Activity.programme_id,
            Activity.lesson,
            Activity.title_zh,
            Activity.title_en,
            Activity.room,
            Activity.trainer_id,
            func.coalesce(Staff.name, "").label("trainer"),
            Activity.starts_at,
            Activity.ends_at,
            Activity.state,
            Activity.reason,
            Activity.seats,
            _places(EnrolmentState.ENROLLED).label("enrolled"),
            _places(EnrolmentState.WAITING).label("waiting"),
            _came().label("came"),
        )
        .join(Station, Station.id == Activity.station_id)
        .outerjoin(Staff, Staff.id == Activity.trainer_id)
    )


def _places(state: EnrolmentState) -> ScalarSelect[int]:
    return (
        select(func.count())
        .where(Enrolment.activity_id == Activity.id, Enrolment.state == state)
        .correlate(Activity)
        .scalar_subquery()
    )


def _came() -> ScalarSelect[int]:
    return (
        select(func.count())
        .where(Attendance.activity_id == Activity.id, Attendance.voided_at.is_(None))
        .correlate(Activity)
        .scalar_subquery()
    )
