"""The sessions of the next two weeks: a seat, a turn in the line, giving it up, a slip to take home."""

import streamlit as st

from db.words import EnrolmentState
from services import clock, self_enrolment
from services.self_enrolment import Choice, Slip
from ui import frame, menu, tablet
from ui.people import plain
from ui.sessions import standing, when
from ui.text import _, day, hour, named, ngettext

GIVING_UP = "sessions.giving_up"


def row(choice: Choice) -> None:
    """Draw a session with what can be done about it."""
    activity = choice.activity
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"card_{activity.id}"):
        title = plain(named(activity.title_zh, activity.title_en))
        st.markdown(f"**{title}**  \n{when(activity)}  \n**{standing(choice)}**", width="stretch")
        if before is None or before.senior_id is None:
            return
        if choice.state is None:
            st.button(
                _("I want to come") if choice.seats_left else _("Wait for a seat"),
                key=f"enrol{activity.id}",
                type="primary",
                on_click=come,
                args=(activity.id,),
            )
        else:
            st.button(_("My slip"), key=f"slip{activity.id}", on_click=show_slip, args=(activity.id,))


def come(activity_id: int) -> None:
    """Take a seat, or a turn in the line, and show the slip."""
    placed = frame.do(self_enrolment.enrol, activity_id=activity_id)
    if placed is None:
        return
    show_slip(activity_id)
    for clash in placed.clashes[:1]:
        frame.notify(
            frame.Tone.NOTE,
            _(
                "At that time you also have: %(title)s, %(station)s.",
                title=plain(named(clash.title_zh, clash.title_en)),
                station=plain(named(clash.station_zh, clash.station_en)),
            ),
        )


def show_slip(activity_id: int) -> None:
    """Lead to the slip."""
    st.query_params["slip"] = str(activity_id)
    st.session_state.pop(GIVING_UP, None)


def back() -> None:
    """Lead back to the list."""
    st.query_params.pop("slip", None)
    st.session_state.pop(GIVING_UP, None)


def give_up(slip: Slip) -> None:
    """Give the seat up for somebody else, or the turn in the line."""
    thanks = (
        _("Your place is free for somebody else now. Thank you for telling us.")
        if slip.state is EnrolmentState.ENROLLED
        else _("You no longer wait for a seat. Thank you for telling us.")
    )
    frame.do(self_enrolment.cancel, thanks, activity_id=slip.activity_id)
    back()


def draw_slip(slip: Slip) -> None:
    """Draw the slip to be photographed: when, where, who by number."""
    has_seat = slip.state is EnrolmentState.ENROLLED
    if has_seat:
        st.title(_("You have a seat"))
    else:
        st.title(_("You wait: number %(position)s in the line", position=slip.position))
        st.markdown(_("The station telephones you when a seat comes free. Until then you need not come."))
    where = [named(slip.station_zh, slip.station_en), slip.address, slip.room]
    with st.container(border=True, key="card_slip"):
        st.markdown(f"### {times(slip)}")
        lines = [
            f"**{plain(named(slip.title_zh, slip.title_en))}**",
            *(plain(part) for part in where if part),
        ]
        if slip.phone:
            lines.append(_("Telephone: %(phone)s", phone=plain(slip.phone)))
        lines.append(_("My number: **%(number)s**", number=slip.number))
        st.markdown("  \n".join(lines))
    if has_seat:
        st.markdown(_("Take a photo of this with your phone, or write it down."))
    with st.container(horizontal=True):
        st.button(_("Good"), key="good", type="primary", on_click=back)
        st.button(
            _("I cannot come") if has_seat else _("I no longer wait"),
            key="cannot",
            on_click=st.session_state.update,
            args=({GIVING_UP: 1},),
        )


def draw_question(slip: Slip) -> None:
    """Ask whether she means it, and nothing else on the screen."""
    has_seat = slip.state is EnrolmentState.ENROLLED
    st.title(_("Can you not come?") if has_seat else _("Do you no longer want to wait?"))
    with st.container(border=True, key="card_sure"):
        st.markdown(f"**{plain(named(slip.title_zh, slip.title_en))}**  \n{times(slip)}")
    st.markdown(
        _("Then somebody else gets your seat, and will be glad of it.")
        if has_seat
        else _("Then whoever stands behind you moves up in the line.")
    )
    with st.container(horizontal=True):
        st.button(
            _("No, keep it") if has_seat else _("No, I go on waiting"),
            key="keep",
            type="primary",
            on_click=st.session_state.pop,
            args=(GIVING_UP, None),
        )
        st.button(
            _("Yes, give it up") if has_seat else _("Yes, stop waiting"),
            key="sure",
            on_click=give_up,
            args=(slip,),
        )


def times(slip: Slip) -> str:
    """Return when it is, on the station's wall clock."""
    on = day(clock.local(slip.starts_at, slip.zone).date())
    return f"{on} {hour(slip.starts_at, slip.zone)}–{hour(slip.ends_at, slip.zone)}"


def show_who() -> None:
    """Ask who she is: a slip is shown to nobody else."""
    st.title(_("Your slip"))
    st.markdown(_("To see your slip, please say who you are."))
    menu.say_who("sessions")
    st.page_link(menu.to("front"))


def draw_list() -> None:
    """Draw the sessions of this station, or of another one near by."""
    st.title(_("Come to a session"))
    nearby = {near.id: near for near in frame.ask(self_enrolment.stations)}
    at = nearby.get(frame.number("station") or 0)
    if at:
        st.header(named(at.name_zh, at.name_en))
        if at.address:
            st.markdown(plain(at.address))
    choices = frame.ask(self_enrolment.choices, station_id=at.id if at else None)
    for choice in choices:
        row(choice)
    if not choices:
        frame.empty(_("Nothing is planned here in the next two weeks."), icon="event_busy")
    if before is None or before.senior_id is None:
        st.page_link(
            menu.to("who"),
            label=_("To take a seat, show your card or number"),
            icon=":material/badge:",
            query_params={"to": "sessions"},
        )
    if at:
        st.button(_("Back to our own station"), key="own", on_click=st.query_params.clear)
    elif nearby:
        st.header(_("Other stations"))
        for near in nearby.values():
            label = named(near.name_zh, near.name_en)
            count = ngettext("%(n)s session", "%(n)s sessions", near.sessions)
            st.button(
                f"{label} · {count}",
                key=f"near{near.id}",
                width="stretch",
                on_click=st.query_params.from_dict,
                args=({"station": str(near.id)},),
            )


before = tablet.before()
tablet.who(to="/sessions", mode="listen")
if not st.query_params.get("slip", ""):
    draw_list()
elif before is None or before.senior_id is None:
    show_who()
else:
    found = frame.found(
        self_enrolment.slip,
        title=_("Your slip"),
        back=menu.to("front"),
        activity_id=frame.number("slip") or 0,
    )
    if st.session_state.get(GIVING_UP):
        draw_question(found)
    else:
        draw_slip(found)
