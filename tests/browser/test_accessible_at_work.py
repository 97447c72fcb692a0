"""The pages of one session and one senior, and the forms behind buttons, in both languages."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import languages
from tests.browser.accessibility import STAFF, faults
from tests.browser.conftest import TABLET, ServedHouse
from tests.browser.seating import session
from tests.serving import Server, serving


@pytest.fixture(scope="module")
def to_come(house: ServedHouse) -> int:
    """A session of later, with people on its list."""
    return session(house, seated=3, begins_in=timedelta(hours=5))[0]


@pytest.fixture(scope="module")
def begun(house: ServedHouse) -> int:
    """A session that has begun, so that it can be closed."""
    return session(house, seated=0, begins_in=timedelta(minutes=-30))[0]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server nobody has set up."""
    folder: Path = tmp_path_factory.mktemp("empty")
    with serving(folder) as server:
        yield server


def opened(page: Page, house: ServedHouse, path: str, language: str) -> Page:
    """Open a page in a language and wait until it stands."""
    page.context.add_cookies([{"name": "language", "value": language, "url": house.url}])
    page.goto(house.url + path)
    expect(page.locator("h1").first).to_be_visible(timeout=20000)
    page.wait_for_timeout(1500)
    return page


@pytest.mark.parametrize("language", languages.LANGUAGES)
def test_a_session_to_come_with_its_forms_open(
    tina: Page, house: ServedHouse, to_come: int, language: str
) -> None:
    opened(tina, house, f"/activity?activity={to_come}", language)
    for summary in tina.locator("summary").all():
        summary.click()
    tina.wait_for_timeout(1500)
    assert faults(tina, STAFF, language) == []


@pytest.mark.parametrize("language", languages.LANGUAGES)
def test_a_session_that_has_begun(tina: Page, house: ServedHouse, begun: int, language: str) -> None:
    assert faults(opened(tina, house, f"/activity?activity={begun}", language), STAFF, language) == []


@pytest.mark.parametrize("language", languages.LANGUAGES)
def test_the_form_of_a_new_session(tina: Page, house: ServedHouse, language: str) -> None:
    opened(tina, house, "/plan", language)
    tina.locator("summary").first.click()
    tina.wait_for_timeout(1500)
    assert faults(tina, STAFF, language) == []


@pytest.mark.parametrize("language", languages.LANGUAGES)
def test_the_page_of_a_senior(tina: Page, house: ServedHouse, to_come: int, language: str) -> None:
    opened(tina, house, "/seniors", language)
    tina.locator(".st-key-find input").fill("wmy")
    tina.locator("[class*=st-key-row] button").first.click()
    expect(tina.locator("h1")).to_contain_text("王美", timeout=20000)
    tina.wait_for_timeout(1000)
    assert faults(tina, STAFF, language) == []


@pytest.mark.parametrize("language", languages.LANGUAGES)
def test_the_form_that_registers(tina: Page, house: ServedHouse, language: str) -> None:
    opened(tina, house, "/seniors", language)
    tina.locator("[class*=st-key-register] button").first.click()
    tina.wait_for_timeout(2500)
    assert faults(tina, STAFF, language) == []


@pytest.mark.parametrize("language", languages.LANGUAGES)
def test_setting_up_an_empty_house(browser: Browser, empty: Server, language: str) -> None:
    context = browser.new_context(viewport=TABLET)
    context.add_cookies([{"name": "language", "value": language, "url": empty.url}])
    page = context.new_page()
    page.goto(f"{empty.url}/set-up")
    found = faults(page, STAFF, language)
    context.close()
    assert found == []


def test_why_not_is_read_where_the_button_was_tapped(tina: Page, house: ServedHouse) -> None:
    """The button stands far below a long list, and the sentence at the top of the page."""
    activity_id, _seated = session(house, seated=12, begins_in=timedelta(hours=8))
    opened(tina, house, f"/activity?activity={activity_id}", "en")
    tina.locator("summary").filter(has_text="Cancel the session").click()
    tina.get_by_role("button", name="Cancel this session").click()
    expect(tina.get_by_text("Please write down why")).to_be_in_viewport(timeout=20000)
    expect(tina.get_by_role("button", name="Cancel this session")).to_be_visible()
