"""The door: acknowledged check-ins a second through the real server, and Enter to green in a real browser."""

import json
import shutil
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, func, select

from db import transaction
from db.migrate import migrate
from db.models import Attendance
from services import clock
from tests import postgres
from tests.door import Doorway, furnish
from tests.serving import Server, serving

CLIENTS = (1, 4, 16)
ARRIVALS = 1500


def run() -> list[dict[str, Any]]:
    """Measure, and return one row per figure."""
    rows = []
    for database in ("sqlite", "postgresql"):
        with _served(database) as (server, engine):
            for clients in CLIENTS:
                rows.append({"database": database, **_arrivals(server, engine, clients)})
    return rows


@contextmanager
def _served(database: str) -> Iterator[tuple[Server, Engine]]:
    folder = Path(tempfile.mkdtemp(prefix="bench-door-"))
    try:
        if database == "sqlite":
            with _serving(folder, f"sqlite:///{folder / 'stations.sqlite3'}") as served:
                yield served
        else:
            with postgres.server() as address:
                with _serving(folder, postgres.make_database(address, "bench_door")) as served:
                    yield served
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _serving(folder: Path, address: str) -> Iterator[tuple[Server, Engine]]:
    engine = transaction.engine_for(address)
    migrate(engine)
    with serving(folder, database_url=address) as server:
        yield server, engine
    engine.dispose()


def _arrivals(server: Server, engine: Engine, clients: int) -> dict[str, Any]:
    """Check ARRIVALS seniors of one activity in, one a request, and count what is really stored."""
    door = furnish(engine, seniors=ARRIVALS, starts_at=clock.now() + timedelta(minutes=10))
    shares = [door.people[place::clients] for place in range(clients)]
    taken: list[float] = []
    threads = [threading.Thread(target=_send, args=(server, door, share, taken)) for share in shares]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lasted = time.perf_counter() - began
    with engine.connect() as db:
        stored = db.scalar(select(func.count()).where(Attendance.activity_id == door.activity_id))
    assert stored == ARRIVALS == len(taken), (stored, len(taken))
    cuts = statistics.quantiles(taken, n=100)
    return {
        "measured": "POST /api/arrivals",
        "clients": clients,
        "per second": round(ARRIVALS / lasted),
        "p50 ms": round(cuts[49] * 1000, 1),
        "p95 ms": round(cuts[94] * 1000, 1),
        "p99 ms": round(cuts[98] * 1000, 1),
    }


def _send(server: Server, door: Doorway, people: list[tuple[int, str]], taken: list[float]) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as wire:
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _senior, token in people:
            line = {"id": uuid4().hex, "code": token, "how": "card", "at": clock.now().isoformat()}
            began = time.perf_counter()
            answer = post(wire, door, {"activity": door.activity_id, "arrivals": [line]})
            taken.append(time.perf_counter() - began)
            assert answer["results"][0]["outcome"] == "came", answer


def post(wire: socket.socket, door: Doorway, body: dict[str, Any]) -> dict[str, Any]:
    """Send one request over a kept connection and return what came back."""
    content = json.dumps(body).encode()
    head = (
        f"POST /api/arrivals HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: sign_in={door.sign_in}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    wire.sendall(head.encode() + content)
    received = b""
    while b"\r\n\r\n" not in received:
        received += wire.recv(65536)
    top, _, rest = received.partition(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in top.split(b"\r\n") if line.lower().startswith(b"content-length")
    )
    while len(rest) < length:
        rest += wire.recv(65536)
    return dict(json.loads(rest))
