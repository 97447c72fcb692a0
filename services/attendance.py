"""Who came: checking in, letting in, the roll call, turning away, and taking back."""

from datetime import datetime

from sqlalchemy import and_, select

from db.models import Activity, Attendance, TurnedAway
from db.words import Action, Gender, How
from services import people
from services.access import Permission
from services.arriving import Arrival, Outcome, TrainerDecides, arrive, known
from services.doorway import moment_of, seats_left
from services.roster import RosterRow, roster
from services.taking_back import undo, void
from services.work import Work

__all__ = [
    "Arrival",
    "Outcome",
    "RosterRow",
    "TrainerDecides",
    "check_in",
    "roll_call",
    "roster",
    "turn_away",
    "undo",
    "void",
    "walk_in",
]


def opened(work: Work, activity_id: int) -> Activity:
    """Return an activity at whose door the actor may stand, locked. Raises NotFound, NotAllowed."""
    activity = work.get(Activity, activity_id, lock=True)
    work.allow(Permission.CHECK_IN, station_id=activity.station_id)
    return activity


def check_in(
    work: Work,
    *,
    activity_id: int,
    senior_id: int,
    how: How,
    client_id: str,
    arrived_at: datetime | None = None,
    let_in: bool = False,
    although_full: bool = False,
) -> Arrival:
    """Take down that a senior came, or say why not yet: no seat here, waiting, or full.

    `let_in` gives whoever has no seat one of those left; `although_full` lets her in without one left.
    Neither the same client_id nor the same senior counts twice. Raises NotFound, NotAllowed,
    TrainerDecides, SentForAnother and the refusals of services/doorway.py.
    """
    activity = opened(work, activity_id)
    return arrive(
        work,
        activity,
        senior_id,
        how=how,
        client_id=client_id,
        arrived_at=arrived_at,
        let_in=let_in,
        although_full=although_full,
    )


def walk_in(
    work: Work,
    *,
    activity_id: int,
    name: str,
    client_id: str,
    consent_wording: str,
    birth_year: int | None = None,
    gender: Gender | None = None,
    phone: str = "",
    neighbourhood: str = "",
    needs: str = "",
    although_full: bool = False,
    arrived_at: datetime | None = None,
) -> Arrival:
    """Register somebody new, give her a seat and check her in, all or nothing.

    Nothing is stored when the answer is `full`. Sending it twice registers once.
    Raises what people.register and check_in raise.
    """
    activity = opened(work, activity_id)
    sent = work.db.scalar(select(Attendance.senior_id).where(Attendance.client_id == client_id))
    if sent is not None:
        return arrive(work, activity, sent, how=How.WALK_IN, client_id=client_id)
    moment_of(work, activity, arrived_at)
    left = seats_left(work, activity)
    if left <= 0 and not although_full:
        return Arrival(Outcome.FULL, 0, "", name, seats_left=left)

    new = people.register(
        work,
        station_id=activity.station_id,
        name=name,
        birth_year=birth_year,
        gender=gender,
        phone=phone,
        neighbourhood=neighbourhood,
        needs=needs,
        consent_wording=consent_wording,
    )
    return arrive(
        work,
        activity,
        new.id,
        how=How.WALK_IN,
        client_id=client_id,
        arrived_at=arrived_at,
        let_in=True,
        although_full=although_full,
    )


def roll_call(
    work: Work, *, activity_id: int, senior_ids: tuple[int, ...], client_id: str
) -> tuple[Arrival, ...]:
    """Check in everybody named, in that order.

    A roll call says who is here, not since when: they count as here from the start, or from now if
    it is still to come. client_id: at most 24 signs, one for the whole call. Raises as check_in does.
    """
    activity = opened(work, activity_id)
    return tuple(
        arrive(
            work,
            activity,
            senior_id,
            how=How.ROLL_CALL,
            client_id=f"{client_id}-{senior_id}",
            arrived_at=min(work.at, activity.starts_at),
        )
        for senior_id in senior_ids
    )


def turn_away(
    work: Work,
    *,
    activity_id: int,
    client_id: str,
    senior_id: int | None = None,
    came_at: datetime | None = None,
) -> None:
    """Count somebody who came and found no seat; a known senior counts once an activity.

    Raises NotFound, NotAllowed and the refusals of services/doorway.py.
    """
    activity = opened(work, activity_id)
    at = moment_of(work, activity, came_at)
    if senior_id is not None:
        senior_id = known(work, activity, senior_id, client_id).id
    same = TurnedAway.client_id == client_id
    if senior_id is not None:
        same |= and_(TurnedAway.activity_id == activity_id, TurnedAway.senior_id == senior_id)
    if work.db.scalar(select(TurnedAway.id).where(same).limit(1)) is not None:
        return
    turned = TurnedAway(
        activity_id=activity_id,
        senior_id=senior_id,
        came_at=at,
        client_id=client_id,
        recorded_by=work.actor.staff_id,
    )
    work.db.add(turned)
    work.record(Action.TURNED_AWAY, turned, activity=activity_id, senior=senior_id)
