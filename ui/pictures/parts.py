"""What pictures are made of: columns of figures, gaps for what is not known."""

from collections.abc import Sequence

import pandas as pd

from ui.dashboard import words
from ui.dashboard.shown import Column
from ui.text import named


def figures(table: pd.DataFrame, names: Sequence[str]) -> list[Column]:
    """Return figures as columns, each by its own name."""
    return [Column(words.name_of(name), list(table[name]), words.kind_of(name)) for name in names]


def none(value: float) -> float | None:
    """Return the value; None where it is not known."""
    return value if words.is_known(value) else None


def stations(table: pd.DataFrame) -> list[str]:
    """Return the names of the places in a table with the columns zh and en."""
    return [named(row.zh, row.en) for row in words.rows(table)]
