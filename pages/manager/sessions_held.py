"""Plan against held, why not, where seats were missing, whose hours it took, and every session."""

import streamlit as st

from services import overview
from ui import dashboard, frame
from ui.dashboard import Looking, listing
from ui.pictures import sessions as pictures
from ui.text import _


def hours(seen: Looking) -> None:
    """Draw whose hours it took, and how they are counted."""
    dashboard.draw(pictures.staff(frame.ask(overview.hours, choice=seen.choice)))
    st.caption(
        _(
            "A trainer's hours are the length of the sessions held. A helper's are the length of those at "
            "which she or he checked somebody in without being the trainer."
        )
    )


seen = dashboard.start(_("Sessions"))
dashboard.draw(pictures.plan(frame.ask(overview.by_month, choice=seen.so_far)))
dashboard.draw(pictures.reasons(frame.ask(overview.reasons, choice=seen.choice)))
dashboard.draw(pictures.unmet_by_lesson(frame.ask(overview.by_lesson, choice=seen.choice)))
below = frame.ask(overview.by_place, choice=seen.choice)
if len(below) > 1:
    wanted = below[below["unmet"] > 0].sort_values("unmet", ascending=False, kind="stable")
    ids: list[int] = wanted["station"].tolist()
    dashboard.draw(pictures.unmet_by_place(below), pick=lambda point: dashboard.to_place(seen, ids[point]))
hours(seen)
listing.activities(seen)
