"""Seniors check themselves in: a phone that reads the QR from the room's screen."""

import io
from collections.abc import Callable, Iterator

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, expect

from db.words import How
from services.people import Registered
from tests.browser.conftest import ServedHouse
from tests.browser.seating import came, session

PHONE: ViewportSize = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def seated(house: ServedHouse) -> tuple[int, list[Registered]]:
    return session(house, seated=6)


@pytest.fixture
def room(tina: Page, house: ServedHouse, seated: tuple[int, list[Registered]]) -> Page:
    """The screen in the room."""
    tina.goto(f"{house.url}/room/{seated[0]}")
    expect(tina.locator("#digits")).not_to_be_empty()
    return tina


@pytest.fixture
def phone(browser: Browser, house: ServedHouse) -> Iterator[Page]:
    """A senior's own phone."""
    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True, locale="zh-CN")
    yield context.new_page()
    context.close()


def scanned(room: Page) -> str:
    """Return what a phone reads from a picture of the screen."""
    return zxingcpp.read_barcodes(Image.open(io.BytesIO(room.screenshot())))[0].text


def type_in(phone: Page, digits: str) -> None:
    for digit in digits:
        phone.locator(f".pad [data-key='{digit}']").tap()


class TestWithTheQr:
    def test_the_pad_alone_is_enough(
        self, room: Page, phone: Page, house: ServedHouse, seated: tuple[int, list[Registered]]
    ) -> None:
        activity_id, people = seated
        phone.goto(scanned(room))
        type_in(phone, people[0].number + "0001")
        phone.get_by_role("button", name="我来签到").tap()
        expect(phone.get_by_role("status")).to_contain_text("王美英")
        assert came(house, activity_id)[people[0].id] is How.SELF

    def test_the_screen_counts_her(
        self, room: Page, phone: Page, seated: tuple[int, list[Registered]]
    ) -> None:
        before = int(room.locator("#came").inner_text())
        phone.goto(scanned(room))
        type_in(phone, seated[1][1].number + "0002")
        phone.get_by_role("button", name="我来签到").tap()
        expect(room.locator("#came")).to_have_text(str(before + 1), timeout=15000)

    def test_nothing_typed_is_lost_when_it_does_not_fit(
        self, room: Page, phone: Page, seated: tuple[int, list[Registered]]
    ) -> None:
        number = seated[1][2].number
        phone.goto(scanned(room))
        type_in(phone, number + "9999")
        phone.get_by_role("button", name="我来签到").tap()
        expect(phone.get_by_role("alert")).to_contain_text("对不上")
        expect(phone.locator("#number")).to_have_value(number)
        expect(phone.locator("#phone_tail")).to_have_value("9999")

    def test_the_way_back_asks_nothing(
        self, room: Page, phone: Page, seated: tuple[int, list[Registered]]
    ) -> None:
        phone.goto(scanned(room))
        type_in(phone, seated[1][5].number + "9999")
        phone.get_by_role("button", name="我来签到").tap()
        expect(phone.get_by_role("alert")).to_contain_text("对不上")
        phone.locator("#phone_tail").tap()
        type_in(phone, "0006")
        phone.get_by_role("button", name="我来签到").tap()
        expect(phone.get_by_role("status")).to_contain_text("签到成功")
        assert seated[1][5].number not in phone.url
        phone.go_back()
        expect(phone.get_by_role("button", name="我来签到")).to_be_visible()
        expect(phone.get_by_role("alert")).to_have_count(0)

    def test_an_empty_number_is_asked_for(self, room: Page, phone: Page) -> None:
        phone.goto(scanned(room))
        phone.get_by_role("button", name="我来签到").tap()
        expect(phone.get_by_role("alert")).to_have_text("请输入卡上的六位学员号。")

    def test_a_full_field_typed_into_again_starts_anew(
        self, room: Page, phone: Page, seated: tuple[int, list[Registered]]
    ) -> None:
        phone.goto(scanned(room))
        type_in(phone, seated[1][2].number + "9999" + "0003")
        expect(phone.locator("#phone_tail")).to_have_value("0003")

    def test_the_language_can_be_changed_on_the_way(self, room: Page, phone: Page) -> None:
        phone.goto(scanned(room))
        phone.get_by_role("link", name="English").tap()
        expect(phone.get_by_role("button", name="Check me in")).to_be_visible()

    def test_the_button_is_in_sight_without_scrolling(self, room: Page, phone: Page) -> None:
        phone.goto(scanned(room))
        box = phone.get_by_role("button", name="我来签到").bounding_box()
        assert box is not None and box["y"] + box["height"] <= PHONE["height"]

    def test_an_old_link_asks_for_the_four_digits(self, room: Page, phone: Page) -> None:
        phone.goto(scanned(room).partition("?")[0] + "?c=00000000")
        expect(phone.get_by_role("alert")).to_contain_text("四位数字")


