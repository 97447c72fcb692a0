"""The columns at this moment: read once, kept in memory and in a file, and brought up to date when asked.

Every change leaves an audit entry in its own transaction, so the entries since the last look say which
activities have to be read anew.
"""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from threading import Lock
from typing import Any

import numpy as np
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from db.audit import AuditEntry
from db.models import Activity, Attendance, Enrolment, Merge, Senior, TurnedAway
from db.words import Action
from services.overview import reading, storing
from services.overview.columns import Activities, Columns, Ints, one_after_another
from services.work import Work

# PostgreSQL gives out numbers before it commits: an entry may appear below one that was seen already,
# as long as its transaction lasted.
SETTLED_AFTER = timedelta(minutes=10)
# With more than this it is quicker to read everything.
MANY = 4000
STORE_AFTER = 20_000
OF_AN_ACTIVITY = {table.__tablename__ for table in (Attendance, Enrolment, TurnedAway)}
PEOPLE = (Attendance, Enrolment, TurnedAway)

log = logging.getLogger(__name__)
_kept: dict[Engine, Columns] = {}
_stored: dict[Engine, int] = {}
_lock = Lock()
_versions = count(1)


def current(work: Work) -> Columns:
    """Return the columns as they are in the transaction that asks."""
    engine = work.db.get_bind().engine
    with _lock:
        kept = _kept.get(engine)
        if kept is None:
            kept = storing.load(work.db, next(_versions))
        if kept is None:
            kept = _read(work)
            store(work, kept)
        _kept[engine] = now = _caught_up(work, kept)
        if now.read_to - _stored.setdefault(engine, now.read_to) > STORE_AFTER:
            store(work, now)
        return now


def rebuild(work: Work) -> bool:
    """Read everything anew and store it; tell whether what was kept said the same."""
    with _lock:
        engine = work.db.get_bind().engine
        kept = _kept.pop(engine, None) or storing.load(work.db, 0)
        fresh = _read(work)
        same = kept is None or storing.same(_caught_up(work, kept), fresh)
        _kept[engine] = fresh
        store(work, fresh)
        return same


def leave(engine: Engine) -> None:
    """Keep nothing in memory; the file stays."""
    with _lock:
        _kept.pop(engine, None)
        _stored.pop(engine, None)


def forget(engine: Engine) -> None:
    """Keep nothing of a database that is not the same any more, neither in memory nor in the file."""
    leave(engine)
    storing.file(engine).unlink(missing_ok=True)


def store(work: Work, columns: Columns) -> None:
    """Write the columns into their file."""
    storing.store(work.db, columns)
    _stored[work.db.get_bind().engine] = columns.read_to


def _read(work: Work) -> Columns:
    """Return all of it, with its entries noted first: what comes in meanwhile is read twice."""
    settled = work.db.scalar(select(func.max(AuditEntry.id)).where(AuditEntry.at <= work.at - SETTLED_AFTER))
    recent = frozenset(work.db.scalars(select(AuditEntry.id).where(AuditEntry.id > (settled or 0))))
    return replace(
        reading.read(work.db, next(_versions)),
        read_to=max(recent, default=settled or 0),
        settled=settled or 0,
        recent=recent,
    )


def _caught_up(work: Work, kept: Columns) -> Columns:
    """Return the columns with all that was entered since."""
    entries = work.db.execute(
        select(
            AuditEntry.id,
            AuditEntry.at,
            AuditEntry.action,
            AuditEntry.subject,
            AuditEntry.subject_id,
            AuditEntry.details,
        )
        .where(AuditEntry.id > kept.settled)
        .order_by(AuditEntry.id)
    ).all()
    new = [entry for entry in entries if entry.id not in kept.recent]
    if not new:
        return kept
    activities = _activities_of(work.db, new)
    if len(activities) > MANY or any(_moves_everything(entry) for entry in new):
        log.info("reading all figures anew")
        return _read(work)
    settled = max(
        (entry.id for entry in entries if entry.at <= work.at - SETTLED_AFTER), default=kept.settled
    )
    recent = frozenset(entry.id for entry in entries if entry.id > settled)
    kept = replace(kept, read_to=entries[-1].id, settled=settled, recent=recent)
    seniors = _seniors_of(work.db, new)
    if not activities and not seniors:
        return kept
    if seniors:
        kept = replace(kept, seniors=reading.read_seniors(work.db, kept.seniors, sorted(seniors)))
    if activities:
        kept = _read_anew(work.db, kept, sorted(activities))
    return replace(kept, version=next(_versions))


def _moves_everything(entry: Any) -> bool:
    """Tell whether a station's days may begin at another moment than before."""
    return entry.action == Action.STATION_CHANGED and "zone" in entry.details.get("fields", ())


def _activities_of(db: Session, entries: Iterable[Any]) -> set[int]:
    """Return the ids of the activities that entries speak of."""
    found: set[int] = set()
    joined: set[int] = set()
    for entry in entries:
        if entry.subject == Activity.__tablename__:
            found.add(entry.subject_id)
        elif entry.subject in OF_AN_ACTIVITY:
            found.add(entry.details["activity"])
        elif entry.subject == Merge.__tablename__:
            joined |= {entry.details["kept"], entry.details["merged"]}
    for table in PEOPLE if joined else ():
        found.update(db.scalars(select(table.activity_id).where(table.senior_id.in_(joined))))
    return found


def _seniors_of(db: Session, entries: Iterable[Any]) -> set[int]:
    """Return the ids of the seniors that entries speak of."""
    found: set[int] = set()
    for entry in entries:
        if entry.subject == Senior.__tablename__:
            found.add(entry.subject_id)
        elif entry.subject == Merge.__tablename__:
            found |= {entry.details["kept"], entry.details["merged"]}
    return found


def _read_anew(db: Session, kept: Columns, ids: list[int]) -> Columns:
    """Return the columns with some activities, and whoever has to do with them, read again."""
    which = Activity.id.in_(ids)
    fresh = reading.read_activities(db, which)
    changed = np.isin(kept.activities.id, fresh.id)
    activities, moved_to = _with(kept.activities, fresh)
    visits, places, wanting, faces = reading.read_people(db, activities, which)
    rest = kept.without(changed).moved(moved_to)
    newest = max(int(table.senior.max(initial=0)) for table in (visits, places, wanting))
    known = newest < len(kept.seniors.birth_year)
    return replace(
        rest,
        seniors=kept.seniors if known else reading.read_seniors(db),
        activities=activities,
        visits=one_after_another(rest.visits, visits),
        places=one_after_another(rest.places, places),
        wanting=one_after_another(rest.wanting, wanting),
        faces=one_after_another(rest.faces, faces),
    )


def _with(kept: Activities, fresh: Activities) -> tuple[Activities, Ints]:
    """Return the activities with those read again, and to which row each of the kept ones went."""
    stay = ~np.isin(kept.id, fresh.id)
    both = one_after_another(kept, fresh)
    chosen = np.concatenate([stay, np.ones(len(fresh.id), dtype=bool)])
    ids = both.id[chosen]
    order = np.argsort(ids, kind="stable")
    merged = type(kept)(**{name: column[chosen][order] for name, column in vars(both).items()})
    return merged, np.searchsorted(merged.id, kept.id)
