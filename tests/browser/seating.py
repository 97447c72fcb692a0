"""A session of now with people on its list, for the tests beside the door."""

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from db import transaction
from db.models import Attendance, Role, Station
from db.words import How
from services import clock, enrolment, people, schedule
from services.access import Actor, Held
from services.consent import CURRENT
from services.people import Registered
from services.work import Work
from tests.browser.conftest import ServedHouse

GIVEN = "英国兰宝强珍福梅娣明芳生凤琴荣云根娥珠忠莲妹长娟华仙龙招炳杏花信水"


def trainer(house: ServedHouse, db: Any, *, ago: timedelta = timedelta(0)) -> Work:
    """Return work in tina's hands, some time ago if need be: nobody plans into the past."""
    staff_id = house.staff["tina"]
    held = db.execute(
        select(Role.name, Role.station_id, Station.path)
        .join(Station, Station.id == Role.station_id)
        .where(Role.staff_id == staff_id)
    )
    roles = tuple(Held(*row) for row in held)
    return Work(db, Actor(staff_id=staff_id, name="Tina", roles=roles), clock.now() - ago)


def session(
    house: ServedHouse, *, seated: int, begins_in: timedelta = timedelta(minutes=20)
) -> tuple[int, list[Registered]]:
    """Plan a session with thirty seats, and seat so many new seniors; phones end in 0001, 0002 …"""
    with transaction.writing(house.engine) as db:
        work = trainer(house, db, ago=timedelta(hours=1))
        starts_at = clock.now().replace(second=0, microsecond=0) + begins_in
        activity_id = schedule.plan(
            work,
            programme_id=house.programme,
            station_id=house.station,
            title_zh="微信视频通话",
            title_en="Video calls",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=90),
            seats=30,
            # Planning the very same a second time is the first one.
            room=secrets.token_hex(4),
        )
        made = [
            people.register(
                work,
                station_id=house.station,
                name=f"王美{GIVEN[n]}",
                phone=f"1380000{n + 1:04d}",
                consent_wording=CURRENT,
            )
            for n in range(seated)
        ]
        for one in made:
            enrolment.enrol(work, activity_id=activity_id, senior_ids=(one.id,))
        return activity_id, made


def came(house: ServedHouse, activity_id: int) -> dict[int, How]:
    """Return who is taken down as here, and how."""
    with transaction.reading(house.engine) as db:
        rows = db.execute(
            select(Attendance.senior_id, Attendance.how).where(
                Attendance.activity_id == activity_id, Attendance.voided_at.is_(None)
            )
        )
        return dict(rows.all())
