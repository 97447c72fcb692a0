"""Numbers, stretches of days and choices in words, as they stand above a chart and in its table."""

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import pandas as pd
from babel.numbers import format_decimal

from services import library
from services.errors import N_
from services.overview import DEFINITIONS, Choice, Period, Place, Unit
from ui.text import _, day, named, written

PERIODS = {
    Period.THIS_MONTH: N_("This month"),
    Period.LAST_MONTH: N_("Last month"),
    Period.THIS_QUARTER: N_("This quarter"),
    Period.LAST_QUARTER: N_("Last quarter"),
    Period.THIS_YEAR: N_("This year"),
    Period.LAST_YEAR: N_("Last year"),
}
# Of a share below this, whole per cent would tell too little.
SMALL = 0.095


class Kind(StrEnum):
    """How the values of a column are written."""

    COUNT = "count"
    SHARE = "share"
    TEXT = "text"
    DAY = "day"
    MONTH = "month"
    HOURS = "hours"


def is_known(value: Any) -> bool:
    """Tell whether there is a number at all."""
    return value is not None and not (isinstance(value, float) and math.isnan(value))


def said(value: Any, kind: Kind) -> str:
    """Return a value as a table has it; words where it cannot be known."""
    if not is_known(value):
        return _("not known")
    if kind is Kind.COUNT:
        return format_decimal(int(value), "#,##0", locale="en")
    if kind is Kind.SHARE:
        return f"{value:.1%}"
    if kind is Kind.HOURS:
        return f"{value:,.1f}"
    if kind is Kind.DAY:
        return day(value, year=True)
    if kind is Kind.MONTH:
        return month(value, year=True)
    return str(value)


def short(value: Any, kind: Kind, *, beside: Any = None) -> str:
    """Return a value as it stands in a picture: a share in whole per cent, "" where it is not known.

    Small shares have one digit more, and so has what stands beside one.
    """
    if not is_known(value):
        return ""
    if kind is not Kind.SHARE:
        return said(value, kind)
    return f"{value:.{_digits(value, beside)}%}"


def _digits(*shares: Any) -> int:
    return int(any(is_known(share) and 0 < share < SMALL for share in shares))


def kind_of(figure: str) -> Kind:
    """Return how a figure is written."""
    return Kind.SHARE if figure in DEFINITIONS and DEFINITIONS[figure].unit is Unit.SHARE else Kind.COUNT


def name_of(figure: str) -> str:
    """Return what a figure is called."""
    return _(DEFINITIONS[figure].name)


def unknown(figure: str) -> str:
    """Return why there may be no number."""
    return _(DEFINITIONS[figure].unknown)


def month(first_on: date, *, year: bool = False) -> str:
    """Return a month: 2026年3月, 3月 · March 2026, Mar."""
    return written(first_on, zh="y年M月", en="MMMM y") if year else written(first_on, zh="M月", en="MMM")


def months(firsts: Sequence[date]) -> list[str]:
    """Return months as they stand below a picture, the year where it begins."""
    return [
        f"{month(first)}<br>{first.year}" if number == 0 or first.month == 1 else month(first)
        for number, first in enumerate(firsts)
    ]


def days(first_on: date, last_on: date) -> str:
    """Return a stretch of days: a month or a year by its name."""
    if first_on.day == 1 and (last_on + timedelta(days=1)).day == 1:
        if (first_on.year, first_on.month) == (last_on.year, last_on.month):
            return month(first_on, year=True)
        if (first_on.month, last_on.month) == (1, 12) and first_on.year == last_on.year:
            return _("the year %(year)s", year=first_on.year)
        return f"{month(first_on, year=True)} – {month(last_on, year=True)}"
    if first_on == last_on:
        return day(first_on, year=True)
    return f"{_date(first_on)} – {_date(last_on)}"


def _date(on: date) -> str:
    return written(on, zh="y年M月d日", en="d MMM y")


def weekday(number: int) -> str:
    """Return a weekday, 0 for Monday."""
    return written(date(2024, 1, 1 + number), zh="EEE", en="EEE")


def stretch(from_on: date, to_on: date) -> str:
    """Return a day, a week or a month as briefly as it stands below a picture."""
    if from_on == to_on:
        return written(from_on, zh="M/d", en="d/M")
    if (to_on - from_on).days < 7:
        return _("from %(day)s", day=written(from_on, zh="M/d", en="d/M"))
    return month(from_on)


def period(which: Period) -> str:
    """Return a stretch that is asked for often, in words."""
    return _(PERIODS[which])


def of_choice(choice: Choice) -> str:
    """Return the chosen days in words."""
    return days(choice.first_on, choice.last_on)


def place(one: Place) -> str:
    """Return the name of a place."""
    return named(one.zh, one.en)


def lesson(uid: str) -> str:
    """Return the title of a lesson; what an activity calls it, where there is none of that name."""
    shelved = library.last_read().lessons.get(uid)
    return named(shelved.lesson.title.zh, shelved.lesson.title.en) if shelved else uid


def age(band: str) -> str:
    """Return an age band in words."""
    if not band:
        return _("age not said")
    if band.startswith("-"):
        return _("%(age)s and younger", age=band[1:])
    if band.endswith("-"):
        return _("%(age)s and older", age=band[:-1])
    return band.replace("-", "–")


def gender(word: str) -> str:
    """Return a gender in words, of many."""
    return {"female": _("Women"), "male": _("Men")}.get(word, _("not said"))


def change(figure: str, value: float, before: float) -> str:
    """Return what became of a figure: ▲ 12, ▼ 3 points; "" where one of the two is not known."""
    if not (is_known(value) and is_known(before)):
        return ""
    if kind_of(figure) is Kind.SHARE:
        # Of the numbers as they are shown: whoever subtracts them comes to the same.
        digits = _digits(value, before)
        more = round(round(value * 100, digits) - round(before * 100, digits), digits)
        words = _("%(n)s points", n=f"{abs(more):.{digits}f}")
    else:
        more = value - before
        words = said(abs(more), Kind.COUNT)
    if not more:
        return _("unchanged")
    return f"{'▲' if more > 0 else '▼'}\u00a0{words}"


def told(head: str, **figures: Any) -> str:
    """Return what is said when a part of a picture is touched: its name, and figures by their key."""
    return "<br>".join(
        [head, *(f"{name_of(name)}: {said(value, kind_of(name))}" for name, value in figures.items())]
    )


def rows(table: pd.DataFrame) -> list[Any]:
    """Return the rows of a table, each with its columns as attributes."""
    return list(table.itertuples(index=False))


def listed(names: Sequence[str]) -> str:
    """Return names in one sentence."""
    return _(", ").join(names)


def about(chosen: Mapping[str, str]) -> str:
    """Return what was chosen besides days and place, in one line."""
    return " · ".join(f"{label}: {value}" for label, value in chosen.items())
