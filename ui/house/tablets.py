"""The tablets of the house: where each stands, and an end to those that are lost."""

import streamlit as st

from services import devices
from ui import frame
from ui.people import plain
from ui.text import _, moment, named


def draw() -> None:
    """Draw this tablet's link and the list of those bound."""
    with st.container(border=True):
        st.markdown(_("A tablet is bound to its place once, on the tablet itself."))
        st.html(f'<a class="big-link" href="/tablet" target="_self">{_("Bind or release this tablet")}</a>')
    bound = frame.ask(devices.devices)
    if not bound:
        frame.empty(_("No tablet is bound yet."), icon="tablet")
    for tablet in bound:
        with st.container(
            border=True, horizontal=True, vertical_alignment="center", key=f"tablet{tablet.id}"
        ):
            st.markdown(
                "**{}** · {}  \n{}".format(
                    plain(tablet.name),
                    named(tablet.station_zh, tablet.station_en),
                    _(
                        "Bound %(at)s by %(who)s",
                        at=moment(tablet.bound_at, tablet.zone),
                        who=tablet.bound_by,
                    ),
                ),
                width="stretch",
            )
            st.button(
                _("Release"),
                key=f"release{tablet.id}",
                on_click=frame.do,
                kwargs={
                    "rule": devices.release,
                    "done": _("The tablet is released. It knows nothing of this house from its next tap on."),
                    "device_id": tablet.id,
                },
            )
