"""What a manager should look at today: plain rules, each with its numbers and the place to act.

The thresholds stand here with their reasons. None of them accuses anybody: they say where to look first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, case, func, select

from db.learning import RaisedHand
from db.models import Activity, Device, Enrolment
from db.words import ActivityState, EnrolmentState, EventKind
from services import places as in_lesson
from services.errors import Name
from services.overview import following
from services.overview.choice import Choice
from services.overview.columns import STATES
from services.overview.learnt import parts, people_at, rows_on
from services.overview.selecting import THE_FIRST, Place, Selection, places, select_for
from services.work import Work

# A month evens out one rainy day; two months before it are long enough to be the station's own normal.
LATELY = 28
BEFORE = 56
FALLEN_TO = (2, 3)
# With fewer sessions than these, one bad day is all there is to see.
FEWEST_LATELY, FEWEST_BEFORE = 2, 4
# There is still time to find a larger room, or to telephone.
NEXT = timedelta(days=7)
# Seats in hundreds: whoever asks now hardly finds one.
FULL_FROM = 90
# Most enrol in the week before; who has not two days before will not come by itself.
EMPTY_BELOW = 25
EMPTY_WITHIN = timedelta(days=2)
# When every second one needs help at the same place, it is the lesson and not the people.
STUCK_SHARE = 0.5
STUCK_DAYS = timedelta(days=90)
STUCK_FEWEST = 5
# Long enough to cross a room; after half a day nobody sits there any more.
UNANSWERED_AFTER = timedelta(minutes=3)
UNANSWERED_UNTIL = timedelta(hours=12)
# The longest a paper list may be keyed in: what is not entered by then is lost.
SILENT_DAYS = 14
# The evening of the session is for coffee; on the next day the records can be closed.
CLOSED_WITHIN = timedelta(days=1)
A_HUNDRED = 100
NONE = Name("", "")


class Kind(StrEnum):
    """What there is to look at, the most urgent first."""

    HANDS = "hands"
    FULL = "full"
    EMPTY = "empty"
    SILENT = "silent"
    FALLING = "falling"
    STUCK = "stuck"
    NOT_CLOSED = "not_closed"


@dataclass(frozen=True, slots=True)
class Concern:
    """Something to look at. station_id, activity_id, lesson: where to act, 0 or "" where there is none.

    What the numbers are, by kind:
    HANDS       count: hands up; at: since when the first; activity_id: 0 for guests without a session
    FULL        count: enrolled, of: seats, waiting; at: the start
    EMPTY       count: enrolled, of: seats; at: the start
    SILENT      count: sessions since then without an entry; on: the last day with one, None for never
    FALLING     count: visits a session in the last LATELY days, of: in the BEFORE days before them
    STUCK       count: people who needed help, of: who came by; step, doing: the move on the practice phone
    NOT_CLOSED  count: sessions; activity_id, at: the oldest
    """

    kind: Kind
    count: float
    of: float = 0
    station_id: int = 0
    station: Name = NONE
    zone: str = ""
    activity_id: int = 0
    title: Name = NONE
    at: datetime | None = None
    on: date | None = None
    waiting: int = 0
    lesson: str = ""
    step: int = 0
    doing: Name = NONE


def attention(work: Work, *, station_id: int | None = None) -> tuple[Concern, ...]:
    """Return what to look at, the most urgent kind first; empty when all is well.

    station_id: only there and below, None for all the actor may see. Raises NotAllowed, NotFound.
    """
    chosen = select_for(work, Choice(THE_FIRST, THE_FIRST, station_id=station_id))
    by_id = {place.id: place for place in places(work) if place.id in chosen.scope}
    silent = list(_silent(chosen, by_id))
    known = {concern.station_id for concern in silent}
    found = [
        *_hands(work, by_id),
        *_next_week(work, by_id),
        *silent,
        *_falling(chosen, by_id),
        *_stuck(work, by_id),
        # A silent station has not closed anything either; that is said once.
        *(one for one in _not_closed(work, chosen, by_id) if one.station_id not in known),
    ]
    order = list(Kind)
    return tuple(sorted(found, key=lambda one: order.index(one.kind)))


def _hands(work: Work, by_id: dict[int, Place]) -> Iterator[Concern]:
    rows = work.db.execute(
        select(RaisedHand.station_id, RaisedHand.raised_at, func.coalesce(RaisedHand.activity_id, 0))
        .where(
            RaisedHand.station_id.in_(by_id),
            RaisedHand.taken_at.is_(None),
            RaisedHand.done_at.is_(None),
            RaisedHand.raised_at <= work.at - UNANSWERED_AFTER,
            RaisedHand.raised_at > work.at - UNANSWERED_UNTIL,
        )
        .order_by(RaisedHand.station_id, RaisedHand.raised_at)
    )
    for station_id, group in groupby(rows, key=lambda row: int(row[0])):
        hands = list(group)
        yield _at(by_id[station_id], Kind.HANDS, len(hands), at=hands[0][1], activity_id=hands[0][2])


def _next_week(work: Work, by_id: dict[int, Place]) -> Iterator[Concern]:
    def in_state(state: EnrolmentState) -> ColumnElement[int]:
        return func.count(case((Enrolment.state == state, 1)))

    rows = work.db.execute(
        select(
            Activity.id,
            Activity.station_id,
            Activity.title_zh,
            Activity.title_en,
            Activity.starts_at,
            Activity.seats,
            in_state(EnrolmentState.ENROLLED).label("enrolled"),
            in_state(EnrolmentState.WAITING).label("waiting"),
        )
        .outerjoin(Enrolment, Enrolment.activity_id == Activity.id)
        .where(
            Activity.station_id.in_(by_id),
            Activity.state == ActivityState.PLANNED,
            Activity.starts_at > work.at,
            Activity.starts_at <= work.at + NEXT,
        )
        .group_by(Activity.id)
        .order_by(Activity.starts_at, Activity.id)
    )
    for row in rows:
        hundreds = row.enrolled * A_HUNDRED
        is_soon = row.starts_at <= work.at + EMPTY_WITHIN
        if row.waiting or hundreds >= row.seats * FULL_FROM:
            kind = Kind.FULL
        elif is_soon and hundreds < row.seats * EMPTY_BELOW:
            kind = Kind.EMPTY
        else:
            continue
        yield _at(
            by_id[row.station_id],
            kind,
            row.enrolled,
            of=row.seats,
            waiting=row.waiting,
            activity_id=row.id,
            title=Name(row.title_zh, row.title_en),
            at=row.starts_at,
        )


def _silent(chosen: Selection, by_id: dict[int, Place]) -> Iterator[Concern]:
    about, held = chosen.columns.activities, chosen.columns.held
    stands = ~chosen.columns.called_off
    due = about.ends < chosen.now - int(CLOSED_WITHIN.total_seconds())
    for place in by_id.values():
        here = about.station == place.id
        entered, planned = about.day[here & held], about.day[here & stands & due]
        if not len(planned):
            continue
        last = int(entered.max()) if len(entered) else int(planned.min())
        missing = int((planned > last).sum()) if len(entered) else len(planned)
        if missing and chosen.today - last >= SILENT_DAYS:
            on = THE_FIRST + timedelta(days=last) if len(entered) else None
            yield _at(place, Kind.SILENT, missing, on=on)


def _falling(chosen: Selection, by_id: dict[int, Place]) -> Iterator[Concern]:
    about = chosen.columns.activities
    visits = np.bincount(chosen.columns.visits.activity, minlength=len(about.id))
    part, whole = FALLEN_TO
    for place in by_id.values():
        here = chosen.is_over & (about.station == place.id)
        lately = here & (about.day >= chosen.today - LATELY) & (about.day < chosen.today)
        before = here & (about.day >= chosen.today - LATELY - BEFORE) & (about.day < chosen.today - LATELY)
        now, then = int(lately.sum()), int(before.sum())
        if now < FEWEST_LATELY or then < FEWEST_BEFORE:
            continue
        came, had_come = int(visits[lately].sum()), int(visits[before].sum())
        if came * then * whole <= had_come * now * part and had_come:
            yield _at(place, Kind.FALLING, came / now, of=had_come / then)


def _stuck(work: Work, by_id: dict[int, Place]) -> Iterator[Concern]:
    """Give the moves at which, practising with hints, every second one needed one."""
    learnt = following.current(work)
    steps, since = learnt.steps, int((work.at - STUCK_DAYS).timestamp())
    here = work.db.scalars(select(Device.id).where(Device.station_id.in_(by_id))).all()
    moves = rows_on(steps, here, (steps.at > since) & steps.with_hints)
    moves = moves[parts(steps.spot[moves])[1] == 1]
    people, helped = people_at(steps, moves), people_at(steps, moves[steps.hints[moves] > 0])
    found = sorted((learnt.lessons[parts(spot)[0]], int(parts(spot)[2]), spot) for spot in helped)
    for lesson, step, spot in found:
        if people[spot] >= STUCK_FEWEST and helped[spot] >= people[spot] * STUCK_SHARE:
            place = in_lesson.at(lesson, EventKind.MOVE, None, step, work.at)
            yield Concern(
                Kind.STUCK,
                helped[spot],
                of=people[spot],
                lesson=lesson,
                title=place.lesson,
                step=step,
                doing=place.doing,
            )


def _not_closed(work: Work, chosen: Selection, by_id: dict[int, Place]) -> Iterator[Concern]:
    about = chosen.columns.activities
    planned = about.state == STATES.index(ActivityState.PLANNED)
    due = np.flatnonzero(planned & (about.ends < (work.at - CLOSED_WITHIN).timestamp()))
    due = due[np.lexsort((about.starts[due], about.station[due]))]
    stations, first, counts = np.unique(about.station[due], return_index=True, return_counts=True)
    for station_id, at, count in zip(stations.tolist(), first.tolist(), counts.tolist(), strict=True):
        if station_id in by_id:
            oldest = work.get(Activity, int(about.id[due[at]]))
            yield _at(
                by_id[station_id],
                Kind.NOT_CLOSED,
                count,
                activity_id=oldest.id,
                title=Name(oldest.title_zh, oldest.title_en),
                at=oldest.starts_at,
            )


def _at(place: Place, kind: Kind, count: float, **about: Any) -> Concern:
    return Concern(
        kind, count, station_id=place.id, station=Name(place.zh, place.en), zone=place.zone, **about
    )
