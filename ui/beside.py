"""The ways beside the door: somebody new, the roll call, paper, and the screen in the room."""

import streamlit as st

from ui import menu
from ui.text import _


def beside_the_door(activity_id: int) -> None:
    """Draw the links to the other ways of taking down who came."""
    with st.container(horizontal=True, key="beside_the_door"):
        for address, label, icon in (
            ("walk_in", _("Somebody new"), "person_add"),
            ("roll_call", _("Roll call"), "checklist"),
            ("paper", _("Paper list"), "edit_note"),
        ):
            st.page_link(
                menu.to(address),
                label=label,
                icon=f":material/{icon}:",
                query_params={"activity": str(activity_id)},
            )
        st.link_button(_("Screen for the room"), f"/room/{activity_id}", icon=":material/qr_code_2:")
