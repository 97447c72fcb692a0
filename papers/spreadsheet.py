"""Tables in, an Excel workbook out: real numbers and days, headings that stay, what was chosen up front."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from io import BytesIO
from typing import Any

import xlsxwriter

SHEET_NAME_LENGTH = 31
WIDEST, NARROWEST = 46, 9
# A Chinese sign is as wide as two letters.
WIDE_FROM = 0x2E80
FONT = {"font_name": "Microsoft YaHei", "font_size": 11}


class Form(StrEnum):
    """How the values of a column are written."""

    TEXT = "text"
    COUNT = "count"
    SHARE = "share"
    HOURS = "hours"
    DAY = "day"
    MONTH = "month"


NUMBERS = {
    Form.COUNT: "#,##0",
    Form.SHARE: "0.0%",
    Form.HOURS: "#,##0.0",
    Form.DAY: "yyyy-mm-dd",
    Form.MONTH: "yyyy-mm",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column. None: there is no number; a text among numbers says why."""

    heading: str
    values: Sequence[Any]
    form: Form = Form.COUNT


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table on a sheet of its own. title: what is said above it."""

    name: str
    title: str
    columns: Sequence[Column]


@dataclass(frozen=True, slots=True)
class Front:
    """The first sheet: a title, and what was chosen and when it was made, label and value."""

    name: str
    title: str
    lines: Sequence[tuple[str, str]]


def workbook(front: Front, sheets: Sequence[Sheet]) -> bytes:
    """Return the workbook: the front, then a sheet for each table."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": front.title})
        styles = _styles(book)
        _front(book.add_worksheet(_name(front.name)), front, styles)
        for sheet in sheets:
            _table(book.add_worksheet(_name(sheet.name)), sheet, styles)
    return content.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    made = {form.value: book.add_format(FONT | {"num_format": code}) for form, code in NUMBERS.items()}
    return made | {
        "text": book.add_format(FONT | {"text_wrap": True, "valign": "top"}),
        "title": book.add_format(FONT | {"bold": True, "font_size": 14}),
        "heading": book.add_format(
            FONT | {"bold": True, "bottom": 2, "text_wrap": True, "valign": "vcenter", "bg_color": "#E8E8E8"}
        ),
        "missing": book.add_format(FONT | {"italic": True, "align": "right", "font_color": "#5F5F5F"}),
    }


def _name(name: str) -> str:
    # What Excel does not allow in the name of a sheet.
    return "".join(" " if sign in "[]:*?/\\" else sign for sign in name)[:SHEET_NAME_LENGTH].strip("' ")


def _front(sheet: Any, front: Front, styles: dict[str, Any]) -> None:
    sheet.write_string(0, 0, front.title, styles["title"])
    for at, (label, value) in enumerate(front.lines, 2):
        sheet.write_string(at, 0, label, styles["text"])
        sheet.write_string(at, 1, value, styles["text"])
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 80)
    sheet.set_portrait()
    sheet.set_paper(9)


def _table(sheet: Any, table: Sheet, styles: dict[str, Any]) -> None:
    sheet.write_string(0, 0, table.title, styles["title"])
    for number, column in enumerate(table.columns):
        sheet.write_string(1, number, column.heading, styles["heading"])
        for row, value in enumerate(column.values, 2):
            _cell(sheet, row, number, value, column.form, styles)
        sheet.set_column(number, number, _width(column))
    sheet.freeze_panes(2, 1)
    count = max((len(column.values) for column in table.columns), default=0)
    if count and len(table.columns) > 1:
        sheet.autofilter(1, 0, count + 1, len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)


def _cell(sheet: Any, row: int, number: int, value: Any, form: Form, styles: dict[str, Any]) -> None:
    if value is None:
        return
    if isinstance(value, str):
        # A name that begins like a formula stays a name.
        sheet.write_string(row, number, value, styles["text" if form is Form.TEXT else "missing"])
    elif isinstance(value, date | datetime):
        sheet.write_datetime(row, number, value, styles[form.value])
    else:
        sheet.write_number(row, number, value, styles[form.value])


def _width(column: Column) -> float:
    texts = [column.heading, *(str(value) for value in column.values if isinstance(value, str))]
    widest = max(sum(1 + (ord(sign) >= WIDE_FROM) for sign in text) for text in texts)
    return min(WIDEST, max(NARROWEST, widest * 1.15 + 3))
