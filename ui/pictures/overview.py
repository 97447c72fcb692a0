"""The pictures of the overview: tables of services.overview in, what is seen in them out."""

from datetime import date
from typing import Any

import pandas as pd

from ui import charts
from ui.charts import Line
from ui.dashboard import words
from ui.dashboard.shown import Column, Picture
from ui.dashboard.words import Kind
from ui.pictures.parts import figures, none, stations
from ui.text import _, ngettext

FULL, HALF = 0.95, 0.5
STAGES = ("enrolled", "came", "alone", "again")


def visits(table: pd.DataFrame, *, is_open: bool) -> Picture:
    """Return visits and people over time, from over_time(). is_open: the last stretch is not over yet."""
    names = [words.stretch(row.from_on, row.to_on) for row in words.rows(table)]
    if is_open and names:
        names[-1] += " …"
    told = [words.days(row.from_on, row.to_on) for row in words.rows(table)]
    drawn = [
        Line(
            words.name_of(name),
            [float(n) for n in table[name]],
            [words.told(when, **{name: n}) for when, n in zip(told, table[name], strict=True)],
            is_open,
        )
        for name in ("visits", "people")
    ]
    columns = [
        Column(_("First day"), list(table["from_on"]), Kind.DAY),
        Column(_("Last day"), list(table["to_on"]), Kind.DAY),
        *figures(table, ("activities", "visits", "people", "newcomers")),
    ]
    most = int(table["visits"].to_numpy().argmax()) if len(table) else 0
    if not len(table) or not table["visits"].sum():
        return Picture("visits", _("Nobody came on these days."), None, columns, ("visits", "people"))
    sentence = _(
        "%(visits)s visits at %(activities)s sessions. Most came in this stretch: %(when)s, %(most)s visits.",
        visits=words.said(table["visits"].sum(), Kind.COUNT),
        activities=words.said(table["activities"].sum(), Kind.COUNT),
        when=told[most],
        most=words.said(table["visits"].iloc[most], Kind.COUNT),
    )
    return Picture(
        "visits", sentence, charts.lines(names, drawn), columns, ("visits", "people"), is_wide=len(table) > 8
    )


def seats_by_month(table: pd.DataFrame) -> Picture:
    """Return the use of seats of every place in every month, from by_place_and_month()."""
    months: list[date] = list(dict.fromkeys(table["month"]))
    ids = list(dict.fromkeys(table["station"]))
    grid = table.pivot(index="station", columns="month", values="use_of_seats").loc[ids, months]
    names = stations(table.drop_duplicates("station"))
    values = [[none(value) for value in line] for line in grid.to_numpy().tolist()]
    shown = [[words.short(value, Kind.SHARE) for value in line] for line in values]
    told = [
        [
            words.told(f"{name}, {words.month(first, year=True)}", use_of_seats=value)
            for first, value in zip(months, line, strict=True)
        ]
        for name, line in zip(names, values, strict=True)
    ]
    columns = [
        Column(_("Station"), stations(table), Kind.TEXT),
        Column(_("Month"), list(table["month"]), Kind.MONTH),
        *figures(table, ("use_of_seats",)),
        Column(_("Seats taken"), list(table["seated"])),
        Column(_("Seats"), list(table["seats"])),
    ]
    latest = next(
        (at for at in reversed(range(len(months))) if any(line[at] is not None for line in values)), None
    )
    if latest is None:
        return Picture(
            "seats",
            _("How full it was cannot be said."),
            None,
            columns,
            ("use_of_seats",),
            words.unknown("use_of_seats"),
        )
    now = [line[latest] for line in values if line[latest] is not None]
    sentence = _(
        "%(month)s: %(full)s full, %(half)s under half, of %(places)s.",
        month=words.month(months[latest], year=True),
        full=_places(sum(value >= FULL for value in now if value is not None)),
        half=_places(sum(value < HALF for value in now if value is not None)),
        places=_places(len(now)),
    )
    figure = charts.grid(names, words.months(months), values, shown, told, most=1.2, can_be_tapped=True)
    return Picture("seats", sentence, figure, columns, ("use_of_seats",), is_wide=True)


