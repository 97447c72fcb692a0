"""The way to the door, and those beside it: somebody new, the roll call, paper, the screen in the room."""

import streamlit as st

from ui import menu
from ui.text import _


def to_the_door(activity_id: int) -> None:
    """Draw the link that opens the door of an activity: the first thing to do with it."""
    with st.container(width="content", key=f"main_way{activity_id}"):
        st.page_link(menu.to("door"), label=_("Open the door"), query_params={"activity": str(activity_id)})


def beside_the_door(activity_id: int) -> None:
    """Draw the links to the other ways of taking down who came."""
    with st.container(horizontal=True, vertical_alignment="center", key="beside_the_door"):
        for address, label, icon in (
            ("walk_in", _("Somebody new"), "person_add"),
            ("roll_call", _("Roll call"), "checklist"),
            ("paper", _("Paper list"), "edit_note"),
            ("room_board", _("The room"), "co_present"),
        ):
            st.page_link(
                menu.to(address),
                label=label,
                icon=f":material/{icon}:",
                query_params={"activity": str(activity_id)},
            )
        st.link_button(_("Screen for the room"), f"/room/{activity_id}", icon=":material/qr_code_2:")
