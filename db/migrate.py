"""Bring a database to the present shape, under a lock, from any earlier one."""

import fcntl
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK_NUMBER = 20201124


def migrate(to: Engine) -> None:
    """Apply what is missing. Several processes may start at once; one migrates, the others wait."""
    with _lock(to), to.connect() as connection:
        command.upgrade(_config(connection), "head")
        connection.commit()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _lock(to: Engine) -> AbstractContextManager[None]:
    return _file_lock(Path(f"{to.url.database}.lock")) if to.dialect.name == "sqlite" else _advisory_lock(to)


@contextmanager
def _file_lock(file: Path) -> Iterator[None]:
    with file.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextmanager
def _advisory_lock(to: Engine) -> Iterator[None]:
    with to.connect() as connection:
        connection.exec_driver_sql(f"SELECT pg_advisory_lock({LOCK_NUMBER})")
        try:
            yield
        finally:
            connection.exec_driver_sql(f"SELECT pg_advisory_unlock({LOCK_NUMBER})")
