"""The server is killed in the middle of its work: whatever it acknowledged is there afterwards."""

import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, select

from db import transaction
from db.audit import AuditEntry
from db.migrate import migrate
from db.models import Attendance
from db.words import Action
from services import clock
from tests import postgres
from tests.bench.door import post
from tests.door import Doorway, furnish
from tests.serving import Server, serving

DOORS = 8
PEOPLE = 1600

Served = tuple[Server, Engine, Doorway]


@pytest.fixture(params=["sqlite", "postgresql"])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Served]:
    """A server in its own process, and an activity to which many come."""
    address = f"sqlite:///{tmp_path / 'stations.sqlite3'}"
    if request.param == "postgresql":
        address = postgres.make_database(request.getfixturevalue("postgres_server"), "power_cut")
    engine = transaction.engine_for(address)
    migrate(engine)
    door = furnish(engine, seniors=PEOPLE)
    with serving(tmp_path, database_url=address) as server:
        yield server, engine, door
    engine.dispose()


def send_until_it_is_dark(
    server: Server, door: Doorway, people: list[tuple[int, str]], known: set[str]
) -> None:
    """Send one arrival after the other; `known` gets the ids that were acknowledged as stored."""
    try:
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as wire:
            for _senior, token in people:
                line = {"id": uuid4().hex, "code": token, "how": "card", "at": clock.now().isoformat()}
                answer = post(wire, door, {"activity": door.activity_id, "arrivals": [line]})
                if answer["results"][0]["outcome"] == "came":
                    known.add(line["id"])
    except OSError:
        return


def stored(engine: Engine) -> set[str]:
    with transaction.reading(engine) as db:
        return set(db.scalars(select(Attendance.client_id)))


@pytest.mark.slow
def test_a_power_cut_loses_no_acknowledged_arrival(served: Served) -> None:
    server, engine, door = served
    known: set[str] = set()
    doors = [
        threading.Thread(target=send_until_it_is_dark, args=(server, door, door.people[place::DOORS], known))
        for place in range(DOORS)
    ]
    for one in doors:
        one.start()
    while len(known) < 40:
        time.sleep(0.01)
    server.stop(signal.SIGKILL)
    for one in doors:
        one.join()

    assert 40 <= len(known) < PEOPLE, "the server was to be killed while people came"
    assert known <= stored(engine)
    with transaction.reading(engine) as db:
        recorded = set(
            db.scalars(select(AuditEntry.subject_id).where(AuditEntry.action == Action.CHECKED_IN))
        )
        assert recorded == set(db.scalars(select(Attendance.id)))
