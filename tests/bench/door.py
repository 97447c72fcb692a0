"""The door: acknowledged check-ins a second through the real server, and Enter to green in a real browser."""

import json
import os
import re
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import sync_playwright
from sqlalchemy import Engine, func, select

from db import transaction
from db.migrate import migrate
from db.models import Attendance
from services import clock
from tests import postgres
from tests.browser.conftest import ARGUMENTS, TABLET, chromium
from tests.door import Doorway, furnish
from tests.serving import Server, serving

CLIENTS = (1, 4, 16)
ARRIVALS = 1500
CODES = 30
# From the Enter key to the second frame after the result changed: by then it is painted.
WATCH = """() => {
    window.taken = [];
    let pressed = 0;
    const stage = [...document.querySelectorAll('*')].find((one) => one.shadowRoot
        && one.shadowRoot.querySelector('.stage')).shadowRoot.querySelector('.stage');
    const enter = (event) => { if (event.key === 'Enter') pressed = performance.now(); };
    document.addEventListener('keydown', enter, true);
    new MutationObserver(() => {
        const green = stage.querySelector('.result.green');
        if (!pressed || !green || green.dataset.line === window.seen) return;
        window.seen = green.dataset.line;
        const from = pressed;
        pressed = 0;
        requestAnimationFrame(() => requestAnimationFrame(() => taken.push(performance.now() - from)));
    }).observe(stage, { childList: true, subtree: true });
}"""


def run() -> list[dict[str, Any]]:
    """Measure, and return one row per figure."""
    rows = []
    for database in ("sqlite", "postgresql"):
        with _served(database) as (server, engine):
            rows += [{"database": database, **_arrivals(server, engine, clients)} for clients in CLIENTS]
            rows.append({"database": database, **_enter_to_green(server, engine)})
    return rows


@contextmanager
def _served(database: str) -> Iterator[tuple[Server, Engine]]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-door-")))
        address = f"sqlite:///{folder / 'stations.sqlite3'}"
        if database == "postgresql":
            address = postgres.make_database(stack.enter_context(postgres.server()), "bench_door")
        yield stack.enter_context(_serving(folder, address))


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
    busy, began = _busy(server), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lasted, busy = time.perf_counter() - began, _busy(server) - busy
    with engine.connect() as db:
        stored = db.scalar(select(func.count()).where(Attendance.activity_id == door.activity_id))
    assert stored == ARRIVALS == len(taken), (stored, len(taken))
    return {
        "measured": "POST /api/arrivals",
        "clients": clients,
        "per second": round(ARRIVALS / lasted),
        "server CPU ms": round(busy * 1000 / ARRIVALS, 2),
        **_quantiles([seconds * 1000 for seconds in taken]),
    }


def _enter_to_green(server: Server, engine: Engine) -> dict[str, Any]:
    """Type CODES cards into a real browser, two a second, and take the time until green is on the screen."""
    door = furnish(engine, seniors=CODES, starts_at=clock.now() + timedelta(minutes=10))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        context = browser.new_context(viewport=TABLET)
        context.add_cookies([{"name": "sign_in", "value": door.sign_in, "url": server.url}])
        page = context.new_page()
        page.goto(f"{server.url}/door?activity={door.activity_id}")
        page.locator(".person").first.wait_for()
        page.evaluate(WATCH)
        began = time.perf_counter()
        for place, (_senior, token) in enumerate(door.people):
            page.wait_for_timeout(max(0.0, began + place / 2 - time.perf_counter()) * 1000)
            page.keyboard.type(token, delay=3)
            page.keyboard.press("Enter")
        page.wait_for_timeout(2000)
        taken = page.evaluate("taken")
        browser.close()
    assert len(taken) == CODES, len(taken)
    return {"measured": "Enter to green in the browser", "clients": 1, **_quantiles(taken)}


def _quantiles(milliseconds: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(milliseconds, n=100, method="inclusive")
    return {f"p{percent} ms": round(cuts[percent - 1], 1) for percent in (50, 95, 99)}


def _busy(server: Server) -> float:
    """Return the CPU seconds the server has used: what it costs, however busy the machine is otherwise."""
    fields = Path(f"/proc/{server.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


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
    received = _more(wire)
    while b"\r\n\r\n" not in received:
        received += _more(wire)
    top, _, rest = received.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", top, re.IGNORECASE)
    assert length, top
    while len(rest) < int(length[1]):
        rest += _more(wire)
    return dict(json.loads(rest))


def _more(wire: socket.socket) -> bytes:
    received = wire.recv(65536)
    if not received:
        raise ConnectionError("the server hung up")
    return received
