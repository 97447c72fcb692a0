"""The filters above every page of figures: kept in the address, the way back beside them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import streamlit as st

from db.words import Gender
from services import clock, overview
from services.overview import Offers, Period, Place
from services.population import BANDS
from settings import settings
from ui import frame
from ui.dashboard import address, words
from ui.dashboard.address import Asked
from ui.people import plain
from ui.text import _, named

ANY_DAYS = "any"
ALL = ""
EVERY = 0
INDENT = "　"


@dataclass(frozen=True, slots=True)
class Looking:
    """What the page is to show. places: all the actor may see; today: the stations' day."""

    asked: Asked
    places: tuple[Place, ...]
    offers: Offers
    today: date

    @property
    def choice(self) -> overview.Choice:
        """What was chosen."""
        return self.asked.choice

    @property
    def so_far(self) -> overview.Choice:
        """The choice without the days to come, so that it is compared with as many days before."""
        if self.choice.first_on > self.today:
            return self.choice
        return replace(self.choice, last_on=min(self.choice.last_on, self.today))

    @property
    def is_live(self) -> bool:
        """Whether today is among the chosen days."""
        return self.choice.first_on <= self.today <= self.choice.last_on

    @property
    def query(self) -> dict[str, str]:
        """The query that leads here, for links to the other pages of figures."""
        return address.written(self.asked)

    @property
    def top(self) -> Place | None:
        """The place above all the actor may see; None where she sees several that have none in common."""
        first = self.places[0] if self.places else None
        return first if first and all(one.path.startswith(first.path) for one in self.places) else None

    @property
    def place(self) -> Place | None:
        """The chosen place; where none was chosen the one above all others, if there is one."""
        found = (one for one in self.places if one.id == self.choice.station_id)
        return next(found, None) if self.choice.station_id else self.top

    @property
    def where(self) -> str:
        """The place in words."""
        return words.place(self.place) if self.place else _("all my stations")


def looking() -> Looking:
    """Return what the address asks for, as far as it can be understood."""
    places, offers = tuple(frame.ask(overview.places)), frame.ask(overview.offers)
    today = clock.local(clock.now(), places[0].zone if places else settings().zone).date()
    asked = address.read(st.query_params.to_dict(), places, offers, today)
    seen = Looking(asked, places, offers, today)
    if seen.top and asked.choice.station_id == seen.top.id:
        return replace(seen, asked=replace(asked, choice=replace(asked.choice, station_id=None)))
    return seen


def go(asked: Asked) -> None:
    """Show something else: the address changes, and the page with it."""
    kept = {name: value for name, value in st.query_params.items() if name not in address.NAMES}
    st.query_params.from_dict({**kept, **address.written(asked)})


def to_place(seen: Looking, station_id: int | None) -> None:
    """Go down or up to a place."""
    go(replace(seen.asked, choice=replace(seen.choice, station_id=station_id)))


def to_days(seen: Looking, first_on: date, last_on: date) -> None:
    """Open a part of the chosen days."""
    go(address.opened(seen.asked, first_on, last_on))


def filter_bar(*, period: bool = True, more: bool = True) -> Looking:
    """Draw the filters and the way back, and return what was chosen.

    period, more: whether one can choose the days, and by what is needed less often.
    """
    seen = looking()
    if seen.asked.left_out:
        told = _("Something in this address is not known here, or not yours to see. It was left out.")
        frame.show(frame.Notice(frame.Tone.NOTE, told))
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        if period:
            _period(seen)
        if len(seen.places) > 1:
            _station(seen)
        if more:
            _more(seen)
    if period and not seen.asked.period:
        _days_of_ones_own(seen)
    _breadcrumb(seen)
    return seen


def _bound(name: str, value: Any, act: Callable[[Any], None]) -> dict[str, Any]:
    """Return what ties a widget to the address: it shows what stands there, and changes only that."""
    key = f"figures.{name}"
    st.session_state[key] = value

    def changed() -> None:
        act(st.session_state[key])

    return {"key": key, "on_change": changed}


def _period(seen: Looking) -> None:
    def changed(chosen: str) -> None:
        if chosen == ANY_DAYS:
            go(replace(seen.asked, period=None, back=""))
        else:
            first_on, last_on = overview.days_of(Period(chosen), seen.today)
            choice = replace(seen.choice, first_on=first_on, last_on=last_on)
            go(Asked(choice, Period(chosen)))

    names = {one.value: words.period(one) for one in Period} | {ANY_DAYS: _("Any days")}
    current = seen.asked.period.value if seen.asked.period else ANY_DAYS
    st.selectbox(
        _("When"), list(names), format_func=names.__getitem__, width=260, **_bound("period", current, changed)
    )


