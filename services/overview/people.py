"""Who came: newcomers and returners, cohorts, ages, neighbourhoods, and who should be called."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
from sqlalchemy import select

from db.models import Senior, Station
from services import population
from services.access import Permission
from services.overview import following
from services.overview.choice import Choice, months_later, months_to
from services.overview.columns import GENDERS, NEVER, Ints
from services.overview.figures import month_of
from services.overview.selecting import THE_FIRST, Selection, number, select_for
from services.overview.tally import different
from services.population import BANDS
from services.work import Work

MISSED = 2
# Whoever waited or missed longer ago than this will not be called for it.
RECENT = timedelta(days=60)


def newcomers(work: Work, *, choice: Choice, months: int = 13) -> pd.DataFrame:
    """Return how many came for the first time ever and how many had come before, month by month.

    One row for each month up to that of the last chosen day, oldest first; columns: month (its first
    day), people, newcomers, returners. Raises NotAllowed, NotFound.
    """
    chosen, firsts, month = _by_month(work, choice, months)
    visits = chosen.columns.visits
    at = month[visits.activity[chosen.visits]]
    people = different(at, visits.senior[chosen.visits], months)
    first = at[chosen.columns.is_first[chosen.visits]]
    new = np.bincount(first[first >= 0], minlength=months)
    return pd.DataFrame({"month": firsts, "people": people, "newcomers": new, "returners": people - new})


def cohorts(work: Work, *, choice: Choice, months: int = 13) -> pd.DataFrame:
    """Return of the newcomers of each month how many came again in each of the months after.

    One row for each month of the first visit and each month after it, oldest first, the first being
    month 0; columns: month (of the first visit), later (months after it), newcomers (of that month),
    people (of those, who came then, to any place chosen), share, is_open (that month is not over yet:
    the share may still grow). Months to come are left out. Raises NotAllowed, NotFound.
    """
    chosen, firsts, month = _by_month(work, choice, months)
    columns = chosen.columns
    senior, at = columns.visits.senior[chosen.visits], month[columns.visits.activity[chosen.visits]]
    first = columns.is_first[chosen.visits]
    began = np.full(len(columns.seniors.birth_year), -1, dtype=np.int64)
    began[senior[first]] = at[first]
    known = (began[senior] >= 0) & (at >= 0)
    group = np.where(known, began[senior] * months + at, -1)
    people = different(group, senior, months * months).reshape(months, months)
    size = np.bincount(began[began >= 0], minlength=months)
    over = [number(months_later(first_on, 1)) <= chosen.today for first_on in firsts]
    return pd.DataFrame(
        [
            {
                "month": firsts[row],
                "later": column - row,
                "newcomers": size[row],
                "people": people[row, column],
                "share": people[row, column] / size[row] if size[row] else np.nan,
                "is_open": not over[column],
            }
            for row in range(months)
            for column in range(row, months)
            if number(firsts[column]) <= chosen.today
        ],
        columns=["month", "later", "newcomers", "people", "share", "is_open"],
    )


def _by_month(work: Work, choice: Choice, months: int) -> tuple[Selection, list[date], Ints]:
    firsts = months_to(choice.last_on, months)
    end = months_later(firsts[-1], 1) - timedelta(days=1)
    chosen = select_for(work, replace(choice, first_on=firsts[0], last_on=end))
    return chosen, firsts, month_of(chosen, firsts)


def ages(work: Work, *, choice: Choice) -> pd.DataFrame:
    """Return how many people came by age and gender, beside the residents entered for the place.

    One row for each band of BANDS and "" (not said), each with gender "female", "male", "" (not said);
    columns: band, gender, people, residents (NaN where not entered). Age: reached in the year of the last
    chosen day. Raises NotAllowed, NotFound.
    """
    chosen = select_for(work, choice)
    came = _who(chosen)
    seniors = chosen.columns.seniors
    age = choice.last_on.year - seniors.birth_year[came]
    lower = np.array([low for low, _high in BANDS.values()])
    band = np.where(seniors.birth_year[came] > 0, np.searchsorted(lower, age, side="right") - 1, len(BANDS))
    group = band * len(GENDERS) + seniors.gender[came]
    people = np.bincount(group, minlength=(len(BANDS) + 1) * len(GENDERS))
    entered: dict[tuple[str, str], int] = {}
    if chosen.node is not None:
        counts = population.counts(work, station_id=chosen.node, on=choice.last_on)
        entered = {(count.band, count.gender): count.residents for count in counts}
    keys = [(name, gender or "") for name in [*BANDS, ""] for gender in GENDERS]
    return pd.DataFrame(
        {
            "band": [name for name, _gender in keys],
            "gender": [str(gender) for _name, gender in keys],
            "people": people,
            "residents": [entered.get(key, np.nan) if all(key) else np.nan for key in keys],
        }
    )


def neighbourhoods(work: Work, *, choice: Choice) -> pd.DataFrame:
    """Return how many people came from each neighbourhood, most first.

    Columns: neighbourhood ("" for not said), people, visits. Empty when nobody came.
    Raises NotAllowed, NotFound.
    """
    chosen = select_for(work, choice)
    seniors, visits = chosen.columns.seniors, chosen.columns.visits.senior[chosen.visits]
    size = len(seniors.neighbourhoods)
    people = np.bincount(seniors.neighbourhood[_who(chosen)], minlength=size)
    table = pd.DataFrame(
        {
            "neighbourhood": seniors.neighbourhoods,
            "people": people,
            "visits": np.bincount(seniors.neighbourhood[visits], minlength=size),
        }
    )
    table = table[table["people"] > 0]
    return table.sort_values(["people", "neighbourhood"], ascending=[False, True]).reset_index(drop=True)


def funnel(work: Work, *, choice: Choice) -> pd.DataFrame:
    """Return how many people went how far on the chosen days.

    Four rows; columns: stage, people. enrolled: had a place when something began that is over now.
    came: of those, who came at least once. alone: of those, who did a lesson on their own since the
    first chosen day. again: of those who came, who came on a second day. Raises NotAllowed, NotFound.
    """
    learnt = following.current(work)
    chosen = select_for(work, choice)
    columns = chosen.columns
    size = len(columns.seniors.birth_year)
    enrolled = np.zeros(size, dtype=bool)
    enrolled[columns.places.senior[chosen.expected]] = True
    came, again, alone = (np.zeros(size, dtype=bool) for _each in range(3))
    rows = chosen.visits
    senior, day = columns.visits.senior[rows], columns.visit_day[rows]
    came[senior] = True
    earliest = np.full(size, NEVER, dtype=np.int32)
    np.minimum.at(earliest, senior, day)
    again[senior[day > earliest[senior]]] = True
    on_her_own = learnt.own_days
    first, last = number(choice.first_on), number(choice.last_on)
    done = on_her_own.senior[(on_her_own.day >= first) & (on_her_own.day <= last)]
    alone[done[done < size]] = True
    came &= enrolled
    counts = [enrolled.sum(), came.sum(), (came & alone).sum(), (came & again).sum()]
    return pd.DataFrame({"stage": ["enrolled", "came", "alone", "again"], "people": counts})


def follow_up(work: Work, *, choice: Choice) -> pd.DataFrame:
    """Return whom to call: who missed twice without a visit since, and who waited and was never seated.

    By name, for those who may print lists, at the stations chosen; of the last 60 days before the last
    chosen day. Columns: senior (id), number, name, neighbourhood, station, missed (times), waited
    (times), last (day of the last visit anywhere, None without one). Most missed first; empty when there
    is nobody to call. Raises NotAllowed, NotFound.
    """
    chosen = select_for(work, replace(choice, first_on=choice.last_on - RECENT))
    columns = chosen.columns
    places = columns.places
    rows = chosen.expected[~places.came[chosen.expected]]
    visited = columns.last_day
    since = columns.activities.day[places.activity[rows]] > visited[places.senior[rows]]
    missed = np.bincount(places.senior[rows[since]], minlength=len(visited))
    wanting = columns.wanting.senior[chosen.wanting]
    after = columns.activities.day[columns.wanting.activity[chosen.wanting]] > visited[wanting]
    waited = np.bincount(wanting[after & (wanting > 0)], minlength=len(visited))
    ids = np.flatnonzero((missed >= MISSED) | (waited > 0))
    found = work.db.execute(
        select(Senior.id, Senior.number, Senior.name, Senior.neighbourhood, Senior.station_id)
        .join(Station, Station.id == Senior.station_id)
        .where(
            Senior.id.in_(ids.tolist()),
            Senior.merged_into_id.is_(None),
            work.within(Permission.PRINT_LISTS, Station.path),
        )
    ).all()
    table = pd.DataFrame(found, columns=["senior", "number", "name", "neighbourhood", "station"])
    table["missed"] = missed[table["senior"].to_numpy(dtype=np.int64)]
    table["waited"] = waited[table["senior"].to_numpy(dtype=np.int64)]
    table["last"] = [
        THE_FIRST + timedelta(days=int(visited[one])) if visited[one] >= 0 else None
        for one in table["senior"]
    ]
    return table.sort_values(["missed", "waited", "number"], ascending=[False, False, True]).reset_index(
        drop=True
    )


def _who(chosen: Selection) -> Ints:
    """Return the ids of the people who came, each once."""
    came = np.zeros(len(chosen.columns.seniors.birth_year), dtype=bool)
    came[chosen.columns.visits.senior[chosen.visits]] = True
    return np.flatnonzero(came)
