"""The sessions behind the figures, each with its own, and the way to its page."""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from db.words import ActivityState
from services import overview
from ui import frame
from ui.dashboard import words
from ui.dashboard.filters import Looking
from ui.dashboard.shown import Column, save
from ui.dashboard.words import Kind
from ui.text import _, day

MOST = 50


def activities(seen: Looking, *, most: int = MOST) -> None:
    """Draw the newest of the chosen sessions as a list that leads to each; the file has all of them."""
    table = frame.ask(overview.activities, choice=seen.so_far)
    if table.empty:
        frame.empty(_("No session was planned on these days."), icon="event")
        return
    columns = columns_of(seen, table)
    names = (_("When"), *(column.name for column in columns[2:]))
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    body = "".join(_row(row, columns, at) for at, row in enumerate(words.rows(table.head(most))))
    with st.container(horizontal=True, vertical_alignment="center", key="head_listing"):
        st.markdown(f"## {_said(table, most)}", width="stretch")
        save(columns, key="listing", file="sessions")
    st.html(
        f'<div class="table sessions" role="region" tabindex="0" aria-label="{escape(_("Sessions"))}"><table>'
        f"<thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def columns_of(seen: Looking, table: pd.DataFrame) -> list[Column]:
    """Return what is told of each session, from services.overview.activities()."""
    places = {one.id: words.place(one) for one in seen.places}
    trainers = dict(seen.offers.trainers)
    return [
        Column(_("Day"), list(table["on"]), Kind.DAY),
        Column(_("Starts"), [_clock(minute) for minute in table["minute"]], Kind.TEXT),
        Column(_("Station"), [places.get(one, "") for one in table["station"]], Kind.TEXT),
        Column(_("Lesson"), [words.lesson(uid) if uid else "–" for uid in table["lesson"]], Kind.TEXT),
        Column(_("Trainer"), [trainers.get(one, "–") for one in table["trainer"]], Kind.TEXT),
        Column(_("State"), [state_of(row) for row in words.rows(table)], Kind.TEXT),
        Column(words.name_of("visits"), list(table["visits"])),
        Column(_("Seats"), list(table["planned_seats"])),
        Column(words.name_of("turn_up"), list(table["turn_up"]), Kind.SHARE),
        Column(words.name_of("unmet"), list(table["unmet"])),
    ]


def state_of(row: Any) -> str:
    """Return what became of a session, in words."""
    called_off = {ActivityState.CANCELLED: _("cancelled"), ActivityState.NOT_HELD: _("did not take place")}
    if row.state in called_off:
        return called_off[row.state]
    if row.activities:
        return _("held")
    return _("not closed yet") if row.is_over else _("planned")


def _row(row: Any, columns: list[Column], at: int) -> str:
    cells = "".join(f"<td>{escape(_cell(one.values[at], one.kind))}</td>" for one in columns[2:])
    when = f"{day(row.on)} {_clock(row.minute)}"
    return (
        f'<tr><td class="short"><a href="/activity?activity={row.activity}" target="_self">{escape(when)}</a>'
        f"</td>{cells}</tr>"
    )


def _cell(value: Any, kind: Kind) -> str:
    return words.said(value, kind) if words.is_known(value) else "–"


def _said(table: pd.DataFrame, most: int) -> str:
    count = words.said(len(table), Kind.COUNT)
    if len(table) > most:
        return _("The newest %(most)s of %(count)s sessions", most=most, count=count)
    return _("%(count)s sessions", count=count)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
