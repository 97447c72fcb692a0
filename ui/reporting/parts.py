"""What every part of the report is made of: a sentence, a table, a picture drawn from that table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from papers.report import Drawing, Row, Shape
from services.overview import hiding
from ui.dashboard import words
from ui.dashboard.words import Kind
from ui.text import _

UNKNOWN = "–"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. is_hiding: where there is no number, it is not shown; else it is not known."""

    name: str
    values: Sequence[Any]
    kind: Kind = Kind.COUNT
    is_hiding: bool = False

    @property
    def plain(self) -> list[Any]:
        """Return the values as a file has them: numbers, days, a word where one is not shown, or None."""
        return [self._plain(value) for value in self.values]

    @property
    def told(self) -> list[str]:
        """Return the values as they are printed."""
        return [self._told(value) for value in self.values]

    def _plain(self, value: Any) -> Any:
        if not words.is_known(value):
            return _(hiding.WORD) if self.is_hiding else None
        return int(value) if self.kind is Kind.COUNT else value

    def _told(self, value: Any) -> str:
        if not words.is_known(value):
            return _(hiding.WORD) if self.is_hiding else UNKNOWN
        return words.said(value, self.kind)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report. name: its key and that of its files; sheet: its short name in the workbook.

    about: keys of DEFINITIONS. total: the last row is all together. note: said small below.
    """

    name: str
    title: str
    sentence: str
    columns: Sequence[Column]
    drawing: Drawing | None = None
    about: Sequence[str] = ()
    total: bool = False
    note: str = ""


def counts(table: pd.DataFrame, names: Sequence[str]) -> list[Column]:
    """Return columns of figures by their keys: counts may be hidden, shares may be unknown."""
    return [
        Column(
            words.name_of(name),
            list(table[name]),
            words.kind_of(name),
            is_hiding=words.kind_of(name) is Kind.COUNT,
        )
        for name in names
    ]


def bars(
    names: Sequence[str],
    columns: Sequence[Column],
    *,
    most: float = 0,
    mark: float = 0,
    mark_label: str = "",
    shape: Shape = Shape.BARS,
    is_sum: bool = False,
) -> Drawing | None:
    """Return the picture of columns of a table; None where there is no number in any of them.

    most: what a full bar stands for, the largest value otherwise.
    """
    rows = [
        Row(column.name, [_number(value) for value in column.values], _short(column)) for column in columns
    ]
    known = [value for row in rows for value in row.values if value is not None]
    if not known or not max(known):
        return None
    sums = (sum(value or 0 for value in values) for values in zip(*(row.values for row in rows), strict=True))
    largest = max(sums) if is_sum else max(known)
    return Drawing(shape, names, rows, max(most, largest), mark, mark_label, is_sum)


def _number(value: Any) -> float | None:
    return float(value) if words.is_known(value) else None


def _short(column: Column) -> list[str]:
    """Return what stands beside the bars: whole per cent, and why there is no bar."""
    return [
        words.short(value, column.kind) if words.is_known(value) else column.told[at]
        for at, value in enumerate(column.values)
    ]
