"""Plan sessions, one or a weekly series, and see the week at my stations."""

from datetime import date, timedelta
from typing import Any

import streamlit as st

from db.words import ActivityState
from services import agenda, calendar, clock, schedule, series
from services.access import Permission
from services.agenda import ActivityRow, Place
from services.draft import MOST_SEATS
from settings import settings
from ui import frame, menu
from ui.planning import (
    When,
    choose_lesson,
    choose_when,
    enter_room,
    lessons,
    place_of,
    seats_of,
    times_of,
    warn_of,
)
from ui.text import _, day, language, named, ngettext

WEEKS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 26)
EVERYWHERE = 0


def new_session(places: tuple[Place, ...]) -> None:
    """Draw the form of a new session and what planning it would mean."""
    offers = frame.ask(agenda.offers)
    if not offers:
        frame.empty(_("There is no programme yet. The administrator adds one under House."))
        return
    left, right = st.columns(2)
    with left:
        place = st.selectbox(
            _("Station"), places, format_func=lambda p: named(p.name_zh, p.name_en), key="plan.station"
        )
        programme = st.selectbox(
            _("Programme"), offers, format_func=lambda o: named(o.name_zh, o.name_en), key="plan.programme"
        )
        trainer_id = choose_trainer(place.id)
    with right:
        lesson = choose_lesson("plan.lesson")
        zh, en = lessons().get(lesson, (programme.name_zh, programme.name_en))
        title_zh = st.text_input(
            _("Title in Chinese"), zh, max_chars=80, key=f"plan.zh.{lesson}.{programme.id}"
        )
        title_en = st.text_input(
            _("Title in English"), en, max_chars=120, key=f"plan.en.{lesson}.{programme.id}"
        )
    when = choose_when("plan", place.zone)
    first, second, third = st.columns([1.4, 1, 1.6])
    with first:
        room = enter_room("plan.room")
    seats = second.number_input(
        _("Seats"), 1, MOST_SEATS, place.seats, key=f"plan.seats.{place.id}", icon=":material/chair:"
    )
    weeks = third.selectbox(_("How often"), WEEKS, format_func=how_often, key="plan.weeks")
    what = {
        "programme_id": programme.id,
        "station_id": place.id,
        "title_zh": title_zh,
        "title_en": title_en,
        "lesson": lesson,
        "trainer_id": trainer_id,
        "room": room,
        "seats": seats,
    }
    if weeks == 1:
        offer_once(when, what)
    else:
        offer_series(when, weeks, what)


def how_often(weeks: int) -> str:
    """Return how often a session is held, in words."""
    return _("Once") if weeks == 1 else _("Every week, %(weeks)s weeks", weeks=weeks)


def choose_trainer(station_id: int) -> int | None:
    """Draw the list of those who train at a station, the actor first."""
    names: dict[int | None, str] = {None: _("Nobody yet")}
    names |= dict(frame.ask(agenda.trainers, station_id=station_id))
    own = frame.actor().staff_id
    ids = list(names)
    return st.selectbox(
        _("Trainer"),
        ids,
        ids.index(own) if own in names else 0,
        format_func=names.__getitem__,
        key=f"plan.trainer.{station_id}",
    )


def offer_once(when: When, what: dict[str, Any]) -> None:
    """Draw the clashes of one session and the button that plans it."""
    clashes = frame.ask(
        schedule.clashes,
        station_id=what["station_id"],
        starts_at=when.starts_at,
        ends_at=when.ends_at,
        room=what["room"],
        trainer_id=what["trainer_id"],
    )
    warn_of(clashes, when.zone)
    st.button(
        _("Plan it all the same") if clashes else _("Plan this session"),
        type="primary",
        icon=":material/event_available:",
        on_click=frame.do,
        kwargs={
            "rule": schedule.plan,
            "done": lambda _id: _("Planned: %(day)s, %(title)s.", day=day(when.on), title=titled(what)),
            "starts_at": when.starts_at,
            "ends_at": when.ends_at,
            **what,
        },
    )


def offer_series(when: When, weeks: int, what: dict[str, Any]) -> None:
    """Draw the dates of a series, those left out and why, and the button that plans it."""
    about = {"station_id": what["station_id"], "room": what["room"], "trainer_id": what["trainer_id"]}
    about |= {"first_on": when.on, "starts": when.starts, "length": when.length, "weeks": weeks}
    seen = frame.ask(series.outlook, **about)
    st.markdown("**" + _("These dates will be planned") + "**")
    st.markdown(" · ".join(day(meeting.on) for meeting in seen.meetings) or "–")
    for left_out in seen.left_out:
        frame.show(
            frame.Notice(
                frame.Tone.NOTE,
                _("Left out: %(day)s, %(why)s", day=day(left_out.on), why=_(left_out.holiday)),
            )
        )
    for year in seen.unknown_years:
        words = _(
            "The public holidays of %(year)s are not known yet. Please look at these dates again later."
        )
        frame.show(frame.Notice(frame.Tone.PROBLEM, words % {"year": year}))
    for meeting in seen.meetings:
        if meeting.clashes:
            st.markdown(f"**{day(meeting.on)}**")
            warn_of(meeting.clashes, when.zone)
    st.button(
        ngettext("Plan %(n)s session", "Plan %(n)s sessions", len(seen.meetings)),
        type="primary",
        icon=":material/event_repeat:",
        disabled=not seen.meetings,
        on_click=frame.do,
        kwargs={
            "rule": series.plan_series,
            "done": lambda made: ngettext(
                "%(n)s session is planned.", "%(n)s sessions are planned.", len(made.planned)
            ),
            **{**what, **about},
        },
    )


