"""Which seniors are whose business: those of the street to find, those one teaches to know."""

from dataclasses import dataclass

from sqlalchemy import select

from db.models import Activity, Attendance, Enrolment, Senior, Station
from db.words import EnrolmentState
from services.access import Permission
from services.errors import NotAllowed, NotFound
from services.work import Work


def street_of(path: str) -> int:
    """Return the id of the street at the root of a station's path."""
    return int(path.split("/")[1])


def allow_in_street(work: Work, permission: Permission, senior: Senior) -> None:
    """Refuse unless the actor may do this somewhere in the senior's street.

    A senior goes where there is a seat, so every station of a street may find her. Raises NotFound
    for other streets, NotAllowed where only the permission is missing.
    """
    street = street_of(work.station(senior.station_id).path)
    if not any(street_of(held.path) == street for held in work.actor.roles):
        raise NotFound
    if not any(street_of(path) == street for path in work.actor.paths(permission)):
        raise NotAllowed


def allow_close(work: Work, permission: Permission, senior: Senior) -> None:
    """Refuse unless the senior is at home, enrolled or has been where the actor may do this.

    Raises as `allow_in_street` does.
    """
    allow_in_street(work, permission, senior)
    if not is_close(work, permission, senior):
        raise NotAllowed


def is_close(work: Work, permission: Permission, senior: Senior) -> bool:
    """Tell whether the senior is at home, enrolled or has been where the actor may do this."""
    if work.actor.may(permission, work.station(senior.station_id).path):
        return True
    enrolled = (
        select(Enrolment.id)
        .join(Activity, Activity.id == Enrolment.activity_id)
        .join(Station, Station.id == Activity.station_id)
        .where(Enrolment.senior_id == senior.id, Enrolment.state != EnrolmentState.CANCELLED)
        .where(work.within(permission, Station.path))
    )
    came = (
        select(Attendance.id)
        .join(Activity, Activity.id == Attendance.activity_id)
        .join(Station, Station.id == Activity.station_id)
        .where(Attendance.senior_id == senior.id, Attendance.voided_at.is_(None))
        .where(work.within(permission, Station.path))
    )
    return any(work.db.scalar(found.limit(1)) is not None for found in (enrolled, came))


@dataclass(frozen=True, slots=True)
class Home:
    """A station at which the actor may register somebody."""

    id: int
    name_zh: str
    name_en: str


def homes(work: Work) -> tuple[Home, ...]:
    """Return the open stations at which the actor may register, those where she has her role first.

    Raises NotAllowed when there is none.
    """
    work.allow_anywhere(Permission.REGISTER_SENIORS)
    own = [held.station_id for held in work.actor.roles]
    listed = (
        select(Station)
        .where(work.within(Permission.REGISTER_SENIORS, Station.path), Station.is_open)
        .order_by(Station.id.in_(own).desc(), Station.path)
    )
    return tuple(Home(place.id, place.name_zh, place.name_en) for place in work.db.scalars(listed))
