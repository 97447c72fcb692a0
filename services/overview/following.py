"""What was learnt, at this moment: read once, kept in memory and in a file, brought up to date when asked.

New events say of whom everything has to be read anew: one that a tablet kept for days may lie before all
others of hers. Whoever is merged, or moves, is read anew because of the audit entry.
"""

import logging
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from sqlalchemy import Engine, case, func, select
from sqlalchemy.orm import Session

from db.learning import ProgressEvent
from db.words import Action
from services.overview import entries, recalling, storing
from services.overview.columns import Flags, Small, one_after_another, rows_of
from services.overview.entries import SETTLED_AFTER, Seen
from services.overview.learnt import Events, Firsts, Learnt, OwnDays, Steps, parts, spot
from services.work import Work

# With more people than this it is quicker to read everything.
MANY = 20_000
STORE_AFTER = 100_000
TABLES = {"firsts": Firsts, "own_days": OwnDays, "steps": Steps}

log = logging.getLogger(__name__)
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept, and which audit entries and events are in it."""

    learnt: Learnt
    seen: Seen
    events: Events


_kept: dict[Engine, Known] = {}
_stored: dict[Engine, int] = {}


def current(work: Work) -> Learnt:
    """Return what was learnt, as it is in the transaction that asks."""
    engine = work.db.get_bind().engine
    with _lock:
        known = _kept.get(engine) or _load(work.db)
        if known is None:
            known = _read(work)
            _store(work, known)
        _kept[engine] = now = _caught_up(work, known)
        if now.events.read_to - _stored.setdefault(engine, now.events.read_to) > STORE_AFTER:
            _store(work, now)
        return now.learnt


def rebuild(work: Work) -> bool:
    """Read everything anew and store it; tell whether what was kept said the same."""
    engine = work.db.get_bind().engine
    with _lock:
        known = _kept.pop(engine, None) or _load(work.db)
        fresh = _read(work)
        same = known is None or _same(_caught_up(work, known).learnt, fresh.learnt)
        _kept[engine] = fresh
        _store(work, fresh)
        return same


def leave(engine: Engine) -> None:
    """Keep nothing in memory; the file stays."""
    with _lock:
        _kept.pop(engine, None)
        _stored.pop(engine, None)


def forget(engine: Engine) -> None:
    """Keep nothing of a database that is not the same any more, neither in memory nor in the file."""
    leave(engine)
    _file(engine).unlink(missing_ok=True)


def _read(work: Work) -> Known:
    """Return all of it, with what is known noted first: what comes in meanwhile is read twice."""
    seen, events = entries.all_of(work.db, work.at), _noted(work, Events())
    return Known(recalling.read(work.db), seen, events)


def _caught_up(work: Work, known: Known) -> Known:
    """Return what was learnt with all that came in since."""
    new, seen = entries.since(work.db, known.seen, work.at)
    if any(entries.moves_everything(entry) for entry in new):
        return _read(work)
    # Whoever was registered a moment ago has done nothing yet but what the events tell.
    seniors = entries.seniors_of(entry for entry in new if entry.action != Action.REGISTERED)
    events, guests = known.events, set[int]()
    if not _is_as_it_was(work.db, events):
        events = _noted(work, events)
        for senior, learner in _whose(work.db, known.events):
            if senior is None:
                guests.add(learner)
            else:
                seniors.add(senior)
    if len(seniors) + len(guests) > MANY:
        log.info("reading all that was learnt anew")
        return _read(work)
    learnt = _with(work.db, known.learnt, seniors, guests) if seniors or guests else known.learnt
    return Known(learnt, seen, events)


def _is_as_it_was(db: Session, events: Events) -> bool:
    """Tell whether no event came in, neither above the last one nor, late, below it."""
    number = ProgressEvent.id
    last, known = db.execute(
        select(func.max(number), func.count(case((number <= events.read_to, 1)))).where(
            number > events.settled
        )
    ).one()
    return (last or events.settled) == max(events.read_to, events.settled) and known == events.unsettled


def _noted(work: Work, before: Events) -> Events:
    """Return how far the events are known when all are read that there are now."""
    number = ProgressEvent.id
    settled = work.db.scalar(
        select(func.max(number)).where(
            number > before.settled, ProgressEvent.received_at <= work.at - SETTLED_AFTER
        )
    )
    settled = settled or before.settled
    last, count = work.db.execute(select(func.max(number), func.count()).where(number > settled)).one()
    return Events(last or settled, settled, count)


def _whose(db: Session, known: Events) -> Any:
    """Return of whom events came in: the seniors, or where there is none the learners."""
    number = ProgressEvent.id
    below = db.scalar(select(func.count()).where(number > known.settled, number <= known.read_to))
    after = known.read_to if below == known.unsettled else known.settled
    return db.execute(
        select(ProgressEvent.senior_id, ProgressEvent.learner_id).where(number > after).distinct()
    )


def _with(db: Session, kept: Learnt, seniors: set[int], guests: set[int]) -> Learnt:
    """Return what was learnt, with what some people did read again."""
    at_home = recalling.homes(db, seniors)
    fresh = recalling.read_some(db, at_home, guests, kept.lessons)
    known = np.union1d(at_home.records, np.array(sorted(seniors), dtype=np.int64))
    nameless = np.array([-learner for learner in guests], dtype=np.int64)

    def others(who: Small) -> Flags:
        return ~np.isin(who, np.concatenate([known, nameless]))

    firsts = rows_of(kept.firsts, others(kept.firsts.senior))
    own_days = rows_of(kept.own_days, others(kept.own_days.senior))
    steps = rows_of(kept.steps, others(kept.steps.who))
    return Learnt(
        one_after_another(firsts, fresh.firsts),
        one_after_another(own_days, fresh.own_days),
        one_after_another(steps, fresh.steps),
        fresh.lessons,
    )


def _file(engine: Engine) -> Path:
    return storing.file(engine, "learnt")


def _store(work: Work, known: Known) -> None:
    learnt, events = known.learnt, known.events
    flat = storing.flat_tables(learnt, TABLES)
    flat |= {"lessons": np.array(learnt.lessons, dtype=np.str_)}
    flat |= {"events": np.array([events.read_to, events.settled, events.unsettled])}
    engine = work.db.get_bind().engine
    storing.write(_file(engine), _stamp(work.db, known.seen, events), flat | storing.flat_seen(known.seen))
    _stored[engine] = events.read_to


def _load(db: Session) -> Known | None:
    flat = storing.read(_file(db.get_bind().engine))
    if flat is None:
        return None
    seen, events = storing.seen_of(flat), Events(*(int(number) for number in flat["events"]))
    if str(flat["stamp"]) != _stamp(db, seen, events):
        return None
    tables: dict[str, Any] = {name: storing.table_of(kind, name, flat) for name, kind in TABLES.items()}
    return Known(Learnt(**tables, lessons=tuple(str(uid) for uid in flat["lessons"])), seen, events)


def _stamp(db: Session, seen: Seen, events: Events) -> str:
    """Return what tells this house, with these events, from every other."""
    last = db.scalar(select(ProgressEvent.client_id).where(ProgressEvent.id == events.read_to))
    return f"{storing.stamp(db, seen)} {last}"


def _same(one: Learnt, other: Learnt) -> bool:
    """Tell whether two say the same, in whatever order their rows and lessons are."""
    order = sorted({*one.lessons, *other.lessons})
    return all(_rows(one, name, order) == _rows(other, name, order) for name in TABLES)


def _rows(learnt: Learnt, name: str, order: list[str]) -> list[tuple[Any, ...]]:
    columns = dict(vars(getattr(learnt, name)))
    placed = np.array([order.index(uid) for uid in learnt.lessons], dtype=np.int64)
    if "lesson" in columns:
        columns["lesson"] = placed[columns["lesson"]]
    if "spot" in columns:
        lesson, is_move, step = parts(columns["spot"])
        columns["spot"] = spot(placed[lesson], is_move, step)
    return sorted(zip(*(column.tolist() for column in columns.values()), strict=True))
