"""The front page for somebody who is not signed in."""

import streamlit as st

from services import identity
from ui import frame
from ui.text import _

st.title(_("Intelligent Living"))
if frame.ask(identity.is_set_up):
    st.markdown(_("Smartphone lessons for older neighbours, at the station around the corner."))
    st.html(f'<a class="big-link" href="/sign-in" target="_self">{_("Staff: sign in")}</a>')
else:
    st.markdown(_("This house has nobody in it yet."))
    st.html(f'<a class="big-link" href="/set-up" target="_self">{_("Set up the house")}</a>')
