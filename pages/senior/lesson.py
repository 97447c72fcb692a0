"""One lesson, from its first page to its last, or its review."""

import streamlit as st

from services import review
from ui import frame, menu, player, tablet
from ui.text import _

if tablet.before() is None:
    st.switch_page(menu.to("who"), query_params={"to": "learn"})
line = frame.found(
    review.one, title=_("Lessons"), back=menu.to("learn"), lesson=st.query_params.get("lesson", "")
)
uid = line.shelved.lesson.uid
asked = review.questions(line) if st.query_params.get("review") else None
tablet.fill_the_screen()
with st.container(key="to_learn"):
    st.page_link(menu.to("learn"), label=_("All lessons"), icon=":material/arrow_back:")
player.show(uid, after=f"/learn?done={uid}", review=asked)