def titled(what: dict[str, Any]) -> str:
    """Return the title in the reader's language."""
    return named(what["title_zh"], what["title_en"])


def week(monday: date, station_id: int) -> None:
    """Draw the sessions of a week, day by day."""
    zone = settings().zone
    from_at, _end = clock.day_bounds(monday, zone)
    to_at, _end = clock.day_bounds(monday + timedelta(days=7), zone)
    rows = frame.ask(agenda.activities, from_at=from_at, to_at=to_at, station_id=station_id or None)
    if not rows:
        frame.empty(_("Nothing is planned in this week."), icon="event")
    for on in sorted({clock.local(row.starts_at, row.zone).date() for row in rows}):
        st.subheader(day(on) + (f" · {_('today')}" if on == today else ""))
        for row in rows:
            if clock.local(row.starts_at, row.zone).date() == on:
                card(row)


def card(row: ActivityRow) -> None:
    """Draw one session of the week."""
    off = row.state in (ActivityState.CANCELLED, ActivityState.NOT_HELD)
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"card{row.id}"):
        what = f"{times_of(row)} · {named(row.title_zh, row.title_en)}"
        where = f"{place_of(row)} · {row.trainer or _('no trainer yet')}"
        if off:
            said = f"~~{what}~~  \n{where}  \n**{state_of(row)}** {row.reason}"
        else:
            said = f"**{what}**  \n{where}  \n{seats_of(row)}"
        st.markdown(said, width="stretch")
        st.page_link(
            menu.to("activity"),
            label=_("Open"),
            icon=":material/event:",
            query_params={"activity": str(row.id)},
        )


def state_of(row: ActivityRow) -> str:
    """Return that a session was called off, in words."""
    return _("Cancelled:") if row.state is ActivityState.CANCELLED else _("Did not take place:")


def step_to(monday: date) -> None:
    """Go to the week of this Monday."""
    st.query_params["week"] = monday.isoformat()


def asked_week() -> date:
    """Return the Monday named in the address, this week's otherwise."""
    try:
        asked = date.fromisoformat(st.query_params.get("week", ""))
    except ValueError:
        asked = today
    return asked - timedelta(days=asked.weekday())


def my_calendar() -> None:
    """Draw the link to the actor's own calendar feed."""
    with st.expander(_("My sessions in my phone's calendar"), icon=":material/calendar_add_on:"):
        st.markdown(_("Subscribe to this address in the calendar of your phone; it keeps itself up to date."))
        if st.button(_("Show the address"), key="plan.feed"):
            token = frame.do(calendar.link)
            site = settings().public_url or (st.context.url or "").partition("/plan")[0]
            lang = "?lang=en" if language() == "en" else ""
            st.code(f"{site}/calendar/{token}.ics{lang}", language=None)
        st.markdown(
            _("Keep it to yourself: whoever has it sees when and where you teach, but no names of seniors.")
        )


actor = frame.actor()
today = clock.local(clock.now(), settings().zone).date()
my_places = frame.ask(agenda.places_to_plan)

st.title(_("Plan"))
if my_places and actor.may_anywhere(Permission.PLAN):
    with st.expander(
        _("Plan a new session"), icon=":material/add_circle:", key="plan.new", on_change="rerun"
    ) as form:
        if form.open:
            new_session(my_places)

monday = asked_week()
with st.container(horizontal=True, vertical_alignment="bottom"):
    st.button(
        _("Week before"), icon=":material/chevron_left:", on_click=step_to, args=(monday - timedelta(7),)
    )
    st.button(_("This week"), on_click=step_to, args=(today,))
    st.button(
        _("Week after"), icon=":material/chevron_right:", on_click=step_to, args=(monday + timedelta(7),)
    )
    names = {EVERYWHERE: _("All my stations")} | {p.id: named(p.name_zh, p.name_en) for p in my_places}
    where = EVERYWHERE
    if len(my_places) > 1:
        where = st.selectbox(
            _("Station"), list(names), format_func=names.__getitem__, key="week.station", width=320
        )
st.header(f"{day(monday)} – {day(monday + timedelta(6))}")
week(monday, where)
my_calendar()
