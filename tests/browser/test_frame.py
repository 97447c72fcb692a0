"""The frame of every page: signing in, language, faults, and what Streamlit would do wrong by itself."""

import re
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PASSWORD, ServedHouse


class TestSigningIn:
    def test_leads_to_today(self, tina: Page) -> None:
        expect(tina.get_by_role("heading", name="Today")).to_be_visible()

    def test_survives_a_reload(self, tina: Page) -> None:
        tina.reload()
        expect(tina.get_by_role("heading", name="Today")).to_be_visible()

    def test_survives_a_restart_of_the_server(self, tina: Page, house: ServedHouse) -> None:
        house.server.stop()
        house.server.start_again()
        tina.reload()
        expect(tina.get_by_role("heading", name="Today")).to_be_visible()

    def test_keeps_the_name_when_the_password_is_wrong(self, page: Page, house: ServedHouse) -> None:
        page.goto(f"{house.url}/sign-in")
        page.fill("#user_name", "tina")
        page.fill("#password", "not this one")
        page.click("button.main")
        expect(page.get_by_role("alert")).to_contain_text("do not belong together")
        expect(page.locator("#user_name")).to_have_value("tina")

    def test_says_the_same_of_a_name_nobody_has(self, page: Page, house: ServedHouse) -> None:
        page.goto(f"{house.url}/sign-in")
        page.fill("#user_name", "nobody-here")
        page.fill("#password", PASSWORD)
        page.click("button.main")
        expect(page.get_by_role("alert")).to_contain_text("do not belong together")

    def test_everywhere_out_ends_the_other_browser_too(
        self, context: BrowserContext, house: ServedHouse, sign_in: Callable[[Page, str], Page]
    ) -> None:
        one = sign_in(context.new_page(), "mei")
        kept = context.cookies()
        one.goto(f"{house.url}/sign-out")
        one.get_by_role("button", name="Sign out everywhere").click()
        context.add_cookies(kept)  # type: ignore[arg-type]
        other = context.new_page()
        other.goto(house.url)
        expect(other.get_by_text("Staff: sign in")).to_be_visible()


class TestLanguage:
    def test_is_chinese_first(self, browser: Browser, house: ServedHouse) -> None:
        context = browser.new_context(locale="en-US")
        page = context.new_page()
        page.goto(house.url)
        expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
        expect(page.get_by_role("heading", name="智能走进生活")).to_be_visible()
        context.close()

    def test_is_remembered_on_the_device(self, page: Page, house: ServedHouse) -> None:
        page.goto(f"{house.url}/language/zh-CN?back=/")
        page.reload()
        expect(page.locator("html")).to_have_attribute("lang", "zh-CN")

    def test_of_a_link_leads_only_to_our_own_pages(self, house: ServedHouse) -> None:
        answer = httpx.get(f"{house.url}/language/en", params={"back": "//elsewhere.example/"})
        assert answer.headers["location"] == "/"


class TestWhatStreamlitWouldDo:
    def test_no_grey_dialog_covers_the_page_when_the_server_is_gone(
        self, tina: Page, house: ServedHouse
    ) -> None:
        expect(tina.get_by_role("heading", name="Today")).to_be_visible()
        house.server.stop()
        tina.wait_for_timeout(8000)
        dialogs = tina.locator("[data-testid=stDialog]").count()
        house.server.start_again()
        assert dialogs == 0

    def test_the_page_comes_back_to_life_after_a_restart(self, tina: Page, house: ServedHouse) -> None:
        expect(tina.get_by_role("heading", name="Today")).to_be_visible()
        house.server.stop()
        house.server.start_again()
        tina.get_by_role("link", name="Seniors").first.click(timeout=30000)
        expect(tina).to_have_url(re.compile("/seniors"), timeout=30000)
        expect(tina.get_by_role("heading", name="Seniors").first).to_be_visible(timeout=30000)

    def test_scripts_travel_compressed_and_stay_in_the_browser(self, house: ServedHouse) -> None:
        html = httpx.get(house.url, headers={"accept": "text/html"}).text
        script = re.search(r"\./(static/js/index\.[^\"]+\.js)", html)
        assert script
        answer = httpx.get(f"{house.url}/{script[1]}", headers={"accept-encoding": "br"})
        assert answer.headers["content-encoding"] == "br"
        assert "immutable" in answer.headers["cache-control"]

    def test_the_metrics_and_the_agent_doors_are_closed(self, house: ServedHouse) -> None:
        closed = [
            httpx.get(house.url + path).status_code
            for path in ("/_stcore/metrics", "/_stcore/agent/openapi.json")
        ]
        assert closed == [404, 404]

    @pytest.mark.parametrize(
        "path", ["/nope/deep", "/nope/deep.html", "/room/abc", "/lesson/know-your-phone/x"]
    )
    def test_an_address_of_nothing_is_a_page_that_leads_on(self, house: ServedHouse, path: str) -> None:
        answer = httpx.get(house.url + path, headers={"accept": "text/html"}, cookies={"language": "en"})
        told = ("no page at this address" in answer.text, 'class="button main" href="/' in answer.text)
        assert (answer.status_code, told) == (404, (True, True))

    def test_a_post_from_another_website_is_refused(self, house: ServedHouse) -> None:
        answer = httpx.post(
            f"{house.url}/sign-in",
            data={"user_name": "tina", "password": PASSWORD},
            headers={"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"},
        )
        assert answer.status_code == 403

    def test_nothing_is_fetched_from_elsewhere(self, page: Page, house: ServedHouse) -> None:
        foreign: list[str] = []
        page.on("request", lambda r: foreign.append(r.url) if house.url not in r.url else None)
        page.goto(house.url)
        expect(page.get_by_role("heading").first).to_be_visible()
        assert [url for url in foreign if not url.startswith(("data:", "blob:"))] == []
