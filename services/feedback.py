"""How a session was: one of three faces at its end, without a name unless she is known."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from db.learning import Feedback, Learner
from db.models import Activity, Attendance
from db.words import Action, ActivityState
from services.access import Permission
from services.errors import Invalid, NotFound
from services.learners import NoTablet
from services.work import Work

FACES = (3, 2, 1)
BEFORE_THE_END = timedelta(minutes=10)
AFTER_THE_END = timedelta(minutes=60)
# Fewer answers than this could be guessed to be somebody's.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """The session that is asked about. is_answered: the senior before the tablet has said already."""

    activity_id: int
    title_zh: str
    title_en: str
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of a session: how often each face, best first; None while too few have answered."""

    answers: int
    faces: tuple[int, int, int] | None


def asked(work: Work) -> Asked | None:
    """Return the session that ends about now at the tablet's station, None while there is none.

    One the senior before the tablet was at comes first. Raises NoTablet.
    """
    found = work.db.scalars(
        select(Activity)
        .where(
            Activity.station_id == _station_id(work),
            Activity.ends_at <= work.at + BEFORE_THE_END,
            Activity.ends_at > work.at - AFTER_THE_END,
            Activity.state.in_([ActivityState.PLANNED, ActivityState.CLOSED]),
        )
        .order_by(Activity.ends_at.desc(), Activity.id.desc())
    ).all()
    came = set(
        work.db.scalars(
            select(Attendance.activity_id).where(
                Attendance.senior_id == work.actor.senior_id,
                Attendance.activity_id.in_([activity.id for activity in found]),
                Attendance.voided_at.is_(None),
            )
        )
    )
    activity = max(found, key=lambda one: one.id in came, default=None)
    if activity is None:
        return None
    said = _said(work, activity.id, work.actor.senior_id) is not None
    return Asked(activity.id, activity.title_zh, activity.title_en, said)


def give(
    work: Work,
    *,
    client_id: str,
    activity_id: int,
    face: int,
    learner: str = "",
    ago: timedelta = timedelta(0),
) -> None:
    """Take down a face: 3 best, 2, 1. The same one sent twice counts once; a known senior's last one counts.

    learner: the key of whoever tapped, "" when nobody was known; ago: how long she has tapped before now,
    where the network was gone. Raises NoTablet, NotFound, Invalid.
    """
    station_id = _station_id(work)
    activity = work.get(Activity, activity_id, lock=True)
    if activity.station_id != station_id:
        raise NotFound
    if face not in FACES:
        raise Invalid("face")
    at = work.at - max(ago, timedelta(0))
    if not _is_asked_about(at, activity):
        raise NotFound

    if work.db.scalar(select(Feedback.id).where(Feedback.client_id == client_id)) is not None:
        return
    senior_id = _senior_of(work, learner)
    said = _said(work, activity_id, senior_id)
    if said is None:
        said = Feedback(client_id=client_id, activity_id=activity_id, senior_id=senior_id, given_at=at)
        work.db.add(said)
    elif at < said.given_at:
        return
    said.face, said.given_at = face, at
    work.record(Action.FEEDBACK_GIVEN, activity)


def told(work: Work, *, activity_id: int) -> Told:
    """Return what was said of a session. Raises NotFound, NotAllowed."""
    activity = work.get(Activity, activity_id)
    work.allow(Permission.SEE_ACTIVITIES, station_id=activity.station_id)
    rows = work.db.execute(
        select(Feedback.face, func.count()).where(Feedback.activity_id == activity_id).group_by(Feedback.face)
    )
    counted = dict(rows.all())
    answers = sum(counted.values())
    best, middle, worst = (counted.get(face, 0) for face in FACES)
    return Told(answers, (best, middle, worst) if answers >= FEWEST else None)


def _station_id(work: Work) -> int:
    if work.actor.device_id is None:
        raise NoTablet
    return int(work.actor.device_path.rstrip("/").rpartition("/")[2])


def _is_asked_about(at: datetime, activity: Activity) -> bool:
    return activity.ends_at - BEFORE_THE_END <= at < activity.ends_at + AFTER_THE_END


def _senior_of(work: Work, learner: str) -> int | None:
    """Return the senior who had this key on this tablet; she may have left it since."""
    return work.db.scalar(
        select(Learner.senior_id).where(Learner.key == learner, Learner.device_id == work.actor.device_id)
    )


def _said(work: Work, activity_id: int, senior_id: int | None) -> Feedback | None:
    """Return what this senior has said already; a guest's cannot be told apart."""
    if senior_id is None:
        return None
    return work.db.scalar(
        select(Feedback).where(Feedback.activity_id == activity_id, Feedback.senior_id == senior_id).limit(1)
    )
