"""The house of the tests: two real databases, a small world, and the people in it."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import Engine, text

from db import transaction
from db.base import Model
from db.migrate import migrate
from db.models import Programme, Role, Staff, Station
from db.words import RoleName, StationKind
from services import clock, work
from services.access import Actor, Held
from services.overview import keeping
from tests import postgres

# What a test keeps beside its database is kept nowhere near the house's own data.
BESIDE = tempfile.TemporaryDirectory(prefix="house-")
os.environ.setdefault("DATA_DIR", BESIDE.name)

R = TypeVar("R")
NINE = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)  # a Tuesday, nine in the morning in Shanghai


@dataclass
class Person:
    """Somebody of the cast, acting through the rules like everybody else."""

    actor: Actor

    def do(self, rule: Callable[..., R], **about: Any) -> R:
        return work.do(rule, self.actor, **about)

    def ask(self, rule: Callable[..., R], **about: Any) -> R:
        return work.ask(rule, self.actor, **about)

    @property
    def id(self) -> int:
        assert self.actor.staff_id is not None
        return self.actor.staff_id


@dataclass
class Time:
    """The clock of the house, standing still until moved."""

    now: datetime = NINE

    def pass_(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now


@dataclass(frozen=True)
class World:
    """Ids of the places: a street with two areas, a station in each, and one other street."""

    street: int
    area: int
    station: int
    point: int
    other_area: int
    other_station: int
    other_street: int
    programme: int


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with postgres.server() as address:
        yield address


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file with nothing in it, to be copied."""
    file = tmp_path_factory.mktemp("template") / "house.sqlite3"
    to = transaction.engine_for(f"sqlite:///{file}")
    migrate(to)
    to.dispose()
    return file


@pytest.fixture(scope="session")
def postgres_engine(postgres_server: str) -> Iterator[Engine]:
    """A migrated PostgreSQL database of this test process."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    to = transaction.engine_for(postgres.make_database(postgres_server, f"house_{worker}"))
    migrate(to)
    yield to
    to.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Engine]:
    """The database of the house: empty, migrated, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        file = tmp_path / "house.sqlite3"
        shutil.copy(request.getfixturevalue("empty_sqlite"), file)
        to = transaction.engine_for(f"sqlite:///{file}")
    else:
        to = request.getfixturevalue("postgres_engine")
        _empty(to)
    monkeypatch.setattr(transaction, "engine", lambda: to)
    keeping.forget(to)
    yield to
    if request.param == "sqlite":
        to.dispose()


def _empty(to: Engine) -> None:
    tables = ", ".join(f'"{table.name}"' for table in Model.metadata.sorted_tables)
    with to.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    """Time stands still at NINE."""
    still = Time()
    monkeypatch.setattr(clock, "now", lambda: still.now)
    return still


@pytest.fixture
def world(engine: Engine, time: Time) -> World:
    """The places and the programme."""
    with transaction.writing(engine) as db:

        def place(kind: StationKind, name: str, parent: Station | None = None) -> Station:
            made = Station(
                parent_id=parent.id if parent else None,
                path="/",
                kind=kind,
                name_zh=name,
                name_en=name.title(),
                zone="Asia/Shanghai",
                seats=30,
            )
            db.add(made)
            db.flush()
            made.path = f"{parent.path if parent else '/'}{made.id}/"
            return made

        street = place(StationKind.STREET, "凉城")
        area = place(StationKind.AREA, "东片", street)
        station = place(StationKind.STATION, "一站", area)
        point = place(StationKind.POINT, "一点", station)
        other_area = place(StationKind.AREA, "西片", street)
        other_station = place(StationKind.STATION, "二站", other_area)
        other_street = place(StationKind.STREET, "邻街")
        programme = Programme(slug="intelligent-living", name_zh="智能走进生活", name_en="Intelligent Living")
        db.add(programme)
        db.flush()
        return World(
            street=street.id,
            area=area.id,
            station=station.id,
            point=point.id,
            other_area=other_area.id,
            other_station=other_station.id,
            other_street=other_street.id,
            programme=programme.id,
        )


@pytest.fixture
def join(engine: Engine, world: World) -> Callable[[str, RoleName, int], Person]:
    """Give somebody a role at a station and return her."""

    def joined(name: str, role: RoleName, station_id: int) -> Person:
        with transaction.writing(engine) as db:
            staff = Staff(user_name=name, name=name.title(), password_hash="-")
            db.add(staff)
            db.flush()
            db.add(Role(staff_id=staff.id, station_id=station_id, name=role))
            path = db.get_one(Station, station_id).path
            return Person(Actor(staff_id=staff.id, name=staff.name, roles=(Held(role, station_id, path),)))

    return joined


@pytest.fixture
def hana(join: Callable[..., Person], world: World) -> Person:
    """A helper at the station."""
    return join("hana", RoleName.HELPER, world.station)


@pytest.fixture
def tina(join: Callable[..., Person], world: World) -> Person:
    """A trainer at the station."""
    return join("tina", RoleName.TRAINER, world.station)


@pytest.fixture
def nora(join: Callable[..., Person], world: World) -> Person:
    """A trainer at the other station."""
    return join("nora", RoleName.TRAINER, world.other_station)


@pytest.fixture
def mei(join: Callable[..., Person], world: World) -> Person:
    """The manager of the station."""
    return join("mei", RoleName.MANAGER, world.station)


@pytest.fixture
def ada(join: Callable[..., Person], world: World) -> Person:
    """The administrator of the street."""
    return join("ada", RoleName.ADMIN, world.street)


@pytest.fixture
def zoe(join: Callable[..., Person], world: World) -> Person:
    """The administrator of another street."""
    return join("zoe", RoleName.ADMIN, world.other_street)
