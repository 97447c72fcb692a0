"""Read a roster as it really comes: Excel or CSV, whatever its encoding, titles and headings."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services import roster_cells, roster_columns, workbook
from services.details import Details, clean
from services.errors import N_, Invalid, Refused
from services.roster_cells import Cell
from services.roster_columns import Columns, Field

MEGABYTE = 1 << 20
MOST_MEGABYTES = 20
MOST_ROWS = 5000
SEPARATORS = ",\t;，|"
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
LOCKED = "EncryptedPackage".encode("utf-16-le")
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF", b"II*\0", b"MM\0*", b"%PDF")
HEIC = re.compile(rb"....ftyp", re.DOTALL)
SUMS = re.compile(
    r"(合\s*计|总\s*计|小\s*计|共\s*计|总人数|人数合计|共\s*\d+\s*[人位名]|total\b).*", re.IGNORECASE
)
REMARKS = re.compile(r"(注|备注|说明|填表人|填报人|制表人|制表|审核人|审核|负责人|日期|填表日期)\s*[::].*")


class FileEmpty(Refused):
    """Nothing in it."""

    sentence = N_("This file is empty. Please choose the file with the list.")


class FileTooLarge(Refused):
    """More than any list of people."""

    sentence = N_(
        "This file is larger than %(most)s MB. A list of names is much smaller: "
        "please copy only the list into a new workbook, without pictures."
    )


class SheetTooLarge(Refused):
    """The workbook reaches too far."""

    sentence = N_(
        "This workbook reaches far beyond the list. Please copy only the list into a new workbook "
        "and try again."
    )


class IsPicture(Refused):
    """A photo or a scan."""

    sentence = N_(
        "This is a picture or a PDF, from which no list can be read. Please choose the Excel or CSV file."
    )


class IsLocked(Refused):
    """Protected by a password."""

    sentence = N_("This workbook is locked with a password. Please save it without one and try again.")


class NotAList(Refused):
    """Neither a workbook nor a text with columns."""

    sentence = N_(
        "This file cannot be read as a list. Please open it in Excel or WPS, save it as .xlsx, and try again."
    )


class NoNameColumn(Refused):
    """No heading for names."""

    sentence = N_("No column with names was found. Please write 姓名 above the names and try again.")


class NobodyListed(Refused):
    """A header and nothing below it."""

    sentence = N_("There is nobody below the headings of this list.")


class TooManyRows(Refused):
    """More rows than are imported at once."""

    sentence = N_(
        "This list has %(rows)s rows; at most %(most)s go at once. Please cut it into several files."
    )


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A person in a roster. number: the row as the file counts it, from 1.

    details: clean, or None where `fault` says what is wrong. typed: the name as it stands there.
    by_age: the year of birth was reckoned from an age, so that it may be one off.
    """

    number: int
    typed: str
    details: Details | None
    fault: Invalid | None = None
    by_age: bool = False


@dataclass(frozen=True, slots=True)
class Roster:
    """What was read of a file. skipped: row numbers of totals, notes and repeated headers.

    id_columns and unused: the headings of columns not taken over. id_cells: rows out of which a
    single ID number was taken. sheet: the one that was read, of all `sheets` in which there are names.
    """

    rows: tuple[RosterRow, ...]
    skipped: tuple[int, ...]
    id_columns: tuple[str, ...]
    id_cells: int
    unused: tuple[str, ...]
    sheet: str
    sheets: tuple[str, ...]


def read(content: bytes, *, today: date, sheet: str = "") -> Roster:
    """Return the people in an Excel or CSV file; ages count from `today`.

    Of several sheets with names the one called `sheet` is read, else the longest.

    Raises FileEmpty, FileTooLarge, SheetTooLarge, IsPicture, IsLocked, NotAList, NoNameColumn,
    NobodyListed, TooManyRows.
    """
    if not content.strip():
        raise FileEmpty
    if len(content) > MOST_MEGABYTES * MEGABYTE:
        raise FileTooLarge(most=MOST_MEGABYTES)
    tables = _workbook(content) if content.startswith((ZIP, OLE)) else _text(content)
    named = [(name, rows, found) for name, rows in tables if (found := roster_columns.find(rows))]
    if not named:
        raise NoNameColumn
    name, rows, columns = max(named, key=lambda table: (table[0] == sheet, len(table[1])))
    read, skipped = _people(rows, columns, today)
    return Roster(
        rows=read,
        skipped=skipped,
        id_columns=columns.id_numbers,
        id_cells=roster_columns.rows_with_ids(rows, columns),
        unused=columns.unused,
        sheet=name,
        sheets=tuple(name for name, _rows, _columns in named),
    )


