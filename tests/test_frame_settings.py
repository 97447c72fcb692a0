"""The settings and patches without which Streamlit falls over under thirty tablets."""

import tomllib
from typing import Any

from streamlit.runtime.memory_session_storage import MemorySessionStorage

import app
from settings import ROOT
from web.shell import HOST_CONFIG

CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))


def test_garbage_is_not_collected_after_every_run() -> None:
    assert CONFIG["runner"]["postScriptGC"] is False


def test_a_tablet_may_sleep_half_an_hour() -> None:
    assert CONFIG["server"]["disconnectedSessionTTL"] >= 1800


def test_no_traceback_is_shown() -> None:
    assert CONFIG["client"]["showErrorDetails"] == "none"


def test_more_than_128_sessions_survive_a_gap() -> None:
    kept: Any = MemorySessionStorage()._cache
    assert kept.maxsize >= app.SESSIONS_KEPT


def test_error_dialogs_are_blocked() -> None:
    assert HOST_CONFIG["blockErrorDialogs"] is True
