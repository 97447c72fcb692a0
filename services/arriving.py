"""One arrival: who is it, has she a seat here, and did she come already."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, String, and_, bindparam, insert, select
from sqlalchemy.orm import aliased

from db.base import Model
from db.models import Activity, Attendance, Enrolment, Senior, Station
from db.words import Action, EnrolmentState, How
from services.access import Permission
from services.doorway import check_belongs_here, is_late, moment_of, seats_left
from services.errors import N_, Invalid, NotFound, Refused
from services.reach import street_of
from services.work import Work


class TrainerDecides(Refused):
    """No seat is left, and a helper may not let more people in than there are seats."""

    sentence = N_("No seat is left. Please ask the trainer, who may let more people in.")


class SentForAnother(Invalid):
    """An id made in a browser stands for somebody or something else already."""

    sentence = N_("This entry was made for somebody else already. Please scan again.")


class Outcome(StrEnum):
    """What came of an arrival."""

    CAME = "came"
    ALREADY = "already"
    NOT_ENROLLED = "not_enrolled"
    WAITING = "waiting"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came of an arrival, and whose it was.

    arrived_at, is_late, attendance_id: of the attendance that counts, for `already` since when;
    None where nobody was let in. seats_left: only where nobody was let in.
    """

    outcome: Outcome
    senior_id: int
    number: str
    name: str
    arrived_at: datetime | None = None
    is_late: bool = False
    attendance_id: int | None = None
    seats_left: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A senior at the door of an activity. sent_…: the attendance her client_id stands for already."""

    id: int
    number: str
    name: str
    merged_into_id: int | None
    path: str
    state: EnrolmentState | None
    attendance_id: int | None
    arrived_at: datetime | None
    sent_id: int | None
    sent_activity: int | None
    sent_senior: int | None
    sent_arrived_at: datetime | None


def _known() -> Select[*tuple[Any, ...]]:
    sent = aliased(Attendance)
    here = bindparam("activity", type_=Activity.id.type)
    return (
        select(
            Senior.id,
            Senior.number,
            Senior.name,
            Senior.merged_into_id,
            Station.path,
            Enrolment.state,
            Attendance.id,
            Attendance.arrived_at,
            sent.id,
            sent.activity_id,
            sent.senior_id,
            sent.arrived_at,
        )
        .join(Station, Station.id == Senior.station_id)
        .outerjoin(Enrolment, and_(Enrolment.senior_id == Senior.id, Enrolment.activity_id == here))
        .outerjoin(
            Attendance,
            and_(
                Attendance.senior_id == Senior.id,
                Attendance.activity_id == here,
                Attendance.voided_at.is_(None),
            ),
        )
        .outerjoin(sent, sent.client_id == bindparam("client", type_=String))
        .where(Senior.id == bindparam("senior", type_=Activity.id.type))
    )


# Asked at every arrival: putting the statement together costs more than its answer.
KNOWN = _known()
STORE = insert(Model.metadata.tables[Attendance.__tablename__]).returning(Attendance.id)


def arrive(
    work: Work,
    activity: Activity,
    senior_id: int,
    *,
    how: How,
    client_id: str,
    arrived_at: datetime | None = None,
    let_in: bool = False,
    although_full: bool = False,
) -> Arrival:
    """Check a senior in within another rule, which holds the lock and has asked who is allowed.

    Says no before it changes anything, so that of many arrivals each can be refused alone.
    """
    if although_full and not _may_overfill(work, activity):
        raise TrainerDecides
    let_in = let_in or although_full
    one = known(work, activity, senior_id, client_id)
    if one.sent_id is not None:
        if (one.sent_activity, one.sent_senior) != (activity.id, one.id):
            raise SentForAnother("id")
        return _counted(Outcome.CAME, activity, one, one.sent_arrived_at, one.sent_id)
    if one.attendance_id is not None:
        return _counted(Outcome.ALREADY, activity, one, one.arrived_at, one.attendance_id)
    at = moment_of(work, activity, arrived_at)
    if one.state is not EnrolmentState.ENROLLED:
        if not let_in and one.state is not EnrolmentState.WAITING:
            check_belongs_here(work, activity, one.id)
        left = seats_left(work, activity)
        if not (although_full or (let_in and left > 0)):
            return _not_yet(one, left)
        _give_seat(work, activity, one.id)
        how = How.WALK_IN

    attendance_id = _store(work, activity, one, how=how, client_id=client_id, at=at)
    return _counted(Outcome.CAME, activity, one, at, attendance_id)


def known(work: Work, activity: Activity, senior_id: int, client_id: str) -> Known:
    """Return a senior with her place and attendance here, and what this client_id stands for already.

    Raises NotFound, also for somebody of another street.
    """
    about = {"activity": activity.id, "senior": senior_id, "client": client_id}
    found = work.db.execute(KNOWN, about).one_or_none()
    if found is None or street_of(found.path) != street_of(work.station(activity.station_id).path):
        raise NotFound
    if found.merged_into_id is not None:
        return known(work, activity, found.merged_into_id, client_id)
    return Known(*found)


def _counted(
    outcome: Outcome, activity: Activity, one: Known, arrived_at: datetime | None, attendance_id: int | None
) -> Arrival:
    late = arrived_at is not None and is_late(arrived_at, activity.starts_at)
    return Arrival(outcome, one.id, one.number, one.name, arrived_at, late, attendance_id)


def _store(work: Work, activity: Activity, one: Known, *, how: How, client_id: str, at: datetime) -> int:
    attendance_id = work.db.execute(
        STORE,
        {
            "activity_id": activity.id,
            "senior_id": one.id,
            "arrived_at": at,
            "how": how,
            "client_id": client_id,
            "recorded_by": work.actor.staff_id,
            "recorded_at": work.at,
            "reason": "",
        },
    ).scalar_one()
    attendance = Attendance(id=attendance_id)
    work.record(Action.CHECKED_IN, attendance, activity=activity.id, senior=one.id, how=how)
    return attendance_id


def _not_yet(one: Known, left: int) -> Arrival:
    if left <= 0:
        outcome = Outcome.FULL
    else:
        waits = one.state is EnrolmentState.WAITING
        outcome = Outcome.WAITING if waits else Outcome.NOT_ENROLLED
    return Arrival(outcome, one.id, one.number, one.name, seats_left=left)


def _give_seat(work: Work, activity: Activity, senior_id: int) -> None:
    """Enrol whoever is let in, so that nobody else is given the chair she sits on."""
    own = work.db.scalar(
        select(Enrolment).where(Enrolment.activity_id == activity.id, Enrolment.senior_id == senior_id)
    )
    if own is None:
        own = Enrolment(activity_id=activity.id, senior_id=senior_id)
        work.db.add(own)
    if own.state is not EnrolmentState.WAITING:
        own.party, own.queued_at = secrets.token_hex(8), work.at
    own.state, own.enrolled_at, own.cancelled_at, own.reason = EnrolmentState.ENROLLED, work.at, None, ""
    work.db.flush()
    work.record(Action.ENROLLED, own, activity=activity.id, senior=senior_id)


def _may_overfill(work: Work, activity: Activity) -> bool:
    return work.actor.may(Permission.ENROL, work.station(activity.station_id).path)
