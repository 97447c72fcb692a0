"""Who did what, when: the entries every change has left, looked through a page at a time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select

from db.audit import AuditEntry
from db.models import Activity, Device, Role, Senior, Staff, Station
from db.words import Action
from services import clock
from services.access import Permission
from services.work import Work

# Which details of an entry are ids, and of what.
TABLES = {
    "senior": Senior,
    "activity": Activity,
    "station": Station,
    "parent": Station,
    "staff": Staff,
    "device": Device,
}


@dataclass(frozen=True, slots=True)
class Thing:
    """What an entry is about. zh and en: a senior's number, anything else by its name."""

    table: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing done. who: a name; empty for a tablet without staff, or for the house itself.

    things: what it was about, resolved; details: the rest of what was written down.
    """

    id: int
    at: datetime
    who: str
    device: str
    action: Action
    things: tuple[Thing, ...]
    details: dict[str, Any]


def entries(
    work: Work,
    *,
    staff_id: int | None = None,
    action: Action | None = None,
    on: date | None = None,
    zone: str = "UTC",
    before_id: int | None = None,
    limit: int = 50,
) -> tuple[Entry, ...]:
    """Return the newest entries first: of one person, of one action, of one day in that zone.

    `before_id` goes on after a page. Of people with a role where the actor may look, of tablets
    there, and of the house itself. Raises NotAllowed.
    """
    work.allow_anywhere(Permission.SEE_AUDIT)
    wanted = select(AuditEntry).where(_is_hers(work)).order_by(AuditEntry.id.desc()).limit(limit)
    if staff_id is not None:
        wanted = wanted.where(AuditEntry.staff_id == staff_id)
    if action is not None:
        wanted = wanted.where(AuditEntry.action == action)
    if on is not None:
        begins, ends = clock.day_bounds(on, zone)
        wanted = wanted.where(AuditEntry.at >= begins, AuditEntry.at < ends)
    if before_id is not None:
        wanted = wanted.where(AuditEntry.id < before_id)
    return _told(work, wanted)


def _is_hers(work: Work) -> ColumnElement[bool]:
    within = work.within(Permission.SEE_AUDIT, Station.path)
    roles = exists().where(Role.staff_id == AuditEntry.staff_id)
    role_there = exists().where(Role.staff_id == AuditEntry.staff_id, Role.station_id == Station.id, within)
    tablet_there = exists().where(Device.id == AuditEntry.device_id, Device.station_id == Station.id, within)
    nobody = AuditEntry.staff_id.is_(None) & AuditEntry.device_id.is_(None)
    let_go = AuditEntry.staff_id.is_not(None) & ~roles
    return or_(role_there, AuditEntry.staff_id.is_(None) & tablet_there, nobody, let_go)


def _told(work: Work, wanted: Select[AuditEntry]) -> tuple[Entry, ...]:
    found = work.db.scalars(wanted).all()
    mentioned = {entry.id: list(_mentioned(entry)) for entry in found}
    ids: dict[str, set[int]] = defaultdict(set)
    for table, row_id in (pair for pairs in mentioned.values() for pair in pairs):
        ids[table].add(row_id)
    ids["staff"] |= {entry.staff_id for entry in found if entry.staff_id}
    ids["device"] |= {entry.device_id for entry in found if entry.device_id}
    names = {(table, row_id): thing for table in ids for row_id, thing in _things(work, table, ids[table])}
    nothing = Thing("", "", "")
    return tuple(
        Entry(
            id=entry.id,
            at=entry.at,
            who=names.get(("staff", entry.staff_id or 0), nothing).zh,
            device=names.get(("device", entry.device_id or 0), nothing).zh,
            action=entry.action,
            things=tuple(names[pair] for pair in dict.fromkeys(mentioned[entry.id]) if pair in names),
            details={key: value for key, value in entry.details.items() if key not in TABLES},
        )
        for entry in found
    )


def _mentioned(entry: AuditEntry) -> Iterable[tuple[str, int]]:
    if entry.subject in TABLES:
        yield entry.subject, entry.subject_id
    for key, value in entry.details.items():
        if key in TABLES and isinstance(value, int):
            yield TABLES[key].__tablename__, value


def _things(work: Work, table: str, ids: set[int]) -> Iterable[tuple[int, Thing]]:
    model = TABLES[table]
    for row in work.db.scalars(select(model).where(model.id.in_(ids))):
        if isinstance(row, Senior):
            yield row.id, Thing(table, row.number, row.number)
        elif isinstance(row, Activity):
            yield row.id, Thing(table, row.title_zh, row.title_en)
        elif isinstance(row, Station):
            yield row.id, Thing(table, row.name_zh, row.name_en)
        elif isinstance(row, Staff | Device):
            yield row.id, Thing(table, row.name, row.name)
