"""Every page can be read, reached and tapped, in both languages."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

import languages
from tests.browser.accessibility import STAFF, faults
from tests.browser.conftest import ServedHouse

OPEN = ("/sign-in", "/")
SIGNED_IN = (
    "/",
    "/plan",
    "/seniors",
    "/import_roster",
    "/house",
    "/house?part=places",
    "/house?part=programmes",
    "/house?part=tablets",
    "/house?part=record",
    "/me",
    "/door",
    "/sign-out",
)
NOT_THERE = (
    "/activity?activity=987654",
    "/activity",
    "/door?activity=987654",
    "/roll_call",
    "/walk_in",
    "/paper",
    "/paper?activity=987654",
    "/room_board?activity=987654",
)


def look(context: BrowserContext, house: ServedHouse, path: str, language: str) -> list[str]:
    """Open a page in a language, wait until it stands, and return what is wrong with it."""
    context.add_cookies([{"name": "language", "value": language, "url": house.url}])
    page = context.new_page()
    page.goto(house.url + path)
    expect(page.locator("h1").first).to_be_visible(timeout=20000)
    page.wait_for_timeout(1500)
    assert page.get_by_role("dialog").count() == 0, f"there is no page {path}"
    return faults(page, STAFF, language)


@pytest.mark.parametrize("language", languages.LANGUAGES)
@pytest.mark.parametrize("path", OPEN)
def test_pages_for_everybody(context: BrowserContext, house: ServedHouse, path: str, language: str) -> None:
    assert look(context, house, path, language) == []


@pytest.mark.parametrize("language", languages.LANGUAGES)
@pytest.mark.parametrize("path", SIGNED_IN)
def test_pages_for_staff(
    context: BrowserContext,
    house: ServedHouse,
    sign_in: Callable[[Page, str], Page],
    path: str,
    language: str,
) -> None:
    sign_in(context.new_page(), "ada")
    assert look(context, house, path, language) == []


@pytest.mark.parametrize("path", NOT_THERE)
def test_a_session_that_is_not_there_has_a_way_back(
    context: BrowserContext, house: ServedHouse, sign_in: Callable[[Page, str], Page], path: str
) -> None:
    page = sign_in(context.new_page(), "ada")
    assert look(context, house, path, "zh-CN") == []
    page.goto(house.url + path)
    page.locator("[data-testid=stMain] [data-testid=stPageLink]:not(.st-key-bar *) a").click()
    expect(page.locator("h1")).to_contain_text(re.compile("今天|排场次"))


def test_planted_faults_are_found(page: Page) -> None:
    page.set_content(
        "<html lang='en'><h1>One</h1><h1>Two</h1><p style='font-size:12px;color:#aaa'>small and pale</p>"
        "<button style='width:20px;height:20px'>x</button><div style='width:900px'>wide</div></html>"
    )
    found = " ".join(faults(page, STAFF, "zh-CN"))
    wanted = ("text below", "target below", "language is en", "2 main", "color-contrast", "sideways")
    assert [word for word in wanted if word not in found] == []
