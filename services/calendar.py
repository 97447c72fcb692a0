"""Activities as calendar files (RFC 5545), for a phone's own calendar. No seniors in them."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event
from sqlalchemy import or_, select

from db.models import Activity, Role, Staff
from db.words import Action, ActivityState
from services import agenda
from services.access import Permission
from services.agenda import ActivityRow
from services.errors import NotFound, NotSignedIn
from services.work import Work

BACK = timedelta(days=31)
AHEAD = timedelta(days=200)
REFRESH = timedelta(hours=1)
CALLED_OFF = (ActivityState.CANCELLED, ActivityState.NOT_HELD)


def link(work: Work, *, renew: bool = False) -> str:
    """Return the token of the actor's own feed, made the first time; `renew` ends the old one.

    Raises NotSignedIn, NotAllowed.
    """
    if work.actor.staff_id is None:
        raise NotSignedIn
    work.allow_anywhere(Permission.SEE_ACTIVITIES)
    staff = work.get(Staff, work.actor.staff_id, lock=True)
    if staff.calendar_token is None or renew:
        staff.calendar_token = secrets.token_urlsafe(24)
        work.record(Action.STAFF_CHANGED, staff, fields=["calendar_token"])
    return staff.calendar_token


def feed(work: Work, *, token: str, english: bool = False) -> bytes:
    """Return the calendar of the staff member who holds this token, called-off activities marked.

    What she trains, and what is on at the stations where she has a role herself, from BACK ago to
    AHEAD from now. The token is the permission: a phone's calendar cannot sign in. Raises NotFound.
    """
    staff_id = work.db.scalar(select(Staff.id).where(Staff.calendar_token == token, Staff.is_active))
    if staff_id is None:
        raise NotFound
    own_stations = select(Role.station_id).where(Role.staff_id == staff_id)
    wanted = agenda.listed().where(
        or_(Activity.trainer_id == staff_id, Activity.station_id.in_(own_stations)),
        Activity.starts_at >= work.at - BACK,
        Activity.starts_at < work.at + AHEAD,
    )
    return _written(agenda.rows(work, wanted), work.at, english)


def file(work: Work, *, activity_id: int, english: bool = False) -> bytes:
    """Return a calendar file with this one activity. Raises NotFound, also for a stranger's."""
    return _written([agenda.activity(work, activity_id=activity_id)], work.at, english)


def _written(activities: Iterable[ActivityRow], at: datetime, english: bool) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Intelligent Living//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Intelligent Living" if english else "智能走进生活")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for activity in activities:
        calendar.add_component(_event(activity, at, english))
    return bytes(calendar.to_ical())


def _event(activity: ActivityRow, at: datetime, english: bool) -> Event:
    event = Event()
    event.add("uid", f"{activity.public_id}@intelligent-living")
    event.add("dtstamp", at)
    event.add("dtstart", activity.starts_at)
    event.add("dtend", activity.ends_at)
    event.add("summary", activity.title_en if english else activity.title_zh)
    station = activity.station_en if english else activity.station_zh
    event.add("location", " · ".join(part for part in (station, activity.room) if part))
    said = [activity.trainer, activity.reason, f"{activity.enrolled} / {activity.seats}"]
    event.add("description", "\n".join(part for part in said if part))
    event.add("status", "CANCELLED" if activity.state in CALLED_OFF else "CONFIRMED")
    return event
