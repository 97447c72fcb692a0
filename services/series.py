"""A weekly series of activities, public holidays left out."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import chinese_calendar

from services import agenda, clock, schedule
from services.access import Permission
from services.errors import N_, Invalid
from services.work import Work

MOST_WEEKS = 53
# As chinese_calendar names them; written down here so that they get translated.
HOLIDAYS = (
    N_("New Year's Day"),
    N_("Spring Festival"),
    N_("Tomb-sweeping Day"),
    N_("Labour Day"),
    N_("Dragon Boat Festival"),
    N_("National Day"),
    N_("Mid-autumn Festival"),
)
MAKE_UP_DAY = N_("working day in place of a holiday")


class WeeksOutOfRange(Invalid):
    """No weeks, or more than a year of them."""

    sentence = N_("Please choose between 1 and %(most)s weeks.")


class NothingLeft(Invalid):
    """Every date is a public holiday."""

    sentence = N_("All these dates are public holidays. Please choose other dates.")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A date that is not planned. holiday: its name, or MAKE_UP_DAY, in English, marked."""

    on: date
    holiday: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """One date of a series with what it meets: rooms and trainers taken at that time."""

    on: date
    starts_at: datetime
    ends_at: datetime
    clashes: tuple[agenda.Clash, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a series would be.

    unknown_years: years whose holidays are not published yet; their dates stand among the meetings
    and want to be looked at again.
    """

    meetings: tuple[Meeting, ...]
    left_out: tuple[LeftOut, ...]
    unknown_years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """What was planned: activity ids by date, and what an Outlook says besides."""

    planned: tuple[tuple[date, int], ...]
    left_out: tuple[LeftOut, ...]
    unknown_years: tuple[int, ...]


def holiday(on: date) -> str | None:
    """Return why nothing is held on this date: a holiday, or the working day in place of one.

    None for an ordinary day, and for a year whose holidays are not published yet.
    """
    if not is_published(on.year):
        return None
    is_free, name = chinese_calendar.get_holiday_detail(on)
    if name is None:
        return None
    return name if is_free else MAKE_UP_DAY


def is_published(year: int) -> bool:
    """Tell whether the public holidays of that year are known to the program."""
    try:
        chinese_calendar.get_holiday_detail(date(year, 12, 31))
    except NotImplementedError:
        return False
    return True


def outlook(
    work: Work,
    *,
    station_id: int,
    first_on: date,
    starts: time,
    length: timedelta,
    weeks: int,
    trainer_id: int | None = None,
    room: str = "",
) -> Outlook:
    """Return what a weekly series from this day on would be, before anything is planned.

    `starts` is the station's wall clock. Raises NotFound, NotAllowed, WeeksOutOfRange.
    """
    work.allow(Permission.PLAN, station_id=station_id)
    zone = work.station(station_id).zone
    days, left_out, unknown = _days(first_on, weeks)
    meetings = []
    for on in days:
        starts_at = clock.instant(on, starts, zone)
        taken = agenda.clashes(
            work,
            station_id=station_id,
            starts_at=starts_at,
            ends_at=starts_at + length,
            room=room,
            trainer_id=trainer_id,
        )
        meetings.append(Meeting(on, starts_at, starts_at + length, taken))
    return Outlook(tuple(meetings), left_out, unknown)


def plan_series(
    work: Work,
    *,
    programme_id: int,
    station_id: int,
    title_zh: str,
    title_en: str,
    first_on: date,
    starts: time,
    length: timedelta,
    weeks: int,
    seats: int,
    lesson: str = "",
    trainer_id: int | None = None,
    room: str = "",
) -> Series:
    """Plan an activity every week from this day on, leaving out public holidays; all or none.

    The very same series a second time plans nothing new. Raises what `schedule.plan` raises, and
    WeeksOutOfRange, NothingLeft.
    """
    work.allow(Permission.PLAN, station_id=station_id)
    zone = work.station(station_id).zone
    days, left_out, unknown = _days(first_on, weeks)
    if not days:
        raise NothingLeft("first_on")
    name = schedule.random_name()
    planned = []
    for on in days:
        starts_at = clock.instant(on, starts, zone)
        activity_id = schedule.plan(
            work,
            programme_id=programme_id,
            station_id=station_id,
            title_zh=title_zh,
            title_en=title_en,
            starts_at=starts_at,
            ends_at=starts_at + length,
            seats=seats,
            lesson=lesson,
            trainer_id=trainer_id,
            room=room,
            series=name,
        )
        planned.append((on, activity_id))
    return Series(tuple(planned), left_out, unknown)


def _days(first_on: date, weeks: int) -> tuple[list[date], tuple[LeftOut, ...], tuple[int, ...]]:
    if not 1 <= weeks <= MOST_WEEKS:
        raise WeeksOutOfRange("weeks", most=MOST_WEEKS)
    every = [first_on + timedelta(weeks=week) for week in range(weeks)]
    reasons = {on: holiday(on) for on in every}
    left_out = tuple(LeftOut(on, reason) for on, reason in reasons.items() if reason)
    unknown = sorted({on.year for on in every if not is_published(on.year)})
    return [on for on in every if not reasons[on]], left_out, tuple(unknown)
