"""All lessons for staff: to look at, drafts too, and what is wrong with those that are broken."""

import streamlit as st

from services import catalogue, clock, library
from services.catalogue import Fault, Shelved
from settings import settings
from ui import frame, menu, player
from ui.people import plain
from ui.printing import lesson_papers, track_papers
from ui.text import _, named


def row(shelved: Shelved) -> None:
    """Draw a lesson with its marks and the button that opens it."""
    lesson = shelved.lesson
    words = {"draft": _("Draft"), "active": _("In use"), "retired": _("Retired")}
    marks = [lesson.code, words[lesson.status], _("%(minutes)s minutes", minutes=lesson.minutes)]
    if catalogue.needs_verifying(lesson, clock.local(clock.now(), settings().zone).date()):
        marks.append(
            _("**Please check it on a real phone: not done for 180 days**")
            if lesson.verified_on
            else _("**Please check it on a real phone: nobody has yet**")
        )
    with st.container(border=True, key=f"card_{lesson.uid}"):
        title = plain(named(lesson.title.zh, lesson.title.en))
        st.markdown(f"**{title}**  \n{' · '.join(marks)}")
        with st.container(horizontal=True):
            st.button(
                _("Look at it"),
                key=f"open_{lesson.uid}",
                on_click=st.query_params.from_dict,
                args=({"lesson": lesson.uid},),
            )
            st.link_button(_("For a phone"), f"/lesson/{shelved.slug}")
            with st.popover(_("Print"), icon=":material/print:"):
                lesson_papers(shelved.slug)


def fault(found: Fault) -> None:
    """Draw one thing that is wrong in a course file: where, what, what to do."""
    where = plain(f"{found.file}:{found.line}" if found.line else found.file)
    about = {key: plain(str(value)) for key, value in found.values.items()}
    place = f" · {plain(found.place)}" if found.place else ""
    st.markdown(f"**{where}**{place}  \n{_(found.what, **about)} {_(found.todo, **about)}")


def draw_list() -> None:
    """Draw all lessons, and the faults first."""
    shelf = library.shelf()
    st.title(_("Lessons"))
    with st.container(horizontal=True):
        st.page_link(menu.to("stuck"), label=_("Where people get stuck"), icon=":material/troubleshoot:")
        st.page_link(menu.to("blocks"), label=_("Building blocks"), icon=":material/grid_view:")
    if shelf.faults:
        with st.container(border=True, key="card_faults"):
            st.header(_("These lessons cannot be shown until they are corrected"))
            for found in shelf.faults:
                fault(found)
    for shelved in shelf.lessons.values():
        row(shelved)
    tracks = library.tracks()
    if tracks:
        with st.expander(_("Print a whole track"), icon=":material/print:"):
            for line in tracks:
                track_papers(line)
    if not shelf.lessons:
        frame.empty(_("There are no lessons yet."), icon="school")


chosen = library.shelf().lessons.get(st.query_params.get("lesson", ""))
if chosen:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(_("All lessons"), icon=":material/arrow_back:", on_click=st.query_params.clear)
        st.markdown(_("Nothing you do here is counted."), width="content")
    player.show(chosen.lesson.uid, preview=True)
else:
    draw_list()
