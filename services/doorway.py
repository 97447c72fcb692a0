"""The doorway of an activity: when it is open, who belongs elsewhere, and how many seats are left."""

from datetime import datetime, timedelta

from sqlalchemy import exists, func, select

from db.models import Activity, Attendance, Enrolment, Station
from db.words import ActivityState, EnrolmentState
from services import clock
from services.agenda import DOOR_OPENS, DOOR_SHUTS
from services.enrolment import SEATS_ARE_KEPT
from services.errors import N_, Name, Refused
from services.schedule import IsClosed
from services.work import Work

# A tablet's clock may be a little ahead of ours; what lies further ahead is a mistake.
DRIFT = timedelta(minutes=5)
# Somebody who mixed up the day is told hers if it is this near.
NEAR = timedelta(days=8)


class ActivityCancelled(Refused):
    """The activity was called off."""

    sentence = N_("This session was called off: %(reason)s")


class NotToday(Refused):
    """The activity is on another day."""

    sentence = N_("This session is not today. It starts on %(starts_at)s.")


class TooEarly(Refused):
    """The doors are not open yet."""

    sentence = N_(
        "The door opens %(minutes)s minutes before the start. This session starts on %(starts_at)s."
    )


class TooLate(Refused):
    """The activity is long over."""

    sentence = N_(
        "This session ended on %(ends_at)s. Whoever came and is missing can be keyed in as from paper."
    )


class ArrivalFromTheFuture(Refused):
    """An arrival that has not happened yet."""

    sentence = N_(
        "This arrival is dated %(arrived_at)s, which is still to come. Please check the clock of this device."
    )


class WrongStation(Refused):
    """She has a seat today, but at another station."""

    sentence = N_("Enrolled at another station today: %(station)s, %(starts_at)s.")


class WrongDay(Refused):
    """She has a seat here, but on another day or at another hour."""

    sentence = N_("Enrolled here, but at another time: %(starts_at)s.")


def moment_of(work: Work, activity: Activity, arrived_at: datetime | None) -> datetime:
    """Return when somebody came, clamped to now; refuse what cannot be.

    Raises ActivityCancelled, IsClosed, ArrivalFromTheFuture, NotToday, TooEarly, TooLate.
    """
    zone = work.station(activity.station_id).zone
    if activity.state is ActivityState.CLOSED:
        raise IsClosed
    if activity.state is not ActivityState.PLANNED:
        raise ActivityCancelled(reason=activity.reason)
    at = arrived_at or work.at
    if at > work.at + DRIFT:
        raise ArrivalFromTheFuture(arrived_at=clock.local(at, zone))
    at = min(at, work.at)
    if activity.starts_at - DOOR_OPENS <= at <= activity.ends_at + DOOR_SHUTS:
        return at

    starts_at, ends_at = (clock.local(instant, zone) for instant in (activity.starts_at, activity.ends_at))
    if clock.local(at, zone).date() != starts_at.date():
        raise NotToday(starts_at=starts_at)
    if at < activity.starts_at:
        raise TooEarly(minutes=DOOR_OPENS // timedelta(minutes=1), starts_at=starts_at)
    raise TooLate(ends_at=ends_at)


def is_late(arrived_at: datetime, starts_at: datetime) -> bool:
    """Tell whether this is late: a full minute after the start or more."""
    return arrived_at >= starts_at + timedelta(minutes=1)


def seats_left(work: Work, activity: Activity) -> int:
    """Return how many chairs nobody sits on and nobody is expected on; below zero when overfull.

    Seats are kept for those enrolled until SEATS_ARE_KEPT after the start; from then on only for
    those to whom one was offered since.
    """
    here = (
        select(func.count())
        .select_from(Attendance)
        .where(Attendance.activity_id == activity.id, Attendance.voided_at.is_(None))
    )
    expected = (
        select(func.count())
        .select_from(Enrolment)
        .where(
            Enrolment.activity_id == activity.id,
            Enrolment.state == EnrolmentState.ENROLLED,
            ~exists().where(
                Attendance.activity_id == Enrolment.activity_id,
                Attendance.senior_id == Enrolment.senior_id,
                Attendance.voided_at.is_(None),
            ),
        )
    )
    if work.at >= activity.starts_at + SEATS_ARE_KEPT:
        expected = expected.where(Enrolment.enrolled_at >= activity.starts_at)
    return activity.seats - (work.db.scalar(here) or 0) - (work.db.scalar(expected) or 0)


def check_belongs_here(work: Work, activity: Activity, senior_id: int) -> None:
    """Refuse somebody without a seat here who has one elsewhere, near in time, and say where.

    Raises WrongStation for one today at another station, WrongDay for one here at another time.
    """
    zone = work.station(activity.station_id).zone
    today = clock.day_bounds(clock.local(work.at, zone).date(), zone)
    seats = work.db.execute(
        select(Activity.starts_at, Activity.station_id, Station.name_zh, Station.name_en)
        .join(Enrolment, Enrolment.activity_id == Activity.id)
        .join(Station, Station.id == Activity.station_id)
        .where(
            Enrolment.senior_id == senior_id,
            Enrolment.state == EnrolmentState.ENROLLED,
            Activity.id != activity.id,
            Activity.state == ActivityState.PLANNED,
            Activity.ends_at > work.at,
            Activity.starts_at < work.at + NEAR,
        )
        .order_by(Activity.starts_at)
    ).all()
    for seat in seats:
        starts_at = clock.local(seat.starts_at, zone)
        if seat.station_id != activity.station_id and seat.starts_at < today[1]:
            raise WrongStation(station=Name(seat.name_zh, seat.name_en), starts_at=starts_at)
        if seat.station_id == activity.station_id:
            raise WrongDay(starts_at=starts_at)
