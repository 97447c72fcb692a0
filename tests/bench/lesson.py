"""200 tablets report from lessons while people read: how long until an event is safe, and is each kept once.

python -m tests.bench lesson
"""

import json
import secrets
import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from threading import Barrier
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from sqlalchemy import Engine, func, insert, select

from db import transaction
from db.learning import Learner, ProgressEvent
from db.models import Device, Senior
from services import clock, library
from services.identity import hash_of
from tests import postgres
from tests.browser.conftest import ARGUMENTS, chromium
from tests.door import furnish
from tests.serving import Server, prepared, serving

TABLETS = 200
BATCHES = 12
BATCH = 8
# Mean seconds between two batches of a tablet while people read; "flat out" is as fast as answers come.
READS = 4.0
SLOW = {"offline": False, "latency": 40, "downloadThroughput": 1_250_000, "uploadThroughput": 1_250_000}


def run() -> list[dict[str, Any]]:
    """Return the figures of both databases, and of the light page cold and warm."""
    rows = []
    for database in ("sqlite", "postgresql"):
        with _served(database) as (server, engine):
            keys = _tablets(engine, TABLETS)
            rows.append({"database": database, "case": "reading", **_posting(server, engine, keys, READS)})
            rows.append({"database": database, "case": "flat out", **_posting(server, engine, keys, 0)})
            if database == "sqlite":
                rows += _light_page(server)
    return rows


@contextmanager
def _served(database: str) -> Iterator[tuple[Server, Engine]]:
    folder = Path(tempfile.mkdtemp(prefix="bench-lesson-"))
    if database == "sqlite":
        engine = prepared(folder)
        with serving(folder) as server:
            yield server, engine
        engine.dispose()
        return
    with postgres.server() as address:
        url = postgres.make_database(address, "lesson")
        with serving(folder, database_url=url) as server:
            engine = server.engine()
            yield server, engine
            engine.dispose()


def _tablets(engine: Engine, how_many: int) -> list[tuple[str, str]]:
    """Bind tablets with a senior before each, and return (key, cookie) of every learner."""
    doorway = furnish(engine, seniors=how_many)
    now = clock.now()
    with transaction.writing(engine) as db:
        made = [(secrets.token_hex(12), secrets.token_urlsafe(32)) for _ in range(how_many)]
        seniors = db.scalars(select(Senior.id).order_by(Senior.id).limit(how_many)).all()
        devices = [
            {
                "token_hash": hash_of(f"tablet-{key}"),
                "station_id": doorway.station_id,
                "name": str(at),
                "bound_at": now,
                "bound_by": doorway.trainer_id,
            }
            for at, (key, _cookie) in enumerate(made)
        ]
        ids = list(db.scalars(insert(Device).returning(Device.id, sort_by_parameter_order=True), devices))
        db.execute(
            insert(Learner),
            [
                {
                    "token_hash": hash_of(cookie),
                    "key": key,
                    "senior_id": senior,
                    "device_id": device,
                    "began_at": now,
                    "seen_at": now,
                }
                for (key, cookie), senior, device in zip(made, seniors, ids, strict=True)
            ],
        )
    return made


def _posting(server: Server, engine: Engine, keys: list[tuple[str, str]], pause: float) -> dict[str, Any]:
    before = _count(engine)
    barrier = Barrier(len(keys))
    began = time.perf_counter()
    with ThreadPoolExecutor(len(keys)) as tablets:
        spans = [
            span
            for one in tablets.map(lambda about: _tablet(server, barrier, pause, *about), keys)
            for span in one
        ]
    took = time.perf_counter() - began
    sent = len(keys) * BATCHES * BATCH
    kept = _count(engine) - before
    return {
        "tablets": len(keys),
        "events/s": round(sent / took),
        **_quantiles(spans),
        "lost": sent - kept,
        "twice": _twice(engine),
    }


def _tablet(server: Server, barrier: Barrier, pause: float, key: str, cookie: str) -> list[float]:
    lesson = next(iter(library.shelf().lessons))
    spans = []
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=60)) as wire:
        barrier.wait()
        for at in range(BATCHES):
            time.sleep(pause * secrets.randbelow(1000) / 500)
            if pause:
                # The server ends a connection that rests for five seconds; a browser opens another.
                wire.close()
            events = [_event(lesson, at, n) for n in range(BATCH)]
            began = time.perf_counter()
            acked = _post(wire, key, cookie, events)
            spans.append(time.perf_counter() - began)
            assert acked == BATCH
            if at % 4 == 0:
                # The answer got lost on its way: a tablet sends the same once more.
                _post(wire, key, cookie, events)
    return spans


def _post(wire: HTTPConnection, key: str, cookie: str, events: list[dict[str, Any]]) -> int:
    """Send a batch and return how many events were acknowledged."""
    body = json.dumps({"learner": key, "at": _now(), "events": events})
    headers = {"Content-Type": "application/json", "Cookie": f"learner={cookie}"}
    wire.request("POST", "/api/progress", body, headers)
    return len(json.loads(wire.getresponse().read())["acked"])


def _quantiles(spans: list[float]) -> dict[str, int]:
    cuts = statistics.quantiles(spans, n=100, method="inclusive")
    return {f"p{at} ms": round(cuts[at - 1] * 1000) for at in (50, 95, 99)}


def _event(lesson: str, batch: int, n: int) -> dict[str, Any]:
    return {
        "id": secrets.token_hex(16),
        "lesson": lesson,
        "version": "bench",
        "kind": "step" if n % 2 else "read",
        "step": batch % 7 + 1,
        "seconds": 9,
        "at": _now(),
    }


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _count(engine: Engine) -> int:
    with transaction.reading(engine) as db:
        return db.scalar(select(func.count()).select_from(ProgressEvent)) or 0


def _twice(engine: Engine) -> int:
    with transaction.reading(engine) as db:
        return _count(engine) - (db.scalar(select(func.count(func.distinct(ProgressEvent.client_id)))) or 0)


def _light_page(server: Server) -> list[dict[str, Any]]:
    slug = library.taught()[0].slug
    rows = []
    with sync_playwright() as playing:
        browser = playing.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for line in ("direct", "10 Mbit/s 40 ms, slow tablet"):
            rows += _visits(browser, f"{server.url}/lesson/{slug}", line)
        browser.close()
    return rows


def _visits(browser: Browser, address: str, line: str) -> list[dict[str, Any]]:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    if line != "direct":
        wire.send("Network.emulateNetworkConditions", SLOW)
        wire.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    rows = [
        {"case": f"light page, {line}, {visit}", **_visit(page, wire, address)} for visit in ("cold", "warm")
    ]
    context.close()
    return rows


def _visit(page: Page, wire: CDPSession, address: str) -> dict[str, Any]:
    moved = {"bytes": 0}

    def count(event: dict[str, Any]) -> None:
        moved["bytes"] += event["encodedDataLength"]

    wire.on("Network.loadingFinished", count)
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(".lp-b-next")
    usable = time.perf_counter() - began
    page.wait_for_load_state("load")
    page.wait_for_timeout(500)
    wire.remove_listener("Network.loadingFinished", count)
    return {"KB": round(moved["bytes"] / 1024), "usable ms": round(usable * 1000)}


if __name__ == "__main__":
    print(json.dumps(run(), indent=2, ensure_ascii=False))
