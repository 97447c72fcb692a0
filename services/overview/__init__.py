"""The figures: every one a function that gives a documented table, limited to what the actor may see."""

from services.overview.choice import Choice, Period, before, days_of, year_ago
from services.overview.comparing import activities, arrivals, by_hour, by_place, by_place_and_month, over_time
from services.overview.definitions import DEFINITIONS, Definition, Unit
from services.overview.figures import FEWEST, KEY, SHARES, by_month, key_figures
from services.overview.offering import Offers, offers, version
from services.overview.people import ages, cohorts, follow_up, funnel, neighbourhoods, newcomers
from services.overview.plan import by_lesson, reasons
from services.overview.selecting import Place, places
from services.overview.staffing import hours
from services.overview.tally import SUMS

__all__ = [
    "DEFINITIONS",
    "FEWEST",
    "KEY",
    "SHARES",
    "SUMS",
    "Choice",
    "Definition",
    "Offers",
    "Period",
    "Place",
    "Unit",
    "activities",
    "ages",
    "arrivals",
    "before",
    "by_hour",
    "by_lesson",
    "by_month",
    "by_place",
    "by_place_and_month",
    "cohorts",
    "days_of",
    "follow_up",
    "funnel",
    "hours",
    "key_figures",
    "neighbourhoods",
    "newcomers",
    "offers",
    "over_time",
    "places",
    "reasons",
    "version",
    "year_ago",
]
