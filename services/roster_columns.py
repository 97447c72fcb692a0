"""Which column of a roster holds what, by the headings people give them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.roster_cells import Cell, holds_id_number, is_id_number, text


class Field(StrEnum):
    """What is taken over from a roster. AGE and BIRTH both tell the year of birth."""

    NAME = "name"
    GENDER = "gender"
    BIRTH = "birth"
    AGE = "age"
    PHONE = "phone"
    NEIGHBOURHOOD = "neighbourhood"
    NEEDS = "needs"


# The first of a line is looked at first where a list has several.
HEADINGS = {
    Field.NAME: """姓名 名字 学员姓名 学员名字 老人姓名 长者姓名 居民姓名 人员姓名 参加者姓名 参加人姓名
        报名人姓名 学员 学员名 长者 老人 参加人 参加者 报名人 name fullname""",
    Field.GENDER: "性别 男/女 男女 gender sex",
    Field.BIRTH: """出生年份 出生年 出生年月 出生日期 出生年月日 出生时间 出生 生日 生年 birthyear yearofbirth
        born birthdate dateofbirth birthday""",
    Field.AGE: "年龄 岁数 周岁 实足年龄 年纪 年龄/出生年份 出生年份/年龄 出生年月/年龄 age",
    Field.PHONE: """手机 手机号 手机号码 手机电话 移动电话 本人手机 本人电话 联系手机 联系电话 电话 电话号码
        联系方式 联系号码 手机/电话 电话/手机 家庭电话 固定电话 固话 座机 phone mobile mobilephone
        tel telephone phonenumber""",
    Field.NEIGHBOURHOOD: """居委 居委会 所属居委 所属居委会 所在居委 所在居委会 居委名称 居民区 所属居民区
        社区 所属社区 所在社区 小区 所属小区 所在小区 居住小区 小区名称 居委/小区 居委会/小区 村居
        neighbourhood neighborhood community""",
    Field.NEEDS: "备注 需求 特殊需求 特别需求 需要 说明 备注/需求 备注说明 needs notes note remarks",
}
FIELDS = {heading: field for field, line in HEADINGS.items() for heading in line.split()}
RANKS = {heading: rank for line in HEADINGS.values() for rank, heading in enumerate(line.split())}
ID_HEADING = re.compile("身份证|证件号|证件编号|公民身份|idcard|idnumber|idno", re.IGNORECASE)
HEADER_WITHIN = 30


@dataclass(frozen=True, slots=True)
class Columns:
    """Where what stands. header_ends: the row above the first person.

    places: for each field its columns, the one to be looked at first in front. id_numbers and unused:
    the headings of what is left out, in the order of the file.
    """

    header_ends: int
    places: dict[Field, tuple[int, ...]]
    id_numbers: tuple[str, ...]
    unused: tuple[str, ...]


def find(rows: Sequence[Sequence[Cell]]) -> Columns | None:
    """Return the columns of a table, None when no row at its top has a heading for names."""
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        if Field.NAME in map(field_of, row):
            ends = _header_ends(rows, at)
            return _columns(rows, at, ends)
    return None


def field_of(cell: Cell) -> Field | None:
    """Return what a heading announces, None for anything else."""
    return FIELDS.get(_plain(cell))


def is_header(row: Sequence[Cell]) -> bool:
    """Tell whether this is the header again, as at the top of a further printed page."""
    return sum(field_of(cell) is not None for cell in row) >= 2


def _plain(cell: Cell) -> str:
    narrow = unicodedata.normalize("NFKC", str(cell)).lower()
    # "姓名*", "手机（必填）", "姓 名:", "birth_year"
    return re.sub(r"\(.*?\)|\[.*?\]|【.*?】|[\s*:_#、]", "", narrow)


def _header_ends(rows: Sequence[Sequence[Cell]], at: int) -> int:
    """A heading merged over two rows stands in both of them; so does a heading over two others."""
    ends = at
    while ends + 1 < min(len(rows), at + 3) and is_header(rows[ends + 1]):
        ends += 1
    return ends


def _columns(rows: Sequence[Sequence[Cell]], starts: int, ends: int) -> Columns:
    header = rows[starts : ends + 1]
    found: dict[Field, list[tuple[int, int]]] = {}
    id_numbers, unused = [], []
    for column in range(max(map(len, header))):
        titles = [row[column] for row in header if column < len(row) and _plain(row[column])]
        known = [title for title in reversed(titles) if field_of(title)]
        title = text(titles[-1]) if titles else ""
        if any(ID_HEADING.search(_plain(title)) for title in titles) or _is_mostly_ids(rows, ends, column):
            id_numbers.append(title)
        elif known:
            found.setdefault(FIELDS[_plain(known[0])], []).append((RANKS[_plain(known[0])], column))
        elif title:
            unused.append(title)
    places = {field: tuple(column for _rank, column in sorted(at)) for field, at in found.items()}
    return Columns(ends, places, tuple(id_numbers), tuple(unused))


def _is_mostly_ids(rows: Sequence[Sequence[Cell]], ends: int, column: int) -> bool:
    cells = [row[column] for row in rows[ends + 1 :] if column < len(row) and row[column] != ""]
    return bool(cells) and sum(map(is_id_number, cells)) * 2 > len(cells)


def rows_with_ids(rows: Sequence[Sequence[Cell]], columns: Columns) -> int:
    """Return in how many rows an ID number stands in a column that is taken over."""
    taken = [column for places in columns.places.values() for column in places]
    return sum(
        any(column < len(row) and holds_id_number(row[column]) for column in taken)
        for row in rows[columns.header_ends + 1 :]
    )
