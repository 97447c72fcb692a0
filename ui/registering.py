"""The form that registers a senior: filled with one hand, nothing lost when something is not right."""

from dataclasses import dataclass

import streamlit as st

from services import people, work
from services.details import clean_name
from services.errors import Refused
from services.finding import Found
from services.people import Registered
from ui import frame
from ui.cards import card_button
from ui.people import plain, show_senior
from ui.person_form import PersonForm, alike_box, consent_box, person_fields, ready, tell_wrong
from ui.text import _

FORM = "registering.form"
OPEN = "registering.open"


@dataclass
class Form(PersonForm):
    """What the form remembers between two runs, and who was registered with it."""

    made: Registered | None = None


def form() -> Form:
    """Return what the form remembers."""
    kept: Form = st.session_state.setdefault(FORM, Form())
    return kept


def start(name: str = "") -> None:
    """Open an empty form, as a button's on_click; the name may be known already."""
    st.session_state[FORM] = Form(turn=form().turn + 1, name=name)
    st.session_state[OPEN] = True


def leave() -> None:
    """Put the form away, as a button's on_click."""
    start()
    st.session_state[OPEN] = False


def is_open() -> bool:
    """Tell whether somebody is being registered."""
    return bool(st.session_state.get(OPEN))


def register(station_id: int) -> None:
    """Draw the form, or what came of it."""
    kept = form()
    if kept.made:
        _made(kept, kept.made)
        return
    st.header(_("Register somebody new"))
    with st.form(kept.key("form"), border=False, enter_to_submit=False):
        person_fields(kept, station_id)
        consent_box(kept)
        tell_wrong(kept, "")
        if kept.alike:
            alike_box(kept.alike, lambda found: _same_person(kept, found))
        with st.container(horizontal=True):
            st.form_submit_button(
                _("It is somebody else: register") if kept.alike else _("Register"),
                type="primary",
                # Another button once somebody alike is shown: a double tap must not skip the question.
                key=kept.key(f"submit{len(kept.alike)}"),
                on_click=_submit,
                args=(kept.turn, station_id, kept.alike),
            )
            st.form_submit_button(_("Leave it"), key=kept.key("leave"), on_click=leave)


def _same_person(kept: Form, found: Found) -> None:
    """Draw the button that leads to somebody who is registered already."""
    st.form_submit_button(
        _("Yes, open this page"),
        icon=":material/person:",
        key=kept.key(f"same{found.id}"),
        on_click=_open,
        args=(found.id,),
    )


def _open(senior_id: int) -> None:
    """Put the form away and lead to a senior's page, as a button's on_click."""
    leave()
    show_senior(senior_id)


def _submit(turn: int, station_id: int, shown: tuple[Found, ...]) -> None:
    """Register what the fields say, unless somebody alike has to be looked at first."""
    kept = form()
    if turn != kept.turn or kept.made or shown != kept.alike:
        return  # a second tap: the form is done, or asks something the person has not seen yet
    try:
        about = ready(kept, station_id)
        if about is None:
            return
        # Kept without touching the session again: a second tap stops this run there, and would find
        # a form that has not been sent.
        kept.made = work.do(people.register, frame.actor(), station_id=station_id, **about)
        kept.name = clean_name(about["name"])
    except Refused as refused:
        kept.wrong = refused


def _made(kept: Form, made: Registered) -> None:
    """Draw the new senior's number, large enough to be written down, and what comes next."""
    said = _("%(name)s is registered.", name=plain(kept.name))
    frame.show(frame.Notice(frame.Tone.GOOD, said))
    st.metric(_("Number"), made.number)
    with st.container(horizontal=True):
        card_button([made.id], _("Print the card"), key="made.card", type_="primary")
        st.button(_("Register the next person"), icon=":material/person_add:", key="next", on_click=start)
        st.button(
            _("Open this page"), icon=":material/person:", key="made.open", on_click=_open, args=(made.id,)
        )
        st.button(_("Done"), key="made.done", on_click=leave)
