"""Who did what, in words."""

from datetime import date
from typing import Any

import streamlit as st

from db.words import Action
from services import audit, staff
from services.audit import Entry
from settings import settings
from ui import frame
from ui.house import words
from ui.house.deeds import deed
from ui.tables import table
from ui.text import _, moment, named

AT_ONCE = 50
PAGES = "house.trail.pages"


def draw() -> None:
    """Draw the entries, newest first, fifty at a time, and what limits them."""
    one, two, three = st.columns(3)
    people = {row.id: row.name for row in frame.ask(staff.everybody)}
    with one:
        who = st.selectbox(
            _("Person"),
            list(people),
            None,
            format_func=lambda row_id: people[row_id],
            placeholder=_("Everybody"),
            key="house.trail.who",
            on_change=_begin,
        )
    with two:
        action = st.selectbox(
            _("What was done"),
            list(Action),
            None,
            format_func=deed,
            placeholder=_("Everything"),
            key="house.trail.action",
            on_change=_begin,
        )
    with three:
        typed = st.text_input(
            _("Day"), placeholder="2026-03-10", max_chars=10, key="house.trail.day", on_change=_begin
        )
    on = _day(typed)
    if typed and on is None:
        st.warning(_("Please write the day like this: 2026-03-10."), icon=":material/error:")
        return
    _page({"staff_id": who, "action": action, "on": on, "zone": settings().zone})


def _page(wanted: dict[str, Any]) -> None:
    seen: list[int] = st.session_state.setdefault(PAGES, [])
    found = frame.ask(audit.entries, **wanted, before_id=seen[-1] if seen else None, limit=AT_ONCE + 1)
    shown = found[:AT_ONCE]
    if not shown:
        frame.empty(_("Nothing was recorded."))
    else:
        table(
            (_("When"), _("Who"), _("What was done"), _("About")),
            [_line(entry) for entry in shown],
            label=_("What was done"),
        )
    with st.container(horizontal=True):
        if seen:
            st.button(_("Newer ones"), icon=":material/chevron_left:", on_click=_back)
        if len(found) > AT_ONCE:
            st.button(
                _("Older ones"), icon=":material/chevron_right:", on_click=seen.append, args=(shown[-1].id,)
            )


def _back() -> None:
    st.session_state[PAGES].pop()


def _begin() -> None:
    st.session_state.pop(PAGES, None)


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip()) if typed else None
    except ValueError:
        return None


def _line(entry: Entry) -> tuple[str, str, str, str]:
    # Who signs in is nobody yet while she does.
    staff_named = next((thing.zh for thing in entry.things if thing.table == "staff"), "")
    who = " · ".join(part for part in (entry.who or staff_named, entry.device) if part)
    about = [named(thing.zh, thing.en) for thing in entry.things]
    about += [_detail(key, value) for key, value in entry.details.items()]
    return (
        moment(entry.at),
        who or _("the house itself"),
        deed(entry.action),
        " · ".join(part for part in about if part),
    )


def _detail(key: str, value: Any) -> str:
    if key == "role":
        return words.role(value)
    # Other details are for those who look into the database.
    return ""
