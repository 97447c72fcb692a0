"""The rules by which activities are planned, changed, moved, called off and closed."""

import secrets
from datetime import datetime

from sqlalchemy import func, select

from db.models import Activity, Attendance, Station
from db.words import Action, ActivityState
from services import draft, waiting
from services.access import Permission
from services.agenda import activities, activity, activity_of_now, choices_of_now, clashes
from services.errors import N_, Refused
from services.work import Work

__all__ = [
    "activities",
    "activity",
    "activity_of_now",
    "cancel",
    "change",
    "choices_of_now",
    "clashes",
    "close",
    "move",
    "not_held",
    "plan",
]

UNMISTAKABLE = "23456789abcdefghjkmnpqrstuvwxyz"


class AlreadyBegun(Refused):
    """The start has gone by."""

    sentence = N_("This session has already begun. If it did not take place, please mark it so.")


class NotYetBegun(Refused):
    """The start is still to come."""

    sentence = N_("This session has not begun yet. You can still cancel it or move it.")


class CalledOff(Refused):
    """Cancelled, or did not take place."""

    sentence = N_("This session was called off, so nothing about it can change any more.")


class IsClosed(Refused):
    """The activity is closed."""

    sentence = N_("This session is closed, so nothing about it can change any more.")


class SomebodyCame(Refused):
    """People are checked in."""

    sentence = N_("%(came)s people are checked in, so the session did take place.")


class NobodyCame(Refused):
    """Nobody is checked in."""

    sentence = N_("Nobody is checked in. Please check people in first, or mark that it did not take place.")


def plan(
    work: Work,
    *,
    programme_id: int,
    station_id: int,
    title_zh: str,
    title_en: str,
    starts_at: datetime,
    ends_at: datetime,
    seats: int,
    lesson: str = "",
    trainer_id: int | None = None,
    room: str = "",
    series: str = "",
) -> int:
    """Plan an activity and return its id; the very same one a second time is the first one.

    Raises NotFound, NotAllowed and the Invalid of what does not fit, with the field's name.
    """
    # Two taps at once must find each other: whoever plans at a station does so alone.
    station = work.get(Station, station_id, lock=True)
    work.allow(Permission.PLAN, station_id=station_id)
    draft.check_offer(work, station=station, programme_id=programme_id)
    draft.check_trainer(work, station=station, trainer_id=trainer_id)
    draft.check_times(work, starts_at=starts_at, ends_at=ends_at)
    draft.check_seats(work, seats=seats)
    activity = Activity(
        programme_id=programme_id,
        station_id=station_id,
        trainer_id=trainer_id,
        starts_at=starts_at,
        ends_at=ends_at,
        seats=seats,
        series=series,
        public_id=random_name(),
        door_secret=secrets.token_hex(32),
        **draft.tidy(title_zh=title_zh, title_en=title_en, lesson=lesson, room=room),
    )
    same = _same(work, activity)
    if same is not None:
        return same
    work.db.add(activity)
    work.record(Action.ACTIVITY_PLANNED, activity, station=station_id, programme=programme_id)
    return activity.id


def change(
    work: Work,
    *,
    activity_id: int,
    title_zh: str,
    title_en: str,
    seats: int,
    lesson: str = "",
    trainer_id: int | None = None,
    room: str = "",
) -> tuple[int, ...]:
    """Change what an activity is about and who fits in; return the seniors more seats let move up.

    Raises NotFound, NotAllowed, CalledOff, IsClosed and the Invalid of what does not fit.
    """
    activity = work.get(Activity, activity_id, lock=True)
    work.allow(Permission.PLAN, station_id=activity.station_id)
    check_stands(activity)
    if trainer_id != activity.trainer_id:
        draft.check_trainer(work, station=work.station(activity.station_id), trainer_id=trainer_id)
    draft.check_seats(work, seats=seats, activity_id=activity_id)
    texts = draft.tidy(title_zh=title_zh, title_en=title_en, lesson=lesson, room=room)

    new = {"trainer_id": trainer_id, "seats": seats, **texts}
    changed = [field for field, value in new.items() if getattr(activity, field) != value]
    if not changed:
        return ()
    for field in changed:
        setattr(activity, field, new[field])
    work.record(Action.ACTIVITY_CHANGED, activity, fields=changed)
    seated = waiting.move_up(work, activity) if work.at < activity.starts_at else []
    return tuple(row.senior_id for row in seated)


