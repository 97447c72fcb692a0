"""Keep a copy of the embedded database, and bring one back."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine


class NotEmbedded(Exception):
    """PostgreSQL has tools of its own for this: pg_dump and pg_restore."""


class NotABackup(Exception):
    """The file is not a sound database of this house."""


def backup(of: Engine, to: Path) -> int:
    """Write a consistent copy while the house is open; return its size in bytes.

    Raises NotEmbedded, FileExistsError: a backup is never overwritten.
    """
    if to.exists():
        raise FileExistsError(to)
    to.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(_file(of))) as source, closing(sqlite3.connect(to)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    _check(to)
    return to.stat().st_size


def restore(source: Path, into: Engine) -> Path:
    """Put a backup in the place of the database and return where the old one went.

    The server must be stopped. Raises NotEmbedded, NotABackup.
    """
    _check(source)
    place = _file(into)
    into.dispose()
    old = place.with_name(f"{place.name}.before-restore")
    if place.exists():
        with closing(sqlite3.connect(place)) as present:
            present.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        place.replace(old)
        for rest in ("-wal", "-shm"):
            place.with_name(place.name + rest).unlink(missing_ok=True)
    shutil.copyfile(source, place)
    return old


def _file(of: Engine) -> Path:
    if of.dialect.name != "sqlite" or not of.url.database:
        raise NotEmbedded
    return Path(of.url.database)


def _check(file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as copy:
            sound = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            ours = copy.execute("SELECT count(*) FROM sqlite_master WHERE name = 'senior'").fetchone() == (1,)
    except sqlite3.DatabaseError as fault:
        raise NotABackup(file) from fault
    if not (sound and ours):
        raise NotABackup(file)
