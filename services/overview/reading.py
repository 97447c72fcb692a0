"""From the database to the columns: all of it, or of some activities."""

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, case, func, literal, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.types import String

from db.functions import epoch
from db.learning import Feedback
from db.models import Activity, Attendance, Enrolment, Senior, Station, TurnedAway
from db.words import How
from services.overview.columns import (
    GENDERS,
    HOWS,
    STATES,
    Activities,
    Columns,
    Faces,
    Flags,
    Ints,
    Places,
    Seniors,
    Visits,
    Wanting,
    in_order,
)

AT_ONCE = 100_000
DAY = 24 * 60 * 60
PERSON = 2**32


def read(db: Session, version: int) -> Columns:
    """Return the columns of the whole house."""
    activities = read_activities(db)
    return Columns(
        activities, *read_people(db, activities, everything()), seniors=read_seniors(db), version=version
    )


def everything() -> ColumnElement[bool]:
    """Return the condition that every activity meets."""
    return literal(value=True)


def read_activities(db: Session, which: ColumnElement[bool] | None = None) -> Activities:
    """Return the activities, by id; `which` limits them."""
    state = case({word.value: code for code, word in enumerate(STATES)}, value=_text(Activity.state))
    found = db.execute(
        select(
            Activity.id,
            Activity.station_id,
            Activity.programme_id,
            func.coalesce(Activity.trainer_id, 0),
            epoch(Activity.starts_at),
            epoch(Activity.ends_at),
            Activity.seats,
            state,
            Activity.lesson,
            Station.zone,
        )
        .join(Station, Station.id == Activity.station_id)
        .where(everything() if which is None else which)
        .order_by(Activity.id)
    ).all()
    numbers = np.array([row[:8] for row in found], dtype=np.int64).reshape(-1, 8)
    day, minute = wall_clock(numbers[:, 4], np.array([row[9] for row in found], dtype=object))
    return Activities(
        id=numbers[:, 0],
        station=numbers[:, 1],
        programme=numbers[:, 2],
        trainer=numbers[:, 3],
        lesson=np.array([row[8] for row in found], dtype="U24"),
        starts=numbers[:, 4],
        ends=numbers[:, 5],
        day=day,
        minute=minute,
        seats=numbers[:, 6],
        state=numbers[:, 7].astype(np.int8),
    )


def wall_clock(starts: Ints, zones: Any) -> tuple[Ints, Ints]:
    """Return the day and the minute that each station's wall shows."""
    wall = np.array(starts)
    for name in set(zones):
        here = zones == name
        shown = pd.to_datetime(starts[here], unit="s", utc=True).tz_convert(name).tz_localize(None)
        wall[here] = shown.to_numpy().astype("datetime64[s]").astype(np.int64)
    return wall // DAY, wall % DAY // 60


