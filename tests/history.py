"""Small histories written straight into the database, whenever they were."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from sqlalchemy import Engine

from db import transaction
from db.models import Activity, Attendance, Enrolment, Station
from db.words import ActivityState, EnrolmentState, How
from services import clock
from tests.conftest import World

# As many random histories, and as long ones, as a run of all tests has time for.
RANDOM = settings(
    max_examples=6, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
_number = itertools.count(1)


def held(
    engine: Engine,
    world: World,
    on: date,
    at: time = time(9),
    *,
    came: list[int] | None = None,
    missed: list[int] | None = None,
    waited: list[int] | None = None,
    walked_in: list[int] | None = None,
    **about: Any,
) -> int:
    """Let an activity of 90 minutes be held on a day, by the wall clock of its station.

    came, missed: had a place since the week before; waited: in vain; walked_in: came without one.
    """
    usual: dict[str, Any] = {
        "programme_id": world.programme,
        "station_id": world.station,
        "title_zh": "微信视频通话",
        "title_en": "Video calls",
        "seats": 10,
        "state": ActivityState.CLOSED,
    }
    about = usual | about
    with transaction.writing(engine) as db:
        starts_at = clock.instant(on, at, db.get_one(Station, about["station_id"]).zone)
        row = Activity(
            public_id=f"history-{next(_number)}",
            door_secret="-",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=90),
            **about,
        )
        db.add(row)
        db.flush()
        before = starts_at - timedelta(days=7)
        for senior_id in [*(came or []), *(missed or [])]:
            db.add(place(row.id, senior_id, EnrolmentState.ENROLLED, before, before))
        for senior_id in waited or []:
            db.add(place(row.id, senior_id, EnrolmentState.WAITING, before, None))
        for senior_id in walked_in or []:
            db.add(place(row.id, senior_id, EnrolmentState.ENROLLED, starts_at, starts_at))
        for senior_id in came or []:
            db.add(visit(row.id, senior_id, starts_at - timedelta(minutes=5), How.CARD))
        for senior_id in walked_in or []:
            db.add(visit(row.id, senior_id, starts_at, How.WALK_IN))
        return row.id


def place(
    activity_id: int, senior_id: int, state: EnrolmentState, queued_at: datetime, enrolled_at: datetime | None
) -> Enrolment:
    return Enrolment(
        activity_id=activity_id,
        senior_id=senior_id,
        state=state,
        party=f"party-{next(_number)}",
        queued_at=queued_at,
        enrolled_at=enrolled_at,
    )


def visit(activity_id: int, senior_id: int, arrived_at: datetime, how: How) -> Attendance:
    return Attendance(
        activity_id=activity_id,
        senior_id=senior_id,
        arrived_at=arrived_at.astimezone(UTC),
        recorded_at=arrived_at.astimezone(UTC),
        how=how,
        client_id=f"visit-{next(_number)}",
    )
