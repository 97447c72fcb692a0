"""One action, one transaction. The only place that commits."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

from settings import settings

BUSY_SECONDS = 10

_queues: dict[str, Lock] = {}
_queues_lock = Lock()


def engine_for(url: str) -> Engine:
    """Return an engine for SQLite or PostgreSQL with the guarantees the house relies on."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite(url)
    return create_engine(
        address.set(drivername="postgresql+psycopg"), pool_size=20, max_overflow=20, pool_pre_ping=True
    )


@cache
def engine() -> Engine:
    """Return the engine of this installation."""
    return engine_for(settings().database_url)


@contextmanager
def writing(to: Engine) -> Iterator[Session]:
    """Open a transaction that may change things; commit at the end, undo on any exception."""
    with _turn(to), Session(to, expire_on_commit=False) as db, db.begin():
        if to.dialect.name == "sqlite":
            # A writer takes the lock at once: one that starts by reading would fail later.
            db.connection(execution_options={"begin": "IMMEDIATE"})
        yield db


def _turn(to: Engine) -> AbstractContextManager[Any]:
    # SQLite lets waiting writers sleep and try again, some of them far too long: in one process they
    # queue here instead. Between processes the busy timeout still holds.
    if to.dialect.name != "sqlite":
        return nullcontext()
    with _queues_lock:
        return _queues.setdefault(str(to.url), Lock())


@contextmanager
def reading(to: Engine) -> Iterator[Session]:
    """Open a read-only transaction: one moment of the database, nothing kept."""
    with Session(to, autoflush=False) as db:
        connection = db.connection(execution_options={"begin": "DEFERRED"})
        _forbid_writing(connection)
        try:
            yield db
        finally:
            if to.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA query_only = OFF")
            db.rollback()


def _forbid_writing(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA query_only = ON")
    else:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")


def _sqlite(url: str) -> Engine:
    file = make_url(url).database
    if file and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    to = create_engine(
        url,
        pool_size=20,
        max_overflow=20,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )

    @event.listens_for(to, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        # The driver must not open transactions by itself: we say BEGIN, and which one.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")

    @event.listens_for(to, "begin")
    def begin(connection: Connection) -> None:
        kind = connection.get_execution_options().get("begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {kind}")

    return to
