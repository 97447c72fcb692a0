"""Who is learning? With the card, the number, or without a name."""

import streamlit as st

from ui import tablet
from ui.text import _

GOALS = ("learn", "sessions", "record")

asked = st.query_params.get("to", "")
st.title(_("Who is learning?"))
tablet.who(to=f"/{asked}" if asked in GOALS else "/")
