"""The parts of the report about who came, when and where."""

from datetime import date
from typing import Any

import pandas as pd

from papers.report import Drawing, Row, Shape
from services.overview.report import Report
from ui.dashboard import words
from ui.dashboard.words import Kind
from ui.reporting.parts import Column, Part, bars, counts
from ui.text import _, named, ngettext

FULL, HALF = 0.95, 0.5
STATION = (
    "activities", "cancelled", "visits", "people", "newcomers", "turn_up", "no_show", "use_of_seats", "unmet",
    "coverage", "satisfied",
)  # fmt: skip
MOST_NEIGHBOURHOODS = 20


def key(report: Report) -> Part:
    """Return the key figures beside those before and a year ago."""
    table = report.tables["key"]
    told = dict(zip(table["figure"], table["value"], strict=True))
    names = [words.name_of(name) for name in table["figure"]]
    columns = [
        Column(_("Figure"), names, Kind.TEXT),
        *(
            Column(heading, _mixed(table, column), Kind.TEXT)
            for heading, column in (
                (_("These days"), "value"),
                (_("Before"), "before"),
                (_("A year ago"), "year_ago"),
            )
        ),
    ]
    if not told["visits"] > 0 and words.is_known(told["visits"]):
        sentence = _("Nobody came on these days.")
    else:
        sentence = _(
            "%(activities)s sessions were held. %(people)s people came, %(visits)s times in all; "
            "%(newcomers)s of them for the first time.",
            **{
                name: Column("", [told[name]], Kind.COUNT, is_hiding=True).told[0]
                for name in ("activities", "people", "visits", "newcomers")
            },
        )
    return Part("key", _("At a glance"), sentence, columns, about=list(table["figure"]))


def _mixed(table: pd.DataFrame, column: str) -> list[str]:
    """Return figures of different kinds in one column, as they are written."""
    return [
        Column("", [row[column]], kind, is_hiding=kind is Kind.COUNT).told[0]
        for _at, row in table.iterrows()
        for kind in [words.kind_of(row["figure"])]
    ]


def months(report: Report) -> Part:
    """Return thirteen months of visits."""
    table = report.tables["months"]
    figures = ("activities", "visits", "people", "turn_up", "use_of_seats")
    columns = [Column(_("Month"), list(table["month"]), Kind.MONTH), *counts(table, figures)]
    known = table[table["visits"] > 0]
    if known.empty:
        sentence = _("Nobody came in these months.")
    else:
        best = known.iloc[int(known["visits"].to_numpy().argmax())]
        last = columns[2].told[-1]
        sentence = _(
            "Most visits were in %(best)s: %(most)s. In %(last)s there were %(visits)s.",
            best=words.month(best["month"], year=True),
            most=words.said(best["visits"], Kind.COUNT),
            last=words.month(table["month"].iloc[-1], year=True),
            visits=last,
        )
    drawing = bars(_months(table["month"]), [columns[2]], shape=Shape.COLUMNS)
    return Part("months", _("Thirteen months"), sentence, columns, drawing, figures)


def _months(firsts: "pd.Series[Any]") -> list[str]:
    """Return months as they stand below a bar, on two lines where a year begins."""
    return [name.replace("<br>", "\n") for name in words.months(list(firsts))]


def newcomers(report: Report) -> Part:
    """Return who came for the first time and who had come before."""
    table = report.tables["months"]
    columns = [
        Column(_("Month"), list(table["month"]), Kind.MONTH),
        Column(_("Had come before"), list(table["returners"]), is_hiding=True),
        Column(_("For the first time"), list(table["newcomers"]), is_hiding=True),
        Column(words.name_of("people"), list(table["people"]), is_hiding=True),
    ]
    sentence = _(
        "%(month)s: %(new)s came for the first time, %(again)s had come before.",
        month=words.month(table["month"].iloc[-1], year=True),
        new=columns[2].told[-1],
        again=columns[1].told[-1],
    )
    drawing = bars(_months(table["month"]), columns[1:3], shape=Shape.COLUMNS, is_sum=True)
    return Part("newcomers", _("New and familiar faces"), sentence, columns, drawing, ("people", "newcomers"))


