"""A trainer imports a list as it comes from the neighbourhood office."""

import io
from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import Workbook
from playwright.sync_api import FilePayload, Page, expect
from sqlalchemy import func, select

from db import transaction
from db.models import Senior
from tests.browser.conftest import ServedHouse

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADER = ("姓名", "出生年月", "身份证号", "联系电话", "居委")


def file(*rows: Sequence[Any], name: str = "list.xlsx") -> FilePayload:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return {"name": name, "mimeType": EXCEL, "buffer": content.getvalue()}


@pytest.fixture
def importing(tina: Page, house: ServedHouse) -> Page:
    tina.goto(f"{house.url}/import_roster")
    expect(tina.get_by_role("heading", name="Import a list")).to_be_visible()
    return tina


def choose(page: Page, chosen: FilePayload) -> None:
    page.locator("input[type=file]").set_input_files(chosen)


def count(house: ServedHouse) -> int:
    with transaction.reading(house.engine) as db:
        return db.scalar(select(func.count()).select_from(Senior)) or 0


class TestImport:
    def test_shows_what_rows_become_then_stores_once_all_have_agreed(
        self, importing: Page, house: ServedHouse
    ) -> None:
        people = [("李大明", "76岁", "310109194903010021", "１３９ 0000 1111", "凉城一居")]
        choose(importing, file(("名单",), HEADER, *people, ("张桂芳", "属虎", "310109194803010021")))
        expect(importing.get_by_text("ID numbers are not kept")).to_be_visible()
        expect(importing.get_by_role("cell", name="139****1111")).to_be_visible()
        expect(importing.get_by_text("“属虎” is neither")).to_be_visible()
        register = importing.get_by_role("button", name="Register 1 person")
        expect(register).to_be_disabled()
        assert count(house) == 0

        importing.get_by_text("All these people have signed").click()
        register.click()
        expect(importing.get_by_text("1 person is registered.")).to_be_visible()
        assert count(house) == 1

    def test_the_same_list_again_has_nobody_new(self, importing: Page) -> None:
        choose(importing, file(("姓名", "出生年份"), ("陈阿宝", 1950)))
        importing.get_by_text("All these people have signed").click()
        importing.get_by_role("button", name="Register 1 person").click()
        expect(importing.get_by_text("1 person is registered.")).to_be_visible()
        choose(importing, file(("姓名", "出生年份"), ("陈阿宝", 1950)))
        expect(importing.get_by_text("Nobody in this list is new")).to_be_visible()

    def test_a_picture_gets_a_sentence(self, importing: Page) -> None:
        choose(importing, {"name": "list.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0" * 99})
        expect(importing.get_by_text("This is a picture or a PDF")).to_be_visible()

    def test_a_file_too_large_gets_a_sentence(self, importing: Page) -> None:
        choose(importing, {"name": "list.xlsx", "mimeType": EXCEL, "buffer": b"PK\x03\x04" + bytes(21 << 20)})
        expect(importing.get_by_text("larger than 20 MB")).to_be_visible()
