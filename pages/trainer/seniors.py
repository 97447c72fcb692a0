"""Find a senior, register somebody new, print cards; and each senior's own page."""

from datetime import timedelta

import streamlit as st

from services import agenda, cards, clock, finding, reach
from services.access import Permission
from services.finding import Found
from services.numbers import is_number
from services.reach import Home
from services.spelling import squeezed
from ui import frame, menu, registering
from ui.cards import card_button
from ui.people import name_and_about, open_button, plain
from ui.senior import senior_page
from ui.text import _, moment, named, ngettext

CHOSEN = "cards.chosen"
LISTED = 12
SESSIONS_AHEAD = timedelta(days=14)


def choose_home(homes: tuple[Home, ...]) -> int:
    """Draw the list of stations, if there is more than one, and return the chosen one's id."""
    if len(homes) == 1:
        return homes[0].id
    home = st.selectbox(
        _("Station"), homes, format_func=lambda h: named(h.name_zh, h.name_en), key="seniors.station"
    )
    return home.id


def find(station_id: int) -> None:
    """Draw the box, whom it finds, and the way to register whom it does not."""
    text = st.text_input(
        _("Find by number, name, pinyin or its initials, or the end of the phone"),
        key="find",
        icon=":material/person_search:",
        placeholder="王美英 · wmy · 5678",
        live="0.3s",
        persist_state="session",
    )
    found = frame.ask(finding.find, station_id=station_id, text=text or "", limit=LISTED)
    for senior in found:
        row(senior)
    if len(found) == LISTED:
        st.markdown(_("There may be more. Please type a little further."))
    if text and not found:
        nobody(text, station_id)
    name = text.strip() if text and not found and not squeezed(text).isdigit() else ""
    st.button(
        _("Register “%(name)s”", name=plain(name)) if name else _("Register somebody new"),
        type="primary",
        icon=":material/person_add:",
        key="register.start",
        on_click=registering.start,
        args=(name,),
    )


def nobody(text: str, station_id: int) -> None:
    """Say that nobody fits, and what may have been meant."""
    typed = squeezed(text)
    if typed.isdigit() and len(typed) == len("123456") and not is_number(typed):
        frame.empty(_("There is no number %(number)s: its last digit is not right.", number=typed))
        near = frame.ask(finding.find_near, station_id=station_id, number=typed)
        if near:
            st.markdown(_("One slip away:"))
        for senior in near:
            row(senior)
    else:
        frame.empty(_("Nobody fits “%(text)s”.", text=plain(text.strip())), icon="search_off")


def row(senior: Found) -> None:
    """Draw a senior found: who it is, the way to her page, and onto the sheet of cards."""
    chosen: dict[int, str] = st.session_state.setdefault(CHOSEN, {})
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"row{senior.id}"):
        st.markdown(name_and_about(senior), width="stretch")
        open_button(senior.id, _("Open"), key="open")
        on = senior.id in chosen
        st.button(
            _("On the card sheet") if on else _("Onto the card sheet"),
            icon=":material/check:" if on else ":material/add:",
            key=f"sheet{senior.id}",
            on_click=turn_over,
            args=(senior.id, senior.name),
        )


def turn_over(senior_id: int, name: str) -> None:
    """Put a senior onto the sheet of cards or take her off it, as a button's on_click."""
    chosen: dict[int, str] = st.session_state.setdefault(CHOSEN, {})
    if chosen.pop(senior_id, None) is None:
        chosen[senior_id] = name


def card_sheet(station_id: int) -> None:
    """Draw the sheet of cards to be printed: those chosen, or all of a session."""
    chosen: dict[int, str] = st.session_state.setdefault(CHOSEN, {})
    label = ngettext("Cards to print: %(n)s", "Cards to print: %(n)s", len(chosen))
    with st.expander(label, expanded=bool(chosen), icon=":material/qr_code_2:", key="cards.sheet"):
        now = clock.now()
        sessions = frame.ask(
            agenda.activities,
            from_at=now - timedelta(days=1),
            to_at=now + SESSIONS_AHEAD,
            station_id=station_id,
        )
        if sessions:
            session = st.selectbox(
                _("Everybody enrolled in a session"),
                sessions,
                None,
                format_func=lambda s: f"{moment(s.starts_at, s.zone)} · {named(s.title_zh, s.title_en)}",
                placeholder=_("Choose a session"),
                key="cards.session",
            )
            st.button(
                _("Add them"),
                key="cards.add",
                disabled=session is None,
                on_click=add_session,
                args=(session.id if session else 0,),
            )
        if not chosen:
            st.markdown(_("Choose people above, or a session. Ten cards fit on a sheet."))
            return
        st.markdown(_(", ").join(plain(name) for name in chosen.values()))
        with st.container(horizontal=True):
            card_button(list(chosen), _("Print the cards"), key="cards.print", type_="primary")
            st.button(_("Empty the sheet"), key="cards.empty", on_click=chosen.clear)


def add_session(activity_id: int) -> None:
    """Put everybody enrolled in a session onto the sheet, as a button's on_click."""
    chosen: dict[int, str] = st.session_state.setdefault(CHOSEN, {})
    chosen.update(frame.ask(cards.of_activity, activity_id=activity_id))


def front() -> None:
    """Draw the page that begins with the box."""
    st.title(_("Seniors"))
    station_id = choose_home(frame.ask(reach.homes))
    if registering.is_open():
        registering.register(station_id)
        return
    find(station_id)
    card_sheet(station_id)
    if frame.actor().may_anywhere(Permission.IMPORT):
        st.page_link(menu.to("import_roster"))


asked = frame.number("senior")
if asked is not None:
    senior_page(asked)
else:
    front()
