"""What leaves the house as a file: figures, and names for those who may; both are written down."""

from enum import StrEnum

import pandas as pd

from db.models import Station
from db.words import Action
from services.access import Permission
from services.overview.choice import Choice
from services.overview.people import follow_up
from services.work import Work


class Form(StrEnum):
    """As what the figures are taken along."""

    PAPER = "pdf"
    WORKBOOK = "xlsx"


class Why(StrEnum):
    """What a list of names is for; nothing else is done with it."""

    INVITE = "invite"
    OFFER_SEAT = "offer_seat"
    ASK_WELL = "ask_well"


def figures(work: Work, *, choice: Choice, form: Form) -> None:
    """Record that the report of a choice was taken along. Raises NotAllowed, NotFound."""
    work.allow_anywhere(Permission.SEE_FIGURES)
    if choice.station_id is not None:
        work.allow(Permission.SEE_FIGURES, station_id=choice.station_id)
    days = {"first": choice.first_on.isoformat(), "last": choice.last_on.isoformat()}
    work.record(Action.EXPORTED, _node(work, choice), what="report", form=form, **days)


def names(work: Work, *, choice: Choice, why: Why) -> pd.DataFrame:
    """Return whom to call, by name, and record for what it was taken along and how many they are.

    As services.overview.people.follow_up tells; without phones, which the call list has.
    Raises NotAllowed, NotFound.
    """
    work.allow_anywhere(Permission.EXPORT_NAMES)
    if choice.station_id is not None:
        work.allow(Permission.EXPORT_NAMES, station_id=choice.station_id)
    listed = follow_up(work, choice=choice)
    work.record(Action.EXPORTED, _node(work, choice), what="names", why=why, people=len(listed))
    return listed


def _node(work: Work, choice: Choice) -> Station:
    """Return the place a file is about; the first of those the actor may see, where there are several."""
    if choice.station_id is not None:
        return work.station(choice.station_id)
    path = work.actor.paths(Permission.SEE_FIGURES)[0]
    return work.station(int(path.rstrip("/").rpartition("/")[2]))
