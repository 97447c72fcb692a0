"""The pages beside the door can be read, reached and tapped, in both languages."""

import pytest
from playwright.sync_api import Browser, Page, expect

import languages
from tests.browser.accessibility import SENIOR, STAFF, faults
from tests.browser.conftest import ServedHouse
from tests.browser.seating import session


@pytest.fixture(scope="module")
def activity_id(house: ServedHouse) -> int:
    return session(house, seated=4)[0]


@pytest.mark.parametrize("language", languages.LANGUAGES)
@pytest.mark.parametrize("path", ["/roll_call", "/paper", "/walk_in"])
def test_pages_for_staff(tina: Page, house: ServedHouse, activity_id: int, path: str, language: str) -> None:
    tina.context.add_cookies([{"name": "language", "value": language, "url": house.url}])
    tina.goto(f"{house.url}{path}?activity={activity_id}")
    expect(tina.locator("h1").first).to_be_visible(timeout=20000)
    tina.wait_for_timeout(1500)
    assert faults(tina, STAFF, language) == []


def test_the_screen_in_the_room_which_is_in_both_languages_at_once(
    tina: Page, house: ServedHouse, activity_id: int
) -> None:
    tina.goto(f"{house.url}/room/{activity_id}")
    expect(tina.locator("#digits")).not_to_be_empty()
    assert [fault for fault in faults(tina, STAFF, "zh-CN") if "sideways" not in fault] == []


@pytest.mark.parametrize("language", languages.LANGUAGES)
@pytest.mark.parametrize("way", ["digits", "form", "gone"])
def test_pages_for_a_seniors_phone(
    tina: Page, browser: Browser, house: ServedHouse, activity_id: int, way: str, language: str
) -> None:
    tina.goto(f"{house.url}/room/{activity_id}")
    expect(tina.locator("#digits")).not_to_be_empty()
    context = browser.new_context(viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True)
    context.add_cookies([{"name": "language", "value": language, "url": house.url}])
    phone = context.new_page()
    phone.goto(f"{house.url}/s" + ("/nonsense?c=00000000" if way == "gone" else ""))
    if way == "form":
        phone.fill("#digits", tina.locator("#digits").inner_text())
        phone.click("button.main")
        phone.locator("#number").wait_for()
    found = faults(phone, SENIOR, language)
    context.close()
    assert found == []
