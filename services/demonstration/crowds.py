"""Very many seniors, and how much of everything there is to be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from db.models import Card, Consent, Senior, SeniorKey, Station
from db.words import Gender, Purpose
from services import cards, consent, finding, numbers
from services.demonstration.days import dice
from services.demonstration.names import name_for
from services.demonstration.pouring import Columns, pour, pour_words, table_of
from services.reach import street_of

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Instants = NDArray[np.datetime64]

COMING = 20
AROUND = 150
NAMES = 4000
SENIORS_AT_A_TIME = 20_000
DAY = np.timedelta64(86_400_000_000, "us")
MINUTE = np.timedelta64(60_000_000, "us")
SECOND = MINUTE // 60


@dataclass(frozen=True, slots=True)
class Scale:
    """How much: stations, seniors (100,000 at most: there are no more numbers), visits, years."""

    stations: int
    seniors: int
    visits: int
    years: int

    @property
    def pool(self) -> int:
        """Return how many seniors have their home at one station."""
        return self.seniors // self.stations

    @property
    def around(self) -> int:
        """Return how many of them come and go at one time."""
        return min(AROUND, self.pool)

    @property
    def meetings(self) -> int:
        """Return how many activities one station has in all."""
        return max(1, round(self.visits / COMING / self.stations))


def store_seniors(db: Session, seed: int, scale: Scale, at: datetime, points: Ints) -> None:
    """Store the seniors with number, card, consent and what they are found by."""
    roll = dice(seed, "names")
    few = min(NAMES, scale.seniors) // 2
    names = sorted({name_for(roll, gender, 1940 + n % 25) for n in range(few) for gender in Gender})
    keys = {name: finding.keys(name, "", "") for name in names}
    streets = _streets(db)
    for first in range(0, scale.pool * scale.stations, SENIORS_AT_A_TIME):
        last = min(first + SENIORS_AT_A_TIME, scale.pool * scale.stations)
        rows = list(_seniors(scale, at, points, names, first, last))
        db.execute(insert(table_of(Senior)), rows)
        found = (
            (row["id"], streets[row["station_id"]], key)
            for row in rows
            for key in sorted(keys[row["name"]] | {row["number"], row["phone"][-finding.TAIL :]})
        )
        pour_words(db, table_of(SeniorKey), ("senior_id", "root_id", "key"), found)
        _store_cards(db, seed, at, first, last)


def _streets(db: Session) -> dict[int, int]:
    rows = db.execute(select(Station.id, Station.path))
    return {row.id: street_of(row.path) for row in rows}


def _seniors(
    scale: Scale, at: datetime, points: Ints, names: list[str], first: int, last: int
) -> Iterator[dict[str, Any]]:
    """Give the seniors from `first` on; each is registered shortly before her time comes."""
    begins = first_midnight(scale, at)
    for serial in range(first, last):
        # 61 and 100,000 share no divisor: every number is given once, in no visible order.
        five = f"{serial * 61 % numbers.POSSIBLE:05}"
        station, place = divmod(serial, scale.pool)
        share = max(0.0, (place - scale.around) / max(1, scale.pool - scale.around))
        days = int(share * scale.years * 365) - 16
        yield {
            "id": serial + 1,
            "number": five + numbers.check_digit(five),
            "name": names[serial * 7919 % len(names)],
            "birth_year": 1935 + serial * 13 % 32,
            "gender": Gender.MALE if serial % 3 == 0 else Gender.FEMALE,
            "phone": f"194{serial:08}",
            "neighbourhood": f"第 {station % 40 + 1} 居民区",
            "station_id": int(points[station]),
            "registered_at": (begins + days * DAY).astype(datetime).replace(tzinfo=UTC),
        }


def _store_cards(db: Session, seed: int, at: datetime, first: int, last: int) -> None:
    random = np.random.default_rng((seed, first))
    ids = np.arange(first + 1, last + 1)
    signs = np.frombuffer(cards.SIGNS.encode(), dtype=np.uint8)
    tokens = signs[random.integers(0, len(signs), (len(ids), cards.LENGTH))]
    issued_at = np.full(len(ids), instant(at))
    token = np.ascontiguousarray(tokens).view(f"S{cards.LENGTH}").ravel()
    pour(db, table_of(Card), {"id": ids, "senior_id": ids, "token": token, "issued_at": issued_at})
    given: Columns = {
        "id": ids,
        "senior_id": ids,
        "purpose": Purpose.REGISTRATION.value,
        "wording": consent.CURRENT,
        "given_at": issued_at,
        "given_before": 1,
    }
    pour(db, table_of(Consent), given)


def instant(at: datetime) -> np.datetime64:
    """Return an instant as a column holds it."""
    return np.datetime64(at.astimezone(UTC).replace(tzinfo=None), "us")


def first_midnight(scale: Scale, at: datetime) -> np.datetime64:
    """Return the midnight with which the years begin; they end before today."""
    midnight = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return instant(midnight - timedelta(days=scale.years * 365))
