"""Who came: newcomers and those who stayed, ages and neighbourhoods, and whom to call."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from papers import call_list
from services import overview, population, work
from services.access import Permission
from services.overview.calling import Missing, follow_up_calls
from ui import dashboard, frame
from ui.dashboard import Looking, words
from ui.forms import Form
from ui.pictures import people as pictures
from ui.tables import table
from ui.text import _, day, language, ngettext

MOST = 50


def residents(seen: Looking) -> None:
    """Draw what was entered about the residents of the place, and the form to enter it."""
    if seen.place is None:
        return
    entered = frame.ask(population.counts, station_id=seen.place.id, on=seen.choice.last_on)
    title = _("Residents of %(where)s, as entered", where=seen.where)
    with st.expander(title, icon=":material/location_city:", expanded=not entered):
        if entered:
            table(
                (_("Age"), _("Women or men"), _("Residents"), _("Counted on"), _("Source")),
                [
                    (
                        words.age(one.band) if one.band else _("60 and over"),
                        words.gender(one.gender) if one.gender else _("all"),
                        words.said(one.residents, words.Kind.COUNT),
                        day(one.counted_on, year=True),
                        one.source,
                    )
                    for one in entered
                ],
                label=title,
            )
        else:
            st.markdown(
                _(
                    "Nobody has entered how many residents of 60 and over live here. Without that number it "
                    "cannot be said how many of them are reached."
                )
            )
        enter_residents(seen, seen.place.id)


def enter_residents(seen: Looking, station_id: int) -> None:
    """Draw the form: how many, of which age, counted when, and who says so."""
    form = Form("population")
    bands = {"": _("All of 60 and over"), **{band: words.age(band) for band in population.BANDS}}
    genders = {"": _("Women and men"), "female": words.gender("female"), "male": words.gender("male")}
    with form.drawn():
        left, right = st.columns(2)
        with left:
            st.number_input(
                _("Residents"), min_value=1, max_value=population.MOST, value=None, key=form.key("residents")
            )
            st.selectbox(_("Age"), list(bands), format_func=bands.__getitem__, key=form.key("band"))
            st.selectbox(
                _("Women or men"), list(genders), format_func=genders.__getitem__, key=form.key("gender")
            )
        with right:
            st.date_input(
                _("Counted on"),
                seen.today,
                max_value=seen.today,
                format="YYYY-MM-DD",
                key=form.key("counted_on"),
            )
            st.text_input(
                _("Source"),
                max_chars=population.SOURCE_LENGTH,
                key=form.key("source"),
                placeholder=_("for example: seventh census"),
            )
        form.button(
            _("Enter this number"),
            population.enter,
            "residents", "band", "gender", "counted_on", "source",
            done=_("Entered. The figures count with it now."),
            station_id=station_id,
        )  # fmt: skip


def follow_up(seen: Looking) -> None:
    """Draw whom to call, for those who may see the names, and the list to print."""
    if not frame.actor().may_anywhere(Permission.PRINT_LISTS):
        return
    st.header(_("Whom to call"))
    listed = frame.ask(overview.follow_up, choice=seen.so_far)
    if listed.empty:
        frame.empty(_("Nobody missed twice, and nobody was left waiting, in the last 60 days."), icon="call")
        return
    st.markdown(
        ngettext(
            "%(n)s person missed twice in a row or waited and found no seat, in the last 60 days, and has "
            "not come since.",
            "%(n)s people missed twice in a row or waited and found no seat, in the last 60 days, and have "
            "not come since.",
            len(listed),
        )
    )
    st.download_button(
        _("Print the call list with phones"),
        data=sheet(seen, listed),
        file_name=f"call-list-{seen.so_far.last_on.isoformat()}.pdf",
        mime="application/pdf",
        icon=":material/call:",
        key="people.calls",
        on_click="ignore",
    )
    st.caption(_("It is recorded that the list was taken out, and by whom."))
    names(listed)


def names(listed: pd.DataFrame) -> None:
    """Draw the list, those who missed most first."""
    table(
        (_("Number"), _("Name"), _("Neighbourhood"), _("Missed"), _("Waited in vain"), _("Last visit")),
        [
            (
                row.number,
                row.name,
                row.neighbourhood,
                times(row.missed),
                times(row.waited),
                day(row.last, year=True) if row.last else _("never yet"),
            )
            for row in words.rows(listed.head(MOST))
        ],
        label=_("Whom to call"),
    )
    if len(listed) > MOST:
        st.markdown(_("The first %(n)s. All of them are on the printed list.", n=MOST))


def times(count: int) -> str:
    """Return how often, – for not at all."""
    return ngettext("%(n)s time", "%(n)s times", int(count)) if count else "–"


def sheet(seen: Looking, listed: pd.DataFrame) -> Callable[[], bytes]:
    """Return what prints the call list when it is asked for.

    Streamlit calls it outside the page's run, where nobody knows who reads: all words are made here.
    """
    heads = call_list.Words(
        enrolled=_("Missed twice or more, has not come since"),
        waiting=_("Waited and found no seat"),
        staff_only=_("With phones: for staff only. Please shred it afterwards."),
        columns=(
            _("No."), _("Number"), _("Name"), _("Phone"), _("Neighbourhood"), _("Last visit"), _("Told"),
        ),
    )  # fmt: skip
    last = {row.number: f"{row.last:%Y-%m-%d}" if row.last else _("never yet") for row in words.rows(listed)}
    about: dict[str, Any] = {
        "title": _("Whom to call"),
        "when": words.of_choice(seen.so_far),
        "where": seen.where,
        "words": heads,
        "lang": language()[:2],
    }
    reader, choice = frame.actor(), seen.so_far

    def printed() -> bytes:
        calls = work.do(follow_up_calls, reader, choice=choice)
        missed = [one for one in calls if not one.waited]
        waited = [one for one in calls if one.waited]
        return call_list.sheet(enrolled=lines(missed, last), waiting=lines(waited, last), **about)

    return printed


def lines(calls: list[Missing], last: dict[str, str]) -> list[call_list.Line]:
    """Return the rows of one part of the list."""
    return [
        call_list.Line(f"{n}", one.number, one.name, one.phone, one.neighbourhood, last.get(one.number, ""))
        for n, one in enumerate(calls, 1)
    ]


seen = dashboard.start(_("Who came"))
dashboard.draw(pictures.newcomers(frame.ask(overview.newcomers, choice=seen.so_far)))
dashboard.draw(pictures.cohorts(frame.ask(overview.cohorts, choice=seen.so_far)))
dashboard.draw(pictures.ages(frame.ask(overview.ages, choice=seen.choice)))
residents(seen)
dashboard.draw(pictures.neighbourhoods(frame.ask(overview.neighbourhoods, choice=seen.choice)))
follow_up(seen)
