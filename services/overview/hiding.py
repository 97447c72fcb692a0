"""Counts that leave the station: small ones are hidden, and the totals beside them do not give them away.

A table with its totals is a network through which people flow: from the whole into each row, from the
row through a cell into a column, and back. What is shown stands still. A hidden count can be worked out
exactly if it stands still too, that is if no way round leads through it.
"""

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from services.errors import N_
from services.overview.columns import Flags, Ints

FEWEST = 5
# What stands in the place of a hidden count; some are larger, so it does not say how many.
WORD = N_("not shown")

Place = tuple[int, int]
Node = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Hidden:
    """What to hide: of the cells, of the totals of the rows and of the columns, and the whole."""

    cells: Flags
    rows: Flags
    columns: Flags
    whole: bool


def hidden(counts: Ints, *, rows: bool = True, columns: bool = True) -> Hidden:
    """Return what to hide of a table of counts. rows, columns: whether their totals stand beside it.

    Hidden are counts from 1 to FEWEST - 1, totals too, and as many others as are needed so that none of
    them can be computed. Nobody is hidden behind a 0: that may be shown, and everybody knows so.
    """
    table = _Table(counts, rows=rows, columns=columns)
    table.hide_small()
    while (given_away := table.given_away()) is not None:
        table.hide_beside(given_away)
    mask = table.mask
    return Hidden(mask[:-1, :-1], mask[:-1, -1], mask[-1, :-1], bool(mask[-1, -1]))


def column(counts: "pd.Series[int]", total: int | None = None) -> "pd.Series[float]":
    """Return a column of counts with NaN for the hidden ones. total: shown beside it, None for none.

    A total that is not their sum, such as that of people, is taken for it: what hides the one hides
    the other.
    """
    numbers = np.array([counts.to_numpy()], dtype=np.int64).T
    mask = hidden(numbers, rows=False, columns=total is not None).cells[:, 0]
    return counts.astype(float).mask(pd.Series(mask, index=counts.index))


class _Table:
    """Counts with their totals in the `last` row and column; mask: what is hidden so far."""

    def __init__(self, counts: Ints, *, rows: bool, columns: bool) -> None:
        height, width = counts.shape
        self.last = (height, width)
        self.values = np.zeros((height + 1, width + 1), dtype=np.int64)
        self.values[:-1, :-1] = counts
        self.values[:-1, -1] = counts.sum(axis=1)
        self.values[-1, :-1] = counts.sum(axis=0)
        self.values[-1, -1] = counts.sum()
        self.shown = np.ones(self.values.shape, dtype=bool)
        self.shown[:-1, -1] = rows
        self.shown[-1, :-1] = columns
        self.shown[-1, -1] = rows or columns
        self.mask = np.zeros(self.values.shape, dtype=bool)

    def hide_small(self) -> None:
        """Hide every small count that would be shown."""
        self.mask = self.shown & (self.values > 0) & (self.values < FEWEST)

    def given_away(self) -> Place | None:
        """Return a hidden count that can be computed; None when there is none."""
        ways = self._ways()
        return next((place for place in _places(self.mask) if not self._can_differ(place, ways)), None)

    def hide_beside(self, place: Place) -> None:
        """Hide one more count: in a row or column where one is hidden alone, else beside this one."""
        unseen = self.mask | ~self.shown
        alone_in_row = (unseen.sum(axis=1) == 1)[:, None]
        alone_in_column = (unseen.sum(axis=0) == 1)[None, :]
        near = np.zeros(self.mask.shape, dtype=bool)
        near[place[0], :] = near[:, place[1]] = True
        could = self.shown & ~self.mask & (self.values > 0)
        choices = (
            could & alone_in_row & alone_in_column,
            could & (alone_in_row | alone_in_column),
            could & near,
            could,
        )
        places = list(_places(next(choice for choice in choices if choice.any())))
        # A total tells a reader more than a part of it: it is hidden last.
        self.mask[min(places, key=self._how_missed)] = True

    def _how_missed(self, place: Place) -> tuple[bool, int, Place]:
        is_total = place[0] == self.last[0] or place[1] == self.last[1]
        return is_total, int(self.values[place]), place

    def _ends(self, place: Place) -> tuple[Node, Node]:
        """Return from where to where a count flows: the whole goes from the columns back to the rows."""
        row, column = place
        source = ("all rows", 0) if row == self.last[0] else ("row", row)
        target = ("all columns", 0) if column == self.last[1] else ("column", column)
        if place == self.last:
            return target, source
        if column == self.last[1]:
            return ("all rows", 0), source
        if row == self.last[0]:
            return target, ("all columns", 0)
        return source, target

    def _ways(self) -> dict[Node, list[tuple[Node, Place]]]:
        """Return to which nodes one gets from each: a count not shown may be larger, or smaller but not 0."""
        ways: dict[Node, list[tuple[Node, Place]]] = defaultdict(list)
        for place in _places(self.mask | ~self.shown):
            source, target = self._ends(place)
            ways[source].append((target, place))
            least = 1 if self.shown[place] else 0
            if self.values[place] > least:
                ways[target].append((source, place))
        return ways

    def _can_differ(self, place: Place, ways: dict[Node, list[tuple[Node, Place]]]) -> bool:
        source, target = self._ends(place)
        larger = _leads(ways, target, source, but=place)
        smaller = self.values[place] > 1 and _leads(ways, source, target, but=place)
        return larger or bool(smaller)


def _leads(ways: dict[Node, list[tuple[Node, Place]]], start: Node, end: Node, *, but: Place) -> bool:
    """Tell whether there is a way from one node to another that does not go through a count."""
    seen, open_ = {start}, deque([start])
    while open_:
        node = open_.popleft()
        if node == end:
            return True
        for following, place in ways[node]:
            if place != but and following not in seen:
                seen.add(following)
                open_.append(following)
    return False


def _places(mask: Flags) -> Iterator[Place]:
    return ((int(row), int(column)) for row, column in np.argwhere(mask))
