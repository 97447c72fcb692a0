"""The house: its tablets, places, programmes, staff, and the record of what was done."""

import streamlit as st

from services.access import Permission
from ui import frame
from ui.house import people, places, programmes, tablets, trail
from ui.text import _

actor = frame.actor()
parts = {
    name: (title, draw)
    for name, permission, title, draw in (
        ("staff", Permission.MANAGE_STAFF, _("Staff"), people.draw),
        ("places", Permission.MANAGE_STATIONS, _("Places"), places.draw),
        ("programmes", Permission.MANAGE_STATIONS, _("Programmes"), programmes.draw),
        ("tablets", Permission.BIND_TABLETS, _("Tablets"), tablets.draw),
        ("record", Permission.SEE_AUDIT, _("Record"), trail.draw),
    )
    if actor.may_anywhere(permission)
}

st.title(_("House"))
asked = st.query_params.get("part", "")
chosen = asked if asked in parts else next(iter(parts))
if len(parts) > 1:
    st.segmented_control(
        _("Part of the house"),
        list(parts),
        default=chosen,
        format_func=lambda name: parts[name][0],
        key="house.part",
        label_visibility="collapsed",
        required=True,
        on_change=lambda: st.query_params.update(part=st.session_state["house.part"]),
    )
parts[chosen][1]()
