"""Small counts stay hidden: nobody computes them from the counts and totals that are shown."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from services.overview import hiding
from services.overview.hiding import FEWEST, Hidden, hidden

Counts = NDArray[np.int64]
SMALL_TABLES = arrays(
    np.int64, some.tuples(some.integers(1, 3), some.integers(1, 3)), elements=some.integers(0, 6)
)
TABLES = arrays(
    np.int64, some.tuples(some.integers(1, 6), some.integers(1, 6)), elements=some.integers(0, 40)
)


def with_totals(counts: Counts) -> Counts:
    below = np.vstack([counts, counts.sum(axis=0)])
    return np.hstack([below, below.sum(axis=1, keepdims=True)])


def mask_of(found: Hidden) -> NDArray[np.bool_]:
    return np.block([[found.cells, found.rows[:, None]], [found.columns[None, :], np.array([[found.whole]])]])


def seen(counts: list[list[int]], **about: bool) -> list[list[str]]:
    """The table as it is shown, with its totals."""
    table, mask = with_totals(np.array(counts)), mask_of(hidden(np.array(counts), **about))
    return [
        ["·" if m else str(v) for v, m in zip(*row, strict=True)] for row in zip(table, mask, strict=True)
    ]


class TestHidden:
    def test_five_is_shown_and_four_is_not(self) -> None:
        assert seen([[4], [9], [5], [6]], rows=False) == [
            ["·", "4"],
            ["9", "9"],
            ["·", "5"],
            ["6", "6"],
            ["24", "24"],
        ]

    def test_nobody_is_shown(self) -> None:
        assert seen([[0], [8]], rows=False) == [["0", "0"], ["8", "8"], ["8", "8"]]

    def test_the_next_smallest_goes_with_a_single_one(self) -> None:
        """30 − 12 − 15 would be 3."""
        assert [row[0] for row in seen([[3], [12], [15]], rows=False)] == ["·", "·", "15", "30"]

    def test_two_small_ones_hide_each_other(self) -> None:
        assert [row[0] for row in seen([[3], [4], [15]], rows=False)] == ["·", "·", "15", "22"]

    def test_two_ones_do_not(self) -> None:
        """Hidden is at least 1: two that make 2 together can only be 1 and 1."""
        assert [row[0] for row in seen([[1], [1], [15]], rows=False)] == ["·", "·", "·", "17"]

    def test_without_totals_nothing_else_is_hidden(self) -> None:
        assert [row[0] for row in seen([[3], [12]], rows=False, columns=False)][:2] == ["·", "12"]

    def test_a_cross_table_hides_a_rectangle(self) -> None:
        """3 alone would follow from its row and from its column."""
        assert seen([[3, 20, 30], [25, 10, 40], [50, 60, 70]]) == [
            ["·", "·", "30", "53"],
            ["·", "·", "40", "75"],
            ["50", "60", "70", "180"],
            ["78", "90", "140", "308"],
        ]

    def test_a_small_total_is_hidden_too(self) -> None:
        assert seen([[3]]) == [["·", "·"], ["·", "·"]]


class TestColumn:
    def test_leaves_gaps_where_hidden(self) -> None:
        counts = pd.Series([3, 12, 15])
        assert hiding.column(counts).isna().tolist() == [True, False, False]
        assert hiding.column(counts, total=30).isna().tolist() == [True, True, False]


class TestNobodyComputes:
    """Everything an outsider could do: try every table that fits what is shown."""

    @pytest.mark.slow
    @given(SMALL_TABLES)
    @settings(max_examples=100, deadline=None)
    def test_a_hidden_cell(self, counts: Counts) -> None:
        mask = mask_of(hidden(counts))
        values = with_totals(counts)
        inside = [tuple(place) for place in np.argwhere(mask[:-1, :-1])]
        if len(inside) > 4:
            return
        most = int(values[-1, -1]) + 2
        fitting = [
            table
            for table in fillings(counts, inside, min(most, 7))
            if fits(with_totals(table), values, mask)
        ]
        for place in map(tuple, np.argwhere(mask)):
            assert len({int(with_totals(table)[place]) for table in fitting}) > 1, (counts, place)

    @given(TABLES)
    @settings(max_examples=80, deadline=None)
    def test_by_adding_and_subtracting(self, counts: Counts) -> None:
        """No unit vector of a hidden count lies in the space of the equations."""
        mask = mask_of(hidden(counts))
        places = [tuple(place) for place in np.argwhere(mask)]
        equations = np.array(
            [[weight(place, line, counts.shape) for place in places] for line in lines(counts.shape)]
        )
        for number in range(len(places)):
            unit = np.eye(len(places))[number]
            rank = np.linalg.matrix_rank
            assert rank(np.vstack([equations, unit])) > rank(equations), (counts, places[number])

    @given(TABLES)
    @settings(max_examples=100, deadline=None)
    def test_no_small_count_is_shown(self, counts: Counts) -> None:
        shown = with_totals(counts)[~mask_of(hidden(counts))]
        assert not ((shown > 0) & (shown < FEWEST)).any()


def fillings(counts: Counts, places: list[tuple[int, ...]], most: int) -> list[Counts]:
    """Every table with other positive counts where they are hidden."""
    tables = []
    for values in product(range(1, most + 1), repeat=len(places)):
        table = counts.copy()
        for place, value in zip(places, values, strict=True):
            table[place] = value
        tables.append(table)
    return tables


def fits(table: Counts, values: Counts, mask: NDArray[np.bool_]) -> bool:
    return bool((table[~mask] == values[~mask]).all() and (table[mask] > 0).all())


def lines(shape: tuple[int, ...]) -> list[tuple[str, int]]:
    height, width = shape
    return [("row", n) for n in range(height + 1)] + [("column", n) for n in range(width + 1)]


def weight(place: tuple[int, ...], line: tuple[str, int], shape: tuple[int, ...]) -> int:
    """How a count stands in the equation of a row or a column: parts on one side, the total on the other."""
    kind, number = line
    row, column = place
    along, across, length = (row, column, shape[1]) if kind == "row" else (column, row, shape[0])
    if along != number:
        return 0
    return -1 if across == length else 1
