"""The very first page: an empty house is set up, or filled with the demonstration."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import TABLET
from tests.serving import Server, serving


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Server]:
    """A server nobody has set up."""
    with serving(tmp_path) as server:
        yield server


@pytest.fixture
def newcomer(browser: Browser, empty: Server) -> Iterator[Page]:
    """The first person before it, reading English."""
    context = browser.new_context(viewport=TABLET)
    context.add_cookies([{"name": "language", "value": "en", "url": empty.url}])
    yield context.new_page()
    context.close()


def test_the_first_page_leads_to_setting_up_and_in(newcomer: Page, empty: Server) -> None:
    newcomer.goto(empty.url)
    newcomer.get_by_role("link", name="Set up the house").click()
    for field, typed in (
        ("street_zh", "凉城新村街道"),
        ("name", "阿达"),
        ("user_name", "ada"),
        ("password", "short"),
    ):
        newcomer.fill(f"#{field}", typed)
    newcomer.get_by_role("button", name="Set up the house").click()
    expect(newcomer.get_by_role("alert")).to_contain_text("at least 8 characters")
    expect(newcomer.locator("#street_zh")).to_have_value("凉城新村街道")
    newcomer.fill("#password", "spring water")
    newcomer.get_by_role("button", name="Set up the house").click()
    expect(newcomer.get_by_role("heading", name="Today")).to_be_visible(timeout=20000)


def test_a_house_is_set_up_once(newcomer: Page, empty: Server) -> None:
    typed = {"street_zh": "凉城", "name": "阿达", "user_name": "ada", "password": "spring water"}
    answers = [httpx.post(f"{empty.url}/set-up", data=typed).status_code for _ in range(2)]
    assert answers == [303, 422]


@pytest.mark.slow
def test_the_demonstration_says_who_may_sign_in_and_that_it_is_one(newcomer: Page, empty: Server) -> None:
    newcomer.goto(f"{empty.url}/set-up")
    newcomer.get_by_role("button", name="Load the demonstration data").click()
    row = newcomer.get_by_role("row").filter(has_text="trainer-1")
    expect(row).to_be_visible(timeout=120000)
    user_name, password = row.get_by_role("cell").all_inner_texts()[:2]
    newcomer.get_by_role("link", name="Sign in").click()
    newcomer.fill("#user_name", user_name)
    newcomer.fill("#password", password)
    newcomer.click("button.main")
    expect(newcomer.get_by_text("Demonstration: all people and sessions here are made up.")).to_be_visible(
        timeout=20000
    )
