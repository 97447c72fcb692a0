"""The building blocks of lessons for their authors: each drawn as seniors see it, and how it is written."""

import streamlit as st

from services import library
from ui import gallery, menu
from ui.text import _

st.title(_("Building blocks"))
st.page_link(menu.to("lessons"), label=_("All lessons"), icon=":material/arrow_back:")
st.markdown(_("Each block as a senior sees it, and beside it what is written in the lesson's file."))
gallery.show(library.building_blocks())
