"""How a rule says no: a reason with a sentence for a person."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a thing that has one in each language, to stand in a sentence."""

    zh: str
    en: str


def N_(sentence: str) -> str:
    """Mark an English sentence for translation where it is written down, not where it is shown."""
    return sentence


class Refused(Exception):
    """A rule said no. `sentence` is English, marked N_(), with %(name)s places filled by `about`.

    Times in `about` stand in the zone of the station they are about.
    """

    sentence = N_("This cannot be done.")

    def __init__(self, **about: Any) -> None:
        super().__init__(self.sentence, about)
        self.about = about


class NotFound(Refused):
    """There is no such row, or it is none of the actor's business."""

    sentence = N_("This could not be found. It may have been removed, or it belongs to another station.")


class NotAllowed(Refused):
    """The actor may not do this here."""

    sentence = N_("Your role does not include this. Please ask the station manager.")


class NotSignedIn(Refused):
    """Nobody is signed in any more."""

    sentence = N_("You are signed out. Please sign in again; nothing you entered here was stored.")


class Invalid(Refused):
    """Something typed is not right. field: which one, as the form names it."""

    sentence = N_("Please check what was entered.")

    def __init__(self, field: str = "", **about: Any) -> None:
        super().__init__(**about)
        self.field = field
