"""The figures of my stations at a glance: what there was, where, when, and how it changed."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from services import overview
from ui import dashboard, frame
from ui.dashboard import Looking, Tile, listing, words
from ui.dashboard.address import opened
from ui.people import plain
from ui.pictures import overview as pictures
from ui.text import _


def key_figures(seen: Looking) -> None:
    """Draw the row of key figures with the stretch before, a year ago, and thirteen months."""
    before, year_ago = overview.before(seen.so_far), overview.year_ago(seen.so_far)
    st.markdown(
        _(
            "%(where)s, %(days)s. Before: %(before)s. A year ago: %(year_ago)s.",
            where=f"**{plain(seen.where)}**",
            days=words.of_choice(seen.so_far),
            before=words.of_choice(before),
            year_ago=words.of_choice(year_ago),
        )
    )
    table = frame.ask(overview.key_figures, choice=seen.so_far)
    months = frame.ask(overview.by_month, choice=seen.so_far)
    dashboard.tiles(
        [
            Tile(
                row.figure,
                row.value,
                [
                    _compared(_("Before"), row.figure, row.value, row.before),
                    _compared(_("A year ago"), row.figure, row.value, row.year_ago),
                ],
                list(months[row.figure]) if row.figure in months else (),
            )
            for row in words.rows(table)
        ],
        label=_("Key figures"),
    )


def _compared(label: str, figure: str, value: float, then: float) -> str:
    told = words.short(then, words.kind_of(figure), beside=value) or _("not known")
    change = words.change(figure, value, then)
    return f"{label} {told}" + (f" · {change}" if change else "")


def over_time(seen: Looking) -> None:
    """Draw visits and people; a tap opens the stretch."""
    table = frame.ask(overview.over_time, choice=seen.so_far)

    def pick(point: int) -> None:
        row = table.iloc[point % len(table)]
        dashboard.to_days(seen, row["from_on"], row["to_on"])

    dashboard.draw(pictures.visits(table, is_open=seen.is_live), pick=pick)


def compare(seen: Looking, table: pd.DataFrame) -> None:
    """Draw the places below beside each other; a tap goes down to one."""
    by_month = frame.ask(overview.by_place_and_month, choice=seen.so_far)
    months: list[date] = list(dict.fromkeys(by_month["month"]))
    stations: list[int] = list(dict.fromkeys(by_month["station"]))

    def pick_cell(point: int) -> None:
        row, column = divmod(point, len(months))
        first = months[column]
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        choice = replace(seen.choice, station_id=stations[row])
        dashboard.go(opened(replace(seen.asked, choice=choice), first, last))

    dashboard.draw(pictures.seats_by_month(by_month), pick=pick_cell)
    by_visits = table.sort_values("visits", ascending=False, kind="stable")
    ids: list[int] = by_visits["station"].tolist()
    dashboard.draw(pictures.places(by_visits), pick=lambda point: dashboard.to_place(seen, ids[point]))
    known = table[table["coverage"].notna()].sort_values("coverage", ascending=False)["station"].tolist()
    dashboard.draw(pictures.coverage(table), pick=lambda point: dashboard.to_place(seen, known[point]))


seen = dashboard.start(_("Figures"))
key_figures(seen)
over_time(seen)
below = frame.ask(overview.by_place, choice=seen.choice)
if len(below) > 1:
    compare(seen, below)
else:
    listing.activities(seen, most=20)
dashboard.draw(pictures.funnel(frame.ask(overview.funnel, choice=seen.choice)))
dashboard.draw(pictures.arrivals(frame.ask(overview.arrivals, choice=seen.choice)))
dashboard.draw(pictures.hours(frame.ask(overview.by_hour, choice=seen.choice)))
if len(below) > 1:
    dashboard.link("sessions_held", _("List of the sessions"), seen)
