"""200 tablets that report at once, and the trainer's board beside them: how long until an event is safe."""

import asyncio
import json
import random
import secrets
import statistics
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select

from db import transaction
from db.learning import ProgressEvent
from services import library
from tests.bench._tablets import Tablet
from tests.door import Doorway
from tests.serving import Server

BATCHES = 12
BATCH = 8
# As in ui/room/room.js.
BOARD_ASKS = 2.0


@dataclass
class Wire:
    """One connection, with no more work on this side than needed: both ends share the machine."""

    port: int
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """Send a request and return status and body; connect anew if need be."""
        if self.writer is None or self.reader is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writer.write(request)
        head = await self.reader.readuntil(b"\r\n\r\n")
        lines = head.decode("latin-1").lower().split("\r\n")
        length = next((int(line[15:]) for line in lines if line.startswith("content-length:")), 0)
        return int(lines[0].split()[1]), await self.reader.readexactly(length)

    def close(self) -> None:
        """Hang up."""
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None


def reporting(
    server: Server, engine: Engine, doorway: Doorway, tablets: list[Tablet], pause: float
) -> dict[str, Any]:
    """Let every tablet send its batches, with so many seconds between two on average, and count."""
    before = _count(engine)
    used = _processor_seconds(server)
    spans, board, took = asyncio.run(_all(server, doorway, tablets, pause))
    used = _processor_seconds(server) - used
    sent = len(tablets) * BATCHES * BATCH
    return {
        "tablets": len(tablets),
        "events/s": round(sent / took),
        **quantiles(spans),
        "board p95 ms": quantiles(board)["p95 ms"],
        "lost": sent - (_count(engine) - before),
        "twice": _twice(engine),
        "server ms/batch": round(used / (len(tablets) * BATCHES) * 1000, 2),
    }


def quantiles(spans: list[float]) -> dict[str, int]:
    """Return p50, p95 and p99 of these seconds, in milliseconds."""
    cuts = statistics.quantiles(spans, n=100, method="inclusive")
    return {f"p{at} ms": round(cuts[at - 1] * 1000) for at in (50, 95, 99)}


async def _all(
    server: Server, doorway: Doorway, tablets: list[Tablet], pause: float
) -> tuple[list[float], list[float], float]:
    lesson = next(iter(library.shelf().lessons))
    batches = [[_request(tablet, lesson, n) for n in range(BATCHES)] for tablet in tablets]
    board: list[float] = []
    looking = asyncio.create_task(_board(server, doorway, board))
    began = time.perf_counter()
    spans = await asyncio.gather(*(_tablet(server, requests, pause) for requests in batches))
    took = time.perf_counter() - began
    looking.cancel()
    # The answer got lost on its way: a tablet sends the same once more.
    await asyncio.gather(*(_tablet(server, requests[:1], 0) for requests in batches))
    return [span for one in spans for span in one], board, took


async def _tablet(server: Server, requests: list[bytes], pause: float) -> list[float]:
    spans = []
    wire = Wire(server.port)
    for request in requests:
        if pause:
            # The server ends a connection that rests for five seconds; a browser opens another.
            wire.close()
            await asyncio.sleep(pause * random.uniform(0, 2))
        began = time.perf_counter()
        status, body = await wire.ask(request)
        spans.append(time.perf_counter() - began)
        assert status == 200, body
        assert len(json.loads(body)["acked"]) == BATCH
    wire.close()
    return spans


async def _board(server: Server, doorway: Doorway, spans: list[float]) -> None:
    """Ask as a trainer's open board does, until it is shut."""
    wire = Wire(server.port)
    version = ""
    while True:
        began = time.perf_counter()
        path = f"/api/room?activity={doorway.activity_id}"
        headers = f"Cookie: sign_in={doorway.sign_in}\r\nIf-None-Match: {version}"
        status, body = await wire.ask(f"GET {path} HTTP/1.1\r\nHost: bench\r\n{headers}\r\n\r\n".encode())
        assert status in (200, 304), body
        spans.append(time.perf_counter() - began)
        await asyncio.sleep(BOARD_ASKS)


def _request(tablet: Tablet, lesson: str, batch: int) -> bytes:
    now = datetime.now(UTC).isoformat()
    events = [_event(lesson, batch, n, now) for n in range(BATCH)]
    body = json.dumps({"learner": tablet.key, "at": now, "events": events}).encode()
    head = (
        "POST /api/progress HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
        f"Cookie: {tablet.cookie}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _event(lesson: str, batch: int, n: int, at: str) -> dict[str, Any]:
    return {
        "id": secrets.token_hex(16),
        "lesson": lesson,
        "version": "bench",
        "kind": "step" if n % 2 else "read",
        "step": batch % 7 + 1,
        "seconds": 9,
        "at": at,
    }


def _count(engine: Engine) -> int:
    with transaction.reading(engine) as db:
        return db.scalar(select(func.count()).select_from(ProgressEvent)) or 0


def _twice(engine: Engine) -> int:
    with transaction.reading(engine) as db:
        return _count(engine) - (db.scalar(select(func.count(func.distinct(ProgressEvent.client_id)))) or 0)


def _processor_seconds(server: Server) -> float:
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100
