"""A grid of large name tiles to tick, kept in the browser until the server has it: roll call and paper."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from db.words import How
from services.roster import RosterRow
from ui.text import _, hour

HERE = Path(__file__).parent


@st.cache_resource(show_spinner=False)
def _component() -> Any:
    return st.components.v2.component(
        "ticking",
        html='<div class="ticking"></div>\n',
        css=(HERE / "ticking.css").read_text("utf-8"),
        js=(HERE / "ticking.js").read_text("utf-8"),
    )


def ticking(
    activity_id: int, rows: Sequence[RosterRow], *, how: How, zone: str, minutes_after_start: int = 0
) -> None:
    """Draw the tiles of these people; what is ticked goes to POST /api/ticks.

    how: as roll call or from paper. minutes_after_start: since when they were here, for paper.
    """
    people = [
        {
            "id": row.senior_id,
            "name": row.name,
            "number": row.number,
            "came": hour(row.arrived_at, zone) if row.arrived_at else "",
        }
        for row in rows
    ]
    _component()(
        key=f"ticking.{how}.{activity_id}",
        data={
            "activity": activity_id,
            "how": how,
            "minutes": minutes_after_start,
            "people": people,
            "words": _words(),
        },
        on_stored_change=lambda: None,
    )


def _words() -> dict[str, str]:
    # The places in these sentences are filled in the browser.
    return {
        "all": _("Everybody is here"),
        "none": _("Untick all"),
        "hint": _("Then tap away those who are missing."),
        "save": _("Write down: %(n)s are here"),
        "nothing": _("Nobody is ticked yet"),
        "counts": _("%(came)s written down · %(ticked)s ticked · %(missing)s not here"),
        "came": _("since %(at)s"),
        "sending": _("Being written down …"),
        "later": _(
            "The server cannot be reached. What you ticked is kept on this device and will be sent by itself."
        ),
        "stored": _("Written down: %(n)s people."),
        "full": _("No seat was left for: %(names)s. Please ask the trainer, who may let more people in."),
        "else": _("Not written down: %(names)s. Please check them in at the door."),
        "sign_in": _("You are signed out. What you ticked is kept. Please sign in again."),
        "to_sign_in": _("Sign in"),
        "comma": _(", "),
    }
