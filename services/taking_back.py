"""Taking a check-in back: at once without a reason, later with one. The row stays."""

from datetime import datetime, timedelta

from sqlalchemy import select

from db.models import Activity, Attendance, Enrolment
from db.words import Action, EnrolmentState, How
from services import waiting
from services.access import Permission
from services.draft import NoReason
from services.errors import N_, NotFound, Refused
from services.work import Work

UNDO_WITHIN = timedelta(seconds=10)
# The tap is made in time, its message may take a moment.
ON_THE_WAY = timedelta(seconds=5)
REASON_LENGTH = 200


class TooLateToUndo(Refused):
    """The seconds in which a slip needs no reason are over."""

    sentence = N_(
        "This check-in is more than %(seconds)s seconds old. A trainer can take it back with a reason."
    )


def undo(work: Work, *, client_id: str, undone_at: datetime | None = None) -> None:
    """Take back one's own check-in within UNDO_WITHIN, no reason asked. Twice changes nothing.

    undone_at: when it was tapped, if the message was on its way for long.
    Raises NotFound, NotAllowed, TooLateToUndo.
    """
    attendance = work.db.scalar(select(Attendance).where(Attendance.client_id == client_id))
    if attendance is None:
        raise NotFound
    activity = work.get(Activity, attendance.activity_id, lock=True)
    work.allow(Permission.CHECK_IN, station_id=activity.station_id)
    work.db.refresh(attendance)
    if attendance.voided_at is not None:
        return
    since = min(undone_at or work.at, work.at) - attendance.arrived_at
    if attendance.recorded_by != work.actor.staff_id or since > UNDO_WITHIN + ON_THE_WAY:
        raise TooLateToUndo(seconds=UNDO_WITHIN // timedelta(seconds=1))
    _take_back(work, attendance, reason="")


def void(work: Work, *, attendance_id: int, reason: str) -> None:
    """Take back a check-in with a reason; the row stays. Twice keeps the first reason.

    Raises NotFound, NotAllowed, NoReason.
    """
    attendance = work.get(Attendance, attendance_id)
    activity = work.get(Activity, attendance.activity_id, lock=True)
    work.allow(Permission.VOID_CHECK_IN, station_id=activity.station_id)
    work.db.refresh(attendance)
    if attendance.voided_at is not None:
        return
    reason = " ".join(reason.split())[:REASON_LENGTH]
    if not reason:
        raise NoReason("reason")
    _take_back(work, attendance, reason=reason)


def _take_back(work: Work, attendance: Attendance, *, reason: str) -> None:
    attendance.voided_at = work.at
    attendance.voided_by = work.actor.staff_id
    attendance.reason = reason
    work.db.flush()
    if attendance.how is How.WALK_IN:
        _give_back_seat(work, attendance)
        activity = work.get(Activity, attendance.activity_id)
        if work.at < activity.starts_at:
            waiting.move_up(work, activity)
    work.record(
        Action.CHECK_IN_VOIDED,
        attendance,
        activity=attendance.activity_id,
        senior=attendance.senior_id,
    )


def _give_back_seat(work: Work, attendance: Attendance) -> None:
    """Undo the enrolment that letting her in made: she waits again, or has no place again."""
    own = work.db.scalar(
        select(Enrolment).where(
            Enrolment.activity_id == attendance.activity_id,
            Enrolment.senior_id == attendance.senior_id,
            Enrolment.state == EnrolmentState.ENROLLED,
            Enrolment.enrolled_at == attendance.recorded_at,
        )
    )
    if own is None:
        return
    if own.queued_at < attendance.recorded_at:
        own.state, own.enrolled_at = EnrolmentState.WAITING, None
        return
    own.state, own.cancelled_at, own.reason = EnrolmentState.CANCELLED, work.at, attendance.reason
    work.record(Action.ENROLMENT_CANCELLED, own, activity=attendance.activity_id, senior=attendance.senior_id)