def stations(report: Report) -> Part:
    """Return every station, all together in the last row; drawn: the use of their seats, fullest first."""
    table = report.tables["stations"]
    names = [named(row.zh, row.en) or _("All together") for row in words.rows(table)]
    columns = [Column(_("Station"), names, Kind.TEXT)]
    for name in STATION:
        if name == "cancelled":
            columns.append(Column(_("Called off"), list(table[name])))
        else:
            columns += counts(table, (name,))
    own = table[table["station"] != 0].sort_values("use_of_seats", ascending=False, kind="stable")
    known = own["use_of_seats"].dropna()
    sentence = _(
        "%(full)s full (95 %% or more of the seats taken), %(half)s less than half full, of %(all)s.",
        full=_places(int((known >= FULL).sum())),
        half=_places(int((known < HALF).sum())),
        all=_places(len(known)),
    )
    if len(own) == 1:
        share = words.short(own["use_of_seats"].iloc[0], Kind.SHARE) or words.unknown("use_of_seats")
        sentence = f"{words.name_of('use_of_seats')} {share}"
    drawing = bars(
        [named(row.zh, row.en) for row in words.rows(own)],
        counts(own, ("use_of_seats",)),
        most=1.1,
        mark=1,
        mark_label=_("All seats taken"),
    )
    note = _("Somebody who comes to two stations counts once in the last row.") if len(table) > 1 else ""
    about = [name for name in STATION if name != "cancelled"]
    total = bool(len(table)) and not table["station"].iloc[-1]
    return Part("stations", _("The stations side by side"), sentence, columns, drawing, about, total, note)


def _places(count: int) -> str:
    return ngettext("%(n)s place", "%(n)s places", count)


def seats(report: Report) -> Part:
    """Return how full every station was in each of thirteen months."""
    table = report.tables["seats"]
    firsts: list[date] = list(dict.fromkeys(table["month"]))
    ids = list(dict.fromkeys(table["station"]))
    names = {row.station: named(row.zh, row.en) for row in words.rows(table)}
    grid = table.pivot(index="station", columns="month", values="use_of_seats").reindex(ids)[firsts]
    columns = [
        Column(_("Station"), [names[one] for one in ids], Kind.TEXT),
        *(Column(words.month(first, year=True), list(grid[first]), Kind.SHARE) for first in firsts),
    ]
    values = [
        [float(value) if words.is_known(value) else None for value in line]
        for line in grid.to_numpy().tolist()
    ]
    rows = [
        Row(names[one], line, [words.short(value, Kind.SHARE) for value in line])
        for one, line in zip(ids, values, strict=True)
    ]
    is_any = any(value is not None for line in values for value in line)
    drawing = Drawing(Shape.GRID, _months(pd.Series(firsts)), rows, 1.1) if is_any else None
    sentence = _("How full every place was, month by month; darker is fuller. Empty: nothing was held.")
    return Part("seats", _("Use of seats by month"), sentence, columns, drawing, ("use_of_seats",))


def ages(report: Report) -> Part:
    """Return people by age and gender."""
    table = report.tables["ages"]
    columns = [
        Column(_("Age"), [words.age(band) for band in table["band"]], Kind.TEXT),
        Column(_("Gender"), [words.gender(gender) for gender in table["gender"]], Kind.TEXT),
        Column(words.name_of("people"), list(table["people"]), is_hiding=True),
        Column(_("Residents"), list(table["residents"])),
    ]
    wide = table.pivot(index="band", columns="gender", values="people")
    order = [band for band in dict.fromkeys(table["band"]) if band]
    drawn = [
        Column(words.gender(gender), list(wide[gender].reindex(order)), is_hiding=True)
        for gender in ("female", "male")
        if gender in wide
    ]
    known = table.dropna(subset=["people"])
    if known.empty:
        sentence = _("Too few people came to tell their ages.")
    else:
        most = known.iloc[int(known["people"].to_numpy().argmax())]
        sentence = _(
            "The largest group: %(gender)s, %(age)s, %(people)s people.",
            gender=words.gender(most["gender"]),
            age=words.age(most["band"]),
            people=words.said(most["people"], Kind.COUNT),
        )
    drawing = bars([words.age(band) for band in order], drawn)
    return Part("ages", _("Age and gender"), sentence, columns, drawing, ("people",))


def neighbourhoods(report: Report) -> Part:
    """Return from where people came."""
    table = report.tables["neighbourhoods"]
    names = [name or _("not said") for name in table["neighbourhood"]]
    columns = [Column(_("Neighbourhood"), names, Kind.TEXT), *counts(table, ("people", "visits"))]
    known = table["people"].dropna().reset_index(drop=True)
    sentence = (
        _(
            "Most people came from %(name)s: %(people)s.",
            name=names[int(known.to_numpy().argmax())],
            people=words.said(known.max(), Kind.COUNT),
        )
        if len(known)
        else _("Too few people came from any one neighbourhood to tell.")
    )
    few = table.head(MOST_NEIGHBOURHOODS)
    drawing = bars(names[:MOST_NEIGHBOURHOODS], counts(few, ("people",)))
    return Part("neighbourhoods", _("From where they came"), sentence, columns, drawing, ("people", "visits"))
