"""How sessions are told on the pages of seniors."""

from db.words import EnrolmentState
from services import clock
from services.agenda import ActivityRow
from services.self_enrolment import Choice
from ui.text import _, day, hour, ngettext


def when(activity: ActivityRow, *, day: bool = True) -> str:
    """Return when a session is, on the station's wall clock."""
    times = f"{hour(activity.starts_at, activity.zone)}–{hour(activity.ends_at, activity.zone)}"
    return f"{_day(activity)} {times}" if day else times


def standing(choice: Choice) -> str:
    """Return how a senior stands at a session, or what is to be had there."""
    if choice.state is EnrolmentState.ENROLLED:
        return _("You have a seat")
    if choice.state is EnrolmentState.WAITING:
        return _("You wait: number %(position)s in the line", position=choice.position)
    if choice.seats_left:
        return ngettext("%(n)s seat free", "%(n)s seats free", choice.seats_left)
    return _("Full; you can wait for a seat")


def _day(activity: ActivityRow) -> str:
    return day(clock.local(activity.starts_at, activity.zone).date())
