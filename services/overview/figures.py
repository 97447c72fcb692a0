"""The figures of attendance: shares from sums, compared with the stretch before and with a year ago."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from services import population
from services.overview.choice import Choice, before, months_later, months_to, year_ago
from services.overview.columns import NEVER, Flags, Ints
from services.overview.selecting import Selection, number, select_for
from services.overview.tally import tally, whole
from services.work import Work

# Fewer opinions than this tell who said what.
FEWEST = 5
COMES_AGAIN_WITHIN = 60
SHARES = ("turn_up", "no_show", "walk_in_share", "use_of_seats", "satisfied")
KEY = (
    "activities",
    "visits",
    "people",
    "newcomers",
    "turn_up",
    "no_show",
    "walk_in_share",
    "use_of_seats",
    "unmet",
    "return",
    "satisfied",
    "coverage",
)


def with_shares(sums: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    """Return sums as tally() makes them with the columns SHARES added, from 0 to 1; NaN: cannot be known.

    use_of_seats may exceed 1. Shares need somebody to be a share of, opinions at least FEWEST; seats and
    opinions bear no names, and their shares are unknown where only some people are counted.
    """
    added = sums.assign(
        turn_up=_share(sums["came"], sums["expected"]),
        no_show=_share(sums["expected"] - sums["came"], sums["expected"]),
        walk_in_share=_share(sums["walk_ins"], sums["visits"]),
        use_of_seats=_share(sums["seated"], sums["seats"]),
        satisfied=_share(sums["best"], sums["faces"].where(sums["faces"] >= FEWEST, 0)),
    )
    if choice.is_about_some_people:
        added["use_of_seats"] = np.nan
        added["satisfied"] = np.nan
    return added


def _share(part: "pd.Series[int]", of: "pd.Series[int]") -> "pd.Series[float]":
    return part / of.where(of > 0, np.nan)


def key_figures(work: Work, *, choice: Choice) -> pd.DataFrame:
    """Return the row of key figures, each with the stretch before and the same stretch a year ago.

    One row for each of KEY, in this order; columns: figure, value, of (what a share is a share of; NaN
    for counts), before, year_ago. Counts are whole, shares from 0 to 1; NaN: cannot be known (yet).
    Raises NotAllowed, NotFound.
    """
    now, then, earlier = (_key(work, one) for one in (choice, before(choice), year_ago(choice)))
    return pd.DataFrame(
        [(name, *now[name], then[name][0], earlier[name][0]) for name in KEY],
        columns=["figure", "value", "of", "before", "year_ago"],
    )


def _key(work: Work, choice: Choice) -> dict[str, tuple[float, float]]:
    """Return value and base of every key figure."""
    chosen = select_for(work, choice)
    sums = with_shares(tally(chosen, whole(chosen), 1), choice).iloc[0]
    bases = {
        "turn_up": "expected",
        "no_show": "expected",
        "walk_in_share": "visits",
        "use_of_seats": "seats",
        "satisfied": "faces",
    }
    found = {
        name: (float(sums[name]), float(sums[bases[name]]) if name in bases else np.nan)
        for name in KEY
        if name in sums
    }
    found["return"] = _came_again(chosen)
    found["coverage"] = coverage(work, chosen, int(sums["people"]))
    return found


def coverage(work: Work, chosen: Selection, people: int) -> tuple[float, float]:
    """Return people as a share of the residents of 60 and over of the place, and those; NaN if unknown."""
    if chosen.node is None or chosen.choice.is_about_some_people:
        return np.nan, np.nan
    entered = population.residents(work, on=chosen.choice.last_on).get(chosen.node, np.nan)
    return people / entered, float(entered)


def _came_again(chosen: Selection) -> tuple[float, float]:
    """Return the share of the newcomers who came again in time, and of how many; once time has passed."""
    newcomers = _newcomers(chosen)
    closed = number(chosen.choice.last_on) + COMES_AGAIN_WITHIN < chosen.today
    if not closed or not len(newcomers):
        return np.nan, np.nan
    return float(_again(chosen, newcomers).mean()), float(len(newcomers))


def _newcomers(chosen: Selection) -> Ints:
    """Return the ids of those whose first visit ever is among the chosen ones."""
    first = chosen.visits[chosen.columns.is_first[chosen.visits]]
    return chosen.columns.visits.senior[first]


def _again(chosen: Selection, seniors: Ints) -> Flags:
    """Tell of each newcomer whether she came again, anywhere, within the time that counts."""
    columns = chosen.columns
    following = columns.next_day[seniors].astype(np.int64)
    again: Flags = (following < NEVER) & (following - columns.first_day[seniors] <= COMES_AGAIN_WITHIN)
    return again


def by_month(work: Work, *, choice: Choice, months: int = 13) -> pd.DataFrame:
    """Return the figures of the months up to that of the last chosen day.

    One row for each month, oldest first; columns: month (its first day), is_over, SUMS, SHARES, return
    (NaN until COMES_AGAIN_WITHIN days after the month). Raises NotAllowed, NotFound.
    """
    firsts = months_to(choice.last_on, months)
    ends = [months_later(first, 1) - timedelta(days=1) for first in firsts]
    chosen = select_for(work, replace(choice, first_on=firsts[0], last_on=ends[-1]))
    group = month_of(chosen, firsts)
    table = with_shares(tally(chosen, group, months), choice)
    table.insert(0, "month", firsts)
    table.insert(1, "is_over", [number(end) < chosen.today for end in ends])
    newcomers = _newcomers(chosen)
    cohort = _in_months(chosen.columns.first_day[newcomers].astype(np.int64), firsts)
    again = np.bincount(cohort, weights=_again(chosen, newcomers), minlength=months)
    of = np.bincount(cohort, minlength=months)
    closed = np.array([number(end) + COMES_AGAIN_WITHIN < chosen.today for end in ends])
    table["return"] = np.where(closed & (of > 0), again / np.maximum(of, 1), np.nan)
    return table


def month_of(chosen: Selection, firsts: list[date]) -> Ints:
    """Return for every activity in which of the months it was, -1 for none; the months follow each other."""
    return _in_months(chosen.columns.activities.day, firsts)


def _in_months(days: Ints, firsts: list[date]) -> Ints:
    begins = np.array([number(first) for first in [*firsts, months_later(firsts[-1], 1)]])
    month = np.searchsorted(begins, days, side="right") - 1
    return np.where(month < len(firsts), month, -1)
