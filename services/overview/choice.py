"""What a manager chose to look at: which days, which places, what and whom."""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from db.words import Gender


class Period(StrEnum):
    """The stretches of days that are asked for most."""

    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_QUARTER = "this_quarter"
    LAST_QUARTER = "last_quarter"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"


@dataclass(frozen=True, slots=True)
class Choice:
    """What to look at. first_on, last_on: days of the stations' calendar, both included.

    station_id: a node of the tree with all below it; None for all the actor may see. band: a key of
    BANDS, by the age reached in the year of last_on. Everything else: None or "" for all.
    """

    first_on: date
    last_on: date
    station_id: int | None = None
    programme_id: int | None = None
    lesson: str = ""
    trainer_id: int | None = None
    band: str = ""
    gender: Gender | None = None
    neighbourhood: str = ""

    @property
    def is_about_some_people(self) -> bool:
        """Return whether only some people are counted; seats are nobody's then, and say nothing."""
        return bool(self.band or self.gender or self.neighbourhood)

    @property
    def days(self) -> int:
        """Return how many days these are."""
        return (self.last_on - self.first_on).days + 1


def days_of(period: Period, today: date) -> tuple[date, date]:
    """Return the first and last day of a period. This month ends on its last day, not today."""
    months = {"month": 1, "quarter": 3, "year": 12}[period.value.partition("_")[2]]
    first = date(today.year, (today.month - 1) // months * months + 1, 1)
    if period.value.startswith("last"):
        first = months_later(first, -months)
    return first, months_later(first, months) - timedelta(days=1)


def before(choice: Choice) -> Choice:
    """Return the same choice for the stretch before: as many whole months, or as many days."""
    last = choice.first_on - timedelta(days=1)
    if _is_whole_months(choice):
        return replace(choice, first_on=months_later(choice.first_on, -_months(choice)), last_on=last)
    return replace(choice, first_on=choice.first_on - timedelta(days=choice.days), last_on=last)


def year_ago(choice: Choice) -> Choice:
    """Return the same choice a year earlier; the 29th of February becomes the 28th, a whole month whole."""
    first = months_later(choice.first_on, -12)
    if _is_whole_months(choice):
        last = months_later(choice.first_on, _months(choice) - 12) - timedelta(days=1)
    else:
        last = months_later(choice.last_on, -12)
    return replace(choice, first_on=first, last_on=last)


def months_later(day: date, months: int) -> date:
    """Return the same day of the month so many months later; the last day where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_to(last_on: date, count: int = 13) -> list[date]:
    """Return the first days of so many months, the last of them the month of `last_on`."""
    first = last_on.replace(day=1)
    return [months_later(first, number - count + 1) for number in range(count)]


def _is_whole_months(choice: Choice) -> bool:
    return choice.first_on.day == 1 and (choice.last_on + timedelta(days=1)).day == 1


def _months(choice: Choice) -> int:
    end = choice.last_on + timedelta(days=1)
    return (end.year - choice.first_on.year) * 12 + end.month - choice.first_on.month
