"""The roll call: everybody is here with one tap, then the missing are tapped away."""

import streamlit as st

from db.words import EnrolmentState, How
from services import agenda, attendance, paper
from services.agenda import ActivityDetail
from ui import frame, menu
from ui.planning import place_of, times_of
from ui.text import _, named
from ui.ticking import ticking


def page(activity: ActivityDetail) -> None:
    """Draw the tiles of everybody expected or here."""
    st.title(_("Roll call"))
    st.markdown(
        f"**{named(activity.title_zh, activity.title_en)}** · {times_of(activity)} · {place_of(activity)}"
    )
    rows = frame.ask(attendance.roster, activity_id=activity.id)
    listed = [
        row for row in paper.as_called(rows) if row.state is not EnrolmentState.WAITING or row.arrived_at
    ]
    if not listed:
        frame.empty(_("Nobody has a seat here yet. The door lets people in."), icon="groups")
    else:
        ticking(activity.id, listed, how=How.ROLL_CALL, zone=activity.zone)
    with st.container(horizontal=True):
        st.page_link(
            menu.to("door"),
            label=_("To the door: walk-ins, and taking a slip back"),
            query_params={"activity": str(activity.id)},
        )


chosen = frame.number("activity")
if chosen is None:
    chosen = frame.ask(agenda.activity_of_now)
if chosen is None:
    st.title(_("Roll call"))
    frame.empty(_("No session is on now. Please choose one on the page of today."), icon="event")
    st.page_link(menu.to("today"))
else:
    page(frame.found(agenda.activity, title=_("Roll call"), back=menu.to("today"), activity_id=chosen))
