"""What the figures are made of, kept column by column: a number for every activity, visit and place.

Three million visits fit into memory this way and are counted in milliseconds; why, and what was tried
besides, is in docs/decisions/0004-figures-from-columns.md.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from db.words import ActivityState, Gender, How

Ints = NDArray[np.int64]
Small = NDArray[Any]
Flags = NDArray[np.bool_]
T = TypeVar("T")

# Codes are places in these lists; 0 stands for "not said" where something need not be said.
STATES = list(ActivityState)
HOWS = list(How)
GENDERS = [None, *Gender]
NEVER = np.iinfo(np.int32).max
NO_TIME = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Activities:
    """A row for every activity, in the order of `id`.

    starts, ends: seconds since 1970, UTC. day: days since 1970 on the station's calendar; minute: of
    that day on the station's wall clock. lesson, trainer: "" and 0 for none.
    """

    id: Ints
    station: Ints
    programme: Ints
    trainer: Ints
    lesson: NDArray[np.str_]
    starts: Ints
    ends: Ints
    day: Ints
    minute: Ints
    seats: Ints
    state: Small

    def row(self, ids: Ints) -> Ints:
        """Return the rows of activities that are here."""
        return np.searchsorted(self.id, ids)


@dataclass(frozen=True)
class Visits:
    """A row for every attendance that stands, in the order of `activity`.

    activity: its row. after: minutes from the start, before it negative. had_place: she was expected.
    staff: who took it down, 0 for herself.
    """

    activity: Small
    senior: Small
    how: Small
    after: Small
    staff: Small
    had_place: Flags


@dataclass(frozen=True)
class Places:
    """A row for everybody expected at an activity: enrolled before the start and still at the start.

    In the order of `activity`. Whoever was let in at the door got a seat there and then, and is not among
    them.
    """

    activity: Small
    senior: Small
    came: Flags


@dataclass(frozen=True)
class Wanting:
    """A row for everybody who found no seat: waited until the start, or was turned away.

    In the order of `activity`. senior: 0 where nobody knew her. Nobody who came after all, and nobody twice
    at one activity.
    """

    activity: Small
    senior: Small


@dataclass(frozen=True)
class Faces:
    """A row for every opinion, in the order of `activity`. face: 3 is the best."""

    activity: Small
    face: Small


@dataclass(frozen=True)
class Seniors:
    """A place for every senior's id. birth_year, gender, neighbourhood: 0 for not said.

    neighbourhood: place in `neighbourhoods`.
    """

    birth_year: Small
    gender: Small
    neighbourhood: Small
    neighbourhoods: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Columns:
    """All of it at one moment; version: a new one each time."""

    activities: Activities
    visits: Visits
    places: Places
    wanting: Wanting
    faces: Faces
    seniors: Seniors
    version: int

    @cached_property
    def called_off(self) -> Flags:
        """Return which activities were cancelled, or found not to have been held."""
        state = self.activities.state
        off: Flags = (state == STATES.index(ActivityState.CANCELLED)) | (
            state == STATES.index(ActivityState.NOT_HELD)
        )
        return off

    @cached_property
    def held(self) -> Flags:
        """Return which activities were held: closed, or somebody came, and not called off."""
        state = self.activities.state
        came = np.zeros(len(state), dtype=bool)
        came[self.visits.activity] = True
        held: Flags = ~self.called_off & ((state == STATES.index(ActivityState.CLOSED)) | came)
        return held

    @cached_property
    def visit_day(self) -> Small:
        """Return the day of every visit; NEVER for one at an activity that was called off."""
        day = np.where(self.held, self.activities.day, NEVER).astype(np.int32)
        days: Small = day[self.visits.activity]
        return days

    @cached_property
    def is_first(self) -> Flags:
        """Return which visits are the first ever of whoever came."""
        people = len(self.seniors.birth_year)
        begins = np.where(self.held, self.activities.starts, NO_TIME)[self.visits.activity]
        earliest = np.full(people, NO_TIME, dtype=np.int64)
        np.minimum.at(earliest, self.visits.senior, begins)
        first: Flags = (begins == earliest[self.visits.senior]) & (begins < NO_TIME)
        # Of two that began at the same moment, the one planned first.
        senior, activity = self.visits.senior[first], self.visits.activity[first]
        planned_first = np.full(people, NEVER, dtype=np.int32)
        np.minimum.at(planned_first, senior, activity)
        first[first] = activity == planned_first[senior]
        return first

    @cached_property
    def first_day(self) -> Small:
        """Return for every senior's id the day of the first visit; NEVER without one."""
        days = np.full(len(self.seniors.birth_year), NEVER, dtype=np.int32)
        np.minimum.at(days, self.visits.senior[self.is_first], self.visit_day[self.is_first])
        return days

    @cached_property
    def next_day(self) -> Small:
        """Return for every senior's id the next day with a visit after the first; NEVER without one."""
        later = self.visit_day > self.first_day[self.visits.senior]
        following = np.full(len(self.first_day), NEVER, dtype=np.int32)
        np.minimum.at(following, self.visits.senior[later], self.visit_day[later])
        return following

    @cached_property
    def last_day(self) -> Small:
        """Return for every senior's id the day of the last visit; -1 without one."""
        last = np.full(len(self.seniors.birth_year), -1, dtype=np.int32)
        day = np.where(self.visit_day == NEVER, -1, self.visit_day).astype(np.int32)
        np.maximum.at(last, self.visits.senior, day)
        return last

    @cached_property
    def visits_from(self) -> Ints:
        """Return for every activity the first row of its visits; they end where those of the next begin."""
        return self._from(self.visits)

    @cached_property
    def places_from(self) -> Ints:
        """Return for every activity the first row of its places."""
        return self._from(self.places)

    @cached_property
    def wanting_from(self) -> Ints:
        """Return for every activity the first row of those who found no seat."""
        return self._from(self.wanting)

    @cached_property
    def faces_from(self) -> Ints:
        """Return for every activity the first row of its opinions."""
        return self._from(self.faces)

    def _from(self, table: Any) -> Ints:
        rows = np.arange(len(self.activities.id) + 1, dtype=table.activity.dtype)
        begins: Ints = np.searchsorted(table.activity, rows)
        return begins


