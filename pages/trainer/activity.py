"""One session: who has a seat, who waits, and everything that can be done with it."""

from collections.abc import Callable

import streamlit as st

from db.words import ActivityState, EnrolmentState
from papers import call_list
from services import agenda, calendar, calling, clock, enrolment, feedback, library, schedule
from services.access import Permission
from services.agenda import ActivityDetail
from services.calling import Callee
from services.draft import MOST_SEATS
from services.work import do
from ui import frame, menu
from ui.beside import to_the_door
from ui.enrolling import called, enrol_box, lists
from ui.planning import choose_lesson, choose_when, enter_room, place_of, seats_of, times_of, warn_of
from ui.printing import activity_papers
from ui.text import _, day, language, moment, named, ngettext


def header(activity: ActivityDetail) -> None:
    """Draw what, where, when and how full."""
    st.title(named(activity.title_zh, activity.title_en))
    local = clock.local(activity.starts_at, activity.zone).date()
    st.markdown(f"**{day(local, year=True)} · {times_of(activity)}** · {place_of(activity)}")
    trainer = activity.trainer or _("no trainer yet")
    programme = named(activity.programme_zh, activity.programme_en)
    st.markdown(f"{programme} · {trainer} · **{seats_of(activity)}**")
    if activity.planned_at and activity.state is ActivityState.PLANNED:
        was = moment(activity.planned_at, activity.zone)
        moved = _("Moved; it first stood on %(was)s. Why: %(why)s", was=was, why=activity.reason)
        frame.show(frame.Notice(frame.Tone.NOTE, moved))
    said = {
        ActivityState.CANCELLED: _("This session is cancelled: %(why)s", why=activity.reason),
        ActivityState.NOT_HELD: _("This session did not take place: %(why)s", why=activity.reason),
        ActivityState.CLOSED: _("This session is closed."),
    }
    if activity.state in said:
        frame.show(frame.Notice(frame.Tone.NOTE, said[activity.state]))


def how_it_was(activity: ActivityDetail) -> None:
    """Draw what the three faces said, once enough people have answered."""
    told = frame.ask(feedback.told, activity_id=activity.id)
    if told.faces:
        best, middle, worst = told.faces
        st.markdown(
            _(
                "How it was, from %(answers)s answers: %(best)s liked it, %(middle)s found it all right, "
                "%(worst)s not so good.",
                answers=told.answers,
                best=best,
                middle=middle,
                worst=worst,
            )
        )


