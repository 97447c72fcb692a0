"""Open an Excel workbook in a process of its own.

One stray blank in the last cell of a sheet makes the reader ask for half a terabyte, and its process
dies. It must not be the one that keeps the doors of thirty stations open.
"""

import io
import json
import resource
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from settings import ROOT

Cell = str | float | bool
MEMORY = 2 << 30
SECONDS = 60
MOST_ROWS = 20_000
MOST_COLUMNS = 200
NO_WORKBOOK = 3


class NoWorkbook(Exception):
    """These bytes are no Excel workbook."""


class TooMuch(Exception):
    """The workbook needs more memory or time than any list of people."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook. rows: as they stand in the file, from the very first; days as ISO text.

    merged: the ranges of merged cells as (first row, first column, last row, last column), from 0.
    """

    name: str
    rows: list[list[Cell]]
    merged: list[tuple[int, int, int, int]]


def sheets(content: bytes) -> list[Sheet]:
    """Return what is in an .xlsx, .xlsm, .xlsb, .xls or .ods, formulas as their last values.

    Raises NoWorkbook, TooMuch.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise TooMuch from None
    if done.returncode == NO_WORKBOOK:
        raise NoWorkbook
    if done.returncode != 0:
        raise TooMuch
    return [
        Sheet(name, rows, [(top, left, bottom, right) for top, left, bottom, right in merged])
        for name, rows, merged in json.loads(done.stdout)
    ]


def main() -> int:
    """Read a workbook from the standard input and write its sheets to the standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        read = [_sheet(book, name) for name in book.sheet_names]
    except CalamineError:
        return NO_WORKBOOK
    json.dump(read, sys.stdout, default=str)
    return 0


def _sheet(book: CalamineWorkbook, name: str) -> tuple[str, list[list[Any]], list[Any]]:
    sheet = book.get_sheet_by_name(name)
    rows = [_trimmed(row[:MOST_COLUMNS]) for row in sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS)]
    merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    return name, rows, merged


def _trimmed(row: list[Any]) -> list[Any]:
    while row and row[-1] == "":
        row.pop()
    return row


if __name__ == "__main__":
    sys.exit(main())
