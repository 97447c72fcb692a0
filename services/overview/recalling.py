"""From the events of the tablets to the columns of what was learnt: all of them, or those of some people."""

from collections.abc import Collection
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from db.functions import epoch
from db.learning import Learner, ProgressEvent
from db.models import Senior, Station
from db.words import EventKind, PracticeMode
from services.overview.columns import NEVER, Flags, Ints
from services.overview.learnt import Firsts, Learnt, OwnDays, Steps, spot
from services.overview.reading import AT_ONCE, wall_clock
from services.review import MASTERED_AFTER

OWN = and_(ProgressEvent.kind == EventKind.PRACTISED, ProgressEvent.mode == PracticeMode.OWN)
DONE = or_(OWN, ProgressEvent.kind == EventKind.FINISHED)
STEP = ProgressEvent.kind.in_((EventKind.READ, EventKind.MOVE))
AT = epoch(ProgressEvent.happened_at)
PAIR = 2**16


class Homes:
    """Whose every record is, and where she is at home: at the places of the records' ids."""

    def __init__(self, rows: Ints, zones: dict[int, str]) -> None:
        self.records = rows[:, 0]
        size = int(self.records.max(initial=0)) + 1
        self.kept, self.station = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
        self.kept[rows[:, 0]], self.station[rows[:, 0]] = rows[:, 1], rows[:, 2]
        self.zones = np.full(max(zones, default=0) + 1, "", dtype=object)
        self.zones[list(zones)] = list(zones.values())

    def knows(self, record: Ints) -> Flags:
        """Tell which records are here: another may have come in since they were read."""
        here = record < len(self.kept)
        here[here] = self.kept[record[here]] > 0
        return here

    def days(self, senior: Ints, at: Ints) -> Ints:
        """Return the days on which these instants are at home."""
        return wall_clock(at, self.zones[self.station[senior]])[0]


def homes(db: Session, seniors: Collection[int] | None = None) -> Homes:
    """Return the homes of everybody, or of some seniors with every other record of theirs."""
    kept = func.coalesce(Senior.merged_into_id, Senior.id)
    query = select(Senior.id, kept, Senior.station_id)
    if seniors is not None:
        record = aliased(Senior)
        whose = select(func.coalesce(record.merged_into_id, record.id)).where(record.id.in_(seniors))
        query = query.where(or_(Senior.id.in_(whose), Senior.merged_into_id.in_(whose)))
    rows = np.array([tuple(row) for row in db.execute(query)], dtype=np.int64).reshape(-1, 3)
    return Homes(rows, {row.id: row.zone for row in db.execute(select(Station.id, Station.zone))})


def read(db: Session) -> Learnt:
    """Return what was learnt by everybody."""
    return _read(db, homes(db), (), ProgressEvent.senior_id.is_not(None), true())


def read_some(db: Session, at_home: Homes, guests: Collection[int], lessons: Collection[str]) -> Learnt:
    """Return what some seniors learnt, and some learners without a name; `lessons` keep their places."""
    by_seniors = ProgressEvent.senior_id.in_(at_home.records.tolist())
    nameless = ProgressEvent.senior_id.is_(None) & ProgressEvent.learner_id.in_(guests)
    return _read(db, at_home, lessons, by_seniors, or_(by_seniors, nameless) if guests else by_seniors)


def _read(
    db: Session,
    at_home: Homes,
    lessons: Collection[str],
    by_seniors: ColumnElement[bool],
    by_anybody: ColumnElement[bool],
) -> Learnt:
    places = {uid: place for place, uid in enumerate(lessons)}
    firsts, own_days = _how_far(db, at_home, places, by_seniors)
    steps = _steps(db, at_home, places, by_anybody)
    return Learnt(firsts, own_days, steps, tuple(places))


