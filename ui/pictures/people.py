"""The pictures of who came: tables of services.overview in, what is seen in them out."""

from typing import Any

import pandas as pd

from services.overview import hiding
from services.overview.hiding import hidden
from ui import charts
from ui.dashboard import words
from ui.dashboard.shown import Column, Picture
from ui.dashboard.words import Kind
from ui.pictures.parts import figures, none
from ui.text import _

MOST_NEIGHBOURHOODS = 20


def newcomers(table: pd.DataFrame) -> Picture:
    """Return newcomers and those who had come before, month by month, from newcomers()."""
    returners = list(table["returners"])
    columns = [
        Column(_("Month"), list(table["month"]), Kind.MONTH),
        *figures(table, ("people", "newcomers")),
        Column(_("Had come before"), returners),
    ]
    if not table["people"].sum():
        return Picture("newcomers", _("Nobody came in these months."), None, columns, ("newcomers",))
    last = table[table["people"] > 0].iloc[-1]
    sentence = _(
        "%(month)s: %(people)s people, %(new)s of them for the first time.",
        month=words.month(last["month"], year=True),
        people=words.said(last["people"], Kind.COUNT),
        new=words.said(last["newcomers"], Kind.COUNT),
    )
    told = [
        words.told(words.month(row.month, year=True), people=row.people, newcomers=row.newcomers)
        for row in words.rows(table)
    ]
    parts = [(_("Had come before"), returners), (words.name_of("newcomers"), list(table["newcomers"]))]
    figure = charts.columns(words.months(list(table["month"])), parts, told)
    return Picture("newcomers", sentence, figure, columns, ("newcomers", "people"), is_wide=True)


def cohorts(table: pd.DataFrame) -> Picture:
    """Return the share of the newcomers of each month who came in the months after, from cohorts().

    Where only few of them came, that is hidden.
    """
    every = table[table["newcomers"] > 0]
    came = hiding.column(every["people"])
    table = every.assign(people=came, share=every["share"].mask(came.isna()))
    columns = [
        Column(_("First visit in"), list(table["month"]), Kind.MONTH),
        Column(_("Months later"), list(table["later"])),
        *figures(table, ("newcomers",)),
        Column(_("Came then"), list(table["people"]), unknown=_(hiding.WORD)),
        Column(_("Share"), list(table["share"]), Kind.SHARE, unknown=_(hiding.WORD)),
        Column(_("Is over"), ["" if row.is_open else _("yes") for row in words.rows(table)], Kind.TEXT),
    ]
    known = every[(every["later"] > 0)]
    if known.empty:
        sentence = _("Whether newcomers stay can be seen from the second month on.")
        return Picture("cohorts", sentence, None, columns, ("newcomers",))
    firsts = list(dict.fromkeys(table["month"]))
    laters = list(range(1, int(table["later"].max()) + 1))
    by = {(row.month, row.later): row for row in words.rows(table)}
    grid = [[by.get((first, later)) for later in laters] for first in firsts]
    next_month = known[(known["later"] == 1) & ~known["is_open"]]
    sentence = _("Of the newcomers of a month, in the months after it so many of a hundred came.")
    if next_month["newcomers"].sum():
        share = next_month["people"].sum() / next_month["newcomers"].sum()
        sentence = _(
            "%(share)s of the newcomers came again in the month after. Months with … are not over yet.",
            share=f"{share:.0%}",
        )
    figure = charts.grid(
        [
            _("%(month)s · %(n)s people", month=words.month(first, year=True), n=by[first, 0].newcomers)
            for first in firsts
        ],
        [f"+{later}" for later in laters],
        [[none(row.share) if row else None for row in line] for line in grid],
        [[_share(row) if row else "" for row in line] for line in grid],
        [[_of_newcomers(row) if row else "" for row in line] for line in grid],
        most=1.0,
    )
    return Picture("cohorts", sentence, figure, columns, ("newcomers", "return"), is_wide=True)


def _share(row: Any) -> str:
    share = words.short(row.share, Kind.SHARE) or "–"
    return f"{share} …" if row.is_open else share


