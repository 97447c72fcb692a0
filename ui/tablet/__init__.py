"""The tablet's manners in the browser: who is it, "Are you still there?", and clearing it for the next."""

from pathlib import Path
from typing import Any

import streamlit as st

from services import learners
from services.feedback import Asked
from services.learners import Before
from settings import settings
from ui import frame, module
from ui.text import _, named
from web import assets

STYLE = "tablet/style.css"
WHO_STYLE = "tablet/who.css"
LESSON_STYLE = Path(__file__).with_name("lesson.css")
FRONT = "/"


def who(*, to: str, mode: str = "choose") -> None:
    """Draw the ways to say who one is; whoever did is led to the address `to`.

    mode: "listen" draws nothing and only waits for a card before the scanner.
    """
    with st.container(key=mode):
        module.show(
            "who",
            {"mode": mode, "to": to, "words": _who_words(), "urls": _scanner_urls()},
            script=assets.url("tablet/who.js"),
            styles=(assets.url(STYLE), assets.url(WHO_STYLE)),
            key=f"who.{mode}",
        )


def watch(before: Before | None) -> None:
    """Ask after a while without a touch whether somebody is still there, and clear the tablet if not."""
    data: dict[str, Any] = {
        "learner": before.key if before else "",
        "seconds": settings().idle_seconds,
        "front": FRONT,
        "words": _watch_words(is_guest=before is not None and before.senior_id is None),
    }
    with st.container(key="watch"):
        module.show(
            "watch",
            data,
            script=assets.url("tablet/watch.js"),
            styles=(assets.url(STYLE),),
            key=f"watch.{data['learner']}",
        )


def done() -> None:
    """Draw the button that clears the tablet at once."""
    module.show(
        "done",
        {
            "front": FRONT,
            "words": {
                "done": _("I am done"),
                "cut": _("No network at the moment. Please try again."),
            },
        },
        script=assets.url("tablet/done.js"),
        styles=(assets.url(STYLE),),
        key="done",
    )


def faces(asked: Asked) -> None:
    """Draw the three faces, and the thanks; what is tapped waits on the tablet until the house has it."""
    here = before()
    module.show(
        "faces",
        {
            "activity": asked.activity_id,
            "title": named(asked.title_zh, asked.title_en),
            "learner": here.key if here else "",
            "known": bool(here and here.senior_id),
            "words": {
                "ask": _("How was it?"),
                "3": _("I liked it"),
                "2": _("It was all right"),
                "1": _("Not so good"),
                "nobody": _("Nobody sees who tapped."),
                "thanks": _("Thank you"),
                "glad": _("We are glad you told us."),
                "next": _("Next person"),
            },
        },
        script=assets.url("tablet/faces.js"),
        styles=(assets.url(STYLE),),
        key="faces",
    )


def fill_the_screen() -> None:
    """Let a lesson fill the screen: of the bar only the way back, the name and the end stay."""
    st.html(f"<style>{LESSON_STYLE.read_text('utf-8')}</style>")


def before() -> Before | None:
    """Return who is before the tablet, None when nobody is."""
    return frame.ask(learners.before)


def text_size(before: Before | None) -> None:
    """Make everything as large as she likes it."""
    if before and before.text_size != learners.TEXT_SIZES[0]:
        st.html(f"<style>html{{font-size:{before.text_size}px!important}}</style>")


def _who_words() -> dict[str, str]:
    return {
        "card": _("My card"),
        "card_more": _("Hold it before the scanner, or tap here for the camera"),
        "number": _("My number"),
        "number_more": _("The six digits under the code on the card"),
        "guest": _("Without my name"),
        "guest_more": _("Just have a look; nothing is noted down for me"),
        "show": _("Hold the square code of the card before the camera"),
        "back": _("Back"),
        "birth_year": _("Year I was born in"),
        "delete": _("Delete"),
        "go": _("Begin"),
        "number_short": _("Please type the six digits under the code on your card."),
        "year_short": _("The year has four digits, for example 1948."),
        "looking": _("One moment …"),
        "cut": _("No network at the moment. Please try again."),
        "camera_insecure": _(
            "The browser gives us the camera only at an https address. A scanner or the number works too."
        ),
        "camera_forbidden": _("The camera may not be used on this tablet. The number works as well."),
        "camera_none": _("No camera was found. A scanner or the number works as well."),
        "camera_fault": _("The camera did not start. The number works as well."),
    }


def _watch_words(*, is_guest: bool) -> dict[str, str]:
    return {
        "ask": _("Are you still there?"),
        "more": _("If nobody answers, the tablet is made ready for the next person.")
        if is_guest
        else _("If nobody answers, the tablet is made ready for the next person. What you did is kept."),
        "yes": _("Yes, I am here"),
        "no": _("I am done"),
        # The place in this sentence is filled in the browser.
        "count": _("%(n)s seconds left"),
        "unsent": _("A few things are still to be sent. It waits until the network is back."),
    }


def _scanner_urls() -> dict[str, str]:
    return {
        "scanner": assets.url("door/scanner.js"),
        "decoder": assets.url("assets/vendor/zxing/reader/index.js"),
        "wasm": assets.url("assets/vendor/zxing/reader/zxing_reader.wasm"),
    }
