"""What to look at today: sentences, each with a way to act."""

from datetime import date, timedelta
from itertools import groupby

import streamlit as st

from services.overview import attention
from services.overview.attention import BEFORE, LATELY, Concern, Kind
from ui import dashboard, frame, menu
from ui.dashboard import Looking, words
from ui.people import plain
from ui.text import _, day, hour, moment, named, ngettext

FIRST_FEW = 5
ONE_DAY = timedelta(days=1)
ICONS = {
    Kind.HANDS: "back_hand",
    Kind.FULL: "event_busy",
    Kind.EMPTY: "event_seat",
    Kind.SILENT: "edit_off",
    Kind.FALLING: "trending_down",
    Kind.STUCK: "troubleshoot",
    Kind.NOT_CLOSED: "lock_open",
}


def heading(kind: Kind) -> str:
    """Return what this kind is called."""
    return {
        Kind.HANDS: _("Somebody is waiting for the teacher"),
        Kind.FULL: _("Nearly full, or people are waiting"),
        Kind.EMPTY: _("Nearly empty"),
        Kind.SILENT: _("Nothing entered for two weeks"),
        Kind.FALLING: _("Fewer people come than before"),
        Kind.STUCK: _("Many need help at the same place"),
        Kind.NOT_CLOSED: _("Records not closed"),
    }[kind]


def why(kind: Kind) -> str:
    """Return what can be done about this kind."""
    return {
        Kind.HANDS: _("A hand has been up for three minutes or longer."),
        Kind.FULL: _("There is still time to add a session or find a larger room."),
        Kind.EMPTY: _("Two days before, a few calls or a poster can still bring people."),
        Kind.SILENT: _("Sessions were planned. Perhaps the lists are still on paper: please key them in."),
        Kind.FALLING: _("A third less for each session than in the eight weeks before; a visit tells why."),
        Kind.STUCK: _("Half of those who practise with hints need one there. Show this move twice."),
        Kind.NOT_CLOSED: _("Until they are closed, who did not come cannot be told for certain."),
    }[kind]


def sentence(concern: Concern) -> str:
    """Return what there is to look at, in a sentence."""
    station = named(concern.station.zh, concern.station.en)
    title = named(concern.title.zh, concern.title.en)
    count, of = int(concern.count), int(concern.of)
    if concern.kind is Kind.HANDS and concern.at:
        return ngettext(
            "%(station)s: %(n)s hand is up, since %(since)s.",
            "%(station)s: %(n)s hands are up, the first since %(since)s.",
            count,
            station=station,
            since=hour(concern.at, concern.zone),
        )
    if concern.kind in (Kind.FULL, Kind.EMPTY) and concern.at:
        told = _(
            "%(when)s, %(station)s, %(title)s: %(count)s of %(of)s seats taken.",
            when=moment(concern.at, concern.zone),
            station=station,
            title=title,
            count=count,
            of=of,
        )
        waiting = ngettext("%(n)s waits.", "%(n)s wait.", concern.waiting) if concern.waiting else ""
        return f"{told} {waiting}".strip()
    if concern.kind is Kind.SILENT:
        return _silent(concern, station)
    if concern.kind is Kind.FALLING:
        return _(
            "%(station)s: %(now)s people a session in the last four weeks, %(then)s in the eight before.",
            station=station,
            now=f"{concern.count:.1f}",
            then=f"{concern.of:.1f}",
        )
    if concern.kind is Kind.STUCK:
        return _(
            "“%(lesson)s”, move %(step)s (%(doing)s): %(count)s of %(of)s people needed help.",
            lesson=title,
            step=concern.step,
            doing=named(concern.doing.zh, concern.doing.en).rstrip("。."),
            count=count,
            of=of,
        )
    return _not_closed(concern, station, title, count)


def _silent(concern: Concern, station: str) -> str:
    if concern.on is None:
        return ngettext(
            "%(station)s: nothing was ever entered; %(n)s session was planned.",
            "%(station)s: nothing was ever entered; %(n)s sessions were planned.",
            int(concern.count),
            station=station,
        )
    return ngettext(
        "%(station)s: nothing since %(on)s; %(n)s session was planned after that.",
        "%(station)s: nothing since %(on)s; %(n)s sessions were planned after that.",
        int(concern.count),
        station=station,
        on=day(concern.on),
    )


def _not_closed(concern: Concern, station: str, title: str, count: int) -> str:
    if concern.at is None:
        return station
    return ngettext(
        "%(station)s: %(n)s session, %(title)s of %(when)s.",
        "%(station)s: %(n)s sessions; the oldest is %(title)s of %(when)s.",
        count,
        station=station,
        title=title,
        when=moment(concern.at, concern.zone),
    )


def way(concern: Concern, today: date) -> None:
    """Draw the way to act."""
    query = {"activity": str(concern.activity_id)}
    if concern.kind is Kind.HANDS and concern.activity_id:
        st.page_link(menu.to("room_board"), label=_("Go to the room"), query_params=query)
    elif concern.kind is Kind.HANDS:
        st.page_link(menu.to("today"), label=_("Today's sessions"))
    elif concern.kind is Kind.STUCK:
        st.page_link(
            menu.to("lessons"), label=_("Look at the lesson"), query_params={"lesson": concern.lesson}
        )
    elif concern.activity_id:
        st.page_link(menu.to("activity"), label=_("Open the session"), query_params=query)
    else:
        label = _("Its sessions") if concern.kind is Kind.SILENT else _("Its figures")
        target = "sessions_held" if concern.kind is Kind.SILENT else "overview"
        about = {"station": str(concern.station_id)}
        if concern.kind is Kind.FALLING:
            about["from"] = (today - (LATELY + BEFORE) * ONE_DAY).isoformat()
            about["to"] = today.isoformat()
        st.page_link(menu.to(target), label=label, query_params=about)


def row(concern: Concern, number: int) -> None:
    """Draw one sentence with its way to act."""
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", key=f"concern_{concern.kind}_{number}"
    ):
        st.markdown(plain(sentence(concern)), width="stretch")
        way(concern, seen.today)


def group(kind: Kind, concerns: list[Concern]) -> None:
    """Draw a kind: what it is, why it matters, the first few, the others folded."""
    st.header(f":material/{ICONS[kind]}: {heading(kind)} ({len(concerns)})")
    st.markdown(why(kind))
    for number, concern in enumerate(concerns[:FIRST_FEW]):
        row(concern, number)
    rest = concerns[FIRST_FEW:]
    if rest:
        with st.expander(ngettext("%(n)s more", "%(n)s more", len(rest))):
            for number, concern in enumerate(rest, FIRST_FEW):
                row(concern, number)


def all_is_well(looking: Looking) -> None:
    """Tell that there is nothing to do, and what was looked at."""
    frame.empty(_("All is well: nothing at %(where)s needs you now.", where=looking.where), icon="sunny")
    st.markdown(_("Looked at: %(rules)s.", rules=words.listed([heading(kind) for kind in Kind])))


seen = dashboard.start(_("What needs attention"), period=False, more=False)
found = frame.ask(attention.attention, station_id=seen.choice.station_id)
for kind, concerns in groupby(found, key=lambda concern: concern.kind):
    group(kind, list(concerns))
if not found:
    all_is_well(seen)
