"""How many residents of 60 and over live there: entered with source and date, never invented."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from db.models import Station
from db.population import Population
from db.words import Action, Gender
from services import clock
from services.access import Permission
from services.errors import N_, Invalid
from services.work import Work

# Youngest and oldest age of a band; 0 and 200 for "no limit".
BANDS: dict[str, tuple[int, int]] = {
    "-59": (0, 59),
    "60-64": (60, 64),
    "65-69": (65, 69),
    "70-74": (70, 74),
    "75-79": (75, 79),
    "80-84": (80, 84),
    "85-": (85, 200),
}
MOST = 50_000_000
SOURCE_LENGTH = 120


class ResidentsOutOfRange(Invalid):
    """No people, or more than live anywhere."""

    sentence = N_("Please enter how many residents of 60 and over there are, as a whole number.")


class SourceMissing(Invalid):
    """A number nobody can check."""

    sentence = N_("Please say where the number is from, for example the seventh census.")


class CountedLater(Invalid):
    """A count in the future."""

    sentence = N_("The day of the count is still to come. Please enter when it was counted.")


@dataclass(frozen=True, slots=True)
class Count:
    """How many there were, on which day, and who says so. band, gender: "" for all of 60 and over."""

    residents: int
    band: str
    gender: str
    source: str
    counted_on: date


def enter(
    work: Work,
    *,
    station_id: int,
    residents: int,
    source: str,
    counted_on: date,
    band: str = "",
    gender: Gender | None = None,
) -> None:
    """Enter how many residents of 60 and over a place has, or those of one age and gender among them.

    Entering the same day and part again corrects it. Raises NotFound, NotAllowed, ResidentsOutOfRange,
    SourceMissing, CountedLater.
    """
    station = work.station(station_id)
    work.allow(Permission.SEE_FIGURES, station_id=station_id)
    source = " ".join(source.split())[:SOURCE_LENGTH]
    if not 0 < residents <= MOST or (band and band not in BANDS):
        raise ResidentsOutOfRange("residents")
    if not source:
        raise SourceMissing("source")
    if counted_on > clock.local(work.at, station.zone).date():
        raise CountedLater("counted_on")
    part = {"station_id": station_id, "counted_on": counted_on, "band": band, "gender": gender or ""}
    row = work.db.scalar(select(Population).filter_by(**part).with_for_update()) or Population(**part)
    row.residents, row.source, row.entered_at = residents, source, work.at
    row.entered_by = work.actor.staff_id or 0
    work.db.add(row)
    work.record(Action.POPULATION_ENTERED, row, station=station_id, residents=residents)


def counts(work: Work, *, station_id: int, on: date) -> list[Count]:
    """Return what was entered for a place and stood on a day: all of 60 and over first, then the parts.

    Empty where nothing was entered. Raises NotFound, NotAllowed.
    """
    work.allow(Permission.SEE_FIGURES, station_id=station_id)
    rows = work.db.scalars(
        select(Population)
        .where(Population.station_id == station_id, Population.counted_on <= on)
        .order_by(Population.band, Population.gender, Population.counted_on)
    )
    latest = {(row.band, row.gender): row for row in rows}
    return [Count(row.residents, row.band, row.gender, row.source, row.counted_on) for row in latest.values()]


def residents(work: Work, *, on: date) -> dict[int, int]:
    """Return how many residents of 60 and over each place had on a day, by station id.

    Places where nobody entered it, or that are not the actor's, are not there. Raises NotAllowed.
    """
    work.allow_anywhere(Permission.SEE_FIGURES)
    rows = work.db.execute(
        select(Population.station_id, Population.residents)
        .join(Station, Station.id == Population.station_id)
        .where(work.within(Permission.SEE_FIGURES, Station.path))
        .where(Population.band == "", Population.gender == "", Population.counted_on <= on)
        .order_by(Population.counted_on)
    )
    return dict(rows.all())
