"""The lessons in their order: what is done, what is to be looked at again, where to go on."""

import streamlit as st

from services import library, progress, review
from services.catalogue import Shelved
from services.review import LessonLine
from ui import frame, menu, tablet
from ui.people import plain
from ui.text import _, day, named


def state(line: LessonLine) -> tuple[str, str]:
    """Return how far the senior is in a lesson, and what its button says."""
    learnt = line.learnt
    if learnt is None:
        return _("%(minutes)s minutes", minutes=line.shelved.lesson.minutes), _("Begin")
    if learnt.done_on is None:
        at = frame.ask(progress.place, lesson=line.shelved.lesson.uid)
        return _("Begun"), _("Go on") if at else _("Begin")
    done = _("✓ You can do it") if learnt.is_mastered else _("✓ Done on %(day)s", day=day(learnt.done_on))
    return done, _("Once more")


def row(number: int, line: LessonLine) -> None:
    """Draw a lesson with its button."""
    lesson = line.shelved.lesson
    told, action = state(line)
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"card_{lesson.uid}"):
        title = plain(named(lesson.title.zh, lesson.title.en))
        st.markdown(f"**{number} · {title}**  \n{told}", width="stretch")
        st.button(action, key=f"open_{lesson.uid}", type="primary", on_click=go, args=(lesson.uid,))


def again(line: LessonLine) -> None:
    """Draw a lesson that is to be looked at again."""
    lesson = line.shelved.lesson
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"card_due{lesson.uid}"):
        st.markdown(
            f"**{plain(named(lesson.title.zh, lesson.title.en))}**  \n"
            + _("On your own on the practice phone, then two questions. It takes a few minutes."),
            width="stretch",
        )
        st.button(
            _("Look again"), key=f"review_{lesson.uid}", type="primary", on_click=go, args=(lesson.uid, True)
        )


def praise(shelved: Shelved) -> None:
    """Say well done, alone on the screen: where the lesson was ended, a second tap meets nothing."""
    title = plain(named(shelved.lesson.title.zh, shelved.lesson.title.en))
    st.title(_("Well done"))
    frame.show(frame.Notice(frame.Tone.GOOD, _("You have finished “%(lesson)s”.", lesson=title)))
    st.markdown(_("Have a rest, or go on with another lesson."))
    st.button(_("All lessons"), key="on", type="primary", on_click=st.query_params.clear)


def go(uid: str, review: bool = False) -> None:
    """Remember the choice; the page is left once it is drawn, since a callback may not leave it."""
    st.session_state["learn.go"] = {"lesson": uid, **({"review": "1"} if review else {})}


chosen = st.session_state.pop("learn.go", None)
if chosen:
    st.switch_page(menu.to("lesson"), query_params=chosen)
before = tablet.before()
if before is None:
    st.switch_page(menu.to("who"), query_params={"to": "learn"})
tablet.who(to="/learn", mode="listen")
finished = library.shelf().lessons.get(st.query_params.get("done", ""))
if finished:
    praise(finished)
    st.stop()
st.title(_("Learn"))
due = frame.ask(review.due)
if due:
    st.header(_("To look at again"))
    for line in due:
        again(line)
    st.header(_("All lessons"))
lines = frame.ask(review.lessons)
for number, line in enumerate(lines, 1):
    row(number, line)
if not lines:
    frame.empty(_("There are no lessons yet."), icon="school")