def places(table: pd.DataFrame) -> Picture:
    """Return the places beside each other, most visits first, from by_place() sorted that way."""
    names = stations(table)
    shown = [words.said(n, Kind.COUNT) for n in table["visits"]]
    told = [
        words.told(name, visits=visits, people=people)
        for name, visits, people in zip(names, table["visits"], table["people"], strict=True)
    ]
    columns = [
        Column(_("Station"), names, Kind.TEXT),
        *figures(
            table,
            (
                "activities",
                "visits",
                "people",
                "newcomers",
                "turn_up",
                "walk_in_share",
                "use_of_seats",
                "unmet",
            ),
        ),
    ]
    if not table["visits"].sum():
        return Picture("places", _("Nobody came on these days."), None, columns, ("visits",))
    sentence = _(
        "Most visits: %(first)s with %(most)s. Fewest: %(last)s with %(fewest)s.",
        first=names[0], most=shown[0], last=names[-1], fewest=shown[-1],
    )  # fmt: skip
    return Picture(
        "places", sentence, charts.bars(names, list(table["visits"]), shown, told), columns, ("visits",)
    )


def coverage(table: pd.DataFrame) -> Picture:
    """Return people as a share of the residents of each place and their mean, from by_place()."""
    known = table[table["coverage"].notna()].sort_values("coverage", ascending=False)
    columns = [
        Column(_("Station"), stations(table), Kind.TEXT),
        *figures(table, ("people",)),
        Column(_("Residents of 60 and over"), list(table["residents"])),
        *figures(table, ("coverage",)),
    ]
    if known.empty:
        sentence = _("How many of the residents are reached is not known yet.")
        return Picture("coverage", sentence, None, columns, ("coverage",), words.unknown("coverage"))
    names = stations(known)
    mean = float(known["people"].sum() / known["residents"].sum())
    shown = [f"{value:.1%}" for value in known["coverage"]]
    told = [
        f"{name}<br>"
        + _("%(people)s of %(residents)s residents", people=int(people), residents=int(residents))
        for name, people, residents in zip(names, known["people"], known["residents"], strict=True)
    ]
    below = [name for name, value in zip(names, known["coverage"], strict=True) if value < mean]
    sentence = _(
        "On average these places reach %(mean)s of their residents of 60 and over.", mean=f"{mean:.1%}"
    )
    if below:
        sentence += _(" Below that: %(names)s.", names=words.listed(below))
    if len(known) < len(table):
        sentence += ngettext(
            " For %(n)s place nobody entered the residents.",
            " For %(n)s places nobody entered the residents.",
            len(table) - len(known),
        )
    figure = charts.dots(
        names,
        list(known["coverage"]),
        shown,
        told,
        mean=mean,
        mean_told=_("mean %(mean)s", mean=f"{mean:.1%}"),
    )
    return Picture("coverage", sentence, figure, columns, ("coverage",))


def funnel(table: pd.DataFrame) -> Picture:
    """Return how many went how far, from funnel()."""
    words_of = {
        "enrolled": _("were enrolled"),
        "came": _("came"),
        "alone": _("did a lesson alone"),
        "again": _("came again"),
    }
    people = dict(zip(table["stage"], table["people"], strict=True))
    names = [words_of[stage] for stage in STAGES]
    counts = [int(people[stage]) for stage in STAGES]
    shares = [count / counts[0] if counts[0] else float("nan") for count in counts]
    columns = [
        Column(_("Stage"), names, Kind.TEXT),
        Column(words.name_of("people"), counts),
        Column(_("Of those enrolled"), shares, Kind.SHARE),
    ]
    if not counts[0]:
        return Picture("funnel", _("Nobody was enrolled on these days."), None, columns)
    shown = [f"{words.said(n, Kind.COUNT)} · {share:.0%}" for n, share in zip(counts, shares, strict=True)]
    sentence = _(
        "Of %(enrolled)s people enrolled, %(came)s came, %(alone)s did a lesson alone and %(again)s came "
        "on a second day.",
        **{stage: words.said(people[stage], Kind.COUNT) for stage in STAGES},
    )
    told = [f"{name}: {text}" for name, text in zip(names, shown, strict=True)]
    return Picture(
        "funnel", sentence, charts.bars(names, counts, shown, told), columns, ("people", "mastery")
    )


