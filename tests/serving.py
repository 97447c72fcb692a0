"""A real server in its own process, on its own data, for tests and measurements."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

from sqlalchemy import Engine

from db import transaction
from db.migrate import migrate
from settings import ROOT

STARTS_WITHIN = 60


@dataclass
class Server:
    """A running `streamlit run app.py`. database_url: where its data are, to look from outside."""

    port: int
    data_dir: Path
    database_url: str
    process: subprocess.Popen[bytes]
    environment: dict[str, str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return (self.data_dir / "server.log").read_text("utf-8", "replace")

    def stop(self, with_signal: signal.Signals = signal.SIGTERM) -> None:
        """End the process and wait until it is gone."""
        self.process.send_signal(with_signal)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def start_again(self) -> None:
        """Start on the same port and data, after stop()."""
        self.process = _start(self.port, self.data_dir, self.environment)

    def engine(self) -> Engine:
        """Return an engine of one's own on the server's data."""
        return transaction.engine_for(self.database_url)


@contextmanager
def serving(data_dir: Path, *, database_url: str = "", **environment: str) -> Iterator[Server]:
    """Serve from an empty or prepared data folder until the block ends."""
    data_dir.mkdir(parents=True, exist_ok=True)
    address = database_url or f"sqlite:///{data_dir / 'stations.sqlite3'}"
    around = {**os.environ, "DATA_DIR": str(data_dir), "DATABASE_URL": address, **environment}
    port = _free_port()
    server = Server(port, data_dir, address, _start(port, data_dir, around), around)
    try:
        yield server
    finally:
        server.stop()


def prepared(data_dir: Path) -> Engine:
    """Return an engine on a migrated SQLite file, where `serving` will look for it."""
    data_dir.mkdir(parents=True, exist_ok=True)
    engine = transaction.engine_for(f"sqlite:///{data_dir / 'stations.sqlite3'}")
    migrate(engine)
    return engine


def _free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def _start(port: int, data_dir: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    with (data_dir / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "streamlit",
                "run",
                "app.py",
                f"--server.port={port}",
                "--server.address=127.0.0.1",
            ],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
    _wait(port, process, data_dir)
    return process


def _wait(port: int, process: subprocess.Popen[bytes], data_dir: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError((data_dir / "server.log").read_text("utf-8", "replace")[-3000:])
