"""What people can do now: lessons and tracks, where they get stuck, and how they liked it."""

import pandas as pd
import streamlit as st

from services import clock, overview, stuck
from services.overview import learning
from ui import dashboard, frame, menu
from ui.dashboard import Looking, Tile, words
from ui.pictures import learning as pictures
from ui.text import _


def key_figures(seen: Looking, months: pd.DataFrame) -> None:
    """Draw mastery and satisfaction with thirteen months."""
    table = frame.ask(overview.key_figures, choice=seen.so_far)
    now = next(row for row in words.rows(table) if row.figure == "satisfied")
    by_month = frame.ask(overview.by_month, choice=seen.choice)
    latest = months.iloc[-1]
    dashboard.tiles(
        [
            Tile(
                "mastery",
                latest["mastery"],
                [
                    _(
                        "%(mastered)s of %(due)s lessons that were due",
                        mastered=words.said(latest["mastered"], words.Kind.COUNT),
                        due=words.said(latest["due"], words.Kind.COUNT),
                    )
                ],
                list(months["mastery"]),
            ),
            Tile(
                "satisfied",
                now.value,
                [_("%(n)s opinions", n=words.said(now.of, words.Kind.COUNT))],
                list(by_month["satisfied"]),
            ),
        ],
        label=_("Key figures"),
    )


def where_stuck(seen: Looking) -> None:
    """Draw where help was needed on the chosen days."""
    zone = seen.places[0].zone if seen.places else ""
    until = min(clock.now(), clock.day_bounds(seen.choice.last_on, zone)[1]) if zone else None
    found = frame.ask(
        stuck.stuck,
        days=seen.so_far.days,
        until=until,
        station_id=seen.choice.station_id,
    )
    dashboard.draw(pictures.stuck(found))
    st.page_link(
        menu.to("stuck"), label=_("Every step, and how long it took"), icon=":material/troubleshoot:"
    )


seen = dashboard.start(_("Learning"))
st.markdown(
    _(
        "Lessons and tracks tell how it stood on %(day)s, for seniors whose home is at these stations; "
        "guests without a name are left out. A trainer or a programme that is chosen changes nothing there.",
        day=words.days(seen.so_far.last_on, seen.so_far.last_on),
    )
)
by_month = frame.ask(learning.mastery_by_month, choice=seen.choice)
key_figures(seen, by_month)
lessons = frame.ask(learning.lessons, choice=seen.so_far)
dashboard.draw(pictures.mastery(lessons))
dashboard.draw(pictures.alone(lessons))
dashboard.draw(pictures.mastery_by_month(by_month))
dashboard.draw(pictures.tracks(frame.ask(learning.tracks, choice=seen.so_far)))
where_stuck(seen)
dashboard.draw(pictures.satisfaction_by_lesson(frame.ask(learning.by_lesson, choice=seen.choice)))
below = frame.ask(overview.by_place, choice=seen.choice)
if len(below) > 1:
    dashboard.draw(pictures.satisfaction_by_place(below))
dashboard.draw(pictures.satisfaction_by_month(frame.ask(overview.by_month, choice=seen.choice)))
