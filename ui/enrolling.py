"""The enrol box and the lists of an activity's own page."""

from typing import Any

import streamlit as st

from db.words import EnrolmentState
from services import clock, enrolment, finding
from services.agenda import ActivityDetail
from services.enrolment import Placed, Seated, SeniorsPlace
from services.finding import Found
from ui import frame
from ui.planning import place_of, times_of
from ui.text import _, hour, moment, named, ngettext

PARTY = "enrol.party"
WHO = "enrol.who"
LEAVING = "enrol.leaving"
TOLD = "enrol.told"
BOX = -1


def enrol_box(activity: ActivityDetail, listed: tuple[SeniorsPlace, ...]) -> None:
    """Draw the box that finds a senior and enrols her, alone or together with others."""
    party: dict[int, str] = st.session_state.setdefault(f"{PARTY}.{activity.id}", {})
    text = st.text_input(
        _("Who wants to come? Number, name, pinyin, or the end of the phone"),
        key=WHO,
        icon=":material/person_search:",
        live=True,
    )
    _tell(activity.id, BOX)
    if party:
        _party(activity, party)
    if not text:
        return
    found = frame.ask(finding.find, station_id=activity.station_id, text=text, limit=8)
    if not found:
        frame.empty(_("Nobody fits. Newcomers are registered under Seniors first."), icon="search_off")
    there = {row.senior_id: row for row in listed}
    for senior in found:
        _found(activity, senior, there.get(senior.id), party)


def _tell(activity_id: int, place: int) -> None:
    """Show what came of the last action where the eye is: under the box, or where the row was."""
    where, notices = st.session_state.get(f"{TOLD}.{activity_id}", (None, []))
    if where == place:
        for notice in notices:
            frame.show(notice)


def _found(
    activity: ActivityDetail, senior: Found, place: SeniorsPlace | None, party: dict[int, str]
) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"found{senior.id}"):
        age = _("%(age)s years", age=senior.age) if senior.age else ""
        about = (senior.number, age, senior.neighbourhood, senior.phone_masked)
        st.markdown(f"**{senior.name}**  \n{' · '.join(part for part in about if part)}", width="stretch")
        if place is not None:
            st.markdown(f"**{_standing(place)}**", width="content")
        if senior.id in party:
            return
        if place is None and not party:
            st.button(
                _("Enrol"),
                key=f"enrol{senior.id}",
                type="primary",
                on_click=_enrol,
                args=(activity.id, {senior.id: senior.name}),
            )
        st.button(
            _("Add to those who come together") if party else _("Comes with somebody"),
            key=f"with{senior.id}",
            on_click=_join,
            args=(activity.id, senior.id, senior.name),
        )


def _party(activity: ActivityDetail, party: dict[int, str]) -> None:
    with st.container(border=True, key="party"):
        st.markdown(_("Together: **%(names)s**", names=_(", ").join(party.values())))
        if len(party) == 1:
            st.markdown(_("Now find the person she comes with. They get seats together or wait together."))
        with st.container(horizontal=True):
            st.button(
                ngettext("Enrol %(n)s person", "Enrol these %(n)s together", len(party)),
                key="enrol.together",
                type="primary",
                disabled=len(party) < 2,
                on_click=_enrol,
                args=(activity.id, dict(party)),
            )
            st.button(_("Leave it"), key="enrol.leave", on_click=party.clear)


def _join(activity_id: int, senior_id: int, name: str) -> None:
    st.session_state.setdefault(f"{PARTY}.{activity_id}", {})[senior_id] = name
    st.session_state[WHO] = ""
    st.session_state.pop(f"{TOLD}.{activity_id}", None)


def _enrol(activity_id: int, party: dict[int, str]) -> None:
    names = _(", ").join(party.values())
    placed = frame.do(enrolment.enrol, activity_id=activity_id, senior_ids=tuple(party))
    if placed is None:
        return
    tone = frame.Tone.GOOD if placed.state is EnrolmentState.ENROLLED else frame.Tone.NOTE
    notices = [frame.Notice(tone, _told(names, placed))]
    for clash in placed.clashes:
        what = f"{hour(clash.starts_at)} · {named(clash.title_zh, clash.title_en)}"
        who = party.get(clash.senior_id, names)
        told = _("%(name)s is also enrolled elsewhere at that time: %(what)s", name=who, what=what)
        notices.append(frame.Notice(frame.Tone.PROBLEM, told))
    st.session_state[f"{TOLD}.{activity_id}"] = (BOX, notices)
    st.session_state[WHO] = ""
    st.session_state[f"{PARTY}.{activity_id}"] = {}


