"""The pages of figures, side by side, and what they share at the top."""

from pathlib import Path

import streamlit as st

from services import overview
from settings import ROOT
from ui import frame, menu
from ui.dashboard.filters import Looking, filter_bar
from ui.text import _

STYLE = Path(__file__).with_name("dashboard.css")
LIVE_EVERY = 5
PAGES = ("overview", "people", "learning", "sessions_held", "attention", "report")


def start(title: str, *, period: bool = True, more: bool = True) -> Looking:
    """Draw the title, the way to the other pages of figures and the filters; return what to show.

    period, more: whether the page can be filtered by days, and by what is folded.
    """
    st.html(f"<style>{STYLE.read_text('utf-8')}</style>")
    st.title(title)
    beside = st.container(horizontal=True, key="figure_pages")
    seen = filter_bar(period=period, more=more)
    with beside:
        for entry in menu.ENTRIES:
            if entry.address in PAGES and (ROOT / "pages" / f"{entry.file}.py").is_file():
                label = _("Overview") if entry.address == "overview" else _(entry.title)
                # Streamlit only tints the link of the page one is on.
                now = "now" if title == _(entry.title) else entry.address
                with st.container(width="content", key=f"figure_page_{now}"):
                    st.page_link(menu.page(entry), label=label, query_params=seen.query)
    if seen.is_live:
        _follow()
    return seen


def link(address: str, label: str, seen: Looking) -> None:
    """Draw the way to another of these pages, with what was chosen."""
    st.page_link(menu.to(address), label=label, query_params=seen.query)


def _follow() -> None:
    """Draw the page anew as soon as something was entered; as long as nothing was, nothing moves."""
    drawn = frame.ask(overview.version)

    @st.fragment(run_every=LIVE_EVERY)
    def watch() -> None:
        if frame.ask(overview.version) != drawn:
            st.rerun()

    with st.container(key="watch_figures"):
        watch()
