"""What I have learnt: lessons, sessions I came to, certificates."""

import streamlit as st

from services import certificates, clock, review
from services.certificates import Issued
from services.review import LessonLine, TrackState
from ui import frame, menu, tablet
from ui.people import plain
from ui.text import _, day, hour, named, ngettext


def lessons(lines: tuple[LessonLine, ...]) -> None:
    """Draw what is done, and when to look again."""
    done = [line for line in lines if line.learnt and line.learnt.done_on]
    st.markdown(
        ngettext("You have done %(n)s lesson.", "You have done %(n)s lessons.", len(done))
        if done
        else _("Your first lesson will stand here.")
    )
    for line in done:
        lesson, learnt = line.shelved.lesson, line.learnt
        if learnt is None or learnt.done_on is None:
            continue
        told = [_("Done on %(day)s", day=day(learnt.done_on, year=True))]
        if learnt.is_mastered:
            told.append(_("✓ You can do it"))
        if learnt.review is not None:
            told.append(_("to look at again today"))
        elif learnt.next_on:
            told.append(_("look again on %(day)s", day=day(learnt.next_on)))
        with st.container(border=True, key=f"card_{lesson.uid}"):
            st.markdown(f"**{plain(named(lesson.title.zh, lesson.title.en))}**  \n{' · '.join(told)}")
    st.page_link(menu.to("learn"), label=_("To the lessons"), icon=":material/school:")


def sessions() -> None:
    """Draw the sessions she came to."""
    visits = frame.ask(review.visits)
    st.markdown(
        ngettext("You came to %(n)s session.", "You came to %(n)s sessions.", len(visits))
        if visits
        else _("The first session you come to will stand here.")
    )
    for at, visit in enumerate(visits[:50]):
        local = clock.local(visit.starts_at, visit.zone)
        where = plain(named(visit.station_zh, visit.station_en))
        with st.container(border=True, key=f"card_visit{at}"):
            st.markdown(
                f"**{plain(named(visit.title_zh, visit.title_en))}**  \n"
                f"{day(local.date(), year=True)} {hour(visit.starts_at, visit.zone)} · {where}"
            )


def track(state: TrackState, issued: dict[tuple[str, str], Issued]) -> None:
    """Draw a track: how far she is, or its certificate."""
    title = plain(named(state.line.track.title.zh, state.line.track.title.en))
    with st.container(border=True, key=f"card_{state.line.track.uid}"):
        st.markdown(f"**{title}**")
        standing = issued.get((state.line.course, state.line.track.uid))
        if standing:
            paper(standing)
        elif state.finished_on:
            st.button(
                _("Get my certificate"),
                key=f"issue_{state.line.track.uid}",
                type="primary",
                on_click=frame.do,
                kwargs={
                    "rule": certificates.issue,
                    "course": state.line.course,
                    "track": state.line.track.uid,
                },
            )
        else:
            st.markdown(
                _(
                    "%(done)s of %(all)s lessons done on your own",
                    done=len(state.on_own),
                    all=len(state.line.lessons),
                )
            )


def paper(standing: Issued) -> None:
    """Draw a certificate's code and the way to its paper."""
    with st.container(horizontal=True, vertical_alignment="center"):
        picture = f'<img class="code" src="/v/{standing.token}/code" alt="{_("Code to verify it")}">'
        st.html(picture, width="content")
        st.markdown(
            _("Finished on %(day)s.", day=day(standing.finished_on, year=True))
            + "  \n"
            + _("Scan the code with your phone to show it to your family.")
        )
    st.html(
        f'<a class="big-link" href="/certificate/{standing.token}" target="_blank">'
        f"{_('The certificate on paper (PDF)')}</a>"
    )


def own_record() -> None:
    """Draw the record, one part of it at a time."""
    parts = {"lessons": _("Lessons"), "sessions": _("Sessions"), "certificates": _("Certificates")}
    part = st.segmented_control(
        _("My record"), list(parts), format_func=parts.__getitem__, default="lessons", key="record.part",
        label_visibility="collapsed", required=True,
    )  # fmt: skip
    if part == "sessions":
        sessions()
    elif part == "certificates":
        issued = {(one.course, one.track): one for one in frame.ask(certificates.mine)}
        for state in frame.ask(review.tracks):
            track(state, issued)
    else:
        lessons(frame.ask(review.lessons))


before = tablet.before()
tablet.who(to="/record", mode="listen")
st.title(_("My record"))
if before is None or before.senior_id is None:
    st.markdown(_("For this we need to know who you are."))
    menu.say_who("record")
else:
    own_record()
