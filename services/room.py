"""What the screen in the room shows: the session, how many are here, and the codes of the next minutes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from db.models import Activity, Attendance, Enrolment
from db.words import EnrolmentState
from services.access import Permission
from services.doorway import moment_of
from services.errors import Refused
from services.self_check_in import DIGITS, STEP, code
from services.work import Work

# So many steps ahead: the screen goes on through two minutes without a network.
AHEAD = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """A code, and for how long from now it is the one to show."""

    code: str
    digits: str
    until: timedelta


@dataclass(frozen=True, slots=True)
class Room:
    """The screen of a room. shown: this step's code and the next ones, empty while the door is shut.

    expected: those with a seat. shut: why nobody can check in now.
    """

    activity_id: int
    public_id: str
    title_zh: str
    title_en: str
    station_zh: str
    station_en: str
    room: str
    zone: str
    starts_at: datetime
    ends_at: datetime
    came: int
    expected: int
    shown: tuple[Shown, ...]
    shut: Refused | None


def room(work: Work, *, activity_id: int) -> Room:
    """Return what the screen of this activity's room shows. Raises NotFound, NotAllowed."""
    activity = work.get(Activity, activity_id)
    work.allow(Permission.CHECK_IN, station_id=activity.station_id)
    station = work.station(activity.station_id)
    shut = _why_shut(work, activity)
    return Room(
        activity_id=activity.id,
        public_id=activity.public_id,
        title_zh=activity.title_zh,
        title_en=activity.title_en,
        station_zh=station.name_zh,
        station_en=station.name_en,
        room=activity.room,
        zone=station.zone,
        starts_at=activity.starts_at,
        ends_at=activity.ends_at,
        came=_came(work, activity),
        expected=_expected(work, activity),
        shown=() if shut else _shown(work, activity),
        shut=shut,
    )


def _shown(work: Work, activity: Activity) -> tuple[Shown, ...]:
    left = STEP - timedelta(seconds=work.at.timestamp() % STEP.total_seconds())
    codes = [code(activity.door_secret, work.at, steps=steps) for steps in range(AHEAD + 1)]
    return tuple(Shown(one, one[-DIGITS:], left + STEP * steps) for steps, one in enumerate(codes))


def _why_shut(work: Work, activity: Activity) -> Refused | None:
    try:
        moment_of(work, activity, None)
    except Refused as refused:
        return refused
    return None


def _came(work: Work, activity: Activity) -> int:
    standing = (Attendance.activity_id == activity.id, Attendance.voided_at.is_(None))
    return work.db.scalar(select(func.count()).where(*standing)) or 0


def _expected(work: Work, activity: Activity) -> int:
    seated = (Enrolment.activity_id == activity.id, Enrolment.state == EnrolmentState.ENROLLED)
    return work.db.scalar(select(func.count()).where(*seated)) or 0
