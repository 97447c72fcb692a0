"""Raised hands: a learner on a tablet asks for the teacher, once however often she taps."""

from sqlalchemy import Select, exists, select

from db.learning import Learner, RaisedHand
from db.models import Activity, Attendance, Device, Staff
from db.words import Action
from services.access import Permission
from services.agenda import DOOR_OPENS, DOOR_SHUTS
from services.learners import NoTablet
from services.work import Work


def raise_hand(work: Work, *, client_id: str, lesson: str, step: int) -> int:
    """Raise the hand of whoever is before the tablet, a guest too, and return its id.

    A hand that is up stays the one it is. Raises NoTablet.
    """
    learner, device = _learner(work)
    known = work.db.scalar(select(RaisedHand.id).where(RaisedHand.client_id == client_id))
    if known is not None:
        return known
    standing = _up(work, learner)
    if standing is not None:
        return standing.id

    hand = RaisedHand(
        client_id=client_id,
        station_id=device.station_id,
        activity_id=_activity_of(work, learner, device.station_id),
        learner_id=learner.id,
        lesson=lesson,
        step=step,
        raised_at=work.at,
    )
    work.db.add(hand)
    work.record(Action.HAND_RAISED, hand, activity=hand.activity_id)
    return hand.id


def lower(work: Work) -> None:
    """Take the hand down again: she got on by herself. Twice changes nothing. Raises NoTablet."""
    learner, _device = _learner(work)
    hand = _up(work, learner)
    if hand is None:
        return
    hand.done_at = work.at
    work.record(Action.HAND_LOWERED, hand, activity=hand.activity_id)


def mine(work: Work) -> str:
    """Return what became of the hand of whoever is before the tablet: "raised", "coming", "" when down."""
    hand = work.db.scalar(_hand_of(work.actor.learner_id or 0))
    if hand is None:
        return ""
    return "coming" if hand.taken_at else "raised"


def take(work: Work, *, hand_id: int) -> str:
    """Say "I am there" and return who is: the first one who said it. Raises NotFound, NotAllowed."""
    hand = work.get(RaisedHand, hand_id, lock=True)
    work.allow(Permission.CHECK_IN, station_id=hand.station_id)
    if hand.taken_at is None and hand.done_at is None:
        hand.taken_at, hand.taken_by = work.at, work.actor.staff_id
        work.record(Action.HAND_TAKEN, hand, activity=hand.activity_id)
    return work.get(Staff, hand.taken_by).name if hand.taken_by else ""


def done(work: Work, *, hand_id: int) -> None:
    """Say that she was helped. Twice changes nothing. Raises NotFound, NotAllowed."""
    hand = work.get(RaisedHand, hand_id, lock=True)
    work.allow(Permission.CHECK_IN, station_id=hand.station_id)
    if hand.done_at is not None:
        return
    if hand.taken_at is None:
        hand.taken_at, hand.taken_by = work.at, work.actor.staff_id
    hand.done_at = work.at
    work.record(Action.HAND_DONE, hand, activity=hand.activity_id)


def _learner(work: Work) -> tuple[Learner, Device]:
    # Locked, so that two taps that arrive together raise one hand.
    if work.actor.learner_id is None:
        raise NoTablet
    learner = work.get(Learner, work.actor.learner_id, lock=True)
    if learner.device_id is None:
        raise NoTablet
    return learner, work.get(Device, learner.device_id)


def _hand_of(learner_id: int) -> Select[RaisedHand]:
    return select(RaisedHand).where(RaisedHand.learner_id == learner_id, RaisedHand.done_at.is_(None))


def _up(work: Work, learner: Learner) -> RaisedHand | None:
    return work.db.scalar(_hand_of(learner.id))


def _activity_of(work: Work, learner: Learner, station_id: int) -> int | None:
    """Return the activity of now at this station that she is checked in to, None for a guest."""
    return work.db.scalar(
        select(Activity.id)
        .where(
            Activity.station_id == station_id,
            Activity.starts_at <= work.at + DOOR_OPENS,
            Activity.ends_at >= work.at - DOOR_SHUTS,
            exists().where(
                Attendance.activity_id == Activity.id,
                Attendance.senior_id == learner.senior_id,
                Attendance.voided_at.is_(None),
            ),
        )
        .order_by(Activity.starts_at.desc())
        .limit(1)
    )