def _of_newcomers(row: Any) -> str:
    if not words.is_known(row.people):
        return _(hiding.WORD)
    people = words.said(row.people, Kind.COUNT)
    return _("%(people)s of %(newcomers)s came", people=people, newcomers=row.newcomers)


def ages(table: pd.DataFrame) -> Picture:
    """Return people by age, women and men, beside the residents of the place, from ages().

    Whoever did not say age or gender is told of in the sentence and the table. Small counts are hidden.
    """
    bands = list(dict.fromkeys(table["band"]))
    genders = list(dict.fromkeys(table["gender"]))
    counts = table["people"].to_numpy().reshape(len(bands), len(genders))
    hide = hidden(counts).cells.reshape(-1)
    people = table["people"].astype(float).mask(hide)
    shares = people / table["residents"]
    columns = [
        Column(_("Age"), [words.age(band) for band in table["band"]], Kind.TEXT),
        Column(_("Women or men"), [words.gender(one) for one in table["gender"]], Kind.TEXT),
        Column(words.name_of("people"), list(people), unknown=_(hiding.WORD)),
        Column(_("Residents"), list(table["residents"])),
        Column(words.name_of("coverage"), list(shares), Kind.SHARE),
    ]
    total = int(table["people"].sum())
    if not total:
        return Picture("ages", _("Nobody came on these days."), None, columns, ("people", "coverage"))
    shown = table.assign(people=people, share=shares)
    sides = []
    for gender in ("female", "male"):
        rows = words.rows(shown[(shown["gender"] == gender) & (shown["band"] != "")])
        sides.append(
            (
                words.gender(gender),
                [row.people if words.is_known(row.people) else 0.0 for row in rows],
                [_beside(row) for row in rows],
                [f"{words.age(row.band)}, {words.gender(gender)}<br>{_beside(row)}" for row in rows],
            )
        )
    women = int(table.loc[table["gender"] == "female", "people"].sum())
    sentence = _(
        "%(people)s people, %(women)s of them women.",
        people=words.said(total, Kind.COUNT),
        women=f"{women / total:.0%}",
    )
    unsaid = int(table.loc[(table["band"] == "") | (table["gender"] == ""), "people"].sum())
    if unsaid >= hiding.FEWEST:
        sentence += _(" %(n)s did not say age or gender: they are in the table only.", n=unsaid)
    figure = charts.pyramid([words.age(band) for band in bands if band], sides[0], sides[1])
    return Picture("ages", sentence, figure, columns, ("people", "coverage"), is_wide=True)


def neighbourhoods(table: pd.DataFrame) -> Picture:
    """Return from where people came, most first, from neighbourhoods(). Small counts are hidden."""
    names = [name or _("not said") for name in table["neighbourhood"]]
    people = hiding.column(table["people"], int(table["people"].sum())) if len(table) else table["people"]
    visits = table["visits"].astype(float).mask(people.isna())
    columns = [
        Column(_("Neighbourhood"), names, Kind.TEXT),
        Column(words.name_of("people"), list(people), unknown=_(hiding.WORD)),
        Column(words.name_of("visits"), list(visits), unknown=_(hiding.WORD)),
    ]
    known = [
        (name, float(count)) for name, count in zip(names, people, strict=True) if words.is_known(count)
    ][:MOST_NEIGHBOURHOODS]
    if not known:
        sentence = _("From where people came cannot be shown: there are too few from each neighbourhood.")
        return Picture("neighbourhoods", sentence, None, columns, ("people",))
    sentence = _(
        "Most people came from %(name)s: %(n)s.", name=known[0][0], n=words.said(known[0][1], Kind.COUNT)
    )
    if len(known) < len(names):
        sentence += _(" Neighbourhoods with fewer people are in the table.")
    shown = [words.said(count, Kind.COUNT) for _name, count in known]
    told = [words.told(name, people=count) for name, count in known]
    figure = charts.bars([name for name, _count in known], [count for _name, count in known], shown, told)
    return Picture("neighbourhoods", sentence, figure, columns, ("people",))


def _beside(row: Any) -> str:
    """Return how many came and of how many residents."""
    people = row.people
    if not words.is_known(people):
        return _(hiding.WORD)
    count = words.said(people, Kind.COUNT)
    share = row.share
    return f"{count} · {share:.1%}" if words.is_known(share) else count
