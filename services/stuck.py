"""Where people get stuck: help asked of the practice phone, and time, for every step of every lesson."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import select

from db.models import Device, Station
from db.words import EventKind
from services import places
from services.access import Permission
from services.errors import Name
from services.library import shelf
from services.overview import following
from services.overview.columns import Ints
from services.overview.learnt import Learnt, Steps, parts, people_at, rows_on
from services.work import Work

# Fewer people than this could be recognised.
FEWEST = 5
# Longer than anything that is done in a lesson, in seconds.
LONGEST = 2**20


@dataclass(frozen=True, slots=True)
class Spot:
    """A step of a lesson (read) or a move on its practice phone. step: from 1; doing: what is done there.

    people: how many different ones came by, guests as often as they came. hints, wrong_taps: for each
    time it was done. seconds: the median.
    """

    uid: str
    lesson: Name
    kind: EventKind
    step: int
    doing: Name
    people: int
    hints: float
    wrong_taps: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Stuck:
    """The spots, lesson by lesson in the order they are taught, then step by step.

    hidden: how many more there are at which fewer than FEWEST people came by.
    """

    spots: tuple[Spot, ...]
    hidden: int


def stuck(work: Work, *, days: int, until: datetime | None = None, station_id: int | None = None) -> Stuck:
    """Return where people got stuck in the `days` days until then, or now, at the actor's stations.

    To the second. station_id: only there and below. Raises NotAllowed, NotFound.
    """
    work.allow_anywhere(Permission.SEE_ACTIVITIES)
    if station_id is not None:
        work.allow(Permission.SEE_ACTIVITIES, station_id=station_id)
    path = work.station(station_id).path if station_id else "/"
    learnt = following.current(work)
    rows = _rows(work, learnt.steps, path, until or work.at, timedelta(days=days))
    people = people_at(learnt.steps, rows)
    each_time = _each_time(learnt.steps, rows)
    spots = [
        _spot(work, learnt, number, people[number], told)
        for number, told in zip(each_time.index.tolist(), each_time.to_dict("records"), strict=True)
        if people[number] >= FEWEST
    ]
    order = {uid: at for at, uid in enumerate(shelf().lessons)}
    spots.sort(key=lambda spot: (order.get(spot.uid, len(order)), spot.uid, spot.kind, spot.step))
    return Stuck(tuple(spots), len(people) - len(spots))


def _rows(work: Work, steps: Steps, path: str, until: datetime, span: timedelta) -> Ints:
    """Return what was done on the tablets of the actor's stations at and below a path, in that time."""
    mine = work.db.scalars(
        select(Device.id)
        .join(Station, Station.id == Device.station_id)
        .where(
            work.within(Permission.SEE_ACTIVITIES, Station.path),
            Station.path.startswith(path, autoescape=True),
        )
    )
    last, after = int(until.timestamp()), int((until - span).timestamp())
    return rows_on(steps, mine.all(), (steps.at > after) & (steps.at <= last))


def _each_time(steps: Steps, rows: Ints) -> pd.DataFrame:
    """Return of every spot the hints and wrong taps each time, and the median of the seconds."""
    at = steps.spot[rows].astype(np.int64)
    every = np.bincount(at)
    spots = np.flatnonzero(every)
    times = every[spots]
    seconds = np.sort(at * LONGEST + steps.seconds[rows]) % LONGEST
    first = np.cumsum(times) - times
    return pd.DataFrame(
        {
            "hints": np.bincount(at, steps.hints[rows])[spots] / times,
            "wrong_taps": np.bincount(at, steps.wrong_taps[rows])[spots] / times,
            "seconds": (seconds[first + (times - 1) // 2] + seconds[first + times // 2]) / 2,
        },
        index=spots,
    )


def _spot(work: Work, learnt: Learnt, number: int, people: int, told: dict[Any, float]) -> Spot:
    lesson, is_move, step = (int(part) for part in parts(number))
    kind = EventKind.MOVE if is_move else EventKind.READ
    place = places.at(learnt.lessons[lesson], kind, None, step, work.at)
    return Spot(
        uid=learnt.lessons[lesson],
        lesson=place.lesson,
        kind=kind,
        step=step,
        doing=place.doing,
        people=people,
        hints=told["hints"],
        wrong_taps=told["wrong_taps"],
        seconds=told["seconds"],
    )
