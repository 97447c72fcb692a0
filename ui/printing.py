"""Links to what is printed: of a lesson, of a track, of an activity. web/papers.py makes it."""

import streamlit as st

from services.library import TrackLine
from ui.text import _, named


def lesson_papers(slug: str) -> None:
    """Draw what can be printed of a lesson."""
    st.markdown(_("For the seniors, to take home:"))
    with st.container(horizontal=True):
        st.link_button(_("Step card (A5)"), f"/paper/card/{slug}", icon=":material/print:")
        st.link_button(_("Two step cards on A4"), f"/paper/cards-a4/{slug}", icon=":material/print:")
    st.markdown(_("For whoever teaches:"))
    with st.container(horizontal=True):
        st.link_button(_("Trainer's notes"), f"/paper/notes/{slug}", icon=":material/print:")
        st.link_button(_("Paper phone"), f"/paper/phone/{slug}", icon=":material/print:")


def track_papers(line: TrackLine) -> None:
    """Draw what can be printed of a whole track."""
    place = f"{line.course}/{line.track.uid}"
    st.markdown(f"**{named(line.track.title.zh, line.track.title.en)}**")
    with st.container(horizontal=True):
        st.link_button(_("Step cards (A5)"), f"/paper/card/{place}", icon=":material/print:")
        st.link_button(_("Two step cards on A4"), f"/paper/cards-a4/{place}", icon=":material/print:")
        st.link_button(_("Trainer's notes"), f"/paper/notes/{place}", icon=":material/print:")
        st.link_button(_("Paper phones"), f"/paper/phone/{place}", icon=":material/print:")


def activity_papers(public_id: str, slug: str) -> None:
    """Draw what can be printed for an activity. slug: of the lesson that is taught, "" for none."""
    st.markdown(_("The poster, to put up at the station:"))
    with st.container(horizontal=True):
        for paper in ("a4", "a3"):
            label = _("Poster %(paper)s", paper=paper.upper())
            st.link_button(label, f"/paper/poster/{public_id}/{paper}", icon=":material/print:")
        st.link_button(_("Its page for phones"), f"/a/{public_id}", icon=":material/smartphone:")
    if slug:
        lesson_papers(slug)
