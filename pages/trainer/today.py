"""What is on today at my stations."""

import streamlit as st

from ui import frame
from ui.text import _

st.title(_("Today"))
frame.empty(_("Nothing is planned for today at your stations."), icon="event_available")
