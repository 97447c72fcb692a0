"""How was it? Three faces, one tap, thank you; then the tablet is ready for the next person."""

import secrets

import streamlit as st

from services import feedback
from ui import frame, menu, tablet
from ui.people import plain
from ui.text import _, named

ANSWER = "feedback.answer"
THANKED = "feedback.thanked"
SIGNS = {3: "sentiment_very_satisfied", 2: "sentiment_neutral", 1: "sentiment_dissatisfied"}


def give(activity_id: int, face: int) -> None:
    """Take the face down, once for each time the page asks."""
    frame.do(feedback.give, client_id=st.session_state[ANSWER], activity_id=activity_id, face=face)
    st.session_state[THANKED] = True


def next_one() -> None:
    """Ask anew."""
    st.session_state.pop(THANKED, None)
    st.session_state.pop(ANSWER, None)


def faces(activity_id: int) -> None:
    """Draw the three faces, the best one first."""
    words = {3: _("I liked it"), 2: _("It was all right"), 1: _("Not so good")}
    with st.container(key="faces", horizontal=True):
        for face, word in words.items():
            st.button(
                word,
                icon=f":material/{SIGNS[face]}:",
                key=f"face{face}",
                on_click=give,
                args=(activity_id, face),
            )


before = tablet.before()
asked = frame.ask(feedback.asked)
st.session_state.setdefault(ANSWER, secrets.token_hex(16))
if asked is None:
    st.title(_("How was it?"))
    frame.empty(_("No session is ending just now."), icon="sentiment_satisfied")
elif st.session_state.get(THANKED):
    st.title(_("Thank you"))
    st.markdown(_("We are glad you told us."))
    if before is None or before.senior_id is None:
        with st.container(key="good"):
            st.button(_("Next person"), key="next", type="primary", on_click=next_one)
else:
    st.title(_("How was it?"))
    st.markdown(f"**{plain(named(asked.title_zh, asked.title_en))}**")
    faces(asked.activity_id)
    if before is None or before.senior_id is None:
        st.markdown(_("Nobody sees who tapped."))
st.page_link(menu.to("front"), label=_("Front page"), icon=":material/home:")
