"""How was it? Three faces, one tap, thank you; then the tablet is ready for the next person."""

import streamlit as st

from services import feedback
from ui import frame, menu, tablet
from ui.text import _

asked = frame.ask(feedback.asked)
if asked is None:
    st.title(_("How was it?"))
    frame.empty(_("No session is ending just now."), icon="sentiment_satisfied")
else:
    tablet.faces(asked)
st.page_link(menu.to("front"), label=_("Front page"), icon=":material/home:")
