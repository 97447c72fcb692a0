"""The form that registers a senior: filled with one hand, nothing lost when something is not right."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from db.words import Gender
from services import consent, people, work
from services.details import NAME_LENGTH, NEEDS_LENGTH, birth_year_from
from services.errors import Invalid, Refused
from services.finding import Found
from services.people import Registered
from ui import frame
from ui.cards import card_button
from ui.people import gender_word, link_to, name_and_about, plain
from ui.text import _, explain, named

FORM = "register"
OPEN = "register.open"


@dataclass
class Form:
    """What the form remembers between two runs. turn: each new form has its own fields."""

    turn: int = 0
    name: str = ""
    wrong: Refused | None = None
    alike: tuple[Found, ...] = ()
    made: Registered | None = None
    made_name: str = ""

    def key(self, field: str) -> str:
        """Return the session key of a field."""
        return f"register.{self.turn}.{field}"


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
    with st.form(kept.key("form"), border=False):
        _fields(kept, station_id)
        _consent(kept)
        _wrong(kept, "")
        if kept.alike:
            _alike(kept.alike)
        with st.container(horizontal=True):
            st.form_submit_button(
                _("It is somebody else: register") if kept.alike else _("Register"),
                type="primary",
                key=kept.key("submit"),
                on_click=_submit,
                args=(kept.turn, station_id),
            )
            st.form_submit_button(_("Leave it"), key=kept.key("leave"), on_click=leave)


def _fields(kept: Form, station_id: int) -> None:
    """Draw what is asked first, and folded away what she may tell if she likes."""
    left, middle, right = st.columns([1.2, 1.2, 1])
    with left:
        st.text_input(_("Name"), kept.name, NAME_LENGTH, key=kept.key("name"))
        _wrong(kept, "name")
    with middle:
        st.selectbox(
            _("Neighbourhood"),
            frame.ask(people.neighbourhoods, station_id=station_id),
            None,
            accept_new_options=True,
            placeholder=_("Choose, or type a new one"),
            key=kept.key("neighbourhood"),
        )
        _wrong(kept, "neighbourhood")
    with right:
        st.text_input(
            _("Year of birth"), max_chars=6, type="phone", placeholder="1948", key=kept.key("birth_year")
        )
        _wrong(kept, "birth_year")
    in_there = kept.wrong is not None and _field_of(kept.wrong) in ("phone", "needs")
    with st.expander(_("If she or he likes to tell: phone, gender, what to be mindful of"), in_there):
        st.text_input(_("Phone"), type="phone", max_chars=30, key=kept.key("phone"))
        _wrong(kept, "phone")
        st.segmented_control(_("Gender"), list(Gender), format_func=gender_word, key=kept.key("gender"))
        st.text_input(
            _("What should we be mindful of? For example: hard of hearing"),
            max_chars=NEEDS_LENGTH,
            key=kept.key("needs"),
        )
        _wrong(kept, "needs")


def _consent(kept: Form) -> None:
    wording = consent.current()
    with st.container(border=True):
        st.markdown(f"**{_('Please read out:')}** {named(wording.zh, wording.en)}")
        st.checkbox(_("I have read this out, and she or he agrees."), key=kept.key("consent"))
    _wrong(kept, "consent")


def _wrong(kept: Form, field: str) -> None:
    """Say beside a field what is wrong with it; with "" what is wrong with the whole."""
    if kept.wrong is not None and _field_of(kept.wrong) == field:
        frame.show(frame.Notice(frame.Tone.PROBLEM, explain(kept.wrong)))


def _field_of(refused: Refused) -> str:
    return refused.field if isinstance(refused, Invalid) else ""


def _alike(alike: tuple[Found, ...]) -> None:
    """Show who may be this person already."""
    with st.container(border=True, key="alike"):
        st.markdown(f"**{_('Is this the same person? She or he may be registered already.')}**")
        for found in alike:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(name_and_about(found), width="stretch")
                link_to(found.id, _("Yes, open this page"))


def _submit(turn: int, station_id: int) -> None:
    """Register what the fields say, unless somebody alike has to be looked at first."""
    kept = form()
    if turn != kept.turn or kept.made:
        return  # a second tap on a form that is done
    actor, typed = frame.actor(), _typed(kept)
    try:
        about = {field: typed[field] for field in ("name", "phone")}
        year = birth_year_from(typed["birth_year"])
        alike = work.ask(people.similar, actor, station_id=station_id, birth_year=year, **about)
        if set(alike) - set(kept.alike):
            kept.alike, kept.wrong = alike, None
            return
        made = work.do(people.register, actor, **(typed | {"station_id": station_id, "birth_year": year}))
    except Refused as refused:
        kept.wrong = refused
        return
    st.session_state[FORM] = Form(turn=kept.turn + 1, made=made, made_name=typed["name"])


def _typed(kept: Form) -> dict[str, Any]:
    """Return what stands in the fields, as the rule wants it."""
    said = st.session_state
    texts = {
        field: said.get(kept.key(field)) or ""
        for field in ("name", "neighbourhood", "birth_year", "phone", "needs")
    }
    return {
        **texts,
        "gender": said.get(kept.key("gender")),
        "consent_wording": consent.CURRENT if said.get(kept.key("consent")) else "",
    }


def _made(kept: Form, made: Registered) -> None:
    """Draw the new senior's number, large enough to be written down, and what comes next."""
    said = _("%(name)s is registered.", name=plain(kept.made_name))
    frame.show(frame.Notice(frame.Tone.GOOD, said))
    st.metric(_("Number"), made.number)
    with st.container(horizontal=True):
        card_button([made.id], _("Print the card"), key="made.card", type_="primary")
        st.button(_("Register the next person"), icon=":material/person_add:", key="next", on_click=start)
        link_to(made.id, _("Open this page"))
        st.button(_("Done"), key="made.done", on_click=leave)