def _how_far(
    db: Session, at_home: Homes, places: dict[str, int], which: ColumnElement[bool]
) -> tuple[Firsts, OwnDays]:
    """Return the first times of every senior in every lesson, and the days on her own."""
    who = ProgressEvent.senior_id
    began = _rows(
        db,
        select(who, epoch(func.min(ProgressEvent.happened_at)), ProgressEvent.lesson)
        .where(which)
        .group_by(who, ProgressEvent.lesson),
        places,
    )
    did = _rows(db, select(who, AT, case((OWN, 1), else_=0), ProgressEvent.lesson).where(which, DONE), places)
    began, did = began[at_home.knows(began[:, 0])], did[at_home.knows(did[:, 0])]
    senior = at_home.kept[did[:, 0]]
    day, is_own = at_home.days(senior, did[:, 1]), did[:, 2] == 1
    begun_by = at_home.kept[began[:, 0]]
    begun_on = at_home.days(begun_by, began[:, 1])
    pairs, row = np.unique(
        np.concatenate([begun_by * PAIR + began[:, 2], senior * PAIR + did[:, 3]]), return_inverse=True
    )
    done_row = row[len(begun_by) :]
    begun = _earliest(len(pairs), row, np.concatenate([begun_on, day]))
    done = _earliest(len(pairs), done_row, day)
    alone = _earliest(len(pairs), done_row[is_own], day[is_own])
    again = is_own & (day >= done[done_row] + MASTERED_AFTER.days)
    mastered = _earliest(len(pairs), done_row[again], day[again])
    by = pairs // PAIR
    first = (by, at_home.station[by], pairs % PAIR, begun, done, alone, mastered)
    days = np.unique(senior[is_own] * PAIR + day[is_own])
    return (
        Firsts(*(column.astype(np.int32) for column in first)),
        OwnDays((days // PAIR).astype(np.int32), (days % PAIR).astype(np.int32)),
    )


def _earliest(count: int, row: Ints, day: Ints) -> Ints:
    earliest = np.full(count, NEVER, dtype=np.int64)
    np.minimum.at(earliest, row, day)
    return earliest


def _steps(db: Session, at_home: Homes, places: dict[str, int], which: ColumnElement[bool]) -> Steps:
    found = _rows(
        db,
        select(
            func.coalesce(ProgressEvent.senior_id, -ProgressEvent.learner_id),
            case((ProgressEvent.kind == EventKind.MOVE, 1), else_=0),
            ProgressEvent.step,
            Learner.device_id,
            AT,
            ProgressEvent.hints,
            ProgressEvent.wrong_taps,
            ProgressEvent.seconds,
            case((ProgressEvent.mode == PracticeMode.HINTS, 1), else_=0),
            ProgressEvent.lesson,
        )
        .join(Learner, Learner.id == ProgressEvent.learner_id)
        .where(which, STEP, Learner.device_id.is_not(None)),
        places,
    )
    found = found[(found[:, 0] < 0) | at_home.knows(found[:, 0].clip(min=0))]
    by = np.where(found[:, 0] > 0, at_home.kept[found[:, 0].clip(min=0)], found[:, 0])
    return Steps(
        who=by.astype(np.int32),
        spot=spot(found[:, 9], found[:, 1], found[:, 2]).astype(np.int32),
        device=found[:, 3].astype(np.int32),
        at=found[:, 4].astype(np.uint32),
        hints=found[:, 5].astype(np.int32),
        wrong_taps=found[:, 6].astype(np.int32),
        seconds=found[:, 7].astype(np.int32),
        with_hints=found[:, 8] == 1,
    )


def _rows(db: Session, query: Select[*tuple[Any, ...]], places: dict[str, int]) -> Ints:
    """Return the rows of a query of whole numbers; the last column, a lesson, becomes its place."""
    width = len(query.selected_columns)
    # Straight from the driver, as services.overview.reading does.
    cursor = db.connection().execute(query).cursor
    parts = [np.zeros((0, width), dtype=np.int64)]
    while part := cursor.fetchmany(AT_ONCE):
        *numbers, lessons = zip(*part, strict=True)
        placed = [places.setdefault(uid, len(places)) for uid in lessons]
        parts.append(np.array([*numbers, placed], dtype=np.int64).T)
    return np.concatenate(parts)
