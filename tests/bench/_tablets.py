"""A full house to measure lessons in: tablets with a senior before each, all checked in to one session."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, insert

from db import transaction
from db.learning import Learner
from db.models import Attendance, Device
from db.words import How
from services import clock
from services.identity import hash_of
from tests import postgres
from tests.door import Doorway, furnish
from tests.serving import Server, prepared, serving


@dataclass(frozen=True)
class Tablet:
    """A bound tablet and whoever is before it, as their cookies say."""

    key: str
    device: str
    learner: str

    @property
    def cookies(self) -> dict[str, str]:
        return {"tablet": self.device, "learner": self.learner}

    @property
    def cookie(self) -> str:
        return f"tablet={self.device}; learner={self.learner}"


@contextmanager
def served(database: str) -> Iterator[tuple[Server, Engine]]:
    """Serve an empty house from a database of that kind."""
    with tempfile.TemporaryDirectory(prefix="bench-lesson-") as folder:
        if database == "sqlite":
            engine = prepared(Path(folder))
            with serving(Path(folder)) as server:
                yield server, engine
            engine.dispose()
            return
        with postgres.server() as address:
            url = postgres.make_database(address, "lesson")
            with serving(Path(folder), database_url=url) as server:
                engine = server.engine()
                yield server, engine
                engine.dispose()


def furnished(engine: Engine, how_many: int) -> tuple[Doorway, list[Tablet]]:
    """Make a session with so many seniors there, each before a tablet of her own."""
    doorway = furnish(engine, seniors=how_many)
    now = clock.now()
    tablets = [
        Tablet(secrets.token_hex(12), secrets.token_urlsafe(32), secrets.token_urlsafe(32))
        for _ in range(how_many)
    ]
    seniors = [senior_id for senior_id, _card in doorway.people]
    devices = [
        {
            "token_hash": hash_of(tablet.device),
            "station_id": doorway.station_id,
            "name": str(at),
            "bound_at": now,
            "bound_by": doorway.trainer_id,
        }
        for at, tablet in enumerate(tablets)
    ]
    arrivals = [
        {
            "activity_id": doorway.activity_id,
            "senior_id": senior,
            "arrived_at": now,
            "recorded_at": now,
            "how": How.CARD,
            "client_id": f"bench-{senior}",
        }
        for senior in seniors
    ]
    with transaction.writing(engine) as db:
        ids = db.scalars(insert(Device).returning(Device.id, sort_by_parameter_order=True), devices).all()
        learners = [
            {
                "token_hash": hash_of(tablet.learner),
                "key": tablet.key,
                "senior_id": senior,
                "device_id": device,
                "began_at": now,
                "seen_at": now,
            }
            for tablet, senior, device in zip(tablets, seniors, ids, strict=True)
        ]
        db.execute(insert(Learner), learners)
        db.execute(insert(Attendance), arrivals)
    return doorway, tablets
