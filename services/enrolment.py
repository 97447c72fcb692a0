"""Enrolling, cancelling, and passing on the seats of those who do not come."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Exists, exists, func, select

from db.models import Activity, Attendance, Enrolment, Senior
from db.words import EnrolmentState
from services import waiting
from services.access import Permission
from services.details import masked
from services.errors import N_, NotFound, Refused
from services.overlaps import Overlap, overlaps
from services.reach import street_of
from services.schedule import check_stands
from services.work import Work

SEATS_ARE_KEPT = timedelta(minutes=15)


class TooLateToEnrol(Refused):
    """The activity has begun."""

    sentence = N_("This session has begun, so enrolment is closed. The door can still check people in.")


class SeatsStillKept(Refused):
    """The first minutes after the start are not over."""

    sentence = N_("Seats are kept for %(minutes)s minutes after the start. Please offer them after that.")


class Over(Refused):
    """The activity has ended."""

    sentence = N_("This session is over, so there are no more seats to offer.")


class IsHere(Refused):
    """She is checked in."""

    sentence = N_("%(name)s is checked in. Please take the check-in back first.")


class NobodyChosen(Refused):
    """No senior was named."""

    sentence = N_("Please choose who is to be enrolled.")


@dataclass(frozen=True, slots=True)
class Placed:
    """What came of asking for seats.

    state: enrolled once all of them have a seat, else waiting. position: how many people must be
    seated first, plus one; None when nobody waits. clashes: what else they have at that time.
    """

    state: EnrolmentState
    position: int | None
    seats_left: int
    clashes: tuple[Overlap, ...]


@dataclass(frozen=True, slots=True)
class Seated:
    """A senior who moved up from the waiting list and wants to be told."""

    senior_id: int
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class SeniorsPlace:
    """A senior on the list of an activity. position: as in Placed. party: shared with whom she comes.

    moved_up_at: when she got the seat she had waited for; None for others.
    """

    senior_id: int
    number: str
    name: str
    neighbourhood: str
    phone_masked: str
    state: EnrolmentState
    position: int | None
    party: str
    moved_up_at: datetime | None
    came: bool


def enrol(work: Work, *, activity_id: int, senior_ids: tuple[int, ...]) -> Placed:
    """Give the seniors seats together, or let them wait together.

    Who has a seat already keeps it; asking again changes nothing. Somebody who waits and is now to
    come with others stands where the last of them stands, so that nobody is overtaken.
    Raises NotFound, NotAllowed, TooLateToEnrol, CalledOff, IsClosed, PartyTooLarge, NobodyChosen.
    """
    activity = _open(work, activity_id)
    seniors = _seniors(work, activity, senior_ids)
    waiting.place(work, activity, seniors)
    return placed(work, activity, seniors)


def cancel(
    work: Work, *, activity_id: int, senior_id: int, reason: str = "", with_party: bool = False
) -> tuple[Seated, ...]:
    """Give up a senior's seat or turn and return who moved up, to be called, in order.

    `with_party` gives up the places of those she comes with as well. Cancelling twice changes
    nothing. Raises NotFound, NotAllowed, TooLateToEnrol, CalledOff, IsClosed, IsHere.
    """
    activity = _open(work, activity_id)
    return give_up(work, activity, senior_id, reason=reason, with_party=with_party)


def offer_unclaimed(work: Work, *, activity_id: int) -> tuple[Seated, ...]:
    """Pass the seats of those who have not come on to the waiting, and return who they are, in order.

    From SEATS_ARE_KEPT after the start until the end. As many as there are empty chairs; the seats
    are taken from those who enrolled last. Their enrolments end with the reason "not here", later
    than the start, by which the figures still know them as no-shows. Once nobody waits or no chair
    is empty it changes nothing. Raises NotFound, NotAllowed, SeatsStillKept, Over, CalledOff, IsClosed.
    """
    activity = work.get(Activity, activity_id, lock=True)
    work.allow(Permission.CHECK_IN, station_id=activity.station_id)
    check_stands(activity)
    if work.at < activity.starts_at + SEATS_ARE_KEPT:
        raise SeatsStillKept(minutes=SEATS_ARE_KEPT // timedelta(minutes=1))
    if work.at >= activity.ends_at:
        raise Over

    chairs = activity.seats - _spoken_for(work, activity)
    next_ = waiting.fitting(work, activity_id, chairs)
    missing = len(next_) - (activity.seats - waiting.taken(work, activity_id))
    if missing > 0:
        waiting.leave(work, _absent(work, activity, missing), reason="not here")
    return _seated(work, waiting.seat(work, next_))


def places(work: Work, *, activity_id: int) -> tuple[SeniorsPlace, ...]:
    """Return who has a seat, in the order they got it, then who waits, first to be seated first."""
    activity = work.get(Activity, activity_id)
    work.allow(Permission.CHECK_IN, station_id=activity.station_id)
    rows = work.db.execute(
        select(Enrolment, Senior, _came().label("came"))
        .join(Senior, Senior.id == Enrolment.senior_id)
        .where(Enrolment.activity_id == activity_id, Enrolment.state != EnrolmentState.CANCELLED)
        .order_by(Enrolment.state, Enrolment.enrolled_at, Enrolment.queued_at, Enrolment.id)
    ).all()
    turns = waiting.turns([row.Enrolment for row in rows if row.Enrolment.state is EnrolmentState.WAITING])
    return tuple(
        SeniorsPlace(
            senior_id=senior.id,
            number=senior.number,
            name=senior.name,
            neighbourhood=senior.neighbourhood,
            phone_masked=masked(senior.phone),
            state=enrolment.state,
            position=turns.get(enrolment.senior_id),
            party=enrolment.party,
            moved_up_at=_moved_up_at(enrolment),
            came=came,
        )
        for enrolment, senior, came in rows
    )


def _check_absent(work: Work, rows: list[Enrolment]) -> None:
    here = work.db.scalar(
        select(Senior.name)
        .join(Enrolment, Enrolment.senior_id == Senior.id)
        .where(Enrolment.id.in_([row.id for row in rows]), _came())
        .limit(1)
    )
    if here is not None:
        raise IsHere(name=here)


def _moved_up_at(enrolment: Enrolment) -> datetime | None:
    at = enrolment.enrolled_at
    return at if at and at > enrolment.queued_at else None


def _open(work: Work, activity_id: int) -> Activity:
    activity = work.get(Activity, activity_id, lock=True)
    work.allow(Permission.ENROL, station_id=activity.station_id)
    check_open(work, activity)
    return activity


def _seniors(work: Work, activity: Activity, senior_ids: tuple[int, ...]) -> list[int]:
    if not senior_ids:
        raise NobodyChosen
    street = street_of(work.station(activity.station_id).path)
    return list(dict.fromkeys(_kept(work, senior_id, street) for senior_id in senior_ids))


def _kept(work: Work, senior_id: int, street: int) -> int:
    senior = work.get(Senior, senior_id)
    while senior.merged_into_id is not None:
        senior = work.get(Senior, senior.merged_into_id)
    if street_of(work.station(senior.station_id).path) != street:
        raise NotFound
    return senior.id


def check_open(work: Work, activity: Activity) -> None:
    """Refuse once nobody enrols any more. Raises TooLateToEnrol, CalledOff, IsClosed."""
    check_stands(activity)
    if work.at >= activity.starts_at:
        raise TooLateToEnrol


def give_up(
    work: Work, activity: Activity, senior_id: int, *, reason: str = "", with_party: bool = False
) -> tuple[Seated, ...]:
    """Give up a place at an activity that is locked and open; the calling rule has asked who may.

    Raises NotFound, IsHere.
    """
    own = work.db.scalar(
        select(Enrolment).where(Enrolment.activity_id == activity.id, Enrolment.senior_id == senior_id)
    )
    if own is None:
        raise NotFound
    if own.state is EnrolmentState.CANCELLED:
        return ()
    going = waiting.party_of(work, own) if with_party else [own]
    _check_absent(work, going)
    waiting.leave(work, going, reason=" ".join(reason.split())[:200])
    return _seated(work, waiting.move_up(work, activity))


def placed(work: Work, activity: Activity, senior_ids: list[int]) -> Placed:
    """Return how these seniors stand at an activity. The calling rule has asked who may know."""
    turns = waiting.turns([row for party in waiting.line(work, activity.id) for row in party])
    own = [turns[senior_id] for senior_id in senior_ids if senior_id in turns]
    return Placed(
        state=EnrolmentState.WAITING if own else EnrolmentState.ENROLLED,
        position=min(own, default=None),
        seats_left=activity.seats - waiting.taken(work, activity.id),
        clashes=overlaps(work, activity, senior_ids),
    )


def _seated(work: Work, rows: list[Enrolment]) -> tuple[Seated, ...]:
    seniors = [work.get(Senior, row.senior_id) for row in rows]
    return tuple(Seated(senior.id, senior.number, senior.name) for senior in seniors)


def _came() -> Exists:
    return exists().where(
        Attendance.activity_id == Enrolment.activity_id,
        Attendance.senior_id == Enrolment.senior_id,
        Attendance.voided_at.is_(None),
    )


def _spoken_for(work: Work, activity: Activity) -> int:
    """Return how many chairs are not to be had: whoever is here, and whoever was offered one."""
    here = work.db.scalar(
        select(func.count()).where(Attendance.activity_id == activity.id, Attendance.voided_at.is_(None))
    )
    offered = work.db.scalar(
        select(func.count()).where(
            Enrolment.activity_id == activity.id,
            Enrolment.state == EnrolmentState.ENROLLED,
            Enrolment.enrolled_at >= activity.starts_at,
            ~_came(),
        )
    )
    return (here or 0) + (offered or 0)


def _absent(work: Work, activity: Activity, how_many: int) -> list[Enrolment]:
    """Return those with a seat since before the start who are not here, the last enrolled first."""
    return list(
        work.db.scalars(
            select(Enrolment)
            .where(
                Enrolment.activity_id == activity.id,
                Enrolment.state == EnrolmentState.ENROLLED,
                Enrolment.enrolled_at < activity.starts_at,
                ~_came(),
            )
            .order_by(Enrolment.enrolled_at.desc(), Enrolment.id.desc())
            .limit(how_many)
        )
    )