class TestWithoutTheQr:
    def test_the_four_digits_lead_to_the_same_page(
        self, room: Page, phone: Page, house: ServedHouse, seated: tuple[int, list[Registered]]
    ) -> None:
        activity_id, people = seated
        phone.goto(f"{house.url}/s")
        type_in(phone, room.locator("#digits").inner_text())
        phone.get_by_role("button", name="下一步").tap()
        type_in(phone, people[3].number + "0004")
        phone.get_by_role("button", name="我来签到").tap()
        expect(phone.get_by_role("status")).to_contain_text("签到成功")
        assert people[3].id in came(house, activity_id)

    def test_the_way_back_from_wrong_digits_asks_nothing(
        self, room: Page, phone: Page, house: ServedHouse
    ) -> None:
        phone.goto(f"{house.url}/s")
        type_in(phone, "12")
        phone.get_by_role("button", name="下一步").tap()
        expect(phone.get_by_role("alert")).to_contain_text("四位数字")
        expect(phone.locator("#digits")).to_have_value("12")
        phone.locator("[data-key=clear]").tap()
        type_in(phone, room.locator("#digits").inner_text())
        phone.get_by_role("button", name="下一步").tap()
        expect(phone.get_by_role("button", name="我来签到")).to_be_visible()
        phone.go_back()
        expect(phone.locator("#digits")).to_be_visible()

    def test_without_scripts_the_fields_do(
        self, room: Page, browser: Browser, house: ServedHouse, seated: tuple[int, list[Registered]]
    ) -> None:
        activity_id, people = seated
        context = browser.new_context(viewport=PHONE, java_script_enabled=False)
        plain = context.new_page()
        plain.goto(scanned(room))
        plain.fill("#number", people[4].number)
        plain.fill("#phone_tail", "0005")
        plain.click("button.main")
        expect(plain.get_by_role("status")).to_contain_text("签到成功")
        context.close()
        assert people[4].id in came(house, activity_id)


class TestRoom:
    def test_the_code_changes_and_goes_on_through_a_gap_in_the_network(
        self, room: Page, house: ServedHouse
    ) -> None:
        seen = room.locator("#digits").inner_text()
        room.context.set_offline(True)
        expect(room.locator("#digits")).not_to_have_text(seen, timeout=35000)
        expect(room.locator("#qr svg")).to_be_visible()
        room.context.set_offline(False)

    def test_sends_whoever_is_not_signed_in_to_the_door_of_staff(
        self, phone: Page, house: ServedHouse, seated: tuple[int, list[Registered]]
    ) -> None:
        phone.goto(f"{house.url}/room/{seated[0]}")
        expect(phone.locator("#user_name")).to_be_visible()

    def test_says_so_when_it_is_another_stations(
        self, page: Page, house: ServedHouse, sign_in: Callable[[Page, str], Page]
    ) -> None:
        sign_in(page, "tina").goto(f"{house.url}/room/99999")
        expect(page.get_by_text("没有找到")).to_be_visible()