def _workbook(content: bytes) -> list[tuple[str, list[list[Cell]]]]:
    if content.startswith(OLE) and LOCKED in content:
        raise IsLocked
    try:
        return [(sheet.name, _unmerged(sheet)) for sheet in workbook.sheets(content)]
    except workbook.NoWorkbook:
        raise NotAList from None
    except workbook.TooMuch:
        raise SheetTooLarge from None


def _unmerged(sheet: workbook.Sheet) -> list[list[Cell]]:
    """Say again in every row what cells merged downwards say once; to the right nothing is repeated."""
    rows = sheet.rows
    for top, left, bottom, _right in sheet.merged:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        said = rows[top][left]
        for row in rows[top + 1 : bottom + 1]:
            row.extend([""] * (left + 1 - len(row)))
            row[left] = said
    return rows


def _text(content: bytes) -> list[tuple[str, list[list[Cell]]]]:
    """Return the table with the separator by which most of its headings are known."""
    if content.startswith(PICTURES) or HEIC.match(content):
        raise IsPicture
    decoded = _decoded(content)
    tables = [_table(decoded, separator) for separator in SEPARATORS]
    found = [(len(columns.places), rows) for rows in tables if (columns := roster_columns.find(rows))]
    best = max(found, key=lambda table: table[0], default=(0, tables[0]))
    return [("", best[1])]


def _decoded(content: bytes) -> str:
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            decoded = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\0-\x08\x0e-\x1a]", decoded) and not decoded.lstrip().startswith("<"):
            return decoded
    raise NotAList


def _table(decoded: str, separator: str) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    try:
        for line in csv.reader(io.StringIO(decoded, newline=""), delimiter=separator):
            rows.append(list(line))
    except csv.Error:
        return []
    return rows


def _people(
    rows: Sequence[Sequence[Cell]], columns: Columns, today: date
) -> tuple[tuple[RosterRow, ...], tuple[int, ...]]:
    read, skipped = [], []
    for at, row in enumerate(rows[columns.header_ends + 1 :], start=columns.header_ends + 2):
        if not any(roster_cells.text(cell) for cell in row):
            continue
        said = {field: _said(row, places, field) for field, places in columns.places.items()}
        if _is_nobody(row, said):
            skipped.append(at)
        else:
            read.append(_person(at, said, today))
    if not read:
        raise NobodyListed
    if len(read) > MOST_ROWS:
        raise TooManyRows(rows=len(read), most=MOST_ROWS)
    return tuple(read), tuple(skipped)


def _said(row: Sequence[Cell], places: Sequence[int], field: Field) -> str:
    narrow = field is not Field.NEEDS
    said = [roster_cells.text(row[place], narrow=narrow) for place in places if place < len(row)]
    return next(filter(None, said), "")


def _is_nobody(row: Sequence[Cell], said: dict[Field, str]) -> bool:
    first = next(filter(None, map(roster_cells.text, row)), "")
    return (
        not any(said.values())
        or bool(SUMS.fullmatch(first) or SUMS.fullmatch(said[Field.NAME]) or REMARKS.fullmatch(first))
        or roster_columns.is_header(row)
    )


def _person(number: int, said: dict[Field, str], today: date) -> RosterRow:
    def told(field: Field) -> str:
        return said.get(field, "")

    try:
        born = roster_cells.birth_year(told(Field.BIRTH), today)
        details = clean(
            today=today,
            name=told(Field.NAME),
            birth_year=roster_cells.year_of_age(told(Field.AGE), today) if born is None else born,
            gender=roster_cells.gender(told(Field.GENDER)),
            phone=roster_cells.phone(told(Field.PHONE)),
            neighbourhood=told(Field.NEIGHBOURHOOD),
            needs=told(Field.NEEDS),
        )
    except Invalid as fault:
        return RosterRow(number, told(Field.NAME), None, fault)
    return RosterRow(number, told(Field.NAME), details, by_age=born is None)
