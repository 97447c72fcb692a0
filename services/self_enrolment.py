"""A senior at the tablet chooses a session, waits for a seat, or gives hers up: two taps, no staff."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select

from db.models import Activity, Enrolment, Station
from db.words import ActivityState, EnrolmentState
from services import agenda, clock, enrolment, waiting
from services.agenda import ActivityRow
from services.enrolment import IsHere, Placed
from services.errors import N_, NotFound, Refused
from services.learners import NoTablet, the_senior
from services.reach import street_of
from services.work import Work

AHEAD = timedelta(days=14)


class YouAreHere(Refused):
    """She is checked in already."""

    sentence = N_("You are checked in to this session. If you have to leave, please tell the trainer.")


class NoSlip(NotFound):
    """She neither has a seat at it nor waits, or there is no such session."""

    sentence = N_(
        "There is no slip of yours for this session. You have no seat there, and you do not wait for one."
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """A session to choose. state, position: how the senior stands there; None when she does not.

    seats_left: 0 while somebody waits, since a newcomer would wait behind.
    """

    activity: ActivityRow
    state: EnrolmentState | None
    position: int | None
    seats_left: int


@dataclass(frozen=True, slots=True)
class Near:
    """A station of the street that has sessions in the coming days."""

    id: int
    name_zh: str
    name_en: str
    address: str
    sessions: int


@dataclass(frozen=True, slots=True)
class Slip:
    """What a senior takes home or photographs: when and where, and how she stands."""

    activity_id: int
    title_zh: str
    title_en: str
    station_zh: str
    station_en: str
    address: str
    phone: str
    room: str
    zone: str
    starts_at: datetime
    ends_at: datetime
    number: str
    state: EnrolmentState
    position: int | None


def choices(work: Work, *, station_id: int | None = None) -> tuple[Choice, ...]:
    """Return the sessions of the next two weeks, earliest first: here, or at another station of the street.

    Raises NoTablet, NotFound.
    """
    station = _station(work, station_id)
    wanted = agenda.listed().where(
        Activity.station_id == station.id,
        Activity.starts_at > work.at,
        Activity.starts_at < work.at + AHEAD,
        Activity.state == ActivityState.PLANNED,
    )
    return tuple(_choice(work, row) for row in agenda.rows(work, wanted))


def today(work: Work) -> tuple[Choice, ...]:
    """Return what goes on at the tablet's own station today and is not over. Raises NoTablet."""
    station = _station(work, None)
    begins, ends = clock.day_bounds(clock.local(work.at, station.zone).date(), station.zone)
    wanted = agenda.listed().where(
        Activity.station_id == station.id,
        Activity.starts_at >= begins,
        Activity.starts_at < ends,
        Activity.ends_at > work.at,
        Activity.state == ActivityState.PLANNED,
    )
    return tuple(_choice(work, row) for row in agenda.rows(work, wanted))


def mine(work: Work) -> tuple[Choice, ...]:
    """Return the sessions to come at which the senior has a seat or waits, earliest first.

    Raises NotKnown.
    """
    senior = the_senior(work)
    wanted = (
        agenda.listed()
        .join(Enrolment, Enrolment.activity_id == Activity.id)
        .where(
            Enrolment.senior_id == senior.id,
            Enrolment.state != EnrolmentState.CANCELLED,
            Activity.ends_at > work.at,
            Activity.state == ActivityState.PLANNED,
        )
    )
    return tuple(_choice(work, row) for row in agenda.rows(work, wanted))


def stations(work: Work) -> tuple[Near, ...]:
    """Return the other open stations of the street that have sessions in the next two weeks.

    Raises NoTablet.
    """
    here = _station(work, None)
    rows = work.db.execute(
        select(
            Station.id,
            Station.name_zh,
            Station.name_en,
            Station.address,
            func.count(Activity.id).label("sessions"),
        )
        .join(
            Activity,
            and_(
                Activity.station_id == Station.id,
                Activity.starts_at > work.at,
                Activity.starts_at < work.at + AHEAD,
                Activity.state == ActivityState.PLANNED,
            ),
        )
        .where(Station.path.startswith(f"/{street_of(here.path)}/"), Station.id != here.id, Station.is_open)
        .group_by(Station.id, Station.path, Station.name_zh, Station.name_en, Station.address)
        .order_by(Station.path)
    )
    return tuple(Near(**row._mapping) for row in rows)


def enrol(work: Work, *, activity_id: int) -> Placed:
    """Give the senior before the tablet a seat, or let her wait. Asking again changes nothing.

    Raises NotKnown, NotFound, TooLateToEnrol, CalledOff, IsClosed.
    """
    activity, senior_id = _open(work, activity_id)
    waiting.place(work, activity, [senior_id])
    return enrolment.placed(work, activity, [senior_id])


def cancel(work: Work, *, activity_id: int) -> None:
    """Give up the senior's own seat or turn; whoever is next moves up. Twice changes nothing.

    Raises NotKnown, NotFound, TooLateToEnrol, CalledOff, IsClosed, YouAreHere.
    """
    activity, senior_id = _open(work, activity_id)
    try:
        enrolment.give_up(work, activity, senior_id, reason="by herself")
    except IsHere as here:
        raise YouAreHere from here


def slip(work: Work, *, activity_id: int) -> Slip:
    """Return what to take home of a session at which the senior stands. Raises NotKnown, NoSlip."""
    senior = the_senior(work)
    state, position = _standing(work, activity_id)
    if state is None:
        raise NoSlip
    activity = work.get(Activity, activity_id)
    station = work.station(activity.station_id)
    return Slip(
        activity_id=activity.id,
        title_zh=activity.title_zh,
        title_en=activity.title_en,
        station_zh=station.name_zh,
        station_en=station.name_en,
        address=station.address,
        phone=station.phone,
        room=activity.room,
        zone=station.zone,
        starts_at=activity.starts_at,
        ends_at=activity.ends_at,
        number=senior.number,
        state=state,
        position=position,
    )


def _station(work: Work, station_id: int | None) -> Station:
    """Return the tablet's station, or another one of its street."""
    if work.actor.device_id is None:
        raise NoTablet
    own = int(work.actor.device_path.rstrip("/").rpartition("/")[2])
    station = work.station(station_id if station_id is not None else own)
    if street_of(station.path) != street_of(work.actor.device_path):
        raise NotFound
    return station


def _open(work: Work, activity_id: int) -> tuple[Activity, int]:
    senior = the_senior(work)
    activity = work.get(Activity, activity_id, lock=True)
    if street_of(work.station(activity.station_id).path) != street_of(work.station(senior.station_id).path):
        raise NotFound
    enrolment.check_open(work, activity)
    return activity, senior.id


def _choice(work: Work, row: ActivityRow) -> Choice:
    state, position = _standing(work, row.id)
    return Choice(row, state, position, 0 if row.waiting else max(0, row.seats - row.enrolled))


def _standing(work: Work, activity_id: int) -> tuple[EnrolmentState | None, int | None]:
    own = work.db.scalar(
        select(Enrolment).where(
            Enrolment.activity_id == activity_id,
            Enrolment.senior_id == work.actor.senior_id,
            Enrolment.state != EnrolmentState.CANCELLED,
        )
    )
    if own is None:
        return None, None
    if own.state is EnrolmentState.ENROLLED:
        return own.state, None
    line = [row for party in waiting.line(work, activity_id) for row in party]
    return own.state, waiting.turns(line).get(own.senior_id)
