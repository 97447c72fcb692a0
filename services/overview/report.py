"""The report that leaves the station: every table of it, small counts hidden.

The page shows these tables, the workbook and the paper hold them, and nothing else: what stands in one
stands in all three.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from services import clock, population, stuck
from services.overview import figures, hiding, learning, people, plan
from services.overview.choice import Choice, months_later, months_to
from services.overview.columns import Ints
from services.overview.selecting import Place, Selection, places, select_for
from services.overview.tally import tally
from services.work import Work

MONTHS = 13
STUCK_MOST = 8
COUNTED = ("visits", "people", "newcomers", "unmet")


@dataclass(frozen=True)
class Report:
    """What leaves the station. Counts from 1 to 4, and what would tell them, are NaN; `hidden`: how many.

    key           figure, value, before, year_ago: the row of key figures
    months        month, activities, visits, people, newcomers, returners, turn_up, use_of_seats: 13 months
    stations      station (0: all together, last), zh, en, activities, cancelled, visits, people,
                  newcomers, turn_up, no_show, use_of_seats, unmet, residents, coverage, satisfied
    seats         station, zh, en, month, use_of_seats: 13 months
    ages          band, gender, people, residents
    neighbourhoods  neighbourhood, people, visits
    funnel        stage, people
    lessons       lesson, code, zh, en, begun, alone, due, mastered, alone_share, mastery
    tracks        track, zh, en, lessons, needed, begun, completed, completion
    satisfaction  lesson, zh, en, faces, satisfied
    stuck         zh, en, step, doing_zh, doing_en, people, hints: the moves with most help, worst first
    called_off    state, reason, activities
    """

    choice: Choice
    made_at: datetime
    zone: str
    hidden: int
    tables: dict[str, pd.DataFrame]


def report(work: Work, *, choice: Choice) -> Report:
    """Return all tables for a choice. Raises NotAllowed, NotFound."""
    chosen = select_for(work, choice)
    tables = {
        "key": _key(work, choice),
        "months": _months(work, choice),
        "stations": _stations(work, choice),
        "seats": _seats(work, choice),
        "ages": _ages(work, choice),
        "neighbourhoods": _neighbourhoods(work, choice),
        "funnel": _hiding(people.funnel(work, choice=choice), ("people",)),
        "lessons": _lessons(work, choice),
        "tracks": _hiding(learning.tracks(work, choice=choice), ("begun", "completed")),
        "satisfaction": _satisfaction(work, choice),
        "stuck": _stuck(work, choice, chosen.zone),
        "called_off": plan.reasons(work, choice=choice),
    }
    tables["tracks"] = _without(tables["tracks"], "completion", "completed")
    hidden = sum(int(table.attrs.get("hidden", 0)) for table in tables.values())
    return Report(choice, work.at, chosen.zone, hidden, tables)


def _hiding(
    table: pd.DataFrame, names: tuple[str, ...], totals: "pd.Series[float] | None" = None
) -> pd.DataFrame:
    """Return a table with the small counts of some columns hidden. totals: shown beside, by column."""
    hidden = {
        name: hiding.column(table[name], None if totals is None else int(totals[name])) for name in names
    }
    count = sum(int((column.isna() & table[name].notna()).sum()) for name, column in hidden.items())
    made = table.assign(**hidden)
    made.attrs["hidden"] = int(table.attrs.get("hidden", 0)) + count
    return made


def _without(table: pd.DataFrame, share: str, part: str) -> pd.DataFrame:
    """Return a table without a share wherever what it is made of is hidden."""
    made = table.assign(**{share: table[share].mask(table[part].isna())})
    made.attrs.update(table.attrs)
    return made


def _key(work: Work, choice: Choice) -> pd.DataFrame:
    table = figures.key_figures(work, choice=choice)[["figure", "value", "before", "year_ago"]]
    hidden = 0
    for column in ("value", "before", "year_ago"):
        told: dict[str, float] = dict(zip(table["figure"], table[column].astype(float), strict=True))
        small = {name for name in COUNTED if _is_small(told[name])}
        if _is_small(told["people"] - told["newcomers"]):
            small.add("newcomers")
        if _is_small(round(told["walk_in_share"] * told["visits"], 6)):
            small.add("walk_in_share")
        table[column] = table[column].mask(table["figure"].isin(small))
        hidden += len(small)
    table.attrs["hidden"] = hidden
    return table


def _is_small(count: float) -> bool:
    return 0 < count < hiding.FEWEST


def _months(work: Work, choice: Choice) -> pd.DataFrame:
    table = figures.by_month(work, choice=choice, months=MONTHS)
    table["returners"] = table["people"] - table["newcomers"]
    both = table[["newcomers", "returners"]].to_numpy(dtype=np.int64)
    split = hiding.hidden(both, rows=True, columns=False)
    mask = np.column_stack([_small(table["visits"]), split.rows, split.cells])
    made = table.copy()
    for at, name in enumerate(("visits", "people", "newcomers", "returners")):
        made[name] = table[name].astype(float).mask(pd.Series(mask[:, at], index=table.index))
    made = made[
        ["month", "activities", "visits", "people", "newcomers", "returners", "turn_up", "use_of_seats"]
    ]
    made["use_of_seats"] = made["use_of_seats"].mask(_small(table["seated"]))
    made["turn_up"] = made["turn_up"].mask(_small(table["came"]) | _small(table["expected"]))
    made.attrs["hidden"] = int(mask.sum())
    return made


def _small(counts: "pd.Series[int]") -> "pd.Series[bool]":
    return (counts > 0) & (counts < hiding.FEWEST)


def _stations(work: Work, choice: Choice) -> pd.DataFrame:
    """Return every place with activities of its own, and all together below if there are several."""
    chosen = select_for(work, choice)
    own, at = _own_places(work, chosen)
    table = figures.with_shares(tally(chosen, at, len(own)), choice)
    table.insert(0, "station", [place.id for place in own])
    table.insert(1, "zh", [place.zh for place in own])
    table.insert(2, "en", [place.en for place in own])
    entered = population.residents(work, on=choice.last_on)
    table["residents"] = [float(entered.get(place.id, np.nan)) for place in own]
    whole = figures.with_shares(tally(chosen, np.where(at >= 0, 0, -1), 1), choice)
    whole = whole.assign(station=0, zh="", en="")
    share, residents = figures.coverage(work, chosen, int(whole["people"].iloc[0]))
    whole["residents"] = residents
    table["coverage"] = table["people"] / table["residents"]
    whole["coverage"] = share
    made = _hiding(table, COUNTED, whole.iloc[0] if len(own) > 1 else None)
    hidden = made.attrs["hidden"]
    made["coverage"] = made["coverage"].mask(made["people"].isna())
    if len(own) > 1:
        whole = _hiding(whole, COUNTED)
        made = pd.concat([made, whole], ignore_index=True)
    made = made[
        ["station", "zh", "en", "activities", "cancelled", "visits", "people", "newcomers", "turn_up",
         "no_show", "use_of_seats", "unmet", "residents", "coverage", "satisfied"]
    ].mask(_few_expected(pd.concat([table, whole], ignore_index=True).iloc[: len(made)]))  # fmt: skip
    made.attrs["hidden"] = hidden + int(whole.attrs.get("hidden", 0))
    return made


def _few_expected(table: pd.DataFrame) -> pd.DataFrame:
    """Tell which shares are of so few people that they tell of each of them."""
    few = pd.DataFrame(False, index=table.index, columns=table.columns)
    few["turn_up"] = few["no_show"] = (table["expected"] > 0) & (table["expected"] < hiding.FEWEST)
    few["use_of_seats"] = _small(table["seated"])
    return few


def _seats(work: Work, choice: Choice) -> pd.DataFrame:
    firsts = months_to(choice.last_on, MONTHS)
    last_on = months_later(firsts[-1], 1) - timedelta(days=1)
    own, at = _own_places(work, select_for(work, choice))
    chosen = select_for(work, replace(choice, first_on=firsts[0], last_on=last_on))
    month = figures.month_of(chosen, firsts)
    group = np.where((at >= 0) & (month >= 0), at * MONTHS + month, -1)
    table = figures.with_shares(tally(chosen, group, len(own) * MONTHS), choice)
    return pd.DataFrame(
        {
            "station": np.repeat([place.id for place in own], MONTHS),
            "zh": np.repeat([place.zh for place in own], MONTHS),
            "en": np.repeat([place.en for place in own], MONTHS),
            "month": firsts * len(own),
            "use_of_seats": table["use_of_seats"].mask(_small(table["seated"])),
        }
    )


def _own_places(work: Work, chosen: Selection) -> tuple[list[Place], Ints]:
    """Return the places with activities of their own, and which of them every activity belongs to, or -1."""
    about = chosen.columns.activities
    here = set(about.station[chosen.activities].tolist())
    own = [place for place in places(work) if place.id in here]
    at = np.full(int(about.station.max(initial=0)) + 1, -1, dtype=np.int64)
    at[[place.id for place in own]] = np.arange(len(own))
    return own, at[about.station]


def _ages(work: Work, choice: Choice) -> pd.DataFrame:
    table = people.ages(work, choice=choice)
    genders = list(dict.fromkeys(table["gender"]))
    counts = table["people"].to_numpy(dtype=np.int64).reshape(-1, len(genders))
    # How many came in all stands among the key figures, and those of each age are easily added up.
    mask = hiding.hidden(counts, rows=True, columns=True).cells.ravel()
    made = table.assign(people=table["people"].astype(float).mask(mask))
    made = made[(made["people"] != 0) | made["residents"].notna()].reset_index(drop=True)
    made.attrs["hidden"] = int(mask.sum())
    return made


def _neighbourhoods(work: Work, choice: Choice) -> pd.DataFrame:
    table = people.neighbourhoods(work, choice=choice)
    return _hiding(table, ("people", "visits"), table[["people", "visits"]].sum())


def _lessons(work: Work, choice: Choice) -> pd.DataFrame:
    table = learning.lessons(work, choice=choice).drop(columns="done")
    table = _hiding(table[table["begun"] > 0].reset_index(drop=True), ("begun", "alone", "due", "mastered"))
    return _without(_without(table, "alone_share", "alone"), "mastery", "mastered")


def _satisfaction(work: Work, choice: Choice) -> pd.DataFrame:
    table = learning.by_lesson(work, choice=choice)[["lesson", "zh", "en", "faces", "satisfied"]]
    return _hiding(table[table["faces"] > 0].reset_index(drop=True), ("faces",))


def _stuck(work: Work, choice: Choice, zone: str) -> pd.DataFrame:
    until = min(work.at, clock.day_bounds(choice.last_on, zone)[1])
    found = stuck.stuck(work, days=choice.days, until=until, station_id=choice.station_id)
    worst = sorted((spot for spot in found.spots if spot.hints > 0), key=lambda spot: -spot.hints)
    return pd.DataFrame(
        [
            (spot.lesson.zh, spot.lesson.en, spot.step, spot.doing.zh, spot.doing.en, spot.people, spot.hints)
            for spot in worst[:STUCK_MOST]
        ],
        columns=["zh", "en", "step", "doing_zh", "doing_en", "people", "hints"],
    )
