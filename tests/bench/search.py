"""How long one search takes among 1,000 and 100,000 seniors of one street, on both databases."""

import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from statistics import quantiles
from typing import Any

from sqlalchemy import Engine, insert, text

from db import transaction
from db.migrate import migrate
from db.models import Senior, SeniorKey, Station
from db.words import RoleName, StationKind
from services import clock
from services.access import Actor, Held
from services.finding import find, keys
from services.numbers import POSSIBLE, check_digit
from services.work import Work
from tests import postgres

HOW_MANY = (1_000, 100_000)
SEARCHES = 400
STATIONS = 30
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕单解仇查"
GIVEN = "秀英桂兰玉珍凤梅淑华建国志明德福丽萍美芳春生红军文斌荣宝根林金龙海燕月琴慧敏国强永康"


def run() -> list[dict[str, Any]]:
    """Return one row for each database and size: milliseconds of a whole search, transaction included."""
    return [
        {"database": name, "seniors": how_many, **_measured(engine, how_many)}
        for how_many in HOW_MANY
        for name, engine in _databases()
    ]


def _measured(engine: Engine, how_many: int) -> dict[str, float]:
    chance = random.Random(how_many)
    actor, station_id, people = _fill(engine, how_many, chance)
    typed = [_typed(chance, *chance.choice(people)) for _each in range(SEARCHES)]
    spent = []
    for entry in [*typed[:20], *typed]:
        began = time.perf_counter()
        with transaction.reading(engine) as db:
            find(Work(db, actor, clock.now()), station_id=station_id, text=entry)
        spent.append((time.perf_counter() - began) * 1000)
    cuts = quantiles(spent[20:], n=100)
    return {"p50_ms": cuts[49], "p95_ms": cuts[94], "p99_ms": cuts[98], "worst_ms": max(spent[20:])}


def _typed(chance: random.Random, name: str, number: str, phone: str) -> str:
    """Return what somebody at the door types, from a full number to two letters."""
    spelt = sorted(key for key in keys(name, "", "") if key.isascii())
    whole = max(spelt, key=len)
    return chance.choice(
        [number, number[:4], phone[-4:], phone, name, name[0], name[1:], whole, whole[:4], whole[:2], min(spelt, key=len)]
    )


def _fill(
    engine: Engine, how_many: int, chance: random.Random
) -> tuple[Actor, int, list[tuple[str, str, str]]]:
    """Make a street with its stations and seniors; return a trainer, her station, and who was made."""
    people = _people(how_many, chance)
    with transaction.writing(engine) as db:
        street = Station(path="/1/", kind=StationKind.STREET, name_zh="街道", name_en="Street", zone="Asia/Shanghai")
        db.add(street)
        db.flush()
        street.path = f"/{street.id}/"
        stations = [
            Station(
                parent_id=street.id,
                path="/",
                kind=StationKind.STATION,
                name_zh=f"{at}站",
                name_en=f"Station {at}",
                zone="Asia/Shanghai",
            )
            for at in range(STATIONS)
        ]
        db.add_all(stations)
        db.flush()
        for station in stations:
            station.path = f"{street.path}{station.id}/"
        ids = [station.id for station in stations]
        for at in range(0, how_many, 10_000):
            db.execute(insert(Senior), [_row(at + place, person, ids) for place, person in enumerate(people[at : at + 10_000])])
            db.execute(insert(SeniorKey), [
                {"senior_id": at + place + 1, "root_id": street.id, "key": key}
                for place, person in enumerate(people[at : at + 10_000])
                for key in keys(*person)
            ])
        path = stations[0].path
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    return Actor(staff_id=1, roles=(Held(RoleName.TRAINER, ids[0], path),)), ids[0], people
