"""A bound tablet in a real browser: one senior after the other, and a network that comes and goes."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from io import BytesIO
from itertools import combinations
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect
from sqlalchemy import func, select

from db import transaction
from db.learning import Certificate, Feedback, Learner, Preference, ProgressEvent, RaisedHand
from db.models import Activity, Card, Consent, Device, Enrolment, Senior
from db.words import EnrolmentState, EventKind, Purpose
from services import clock, library
from services.identity import hash_of
from services.numbers import check_digit
from tests.browser.accessibility import SENIOR, faults
from tests.browser.conftest import ServedHouse
from tests.browser.film import film

LYING: ViewportSize = {"width": 1024, "height": 768}
LESSON = library.taught()[0].lesson.uid
CARDS = ("23456789abcdef", "23456789abcdeg")
IDLE = 6.0
# As long as taps rest in ui/tablet/who.js, in milliseconds, and a little.
REST = 500
NOTHING_TYPED = ["· · · · · ·", "· · · ·"]


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    """Tablets ask after six seconds here."""
    return {"TABLET_IDLE_SECONDS": str(IDLE)}


@dataclass
class Desk:
    """A served house with tablets, two seniors with cards, and a session the day after tomorrow."""

    house: ServedHouse
    browser: Browser
    seniors: tuple[int, int]
    numbers: tuple[str, str]

    def tablet(self, name: str = "1", language: str = "zh-CN", idle: bool = False) -> Page:
        """Open a bound tablet of that name. idle: it is left alone, and clears itself."""
        token = f"token-of-tablet-{name}"
        with transaction.writing(self.house.engine) as db:
            if db.scalar(select(Device.id).where(Device.token_hash == hash_of(token))) is None:
                db.add(
                    Device(
                        token_hash=hash_of(token),
                        station_id=self.house.station,
                        name=name,
                        bound_at=clock.now(),
                        bound_by=self.house.staff["mei"],
                    )
                )
        context = self.browser.new_context(viewport=LYING, timezone_id="Asia/Shanghai")
        context.add_cookies(
            [
                {"name": "tablet", "value": token, "url": self.house.url},
                {"name": "language", "value": language, "url": self.house.url},
            ]
        )
        page = context.new_page()
        if not idle:
            # Somebody's hand rests on it.
            page.add_init_script("setInterval(() => document.dispatchEvent(new Event('wheel')), 1000)")
        page.goto(self.house.url)
        expect(page.locator(".st-key-tiles")).to_be_visible(timeout=20000)
        return page

    def events(self) -> list[ProgressEvent]:
        with transaction.reading(self.house.engine) as db:
            found = list(db.scalars(select(ProgressEvent).order_by(ProgressEvent.id)))
            db.expunge_all()
            return found


@pytest.fixture(scope="module")
def desk(house: ServedHouse, browser: Browser) -> Iterator[Desk]:
    with transaction.writing(house.engine) as db:
        seniors = [
            Senior(
                name=name,
                number=f"{five}{check_digit(five)}",
                birth_year=1948,
                station_id=house.station,
                registered_at=clock.now(),
            )
            for name, five in (("王美英", "12345"), ("李国强", "23456"))
        ]
        db.add_all(seniors)
        db.flush()
        for senior, token in zip(seniors, CARDS, strict=True):
            db.add(Card(token=token, senior_id=senior.id, issued_at=clock.now()))
            db.add(
                Consent(
                    senior_id=senior.id,
                    purpose=Purpose.REGISTRATION,
                    wording="2026-1",
                    given_at=clock.now(),
                )
            )
        starts_at = clock.now() + timedelta(days=2)
        db.add(
            Activity(
                public_id="session-1",
                programme_id=house.programme,
                station_id=house.station,
                title_zh="微信视频通话",
                title_en="Video calls",
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=90),
                seats=3,
                door_secret="00" * 32,
            )
        )
    yield Desk(house, browser, (seniors[0].id, seniors[1].id), (seniors[0].number, seniors[1].number))


@pytest.fixture
def tablet(desk: Desk) -> Iterator[Page]:
    page = desk.tablet()
    yield page
    page.context.close()


def scan(page: Page, card: str) -> None:
    """Hold a card before the scanner, which types it."""
    page.locator(".tw").wait_for(state="attached")
    page.wait_for_timeout(600)
    page.keyboard.type(f"https://house.example/c/{card}")
    page.keyboard.press("Enter")
    expect(page.locator(".tw-done")).to_be_visible(timeout=20000)


def tap_twice(page: Page, what: str, place: float) -> None:
    """Tap with a trembling finger, at a height of what is tapped: again 180 ms later, wherever that falls."""
    box = page.locator(what).bounding_box()
    assert box is not None
    at = (box["x"] + box["width"] / 2, box["y"] + box["height"] * place)
    page.mouse.click(*at)
    page.wait_for_timeout(180)
    page.mouse.click(*at)
    page.wait_for_timeout(200)


def places(page: Page) -> list[object]:
    """Return where the boxes and keys stand."""
    return [one.bounding_box() for one in page.locator(".tw-box, .tw-key, .tw-back").all()]


def open_lesson(page: Page, house: ServedHouse) -> None:
    page.goto(f"{house.url}/lesson?lesson={LESSON}")
    expect(page.locator(".lp")).to_be_visible(timeout=20000)


def where(page: Page) -> int:
    """Return at which page of the lesson she is."""
    return int(page.evaluate(AT))


AROUND = (".st-key-to_learn a", ".lp-title", ".lp-where", ".lp-gear", ".st-key-bar strong", ".tw-done")


def lying_over(page: Page) -> list[tuple[str, str]]:
    """Return those of the things around a lesson that lie over one another, in pairs."""
    found = {what: page.locator(what).first.bounding_box() for what in AROUND}
    boxes = {what: (box["x"], box["y"], box["width"], box["height"]) for what, box in found.items() if box}
    assert len(boxes) == len(AROUND)

    def apart(one: str, other: str) -> bool:
        (x, y, wide, high), (x2, y2, wide2, high2) = boxes[one], boxes[other]
        beside = x + wide <= x2 + 1 or x2 + wide2 <= x + 1
        return beside or y + high <= y2 + 1 or y2 + high2 <= y + 1

    return [pair for pair in combinations(AROUND, 2) if not apart(*pair)]


def turn(page: Page, times: int) -> None:
    for _ in range(times):
        page.wait_for_timeout(450)
        page.locator(".lp-b-next").click()


AT = """() => {
  const all = (root) => [...root.querySelectorAll('*')]
    .flatMap((e) => e.shadowRoot ? [e, ...all(e.shadowRoot)] : [e]);
  return all(document).filter((e) => e.matches('.lp-way span'))
    .findIndex((e) => e.classList.contains('is-here'));
}"""
KEPT = """() => Object.keys(localStorage).filter((name) => name.startsWith('il:'))"""
UNSENT = """() => Object.keys(localStorage).filter((name) => name.includes(':out:')).length"""


def sent(page: Page) -> None:
    page.wait_for_function(f"({UNSENT})() === 0", timeout=30000)


class TestWhoIsIt:
    def test_a_card_at_any_moment(self, tablet: Page) -> None:
        scan(tablet, CARDS[0])
        expect(tablet.locator("h1")).to_contain_text("王*英")

    def test_a_number_and_a_year_on_the_large_pad(self, tablet: Page, desk: Desk) -> None:
        tablet.get_by_role("link", name=re.compile("我的记录")).click()
        tablet.locator(".tw-tile").nth(1).click()
        for digit in desk.numbers[1] + "1948":
            tablet.locator(".tw-key", has_text=re.compile(f"^{digit}$")).click()
        tablet.locator(".tw-key.is-main").click()
        expect(tablet.get_by_text("李*强")).to_be_visible(timeout=20000)
        assert tablet.url.endswith("/record")

    def test_a_wrong_year_is_told_kindly_and_the_number_stays(self, tablet: Page, desk: Desk) -> None:
        tablet.goto(f"{desk.house.url}/who?to=learn")
        tablet.locator(".tw-tile").nth(1).click()
        tablet.keyboard.type(desk.numbers[0] + "1950")
        tablet.locator(".tw-key.is-main").click()
        expect(tablet.locator(".tw-told")).to_contain_text("对不上")
        expect(tablet.locator(".tw-box output").first).to_have_text(" ".join(desk.numbers[0]))

    def test_an_unknown_card_is_told(self, tablet: Page) -> None:
        tablet.wait_for_timeout(600)
        tablet.keyboard.type("zzzzzzzzzzzzzz")
        tablet.keyboard.press("Enter")
        expect(tablet.locator(".tw-told")).to_contain_text("不是我们的学员卡")

    def test_a_second_tap_hits_nothing_that_came_up_under_the_finger(self, tablet: Page, desk: Desk) -> None:
        tablet.goto(f"{desk.house.url}/who?to=learn")
        expect(tablet.locator(".tw-tile").nth(1)).to_be_visible()
        for place in (0.15, 0.35, 0.5, 0.65, 0.85):
            tablet.wait_for_timeout(REST)
            tap_twice(tablet, ".tw-tile >> nth=1", place)
            expect(tablet.locator(".tw-box").first).to_have_class(re.compile("is-now"))
            assert tablet.locator(".tw-box output").all_inner_texts() == NOTHING_TYPED
            tablet.locator(".tw-back").click()

    def test_a_bounce_on_the_sixth_digit_stays_out_of_the_year(self, tablet: Page, desk: Desk) -> None:
        tablet.goto(f"{desk.house.url}/who?to=learn")
        tablet.locator(".tw-tile").nth(1).click()
        for digit in "12345":
            tablet.locator(".tw-key", has_text=digit).click()
        tap_twice(tablet, ".tw-key >> text=6", 0.5)
        assert tablet.locator(".tw-box output").all_inner_texts() == ["1 2 3 4 5 6", "· · · ·"]

    @pytest.mark.parametrize("view", [LYING, {"width": 768, "height": 1024}])
    def test_nothing_moves_when_something_does_not_fit(
        self, tablet: Page, desk: Desk, view: ViewportSize
    ) -> None:
        tablet.set_viewport_size(view)
        tablet.goto(f"{desk.house.url}/who?to=learn")
        tablet.locator(".tw-tile").nth(1).click()
        before = places(tablet)
        tablet.locator(".tw-key.is-main").click()
        expect(tablet.locator(".tw-told")).to_have_text("请输入卡上的六位学员号。")
        expect(tablet.locator(".tw-told")).to_be_in_viewport(ratio=1)
        assert places(tablet) == before

    def test_nobody_needs_a_name_to_learn(self, tablet: Page, desk: Desk) -> None:
        tablet.goto(f"{desk.house.url}/who?to=learn")
        tablet.locator(".tw-tile").nth(2).click()
        expect(tablet.locator("h1")).to_have_text("学一学", timeout=20000)
        expect(tablet.get_by_text("客人")).to_be_visible()

    def test_staff_still_sign_in_here(self, tablet: Page, sign_in: Callable[[Page, str], Page]) -> None:
        sign_in(tablet, "tina")
        expect(tablet.locator("h1")).to_contain_text("今天", timeout=20000)


class TestOneAfterTheOther:
    def test_nothing_of_the_first_is_left_for_the_second(self, tablet: Page, desk: Desk) -> None:
        scan(tablet, CARDS[0])
        open_lesson(tablet, desk.house)
        turn(tablet, 2)
        sent(tablet)
        tablet.locator(".tw-done").click()
        expect(tablet.locator(".tw-done")).to_have_count(0, timeout=20000)
        assert tablet.evaluate(KEPT) == []
        scan(tablet, CARDS[1])
        for path in ("/", "/learn", "/sessions", "/record"):
            tablet.goto(desk.house.url + path)
            expect(tablet.locator("h1")).to_be_visible(timeout=20000)
            tablet.wait_for_timeout(800)
            body = tablet.inner_text("body")
            assert "王" not in body and "接着学" not in body

    def test_the_way_back_does_not_lead_to_the_first(self, tablet: Page, desk: Desk) -> None:
        scan(tablet, CARDS[0])
        tablet.goto(f"{desk.house.url}/learn")
        tablet.goto(f"{desk.house.url}/record")
        expect(tablet.locator("h1")).to_have_text("我的记录", timeout=20000)
        tablet.locator(".tw-done").click()
        expect(tablet.locator(".tw-done")).to_have_count(0, timeout=20000)
        for _ in range(2):
            tablet.go_back()
            expect(tablet.locator("h1")).to_be_visible(timeout=20000)
            tablet.wait_for_timeout(1000)
            assert "王" not in tablet.inner_text("body")
            expect(tablet.locator(".tw-done")).to_have_count(0)

    def test_how_she_likes_to_read_goes_with_her(self, tablet: Page, desk: Desk) -> None:
        with transaction.writing(desk.house.engine) as db:
            db.add(Preference(senior_id=desk.seniors[0], text_size=30, language="en", voice="slow"))
        scan(tablet, CARDS[0])
        expect(tablet.get_by_role("heading", name="Good day")).to_be_visible(timeout=20000)
        assert tablet.evaluate("getComputedStyle(document.documentElement).fontSize") == "30px"
        tablet.locator(".tw-done").click()
        expect(tablet.locator("h1")).to_have_text("汶水东路驿站", timeout=20000)
        assert tablet.evaluate("getComputedStyle(document.documentElement).fontSize") == "22px"
        with transaction.writing(desk.house.engine) as db:
            for one in db.scalars(select(Preference)):
                db.delete(one)


class TestNobodyThere:
    def test_it_asks_and_then_clears_itself(self, desk: Desk) -> None:
        page = desk.tablet("2", idle=True)
        scan(page, CARDS[0])
        expect(page.locator(".tw-panel")).to_be_visible(timeout=IDLE * 1000 + 5000)
        expect(page.locator(".tw-done")).to_have_count(0, timeout=IDLE * 1000 + 15000)
        expect(page.locator("h1")).to_have_text("汶水东路驿站", timeout=20000)
        with transaction.reading(desk.house.engine) as db:
            wanted = select(func.count()).where(
                Learner.senior_id == desk.seniors[0], Learner.ended_at.is_(None)
            )
            left = db.scalar(wanted.where(Learner.device_id == _device(desk, "2")))
        page.context.close()
        assert left == 0

    def test_a_guest_is_not_told_that_anything_is_kept(self, desk: Desk) -> None:
        page = desk.tablet("2", idle=True)
        page.goto(f"{desk.house.url}/who?to=learn")
        page.locator(".tw-tile").nth(2).click()
        expect(page.locator(".tw-panel")).to_contain_text("留给下一位", timeout=IDLE * 1000 + 15000)
        told = page.locator(".tw-panel").inner_text()
        page.context.close()
        assert "记下" not in told

    def test_whoever_answers_stays(self, desk: Desk) -> None:
        page = desk.tablet("2", idle=True)
        scan(page, CARDS[0])
        page.locator(".tw-yes").click(timeout=IDLE * 1000 + 5000)
        expect(page.locator(".tw-panel")).to_have_count(0)
        expect(page.locator(".tw-done")).to_be_visible()
        page.context.close()

    def test_it_is_not_cleared_while_something_is_unsent(self, desk: Desk) -> None:
        page = desk.tablet("2", idle=True)
        scan(page, CARDS[0])
        page.context.route("**/api/progress", _cut)
        open_lesson(page, desk.house)
        page.locator(".lp-b-next").click()
        page.wait_for_timeout(int(IDLE * 1000 * 2))
        expect(page.locator(".tw-panel")).to_be_visible()
        assert page.evaluate(UNSENT) > 0
        page.context.unroute("**/api/progress")
        expect(page.locator(".tw-done")).to_have_count(0, timeout=40000)
        assert page.evaluate(KEPT) == []
        page.context.close()


class TestLesson:
    def test_goes_on_through_a_cut_network_and_a_restart(self, tablet: Page, desk: Desk) -> None:
        scan(tablet, CARDS[1])
        open_lesson(tablet, desk.house)
        before = len(desk.events())
        here = where(tablet)
        desk.house.server.stop()
        turn(tablet, 4)
        assert where(tablet) == here + 4
        tablet.wait_for_timeout(4000)
        assert tablet.get_by_role("dialog").count() == 0
        assert tablet.evaluate(UNSENT) > 0
        desk.house.server.start_again()
        sent(tablet)
        steps = [one for one in desk.events()[before:] if one.kind is not EventKind.OPENED]
        assert len({one.client_id for one in steps}) == len(steps) >= 4
        tablet.reload()
        expect(tablet.locator(".lp")).to_be_visible(timeout=20000)
        assert where(tablet) == here + 4

    def test_another_tablet_goes_on_at_the_same_step(self, desk: Desk) -> None:
        one = desk.tablet("3")
        scan(one, CARDS[0])
        open_lesson(one, desk.house)
        turn(one, 3)
        here = where(one)
        sent(one)
        other = desk.tablet("4")
        scan(other, CARDS[0])
        open_lesson(other, desk.house)
        there = where(other)
        one.context.close()
        other.context.close()
        assert there == here > 0

    def test_that_is_gone_is_told(self, tablet: Page, desk: Desk) -> None:
        scan(tablet, CARDS[0])
        tablet.goto(f"{desk.house.url}/lesson?lesson=nothing-here")
        expect(tablet.get_by_text("这一课暂时看不了")).to_be_visible(timeout=20000)

    def test_stands_in_a_light_page_for_anybodys_phone(self, desk: Desk) -> None:
        context = desk.browser.new_context(viewport={"width": 360, "height": 740})
        page = context.new_page()
        before = len(desk.events())
        page.goto(f"{desk.house.url}/lesson/{LESSON}")
        expect(page.locator(".lp")).to_be_visible()
        turn(page, 2)
        at = where(page)
        page.wait_for_timeout(1500)
        page.reload()
        expect(page.locator(".lp")).to_be_visible()
        again = where(page)
        context.close()
        assert (at, again, len(desk.events())) == (2, 2, before)


class TestSessions:
    def test_a_seat_in_one_tap_and_given_up_in_two(self, tablet: Page, desk: Desk) -> None:
        scan(tablet, CARDS[0])
        tablet.goto(f"{desk.house.url}/sessions")
        tablet.get_by_role("button", name="我要来").click(timeout=20000)
        expect(tablet.locator("h1")).to_have_text("已报名")
        expect(tablet.get_by_text(desk.numbers[0])).to_be_visible()
        tablet.get_by_role("button", name="我来不了").click()
        tablet.get_by_role("button", name="对，不来了").click()
        expect(tablet.get_by_text("座位让给别人了")).to_be_visible()
        with transaction.reading(desk.house.engine) as db:
            assert [str(one) for one in db.scalars(select(Enrolment.state))] == ["cancelled"]

    @pytest.mark.parametrize(
        ("language", "come", "cannot", "good", "answers"),
        [
            ("zh-CN", "我要来", "我来不了", "知道了", ("对，不来了", "我要来")),
            ("en", "I want to come", "I cannot come", "Good", ("Yes, give it up", "No, keep it")),
        ],
    )
    def test_whether_to_give_it_up_is_asked_alone_and_in_sight(
        self, desk: Desk, language: str, come: str, cannot: str, good: str, answers: tuple[str, str]
    ) -> None:
        page = desk.tablet("9", language)
        scan(page, CARDS[0])
        page.goto(f"{desk.house.url}/sessions")
        page.get_by_role("button", name=come).click()
        page.get_by_role("button", name=cannot).click()
        shown = [page.get_by_role("button", name=name) for name in answers]
        for one in shown:
            expect(one).to_be_in_viewport(ratio=1)
        expect(page.get_by_role("button", name=good, exact=True)).to_have_count(0)
        shown[0].click()
        expect(page.get_by_role("button", name=come)).to_be_visible()
        page.context.close()

    def test_whoever_waits_is_told_what_to_do_and_gives_up_her_turn_only(
        self, tablet: Page, desk: Desk
    ) -> None:
        with transaction.writing(desk.house.engine) as db:
            full = Activity(
                public_id="session-full",
                programme_id=desk.house.programme,
                station_id=desk.house.station,
                title_zh="医院挂号",
                title_en="Seeing a doctor",
                starts_at=clock.now() + timedelta(days=3),
                ends_at=clock.now() + timedelta(days=3, minutes=90),
                seats=1,
                door_secret="00" * 32,
            )
            db.add(full)
            db.flush()
            db.add(
                Enrolment(
                    activity_id=full.id,
                    senior_id=desk.seniors[1],
                    state=EnrolmentState.ENROLLED,
                    party="alone",
                    queued_at=clock.now(),
                    enrolled_at=clock.now(),
                )
            )
        scan(tablet, CARDS[0])
        tablet.goto(f"{desk.house.url}/sessions")
        tablet.get_by_role("button", name="我要候补").click()
        expect(tablet.get_by_text("打电话")).to_be_visible()
        expect(tablet.get_by_text("先不用来")).to_be_visible()
        expect(tablet.get_by_role("button", name="不排了")).to_be_in_viewport(ratio=1)
        tablet.get_by_role("button", name="不排了").click()
        expect(tablet.get_by_role("button", name="接着排")).to_be_in_viewport(ratio=1)
        assert "座位" not in tablet.inner_text("[data-testid=stMain]")
        tablet.get_by_role("button", name="对，不排了").click()
        expect(tablet.get_by_text("不再候补了")).to_be_visible()

    @pytest.mark.parametrize("slip", ["999999", "9" * 23])
    def test_a_slip_that_is_not_there_leads_back(self, tablet: Page, desk: Desk, slip: str) -> None:
        scan(tablet, CARDS[0])
        tablet.goto(f"{desk.house.url}/sessions?slip={slip}")
        expect(tablet.get_by_text("没有您的报名条")).to_be_visible()
        tablet.get_by_role("link", name="首页").last.click()
        expect(tablet.locator(".st-key-tiles")).to_be_visible()

    def test_a_slip_says_nothing_once_she_is_gone_and_leads_on(self, tablet: Page, desk: Desk) -> None:
        tablet.goto(f"{desk.house.url}/sessions?slip=1")
        expect(tablet.get_by_role("link", name="刷卡或输学员号")).to_be_visible()
        tablet.get_by_role("link", name="首页").last.click()
        expect(tablet.locator(".st-key-tiles")).to_be_visible()


class TestWaitingForTheTeacher:
    def test_a_raised_hand_keeps_the_tablet_hers(self, desk: Desk) -> None:
        page = desk.tablet("6", idle=True)
        scan(page, CARDS[0])
        open_lesson(page, desk.house)
        page.get_by_role("button", name="请老师").click()
        page.get_by_role("button", name="请老师来").click()
        expect(page.get_by_role("button", name="已经请老师了")).to_be_visible()
        page.wait_for_timeout(int(IDLE * 1000 * 2.5))
        assert page.locator(".tw-panel").count() == 0
        with transaction.writing(desk.house.engine) as db:
            for hand in db.scalars(select(RaisedHand).where(RaisedHand.done_at.is_(None))):
                hand.done_at = clock.now()
        expect(page.locator(".tw-panel")).to_be_visible(timeout=IDLE * 1000 + 10000)
        page.context.close()


class TestRecording:
    def test_that_plays_is_never_cut_off(self, desk: Desk) -> None:
        page = desk.tablet("7", idle=True)
        # A recording as long as this test needs it.
        page.add_init_script(
            """window.playing = true;
            HTMLMediaElement.prototype.play = function () { this.dispatchEvent(new Event('play'));
                return new Promise(done => { this.finish = () => done(); }); };
            Object.defineProperty(HTMLMediaElement.prototype, 'paused', {get: () => !window.playing});
            Object.defineProperty(HTMLMediaElement.prototype, 'ended', {get: () => !window.playing});"""
        )
        scan(page, CARDS[0])
        open_lesson(page, desk.house)
        page.locator(".lp-b").nth(1).click()
        page.wait_for_timeout(int(IDLE * 1000 * 2.5))
        assert page.locator(".tw-panel").count() == 0
        page.get_by_role("button", name="下一步").click()
        page.context.close()


class TestCamera:
    def test_reads_a_card(self, desk: Desk, launch: Callable[..., Browser], tmp_path: Path) -> None:
        video = film(f"https://house.example/c/{CARDS[0]}", tmp_path / "card.y4m")
        browser = launch(
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={video}",
        )
        page = replace(desk, browser=browser).tablet("8")
        page.context.grant_permissions(["camera"])
        page.goto(f"{desk.house.url}/who?to=learn")
        page.locator(".tw-tile").first.click()
        expect(page.get_by_text("王*英")).to_be_visible(timeout=30000)
        browser.close()


class TestCertificate:
    def test_code_on_paper_leads_anybody_to_its_proof(self, tablet: Page, desk: Desk) -> None:
        line = library.tracks()[0]
        with transaction.writing(desk.house.engine) as db:
            db.add(
                Certificate(
                    token="c0ffee0123456789",
                    senior_id=desk.seniors[0],
                    course=line.course,
                    track=line.track.uid,
                    finished_on=clock.now().date(),
                    issued_at=clock.now(),
                )
            )
        scan(tablet, CARDS[0])
        paper = tablet.context.request.get(f"{desk.house.url}/certificate/c0ffee0123456789").body()
        (sheet,) = pypdfium2.PdfDocument(BytesIO(paper))
        (code,) = zxingcpp.read_barcodes(sheet.render(scale=4).to_pil())
        anybody = desk.browser.new_context().new_page()
        anybody.goto(code.text)
        expect(anybody.locator("body")).to_contain_text("王*英")
        assert "王美英" in sheet.get_textpage().get_text_range()
        assert "王美英" not in anybody.inner_text("body")
        anybody.context.close()


class TestAroundALesson:
    @pytest.mark.parametrize("language", ["zh-CN", "en"])
    def test_nothing_lies_over_anything_with_the_largest_letters(self, desk: Desk, language: str) -> None:
        page = desk.tablet("7", language)
        scan(page, CARDS[0])
        page.goto(f"{desk.house.url}/language/{language}?back=/")
        open_lesson(page, desk.house)
        page.locator(".lp-gear").click()
        page.locator(".lp-panel button").nth(2).click()
        page.wait_for_timeout(1500)
        page.reload()
        expect(page.locator(".lp.is-big")).to_be_visible(timeout=20000)
        expect(page.locator(".tw-done")).to_be_visible(timeout=20000)
        page.wait_for_timeout(500)
        over = lying_over(page)
        page.locator(".lp-gear").click()
        page.locator(".lp-panel button").nth(0).click()
        page.wait_for_timeout(1500)
        page.goto(f"{desk.house.url}/language/zh-CN?back=/")
        page.context.close()
        assert over == []

    def test_the_end_of_one_is_a_page_where_a_second_tap_meets_nothing(
        self, tablet: Page, desk: Desk
    ) -> None:
        scan(tablet, CARDS[0])
        tablet.goto(f"{desk.house.url}/learn?done={LESSON}")
        expect(tablet.get_by_role("heading", name="学得真好")).to_be_visible(timeout=20000)
        expect(tablet.get_by_role("button", name="全部课程")).to_be_visible()
        assert tablet.get_by_role("button", name="开始").count() == 0
        low = [box["y"] for one in tablet.get_by_role("button").all() if (box := one.bounding_box())]
        assert max(low) < LYING["height"] / 2
        tablet.get_by_role("button", name="全部课程").click()
        expect(tablet.get_by_role("heading", name="学一学")).to_be_visible()

    def test_only_a_lesson_is_praised(self, tablet: Page, desk: Desk) -> None:
        scan(tablet, CARDS[0])
        tablet.goto(f"{desk.house.url}/learn?done=nothing")
        expect(tablet.get_by_role("heading", name="学一学")).to_be_visible(timeout=20000)


class TestSignIn:
    def test_on_a_tablet_leads_back_when_nobody_goes_on(self, tablet: Page, desk: Desk) -> None:
        tablet.clock.install()
        tablet.goto(f"{desk.house.url}/sign-in")
        tablet.clock.fast_forward(50_000)
        tablet.locator("#user_name").fill("t")
        tablet.clock.fast_forward(50_000)
        assert tablet.url.endswith("/sign-in")
        tablet.clock.fast_forward(20_000)
        tablet.wait_for_url(f"{desk.house.url}/")


class TestHowItWas:
    def test_a_tap_while_the_network_is_gone_is_kept(self, tablet: Page, desk: Desk) -> None:
        with transaction.writing(desk.house.engine) as db:
            ended = clock.now() - timedelta(minutes=5)
            db.add(
                Activity(
                    public_id="session-2",
                    programme_id=desk.house.programme,
                    station_id=desk.house.station,
                    title_zh="用手机拍照",
                    title_en="Taking photos",
                    starts_at=ended - timedelta(minutes=90),
                    ends_at=ended,
                    seats=3,
                    door_secret="00" * 32,
                )
            )
        scan(tablet, CARDS[0])
        tablet.goto(f"{desk.house.url}/feedback")
        expect(tablet.get_by_role("button", name="喜欢")).to_be_visible()
        tablet.context.route("**/api/tablet/face", _cut)
        tablet.get_by_role("button", name="喜欢").click()
        expect(tablet.locator("h1")).to_have_text("谢谢您")
        assert _faces(desk) == []
        tablet.context.unroute("**/api/tablet/face")
        tablet.goto(desk.house.url)
        expect(tablet.locator(".st-key-tiles")).to_be_visible()
        tablet.wait_for_function("() => !Object.keys(localStorage).some(name => name.startsWith('face:'))")
        assert _faces(desk) == [(3, desk.seniors[0])]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("part", ["step", "phone", "hints", "own", "question", "card", "home"])
def test_every_part_of_a_lesson_is_fit_for_old_eyes_and_hands(desk: Desk, part: str, language: str) -> None:
    page = desk.tablet("9", language)
    page.goto(f"{desk.house.url}/who?to=learn")
    page.locator(".tw-tile").nth(2).click()
    expect(page.locator(".tw-done")).to_be_visible()
    open_lesson(page, desk.house)
    steps = len(library.taught()[0].lesson.steps)
    turn(
        page, steps + {"step": 0, "phone": 1, "hints": 2, "own": 3, "question": 4, "card": 7, "home": 8}[part]
    )
    page.wait_for_timeout(500)
    found = faults(page, SENIOR, language)
    bar = page.locator(".lp-bar").bounding_box()
    phone = page.locator(".lp-phone").bounding_box() if page.locator(".lp-phone").count() else None
    page.context.close()
    assert found == []
    assert phone is None or (bar and phone["y"] + phone["height"] <= bar["y"])


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("path", ["/", "/who", "/learn", f"/lesson?lesson={LESSON}", "/sessions", "/record"])
def test_every_page_is_fit_for_old_eyes_and_hands(desk: Desk, path: str, language: str) -> None:
    page = desk.tablet("5", language)
    if path != "/who":
        scan(page, CARDS[1])
    page.goto(desk.house.url + path)
    expect(page.locator("h1").first).to_be_visible(timeout=20000)
    page.wait_for_timeout(1500)
    found = faults(page, SENIOR, language)
    page.context.close()
    assert found == []


def _cut(route: Route) -> None:
    route.abort()


def _device(desk: Desk, name: str) -> int:
    with transaction.reading(desk.house.engine) as db:
        wanted = select(Device.id).where(Device.token_hash == hash_of(f"token-of-tablet-{name}"))
        return db.scalars(wanted).one()


def _faces(desk: Desk) -> list[tuple[int, int | None]]:
    with transaction.reading(desk.house.engine) as db:
        return [(one.face, one.senior_id) for one in db.scalars(select(Feedback))]
