"""How a page asks and acts, and how a refusal, an empty place and a fault are told.

A page asks with `ask(rule, …)` while it draws, and acts with `on_click=do, args=(rule,), kwargs={…}`.
"""

import logging
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from services import identity, work
from services.access import NOBODY, Actor
from services.addresses import row_id
from services.errors import Refused
from services.work import Work
from ui.text import _, explain

P = ParamSpec("P")
R = TypeVar("R")
log = logging.getLogger(__name__)

SIGN_IN_COOKIE = "sign_in"
TABLET_COOKIE = "tablet"
LEARNER_COOKIE = "learner"
NOTICES = "frame.notices"


class Tone(StrEnum):
    """How a notice looks; its words say the same, so that colour is never the only signal."""

    GOOD = "good"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence to be shown at the top of the page, once."""

    tone: Tone
    text: str


def actor() -> Actor:
    """Return who is before the screen, as the database says at this moment."""
    cookies = st.context.cookies
    return work.ask(
        identity.who,
        NOBODY,
        sign_in=cookies.get(SIGN_IN_COOKIE),
        tablet=cookies.get(TABLET_COOKIE),
        learner=cookies.get(LEARNER_COOKIE),
    )


def ask(rule: Callable[Concatenate[Work, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Return what a looking rule answers. If it says no, tell why and draw nothing further."""
    try:
        return work.ask(rule, actor(), *args, **kwargs)
    except Refused as refused:
        show(Notice(Tone.PROBLEM, explain(refused)))
        st.stop()


def number(name: str) -> int | None:
    """Return the number of that name in the page's address, None for anything that can be no row's."""
    return row_id(st.query_params.get(name, ""))


def found(rule: Callable[..., R], *, title: str, back: StreamlitPage, **kwargs: Any) -> R:
    """Return what a looking rule answers. If it says no, the page is its title, why, and the way back."""
    try:
        return work.ask(rule, actor(), **kwargs)
    except Refused as refused:
        st.title(title)
        show(Notice(Tone.PROBLEM, explain(refused)))
        st.page_link(back)
        st.stop()


def do(
    rule: Callable[..., R],
    done: Callable[[R], str | None] | str = "",
    forget: Iterable[str] = (),
    **kwargs: Any,
) -> R | None:
    """Run a changing rule, as a button's on_click. Return its answer, or None if it said no.

    done: the sentence that tells it went well, or a function making it from the answer.
    forget: session keys of the form's fields, emptied only when it went well: a refusal loses nothing.
    """
    try:
        answer = work.do(rule, actor(), **kwargs)
    except Refused as refused:
        notify(Tone.PROBLEM, explain(refused))
        return None
    for key in forget:
        st.session_state.pop(key, None)
    text = done(answer) if callable(done) else done
    if text:
        notify(Tone.GOOD, text)
    return answer


def notify(tone: Tone, text: str) -> None:
    """Keep a sentence for the next time the page is drawn."""
    st.session_state.setdefault(NOTICES, []).append(Notice(tone, text))


def tell() -> None:
    """Show the sentences kept since the page was last drawn. ui/shell.py calls it before every page."""
    # Always drawn, so that nothing below changes its place (an open form would shut), and kept in
    # sight by assets/frame.css: the button that was tapped may be far down the page.
    with st.container(key="notices"):
        for notice in st.session_state.pop(NOTICES, []):
            show(notice)


def show(notice: Notice) -> None:
    """Show one sentence in a box whose icon and colour fit its tone."""
    box: dict[Tone, Callable[..., Any]] = {
        Tone.GOOD: st.success,
        Tone.NOTE: st.info,
        Tone.PROBLEM: st.warning,
    }
    icon = {Tone.GOOD: "check_circle", Tone.NOTE: "info", Tone.PROBLEM: "error"}[notice.tone]
    box[notice.tone](notice.text, icon=f":material/{icon}:")


def empty(text: str, *, icon: str = "inbox") -> None:
    """Show that there is nothing here yet, and what to do about it."""
    with st.container(border=True, horizontal_alignment="center"):
        st.markdown(f":material/{icon}: {text}")


def keep_alive() -> None:
    """Bring the page back to life after a restart of the server.

    Streamlit reruns nothing by itself then, and buttons would stay dead; one timed fragment on the
    page makes it ask for a full run as soon as it is connected again.
    """

    @st.fragment(run_every="10m")
    def pulse() -> None:
        st.html("<span hidden></span>")

    with st.container(key="pulse"):
        pulse()


def broken(fault: Exception) -> bool:
    """Tell calmly that something went wrong, with a number to quote; the log has the rest."""
    number = f"{secrets.randbelow(900_000) + 100_000}"
    log.error("fault %s", number, exc_info=fault)
    st.error(
        _(
            "Something went wrong here, and nothing was changed. Please try again. "
            "If it happens again, tell the administrator this number: %(number)s",
            number=number,
        ),
        icon=":material/build:",
    )
    st.button(_("Try again"), key=f"again_{number}", type="primary")
    return True
