"""What a connected tablet costs the server in memory: a Streamlit page with a lesson, and a light page."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from services import library
from tests.bench._reporting import Wire
from tests.bench._tablets import Tablet
from tests.serving import Server

WARM = 20
AT_ONCE = 8

Opens = Callable[[Server, Tablet], Awaitable[Wire | ClientConnection]]


def memory(server: Server, tablets: list[Tablet]) -> list[dict[str, Any]]:
    """Return what the server grows by for each tablet, once a few have warmed it up."""
    return asyncio.run(_measured(server, tablets))


async def _measured(server: Server, tablets: list[Tablet]) -> list[dict[str, Any]]:
    return [
        {"case": "memory, light page", **await _grown(server, tablets, _light)},
        {"case": "memory, Streamlit page", **await _grown(server, tablets, _page)},
    ]


async def _grown(server: Server, tablets: list[Tablet], opened: Opens) -> dict[str, Any]:
    limit = asyncio.Semaphore(AT_ONCE)

    async def held(tablet: Tablet) -> Wire | ClientConnection:
        async with limit:
            return await opened(server, tablet)

    kept = list(await asyncio.gather(*map(held, tablets[:WARM])))
    before = resident(server)
    kept += await asyncio.gather(*map(held, tablets[WARM:]))
    after = resident(server)
    for one in kept:
        if isinstance(one, Wire):
            one.close()
        else:
            await one.close()
    many = len(tablets) - WARM
    return {
        "tablets": many,
        "server MB": round(after / 1024),
        "KB/tablet": round((after - before) / many),
    }


async def _light(server: Server, tablet: Tablet) -> Wire:
    wire = Wire(server.port)
    path = f"/lesson/{library.taught()[0].slug}"
    headers = f"Host: bench\r\nAccept-Encoding: br\r\nCookie: {tablet.cookie}\r\n\r\n"
    status, _body = await wire.ask(f"GET {path} HTTP/1.1\r\n{headers}".encode())
    assert status == 200
    return wire


async def _page(server: Server, tablet: Tablet) -> ClientConnection:
    """Connect as the browser does and let the page of a lesson be drawn once."""
    uid = library.taught()[0].lesson.uid
    line = await connect(
        f"ws://127.0.0.1:{server.port}/_stcore/stream",
        subprotocols=["streamlit", "PLACEHOLDER_AUTH_TOKEN"],  # type: ignore[list-item]
        additional_headers={"Cookie": tablet.cookie},
        max_size=None,
        compression=None,
        ping_interval=None,
        proxy=None,
    )
    wish = BackMsg()
    wish.rerun_script.query_string = f"lesson={uid}"
    wish.rerun_script.page_name = "lesson"
    await line.send(wish.SerializeToString())
    drawn = b""
    while True:
        told = ForwardMsg()
        data = await line.recv()
        assert isinstance(data, bytes)
        told.ParseFromString(data)
        drawn += data
        if told.WhichOneof("type") == "script_finished":
            assert uid.encode() in drawn
            return line


def resident(server: Server) -> int:
    """Return what the server holds, in kilobytes."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
