"""Which pages are whose, and the bar above them."""

from dataclasses import dataclass
from html import escape
from urllib.parse import quote, urlencode

import streamlit as st
from streamlit.navigation.page import StreamlitPage

import languages
from services.access import Actor, Permission
from services.errors import N_
from settings import ROOT
from ui.text import _, language


@dataclass(frozen=True, slots=True)
class Entry:
    """A page: its file below pages/, its address, and who may open it (None: anybody signed in)."""

    file: str
    title: str
    icon: str
    permission: Permission | None = None
    in_bar: bool = True

    @property
    def address(self) -> str:
        """The last part of the file's name is the page's address."""
        return self.file.rpartition("/")[2]


WELCOME = Entry("everyone/welcome", N_("Welcome"), "home")
TODAY = Entry("trainer/today", N_("Today"), "today")
FRONT = Entry("senior/front", N_("Front page"), "home")
SENIOR_ENTRIES = (
    FRONT,
    Entry("senior/who", N_("Who is learning?"), "badge", in_bar=False),
    Entry("senior/learn", N_("Learn"), "school", in_bar=False),
    Entry("senior/lesson", N_("Lesson"), "play_lesson", in_bar=False),
    Entry("senior/sessions", N_("Come to a session"), "event", in_bar=False),
    Entry("senior/record", N_("My record"), "workspace_premium", in_bar=False),
    Entry("senior/feedback", N_("How was it?"), "sentiment_satisfied", in_bar=False),
)
ENTRIES = (
    TODAY,
    Entry("trainer/door", N_("Door"), "door_open", Permission.CHECK_IN),
    Entry("trainer/plan", N_("Plan"), "calendar_month", Permission.PLAN),
    Entry("trainer/seniors", N_("Seniors"), "groups", Permission.FIND_SENIORS),
    Entry("trainer/lessons", N_("Lessons"), "school", Permission.SEE_ACTIVITIES),
    Entry(
        "trainer/blocks",
        N_("Building blocks"),
        "grid_view",
        Permission.SEE_ACTIVITIES,
        in_bar=False,
    ),
    Entry("manager/overview", N_("Figures"), "monitoring", Permission.SEE_FIGURES),
    Entry("admin/house", N_("House"), "settings", Permission.BIND_TABLETS),
    *(
        Entry(f"manager/{file}", title, icon, Permission.SEE_FIGURES, in_bar=False)
        for file, title, icon in (
            ("people", N_("Who came"), "diversity_3"),
            ("learning", N_("Learning"), "school"),
            ("sessions_held", N_("Sessions"), "event_available"),
            ("attention", N_("What needs attention"), "notification_important"),
            ("report", N_("Report"), "summarize"),
        )
    ),
    Entry("everyone/me", N_("My page"), "person", in_bar=False),
    Entry("trainer/activity", N_("Session"), "event", Permission.SEE_ACTIVITIES, in_bar=False),
    Entry("trainer/import_roster", N_("Import a list"), "upload_file", Permission.IMPORT, in_bar=False),
    Entry("trainer/paper", N_("Key in a paper list"), "edit_note", Permission.CHECK_IN, in_bar=False),
    Entry("trainer/roll_call", N_("Roll call"), "checklist", Permission.CHECK_IN, in_bar=False),
    Entry("trainer/room_board", N_("The room"), "co_present", Permission.CHECK_IN, in_bar=False),
    Entry(
        "trainer/stuck", N_("Where people get stuck"), "troubleshoot", Permission.SEE_ACTIVITIES, in_bar=False
    ),
    Entry("trainer/walk_in", N_("Walk-in"), "person_add", Permission.CHECK_IN, in_bar=False),
)


def entries(actor: Actor) -> tuple[Entry, ...]:
    """Return the pages this actor may open, the front page first; the rules behind them ask again."""
    if is_for_seniors(actor):
        return SENIOR_ENTRIES
    if actor.staff_id is None:
        return (WELCOME,)
    return tuple(
        entry
        for entry in ENTRIES
        if (entry.permission is None or actor.may_anywhere(entry.permission))
        and (ROOT / "pages" / f"{entry.file}.py").is_file()
    )


def is_for_seniors(actor: Actor) -> bool:
    """Tell whether this is a bound tablet with nobody of the staff before it."""
    return actor.staff_id is None and actor.device_id is not None


def page(entry: Entry) -> StreamlitPage:
    """Return the Streamlit page of an entry."""
    return st.Page(
        ROOT / "pages" / f"{entry.file}.py",
        title=_(entry.title),
        icon=f":material/{entry.icon}:",
        url_path=entry.address,
        default=entry in (WELCOME, TODAY, FRONT),
    )


def to(address: str) -> StreamlitPage:
    """Return the page at an address, for st.page_link and st.switch_page: to("door")."""
    return page(next(entry for entry in (*ENTRIES, *SENIOR_ENTRIES) if entry.address == address))


def say_who(address: str) -> None:
    """Draw the way to say who one is, which leads on to the page of seniors at that address."""
    label = _("Show my card or number")
    st.page_link(to("who"), label=label, icon=":material/badge:", query_params={"to": address})


def brand() -> str:
    """Return the name of the programme, which leads to the front page."""
    return (
        '<a class="brand" href="/" target="_self"><img src="/assets/0/assets/icon.svg" alt="">'
        f"<span>{escape(_('Intelligent Living'))}</span></a>"
    )


def links(actor: Actor) -> str:
    """Return the links at the end of the bar: the other language, and in or to one's own page."""
    other = next(code for code in languages.LANGUAGES if code != language())
    if actor.staff_id:
        href, label = "/me", actor.name
    else:
        href, label = "/sign-in", _("Staff") if actor.device_id else _("Sign in")
    path = "/" + (st.context.url or "").partition("://")[2].partition("/")[2]
    if st.query_params:
        path += f"?{urlencode(st.query_params.to_dict())}"
    return (
        f'<span class="bar-links"><a href="/language/{other}?back={quote(path)}" target="_self" '
        f'lang="{other}">{languages.NAMES[other]}</a>'
        f'<a href="{href}" target="_self">{escape(label)}</a></span>'
    )
