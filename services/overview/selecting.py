"""Which activities, visits and people a choice is about, limited to what the actor may see."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from sqlalchemy import select

from db.models import Station
from services import clock
from services.access import Permission
from services.overview import keeping
from services.overview.choice import Choice
from services.overview.columns import GENDERS, Columns, Flags, Ints, Small
from services.population import BANDS
from services.work import Work
from settings import settings

THE_FIRST = date(1970, 1, 1)
MOST_SELECTIONS = 16


@dataclass(frozen=True, slots=True)
class Place:
    """A station. path: as in the tree."""

    id: int
    parent_id: int | None
    path: str
    kind: str
    zh: str
    en: str
    zone: str


@dataclass(frozen=True, eq=False)
class Selection:
    """What a choice is about. scope: ids of the stations, sorted;
    node: the one above all others, None if there is none.

    zone: whose days the chosen ones are. now: seconds since 1970; today: the stations' day, as days since
    1970.
    """

    columns: Columns
    choice: Choice
    scope: tuple[int, ...]
    node: int | None
    zone: str
    now: int
    today: int

    @cached_property
    def fits(self) -> Flags:
        """Return which activities fit, on whatever day and in whatever state."""
        about, choice = self.columns.activities, self.choice
        fits: Flags = np.isin(about.station, np.array(self.scope, dtype=np.int64))
        if choice.programme_id is not None:
            fits &= about.programme == choice.programme_id
        if choice.lesson:
            fits &= about.lesson == choice.lesson
        if choice.trainer_id is not None:
            fits &= about.trainer == choice.trainer_id
        return fits

    @cached_property
    def activities(self) -> Ints:
        """Return the rows of the activities on the chosen days, whatever became of them."""
        about = self.columns.activities
        first, last = number(self.choice.first_on), number(self.choice.last_on)
        return np.flatnonzero(self.fits & (about.day >= first) & (about.day <= last))

    @cached_property
    def held(self) -> Ints:
        """Return the rows of those that were held."""
        return self.activities[self.columns.held[self.activities]]

    @cached_property
    def is_over(self) -> Flags:
        """Return for every activity whether it was held and is over, so that who is absent stays absent."""
        over: Flags = self.columns.held & (self.columns.activities.ends <= self.now)
        return over

    @cached_property
    def people(self) -> Flags | None:
        """Return for every senior's id whether she is one of those to be counted; None for everybody."""
        if not self.choice.is_about_some_people:
            return None
        seniors, choice = self.columns.seniors, self.choice
        chosen = np.ones(len(seniors.birth_year), dtype=bool)
        if choice.band:
            youngest, oldest = BANDS[choice.band]
            age = choice.last_on.year - seniors.birth_year
            chosen &= (seniors.birth_year > 0) & (age >= youngest) & (age <= oldest)
        if choice.gender:
            chosen &= seniors.gender == GENDERS.index(choice.gender)
        if choice.neighbourhood:
            names = seniors.neighbourhoods
            code = names.index(choice.neighbourhood) if choice.neighbourhood in names else -1
            chosen &= seniors.neighbourhood == code
        return chosen

    @cached_property
    def visits(self) -> Ints:
        """Return the rows of the visits at what was held."""
        return self._rows(self.columns.visits.activity, self.columns.visits.senior, self.columns.held)

    @cached_property
    def expected(self) -> Ints:
        """Return the rows of the places at what is over."""
        return self._rows(self.columns.places.activity, self.columns.places.senior, self.is_over)

    @cached_property
    def wanting(self) -> Ints:
        """Return the rows of those who found no seat at what is over."""
        return self._rows(self.columns.wanting.activity, self.columns.wanting.senior, self.is_over)

    @cached_property
    def faces(self) -> Ints:
        """Return the rows of the opinions; of everybody, since they bear no names."""
        chosen = self._chosen(self.columns.held)
        return np.flatnonzero(chosen[self.columns.faces.activity])

    def _chosen(self, among: Flags) -> Flags:
        chosen = np.zeros(len(self.columns.activities.id), dtype=bool)
        chosen[self.activities] = among[self.activities]
        return chosen

    def _rows(self, activity: Small, senior: Small, among: Flags) -> Ints:
        chosen = self._chosen(among)[activity]
        if self.people is not None:
            chosen &= self.people[senior]
        return np.flatnonzero(chosen)


def places(work: Work) -> list[Place]:
    """Return the stations whose figures the actor may see, parents before children. Raises NotAllowed."""
    work.allow_anywhere(Permission.SEE_FIGURES)
    rows = work.db.execute(
        select(
            Station.id,
            Station.parent_id,
            Station.path,
            Station.kind,
            Station.name_zh,
            Station.name_en,
            Station.zone,
        )
        .where(work.within(Permission.SEE_FIGURES, Station.path))
        .order_by(Station.path)
    )
    return sorted(
        (Place(*row) for row in rows), key=lambda place: [int(n) for n in place.path.split("/")[1:-1]]
    )


def select_for(work: Work, choice: Choice) -> Selection:
    """Return what the choice is about for this actor. Raises NotAllowed, NotFound."""
    mine = places(work)
    if choice.station_id is not None:
        work.allow(Permission.SEE_FIGURES, station_id=choice.station_id)
        path = work.station(choice.station_id).path
        mine = [place for place in mine if place.path.startswith(path)]
    scope = tuple(sorted(place.id for place in mine))
    # To the minute: what is over does not change more often, and the selection is kept.
    minute = int(work.at.timestamp()) // 60 * 60
    zone = mine[0].zone if mine else settings().zone
    today = clock.local(work.at, zone).date()
    node = mine[0].id if mine and all(place.path.startswith(mine[0].path) for place in mine) else None
    columns, today_number = keeping.current(work), number(today)
    kept = _selections(columns)
    about = (choice, scope, node, zone, minute, today_number)
    if about not in kept:
        if len(kept) == MOST_SELECTIONS:
            kept.clear()
        kept[about] = Selection(columns, *about)
    return kept[about]


@lru_cache(maxsize=1)
def _selections(_columns: Columns) -> dict[Any, Selection]:
    """Return a place for what was chosen from these columns; those before them are let go, they are large."""
    return {}


def number(day: date) -> int:
    """Return a day as days since 1970."""
    return (day - THE_FIRST).days
