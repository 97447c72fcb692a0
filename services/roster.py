"""The roster of an activity as the people at its door need it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select, union

from db.models import Activity, Attendance, Enrolment, Senior
from db.words import EnrolmentState, How
from services.access import Permission
from services.doorway import is_late
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
