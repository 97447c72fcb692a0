"""Rosters are read as they really come: from Excel and CSV, in any encoding, under any heading."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from db.words import Gender
from services import roster_file
from services.details import NameMissing, PhoneWrong
from services.roster_cells import AgeWrong, BirthUnclear, GenderUnclear
from services.roster_file import Roster

TODAY = date(2026, 3, 10)
HEADER = ("姓名", "性别", "出生年份", "手机", "居委", "备注")
WANG = ("王秀英", "女", 1950, "13812345678", "凉城一居", "听力不好")


def workbook(*rows: Sequence[Any], arrange: Callable[[Worksheet], object] | None = None) -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    if arrange:
        arrange(sheet)
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def text(rows: Iterable[Sequence[Any]], encoding: str = "utf-8", separator: str = ",") -> bytes:
    lines = io.StringIO(newline="")
    csv.writer(lines, delimiter=separator).writerows(rows)
    return lines.getvalue().encode(encoding)


def read(content: bytes, **about: Any) -> Roster:
    return roster_file.read(content, today=TODAY, **about)


def born(heading: str, cell: object) -> int | None:
    details = read(workbook(("姓名", heading), ("王秀英", cell))).rows[0].details
    assert details is not None
    return details.birth_year


def phone(cell: object) -> str:
    details = read(workbook(("姓名", "联系方式"), ("王秀英", cell))).rows[0].details
    assert details is not None
    return details.phone


def fault(heading: str, cell: object) -> object:
    return type(read(workbook(("姓名", heading), ("王秀英", cell))).rows[0].fault)


class TestRead:
    def test_takes_everything_of_a_person(self) -> None:
        details = read(workbook(HEADER, WANG)).rows[0].details
        assert details is not None
        assert (details.name, details.gender, details.birth_year) == ("王秀英", Gender.FEMALE, 1950)
        assert (details.phone, details.neighbourhood, details.needs) == (
            "13812345678",
            "凉城一居",
            "听力不好",
        )

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
    def test_text_in_any_encoding(self, encoding: str) -> None:
        assert read(text([HEADER, WANG], encoding)).rows[0].typed == "王秀英"

    @pytest.mark.parametrize("separator", [",", "\t", ";", "，", "|"])
    def test_text_with_any_separator(self, separator: str) -> None:
        details = read(text([HEADER, WANG], separator=separator)).rows[0].details
        assert details is not None and details.phone == "13812345678"

    def test_a_rare_character_only_gb18030_has(self) -> None:
        assert read(text([HEADER, ("王𬬭", *WANG[1:])], "gb18030")).rows[0].typed == "王𬬭"

    def test_counts_rows_as_the_file_does(self) -> None:
        content = workbook((), ("凉城街道学员名单",), (), HEADER, WANG, (), WANG)
        assert [row.number for row in read(content).rows] == [5, 7]

    def test_a_title_merged_above_the_header(self) -> None:
        content = workbook(("名单",), HEADER, WANG, arrange=lambda sheet: sheet.merge_cells("A1:F1"))
        assert [row.typed for row in read(content).rows] == ["王秀英"]

    def test_a_neighbourhood_merged_over_several_people_counts_for_each(self) -> None:
        people = [("王秀英", "凉城一居"), ("李大明", None), ("张桂芳", None)]
        content = workbook(("姓名", "居委会"), *people, arrange=lambda sheet: sheet.merge_cells("B2:B4"))
        assert [row.details and row.details.neighbourhood for row in read(content).rows] == ["凉城一居"] * 3

    def test_a_header_of_two_rows(self) -> None:
        def arrange(sheet: Worksheet) -> None:
            sheet.merge_cells("A1:A2")
            sheet.merge_cells("B1:C1")

        content = workbook(
            ("姓名", "联系方式", None),
            (None, "固话", "手机"),
            ("王秀英", "65551234", "13812345678"),
            arrange=arrange,
        )
        details = read(content).rows[0].details
        assert details is not None and details.phone == "13812345678"

    def test_totals_notes_and_repeated_headers_are_nobody(self) -> None:
        content = workbook(
            HEADER,
            WANG,
            HEADER,
            ("合计", 1),
            ("共 1 人",),
            ("填表人：小李",),
            (None, None, None, None, None, None),
        )
        roster = read(content)
        assert ([row.number for row in roster.rows], roster.skipped) == ([2], (3, 4, 5, 6))

    def test_a_formula_counts_as_its_last_value(self) -> None:
        """openpyxl stores no values of formulas; XlsxWriter does, as Excel would."""
        import xlsxwriter

        file = io.BytesIO()
        with xlsxwriter.Workbook(file) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ("姓名", "年龄"))
            sheet.write(1, 0, "王秀英")
            sheet.write_formula(1, 1, "=2026-1950", None, 76)
        details = read(file.getvalue()).rows[0].details
        assert details is not None and details.birth_year == 1950

    @pytest.mark.parametrize(
        "heading", ["姓名", "名字", "学员姓名", "姓 名", "姓名*", "姓名（必填）", "Name"]
    )
    def test_knows_headings_for_names(self, heading: str) -> None:
        assert read(workbook((heading,), ("王秀英",))).rows[0].typed == "王秀英"

    @pytest.mark.parametrize("heading", ["居委", "居委会", "小区", "社区", "所属居委会"])
    def test_knows_headings_for_neighbourhoods(self, heading: str) -> None:
        details = read(workbook(("姓名", heading), ("王秀英", "凉城一居"))).rows[0].details
        assert details is not None and details.neighbourhood == "凉城一居"

    def test_the_phone_of_the_children_is_not_hers(self) -> None:
        roster = read(workbook(("姓名", "紧急联系人电话"), ("王秀英", "13812345678")))
        assert roster.rows[0].details is not None and roster.rows[0].details.phone == ""
        assert roster.unused == ("紧急联系人电话",)

    def test_reads_the_longest_sheet_and_names_the_others(self) -> None:
        book = Workbook()
        book["Sheet"].append(("姓名",))
        people = book.create_sheet("东片")
        people.append(("姓名",))
        people.append(("王秀英",))
        roster = read(saved(book))
        assert (roster.sheet, roster.sheets) == ("东片", ("Sheet", "东片"))

    def test_reads_the_sheet_asked_for(self) -> None:
        book = Workbook()
        for name, person in (("东片", "王秀英"), ("西片", "李大明")):
            sheet = book.create_sheet(name)
            sheet.append(("姓名",))
            sheet.append((person,))
        assert read(saved(book), sheet="西片").rows[0].typed == "李大明"


class TestBirth:
    @pytest.mark.parametrize(
        "cell",
        [
            1950,
            "1950",
            "1950年",
            "１９５０",
            1950.3,
            "1950.03",
            "1950年3月",
            "1950-3-1",
            "1950/03/01",
            "19500301",
            195003,
            "50年3月",
            "3/1/1950",
            18323,
            date(1950, 3, 1),
            datetime(1950, 3, 1, 8, 30),  # noqa: DTZ001 - a workbook knows no zones
        ],
    )
    def test_a_year_in_all_its_forms(self, cell: object) -> None:
        assert born("出生年月", cell) == 1950

    @pytest.mark.parametrize("cell", [76, "76", "76岁", "76 周岁", 1950])
    def test_an_age_counts_from_today(self, cell: object) -> None:
        assert born("年龄", cell) == 1950

    @pytest.mark.parametrize("cell", [None, "", "-", "不详", "/"])
    def test_nothing_is_nothing(self, cell: object) -> None:
        assert born("出生日期", cell) is None

    def test_what_is_neither_is_told(self) -> None:
        assert fault("出生年月", "属虎") is BirthUnclear

    def test_an_age_nobody_has_is_told(self) -> None:
        assert fault("年龄", 160) is AgeWrong


class TestPhone:
    @pytest.mark.parametrize(
        "cell",
        [
            "13812345678",
            13812345678,
            13812345678.0,
            "１３８１２３４５６７８",
            "+86 138 1234 5678",
            "138-1234-5678",
            "'13812345678",
            "13812345678\t",
            "65551234/13812345678",
            "13812345678、13900001111",
        ],
    )
    def test_a_mobile_in_all_its_forms(self, cell: object) -> None:
        assert phone(cell) == "13812345678"

    def test_a_landline_that_lost_its_zero_as_a_number(self) -> None:
        assert phone(2165551234) == "02165551234"

    def test_what_is_none_is_told(self) -> None:
        assert fault("电话", "1381234") is PhoneWrong


class TestGender:
    def test_what_is_none_is_told(self) -> None:
        assert fault("性别", "是") is GenderUnclear


class TestIdNumbers:
    def test_a_column_of_that_heading_is_dropped(self) -> None:
        roster = read(workbook(("姓名", "身份证号码"), ("王秀英", "31010919500301002X")))
        assert roster.id_columns == ("身份证号码",)
        assert "310109" not in repr(roster)

    def test_a_column_of_that_content_is_dropped_whatever_its_heading(self) -> None:
        roster = read(
            workbook(("姓名", "备注"), ("王秀英", "310109195003010021"), ("李大明", 310109194803010021))
        )
        assert roster.id_columns == ("备注",)
        assert "310109" not in repr(roster)

    def test_a_single_one_in_a_note_is_taken_out(self) -> None:
        content = workbook(
            ("姓名", "备注"), ("王秀英", "身份证310109195003010021，听力不好"), ("李大明", "好")
        )
        roster = read(content)
        assert roster.rows[0].details is not None
        assert (roster.rows[0].details.needs, roster.id_cells) == ("身份证，听力不好", 1)


class TestRefusals:
    def test_a_missing_name_is_told_of_its_row(self) -> None:
        row = read(workbook(HEADER, ("", *WANG[1:]), WANG)).rows[0]
        assert (row.number, row.details, type(row.fault)) == (2, None, NameMissing)

    @pytest.mark.parametrize("content", [b"", b"  \n"])
    def test_an_empty_file(self, content: bytes) -> None:
        with pytest.raises(roster_file.FileEmpty):
            read(content)

    def test_more_than_twenty_megabytes(self) -> None:
        with pytest.raises(roster_file.FileTooLarge):
            read(b"x" * (20 * 1024 * 1024 + 1))

    @pytest.mark.parametrize(
        "start", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"%PDF-1.7", b"\0\0\0\x18ftypheic"]
    )
    def test_a_picture(self, start: bytes) -> None:
        with pytest.raises(roster_file.IsPicture):
            read(start + bytes(200))

    @pytest.mark.parametrize(
        "content", [b"PK\x03\x04 no workbook", bytes(range(256)) * 4, "<html>姓名".encode()]
    )
    def test_what_only_calls_itself_excel(self, content: bytes) -> None:
        with pytest.raises(roster_file.NotAList):
            read(content)

    def test_a_workbook_with_a_password(self) -> None:
        """Excel wraps a locked workbook into an older container, whose parts are named in UTF-16."""
        content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le")
        with pytest.raises(roster_file.IsLocked):
            read(content)

    def test_a_stray_blank_in_the_last_cell_of_the_sheet(self) -> None:
        content = workbook(HEADER, WANG, arrange=lambda sheet: sheet.cell(1048576, 16384, " "))
        with pytest.raises(roster_file.SheetTooLarge):
            read(content)

    def test_no_heading_for_names(self) -> None:
        with pytest.raises(roster_file.NoNameColumn):
            read(workbook(("性别", "手机"), ("女", "13812345678")))

    def test_nobody_below_the_header(self) -> None:
        with pytest.raises(roster_file.NobodyListed):
            read(workbook(HEADER))

    def test_more_than_five_thousand(self) -> None:
        with pytest.raises(roster_file.TooManyRows) as refused:
            read(text([HEADER, *[WANG] * 5001]))
        assert refused.value.about == {"rows": 5001, "most": 5000}
