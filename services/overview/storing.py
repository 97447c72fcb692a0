"""The columns in a file, so that the figures are there at once when the server starts."""

import logging
import os
import zipfile
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from db.audit import AuditEntry
from db.models import House
from services.overview.columns import Activities, Columns, Faces, Places, Seniors, Visits, Wanting
from settings import settings

FORM = "1"
TABLES = {
    "activities": Activities,
    "visits": Visits,
    "places": Places,
    "wanting": Wanting,
    "faces": Faces,
    "seniors": Seniors,
}

log = logging.getLogger(__name__)


def file(engine: Engine) -> Path:
    """Return where the columns of a database are kept: beside it, or among the data of this server."""
    name = engine.url.database or "house"
    if engine.dialect.name == "sqlite":
        return Path(name).with_suffix(".figures.npz")
    return settings().data_dir / f"{name}.figures.npz"


def store(db: Session, columns: Columns) -> None:
    """Write the columns down; readers see the old file or the new one."""
    to = file(db.get_bind().engine)
    to.parent.mkdir(parents=True, exist_ok=True)
    unfinished = to.with_suffix(f".{os.getpid()}")
    with unfinished.open("wb") as opened:
        np.savez(opened, **_flat(columns), stamp=np.array(_stamp(db, columns.read_to)))
    unfinished.replace(to)


def load(db: Session, version: int) -> Columns | None:
    """Return what was written down; None if there is nothing, or it is of another house or another past."""
    kept = file(db.get_bind().engine)
    if not kept.exists():
        return None
    try:
        with np.load(kept, allow_pickle=False) as found:
            flat = {name: found[name] for name in found.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as fault:
        log.warning("the stored figures cannot be read and are made anew: %s", fault)
        return None
    read_to = int(flat["read_to"])
    if str(flat["stamp"]) != _stamp(db, read_to):
        return None
    tables: dict[str, Any] = {
        name: kind(**{field.name: flat[f"{name}.{field.name}"] for field in fields(kind)})
        for name, kind in TABLES.items()
        if name != "seniors"
    }
    seniors = {field.name: flat[f"seniors.{field.name}"] for field in fields(Seniors)}
    seniors["neighbourhoods"] = tuple(str(name) for name in seniors["neighbourhoods"])
    recent = frozenset(int(number) for number in flat["recent"])
    return Columns(
        **tables,
        seniors=Seniors(**seniors),
        version=version,
        read_to=read_to,
        settled=int(flat["settled"]),
        recent=recent,
    )


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


def _flat(columns: Columns) -> dict[str, Any]:
    flat: dict[str, Any] = {
        f"{name}.{field}": np.array(column)
        for name in TABLES
        for field, column in vars(getattr(columns, name)).items()
    }
    recent = np.array(sorted(columns.recent), dtype=np.int64)
    return {
        **flat,
        "recent": recent,
        "read_to": np.array(columns.read_to),
        "settled": np.array(columns.settled),
    }


def _stamp(db: Session, read_to: int) -> str:
    """Return what tells this house, at this point of its history, from every other."""
    house = db.scalar(select(House.set_up_at))
    entry = db.execute(
        select(AuditEntry.at, AuditEntry.action, AuditEntry.subject_id).where(AuditEntry.id == read_to)
    ).one_or_none()
    return f"{FORM} {house} {tuple(map(str, entry)) if entry else read_to}"
