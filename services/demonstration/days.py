"""The year of the demonstration: its first and last day, holidays, seasons, rain."""

import random
from datetime import date, timedelta

import chinese_calendar

MONTHS_BACK = 13
WEEKS_AHEAD = 3
OPENED_FOR_AT_LEAST = timedelta(weeks=9)
# New Year's Day of the old calendar; what comes after is near enough.
SPRING_FESTIVAL = {
    2024: (2, 10),
    2025: (1, 29),
    2026: (2, 17),
    2027: (2, 6),
    2028: (1, 26),
    2029: (2, 13),
    2030: (2, 3),
}
SEASON = (0.72, 0.78, 0.95, 1.0, 1.0, 0.93, 0.76, 0.62, 1.04, 1.12, 1.1, 0.9)


def dice(seed: int, *what: object) -> random.Random:
    """Return dice of their own for one thing, so that nothing else changes how they fall."""
    return random.Random("/".join(map(str, (seed, *what))))


def first_day(today: date) -> date:
    """Return the first day of the month thirteen months ago: a year, and a month to compare with."""
    months = today.year * 12 + today.month - 1 - MONTHS_BACK
    return date(months // 12, months % 12 + 1, 1)


def last_day(today: date) -> date:
    """Return until when activities are planned."""
    return today + timedelta(weeks=WEEKS_AHEAD)


def opening_day(today: date) -> date:
    """Return a day in the last spring that is far enough back to have grown since."""
    spring = date(today.year, 4, 8)
    return spring if today - spring >= OPENED_FOR_AT_LEAST else date(today.year - 1, 4, 8)


def season(on: date) -> float:
    """Return how gladly people go out at this time of the year; 1 is a day in May."""
    return SEASON[on.month - 1]


def rains(seed: int, on: date) -> bool:
    """Tell whether it pours on this day, so that people stay at home."""
    return dice(seed, "rain", on).random() < (0.45 if on.month == 6 else 0.2)


def is_off(on: date, *, rests_in_heat: bool) -> bool:
    """Tell whether there are no classes: public holidays, around Spring Festival, the hottest weeks."""
    return _is_public_holiday(on) or _is_spring_festival(on) or (rests_in_heat and _is_hottest(on))


def _is_public_holiday(on: date) -> bool:
    try:
        is_holiday, name = chinese_calendar.get_holiday_detail(on)
    except NotImplementedError:
        return (on.month, on.day) in {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}
    return bool(is_holiday and name)


def _is_spring_festival(on: date) -> bool:
    month, day = SPRING_FESTIVAL.get(on.year, (2, 5))
    return timedelta(days=-8) <= on - date(on.year, month, day) <= timedelta(days=13)


def _is_hottest(on: date) -> bool:
    return date(on.year, 7, 21) <= on <= date(on.year, 8, 16)
