"""The door: checking in whoever comes to the activity of now."""

from datetime import timedelta

import streamlit as st

from services import agenda, clock
from services.access import Permission
from services.agenda import ActivityDetail, ActivityRow
from ui import door, frame, menu
from ui.beside import beside_the_door
from ui.text import _, hour, moment, named

SHOWN_AHEAD = timedelta(days=7)
MOST_OTHERS = 6


def _chosen(choices: tuple[ActivityRow, ...]) -> int | None:
    """Return the activity of the address, or else the one of now."""
    asked = frame.number("activity")
    if asked is not None:
        return asked
    return choices[0].id if choices else None


def _place(activity: ActivityDetail) -> str:
    times = f"{hour(activity.starts_at, activity.zone)}–{hour(activity.ends_at, activity.zone)}"
    parts = (times, named(activity.station_zh, activity.station_en), activity.room)
    return " · ".join(part for part in parts if part)


def _others(choices: tuple[ActivityRow, ...], chosen: int | None) -> None:
    others = [row for row in choices if row.id != chosen][:MOST_OTHERS]
    if not others:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="door_others"):
        for row in others:
            label = f"{hour(row.starts_at, row.zone)} {named(row.title_zh, row.title_en)}"
            place = named(row.station_zh, row.station_en)
            st.page_link(
                menu.to("door"),
                label=f"{label} · {place}",
                icon=":material/swap_horiz:",
                query_params={"activity": str(row.id)},
            )


def _nothing_now() -> None:
    st.title(_("Door"))
    now = clock.now()
    ahead = frame.ask(agenda.activities, from_at=now, to_at=now + SHOWN_AHEAD)
    mine = [row for row in ahead if frame.actor().may(Permission.CHECK_IN, row.path)]
    if not mine:
        frame.empty(_("No session is on now, and none is planned for the next seven days."), icon="door_open")
    else:
        row = mine[0]
        frame.empty(
            _(
                "No session is on now. The next one: %(title)s, %(when)s, %(station)s.",
                title=named(row.title_zh, row.title_en),
                when=moment(row.starts_at, row.zone),
                station=named(row.station_zh, row.station_en),
            ),
            icon="door_open",
        )
        st.page_link(
            menu.to("door"),
            label=_("Open its door already"),
            icon=":material/door_open:",
            query_params={"activity": str(row.id)},
        )
    if frame.actor().may_anywhere(Permission.PLAN):
        st.page_link(menu.to("plan"), label=_("Plan a session"), icon=":material/calendar_month:")


choices = frame.ask(agenda.choices_of_now)
chosen = _chosen(choices)
if chosen is None:
    _nothing_now()
else:
    activity = frame.found(agenda.activity, title=_("Door"), back=menu.to("today"), activity_id=chosen)
    door.show(
        activity_id=activity.id,
        zone=activity.zone,
        title=named(activity.title_zh, activity.title_en),
        place=_place(activity),
    )
    beside_the_door(activity.id)
    _others(choices, chosen)
