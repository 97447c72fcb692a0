"""Roles and kinds of places in words."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from db.words import RoleName, StationKind
from services.stations import Place
from ui.text import _, named

T = TypeVar("T")


def role(name: RoleName) -> str:
    """Return a role in words."""
    return {
        RoleName.HELPER: _("Helper"),
        RoleName.TRAINER: _("Trainer"),
        RoleName.MANAGER: _("Manager"),
        RoleName.ADMIN: _("Administrator"),
    }[name]


def kind(of: StationKind) -> str:
    """Return a kind of place in words."""
    return {
        StationKind.STREET: _("Subdistrict"),
        StationKind.AREA: _("Area"),
        StationKind.STATION: _("Station"),
        StationKind.POINT: _("Point"),
    }[of]


def place(at: Place) -> str:
    """Return a place as a list shows it, indented by its depth in the tree."""
    return "　" * at.depth + named(at.name_zh, at.name_en) + ("" if at.is_open else f" ({_('closed')})")


def choose_by_id(
    label: str, options: Sequence[T], shown: Callable[[T], str], key: str, hint: str
) -> T | None:
    """Draw a choice that survives a change of what it shows: it is remembered by the row's id."""
    by_id = {getattr(option, "id"): option for option in options}  # noqa: B009
    chosen = st.selectbox(
        label, list(by_id), None, format_func=lambda row_id: shown(by_id[row_id]), key=key, placeholder=hint
    )
    return by_id.get(chosen) if chosen is not None else None
