"""The room in the browser: Python says which activity, in which words; the module does the rest."""

from ui import module
from ui.text import _, language
from web import assets


def show(*, activity_id: int, title: str, about: str, me: str) -> None:
    """Draw the room of an activity; it goes on by itself from there, without further runs of the page.

    me: the name of who is looking, shown as "there" at once.
    """
    module.show(
        "room",
        {
            "activity": activity_id,
            "title": title,
            "about": about,
            "me": me,
            "language": language(),
            "words": _words(),
        },
        script=assets.url("room/room.js"),
        styles=(assets.url("room/style.css"),),
        key=f"room_{activity_id}_{language()}",
    )


def _words() -> dict[str, str]:
    # The places in these sentences are filled in the browser.
    return {
        "count": _(
            "%(here)s here · %(tablets)s at tablets · %(hands)s asking for help · "
            "%(quiet)s quiet for five minutes"
        ),
        "calm": _("Nobody asks for help at the moment."),
        "empty": _("Nobody is here yet. Whoever is checked in or begins at a tablet stands here."),
        "others": _("Here, without a tablet"),
        "guest": _("Guest"),
        "tablet": _("Tablet %(name)s"),
        "take": _("I am there"),
        "done": _("Helped"),
        "there": _("%(name)s is there"),
        "asks": _("asks for help"),
        "left": _("No longer at the tablet"),
        "waits": _("waits %(n)s min"),
        "waits_now": _("just now"),
        "since": _("here for %(n)s min"),
        "since_now": _("here just now"),
        "quiet": _("nothing done for %(n)s min"),
        "not_begun": _("No lesson opened yet"),
        "not_here": _("not checked in"),
        **_place_words(),
        "cut": _("No connection for the moment. This is how it was last; it goes on by itself."),
        "sign_in": _("You are signed out. Please sign in again."),
        "to_sign_in": _("Sign in"),
    }


def _place_words() -> dict[str, str]:
    return {
        "mode_follow": _("Follow me"),
        "mode_hints": _("With hints"),
        "mode_own": _("On my own"),
        "at_why": _("beginning"),
        "at_why_only": _("beginning"),
        "at_step": _("step %(step)s of %(of)s"),
        "at_step_only": _("step %(step)s"),
        "at_phone": _("move %(step)s of %(of)s"),
        "at_phone_only": _("move %(step)s"),
        "phone_done": _("practice done"),
        "at_question": _("question %(step)s of %(of)s"),
        "at_question_only": _("question %(step)s"),
        "at_card": _("step card"),
        "at_card_only": _("step card"),
    }
