"""What each figure is called and what it means: one place for the screens, the files and the report."""

from dataclasses import dataclass
from enum import StrEnum

from services.errors import N_


class Unit(StrEnum):
    """How a figure is written: a whole number, or a share from 0 to 1 as per cent."""

    COUNT = "count"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Definition:
    """name, sentence: marked English, to be translated. unknown: why there may be no number."""

    name: str
    unit: Unit
    sentence: str
    unknown: str = ""


NOTHING_YET = N_("Nothing is over yet on these days.")
FEW = N_("Fewer than 5 opinions: they are not shown, so that nobody can be recognised.")

DEFINITIONS: dict[str, Definition] = {
    "activities": Definition(
        N_("Sessions held"),
        Unit.COUNT,
        N_(
            "Sessions that took place: closed by the trainer, or somebody was checked in. Cancelled ones are "
            "told apart, with their reasons."
        ),
    ),
    "visits": Definition(
        N_("Visits"),
        Unit.COUNT,
        N_(
            "Check-ins of seniors at sessions held, without those taken back. Whoever comes twice counts "
            "twice; staff are not counted."
        ),
    ),
    "people": Definition(
        N_("People"),
        Unit.COUNT,
        N_(
            "Different seniors who came at least once. Two records of one person count once, and somebody "
            "at two stations counts once for the street, so the street is not the sum of its stations."
        ),
    ),
    "newcomers": Definition(
        N_("Newcomers"),
        Unit.COUNT,
        N_("Seniors whose first visit ever, at any station, lies in these days."),
    ),
    "turn_up": Definition(
        N_("Turn-up"),
        Unit.SHARE,
        N_(
            "Of those enrolled when a session began, the share who came. Late counts as come; walk-ins are "
            "left out, so it never exceeds 100 %. Only sessions that are over."
        ),
        NOTHING_YET,
    ),
    "no_show": Definition(
        N_("No-show"),
        Unit.SHARE,
        N_(
            "Of those enrolled when a session began, the share who neither came nor cancelled before. Only "
            "sessions that are over."
        ),
        NOTHING_YET,
    ),
    "walk_in_share": Definition(
        N_("Walk-ins"),
        Unit.SHARE,
        N_("Of all visits, the share of those who came without being enrolled."),
        N_("Nobody came on these days."),
    ),
    "use_of_seats": Definition(
        N_("Use of seats"),
        Unit.SHARE,
        N_(
            "Visits as a share of the seats of the sessions that are over. It may exceed 100 % where more "
            "people were let in than there are seats."
        ),
        N_("Nothing is over yet on these days, or only some people are counted: seats belong to nobody."),
    ),
    "unmet": Definition(
        N_("Found no seat"),
        Unit.COUNT,
        N_(
            "Seniors who waited until the session began and got no seat, and people who were turned away; "
            "each counts once for a session, and not at all if let in after all."
        ),
    ),
    "return": Definition(
        N_("Came again"),
        Unit.SHARE,
        N_(
            "Of the newcomers, the share who came again on another day within 60 days of the first visit, "
            "to any station. Shown when 60 days have passed for all of them."
        ),
        N_("Not known yet: 60 days have to pass first."),
    ),
    "completion": Definition(
        N_("Completed"),
        Unit.SHARE,
        N_("Of the seniors who began a track, the share who did at least 80 % of its lessons on their own."),
        N_("Nobody has begun this track yet."),
    ),
    "mastery": Definition(
        N_("Can do it alone"),
        Unit.SHARE,
        N_(
            "Of the lessons that somebody practised for the first time at least 7 days ago, the share that "
            "the same person did on her or his own 7 days later or more."
        ),
        N_("Not known yet: 7 days have to pass after the first time."),
    ),
    "satisfied": Definition(
        N_("Satisfied"),
        Unit.SHARE,
        N_("Of the opinions given after sessions, the share with the best of the three faces."),
        FEW,
    ),
    "coverage": Definition(
        N_("Coverage"),
        Unit.SHARE,
        N_("People who came, as a share of the residents of 60 and over, as entered with source and date."),
        N_("Nobody has entered how many residents of 60 and over there are."),
    ),
}
