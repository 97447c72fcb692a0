"""What the stations offer."""

from functools import cache

import streamlit as st

from services import catalogue, programmes
from services.programmes import ProgrammeRow
from settings import ROOT
from ui import frame
from ui.forms import Form
from ui.text import _, named


def draw() -> None:
    """Draw the programmes there are and the form for a new one."""
    offered = frame.ask(programmes.programmes)
    if not offered:
        frame.empty(_("There is no programme yet. Sessions can be planned as soon as there is one."))
    for programme in offered:
        with st.container(border=True):
            _change(programme)
    with st.expander(_("Add a programme"), expanded=not offered, icon=":material/add:"):
        _add({programme.slug for programme in offered})


@cache
def _courses() -> dict[str, tuple[str, str]]:
    """Return the courses there are: Chinese and English titles by folder."""
    shelf = catalogue.load(ROOT / "courses")
    return {slug: (course.title.zh, course.title.en) for slug, course in shelf.courses.items()}


def _add(taken: set[str]) -> None:
    courses = {slug: titles for slug, titles in _courses().items() if slug not in taken}
    form = Form("house.programme.new")
    with form.drawn():
        st.selectbox(
            _("Lessons from this course"),
            ["", *courses],
            format_func=lambda slug: named(*courses[slug]) if slug else _("none yet"),
            key=form.key("slug"),
        )
        left, right = st.columns(2)
        left.text_input(_("Name in Chinese"), max_chars=60, key=form.key("name_zh"))
        right.text_input(_("Name in English"), max_chars=80, key=form.key("name_en"))
        form.button(
            _("Add the programme"),
            programmes.add,
            "slug",
            "name_zh",
            "name_en",
            done=_("The programme is added."),
        )


def _change(programme: ProgrammeRow) -> None:
    form = Form(f"house.programme.{programme.id}")
    with form.drawn():
        left, right = st.columns(2)
        left.text_input(_("Name in Chinese"), programme.name_zh, 60, key=form.key("name_zh"))
        right.text_input(_("Name in English"), programme.name_en, 80, key=form.key("name_en"))
        st.checkbox(
            _("Offered, so that sessions of it can be planned"),
            programme.is_active,
            key=form.key("is_active"),
        )
        form.button(
            _("Save"),
            programmes.change,
            "name_zh",
            "name_en",
            "is_active",
            done=_("Saved."),
            quiet=True,
            programme_id=programme.id,
        )
