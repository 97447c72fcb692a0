"""The report of a month on A4: sentences, pictures drawn from the tables, the tables, and what they mean."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from papers.typesetting import PAPERS, pdf

Pairs = Sequence[tuple[str, str]]


class Shape(StrEnum):
    """How a picture is drawn: standing bars, lying bars, or a grid of shades."""

    COLUMNS = "columns"
    BARS = "bars"
    GRID = "grid"


@dataclass(frozen=True, slots=True)
class Row:
    """Values of one kind, one for each name of the drawing; None: nothing is drawn.

    shown: the same as they are written.
    """

    label: str
    values: Sequence[float | None]
    shown: Sequence[str]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture. names: of the bars, or of the columns of a grid. rows: one for each kind, or grid row.

    most: what a full bar or the darkest shade stands for. mark: where a line is drawn across, 0 for none.
    is_sum: the kinds are parts of one bar.
    """

    shape: Shape
    names: Sequence[str]
    rows: Sequence[Row]
    most: float
    mark: float = 0
    mark_label: str = ""
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is printed. right: which columns stand to the right; total: the last row is all."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: Sequence[bool]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report. sentence: what is seen. note: said small below."""

    title: str
    sentence: str
    drawing: Drawing | None
    table: Table
    note: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The words around. chosen: the filters; made: when; hidden: what is left out and why."""

    title: str
    where: str
    days: str
    chosen: Pairs
    made: str
    hidden: str
    definitions: str


def sheet(words: Words, parts: Sequence[Part], definitions: Pairs, *, lang: str) -> bytes:
    """Return the report as a PDF."""
    return pdf(
        PAPERS / "report.typ",
        {
            "words": asdict(words),
            "parts": [asdict(part) for part in parts],
            "definitions": [list(pair) for pair in definitions],
            "lang": lang,
        },
    )
