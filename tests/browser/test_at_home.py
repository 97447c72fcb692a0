"""At home on a senior's own phone: her card, lessons without a network, and a phone that forgets her."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import func, select

from db import transaction
from db.learning import ProgressEvent
from db.models import Card, Consent, Senior, Station
from db.words import Purpose
from services import clock
from services import library as courses
from tests.browser.accessibility import SENIOR, faults
from tests.browser.conftest import ServedHouse
from tests.browser.lessons.playing import to_practice
from tests.browser.wire import Wire, wire

pytestmark = pytest.mark.browser
CARDS = ("23456789abcdmm", "23456789abcdnn")
SLUG = "l05-video-call"
MOST_BYTES = 200 * 1024
KEPT = "() => document.documentElement.dataset.kept === 'yes'"
HERS = "() => Object.keys(localStorage).filter((name) => name.startsWith('il:'))"
UNSENT = "() => Object.keys(localStorage).filter((name) => name.includes(':out:')).length === 0"
PLAYED = """async (address) => {
  const tape = new Audio(address);
  const part = await fetch(address, { headers: { Range: 'bytes=0-99' } });
  await new Promise((done, fail) => { tape.oncanplaythrough = done; tape.onerror = fail; tape.load(); });
  return [part.status, (await part.blob()).size, tape.duration > 0.3];
}"""


@dataclass
class Street:
    """The served house with a senior in it, and a wire to it that can be cut."""

    house: ServedHouse
    browser: Browser
    wire: Wire
    seniors: tuple[int, int]

    def phone(self, language: str = "zh-CN", **about: Any) -> Page:
        context = self.browser.new_context(viewport={"width": 360, "height": 740}, **about)
        context.add_cookies([{"name": "language", "value": language, "url": self.wire.url}])
        return context.new_page()

    def counted(self, senior_id: int) -> int:
        with transaction.reading(self.house.engine) as db:
            wanted = (
                select(func.count()).select_from(ProgressEvent).where(ProgressEvent.senior_id == senior_id)
            )
            return db.scalar(wanted) or 0


@pytest.fixture(scope="module")
def street(house: ServedHouse, browser: Browser) -> Iterator[Street]:
    with transaction.writing(house.engine) as db:
        db.get_one(Station, house.station).phone = "02165432100"
        seniors = [
            Senior(name=name, number=number, station_id=house.station, registered_at=clock.now())
            for name, number in (("王美英", "123455"), ("李国强", "234564"))
        ]
        db.add_all(seniors)
        db.flush()
        for senior, token in zip(seniors, CARDS, strict=True):
            db.add(Card(token=token, senior_id=senior.id, issued_at=clock.now()))
            about = {"purpose": Purpose.REGISTRATION, "wording": "2026-1", "given_at": clock.now()}
            db.add(Consent(senior_id=senior.id, **about))
        ids = (seniors[0].id, seniors[1].id)
    with wire(house.server.port) as laid:
        yield Street(house, browser, laid, ids)


@pytest.fixture
def phone(street: Street) -> Iterator[Page]:
    page = street.phone()
    yield page
    street.wire.mend()
    page.context.close()


def scan(page: Page, street: Street, card: str = CARDS[0]) -> None:
    page.goto(f"{street.wire.url}/c/{card}")
    page.locator("form button.main").click()
    expect(page).to_have_url(re.compile("/lesson/$"))


def open_lesson(page: Page, street: Street) -> None:
    page.goto(f"{street.wire.url}/lesson/{SLUG}")
    expect(page.locator(".lp")).to_be_visible()


class TestCard:
    def test_makes_practice_at_home_count(self, phone: Page, street: Street) -> None:
        scan(phone, street)
        expect(phone.locator(".home-foot")).to_contain_text("王*英")
        open_lesson(phone, street)
        phone.locator(".lp-b-next").click()
        phone.wait_for_function(UNSENT)
        assert street.counted(street.seniors[0]) > 0

    def test_calls_her_station_in_one_tap(self, phone: Page, street: Street) -> None:
        scan(phone, street)
        open_lesson(phone, street)
        calls = [link.get_attribute("href") for link in phone.locator("a.call").all()]
        assert set(calls) == {"tel:02165432100"}

    def test_is_forgotten_with_that_is_not_me(self, phone: Page, street: Street) -> None:
        scan(phone, street)
        open_lesson(phone, street)
        phone.locator(".lp-b-next").click()
        phone.get_by_role("button", name="这不是我").click()
        expect(phone).to_have_url(re.compile("/lesson/$"))
        expect(phone.get_by_text("不用登录")).to_be_visible()
        assert "王" not in phone.inner_text("body")
        assert phone.evaluate(HERS) == []
        assert "learner" not in [cookie["name"] for cookie in phone.context.cookies()]

    def test_of_another_takes_the_phone_over(self, phone: Page, street: Street) -> None:
        scan(phone, street)
        open_lesson(phone, street)
        phone.wait_for_function(UNSENT)
        scan(phone, street, CARDS[1])
        before = street.counted(street.seniors[0])
        open_lesson(phone, street)
        phone.locator(".lp-b-next").click()
        phone.wait_for_function(UNSENT)
        assert (street.counted(street.seniors[0]), street.counted(street.seniors[1]) > 0) == (before, True)

    def test_of_nobody_is_told_politely(self, phone: Page, street: Street) -> None:
        phone.goto(f"{street.wire.url}/c/22222222222222")
        expect(phone.get_by_role("alert")).to_contain_text("不是我们的")


class TestWithoutNetwork:
    def test_a_lesson_that_was_opened_once_goes_on(self, phone: Page, street: Street) -> None:
        scan(phone, street)
        open_lesson(phone, street)
        phone.wait_for_function(KEPT, timeout=60_000)
        phone.wait_for_function(UNSENT)
        street.wire.cut()
        phone.reload()
        expect(phone.locator(".lp")).to_be_visible()
        phone.locator(".lp-b-next").click()
        expect(phone.locator(".lp-where")).to_contain_text("第 1 步")
        tape = next(iter(courses.recordings(courses.lesson(SLUG)).values()))
        assert phone.evaluate(PLAYED, f"/assets/0/courses/{tape}") == [206, 100, True]
        before = street.counted(street.seniors[0])
        street.wire.mend()
        phone.wait_for_function(UNSENT, timeout=60_000)
        assert street.counted(street.seniors[0]) > before

    def test_a_page_never_opened_says_so_kindly(self, phone: Page, street: Street) -> None:
        open_lesson(phone, street)
        phone.wait_for_function(KEPT, timeout=60_000)
        street.wire.cut()
        phone.goto(f"{street.wire.url}/lesson/l01-know-your-phone")
        expect(phone.get_by_text("现在没有网络")).to_be_visible()

    def test_a_phone_that_was_given_back_shows_nothing_of_her(self, phone: Page, street: Street) -> None:
        scan(phone, street)
        open_lesson(phone, street)
        phone.wait_for_function(KEPT, timeout=60_000)
        phone.get_by_role("button", name="这不是我").click()
        expect(phone.get_by_text("不用登录")).to_be_visible()
        street.wire.cut()
        phone.goto(f"{street.wire.url}/lesson/{SLUG}")
        expect(phone.get_by_text("现在没有网络")).to_be_visible()


class TestOldBrowser:
    def test_without_service_worker_speech_or_storage_plays_all_the_same(self, street: Street) -> None:
        page = street.phone(service_workers="block")
        page.add_init_script(
            "delete window.speechSynthesis; delete window.caches; delete Navigator.prototype.serviceWorker;"
            "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } });"
        )
        faults_told: list[str] = []
        page.on("pageerror", lambda fault: faults_told.append(str(fault)))
        open_lesson(page, street)
        page.locator(".lp-b-next").click()
        expect(page.locator(".lp-where")).to_contain_text("第 1 步")
        page.context.close()
        assert faults_told == []

    def test_keeps_the_size_of_the_text(self, street: Street) -> None:
        page = street.phone(service_workers="block")
        open_lesson(page, street)
        page.locator(".lp-gear").click()
        page.get_by_role("button", name="最大").click()
        page.goto(f"{street.wire.url}/lesson/")
        page.wait_for_function("getComputedStyle(document.documentElement).fontSize === '30px'")
        open_lesson(page, street)
        size = page.evaluate("getComputedStyle(document.querySelector('.lp')).fontSize")
        page.context.close()
        assert size == "30px"


class TestInstalling:
    def test_has_what_a_browser_asks_for(self, phone: Page, street: Street) -> None:
        phone.goto(f"{street.wire.url}/lesson/")
        session = phone.context.new_cdp_session(phone)
        manifest = session.send("Page.getAppManifest")
        wrong = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
        assert (
            manifest["errors"],
            [one["errorId"] for one in wrong if one["errorId"] != "in-incognito"],
        ) == (
            [],
            [],
        )


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_tablet_at_home_shows_the_whole_practice_phone_under_the_longest_name(
    street: Street, language: str
) -> None:
    own = "en" if language == "en" else "zh"
    shelved = max(courses.taught(), key=lambda one: len(getattr(one.lesson.title, own)))
    page = street.phone(language)
    page.set_viewport_size({"width": 1024, "height": 768})
    scan(page, street)
    page.goto(f"{street.wire.url}/lesson/{shelved.slug}")
    to_practice(page, shelved.lesson, pause=450)
    low = "(one) => one.getBoundingClientRect().bottom"
    bottom = page.locator(".lp-phone.is-practice .ph-case").evaluate(low)
    top = page.locator(".lp-bar").evaluate("(one) => one.getBoundingClientRect().top")
    page.context.close()
    assert bottom + 8 <= top


def on_the_wire(context: BrowserContext, address: str) -> int:
    """Return how many bytes a page takes without its recordings, by its whole first visit."""
    page = context.new_page()
    taken: dict[str, int] = {}
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    addresses: dict[str, str] = {}
    session.on("Network.responseReceived", lambda e: addresses.update({e["requestId"]: e["response"]["url"]}))
    session.on("Network.loadingFinished", lambda e: taken.update({e["requestId"]: e["encodedDataLength"]}))
    page.goto(address)
    expect(page.locator(".lp")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.close()
    return int(sum(size for which, size in taken.items() if not addresses.get(which, "").endswith(".mp3")))


def test_every_lesson_is_light(street: Street) -> None:
    heavy = {}
    for shelved in courses.taught():
        context = street.browser.new_context(service_workers="block")
        size = on_the_wire(context, f"{street.wire.url}/lesson/{shelved.slug}")
        context.close()
        if not 20_000 < size <= MOST_BYTES:
            heavy[shelved.slug] = size
    assert heavy == {}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("path", [f"/c/{CARDS[0]}", "/lesson/", f"/lesson/{SLUG}"])
def test_every_page_is_fit_for_old_eyes_and_hands(street: Street, path: str, language: str) -> None:
    page = street.phone(language)
    scan(page, street)
    page.goto(street.wire.url + path)
    page.wait_for_timeout(1000)
    found = faults(page, SENIOR, language)
    page.context.close()
    assert found == []
