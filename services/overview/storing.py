"""The columns in a file, so that the figures are there at once when the server starts."""

import logging
import os
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from db.audit import AuditEntry
from db.models import House
from services.overview.columns import Activities, Columns, Faces, Places, Seniors, Visits, Wanting
from services.overview.entries import Seen
from settings import settings

FORM = "2"
TABLES = {
    "activities": Activities,
    "visits": Visits,
    "places": Places,
    "wanting": Wanting,
    "faces": Faces,
    "seniors": Seniors,
}

log = logging.getLogger(__name__)


def file(engine: Engine, what: str = "figures") -> Path:
    """Return where columns of a database are kept: beside it, or among the data of this server."""
    name = engine.url.database or "house"
    if engine.dialect.name == "sqlite":
        return Path(name).with_suffix(f".{what}.npz")
    return settings().data_dir / f"{name}.{what}.npz"


def write(to: Path, stamp: str, arrays: Mapping[str, Any]) -> None:
    """Write arrays down; readers see the old file or the new one."""
    to.parent.mkdir(parents=True, exist_ok=True)
    unfinished = to.with_suffix(f".{os.getpid()}")
    with unfinished.open("wb") as opened:
        np.savez(opened, **arrays, stamp=np.array(stamp))
    unfinished.replace(to)


def read(kept: Path) -> dict[str, Any] | None:
    """Return the arrays of a file, the stamp among them; None without one that can be read."""
    if not kept.exists():
        return None
    try:
        with np.load(kept, allow_pickle=False) as found:
            return {name: found[name] for name in found.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as fault:
        log.warning("the stored figures cannot be read and are made anew: %s", fault)
        return None


def store(db: Session, columns: Columns, seen: Seen) -> None:
    """Write the columns down."""
    write(file(db.get_bind().engine), stamp(db, seen), flat_tables(columns, TABLES) | flat_seen(seen))


def load(db: Session, version: int) -> tuple[Columns, Seen] | None:
    """Return what was written down; None if there is nothing, or it is of another house or another past."""
    flat = read(file(db.get_bind().engine))
    if flat is None:
        return None
    seen = seen_of(flat)
    if str(flat["stamp"]) != stamp(db, seen):
        return None
    tables: dict[str, Any] = {
        name: table_of(kind, name, flat) for name, kind in TABLES.items() if name != "seniors"
    }
    seniors = {field.name: flat[f"seniors.{field.name}"] for field in fields(Seniors)}
    seniors["neighbourhoods"] = tuple(str(name) for name in seniors["neighbourhoods"])
    return Columns(**tables, seniors=Seniors(**seniors), version=version), seen


def flat_tables(kept: Any, names: Iterable[str]) -> dict[str, Any]:
    """Return the tables of these names as arrays, one for each column."""
    return {
        f"{name}.{column}": np.array(values)
        for name in names
        for column, values in vars(getattr(kept, name)).items()
    }


def table_of(kind: Any, name: str, flat: Mapping[str, Any]) -> Any:
    """Return a table of columns from the arrays of a file."""
    return kind(**{field.name: flat[f"{name}.{field.name}"] for field in fields(kind)})


def flat_seen(seen: Seen) -> dict[str, Any]:
    """Return as arrays which entries are known."""
    recent = np.array(sorted(seen.recent), dtype=np.int64)
    return {"recent": recent, "read_to": np.array(seen.read_to), "settled": np.array(seen.settled)}


def seen_of(flat: Mapping[str, Any]) -> Seen:
    """Return from the arrays of a file which entries are known."""
    recent = frozenset(int(number) for number in flat["recent"])
    return Seen(int(flat["read_to"]), int(flat["settled"]), recent)


def same(one: Columns, other: Columns) -> bool:
    """Tell whether two say the same, in whatever order their rows are."""
    return all(_rows(one, name) == _rows(other, name) for name in TABLES if name != "seniors") and all(
        _of_senior(one, number) == _of_senior(other, number)
        for number in range(max(len(one.seniors.birth_year), len(other.seniors.birth_year)))
    )


def _rows(columns: Columns, name: str) -> list[tuple[Any, ...]]:
    return sorted(zip(*(column.tolist() for column in vars(getattr(columns, name)).values()), strict=True))


def _of_senior(columns: Columns, number: int) -> tuple[Any, ...]:
    seniors = columns.seniors
    if number >= len(seniors.birth_year):
        return (0, 0, "")
    lives = seniors.neighbourhoods[seniors.neighbourhood[number]]
    return (int(seniors.birth_year[number]), int(seniors.gender[number]), lives)


def stamp(db: Session, seen: Seen) -> str:
    """Return what tells this house, at this point of its history, from every other."""
    house = db.scalar(select(House.set_up_at))
    entry = db.execute(
        select(AuditEntry.at, AuditEntry.action, AuditEntry.subject_id).where(AuditEntry.id == seen.read_to)
    ).one_or_none()
    return f"{FORM} {house} {tuple(map(str, entry)) if entry else seen.read_to}"
