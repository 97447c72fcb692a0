"""How seniors are named and listed on the pages of staff."""

import re
from collections.abc import Iterable

import streamlit as st

from db.words import Gender
from services.finding import Found
from ui.text import _, named

MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!~|<>$:&])")


def plain(text: str) -> str:
    """Return what somebody typed so that Markdown shows it as it is."""
    return MARKS.sub(r"\\\1", text)


def joined(parts: Iterable[str]) -> str:
    """Return the parts that are not empty, a dot between them, as they are."""
    return " · ".join(plain(part) for part in parts if part)


def years(age: int | None) -> str:
    """Return an age in words, "" for an unknown one."""
    return "" if age is None else _("%(age)s years", age=age)


def gender_word(gender: Gender | None) -> str:
    """Return a gender in words, "" for an unknown one."""
    words = {Gender.FEMALE: _("Woman"), Gender.MALE: _("Man")}
    return words[gender] if gender else ""


def name_and_about(found: Found) -> str:
    """Return a senior for a list, as Markdown: the name, and below it what tells her from others."""
    station = named(found.station_zh, found.station_en)
    about = (found.number, years(found.age), found.neighbourhood, found.phone_masked, station)
    return f"**{plain(found.name)}**  \n{joined(about)}"


def open_button(senior_id: int, label: str, *, key: str, icon: str = "person") -> None:
    """Draw the button that leads to a senior's page, on the page of all seniors."""
    # A page link to the page one is on changes the page but not the address, and the next run is lost.
    st.button(
        label, icon=f":material/{icon}:", key=f"{key}{senior_id}", on_click=show_senior, args=(senior_id,)
    )


def show_senior(senior_id: int | None) -> None:
    """Lead to a senior's page, or with None back to all of them, as a button's on_click."""
    if senior_id is None:
        st.query_params.clear()
    else:
        st.query_params["senior"] = str(senior_id)
