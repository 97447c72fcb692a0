"""How many residents of 60 and over the places of the demonstration have: made up, and said to be."""

from collections.abc import Sequence
from datetime import date

from db.words import Gender, StationKind
from services import clock
from services.demonstration.days import dice
from services.demonstration.places import STREET, ZONE, Place
from services.demonstration.year import Row

SOURCE = "演示数据：人数为虚构，不是真实统计"
# Of a hundred residents of 60 and over, and of a hundred of them women: as in an old quarter.
OF_A_HUNDRED = {
    "60-64": (25, 51),
    "65-69": (25, 52),
    "70-74": (21, 52),
    "75-79": (13, 54),
    "80-84": (8, 57),
    "85-": (8, 62),
}


def counted(seed: int, every: Sequence[Place], counted_on: date, entered_by: int) -> list[Row]:
    """Return the rows of every place, parents the sum of those below; of the street by age and gender."""
    roll = dice(seed, "residents")
    own = {
        place.id: roll.randrange(780, 1650, 10) if place.kind is StationKind.POINT else 0 for place in every
    }
    entered_at = clock.day_bounds(counted_on, ZONE)[0]
    about = {"counted_on": counted_on, "source": SOURCE, "entered_at": entered_at, "entered_by": entered_by}

    def row(place_id: int, residents: int, band: str = "", gender: str = "") -> Row:
        return {"station_id": place_id, "band": band, "gender": gender, "residents": residents} | about

    rows = []
    for place in every:
        below = sum(own[one.id] for one in every if one.path.startswith(place.path))
        if below:
            rows.append(row(place.id, below))
    whole = sum(own.values())
    for band, (share, women) in OF_A_HUNDRED.items():
        female = whole * share * women // 10_000
        rows.append(row(STREET, female, band, Gender.FEMALE.value))
        rows.append(row(STREET, whole * share // 100 - female, band, Gender.MALE.value))
    return rows
