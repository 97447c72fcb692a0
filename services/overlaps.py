"""Two places at one time: what else a senior has while an activity runs."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from db.models import Activity, Enrolment, Station
from db.words import ActivityState, EnrolmentState
from services.work import Work


@dataclass(frozen=True, slots=True)
class Overlap:
    """Another activity of the senior at the same time."""

    senior_id: int
    activity_id: int
    title_zh: str
    title_en: str
    station_zh: str
    station_en: str
    starts_at: datetime
    ends_at: datetime


def overlaps(work: Work, activity: Activity, senior_ids: list[int]) -> tuple[Overlap, ...]:
    """Return what else these seniors are enrolled in or wait for while this activity runs."""
    rows = work.db.execute(
        select(
            Enrolment.senior_id,
            Activity.id.label("activity_id"),
            Activity.title_zh,
            Activity.title_en,
            Station.name_zh.label("station_zh"),
            Station.name_en.label("station_en"),
            Activity.starts_at,
            Activity.ends_at,
        )
        .join(Activity, Activity.id == Enrolment.activity_id)
        .join(Station, Station.id == Activity.station_id)
        .where(
            Enrolment.senior_id.in_(senior_ids),
            Enrolment.state != EnrolmentState.CANCELLED,
            Activity.id != activity.id,
            Activity.state == ActivityState.PLANNED,
            Activity.starts_at < activity.ends_at,
            Activity.ends_at > activity.starts_at,
        )
        .order_by(Activity.starts_at, Enrolment.senior_id)
    )
    return tuple(Overlap(**row._mapping) for row in rows)
