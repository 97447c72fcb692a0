"""The form of a person, shared by registering and walking in: nothing typed is lost when it is not right."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import streamlit as st

from db.words import Gender
from services import clock, consent, people, work
from services.details import NAME_LENGTH, NEEDS_LENGTH, birth_year_from
from services.errors import Invalid, Refused
from services.finding import Found
from ui import frame
from ui.people import gender_word, name_and_about
from ui.text import _, explain, named

# Nobody has read who it may be, and decided, before this.
READS_IN = timedelta(seconds=1)


@dataclass
class PersonForm:
    """What a form remembers between two runs. turn: each new form has its own fields."""

    turn: int = 0
    name: str = ""
    wrong: Refused | None = None
    alike: tuple[Found, ...] = ()
    asked_at: datetime | None = None
    prefix: str = "register"

    def key(self, field: str) -> str:
        """Return the session key of a field."""
        return f"{self.prefix}.{self.turn}.{field}"


def person_fields(kept: PersonForm, station_id: int) -> None:
    """Draw what is asked first, and folded away what she may tell if she likes."""
    left, middle, right = st.columns([1.2, 1.2, 1])
    with left:
        st.text_input(_("Name"), kept.name, NAME_LENGTH, key=kept.key("name"))
    with middle:
        st.selectbox(
            _("Neighbourhood"),
            frame.ask(people.neighbourhoods, station_id=station_id),
            None,
            accept_new_options=True,
            placeholder=_("Choose or type"),
            key=kept.key("neighbourhood"),
        )
    with right:
        st.text_input(
            _("Year of birth"),
            max_chars=6,
            type="phone",
            icon=":material/cake:",
            placeholder="1948",
            key=kept.key("birth_year"),
        )
    for field in ("name", "neighbourhood", "birth_year"):
        tell_wrong(kept, field)
    in_there = kept.wrong is not None and _field_of(kept.wrong) in ("phone", "needs")
    with st.expander(_("If she or he likes to tell: phone, gender, what to be mindful of"), in_there):
        st.text_input(_("Phone"), type="phone", max_chars=30, key=kept.key("phone"))
        tell_wrong(kept, "phone")
        st.segmented_control(_("Gender"), list(Gender), format_func=gender_word, key=kept.key("gender"))
        st.text_input(
            _("What should we be mindful of? For example: hard of hearing"),
            max_chars=NEEDS_LENGTH,
            key=kept.key("needs"),
        )
        tell_wrong(kept, "needs")


def consent_box(kept: PersonForm) -> None:
    """Draw what is read out, and the tick that she or he agrees."""
    wording = consent.current()
    with st.container(border=True):
        st.markdown(f"**{_('Please read out:')}** {named(wording.zh, wording.en)}")
        st.checkbox(_("I have read this out, and she or he agrees."), key=kept.key("consent"))
    tell_wrong(kept, "consent")


def tell_wrong(kept: PersonForm, field: str) -> None:
    """Say beside a field what is wrong with it; with "" what is wrong with the whole."""
    if kept.wrong is not None and _field_of(kept.wrong) == field:
        frame.show(frame.Notice(frame.Tone.PROBLEM, explain(kept.wrong)))


def alike_box(alike: tuple[Found, ...], way_on: Callable[[Found], object]) -> None:
    """Show who may be this person already; `way_on` draws beside each what to do if so."""
    with st.container(border=True, key="alike"):
        st.markdown(f"**{_('Is this the same person? She or he may be registered already.')}**")
        for found in alike:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(name_and_about(found), width="stretch")
                way_on(found)


def ready(kept: PersonForm, station_id: int) -> dict[str, Any] | None:
    """Return what was typed as the rules want it, None while somebody alike has to be looked at first.

    Raises NotFound, NotAllowed, and Invalid with the wrong field.
    """
    about = _typed(kept)
    about["birth_year"] = birth_year_from(about["birth_year"])
    same = {field: about[field] for field in ("name", "birth_year", "phone")}
    alike = work.ask(people.similar, frame.actor(), station_id=station_id, **same)
    if set(alike) - set(kept.alike):
        kept.alike, kept.wrong, kept.asked_at = alike, None, clock.now()
        return None
    if kept.asked_at and clock.now() - kept.asked_at < READS_IN:
        return None  # the second of two quick taps met the answer's button where the first had been
    return about


def _typed(kept: PersonForm) -> dict[str, Any]:
    """Return what stands in the fields."""
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


def _field_of(refused: Refused) -> str:
    return refused.field if isinstance(refused, Invalid) else ""
