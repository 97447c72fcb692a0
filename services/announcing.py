"""What anybody may know of an activity: its poster and its public page. No seniors, no trainer."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from db.models import Activity, Enrolment, Programme, Station
from db.words import ActivityState, EnrolmentState
from services import telephone
from services.errors import NotFound
from services.telephone import Telephone
from services.work import Work


@dataclass(frozen=True, slots=True)
class Announced:
    """An activity as everybody may see it. lesson: its uid, "" for none; is_over: by the clock."""

    public_id: str
    programme_zh: str
    programme_en: str
    title_zh: str
    title_en: str
    lesson: str
    station_zh: str
    station_en: str
    address: str
    room: str
    zone: str
    starts_at: datetime
    ends_at: datetime
    planned_at: datetime | None
    is_on: bool
    is_over: bool
    has_seats: bool
    telephone: Telephone | None


def announced(work: Work, *, public_id: str) -> Announced:
    """Return what is announced of an activity. Anybody may ask. Raises NotFound."""
    row = work.db.execute(
        select(Activity, Station, Programme)
        .join(Station, Station.id == Activity.station_id)
        .join(Programme, Programme.id == Activity.programme_id)
        .where(Activity.public_id == public_id)
    ).first()
    if row is None:
        raise NotFound
    activity, station, programme = row
    return Announced(
        public_id=activity.public_id,
        programme_zh=programme.name_zh,
        programme_en=programme.name_en,
        title_zh=activity.title_zh,
        title_en=activity.title_en,
        lesson=activity.lesson,
        station_zh=station.name_zh,
        station_en=station.name_en,
        address=station.address,
        room=activity.room,
        zone=station.zone,
        starts_at=activity.starts_at,
        ends_at=activity.ends_at,
        planned_at=activity.planned_at,
        is_on=activity.state in (ActivityState.PLANNED, ActivityState.CLOSED),
        is_over=activity.ends_at <= work.at,
        has_seats=_taken(work, activity.id) < activity.seats,
        telephone=telephone.nearest(work, station.id),
    )


def _taken(work: Work, activity_id: int) -> int:
    """Return how many have a seat or wait for one: a newcomer would wait behind them."""
    standing = select(func.count()).where(
        Enrolment.activity_id == activity_id, Enrolment.state != EnrolmentState.CANCELLED
    )
    return work.db.scalar(standing) or 0
