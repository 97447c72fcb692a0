"""The call list of an activity: who is to be telephoned. For staff, and written down each time."""

from dataclasses import dataclass

from sqlalchemy import select

from db.models import Activity, Senior
from db.words import Action, EnrolmentState
from services import enrolment
from services.access import Permission
from services.work import Work


@dataclass(frozen=True, slots=True)
class Callee:
    """A senior to call. phone is whole, "" where none was told; position: as in enrolment.Placed."""

    number: str
    name: str
    neighbourhood: str
    phone: str
    state: EnrolmentState
    position: int | None
    together: str


@dataclass(frozen=True, slots=True)
class CallList:
    """Whom to call about an activity: the enrolled in order, then the waiting."""

    callees: tuple[Callee, ...]


def call_list(work: Work, *, activity_id: int) -> CallList:
    """Return the call list with whole phones, and record that it was taken out.

    together: the names of those she comes with. Raises NotFound, NotAllowed.
    """
    activity = work.get(Activity, activity_id)
    work.allow(Permission.PRINT_LISTS, station_id=activity.station_id)
    work.allow(Permission.SHOW_PHONE, station_id=activity.station_id)
    listed = enrolment.places(work, activity_id=activity_id)
    phones = dict(
        work.db.execute(
            select(Senior.id, Senior.phone).where(Senior.id.in_([row.senior_id for row in listed]))
        ).all()
    )
    work.record(Action.CALL_LIST_PRINTED, activity, people=len(listed))
    return CallList(
        callees=tuple(
            Callee(
                number=row.number,
                name=row.name,
                neighbourhood=row.neighbourhood,
                phone=phones[row.senior_id],
                state=row.state,
                position=row.position,
                together="、".join(other.name for other in listed if _together(row, other)),
            )
            for row in listed
        ),
    )


def _together(one: enrolment.SeniorsPlace, other: enrolment.SeniorsPlace) -> bool:
    return one.party == other.party and one.senior_id != other.senior_id
