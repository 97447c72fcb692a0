"""The room at a glance: where everybody is in her lesson, and who asks for help."""

import streamlit as st

from services import agenda
from services.agenda import ActivityDetail
from ui import frame, menu, room
from ui.text import _, hour, named


def chosen() -> int | None:
    """Return the activity of the address, or else the one of now."""
    asked = frame.number("activity")
    return asked if asked is not None else frame.ask(agenda.activity_of_now)


def place(activity: ActivityDetail) -> str:
    """Return when and where it is."""
    times = f"{hour(activity.starts_at, activity.zone)}–{hour(activity.ends_at, activity.zone)}"
    parts = (times, named(activity.station_zh, activity.station_en), activity.room)
    return " · ".join(part for part in parts if part)


activity_id = chosen()
if activity_id is None:
    st.title(_("The room"))
    frame.empty(_("No session is on now."), icon="co_present")
else:
    activity = frame.found(
        agenda.activity, title=_("The room"), back=menu.to("today"), activity_id=activity_id
    )
    room.show(
        activity_id=activity.id,
        title=named(activity.title_zh, activity.title_en),
        about=place(activity),
        me=frame.actor().name,
    )
    with st.container(horizontal=True):
        st.page_link(
            menu.to("door"),
            label=_("Door"),
            icon=":material/door_open:",
            query_params={"activity": str(activity.id)},
        )
        st.page_link(menu.to("stuck"), label=_("Where people get stuck"), icon=":material/troubleshoot:")
