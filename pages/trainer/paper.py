"""Paper both ways: print a roster to tick by hand, and key it in again afterwards."""

import secrets
from datetime import timedelta
from typing import Any

import streamlit as st

from db.words import EnrolmentState, How
from papers import rosters
from papers.rosters import Line
from services import agenda, clock, finding, paper
from services.access import Actor, Permission
from services.agenda import ActivityDetail
from services.arriving import Arrival, Outcome
from services.finding import Found
from services.work import do
from ui import frame, menu
from ui.people import name_and_about, plain
from ui.planning import place_of, times_of
from ui.text import _, day, language, named
from ui.ticking import ticking

MINUTES_LATE = (0, 10, 20, 30)
LISTED = 6


def print_button(activity: ActivityDetail) -> None:
    """Draw the button that makes the list to print, for those who may take lists out."""
    actor = frame.actor()
    if actor.may(Permission.PRINT_LISTS, activity.path):
        about = words_of(activity)
        st.download_button(
            _("Print a list to tick by hand"),
            data=lambda: printed(actor, activity.id, about),
            file_name=f"roster-{activity.public_id}.pdf",
            mime="application/pdf",
            icon=":material/print:",
            key="paper.print",
        )


def words_of(activity: ActivityDetail) -> dict[str, Any]:
    """Return what stands on the list besides the names.

    The list itself is made when the button is pressed, where nobody knows any more who reads it.
    """
    on = clock.local(activity.starts_at, activity.zone).date()
    return {
        "title": named(activity.title_zh, activity.title_en),
        "when": f"{day(on, year=True)} {times_of(activity)}",
        "where": " · ".join(part for part in (place_of(activity), activity.trainer) if part),
        "words": rosters.Words(
            enrolled=_("Enrolled"),
            waiting=_("Waiting, in order"),
            walk_ins=_("Came without a seat: number, or “new”, and name"),
            footer=_("Please key this list in afterwards, then shred it."),
            columns=(_("No."), _("Number"), _("Name"), _("Here"), _("Signature")),
        ),
        "lang": language()[:2],
    }


def printed(actor: Actor, activity_id: int, about: dict[str, Any]) -> bytes:
    """Return the roster as a PDF; that it was taken out is recorded."""
    listed = do(paper.to_print, actor, activity_id=activity_id)
    return rosters.sheet(
        enrolled=[Line(str(n), row.number, row.name) for n, row in enumerate(listed.enrolled, 1)],
        waiting=[Line(str(n), row.number, row.name) for n, row in enumerate(listed.waiting, 1)],
        **about,
    )


def late_word(minutes: int) -> str:
    """Return since when somebody was there, in words."""
    return _("%(minutes)s min late", minutes=minutes) if minutes else _("From the start")


def choose_late() -> int:
    """Draw the choice of when they came and return the minutes after the start."""
    chosen = st.segmented_control(
        _("When did those you tick now come?"),
        MINUTES_LATE,
        format_func=late_word,
        default=0,
        required=True,
        key="paper.late",
    )
    return chosen or 0


def walk_ins(activity: ActivityDetail, listed: set[int], minutes: int) -> None:
    """Draw the box that finds whoever was written on the empty lines."""
    st.header(_("Written on the empty lines"))
    text = st.text_input(
        _("Find by number, name, pinyin or its initials, or the end of the phone"),
        key="paper.find",
        icon=":material/person_search:",
        live="0.3s",
    )
    found = frame.ask(finding.find, station_id=activity.station_id, text=text or "", limit=LISTED)
    for senior in found:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"in{senior.id}"):
            st.markdown(name_and_about(senior), width="stretch")
            if senior.id in listed:
                st.markdown(_("On the list above"))
            else:
                was_here(activity, senior, minutes)
    if text and not found:
        frame.empty(_("Nobody fits “%(text)s”.", text=plain(text.strip())), icon="search_off")
    st.page_link(
        menu.to("walk_in"),
        label=_("Register somebody new who was there"),
        query_params={"activity": str(activity.id), "paper": "1"},
    )


def was_here(activity: ActivityDetail, senior: Found, minutes: int) -> None:
    """Draw the button that writes down a walk-in from the list."""
    # One id for each person on this page: two taps are one.
    client_id: str = st.session_state.setdefault(f"paper.id.{activity.id}.{senior.id}", secrets.token_hex(12))
    st.button(
        _("Was here"),
        icon=":material/check:",
        type="primary",
        key=f"was{senior.id}",
        on_click=frame.do,
        kwargs={
            "rule": paper.key_in,
            "done": written,
            "forget": ["paper.find"],
            "activity_id": activity.id,
            "senior_ids": (senior.id,),
            "client_id": client_id,
            "after_start": timedelta(minutes=minutes),
        },
    )


def written(arrivals: tuple[Arrival, ...]) -> str:
    """Return what came of writing somebody down."""
    arrival = arrivals[0]
    if arrival.outcome is Outcome.FULL:
        return _(
            "No seat was left for: %(names)s. Please ask the trainer, who may let more people in.",
            names=plain(arrival.name),
        )
    return _("%(name)s is written down.", name=plain(arrival.name))


def page(activity: ActivityDetail) -> None:
    """Draw the whole page."""
    st.title(_("Paper list"))
    st.markdown(
        f"**{named(activity.title_zh, activity.title_en)}** · {times_of(activity)} · {place_of(activity)}"
    )
    print_button(activity)
    rows = frame.ask(paper.to_key_in, activity_id=activity.id)
    st.header(_("Key in what was ticked"))
    minutes = choose_late()
    waiting = [row for row in rows if row.state is EnrolmentState.WAITING]
    enrolled = [row for row in rows if row.state is not EnrolmentState.WAITING]
    if rows:
        ticking(
            activity.id,
            [*enrolled, *waiting],
            how=How.PAPER,
            zone=activity.zone,
            minutes_after_start=minutes,
        )
    else:
        frame.empty(_("Nobody was enrolled. Whoever came can be found below."), icon="groups")
    walk_ins(activity, {row.senior_id for row in rows}, minutes)


asked = frame.number("activity")
if asked is not None:
    page(frame.found(agenda.activity, title=_("Paper list"), back=menu.to("today"), activity_id=asked))
else:
    st.title(_("Paper list"))
    frame.empty(_("No session was chosen. Please choose one on the page of today."), icon="event")
    st.page_link(menu.to("today"))
