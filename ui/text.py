"""Words on Streamlit pages, in the language of the person before the screen."""

from datetime import date, datetime
from typing import Any

import streamlit as st

import languages
from services.errors import Refused
from settings import settings

LANGUAGE_COOKIE = "language"


def language() -> str:
    """Return the language of this browser: its cookie, Chinese otherwise."""
    return languages.known(st.context.cookies.get(LANGUAGE_COOKIE))


def _(sentence: str, **about: Any) -> str:
    """Return the sentence in the reader's language, its %(name)s places filled."""
    return languages.say(language(), sentence, **about)


def ngettext(one: str, many: str, n: int, **about: Any) -> str:
    """Return the sentence for this number; %(n)s is the number."""
    return languages.say_many(language(), one, many, n, **about)


def explain(refused: Refused) -> str:
    """Return why a rule said no, in the reader's language."""
    return languages.explain(language(), refused)


def named(zh: str, en: str) -> str:
    """Return the name of a thing that has one in each language."""
    return languages.name(language(), zh, en)


def day(on: date, *, year: bool = False) -> str:
    """Return a day with its weekday."""
    return languages.day(language(), on, year=year)


def written(on: date, *, zh: str, en: str) -> str:
    """Return a day, or a part of it, in the pattern of the reader's language."""
    return languages.written(language(), on, zh=zh, en=en)


def hour(at: datetime, zone: str = "") -> str:
    """Return the time of day on the station's wall clock."""
    return languages.hour(language(), at, zone or settings().zone)


def moment(at: datetime, zone: str = "") -> str:
    """Return day and time on the station's wall clock."""
    return languages.moment(language(), at, zone or settings().zone)
