"""Which pages are whose, and the bar above them."""

from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

import languages
from services.access import Actor, Permission
from settings import ROOT
from ui.text import _, language

PAGES = ROOT / "pages"


@dataclass(slots=True)
class Pages:
    """The pages of one person: those in the bar, and those reached from other pages only."""

    shown: list[StreamlitPage] = field(default_factory=list)
    behind: list[StreamlitPage] = field(default_factory=list)

    def every(self) -> list[StreamlitPage]:
        """Return all of them, the front page first."""
        return [*self.shown, *self.behind]


def _page(file: str, title: str, icon: str, *, first: bool = False) -> StreamlitPage:
    return st.Page(
        PAGES / f"{file}.py",
        title=title,
        icon=f":material/{icon}:",
        url_path=Path(file).name,
        default=first,
    )


def pages(actor: Actor) -> Pages:
    """Return the pages this actor may open; the rules behind them ask again."""
    if actor.staff_id is None:
        return Pages(shown=[_page("everyone/welcome", _("Welcome"), "home", first=True)])
    mine = Pages(shown=[_page("trainer/today", _("Today"), "today", first=True)])
    for permission, file, title, icon in (
        (Permission.CHECK_IN, "trainer/door", _("Door"), "door_open"),
        (Permission.PLAN, "trainer/plan", _("Plan"), "calendar_month"),
        (Permission.FIND_SENIORS, "trainer/seniors", _("Seniors"), "groups"),
        (Permission.MANAGE_STAFF, "admin/house", _("House"), "settings"),
    ):
        if actor.may_anywhere(permission) and (PAGES / f"{file}.py").is_file():
            mine.shown.append(_page(file, title, icon))
    for permission, file, title, icon in (
        (Permission.SEE_ACTIVITIES, "trainer/activity", _("Session"), "event"),
        (Permission.IMPORT, "trainer/import_roster", _("Import a list"), "upload_file"),
        (Permission.CHECK_IN, "trainer/paper", _("Key in a paper list"), "edit_note"),
    ):
        if actor.may_anywhere(permission) and (PAGES / f"{file}.py").is_file():
            mine.behind.append(_page(file, title, icon))
    return mine


def brand() -> str:
    """Return the name of the programme, which leads to the front page."""
    return (
        '<a class="brand" href="/" target="_self"><img src="/assets/0/assets/icon.svg" alt="">'
        f"<span>{escape(_('Intelligent Living'))}</span></a>"
    )


def links(actor: Actor) -> str:
    """Return the links at the end of the bar: the other language, and in or out."""
    other = next(code for code in languages.LANGUAGES if code != language())
    way = ("/sign-out", actor.name) if actor.staff_id else ("/sign-in", _("Sign in"))
    here = st.context.url or "/"
    path = "/" + here.partition("://")[2].partition("/")[2]
    return (
        f'<span class="bar-links"><a href="/language/{other}?back={escape(path)}" target="_self" lang="{other}">'
        f"{languages.NAMES[other]}</a>"
        f'<a href="{way[0]}" target="_self">{escape(way[1])}</a></span>'
    )
