"""Somebody new stands at the door: registered, given a seat and checked in with one form."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import streamlit as st

from db.words import How
from services import agenda, attendance, paper, work
from services.access import Permission
from services.agenda import ActivityDetail
from services.arriving import Arrival, Outcome
from services.errors import Refused
from services.finding import Found
from ui import frame, menu
from ui.cards import card_button
from ui.people import plain
from ui.person_form import PersonForm, alike_box, consent_box, person_fields, ready, tell_wrong
from ui.planning import place_of, times_of
from ui.text import _, named

FORM = "walk_in.form"


@dataclass
class Form(PersonForm):
    """What the form remembers. client_id: one for the person before us, however often it is tapped."""

    prefix: str = "walk_in"
    client_id: str = ""
    came: Arrival | None = None
    is_new: bool = True

    @property
    def is_done(self) -> bool:
        """Return whether somebody came in with this form."""
        return self.came is not None and self.came.outcome is not Outcome.FULL


def fresh() -> Form:
    """Return an empty form with an id of its own."""
    turn: int = st.session_state.get("walk_in.turn", 0) + 1
    st.session_state["walk_in.turn"] = turn
    return Form(turn=turn, client_id=f"walk-{secrets.token_hex(12)}")


def form() -> Form:
    """Return what the form remembers."""
    if FORM not in st.session_state:
        st.session_state[FORM] = fresh()
    kept: Form = st.session_state[FORM]
    return kept


def start() -> None:
    """Open an empty form, as a button's on_click."""
    st.session_state[FORM] = fresh()


def draw(kept: Form, activity: ActivityDetail) -> None:
    """Draw the form and its buttons."""
    is_full = kept.came is not None
    with st.form(kept.key("form"), border=False, enter_to_submit=False):
        person_fields(kept, activity.station_id)
        consent_box(kept)
        tell_wrong(kept, "")
        if kept.alike:
            alike_box(kept.alike, lambda found: same_person(kept, activity, found))
        if is_full:
            frame.show(frame.Notice(frame.Tone.NOTE, _("Every seat is taken. Nothing is stored yet.")))
        may_overfill = frame.actor().may(Permission.ENROL, activity.path)
        with st.container(horizontal=True):
            if not is_full or may_overfill:
                st.form_submit_button(
                    label(kept, is_full),
                    type="primary",
                    # Another button after each answer: the second of two quick taps must not skip it.
                    key=kept.key("full" if is_full else f"submit{len(kept.alike)}"),
                    on_click=submit,
                    args=(kept.turn, activity, is_full, kept.alike),
                )
            if is_full:
                st.form_submit_button(
                    _("Send away, and count it"),
                    key=kept.key("away"),
                    on_click=turn_away,
                    args=(kept, activity),
                )


def label(kept: Form, is_full: bool) -> str:
    """Return what the main button says."""
    if is_full:
        return _("Let in although it is full")
    return _("It is somebody else: register and check in") if kept.alike else _("Register and check in")


def same_person(kept: Form, activity: ActivityDetail, found: Found) -> None:
    """Draw the button that checks in somebody who turns out to be registered already."""
    st.form_submit_button(
        _("Yes: check her or him in"),
        key=kept.key(f"same{found.id}"),
        on_click=check_in,
        args=(kept.turn, activity, found.id),
    )


def submit(turn: int, activity: ActivityDetail, although_full: bool, shown: tuple[Found, ...]) -> None:
    """Register and check in what the fields say, unless somebody alike has to be looked at first."""
    kept = form()
    if turn != kept.turn or kept.is_done or shown != kept.alike:
        return  # a second tap: the form is done, or asks something the person has not seen yet
    try:
        about = ready(kept, activity.station_id)
        if about is None:
            return
        arrival = work.do(
            attendance.walk_in,
            frame.actor(),
            activity_id=activity.id,
            client_id=kept.client_id,
            arrived_at=from_paper(activity),
            although_full=although_full,
            **about,
        )
    except Refused as refused:
        kept.wrong = refused
        return
    end(kept, arrival, is_new=True)


def check_in(turn: int, activity: ActivityDetail, senior_id: int) -> None:
    """Check in a registered senior who came without a seat, as a button's on_click."""
    kept = form()
    if turn != kept.turn or kept.is_done:
        return
    about: dict[str, Any] = {"activity_id": activity.id, "client_id": kept.client_id[:24]}
    try:
        if from_paper(activity):
            arrival = work.do(paper.key_in, frame.actor(), senior_ids=(senior_id,), **about)[0]
        else:
            arrival = work.do(
                attendance.check_in, frame.actor(), senior_id=senior_id, how=How.NAME, let_in=True, **about
            )
    except Refused as refused:
        kept.wrong = refused
        return
    end(kept, arrival, is_new=False)


def end(kept: Form, arrival: Arrival, *, is_new: bool) -> None:
    """Keep what came of it for the next drawing: the form again if all seats are taken, else the number.

    The session is not touched again: a second tap stops this run there, and would find an open form.
    """
    kept.is_new, kept.came = is_new, arrival
    if not kept.is_done:
        kept.wrong = None


def turn_away(kept: Form, activity: ActivityDetail) -> None:
    """Count somebody who found no seat, as a button's on_click."""
    frame.do(
        attendance.turn_away,
        done=_("Counted. It shows that more seats are wanted."),
        activity_id=activity.id,
        client_id=kept.client_id,
    )
    start()


def from_paper(activity: ActivityDetail) -> datetime | None:
    """Return since when somebody on a paper list was here; None for one who stands at the door now."""
    return activity.starts_at if st.query_params.get("paper") else None


def done(kept: Form, came: Arrival, activity: ActivityDetail) -> None:
    """Draw the number, large enough to be written down, and what comes next."""
    name = plain(came.name)
    new, known = (
        _("%(name)s is registered and checked in.", name=name),
        _("%(name)s is checked in.", name=name),
    )
    frame.show(frame.Notice(frame.Tone.GOOD, new if kept.is_new else known))
    st.metric(_("Number"), came.number)
    with st.container(horizontal=True):
        card_button([came.senior_id], _("Print the card"), key="walk_in.card", type_="primary")
        st.button(_("The next person"), icon=":material/person_add:", key="walk_in.next", on_click=start)
        ways_back(activity)


def ways_back(activity: ActivityDetail) -> None:
    """Draw the link to where one came from."""
    about = {"activity": str(activity.id)}
    if st.query_params.get("paper"):
        st.page_link(menu.to("paper"), label=_("Back to the paper list"), query_params=about)
    else:
        st.page_link(menu.to("door"), label=_("Back to the door"), query_params=about)


def page(activity: ActivityDetail) -> None:
    """Draw the whole page."""
    st.title(_("Somebody new"))
    st.markdown(
        f"**{named(activity.title_zh, activity.title_en)}** · {times_of(activity)} · {place_of(activity)}"
    )
    kept = form()
    if kept.came and kept.is_done:
        done(kept, kept.came, activity)
        return
    draw(kept, activity)
    ways_back(activity)


chosen = frame.number("activity")
if chosen is None:
    chosen = frame.ask(agenda.activity_of_now)
if chosen is None:
    st.title(_("Somebody new"))
    frame.empty(_("No session is on now. Please choose one on the page of today."), icon="event")
    st.page_link(menu.to("today"))
else:
    page(frame.found(agenda.activity, title=_("Somebody new"), back=menu.to("today"), activity_id=chosen))
