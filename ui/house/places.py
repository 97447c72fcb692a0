"""The places of the house: the tree, a new place, a changed one."""

import streamlit as st

from services import stations
from services.access import Permission
from services.stations import MOST_SEATS, Place
from ui import frame
from ui.forms import Form
from ui.house import words
from ui.tables import table
from ui.text import _

FIELDS = ("name_zh", "name_en", "address", "phone", "seats")


def draw() -> None:
    """Draw the tree of places and the forms that change it."""
    places = frame.ask(stations.places, permission=Permission.MANAGE_STATIONS, also_closed=True)
    table(
        (_("Place"), _("Kind"), _("Seats"), _("Address"), _("Phone")),
        [(words.place(p), words.kind(p.kind), str(p.seats), p.address, p.phone) for p in places],
        label=_("Places"),
    )
    with st.container(border=True):
        chosen = words.choose_by_id(
            _("Change a place"), places, words.place, "house.place", _("Choose a place")
        )
        if chosen:
            _change(chosen)
    with st.expander(_("Add a place"), icon=":material/add_location:"):
        _add([place for place in places if place.may_hold and place.is_open])


def _add(parents: list[Place]) -> None:
    parent = words.choose_by_id(
        _("Below which place?"), parents, words.place, "house.place.parent", _("Choose a place")
    )
    if parent is None:
        return
    form = Form("house.place.new")
    with form.drawn():
        st.selectbox(_("Kind"), parent.may_hold, format_func=words.kind, key=form.key("kind"))
        _fields(form, None)
        form.button(
            _("Add the place"),
            stations.add,
            "kind",
            *FIELDS,
            done=_("The place is added."),
            parent_id=parent.id,
        )


def _change(place: Place) -> None:
    form = Form(f"house.place.{place.id}")
    with form.drawn():
        _fields(form, place)
        with st.container(horizontal=True):
            form.button(
                _("Save"), stations.change, *FIELDS, done=_("The place is saved."), station_id=place.id
            )
            if place.is_open:
                form.button(
                    _("Close this place"),
                    stations.close,
                    done=_("The place is closed. What happened there stays known."),
                    quiet=True,
                    station_id=place.id,
                )
            else:
                form.button(
                    _("Open this place again"),
                    stations.reopen,
                    done=_("The place is open again."),
                    quiet=True,
                    station_id=place.id,
                )


def _fields(form: Form, place: Place | None) -> None:
    left, right = st.columns(2)
    left.text_input(_("Name in Chinese"), place.name_zh if place else "", 60, key=form.key("name_zh"))
    right.text_input(_("Name in English"), place.name_en if place else "", 80, key=form.key("name_en"))
    left.text_input(_("Address"), place.address if place else "", 120, key=form.key("address"))
    right.text_input(_("Phone"), place.phone if place else "", 30, key=form.key("phone"))
    left.number_input(
        _("Seats"),
        1,
        MOST_SEATS,
        place.seats if place else 30,
        icon=":material/chair:",
        key=form.key("seats"),
    )