def arrivals(table: pd.DataFrame) -> Picture:
    """Return how many came in each five minutes around the start, from arrivals()."""
    minutes: list[int] = list(table["minutes"])
    columns = [
        Column(_("Minutes from the start"), minutes),
        *figures(table, ("visits",)),
        Column(_("Of these walk-ins"), list(table["walk_ins"])),
    ]
    total = int(table["visits"].sum())
    if not total:
        return Picture("arrivals", _("Nobody came on these days."), None, columns, ("visits",))
    late = float(table.loc[table["minutes"] >= 0, "visits"].sum() / total)
    busiest = minutes[int(table["visits"].to_numpy().argmax())]
    sentence = _(
        "The door is busiest %(when)s. %(late)s came after the start.",
        when=_around(busiest),
        late=f"{late:.0%}",
    )
    told = [
        f"{_around(minute)}<br>{words.said(n, Kind.COUNT)}"
        for minute, n in zip(minutes, table["visits"], strict=True)
    ]
    names = [
        _("start") if minute == 0 else (f"{minute:+d}" if minute % 15 == 0 else "") for minute in minutes
    ]
    figure = charts.columns(names, [(words.name_of("visits"), list(table["visits"]))], told, numbers=False)
    figure.add_vline(x=minutes.index(0) - 0.5, line={"color": "#B45309", "width": 3, "dash": "dash"})
    return Picture("arrivals", sentence, figure, columns, ("visits",), is_wide=True)


def hours(table: pd.DataFrame) -> Picture:
    """Return visits by weekday and hour, from by_hour()."""
    columns = [
        Column(_("Weekday"), [words.weekday(n) for n in table["weekday"]], Kind.TEXT),
        Column(_("Hour"), list(table["hour"])),
        *figures(table, ("activities", "visits", "use_of_seats")),
    ]
    if table.empty or not table["visits"].sum():
        return Picture("hours", _("Nobody came on these days."), None, columns, ("visits",))
    shown_hours = list(range(int(table["hour"].min()), int(table["hour"].max()) + 1))
    by = {(row.weekday, row.hour): row for row in words.rows(table)}
    grid = [[by.get((weekday, hour)) for hour in shown_hours] for weekday in range(7)]
    told = [[_at(row) if row else "" for row in line] for line in grid]
    top = max(by.values(), key=lambda row: row.visits)
    sentence = _(
        "Most come on %(weekday)s at sessions from %(hour)s o'clock: %(visits)s visits.",
        weekday=words.weekday(top.weekday), hour=top.hour, visits=words.said(top.visits, Kind.COUNT),
    )  # fmt: skip
    figure = charts.grid(
        [words.weekday(n) for n in range(7)],
        [f"{hour}:00" for hour in shown_hours],
        [[float(row.visits) if row else None for row in line] for line in grid],
        [[words.said(row.visits, Kind.COUNT) if row else "" for row in line] for line in grid],
        told,
    )
    return Picture("hours", sentence, figure, columns, ("visits",), is_wide=len(shown_hours) > 6)


def _at(row: Any) -> str:
    when = f"{words.weekday(row.weekday)} {row.hour}:00"
    return words.told(when, visits=row.visits, activities=row.activities)


def _places(n: int) -> str:
    return ngettext("%(n)s place", "%(n)s places", n)


def _around(minute: int) -> str:
    if minute < 0:
        return _("%(from)s to %(to)s minutes before the start", **{"from": -minute, "to": -minute - 5})
    return _("%(from)s to %(to)s minutes after the start", **{"from": minute, "to": minute + 5})