def _told(names: str, placed: Placed) -> str:
    if placed.state is EnrolmentState.ENROLLED:
        left = ngettext("%(n)s seat left.", "%(n)s seats left.", placed.seats_left)
        return _("%(names)s: a seat is theirs.", names=names) + " " + left
    return _("%(names)s: on the waiting list, place %(place)s.", names=names, place=placed.position)


def lists(activity: ActivityDetail, listed: tuple[SeniorsPlace, ...], *, may_change: bool) -> None:
    """Draw who has a seat and who waits, each with the way to give the place up."""
    enrolled = [row for row in listed if row.state is EnrolmentState.ENROLLED]
    waiting = [row for row in listed if row.state is EnrolmentState.WAITING]
    st.header(_("Enrolled: %(n)s of %(seats)s", n=len(enrolled), seats=activity.seats))
    if not enrolled:
        frame.empty(_("Nobody is enrolled yet."), icon="chair")
    for n, row in enumerate(enrolled):
        _line(activity, row, listed, n, may_change)
    if waiting:
        st.header(_("Waiting list: %(n)s", n=len(waiting)))
        st.markdown(
            _("Strictly in order. A seat is kept for people who come together until all of them fit.")
        )
    for n, row in enumerate(waiting, len(enrolled)):
        _line(activity, row, listed, n, may_change)
    _tell(activity.id, len(listed))


def _line(
    activity: ActivityDetail,
    row: SeniorsPlace,
    listed: tuple[SeniorsPlace, ...],
    n: int,
    may_change: bool,
) -> None:
    _tell(activity.id, n)
    turn = n + 1 if row.position is None else row.position
    others = [other for other in listed if other.party == row.party and other.senior_id != row.senior_id]
    with st.container(horizontal=True, vertical_alignment="center", key=f"line{row.senior_id}"):
        about = [row.number, row.neighbourhood, row.phone_masked]
        if others:
            about.append(_("with %(names)s", names=_(", ").join(other.name for other in others)))
        st.markdown(
            f"{turn}.  **{row.name}** · {' · '.join(part for part in about if part)}", width="stretch"
        )
        if row.moved_up_at and not row.came and clock.now() < activity.ends_at:
            at = moment(row.moved_up_at, activity.zone)
            st.badge(_("Moved up %(at)s: please call", at=at), icon=":material/call:", color="orange")
        if row.came:
            st.badge(_("Is here"), icon=":material/check:", color="green")
        elif may_change:
            st.button(
                _("Give up the place"), key=f"leave{row.senior_id}", on_click=_ask, args=(row.senior_id,)
            )
    if may_change and st.session_state.get(LEAVING) == row.senior_id:
        _confirm(activity, row, others, n)


def _ask(senior_id: int | None) -> None:
    st.session_state[LEAVING] = senior_id


def _confirm(activity: ActivityDetail, row: SeniorsPlace, others: list[SeniorsPlace], n: int) -> None:
    with st.container(border=True, key="leaving"):
        st.markdown(
            _(
                "**%(name)s** does not come to %(what)s?",
                name=row.name,
                what=f"{times_of(activity)} · {place_of(activity)}",
            )
        )
        reason = st.text_input(_("Why (may stay empty)"), max_chars=200, key=f"leaving.why.{row.senior_id}")
        with st.container(horizontal=True):
            about = {"n": n, "activity_id": activity.id, "senior_id": row.senior_id, "reason": reason}
            st.button(
                _("Give up the place of %(name)s", name=row.name),
                key="leaving.one",
                type="primary",
                on_click=_leave,
                kwargs=about,
            )
            if others:
                names = _(", ").join(other.name for other in [row, *others])
                st.button(
                    _("Give up the places of %(names)s", names=names),
                    key="leaving.all",
                    on_click=_leave,
                    kwargs={**about, "with_party": True},
                )
            st.button(_("Keep it"), key="leaving.none", on_click=_ask, args=(None,))


def _leave(n: int, *, activity_id: int, **about: Any) -> None:
    seated = frame.do(enrolment.cancel, activity_id=activity_id, **about)
    st.session_state[LEAVING] = None
    if seated is not None:
        told = frame.Notice(frame.Tone.GOOD, _("The place is given up.") + called(seated))
        st.session_state[f"{TOLD}.{activity_id}"] = (n, [told])


def called(seated: tuple[Seated, ...]) -> str:
    """Return whom to call because they moved up, "" for nobody."""
    if not seated:
        return ""
    return " " + _("Moved up, please call: **%(names)s**", names=_(", ").join(one.name for one in seated))


def _standing(place: SeniorsPlace) -> str:
    if place.state is EnrolmentState.ENROLLED:
        return _("Has a seat")
    return _("Waits, place %(place)s", place=place.position)
