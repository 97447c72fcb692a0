"""Places, months, hours and minutes beside each other."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from db.words import How
from services import population
from services.overview.choice import Choice, months_later, months_to
from services.overview.columns import HOWS, STATES, Ints
from services.overview.figures import month_of, with_shares
from services.overview.selecting import THE_FIRST, Place, Selection, number, places, select_for
from services.overview.tally import tally
from services.work import Work

FIVE = 5
AROUND = 60
# Longer stretches are drawn week by week, still longer ones month by month.
DAYS = 45
WEEKS = 200


def over_time(work: Work, *, choice: Choice) -> pd.DataFrame:
    """Return visits and people over the chosen days: by day, by week from Monday, or by month.

    One row for each stretch, oldest first, none left out; columns: from_on, to_on (cut to the chosen
    days), SUMS, SHARES. Raises NotAllowed, NotFound.
    """
    chosen = select_for(work, choice)
    begins = _stretches(choice)
    edges = np.array([number(day) for day in begins])
    day = chosen.columns.activities.day
    inside = (day >= edges[0]) & (day <= number(choice.last_on))
    group = np.where(inside, np.searchsorted(edges, day, side="right") - 1, -1)
    table = with_shares(tally(chosen, group, len(begins)), choice)
    table.insert(0, "from_on", begins)
    ends = [*(day - timedelta(days=1) for day in begins[1:]), choice.last_on]
    table.insert(1, "to_on", ends)
    return table


def _stretches(choice: Choice) -> list[date]:
    first, last = choice.first_on, choice.last_on
    if choice.days <= DAYS:
        return [first + timedelta(days=number) for number in range(choice.days)]
    if choice.days <= WEEKS:
        monday = first + timedelta(days=7 - first.weekday())
        return [first, *(monday + timedelta(days=7 * n) for n in range((last - monday).days // 7 + 1))]
    months = (last.year - first.year) * 12 + last.month - first.month
    return [first, *(months_later(first.replace(day=1), n + 1) for n in range(months))]


def by_place(work: Work, *, choice: Choice) -> pd.DataFrame:
    """Return the figures of the places right below the chosen one; of itself, where nothing is below it.

    A place counts all below it, and a person once. One row for each place in the order of the tree;
    columns: station, zh, en, kind, has_below, residents, coverage (NaN where nobody entered residents),
    SUMS, SHARES. Raises NotAllowed, NotFound.
    """
    chosen, shown, group = _grouped_by_place(work, choice)
    table = with_shares(tally(chosen, group, len(shown)), choice)
    everywhere = places(work)
    table.insert(0, "station", [place.id for place in shown])
    table.insert(1, "zh", [place.zh for place in shown])
    table.insert(2, "en", [place.en for place in shown])
    table.insert(3, "kind", [place.kind for place in shown])
    table.insert(
        4,
        "has_below",
        [
            place.id != chosen.node and any(below.parent_id == place.id for below in everywhere)
            for place in shown
        ],
    )
    entered = {} if choice.is_about_some_people else population.residents(work, on=choice.last_on)
    table.insert(5, "residents", [float(entered.get(place.id, np.nan)) for place in shown])
    table.insert(6, "coverage", table["people"] / table["residents"])
    return table


def by_place_and_month(work: Work, *, choice: Choice, months: int = 13) -> pd.DataFrame:
    """Return the figures of every place right below the chosen one in every month up to the last day's.

    One row for each place and month, places in the order of the tree, months oldest first; columns:
    station, zh, en, month (its first day), SUMS, SHARES. Raises NotAllowed, NotFound.
    """
    firsts = months_to(choice.last_on, months)
    last_on = months_later(firsts[-1], 1) - timedelta(days=1)
    chosen, shown, place = _grouped_by_place(work, replace(choice, first_on=firsts[0], last_on=last_on))
    month = month_of(chosen, firsts)
    group = np.where((place >= 0) & (month >= 0), place * months + month, -1)
    table = with_shares(tally(chosen, group, len(shown) * months), choice)
    table.insert(0, "station", np.repeat([p.id for p in shown], months))
    table.insert(1, "zh", np.repeat([p.zh for p in shown], months))
    table.insert(2, "en", np.repeat([p.en for p in shown], months))
    table.insert(3, "month", firsts * len(shown))
    return table


def _grouped_by_place(work: Work, choice: Choice) -> tuple[Selection, list[Place], Ints]:
    """Return the selection, the places to show, and for every activity which of them it belongs to."""
    chosen = select_for(work, choice)
    inside = [place for place in places(work) if place.id in set(chosen.scope)]
    top = next((place for place in inside if place.id == chosen.node), None)
    if top is None:
        known = {place.id for place in inside}
        shown = [place for place in inside if place.parent_id not in known]
    else:
        shown = [place for place in inside if place.parent_id == top.id]
        own = Place(top.id, None, top.path, top.kind, top.zh, top.en, top.zone)
        if not shown or np.any(chosen.columns.activities.station[chosen.activities] == top.id):
            shown = [own, *shown]
    of_station = {
        place.id: max(
            (at for at, root in enumerate(shown) if place.path.startswith(root.path)),
            key=lambda at: len(shown[at].path),
            default=-1,
        )
        for place in inside
    }
    ids = np.array(sorted(of_station), dtype=np.int64)
    belongs = np.array([of_station[number] for number in ids.tolist()], dtype=np.int64)
    station = chosen.columns.activities.station
    at = np.searchsorted(ids, station).clip(max=max(len(ids) - 1, 0))
    group = np.where(ids[at] == station, belongs[at], -1) if len(ids) else np.full(len(station), -1)
    return chosen, shown, group


def by_hour(work: Work, *, choice: Choice) -> pd.DataFrame:
    """Return on which weekday and in which hour of the stations' clock activities begin, and who comes.

    One row for each weekday and hour with an activity held, Monday first; columns: weekday (0 Monday),
    hour, SUMS, SHARES. Empty when nothing was held. Raises NotAllowed, NotFound.
    """
    chosen = select_for(work, choice)
    activities = chosen.columns.activities
    # The first of January 1970 was a Thursday.
    group = (activities.day + THE_FIRST.weekday()) % 7 * 24 + activities.minute // 60
    table = with_shares(tally(chosen, group, 7 * 24), choice)
    table.insert(0, "weekday", table.index // 24)
    table.insert(1, "hour", table.index % 24)
    return table[table["activities"] > 0].reset_index(drop=True)


def arrivals(work: Work, *, choice: Choice) -> pd.DataFrame:
    """Return how many came in each five minutes before and after the start.

    One row for each five minutes from an hour before to an hour after; columns: minutes (from the start
    to the beginning of the stretch), visits, walk_ins, share (of all visits). Whoever came earlier or
    later is counted in the first or last row. Raises NotAllowed, NotFound.
    """
    chosen = select_for(work, choice)
    after = chosen.columns.visits.after[chosen.visits].astype(np.int64)
    slots = 2 * AROUND // FIVE
    slot = ((after + AROUND) // FIVE).clip(0, slots - 1)
    visits = np.bincount(slot, minlength=slots)
    how = chosen.columns.visits.how[chosen.visits]
    return pd.DataFrame(
        {
            "minutes": np.arange(slots) * FIVE - AROUND,
            "visits": visits,
            "walk_ins": np.bincount(slot[how == HOWS.index(How.WALK_IN)], minlength=slots),
            "share": visits / max(1, visits.sum()),
        }
    )


def activities(work: Work, *, choice: Choice) -> pd.DataFrame:
    """Return every activity on the chosen days, whatever became of it, newest first.

    Columns: activity (id), station, lesson (code or ""), trainer (id, 0 for none), starts (seconds since
    1970, UTC), on (the station's day), minute (of that day), state (as stored), planned_seats, is_over,
    SUMS, SHARES. Empty when there was none. Raises NotAllowed, NotFound.
    """
    chosen = select_for(work, choice)
    about, rows = chosen.columns.activities, chosen.activities
    group = np.full(len(about.id), -1)
    group[rows] = np.arange(len(rows))
    table = with_shares(tally(chosen, group, len(rows)), choice)
    told = {
        "activity": about.id[rows],
        "station": about.station[rows],
        "lesson": about.lesson[rows],
        "trainer": about.trainer[rows],
        "starts": about.starts[rows],
        "on": [THE_FIRST + timedelta(days=int(day)) for day in about.day[rows]],
        "minute": about.minute[rows],
        "state": [STATES[code] for code in about.state[rows]],
        "planned_seats": about.seats[rows],
        "is_over": about.ends[rows] <= chosen.now,
    }
    table = pd.concat([pd.DataFrame(told), table], axis=1)
    return table.sort_values(["starts", "activity"], ascending=False).reset_index(drop=True)