def _days_of_ones_own(seen: Looking) -> None:
    def changed(_value: date | None) -> None:
        first_on, last_on = (st.session_state[f"figures.{name}"] for name in ("from", "to"))
        if first_on and last_on:
            first_on, last_on = sorted((first_on, last_on))
            go(replace(seen.asked, choice=replace(seen.choice, first_on=first_on, last_on=last_on), back=""))

    bounds: dict[str, Any] = {
        "min_value": min(seen.choice.first_on, seen.today - timedelta(days=10 * 365)),
        "max_value": max(seen.choice.last_on, seen.today + timedelta(days=366)),
        "format": "YYYY-MM-DD",
        "width": 320,
    }
    with st.container(horizontal=True, vertical_alignment="bottom", key="filter_days"):
        st.date_input(_("First day"), **bounds, **_bound("from", seen.choice.first_on, changed))
        st.date_input(_("Last day"), **bounds, **_bound("to", seen.choice.last_on, changed))


def _station(seen: Looking) -> None:
    top = seen.top.id if seen.top else None
    everywhere = words.place(seen.top) if seen.top else _("All my stations")
    least = min(one.path.count("/") for one in seen.places)
    names = {EVERY: everywhere}
    for one in seen.places:
        if one.id != top:
            names[one.id] = INDENT * (one.path.count("/") - least) + words.place(one)
    st.selectbox(
        _("Place"),
        list(names),
        format_func=names.__getitem__,
        width=360,
        **_bound("station", seen.choice.station_id or EVERY, lambda chosen: to_place(seen, chosen or None)),
    )


def _more(seen: Looking) -> None:
    """Draw the filters that are needed less often, folded; what is set stands on the button."""
    options = _options(seen.offers)
    label = words.about(_chosen(seen, options)) or _("More filters")
    with st.popover(label, icon=":material/tune:", width="content", key="figures.more"):
        for name, (title, names) in options.items():
            if len(names) > 1:
                _one_more(seen, name, title, names)
        if (set(address.FILTERS) - {"station"}) & set(seen.query):
            st.button(_("Take all of these away"), icon=":material/close:", on_click=go, args=(_bare(seen),))


def _one_more(seen: Looking, name: str, title: str, names: Mapping[Any, str]) -> None:
    field = address.FILTERS[name]
    nothing = next(iter(names))

    def changed(chosen: Any) -> None:
        value: Any = None if chosen == EVERY else chosen
        go(replace(seen.asked, choice=replace(seen.choice, **{field: value})))

    st.selectbox(
        title,
        list(names),
        format_func=names.__getitem__,
        **_bound(name, getattr(seen.choice, field) or nothing, changed),
    )


def _options(offers: Offers) -> dict[str, tuple[str, dict[Any, str]]]:
    """Return for each of the folded filters its name and what can be chosen, in words."""
    return {
        "programme": (
            _("Programme"),
            {EVERY: _("All"), **{number: named(zh, en) for number, zh, en in offers.programmes}},
        ),
        "lesson": (
            _("Lesson"),
            {ALL: _("All"), **{uid: words.lesson(uid) for uid in offers.lessons}},
        ),
        "trainer": (_("Trainer"), {EVERY: _("All"), **dict(offers.trainers)}),
        "age": (_("Age"), {ALL: _("All"), **{band: words.age(band) for band in BANDS}}),
        "gender": (_("Women or men"), {ALL: _("All"), **{one: words.gender(one) for one in Gender}}),
        "neighbourhood": (_("Neighbourhood"), {ALL: _("All"), **{one: one for one in offers.neighbourhoods}}),
    }


def _chosen(seen: Looking, options: dict[str, tuple[str, dict[Any, str]]]) -> dict[str, str]:
    """Return those of the folded filters that are set, in words."""
    values = {name: getattr(seen.choice, address.FILTERS[name]) for name in options}
    return {options[name][0]: options[name][1][value] for name, value in values.items() if value}


def chosen_in_words(seen: Looking) -> dict[str, str]:
    """Return everything that was chosen, name and value, for files and papers."""
    where = {_("When"): words.of_choice(seen.choice), _("Place"): seen.where}
    return where | _chosen(seen, _options(seen.offers))


def _bare(seen: Looking) -> Asked:
    choice = overview.Choice(seen.choice.first_on, seen.choice.last_on, station_id=seen.choice.station_id)
    return replace(seen.asked, choice=choice)


def _breadcrumb(seen: Looking) -> None:
    """Draw the way back up: street › area › station, and from a month to the stretch it was opened from."""
    place = seen.place if seen.choice.station_id else None
    whole = address.whole_of(seen.asked, seen.today)
    if not place and not whole:
        return
    above = [one for one in seen.places if place and place.path.startswith(one.path) and one.id != place.id]
    with st.container(horizontal=True, vertical_alignment="center", key="breadcrumb"):
        st.markdown(_("Back to:"), width="content")
        if whole:
            which, (first_on, last_on) = whole
            st.button(
                words.period(which) if which else words.days(first_on, last_on),
                icon=":material/calendar_month:",
                key="back.days",
                on_click=go,
                args=(address.closed(seen.asked, seen.today),),
            )
        if place and not seen.top:
            st.button(_("All my stations"), key="back.all", on_click=to_place, args=(seen, None))
        for one in above:
            target = None if seen.top and one.id == seen.top.id else one.id
            st.button(plain(words.place(one)), key=f"back.{one.id}", on_click=to_place, args=(seen, target))
            st.markdown("›", width="content")
        if place:
            st.markdown(f"**{plain(words.place(place))}**", width="content")
