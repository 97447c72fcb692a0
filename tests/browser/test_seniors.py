"""The seniors' page in a real browser: registered by one hand, once, and found again."""

import re
from io import BytesIO
from pathlib import Path

import pypdfium2
import zxingcpp
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from db import transaction
from db.models import Senior
from tests.browser.conftest import ServedHouse

SOON = 30_000


def how_many(house: ServedHouse, name: str) -> int:
    with transaction.reading(house.engine) as db:
        return db.scalar(select(func.count()).where(Senior.name == name)) or 0


def register(page: Page, house: ServedHouse, name: str, year: str) -> None:
    """Fill the form and tap twice, as hurried people do."""
    page.goto(f"{house.url}/seniors")
    page.get_by_role("button", name="Register somebody new").click()
    button = page.get_by_role("button", name="Register", exact=True)
    expect(button).to_be_visible(timeout=SOON)
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Year of birth").fill(year)
    page.get_by_text("I have read this out").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value(name)
    button.dblclick()


class TestRegistering:
    def test_two_taps_make_one_person_and_a_card_that_scans(
        self, tina: Page, house: ServedHouse, tmp_path: Path
    ) -> None:
        register(tina, house, "单美英", "1948")
        expect(tina.get_by_text("is registered")).to_be_visible(timeout=SOON)
        assert how_many(house, "单美英") == 1
        with tina.expect_download(timeout=SOON) as download:
            tina.get_by_role("button", name="Print the card").click()
        download.value.save_as(tmp_path / "card.pdf")
        (page,) = pypdfium2.PdfDocument(BytesIO((tmp_path / "card.pdf").read_bytes()))
        (code,) = zxingcpp.read_barcodes(page.render(scale=4).to_pil())
        assert re.fullmatch(rf"{house.url}/c/[2-9a-z]{{14}}", code.text)

    def test_what_is_not_right_loses_nothing(self, tina: Page, house: ServedHouse) -> None:
        register(tina, house, "曾美芳", "2099")
        expect(tina.get_by_text("lies in the future")).to_be_visible(timeout=SOON)
        expect(tina.get_by_label("Name", exact=True)).to_have_value("曾美芳")
        expect(tina.get_by_label("Year of birth")).to_have_value("2099")
        assert how_many(house, "曾美芳") == 0

    def test_somebody_alike_is_shown_before_a_second_is_made(self, tina: Page, house: ServedHouse) -> None:
        register(tina, house, "解晓东", "1950")
        expect(tina.get_by_text("is registered")).to_be_visible(timeout=SOON)
        register(tina, house, "解晓东", "1950")
        expect(tina.get_by_text("Is this the same person?")).to_be_visible(timeout=SOON)
        assert how_many(house, "解晓东") == 1


class TestFinding:
    def test_initials_lead_to_the_page_and_a_lost_card_is_replaced(
        self, tina: Page, house: ServedHouse
    ) -> None:
        register(tina, house, "仇和平", "1951")
        expect(tina.get_by_text("is registered")).to_be_visible(timeout=SOON)
        tina.goto(f"{house.url}/seniors")
        tina.get_by_placeholder("wmy").fill("qhp")
        tina.get_by_role("button", name="Open", exact=True).click()
        expect(tina).to_have_url(re.compile(r"senior=\d+"), timeout=SOON)
        tina.get_by_role("button", name="Lost: make a new one").click()
        expect(tina.get_by_text("Please print the new one")).to_be_visible(timeout=SOON)
        expect(tina.get_by_role("heading", name="仇和平")).to_be_visible()
