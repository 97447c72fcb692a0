"""Which activities, visits and people a choice is about, limited to what the actor may see."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from sqlalchemy import select

from db.models import Station
from db.words import How
from services import clock
from services.access import Permission
from services.overview import keeping
from services.overview.choice import Choice
from services.overview.columns import GENDERS, HOWS, Columns, Flags, Ints, Small
from services.population import BANDS
from services.work import Work
from settings import settings

THE_FIRST = date(1970, 1, 1)
MOST_SELECTIONS = 16
BEST = 3


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
    def over(self) -> Ints:
        """Return the rows of those of them that are over."""
        return self.held[self.is_over[self.held]]

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

    @property
    def visits(self) -> Ints:
        """Return the rows of the visits at what was held."""
        return self._visits.rows

    @property
    def expected(self) -> Ints:
        """Return the rows of the places at what is over."""
        return self._expected.rows

    @property
    def wanting(self) -> Ints:
        """Return the rows of those who found no seat at what is over."""
        return self._wanting.rows

    @cached_property
    def of_held(self) -> dict[str, Ints]:
        """Return how many of each kind every activity in `held` has; opinions are everybody's."""
        visits, faces = self._visits, Rows.of(self.columns.faces_from, self.held)
        about = self.columns.visits
        return {
            "visits": visits.each,
            "newcomers": visits.counted(self.columns.is_first[visits.rows]),
            "walk_ins": visits.counted(about.how[visits.rows] == HOWS.index(How.WALK_IN)),
            "late": visits.counted(about.after[visits.rows] > 0),
            "best": faces.counted(self.columns.faces.face[faces.rows] == BEST),
            "faces": faces.each,
        }

    @cached_property
    def of_over(self) -> dict[str, Ints]:
        """Return how many of each kind every activity in `over` has."""
        expected = self._expected
        return {
            "seats": self.columns.activities.seats[self.over],
            "seated": self._visits.each[self.is_over[self.held]],
            "expected": expected.each,
            "came": expected.counted(self.columns.places.came[expected.rows]),
            "unmet": self._wanting.each,
        }

    @cached_property
    def _visits(self) -> "Rows":
        return self._among(self.columns.visits_from, self.held, self.columns.visits.senior)

    @cached_property
    def _expected(self) -> "Rows":
        return self._among(self.columns.places_from, self.over, self.columns.places.senior)

    @cached_property
    def _wanting(self) -> "Rows":
        return self._among(self.columns.wanting_from, self.over, self.columns.wanting.senior)

    def _among(self, begins: Ints, activities: Ints, seniors: Small) -> "Rows":
        found = Rows.of(begins, activities)
        return found if self.people is None else found.those(self.people[seniors[found.rows]])


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table that belong to some activities, one activity after the other.

    each: how many rows every one of the activities has.
    """

    rows: Ints
    each: Ints

    @classmethod
    def of(cls, begins: Ints, activities: Ints) -> "Rows":
        """Return all rows of these activities. begins: where those of every activity begin."""
        first = begins[activities]
        each = begins[activities + 1] - first
        before = np.cumsum(each) - each
        return cls(np.repeat(first - before, each) + np.arange(int(each.sum())), each)

    def those(self, fit: Flags) -> "Rows":
        """Return the rows that fit."""
        return Rows(self.rows[fit], self.counted(fit))

    def counted(self, fit: Flags) -> Ints:
        """Return of every activity how many of its rows fit."""
        so_far = np.concatenate([[0], np.cumsum(fit)])
        ends = np.cumsum(self.each)
        fitting: Ints = so_far[ends] - so_far[ends - self.each]
        return fitting


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
