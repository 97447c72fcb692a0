"""How long one search takes among 1,000 and 100,000 seniors of one street, on both databases."""

import random
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from typing import Any

from sqlalchemy import Connection, Engine

from db import transaction
from db.migrate import migrate
from db.models import Station
from db.words import RoleName, StationKind
from services import clock
from services.access import Actor, Held
from services.finding import find, keys
from services.numbers import POSSIBLE, check_digit
from services.work import Work
from tests import postgres

HOW_MANY = (1_000, 100_000)
SEARCHES = 400
WARM_UP = 20
STATIONS = 30
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕单解仇查"
GIVEN = "秀英桂兰玉珍凤梅淑华建国志明德福丽萍美芳春生红军文斌荣宝根林金龙海燕月琴慧敏国强永康"

Person = tuple[str, str, str]


def run() -> list[dict[str, Any]]:
    """Return a row for each database and size: milliseconds of a whole search, its transaction included."""
    rows = []
    for opened in (_sqlite, _postgresql):
        for how_many in HOW_MANY:
            with opened() as engine:
                row = {"database": engine.dialect.name, "seniors": how_many, **_measured(engine, how_many)}
                rows.append(row)
    return rows


def _measured(engine: Engine, how_many: int) -> dict[str, float]:
    chance = random.Random(how_many)
    people = _people(how_many, chance)
    actor, station_id = _fill(engine, people)
    spent = []
    for _each in range(WARM_UP + SEARCHES):
        entry = _typed(chance, *chance.choice(people))
        began = time.perf_counter()
        with transaction.reading(engine) as db:
            find(Work(db, actor, clock.now()), station_id=station_id, text=entry)
        spent.append((time.perf_counter() - began) * 1000)
    cuts = quantiles(spent[WARM_UP:], n=100)
    return {"p50_ms": cuts[49], "p95_ms": cuts[94], "p99_ms": cuts[98], "worst_ms": max(spent[WARM_UP:])}


def _people(how_many: int, chance: random.Random) -> list[Person]:
    """Make up names, numbers and phones, all numbers different."""
    serials = chance.sample(range(POSSIBLE), how_many)
    return [
        (
            chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2, 2)))),
            f"{serial:05}{check_digit(f'{serial:05}')}",
            f"13{chance.randrange(10**9):09}",
        )
        for serial in serials
    ]


def _typed(chance: random.Random, name: str, number: str, phone: str) -> str:
    """Return what somebody at the door types: anything from a whole number to two letters."""
    spelt = sorted(key for key in keys(name, "", "") if key.isascii())
    whole, initials = max(spelt, key=len), min(spelt, key=len)
    by_number = [number, number[:4], phone[-4:], phone]
    return chance.choice([*by_number, name, name[0], name[1:], whole, whole[:4], whole[:2], initials])


def _fill(engine: Engine, people: Sequence[Person]) -> tuple[Actor, int]:
    """Make a street with its stations and these seniors; return a trainer and her station."""
    with transaction.writing(engine) as db:
        stations = [
            Station(
                path="/1/" if at == 0 else f"/1/{at + 1}/",
                kind=StationKind.STATION if at else StationKind.STREET,
                name_zh=f"{at}站",
                name_en=f"Station {at}",
                zone="Asia/Shanghai",
            )
            for at in range(STATIONS + 1)
        ]
        db.add_all(stations)
        db.flush()
        connection = db.connection()
        _load(connection, "senior", SENIOR, _seniors(people))
        _load(connection, "senior_key", ("senior_id", "root_id", "key"), _keys(people))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    home = stations[1]
    return Actor(staff_id=1, roles=(Held(RoleName.TRAINER, home.id, home.path),)), home.id


SENIOR = ("id", "number", "name", "phone", "neighbourhood", "needs", "station_id", "registered_at")


def _seniors(people: Sequence[Person]) -> Iterator[tuple[Any, ...]]:
    at = clock.now().replace(tzinfo=None)
    for place, (name, number, phone) in enumerate(people):
        yield (place + 1, number, name, phone, "", "", place % STATIONS + 2, str(at))


def _keys(people: Sequence[Person]) -> Iterator[tuple[int, int, str]]:
    for place, person in enumerate(people):
        for key in keys(*person):
            yield (place + 1, 1, key)


def _load(
    connection: Connection, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Write many rows the quick way of the database."""
    named = f"{table} ({', '.join(columns)})"
    cursor: Any = connection.connection.cursor()
    if connection.dialect.name == "sqlite":
        cursor.executemany(f"INSERT INTO {named} VALUES ({', '.join('?' * len(columns))})", rows)
        return
    with cursor.copy(f"COPY {named} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


@contextmanager
def _sqlite() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory() as folder:
        engine = transaction.engine_for(f"sqlite:///{Path(folder) / 'search.sqlite3'}")
        migrate(engine)
        yield engine
        engine.dispose()


@contextmanager
def _postgresql() -> Iterator[Engine]:
    with postgres.server() as address:
        engine = transaction.engine_for(postgres.make_database(address, "bench_search"))
        migrate(engine)
        yield engine
        engine.dispose()
