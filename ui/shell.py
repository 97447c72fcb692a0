"""The script Streamlit runs: who is it, which language, which pages are theirs."""

import streamlit as st

from services import identity
from services.access import Actor
from ui import frame, menu
from ui.text import _


def main() -> None:
    """Draw the bar and the page that was asked for."""
    st.set_page_config(page_title=_("Intelligent Living"), page_icon="assets/icon.svg", layout="wide")
    actor = frame.actor()
    pages = menu.pages(actor)
    page = st.navigation(pages.every(), position="hidden")
    _bar(actor, pages)
    frame.tell()
    page.run()
    frame.keep_alive()


def _bar(actor: Actor, pages: menu.Pages) -> None:
    with st.container(horizontal=True, key="bar", vertical_alignment="center"):
        st.html(menu.brand())
        for page in pages.shown:
            st.page_link(page)
        st.html(menu.links(actor))
    if frame.ask(identity.is_demo):
        st.html(f'<p class="demo">{_("Demonstration: all people and sessions here are made up.")}</p>')


main()