def ways_on(activity: ActivityDetail) -> None:
    """Draw the links to the door, the call list and the calendar file."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if actor.may(Permission.CHECK_IN, activity.path) and activity.state is ActivityState.PLANNED:
            to_the_door(activity.id)
            st.page_link(
                menu.to("room_board"), label=_("The room"), query_params={"activity": str(activity.id)}
            )
        if actor.may(Permission.PRINT_LISTS, activity.path):
            st.download_button(
                _("Call list with phones"),
                data=sheet_of(activity),
                file_name=f"call-list-{activity.public_id}.pdf",
                mime="application/pdf",
                icon=":material/call:",
                key="call_list",
            )
        st.download_button(
            _("Calendar file"),
            data=frame.ask(calendar.file, activity_id=activity.id, english=language() == "en"),
            file_name=f"session-{activity.public_id}.ics",
            mime="text/calendar",
            icon=":material/calendar_add_on:",
            key="calendar_file",
        )


def sheet_of(activity: ActivityDetail) -> Callable[[], bytes]:
    """Return what prints the call list when it is asked for; that it was taken out is recorded.

    Streamlit calls it outside the page's run, where nobody knows who reads: all words are made here.
    """
    words = call_list.Words(
        enrolled=_("Enrolled"),
        waiting=_("Waiting, in order"),
        staff_only=_("With phones: for staff only. Please shred it afterwards."),
        columns=(
            _("No."),
            _("Number"),
            _("Name"),
            _("Phone"),
            _("Neighbourhood"),
            _("Comes with"),
            _("Told"),
        ),
    )
    title, where, lang = named(activity.title_zh, activity.title_en), place_of(activity), language()[:2]
    on = clock.local(activity.starts_at, activity.zone).date()
    when = f"{day(on, year=True)} {times_of(activity)}"
    reader = frame.actor()

    def printed() -> bytes:
        callees = do(calling.call_list, reader, activity_id=activity.id).callees
        enrolled = [row for row in callees if row.state is EnrolmentState.ENROLLED]
        waiting = [row for row in callees if row.state is EnrolmentState.WAITING]
        return call_list.sheet(
            title=title,
            when=when,
            where=where,
            enrolled=[line(row, f"{n}") for n, row in enumerate(enrolled, 1)],
            waiting=[line(row, f"{row.position}") for row in waiting],
            words=words,
            lang=lang,
        )

    return printed


def line(row: Callee, turn: str) -> call_list.Line:
    """Return a row of the call list."""
    return call_list.Line(turn, row.number, row.name, row.phone, row.neighbourhood, row.together)


def change(activity: ActivityDetail) -> None:
    """Draw the form that changes what it is about and who fits in."""
    zh = st.text_input(_("Title in Chinese"), activity.title_zh, max_chars=80, key="change.zh")
    en = st.text_input(_("Title in English"), activity.title_en, max_chars=120, key="change.en")
    lesson = choose_lesson("change.lesson", activity.lesson)
    names: dict[int | None, str] = {None: _("Nobody yet")}
    names |= {activity.trainer_id: activity.trainer} if activity.trainer_id else {}
    names |= dict(frame.ask(agenda.trainers, station_id=activity.station_id))
    ids = list(names)
    trainer_id = st.selectbox(
        _("Trainer"),
        ids,
        ids.index(activity.trainer_id),
        format_func=names.__getitem__,
        key="change.trainer",
    )
    room = enter_room("change.room", activity.room)
    seats = st.number_input(_("Seats"), 1, MOST_SEATS, activity.seats, key="change.seats")
    st.button(
        _("Save the changes"),
        type="primary",
        key="change.do",
        on_click=frame.do,
        kwargs={
            "rule": schedule.change,
            "done": lambda seated: _("Changed.") + moved_up(len(seated)),
            "activity_id": activity.id,
            "title_zh": zh,
            "title_en": en,
            "lesson": lesson,
            "trainer_id": trainer_id,
            "room": room,
            "seats": seats,
        },
    )


def moved_up(n: int) -> str:
    """Return how many moved up, "" for nobody."""
    if not n:
        return ""
    return " " + ngettext("%(n)s person moved up; please call.", "%(n)s people moved up; please call.", n)


def move(activity: ActivityDetail) -> None:
    """Draw the form that moves it to another time or room."""
    when = choose_when(
        "move", activity.zone, before=activity.starts_at, length=activity.ends_at - activity.starts_at
    )
    room = enter_room("move.room", activity.room)
    reason = st.text_input(_("Why is it moved?"), max_chars=200, key="move.reason")
    clashes = frame.ask(
        schedule.clashes,
        station_id=activity.station_id,
        starts_at=when.starts_at,
        ends_at=when.ends_at,
        room=room,
        trainer_id=activity.trainer_id,
        except_id=activity.id,
    )
    warn_of(clashes, activity.zone)
    st.markdown(_("Everybody keeps seat and turn. The call list helps to tell them."))
    st.button(
        _("Move it all the same") if clashes else _("Move this session"),
        type="primary",
        key="move.do",
        on_click=frame.do,
        kwargs={
            "rule": schedule.move,
            "done": _("Moved. Please tell the people on the call list."),
            "forget": ["move.reason"],
            "activity_id": activity.id,
            "starts_at": when.starts_at,
            "ends_at": when.ends_at,
            "room": room,
            "reason": reason,
        },
    )


def call_off(activity: ActivityDetail) -> None:
    """Draw the form that cancels it, or says that it did not take place."""
    has_begun = clock.now() >= activity.starts_at
    reason = st.text_input(_("Why?"), max_chars=200, key="off.reason")
    st.button(
        _("It did not take place") if has_begun else _("Cancel this session"),
        type="primary",
        key="off.do",
        on_click=frame.do,
        kwargs={
            "rule": schedule.not_held if has_begun else schedule.cancel,
            "done": _("Written down.")
            if has_begun
            else _("Cancelled. Please tell the people on the call list."),
            "activity_id": activity.id,
            "reason": reason,
        },
    )


def after_the_start(activity: ActivityDetail) -> None:
    """Draw what is done once it has begun: passing on empty seats, and closing."""
    now = clock.now()
    with st.container(horizontal=True):
        if activity.waiting and activity.starts_at + enrolment.SEATS_ARE_KEPT <= now < activity.ends_at:
            st.button(
                _("Offer the empty seats to the waiting"),
                key="offer",
                type="primary",
                on_click=frame.do,
                kwargs={
                    "rule": enrolment.offer_unclaimed,
                    "done": lambda seated: called(seated).strip() or _("No seat is empty."),
                    "activity_id": activity.id,
                },
            )
        if actor.may(Permission.PLAN, activity.path):
            st.button(
                _("Close: everybody who came is checked in"),
                key="close",
                on_click=frame.do,
                kwargs={"rule": schedule.close, "done": _("Closed."), "activity_id": activity.id},
            )


def page(activity: ActivityDetail) -> None:
    """Draw the whole page of an activity."""
    header(activity)
    how_it_was(activity)
    ways_on(activity)
    is_planned = activity.state is ActivityState.PLANNED
    to_come = is_planned and clock.now() < activity.starts_at
    may_enrol = to_come and actor.may(Permission.ENROL, activity.path)
    listed = frame.ask(enrolment.places, activity_id=activity.id)
    if is_planned and not to_come:
        after_the_start(activity)
    if may_enrol:
        enrol_box(activity, listed)
    lists(activity, listed, may_change=may_enrol)
    if is_planned and actor.may(Permission.PLAN, activity.path):
        with st.expander(_("Change title, trainer, room or seats"), icon=":material/edit:"):
            change(activity)
        if to_come:
            with st.expander(_("Move to another time"), icon=":material/update:"):
                move(activity)
        label = _("Cancel the session") if to_come else _("It did not take place")
        with st.expander(label, icon=":material/event_busy:"):
            call_off(activity)
    with st.expander(_("Print: poster, step cards, trainer's notes"), icon=":material/print:"):
        taught = library.shelf().lessons.get(activity.lesson)
        activity_papers(activity.public_id, taught.slug if taught else "")


actor = frame.actor()
asked = frame.number("activity")
if asked is not None:
    page(frame.found(schedule.activity, title=_("Session"), back=menu.to("today"), activity_id=asked))
else:
    st.title(_("Session"))
    frame.empty(_("No session was chosen. Please choose one on the plan."), icon="event")
    if actor.may_anywhere(Permission.PLAN):
        st.page_link(menu.to("plan"))
