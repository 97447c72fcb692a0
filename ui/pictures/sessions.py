"""The pictures of plan and staff: tables of services.overview in, what is seen in them out."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from db.words import ActivityState
from ui import charts
from ui.dashboard import words
from ui.dashboard.shown import Column, Picture
from ui.dashboard.words import Kind
from ui.pictures.parts import figures
from ui.text import _, named, ngettext

MOST = 20


def plan(table: pd.DataFrame) -> Picture:
    """Return what was held and what was not, month by month, from by_month()."""
    off = [int(row.cancelled + row.not_held) for row in words.rows(table)]
    columns = [
        Column(_("Month"), list(table["month"]), Kind.MONTH),
        *figures(table, ("activities",)),
        Column(_("Cancelled"), list(table["cancelled"])),
        Column(_("Did not take place"), list(table["not_held"])),
        Column(_("Not closed yet"), list(table["not_closed"])),
    ]
    held, missed = int(table["activities"].sum()), sum(off)
    if not held + missed:
        return Picture("plan", _("Nothing was planned in these months."), None, columns, ("activities",))
    sentence = _(
        "Thirteen months: %(held)s sessions held, %(off)s not (%(share)s).",
        held=words.said(held, Kind.COUNT),
        off=words.said(missed, Kind.COUNT),
        share=f"{missed / (held + missed):.0%}",
    )
    told = [
        words.told(words.month(row.month, year=True), activities=row.activities)
        + "<br>"
        + _(
            "Cancelled: %(cancelled)s, did not take place: %(not_held)s",
            cancelled=row.cancelled,
            not_held=row.not_held,
        )
        for row in words.rows(table)
    ]
    parts = [(_("held"), list(table["activities"])), (_("not held"), [float(n) for n in off])]
    figure = charts.columns(words.months(list(table["month"])), parts, told)
    return Picture("plan", sentence, figure, columns, ("activities",), is_wide=True)


def reasons(table: pd.DataFrame) -> Picture:
    """Return why sessions were called off, from reasons()."""
    names = [row.reason or _("no reason given") for row in words.rows(table)]
    states = [
        _("Cancelled") if row.state == ActivityState.CANCELLED else _("Did not take place")
        for row in words.rows(table)
    ]
    columns = [
        Column(_("What happened"), states, Kind.TEXT),
        Column(_("Reason"), names, Kind.TEXT),
        Column(_("Sessions"), list(table["activities"])),
    ]
    if table.empty:
        return Picture(
            "reasons", _("Every session of these days took place, or is still to come."), None, columns
        )
    sentence = _(
        "The most frequent reason: %(reason)s, %(n)s of %(all)s.",
        reason=names[0],
        n=table["activities"].iloc[0],
        all=table["activities"].sum(),
    )
    labels = [f"{_shortened(name)} · {state}" for name, state in zip(names, states, strict=True)]
    return _bars("reasons", sentence, labels, list(table["activities"]), columns, ())


def unmet_by_lesson(table: pd.DataFrame) -> Picture:
    """Return how many found no seat, by lesson, from by_lesson()."""
    return _unmet("unmet_lessons", table, _("Lesson"), lambda row: words.lesson(row.lesson) or _("No lesson"))


def unmet_by_place(table: pd.DataFrame) -> Picture:
    """Return how many found no seat, by place, from by_place()."""
    return _unmet("unmet_places", table, _("Station"), lambda row: named(row.zh, row.en))


def _unmet(name: str, table: pd.DataFrame, heading: str, called: Callable[[Any], str]) -> Picture:
    table = table.sort_values("unmet", ascending=False, kind="stable")
    names = [called(row) for row in words.rows(table)]
    columns = [Column(heading, names, Kind.TEXT), *figures(table, ("unmet", "activities", "visits"))]
    wanted = [(label, int(n)) for label, n in zip(names, table["unmet"], strict=True) if n]
    if not wanted:
        return Picture(name, _("Everybody found a seat on these days."), None, columns, ("unmet",))
    total = sum(n for _label, n in wanted)
    sentence = _(
        "%(total)s times somebody found no seat, most often: %(first)s (%(n)s).",
        total=words.said(total, Kind.COUNT),
        first=wanted[0][0],
        n=words.said(wanted[0][1], Kind.COUNT),
    )
    return _bars(name, sentence, [one for one, _n in wanted], [n for _one, n in wanted], columns, ("unmet",))


def staff(table: pd.DataFrame) -> Picture:
    """Return the hours of everybody of the staff, from hours()."""
    both = [row.trained + row.helped for row in words.rows(table)]
    columns = [
        Column(_("Name"), list(table["name"]), Kind.TEXT),
        Column(_("Sessions"), list(table["sessions"])),
        Column(_("Hours as trainer"), list(table["trained"]), Kind.HOURS),
        Column(_("Hours as helper"), list(table["helped"]), Kind.HOURS),
    ]
    if table.empty:
        return Picture("staff", _("Nobody held a session on these days."), None, columns)
    sentence = _(
        "%(trained)s hours by trainers, %(helped)s by helpers, %(people)s in all.",
        trained=words.said(table["trained"].sum(), Kind.HOURS),
        helped=words.said(table["helped"].sum(), Kind.HOURS),
        people=ngettext("%(n)s person", "%(n)s people", len(table)),
    )
    rows = words.rows(table.head(MOST))
    shown = [
        _(
            "%(trained)s as trainer, %(helped)s as helper",
            trained=f"{row.trained:,.1f}",
            helped=f"{row.helped:,.1f}",
        )
        for row in rows
    ]
    told = [f"{row.name}<br>{text}" for row, text in zip(rows, shown, strict=True)]
    totals = [words.said(value, Kind.HOURS) for value in both[:MOST]]
    figure = charts.bars([row.name for row in rows], both[:MOST], totals, told)
    return Picture("staff", sentence, figure, columns)


def _bars(
    name: str,
    sentence: str,
    names: list[str],
    values: list[int],
    columns: list[Column],
    about: tuple[str, ...],
) -> Picture:
    shown = [words.said(value, Kind.COUNT) for value in values[:MOST]]
    told = [f"{label}: {text}" for label, text in zip(names, shown, strict=False)]
    figure = charts.bars([_shortened(label) for label in names[:MOST]], list(values[:MOST]), shown, told)
    return Picture(name, sentence, figure, columns, about, is_wide=True)


def _shortened(text: str) -> str:
    return text if len(text) <= MOST else text[: MOST - 1] + "…"
