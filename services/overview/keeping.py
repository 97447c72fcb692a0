"""The columns at this moment: read once, kept in memory and in a file, and brought up to date when asked.

Every change leaves an audit entry in its own transaction, so the entries since the last look say which
activities have to be read anew.
"""

import logging
from collections.abc import Iterable
from dataclasses import replace
from itertools import count
from threading import Lock
from typing import Any

import numpy as np
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from db.models import Activity, Attendance, Enrolment, Merge, TurnedAway
from services.overview import entries, following, reading, storing
from services.overview.columns import Activities, Columns, Ints, moved, one_after_another, with_anew
from services.overview.entries import Seen
from services.work import Work

# With more than this it is quicker to read everything.
MANY = 4000
STORE_AFTER = 20_000
OF_AN_ACTIVITY = {table.__tablename__ for table in (Attendance, Enrolment, TurnedAway)}
PEOPLE = (Attendance, Enrolment, TurnedAway)

# What is kept, and which audit entries are in it: an entry that changes no figure leaves it as it is.
Known = tuple[Columns, Seen]

log = logging.getLogger(__name__)
_kept: dict[Engine, Known] = {}
_stored: dict[Engine, int] = {}
_lock = Lock()
_versions = count(1)


def current(work: Work) -> Columns:
    """Return the columns as they are in the transaction that asks."""
    engine = work.db.get_bind().engine
    with _lock:
        known = _kept.get(engine) or storing.load(work.db, next(_versions))
        if known is None:
            known = _read(work)
            store(work, known)
        _kept[engine] = columns, seen = _caught_up(work, known)
        if seen.read_to - _stored.setdefault(engine, seen.read_to) > STORE_AFTER:
            store(work, (columns, seen))
        return columns


def rebuild(work: Work) -> bool:
    """Read everything anew and store it; tell whether what was kept said the same."""
    with _lock:
        engine = work.db.get_bind().engine
        known = _kept.pop(engine, None) or storing.load(work.db, 0)
        fresh = _read(work)
        same = known is None or storing.same(_caught_up(work, known)[0], fresh[0])
        _kept[engine] = fresh
        store(work, fresh)
    return following.rebuild(work) and same


def leave(engine: Engine) -> None:
    """Keep nothing in memory; the file stays."""
    with _lock:
        _kept.pop(engine, None)
        _stored.pop(engine, None)
    following.leave(engine)


def forget(engine: Engine) -> None:
    """Keep nothing of a database that is not the same any more, neither in memory nor in the file."""
    leave(engine)
    following.forget(engine)
    storing.file(engine).unlink(missing_ok=True)


def store(work: Work, known: Known) -> None:
    """Write the columns into their file."""
    columns, seen = known
    storing.store(work.db, columns, seen)
    _stored[work.db.get_bind().engine] = seen.read_to


def _read(work: Work) -> Known:
    """Return all of it, with its entries noted first: what comes in meanwhile is read twice."""
    seen = entries.all_of(work.db, work.at)
    return reading.read(work.db, next(_versions)), seen


def _caught_up(work: Work, known: Known) -> Known:
    """Return the columns with all that was entered since."""
    kept, seen = known
    new, seen = entries.since(work.db, seen, work.at)
    activities = _activities_of(work.db, new)
    if len(activities) > MANY or any(entries.moves_everything(entry) for entry in new):
        log.info("reading all figures anew")
        return _read(work)
    seniors = entries.seniors_of(new)
    if not activities and not seniors:
        return kept, seen
    if seniors:
        kept = replace(kept, seniors=reading.read_seniors(work.db, kept.seniors, sorted(seniors)))
    if activities:
        kept = _read_anew(work.db, kept, sorted(activities))
    return replace(kept, version=next(_versions)), seen


def _activities_of(db: Session, found_in: Iterable[Any]) -> set[int]:
    """Return the ids of the activities that entries speak of."""
    found: set[int] = set()
    joined: set[int] = set()
    for entry in found_in:
        if entry.subject == Activity.__tablename__:
            found.add(entry.subject_id)
        elif entry.subject in OF_AN_ACTIVITY:
            found.add(entry.details["activity"])
        elif entry.subject == Merge.__tablename__:
            joined |= {entry.details["kept"], entry.details["merged"]}
    for table in PEOPLE if joined else ():
        found.update(db.scalars(select(table.activity_id).where(table.senior_id.in_(joined))))
    return found


def _read_anew(db: Session, kept: Columns, ids: list[int]) -> Columns:
    """Return the columns with some activities, and whoever has to do with them, read again."""
    which = Activity.id.in_(ids)
    fresh = reading.read_activities(db, which)
    activities, moved_to = _with(kept.activities, fresh)
    rows = activities.row(fresh.id)
    visits, places, wanting, faces = reading.read_people(db, activities, which)
    newest = max(int(table.senior.max(initial=0)) for table in (visits, places, wanting))
    known = newest < len(kept.seniors.birth_year)
    return replace(
        kept,
        seniors=kept.seniors if known else reading.read_seniors(db),
        activities=activities,
        visits=with_anew(moved(kept.visits, moved_to), rows, visits),
        places=with_anew(moved(kept.places, moved_to), rows, places),
        wanting=with_anew(moved(kept.wanting, moved_to), rows, wanting),
        faces=with_anew(moved(kept.faces, moved_to), rows, faces),
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
