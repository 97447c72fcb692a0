"""What the tests of planning and enrolment begin with."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, select

from db import transaction
from db.audit import AuditEntry
from db.models import Activity, Attendance, Enrolment, Senior
from db.words import Action, EnrolmentState, How
from services import schedule
from tests.conftest import NINE, Person, World

TWO = NINE + timedelta(hours=5)  # two in the afternoon


def planned(by: Person, world: World, **about: Any) -> int:
    """Plan an activity at the station, this afternoon for an hour and a half, unless said otherwise."""
    usual = {
        "programme_id": world.programme,
        "station_id": world.station,
        "title_zh": "微信视频通话",
        "title_en": "Video calls",
        "starts_at": TWO,
        "ends_at": about.get("starts_at", TWO) + timedelta(minutes=90),
        "seats": 3,
    }
    return by.do(schedule.plan, **(usual | about))


def seniors(engine: Engine, station_id: int, how_many: int, **about: Any) -> list[int]:
    """Register so many seniors at a station and return their ids."""
    with transaction.writing(engine) as db:
        taken = db.scalar(select(Senior.id).order_by(Senior.id.desc()).limit(1)) or 0
        made = [
            Senior(
                number=f"{taken + i + 1:06d}",
                station_id=station_id,
                registered_at=datetime(2026, 1, 5, tzinfo=UTC),
                **({"name": f"长者{taken + i + 1}", "phone": "13812345678"} | about),
            )
            for i in range(how_many)
        ]
        db.add_all(made)
        db.flush()
        return [senior.id for senior in made]


def comes(engine: Engine, activity_id: int, *senior_ids: int) -> None:
    """Let these seniors be there."""
    with transaction.writing(engine) as db:
        for senior_id in senior_ids:
            db.add(
                Attendance(
                    activity_id=activity_id,
                    senior_id=senior_id,
                    arrived_at=NINE,
                    recorded_at=NINE,
                    how=How.CARD,
                    client_id=f"{activity_id}-{senior_id}",
                )
            )


def enrolments(engine: Engine, activity_id: int, state: EnrolmentState) -> list[int]:
    """Return the seniors with that state: the enrolled by id, the waiting in order."""
    with transaction.reading(engine) as db:
        rows = db.scalars(
            select(Enrolment)
            .where(Enrolment.activity_id == activity_id, Enrolment.state == state)
            .order_by(Enrolment.queued_at, Enrolment.senior_id)
        ).all()
        ids = [row.senior_id for row in rows]
        return sorted(ids) if state is EnrolmentState.ENROLLED else ids


def enrolled(engine: Engine, activity_id: int) -> list[int]:
    return enrolments(engine, activity_id, EnrolmentState.ENROLLED)


def waiting(engine: Engine, activity_id: int) -> list[int]:
    return enrolments(engine, activity_id, EnrolmentState.WAITING)


def standing_at_the_start(engine: Engine, activity_id: int) -> list[int]:
    """Return who had a seat when it began, by the times the rows keep."""
    with transaction.reading(engine) as db:
        rows = db.scalars(
            select(Enrolment.senior_id)
            .join(Activity, Activity.id == Enrolment.activity_id)
            .where(
                Enrolment.activity_id == activity_id,
                Enrolment.enrolled_at < Activity.starts_at,
                Enrolment.cancelled_at.is_(None) | (Enrolment.cancelled_at >= Activity.starts_at),
            )
            .order_by(Enrolment.senior_id)
        )
        return list(rows)


def stored(engine: Engine, activity_id: int) -> Activity:
    with transaction.reading(engine) as db:
        activity = db.get_one(Activity, activity_id)
        db.expunge(activity)
        return activity


def recorded(engine: Engine, action: Action) -> list[AuditEntry]:
    with transaction.reading(engine) as db:
        entries = db.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id))
        found = list(entries)
        db.expunge_all()
        return found
