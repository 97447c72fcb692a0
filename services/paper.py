"""Paper both ways: the roster to print, and what was ticked on it keyed in afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from db.models import Activity
from db.words import Action, ActivityState, EnrolmentState, How
from services.access import Permission
from services.arriving import Arrival, arrive
from services.errors import N_, Refused
from services.roster import RosterRow, roster
from services.schedule import check_stands
from services.spelling import signs, spellings
from services.work import Work

# A list left in the drawer comes to hand when the weekly session meets again, which after a week of
# holidays is the week after next. Later than that nobody remembers who the scribbled name was.
KEYED_IN_WITHIN = timedelta(days=14)


class PaperTooEarly(Refused):
    """Nobody has been there yet."""

    sentence = N_("This session has not begun yet. A paper list is keyed in once it has.")


class PaperTooOld(Refused):
    """Longer ago than KEYED_IN_WITHIN."""

    sentence = N_(
        "This session was more than %(days)s days ago, so its paper list can no longer be keyed in. "
        "Please keep the paper and tell the station manager."
    )


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A row of the printed roster."""

    number: str
    name: str


@dataclass(frozen=True, slots=True)
class PaperRoster:
    """The printed roster: the enrolled as their names sound, then the waiting in order. No phones."""

    enrolled: tuple[PaperLine, ...]
    waiting: tuple[PaperLine, ...]


def to_print(work: Work, *, activity_id: int) -> PaperRoster:
    """Return the roster for paper, and record that it was taken out. Raises NotFound, NotAllowed."""
    activity = work.get(Activity, activity_id)
    work.allow(Permission.PRINT_LISTS, station_id=activity.station_id)
    rows = as_called(roster(work, activity_id=activity_id))
    work.record(Action.ROSTER_PRINTED, activity, people=len(rows))
    return PaperRoster(
        enrolled=tuple(
            PaperLine(row.number, row.name) for row in rows if row.state is not EnrolmentState.WAITING
        ),
        waiting=tuple(PaperLine(row.number, row.name) for row in rows if row.state is EnrolmentState.WAITING),
    )


def to_key_in(work: Work, *, activity_id: int) -> tuple[RosterRow, ...]:
    """Return whom a paper list may have ticked, in its order.

    Raises NotFound, NotAllowed, PaperTooEarly, PaperTooOld, CalledOff, IsClosed.
    """
    activity = work.get(Activity, activity_id)
    work.allow(Permission.CHECK_IN, station_id=activity.station_id)
    _check_time(work, activity)
    return as_called(roster(work, activity_id=activity_id))


def as_called(rows: Sequence[RosterRow]) -> tuple[RosterRow, ...]:
    """Return the rows in the order in which names are looked up: as they sound; the waiting stay last."""

    def order(row: RosterRow) -> tuple[bool, tuple[str, ...]]:
        waits = row.state is EnrolmentState.WAITING
        return waits, () if waits else next(iter(spellings(signs(row.name))), ())

    return tuple(sorted(rows, key=order))


def key_in(
    work: Work,
    *,
    activity_id: int,
    senior_ids: tuple[int, ...],
    client_id: str,
    after_start: timedelta = timedelta(0),
) -> tuple[Arrival, ...]:
    """Take down who was ticked on paper, in that order, as here from the start or so long after it.

    Paper says what was: whoever came without a seat is let in, as a walk-in; beyond the seats only by
    those who may let more people in, for others the answer is `full` and that one is not stored.
    client_id: at most 24 signs, one for the whole list; twice counts once. Raises as `to_key_in`.
    """
    activity = work.get(Activity, activity_id, lock=True)
    work.allow(Permission.CHECK_IN, station_id=activity.station_id)
    _check_time(work, activity)
    may_overfill = work.actor.may(Permission.ENROL, work.station(activity.station_id).path)
    arrived_at = min(activity.starts_at + after_start, activity.ends_at, work.at)
    return tuple(
        arrive(
            work,
            activity,
            senior_id,
            how=How.PAPER,
            client_id=f"{client_id}-{senior_id}",
            arrived_at=arrived_at,
            let_in=True,
            although_full=may_overfill,
        )
        for senior_id in senior_ids
    )


def _check_time(work: Work, activity: Activity) -> None:
    if activity.state is ActivityState.PLANNED and work.at < activity.starts_at:
        raise PaperTooEarly
    check_stands(activity)
    if work.at > activity.ends_at + KEYED_IN_WITHIN:
        raise PaperTooOld(days=KEYED_IN_WITHIN.days)