def in_order(table: T) -> T:
    """Return a table with its rows in the order of their activities."""
    return rows_of(table, np.argsort(vars(table)["activity"], kind="stable"))


def moved(table: Any, row: Ints) -> Any:
    """Return a table after the activities went to other rows; `row` says to which, in the same order."""
    if len(row) == 0 or row[-1] == len(row) - 1:
        return table
    return replace(table, activity=row[table.activity].astype(np.int32))


def with_anew(table: Any, activities: Ints, anew: Any) -> Any:
    """Return a table where some activities, by row and in order, have the rows of `anew` and no others."""
    # From piece to piece, never row by row: all but a few of three million rows stay as they are.
    old = _slices(table.activity, activities)
    new = _slices(anew.activity, activities)
    edges = [0, *(edge for piece in old for edge in piece), len(table.activity)]
    stay = [slice(begin, end) for begin, end in zip(edges[::2], edges[1::2], strict=True)]

    def joined(column: Any, fresh: Any) -> Any:
        pieces = [column[stay[0]]]
        for (begin, end), rest in zip(new, stay[1:], strict=True):
            pieces += [fresh[begin:end], column[rest]]
        return np.concatenate(pieces)

    return type(table)(**{name: joined(column, getattr(anew, name)) for name, column in vars(table).items()})


def _slices(activity: Small, wanted: Ints) -> list[tuple[int, int]]:
    wanted = wanted.astype(activity.dtype)
    begins = np.searchsorted(activity, wanted, side="left").tolist()
    return list(zip(begins, np.searchsorted(activity, wanted, side="right").tolist(), strict=True))


def rows_of(table: T, chosen: Any) -> T:
    """Return the chosen rows of a table of columns."""
    return type(table)(**{name: column[chosen] for name, column in vars(table).items()})


def one_after_another(first: Any, second: Any) -> Any:
    """Return a table of columns with the rows of the second below those of the first."""
    return type(first)(
        **{name: np.concatenate([column, getattr(second, name)]) for name, column in vars(first).items()}
    )
