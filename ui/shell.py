"""The script Streamlit runs: who is it, which language, which pages are theirs."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from services import identity
from services.access import Actor
from services.learners import Before
from ui import frame, menu, tablet
from ui.people import plain
from ui.text import _


def main() -> None:
    """Draw the bar and the page that was asked for."""
    st.set_page_config(page_title=_("Intelligent Living"), page_icon="assets/icon.svg", layout="wide")
    actor = frame.actor()
    entries = menu.entries(actor)
    page = st.navigation([menu.page(entry) for entry in entries], position="hidden")
    before = tablet.before() if menu.is_for_seniors(actor) else None
    tablet.text_size(before)
    _bar(actor, [menu.page(entry) for entry in entries if entry.in_bar], before)
    if menu.is_for_seniors(actor):
        tablet.watch(before)
    frame.tell()
    # Before the page: a page that stops half-way must come back to life too.
    frame.keep_alive()
    page.run()


def _bar(actor: Actor, pages: list[StreamlitPage], before: Before | None) -> None:
    with st.container(horizontal=True, key="bar", vertical_alignment="center"):
        st.html(menu.brand(), width="content")
        for page in pages:
            st.page_link(page)
        st.space("stretch")
        if before:
            st.markdown(f"**{plain(before.name) or _('Guest')}**", width="content")
            tablet.done()
        st.html(menu.links(actor), width="content")
    if frame.ask(identity.is_demo):
        st.html(f'<p class="demo">{_("Demonstration: all people and sessions here are made up.")}</p>')


main()
