"""The server: Streamlit's pages and the web doors in one ASGI app. `streamlit run app.py` starts it."""

import asyncio
import ctypes
import gc
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from streamlit.runtime.memory_session_storage import MemorySessionStorage

import languages
import web
from db import transaction
from db.migrate import migrate
from services import library, work
from services.access import NOBODY
from services.overview import following, keeping
from settings import ROOT
from ui import frame
from web import broken

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")

# Streamlit keeps 128 disconnected sessions and has no option for it: with 200 tablets in a Wi-Fi gap,
# 72 would come back with nothing. A lunch break in the whole subdistrict fits.
SESSIONS_KEPT = 2000
# glibc's M_MMAP_THRESHOLD. Left alone it grows to 32 MB, and columns of 3 million visits then leave holes
# in the heap: 540 MB instead of 630 after twenty choices of another period.
MMAP_THRESHOLD, LARGE = -3, 1024 * 1024


def keep_more_sessions() -> None:
    """Let more sessions survive a gap in the network than Streamlit's 128."""
    made = MemorySessionStorage.__init__

    def make(self: MemorySessionStorage, maxsize: int = SESSIONS_KEPT, ttl_seconds: int = 1800) -> None:
        made(self, maxsize=max(maxsize, SESSIONS_KEPT), ttl_seconds=ttl_seconds)

    MemorySessionStorage.__init__ = make  # type: ignore[method-assign]


def give_memory_back() -> None:
    """Let what was large go back to the system at once, where the C library would keep it for later."""
    if sys.platform == "linux" and (mallopt := getattr(ctypes.CDLL(None), "mallopt", None)):
        mallopt(MMAP_THRESHOLD, LARGE)


def read_figures() -> None:
    """Read what the figures are made of into memory."""
    work.ask(keeping.current, NOBODY)
    work.ask(following.current, NOBODY)


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """Bring the database up to date, load what every page needs, and keep it out of the collector's way."""
    give_memory_back()
    migrate(transaction.engine())
    import pandas  # noqa: F401
    import pyarrow  # noqa: F401

    for language in languages.LANGUAGES:
        languages.say(language, "")
    library.shelf()
    gc.collect()
    gc.freeze()
    # The figures of a large house take some seconds to read; nobody has to wait for that at the door.
    figures = asyncio.create_task(asyncio.to_thread(read_figures))
    yield {}
    await figures


keep_more_sessions()
app = st.App(
    str(ROOT / "ui" / "shell.py"),
    routes=web.routes,
    middleware=web.middleware,
    lifespan=lifespan,
    on_script_error=frame.broken,
    exception_handlers={Exception: broken.tell},
)
