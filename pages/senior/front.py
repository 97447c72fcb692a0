"""A bound tablet opens here: what is on today, and the three things a senior comes for."""

import streamlit as st

from services import clock, devices, feedback, review, self_enrolment
from services.self_enrolment import Choice
from ui import frame, menu, tablet
from ui.people import plain
from ui.sessions import standing, when
from ui.text import _, named, ngettext

TILES = (("learn", "school"), ("sessions", "event"), ("record", "workspace_premium"))


def on_today(choice: Choice) -> None:
    """Draw what goes on here today."""
    activity = choice.activity
    with st.container(border=True, key=f"card_today{activity.id}"):
        now = _("On now") if activity.starts_at <= clock.now() else standing(choice)
        about = [_("Today"), when(activity, day=False), plain(activity.room), now]
        title = plain(named(activity.title_zh, activity.title_en))
        st.markdown(f"**{title}**  \n{' · '.join(part for part in about if part)}")


def tile(address: str, icon: str) -> None:
    """Draw one of the large tiles; whoever is not known yet says who she is first."""
    label = {"learn": _("Learn"), "sessions": _("Come to a session"), "record": _("My record")}[address]
    sign = f":material/{icon}:"
    if before is None and address != "sessions":
        st.page_link(menu.to("who"), label=label, icon=sign, query_params={"to": address})
    else:
        st.page_link(menu.to(address), label=label, icon=sign)


@st.fragment(run_every="1m")
def how_was_it() -> None:
    """Draw the way to the three faces while a session ends; it appears by itself."""
    asked = frame.ask(feedback.asked)
    if asked is None or asked.is_answered:
        return
    with st.container(key="asked"):
        st.page_link(
            menu.to("feedback"),
            label=_("How was the session? One tap"),
            icon=":material/sentiment_satisfied:",
        )


before = tablet.before()
here = frame.ask(devices.this_one)
tablet.who(to="/", mode="listen")
if before and before.name:
    st.title(_("Good day, %(name)s", name=plain(before.name)))
else:
    st.title(named(here.station_zh, here.station_en) if here else _("Intelligent Living"))
for today in frame.ask(self_enrolment.today)[:2]:
    on_today(today)
how_was_it()
due = frame.ask(review.due)
if due:
    with st.container(key="due"):
        st.page_link(
            menu.to("learn"),
            label=ngettext("%(n)s lesson to look at again", "%(n)s lessons to look at again", len(due)),
            icon=":material/replay:",
        )
with st.container(key="tiles", horizontal=True):
    for address, icon in TILES:
        tile(address, icon)
if before is None:
    st.markdown(_("You have a card? Hold it before the scanner, and we know who you are."))
