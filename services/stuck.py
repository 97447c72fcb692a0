"""Where people get stuck: help asked of the practice phone, and time, for every step of every lesson."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select

from db.learning import Learner, ProgressEvent
from db.models import Device, Station
from db.words import EventKind
from services import places
from services.access import Permission
from services.errors import Name
from services.library import shelf
from services.work import Work

# Fewer people than this could be recognised.
FEWEST = 5
KINDS = (EventKind.READ, EventKind.MOVE)


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


@dataclass(frozen=True, slots=True)
class _Where:
    """Which events count: from and until when, on the tablets at and below which path."""

    after: datetime
    until: datetime
    path: str


def stuck(work: Work, *, days: int, until: datetime | None = None, station_id: int | None = None) -> Stuck:
    """Return where people got stuck in the `days` days until then, or now, at the actor's stations.

    station_id: only there and below. Raises NotAllowed, NotFound.
    """
    work.allow_anywhere(Permission.SEE_ACTIVITIES)
    if station_id is not None:
        work.allow(Permission.SEE_ACTIVITIES, station_id=station_id)
    end = until or work.at
    where = _Where(end - timedelta(days=days), end, work.station(station_id).path if station_id else "/")
    medians = _medians(work, where)
    spots, hidden = [], 0
    for row in work.db.execute(_sums(work, where)):
        if row.people < FEWEST:
            hidden += 1
            continue
        place = places.at(row.lesson, row.kind, None, row.step, work.at)
        spots.append(
            Spot(
                uid=row.lesson,
                lesson=place.lesson,
                kind=row.kind,
                step=row.step,
                doing=place.doing,
                people=row.people,
                hints=row.hints / row.times,
                wrong_taps=row.wrong_taps / row.times,
                seconds=medians[row.lesson, row.kind, row.step],
            )
        )
    order = {uid: at for at, uid in enumerate(shelf().lessons)}
    spots.sort(key=lambda spot: (order.get(spot.uid, len(order)), spot.uid, spot.kind, spot.step))
    return Stuck(tuple(spots), hidden)


def _sums(work: Work, where: _Where) -> Select[*tuple[object, ...]]:
    somebody = func.coalesce(ProgressEvent.senior_id, -ProgressEvent.learner_id)
    return _at_my_stations(
        work,
        where,
        select(
            ProgressEvent.lesson,
            ProgressEvent.kind,
            ProgressEvent.step,
            func.count(somebody.distinct()).label("people"),
            func.count().label("times"),
            func.sum(ProgressEvent.hints).label("hints"),
            func.sum(ProgressEvent.wrong_taps).label("wrong_taps"),
        ),
    ).group_by(ProgressEvent.lesson, ProgressEvent.kind, ProgressEvent.step)


def _medians(work: Work, where: _Where) -> dict[tuple[str, EventKind, int], float]:
    spot = (ProgressEvent.lesson, ProgressEvent.kind, ProgressEvent.step)
    ranked = _at_my_stations(
        work,
        where,
        select(
            *spot,
            ProgressEvent.seconds,
            func.row_number().over(partition_by=spot, order_by=ProgressEvent.seconds).label("rank"),
            func.count().over(partition_by=spot).label("times"),
        ),
    ).subquery()
    middle = ranked.c.rank.in_([(ranked.c.times + 1) // 2, (ranked.c.times + 2) // 2])
    rows = work.db.execute(
        select(ranked.c.lesson, ranked.c.kind, ranked.c.step, func.avg(ranked.c.seconds).label("seconds"))
        .where(middle)
        .group_by(ranked.c.lesson, ranked.c.kind, ranked.c.step)
    )
    return {(row.lesson, row.kind, row.step): float(row.seconds) for row in rows}


def _at_my_stations(
    work: Work, where: _Where, wanted: Select[*tuple[object, ...]]
) -> Select[*tuple[object, ...]]:
    """Limit a query to what was done on the tablets of the actor's stations, in that time."""
    return (
        wanted.join(Learner, Learner.id == ProgressEvent.learner_id)
        .join(Device, Device.id == Learner.device_id)
        .join(Station, Station.id == Device.station_id)
        .where(
            work.within(Permission.SEE_ACTIVITIES, Station.path),
            ProgressEvent.kind.in_(KINDS),
            Station.path.startswith(where.path, autoescape=True),
            ProgressEvent.happened_at > where.after,
            ProgressEvent.happened_at <= where.until,
        )
    )
