"""Very much made-up data to measure with: as many stations, people and visits as wanted."""

from typing import Any

import numpy as np
from sqlalchemy import insert
from sqlalchemy.orm import Session

from db.learning import Learner, ProgressEvent
from db.models import (
    Activity,
    Attendance,
    Card,
    Consent,
    Device,
    Enrolment,
    Programme,
    Role,
    Senior,
    SeniorKey,
    Staff,
    Station,
    TurnedAway,
)
from db.words import RoleName, StationKind
from services import identity
from services.demonstration import crowds, pupils
from services.demonstration.crowds import Ints, Scale
from services.demonstration.lessons import PROGRAMME, SLUG
from services.demonstration.loading import Loaded, Login, Progress, check_empty, open_house, silently, summary
from services.demonstration.people import new_password
from services.demonstration.places import ZONE
from services.demonstration.pouring import fill, indexes_made_afterwards, table_of
from services.demonstration.teller import Teller
from services.work import Work

POINTS_OF_A_STREET = 30
AT_A_TIME = 5000
SCALES = {
    "station": Scale(stations=1, seniors=400, visits=5_000, years=1),
    "street": Scale(stations=30, seniors=60_000, visits=3_000_000, years=5),
    "district": Scale(stations=300, seniors=100_000, visits=30_000_000, years=5),
}
POURED = (
    Activity, Enrolment, Attendance, TurnedAway, Senior, SeniorKey, Card, Consent, Device, Learner,
    ProgressEvent,
)  # fmt: skip


def load_bulk(work: Work, *, scale: Scale, seed: int = 1, progress: Progress | None = None) -> Loaded:
    """Fill an empty house with about as many visits as wanted, ended by now; one administrator.

    The same seed, scale and day make the same rows. Raises HouseInUse.
    """
    check_empty(work)
    open_house(work, seed)
    points = _store_places(work.db, scale.stations)
    login = _store_staff(work.db, scale.stations)
    pupils.store_tablets(work.db, points, work.at)
    told = progress or silently
    with indexes_made_afterwards(work.db, *map(table_of, POURED)):
        crowds.store_seniors(work.db, seed, scale, work.at, points)
        teller = Teller(work.db, seed, scale, work.at, points)
        chunks = -(-teller.count // AT_A_TIME)
        for number in range(chunks):
            told(number, chunks)
            teller.tell(number * AT_A_TIME, min((number + 1) * AT_A_TIME, teller.count))
        told(chunks, chunks)
    return Loaded((login,), summary(work))


def _store_places(db: Session, stations: int) -> Ints:
    """Store streets with their points and return the points' ids."""
    rows: list[dict[str, Any]] = []
    points = []
    for number in range(stations):
        if number % POINTS_OF_A_STREET == 0:
            street = len(rows) + 1
            rows.append(_place(street, None, f"/{street}/", StationKind.STREET))
        point = len(rows) + 1
        rows.append(_place(point, street, f"/{street}/{point}/", StationKind.POINT))
        points.append(point)
    fill(db, Station, rows)
    fill(db, Programme, [{"id": 1, "slug": SLUG, "name_zh": PROGRAMME[0], "name_en": PROGRAMME[1]}])
    return np.array(points)


def _place(number: int, parent: int | None, path: str, kind: StationKind) -> dict[str, Any]:
    names = {"name_zh": f"第 {number} 号驿站", "name_en": f"Station {number}"}
    return {"id": number, "parent_id": parent, "path": path, "kind": kind, "zone": ZONE, **names}


def _store_staff(db: Session, stations: int) -> Login:
    """Store an administrator of every street, and for every point a trainer who cannot sign in."""
    password = new_password()
    hashed = identity.hasher().hash(password)
    staff = [{"id": 1, "user_name": "admin", "name": "管理员", "password_hash": hashed}]
    for number in range(stations):
        staff.append(
            {"id": number + 2, "user_name": f"trainer-{number + 1}", "name": "讲师", "password_hash": "-"}
        )
    fill(db, Staff, staff)
    streets = -(-stations // POINTS_OF_A_STREET)
    roots = [1 + number * (POINTS_OF_A_STREET + 1) for number in range(streets)]
    db.execute(
        insert(table_of(Role)),
        [{"staff_id": 1, "station_id": root, "name": RoleName.ADMIN} for root in roots],
    )
    return Login("admin", password, "管理员", RoleName.ADMIN, "第 1 号驿站", "Station 1")