def move(
    work: Work,
    *,
    activity_id: int,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    station_id: int | None = None,
    room: str | None = None,
) -> None:
    """Move an activity to another time or place; everybody keeps seat and turn.

    Moving it to where it is changes nothing. Raises NotFound, NotAllowed, AlreadyBegun, CalledOff,
    IsClosed and the Invalid of what does not fit.
    """
    activity = work.get(Activity, activity_id, lock=True)
    work.allow(Permission.PLAN, station_id=activity.station_id)
    check_stands(activity)
    to = work.station(activity.station_id if station_id is None else station_id)
    texts = draft.tidy(room=activity.room if room is None else room)
    here = (activity.starts_at, activity.ends_at, activity.station_id, activity.room)
    if here == (starts_at, ends_at, to.id, texts["room"]):
        return
    if activity.starts_at <= work.at:
        raise AlreadyBegun
    if to.id != activity.station_id:
        work.allow(Permission.PLAN, station_id=to.id)
        draft.check_offer(work, station=to, programme_id=activity.programme_id)
        draft.check_trainer(work, station=to, trainer_id=activity.trainer_id)
    draft.check_times(work, starts_at=starts_at, ends_at=ends_at)
    texts |= draft.tidy(reason=reason)

    before = {"station": activity.station_id, "starts_at": activity.starts_at.isoformat()}
    activity.planned_at = activity.planned_at or activity.starts_at
    activity.starts_at, activity.ends_at = starts_at, ends_at
    activity.station_id = to.id
    activity.room, activity.reason = texts["room"], texts["reason"]
    work.record(Action.ACTIVITY_MOVED, activity, before=before)


def cancel(work: Work, *, activity_id: int, reason: str) -> None:
    """Call an activity off before it begins; who was enrolled stays known.

    Cancelling twice keeps the first reason. Raises NotFound, NotAllowed, AlreadyBegun, NoReason,
    IsClosed, CalledOff.
    """
    activity = work.get(Activity, activity_id, lock=True)
    work.allow(Permission.PLAN, station_id=activity.station_id)
    if activity.state is ActivityState.CANCELLED:
        return
    check_stands(activity)
    if activity.starts_at <= work.at:
        raise AlreadyBegun
    _call_off(work, activity, ActivityState.CANCELLED, Action.ACTIVITY_CANCELLED, reason)


def not_held(work: Work, *, activity_id: int, reason: str) -> None:
    """Say that an activity whose time has come did not take place, and why.

    Saying it twice keeps the first reason. Raises NotFound, NotAllowed, NotYetBegun, SomebodyCame,
    NoReason, IsClosed, CalledOff.
    """
    activity = work.get(Activity, activity_id, lock=True)
    work.allow(Permission.PLAN, station_id=activity.station_id)
    if activity.state is ActivityState.NOT_HELD:
        return
    check_stands(activity)
    if work.at < activity.starts_at:
        raise NotYetBegun
    came = _came(work, activity_id)
    if came:
        raise SomebodyCame(came=came)
    _call_off(work, activity, ActivityState.NOT_HELD, Action.ACTIVITY_NOT_HELD, reason)


def close(work: Work, *, activity_id: int) -> None:
    """Close an activity that took place; closing twice changes nothing.

    Raises NotFound, NotAllowed, NotYetBegun, NobodyCame, CalledOff.
    """
    activity = work.get(Activity, activity_id, lock=True)
    work.allow(Permission.PLAN, station_id=activity.station_id)
    if activity.state is ActivityState.CLOSED:
        return
    check_stands(activity)
    if work.at < activity.starts_at:
        raise NotYetBegun
    if not _came(work, activity_id):
        raise NobodyCame
    activity.state = ActivityState.CLOSED
    work.record(Action.ACTIVITY_CLOSED, activity)


def check_stands(activity: Activity) -> None:
    """Refuse what is closed or called off. Raises IsClosed, CalledOff."""
    if activity.state is ActivityState.CLOSED:
        raise IsClosed
    if activity.state is not ActivityState.PLANNED:
        raise CalledOff


def random_name() -> str:
    """Return a name nobody guesses, of letters and digits nobody mistakes."""
    return "".join(secrets.choice(UNMISTAKABLE) for _ in range(16))


def _same(work: Work, wanted: Activity) -> int | None:
    return work.db.scalar(
        select(Activity.id).where(
            Activity.station_id == wanted.station_id,
            Activity.starts_at == wanted.starts_at,
            Activity.ends_at == wanted.ends_at,
            Activity.programme_id == wanted.programme_id,
            Activity.trainer_id.is_not_distinct_from(wanted.trainer_id),
            Activity.title_zh == wanted.title_zh,
            Activity.lesson == wanted.lesson,
            Activity.room == wanted.room,
            Activity.state == ActivityState.PLANNED,
        )
    )


def _came(work: Work, activity_id: int) -> int:
    return (
        work.db.scalar(
            select(func.count()).where(Attendance.activity_id == activity_id, Attendance.voided_at.is_(None))
        )
        or 0
    )


def _call_off(work: Work, activity: Activity, state: ActivityState, action: Action, reason: str) -> None:
    activity.reason = draft.tidy(reason=reason)["reason"]
    activity.state = state
    work.record(action, activity)
