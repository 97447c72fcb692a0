"""How seniors are named and listed on the pages of staff."""

import re
from collections.abc import Iterable

import streamlit as st

from db.words import Gender
from services.finding import Found
from ui import menu
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


def link_to(senior_id: int, label: str, icon: str = "person") -> None:
    """Draw the link to a senior's page."""
    st.page_link(
        menu.to("seniors"),
        label=label,
        icon=f":material/{icon}:",
        query_params={"senior": str(senior_id)},
    )
