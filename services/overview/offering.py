"""What a manager can choose from: only what there are figures about, with the names of it."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from sqlalchemy import select

from db.models import Programme, Staff
from services.overview import keeping
from services.overview.columns import Columns
from services.overview.selecting import places
from services.work import Work


@dataclass(frozen=True, slots=True)
class Offers:
    """What there is to choose from at all stations the actor may see.

    programmes: id, Chinese and English name. lessons: as activities name them. trainers: id and name.
    """

    programmes: tuple[tuple[int, str, str], ...]
    lessons: tuple[str, ...]
    trainers: tuple[tuple[int, str], ...]
    neighbourhoods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    programmes: tuple[int, ...]
    lessons: tuple[str, ...]
    trainers: tuple[int, ...]
    neighbourhoods: tuple[str, ...]


def offers(work: Work) -> Offers:
    """Return what occurs at the actor's stations, by name. Empty where nothing was ever planned.

    Raises NotAllowed.
    """
    scope = tuple(sorted(place.id for place in places(work)))
    found = _found(keeping.current(work), scope)
    programmes = work.db.execute(
        select(Programme.id, Programme.name_zh, Programme.name_en)
        .where(Programme.id.in_(found.programmes))
        .order_by(Programme.id)
    )
    trainers = work.db.execute(
        select(Staff.id, Staff.name).where(Staff.id.in_(found.trainers)).order_by(Staff.name, Staff.id)
    )
    return Offers(
        programmes=tuple((row.id, row.name_zh, row.name_en) for row in programmes),
        lessons=found.lessons,
        trainers=tuple((row.id, row.name) for row in trainers),
        neighbourhoods=found.neighbourhoods,
    )


def version(work: Work) -> int:
    """Return a number that is another one as soon as anything was entered that figures are made of.

    Raises NotAllowed.
    """
    places(work)
    return keeping.current(work).version


# One at a time: it holds on to the columns it is of, and they are large.
@lru_cache(maxsize=1)
def _found(columns: Columns, scope: tuple[int, ...]) -> _Found:
    about, seniors = columns.activities, columns.seniors
    here = np.isin(about.station, np.array(scope, dtype=np.int64))
    came = np.zeros(len(seniors.birth_year), dtype=bool)
    came[columns.visits.senior[here[columns.visits.activity]]] = True
    lives = np.unique(seniors.neighbourhood[came]).tolist()
    return _Found(
        programmes=tuple(np.unique(about.programme[here]).tolist()),
        lessons=tuple(sorted(filter(None, np.unique(about.lesson[here]).tolist()))),
        trainers=tuple(number for number in np.unique(about.trainer[here]).tolist() if number),
        neighbourhoods=tuple(sorted(filter(None, (seniors.neighbourhoods[code] for code in lives)))),
    )
