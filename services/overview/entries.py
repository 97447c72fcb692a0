"""Which audit entries are new since the last look, and whom they speak of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.audit import AuditEntry
from db.models import Merge, Senior
from db.words import Action

# PostgreSQL gives out numbers before it commits: an entry may appear below one that was seen already,
# as long as its transaction lasted.
SETTLED_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Seen:
    """How far the entries are known. read_to: the last one.

    settled: up to this one no other can appear any more; recent: those above it that are known.
    """

    read_to: int = 0
    settled: int = 0
    recent: frozenset[int] = frozenset()


def all_of(db: Session, at: datetime) -> Seen:
    """Return that everything is known that there is now; to be asked before it is read."""
    settled = db.scalar(select(func.max(AuditEntry.id)).where(AuditEntry.at <= at - SETTLED_AFTER))
    recent = frozenset(db.scalars(select(AuditEntry.id).where(AuditEntry.id > (settled or 0))))
    return Seen(max(recent, default=settled or 0), settled or 0, recent)


def since(db: Session, seen: Seen, at: datetime) -> tuple[Sequence[Any], Seen]:
    """Return the entries not seen yet, and what is known with them."""
    entries = db.execute(
        select(
            AuditEntry.id,
            AuditEntry.at,
            AuditEntry.action,
            AuditEntry.subject,
            AuditEntry.subject_id,
            AuditEntry.details,
        )
        .where(AuditEntry.id > seen.settled)
        .order_by(AuditEntry.id)
    ).all()
    new = [entry for entry in entries if entry.id not in seen.recent]
    if not new:
        return (), seen
    settled = max((entry.id for entry in entries if entry.at <= at - SETTLED_AFTER), default=seen.settled)
    recent = frozenset(entry.id for entry in entries if entry.id > settled)
    return new, Seen(entries[-1].id, settled, recent)


def moves_everything(entry: Any) -> bool:
    """Tell whether a station's days may begin at another moment than before."""
    return entry.action == Action.STATION_CHANGED and "zone" in entry.details.get("fields", ())


def seniors_of(entries: Iterable[Any]) -> set[int]:
    """Return the ids of the seniors that entries speak of."""
    found: set[int] = set()
    for entry in entries:
        if entry.subject == Senior.__tablename__:
            found.add(entry.subject_id)
        elif entry.subject == Merge.__tablename__:
            found |= {entry.details["kept"], entry.details["merged"]}
    return found
