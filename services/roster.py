"""The roster of an activity as the people at its door need it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select, union

from db.models import Activity, Attendance, Card, Enrolment, Senior, SeniorKey
from db.words import EnrolmentState, How
from services.access import Permission
from services.doorway import is_late, seats_left
from services.enrolment import SEATS_ARE_KEPT
from services.identity import hash_of
from services.work import Work


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A senior on the roster.

    state: her place, None for one who came without any. party: shared by those who come together.
    has_needs: there is a note about what she needs. how, arrived_at, attendance_id: None until she came.
    """

    senior_id: int
    number: str
    name: str
    has_needs: bool
    state: EnrolmentState | None
    party: str
    queued_at: datetime | None
    arrived_at: datetime | None
    is_late: bool
    how: How | None
    attendance_id: int | None


def roster(work: Work, *, activity_id: int) -> tuple[RosterRow, ...]:
    """Return everybody enrolled, waiting or here: the enrolled by name, then the waiting in order.

    Raises NotFound, NotAllowed.
    """
    activity = work.get(Activity, activity_id)
    work.allow(Permission.CHECK_IN, station_id=activity.station_id)
    place = and_(Enrolment.senior_id == Senior.id, Enrolment.activity_id == activity_id)
    came = and_(
        Attendance.senior_id == Senior.id,
        Attendance.activity_id == activity_id,
        Attendance.voided_at.is_(None),
    )
    listed = union(
        select(Enrolment.senior_id).where(
            Enrolment.activity_id == activity_id, Enrolment.state != EnrolmentState.CANCELLED
        ),
        select(Attendance.senior_id).where(
            Attendance.activity_id == activity_id, Attendance.voided_at.is_(None)
        ),
    ).subquery()
    rows = work.db.execute(
        select(
            Senior.id.label("senior_id"),
            Senior.number,
            Senior.name,
            (Senior.needs != "").label("has_needs"),
            Enrolment.state,
            func.coalesce(Enrolment.party, "").label("party"),
            Enrolment.queued_at,
            Attendance.arrived_at,
            Attendance.how,
            Attendance.id.label("attendance_id"),
        )
        .join(listed, listed.c.senior_id == Senior.id)
        .outerjoin(Enrolment, place)
        .outerjoin(Attendance, came)
    )
    found = [
        RosterRow(
            **{**row._mapping, "state": None if row.state is EnrolmentState.CANCELLED else row.state},
            is_late=bool(row.arrived_at and is_late(row.arrived_at, activity.starts_at)),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=_order))


def _order(row: RosterRow) -> tuple[bool, object, str, int]:
    waits = row.state is EnrolmentState.WAITING
    return waits, row.queued_at if waits else row.name, row.name, row.senior_id


@dataclass(frozen=True, slots=True)
class Held:
    """What a door holds of one senior, to know her without asking.

    keys: all she is found by, squeezed. cards: hashes of what her good cards' codes say.
    """

    row: RosterRow
    keys: tuple[str, ...]
    cards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """What a door holds of an activity, to go on when the network is gone."""

    people: tuple[Held, ...]
    seats_left: int


def held(work: Work, *, activity_id: int) -> Holding:
    """Return the roster with all that a scan, a number or a name is recognised by.

    Raises NotFound, NotAllowed.
    """
    rows = roster(work, activity_id=activity_id)
    ids = [row.senior_id for row in rows]
    keys, hashes = defaultdict[int, list[str]](list), defaultdict[int, list[str]](list)
    for senior_id, key in work.db.execute(
        select(SeniorKey.senior_id, SeniorKey.key).where(SeniorKey.senior_id.in_(ids))
    ):
        keys[senior_id].append(key)
    for senior_id, token in work.db.execute(
        select(Card.senior_id, Card.token).where(Card.senior_id.in_(ids), Card.revoked_at.is_(None))
    ):
        hashes[senior_id].append(hash_of(token))
    people = tuple(Held(row, tuple(keys[row.senior_id]), tuple(hashes[row.senior_id])) for row in rows)
    return Holding(people, seats_left(work, work.get(Activity, activity_id)))


def version(work: Work, *, activity_id: int) -> str:
    """Return a text that changes whenever the roster does. Raises NotFound, NotAllowed."""
    activity = work.get(Activity, activity_id)
    work.allow(Permission.CHECK_IN, station_id=activity.station_id)
    came = select(func.count(), func.max(Attendance.id), func.count(Attendance.voided_at)).where(
        Attendance.activity_id == activity_id
    )
    places = select(
        func.count(),
        func.max(Enrolment.queued_at),
        func.max(Enrolment.enrolled_at),
        func.max(Enrolment.cancelled_at),
        func.count(Enrolment.enrolled_at),
        func.count(Enrolment.cancelled_at),
    ).where(Enrolment.activity_id == activity_id)
    about = (
        activity.state,
        activity.starts_at,
        activity.ends_at,
        activity.seats,
        work.at >= activity.starts_at + SEATS_ARE_KEPT,
    )
    seen = (*about, *work.db.execute(came).one(), *work.db.execute(places).one())
    return hash_of("|".join(map(str, seen)))[:16]