def read_people(
    db: Session, activities: Activities, which: ColumnElement[bool]
) -> tuple[Visits, Places, Wanting, Faces]:
    """Return who came, was expected, found no seat, and what people thought, at the activities chosen."""
    expected = _expected(db, activities, which)
    visits = _visits(db, activities, which, expected)
    came = _key(visits.activity, visits.senior)
    return (
        visits,
        Places(
            (expected // PERSON).astype(np.int32),
            (expected % PERSON).astype(np.int32),
            _among(expected, came),
        ),
        _wanting(db, activities, which, came),
        _faces(db, activities, which),
    )


def _visits(db: Session, activities: Activities, which: ColumnElement[bool], expected: Ints) -> Visits:
    how = case({word.value: code for code, word in enumerate(HOWS)}, value=_text(Attendance.how))
    found = _numbers(
        db,
        select(
            Attendance.activity_id,
            Attendance.senior_id,
            how,
            epoch(Attendance.arrived_at),
            func.coalesce(Attendance.recorded_by, 0),
        ).where(Attendance.voided_at.is_(None), _of(which, Attendance.activity_id)),
    )
    at = activities.row(found[:, 0])
    after = (found[:, 3] - activities.starts[at]) // 60
    visits = Visits(
        activity=at.astype(np.int32),
        senior=found[:, 1].astype(np.int32),
        how=found[:, 2].astype(np.int8),
        after=after.clip(-32_000, 32_000).astype(np.int16),
        staff=found[:, 4].astype(np.int32),
        had_place=_among(_key(at, found[:, 1]), expected),
    )
    return in_order(visits)


def _expected(db: Session, activities: Activities, which: ColumnElement[bool]) -> Ints:
    """Return activity row and senior as one number, for all who had a place when it began."""
    had = _numbers(
        db,
        select(Enrolment.activity_id, Enrolment.senior_id)
        .join(Activity, Activity.id == Enrolment.activity_id)
        .where(Enrolment.enrolled_at < Activity.starts_at, _still_at_the_start(), which),
    )
    given = _numbers(
        db,
        select(Attendance.activity_id, Attendance.senior_id)
        .join(
            Enrolment,
            and_(
                Enrolment.activity_id == Attendance.activity_id,
                Enrolment.senior_id == Attendance.senior_id,
                Enrolment.enrolled_at == Attendance.recorded_at,
            ),
        )
        .where(Attendance.how == How.WALK_IN, _of(which, Attendance.activity_id)),
    )
    keys = _key(activities.row(had[:, 0]), had[:, 1])
    at_the_door = _key(activities.row(given[:, 0]), given[:, 1])
    return np.sort(_of_people(db, keys[~_among(keys, at_the_door)]))


def _wanting(db: Session, activities: Activities, which: ColumnElement[bool], came: Ints) -> Wanting:
    waited = _numbers(
        db,
        select(Enrolment.activity_id, Enrolment.senior_id)
        .join(Activity, Activity.id == Enrolment.activity_id)
        .where(
            Enrolment.enrolled_at.is_(None),
            Enrolment.queued_at < Activity.starts_at,
            _still_at_the_start(),
            which,
        ),
    )
    away = _numbers(
        db,
        select(TurnedAway.activity_id, func.coalesce(TurnedAway.senior_id, 0)).where(
            _of(which, TurnedAway.activity_id)
        ),
    )
    every = np.concatenate([waited, away])
    keys = _key(activities.row(every[:, 0]), every[:, 1])
    unknown = every[:, 1] == 0
    known = _of_people(db, pd.unique(keys[~unknown & ~_among(keys, came)]))
    keys = np.sort(np.concatenate([known, keys[unknown]]))
    return Wanting((keys // PERSON).astype(np.int32), (keys % PERSON).astype(np.int32))


def _faces(db: Session, activities: Activities, which: ColumnElement[bool]) -> Faces:
    found = _numbers(db, select(Feedback.activity_id, Feedback.face).where(_of(which, Feedback.activity_id)))
    return in_order(Faces(activities.row(found[:, 0]).astype(np.int32), found[:, 1].astype(np.int8)))


def read_seniors(db: Session, known: Seniors | None = None, ids: Sequence[int] = ()) -> Seniors:
    """Return what is known of every senior, at the place of the id; or `known` with some read again."""
    gender = case(
        {word.value: code for code, word in enumerate(GENDERS) if word}, value=_text(Senior.gender), else_=0
    )
    asked = select(Senior.id, func.coalesce(Senior.birth_year, 0), gender, Senior.neighbourhood)
    found = db.execute(asked.where(Senior.id.in_(ids)) if known else asked).all()
    size = max((row[0] for row in found), default=0) + 1
    born, who = np.zeros(size, dtype=np.int16), np.zeros(size, dtype=np.int8)
    lives = np.zeros(size, dtype=np.int32)
    names = {"": 0}
    if known:
        size = max(size, len(known.birth_year))
        born, who, lives = (
            np.pad(column, (0, size - len(column)))
            for column in (known.birth_year, known.gender, known.neighbourhood)
        )
        names = {name: code for code, name in enumerate(known.neighbourhoods)}
    for senior_id, birth_year, code, neighbourhood in found:
        born[senior_id], who[senior_id] = birth_year, code
        lives[senior_id] = names.setdefault(neighbourhood, len(names))
    return Seniors(born, who, lives, tuple(names))


def _still_at_the_start() -> ColumnElement[bool]:
    return Enrolment.cancelled_at.is_(None) | (Enrolment.cancelled_at >= Activity.starts_at)


def _of_people(db: Session, keys: Ints) -> Ints:
    # What a merge left with the record that was given up counts with the one that was kept.
    merged = np.array(db.scalars(select(Senior.id).where(Senior.merged_into_id.is_not(None))).all())
    return keys[~_among(keys % PERSON, merged)]


def _among(keys: Ints, others: Ints) -> Flags:
    """Tell of each number whether it is among others."""
    if not len(others):
        return np.zeros(len(keys), dtype=bool)
    others = np.sort(others)
    at = np.searchsorted(others, keys).clip(max=len(others) - 1)
    found: Flags = others[at] == keys
    return found


def _of(which: ColumnElement[bool], activity_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    return which if which.compare(everything()) else activity_id.in_(select(Activity.id).where(which))


def _text(column: InstrumentedAttribute[Any]) -> ColumnElement[str]:
    return type_coerce(column, String)


def _key(activity: Any, senior: Any) -> Ints:
    """Return an activity's row and a senior's id as one number."""
    keys: Ints = activity.astype(np.int64) * PERSON + senior
    return keys


def _numbers(db: Session, query: Select[*tuple[Any, ...]]) -> Ints:
    """Return the rows of a query whose columns are all whole numbers."""
    width = len(query.selected_columns)
    # Straight from the driver: wrapping seven million rows took three times as long as reading them.
    cursor = db.connection().execute(query).cursor
    parts = [np.zeros(0, dtype=np.int64)]
    while part := cursor.fetchmany(AT_ONCE):
        parts.append(np.fromiter(chain.from_iterable(part), dtype=np.int64, count=len(part) * width))
    return np.concatenate(parts).reshape(-1, width)
