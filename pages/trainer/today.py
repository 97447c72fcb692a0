"""What is on today at my stations, and this week."""

from datetime import timedelta

import streamlit as st

from services import agenda, clock
from services.access import Permission
from services.agenda import ActivityRow
from settings import settings
from ui import frame, menu
from ui.beside import to_the_door
from ui.text import _, day, hour, named, ngettext

SHOWN_AHEAD = timedelta(days=7)


def _numbers(row: ActivityRow) -> str:
    came = _("%(came)s came", came=row.came) if row.came else ""
    places = _("%(enrolled)s of %(seats)s seats", enrolled=row.enrolled, seats=row.seats)
    waiting = ngettext("%(n)s is waiting", "%(n)s are waiting", row.waiting) if row.waiting else ""
    return " · ".join(part for part in (places, came, waiting) if part)


def _card(row: ActivityRow, *, is_today: bool) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"card{row.id}"):
        times = f"{hour(row.starts_at, row.zone)}–{hour(row.ends_at, row.zone)}"
        what = f"**{times}** · **{named(row.title_zh, row.title_en)}**"
        place = " · ".join(
            part for part in (named(row.station_zh, row.station_en), row.room, row.trainer) if part
        )
        st.markdown(f"{what}  \n{place}  \n{_numbers(row)}", width="stretch")
        if is_today and actor.may(Permission.CHECK_IN, row.path):
            to_the_door(row.id)
            if row.starts_at <= now < row.ends_at:
                st.page_link(
                    menu.to("room_board"),
                    label=_("The room"),
                    icon=":material/co_present:",
                    query_params={"activity": str(row.id)},
                )
        st.page_link(
            menu.to("activity"),
            label=_("Details"),
            icon=":material/event:",
            query_params={"activity": str(row.id)},
        )


actor = frame.actor()
now = clock.now()
today = clock.local(now, settings().zone).date()
midnight, next_midnight = clock.day_bounds(today, settings().zone)
rows = frame.ask(agenda.activities, from_at=midnight, to_at=midnight + SHOWN_AHEAD)
now_on = [row for row in rows if row.starts_at < next_midnight]

st.title(f"{_('Today')} · {day(today)}")
if not now_on:
    frame.empty(_("Nothing is planned for today at your stations."), icon="event_available")
for row in now_on:
    _card(row, is_today=True)

later = [row for row in rows if row.starts_at >= next_midnight]
if later:
    st.header(_("The days ahead"))
    for on in sorted({clock.local(row.starts_at, row.zone).date() for row in later}):
        st.subheader(day(on))
        for row in later:
            if clock.local(row.starts_at, row.zone).date() == on:
                _card(row, is_today=False)
