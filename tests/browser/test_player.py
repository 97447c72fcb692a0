"""The lesson player in a real browser: every lesson played to its end, and everything that can go wrong."""

import functools
import json
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from services.catalogue import Lesson, for_player, load
from services.catalogue.parts import Keypad, Slider
from services.catalogue.phone import Phone
from services.catalogue.walk import moves

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
SHELF = load(ROOT / "courses")
LESSONS = {shelved.lesson.code: shelved for shelved in SHELF.lessons.values()}
SIZES = {"lying": (1024, 768), "upright": (800, 1280), "phone": (360, 740)}
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SMALL = """() => [...document.querySelectorAll('button')]
    .map((one) => [one.textContent, one.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.width < 59.5 || box.height < 59.5)).map(([words]) => words)"""
LOWEST = """() => Math.min(...[...document.querySelectorAll('.lp-b')]
    .map((one) => one.getBoundingClientRect().height))"""
PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<title>课</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/player.css">
<style>body{margin:0}</style><main id="root"></main><script type="module">
import { mount } from '/player.js';
const ask = new URLSearchParams(location.search);
const file = '/lesson.json?' + ask.get('lesson') + (ask.get('changed') ? '+changed' : '');
const lesson = await (await fetch(file)).json();
window.asked = [];
let place = root;
if (ask.get('shadow')) {
  place = document.createElement('div');
  root.attachShadow({ mode: 'open' }).append(document.querySelector('link').cloneNode(), place);
}
window.player = mount(place, {
  lesson, language: ask.get('language') || 'zh', textSize: Number(ask.get('size') || 22),
  storageKey: ask.get('who') || 'p1',
  seed: ask.get('seed') === null ? null : Number(ask.get('seed')),
  rest: Number(ask.get('rest') || 0), start: JSON.parse(ask.get('start') || 'null'),
  recordings: ask.get('tapes') ? { base: '/tapes', files: { [lesson.goal.zh]: 'goal.mp3' } } : null,
  onTeacher: (where) => window.asked.push(where), onFinish: () => { window.over = true; },
});
</script></html>"""


class Desk(SimpleHTTPRequestHandler):
    """Serve the player's files, a lesson, and take progress."""

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        if path == "/":
            self.answer(PAGE.encode(), "text/html; charset=utf-8")
        elif path == "/lesson.json":
            code, _, changed = query.partition("+")
            data = for_player(LESSONS[code])
            if changed:
                data = {**data, "version": "changed", "title": {"zh": "改过的课", "en": "Changed"}}
            self.answer(json.dumps(data).encode(), "application/json")
        else:
            super().do_GET()

    def do_POST(self) -> None:
        events = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["events"]
        if self.server.down:  # type: ignore[attr-defined]
            self.send_error(503)
            return
        self.server.got.extend(events)  # type: ignore[attr-defined]
        self.answer(json.dumps({"acked": [event["id"] for event in events]}).encode(), "application/json")

    def answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    down = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), functools.partial(Desk, directory=str(ROOT / "ui" / "player")))
        self.got: list[dict[str, Any]] = []

    def address(self, lesson: str, **query: Any) -> str:
        asked = "".join(f"&{name}={value}" for name, value in query.items())
        return f"http://127.0.0.1:{self.server_port}/?lesson={lesson}{asked}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def tablet(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    wide, high = getattr(request, "param", SIZES["lying"])
    room = browser.new_context(viewport={"width": wide, "height": high}, has_touch=True, locale="zh-CN")
    page = room.new_page()
    page.set_default_timeout(8000)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    room.close()
    assert wrong == []


def form(page: Page, lesson: Lesson) -> Phone:
    """Return the practice phone in the form in which it is shown."""
    shown = page.locator(".lp-phone.is-practice").get_attribute("data-form")
    return lesson.phone.variants()[int(shown or 0)]


def touch(page: Page, lesson: Lesson, at: str, do: str) -> None:
    """Do on the practice phone what a move of the path says."""
    phone = page.locator(".lp-phone.is-practice")
    screens = form(page, lesson).screens
    part = next((part for part in screens[at].show if part.name == do), None)
    if isinstance(part, Keypad):
        for digit in part.keypad:
            phone.locator(f'[data-digit="{digit}"]').click()
        return
    if isinstance(part, Slider):
        end = phone.locator(".ph-end").last if part.reach >= part.start else phone.locator(".ph-end").first
        for _ in range(-(-abs(part.reach - part.start) // 20)):
            end.click()
        return
    thing = phone.locator(
        f'.ph-nav [data-name="{do}"]' if do in ("back", "home") else f'button[data-name="{do}"]'
    )
    spot = screens[at].spots().get(do)
    if spot and (spot.hold or spot.talk):
        thing.scroll_into_view_if_needed()
        thing.hover()
        page.mouse.down()
        page.wait_for_timeout(800)
        page.mouse.up()
    else:
        thing.click()


def forward(page: Page, times: int = 1) -> None:
    for _ in range(times):
        page.locator(".lp-b-next").click()


def to_practice(page: Page, lesson: Lesson, mode: int = 0) -> None:
    forward(page, 1 + len(lesson.steps) + mode)


def practise(page: Page, lesson: Lesson) -> None:
    for move in moves(form(page, lesson)):
        assert page.evaluate(SMALL) == []
        touch(page, lesson, move.at, move.do)


def answer(page: Page, lesson: Lesson) -> None:
    for question in lesson.questions:
        for number, option in enumerate(question.options):
            if not option.right:
                page.locator(f'[data-option="{number}"]').click()
                page.locator(".lp-reason:not(.is-right)").wait_for()
        right = next(number for number, option in enumerate(question.options) if option.right)
        page.locator(f'[data-option="{right}"]').click()
        page.locator(".lp-reason.is-right").wait_for()
        forward(page)


def settled(page: Page) -> None:
    page.wait_for_function("window.player && window.player.unsent() === 0", timeout=15000)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


class TestLesson:
    @pytest.mark.parametrize("tablet", SIZES.values(), ids=SIZES.keys(), indirect=True)
    @pytest.mark.parametrize("language", ["zh", "en"])
    @pytest.mark.parametrize("code", sorted(LESSONS))
    def test_is_played_to_its_end(self, tablet: Page, server: Server, code: str, language: str) -> None:
        lesson = LESSONS[code].lesson
        tablet.goto(server.address(code, language=language))
        forward(tablet)
        for _ in lesson.steps:
            assert fits(tablet)
            forward(tablet)
        for _ in range(3):
            practise(tablet, lesson)
            tablet.locator(".lp-done").wait_for()
            assert fits(tablet)
            forward(tablet)
        answer(tablet, lesson)
        forward(tablet, 2)
        settled(tablet)

        assert tablet.evaluate("window.over") is True
        assert tablet.evaluate(LOWEST) >= 84
        done = [event["mode"] for event in server.got if event["kind"] == "practised"]
        assert done == ["follow", "hints", "own"]
        assert [event["wrong_taps"] for event in server.got if event["kind"] == "practised"] == [0, 0, 0]
        assert [event["kind"] for event in server.got].count("finished") == 1
        assert len({event["id"] for event in server.got}) == len(server.got)

    @pytest.mark.parametrize("code", sorted(LESSONS))
    def test_answers_every_wrong_tap(self, tablet: Page, server: Server, code: str) -> None:
        lesson = LESSONS[code].lesson
        tablet.goto(server.address(code))
        to_practice(tablet, lesson)
        for move in moves(lesson.phone):
            for name, spot in lesson.phone.screens[move.at].spots().items():
                if isinstance(spot, Slider | Keypad):
                    continue
                if name != move.do and spot.wrong and not spot.also and not spot.hold and not spot.talk:
                    tablet.locator(f'.lp-phone button[data-name="{name}"]').click()
                    assert spot.wrong.zh in tablet.locator(".lp-message.is-on").inner_text()
            touch(tablet, lesson, move.at, move.do)
        tablet.locator(".lp-done").wait_for()


class TestHints:
    def test_come_as_word_then_pulse_then_arrow(self, tablet: Page, server: Server) -> None:
        tablet.goto(server.address("L01"))
        to_practice(tablet, LESSONS["L01"].lesson, mode=1)
        wrong = tablet.locator('.lp-phone button[data-name="louder"]')
        wrong.click()
        assert tablet.locator(".lp-message.is-on").count() == 1
        assert tablet.locator(".ph .is-marked").count() == 0
        wrong.click()
        assert tablet.locator(".ph .is-pulsing").get_attribute("data-name") == "power"
        wrong.click()
        assert tablet.locator(".ph .is-marked .ph-arrow").count() == 1

    def test_are_not_given_on_my_own(self, tablet: Page, server: Server) -> None:
        tablet.goto(server.address("L01"))
        to_practice(tablet, LESSONS["L01"].lesson, mode=2)
        for _ in range(4):
            tablet.locator('.lp-phone button[data-name="louder"]').click()
        assert tablet.locator(".ph .is-marked").count() == 0
        assert tablet.locator(".lp-message.is-on").count() == 0

    def test_lead_back_who_has_strayed(self, tablet: Page, server: Server) -> None:
        lesson = LESSONS["L04"].lesson
        tablet.goto(server.address("L04"))
        to_practice(tablet, lesson, mode=1)
        for move in moves(lesson.phone)[:2]:
            touch(tablet, lesson, move.at, move.do)
        tablet.locator('.lp-phone button[data-name="money"]').click()
        tablet.locator(".lp-phone").click(position={"x": 160, "y": 60})
        assert tablet.locator(".ph .is-marked").get_attribute("data-name") == "back"
        tablet.locator('.ph-nav [data-name="back"]').click()
        for move in moves(lesson.phone)[2:]:
            touch(tablet, lesson, move.at, move.do)
        tablet.locator(".lp-done").wait_for()

    def test_point_at_the_cancel_of_a_question(self, tablet: Page, server: Server) -> None:
        tablet.goto(server.address("L17", seed=0))
        to_practice(tablet, LESSONS["L17"].lesson, mode=1)
        for name in ("answer", "obey", "share"):
            tablet.locator(f'.lp-phone button[data-name="{name}"]').click()
        assert tablet.locator(".ph .is-marked").get_attribute("data-name") == "cancel"


FORMS = [
    (code, number)
    for code in sorted(LESSONS)
    for number in range(1, len(LESSONS[code].lesson.phone.variants()))
]


class TestVariation:
    @pytest.mark.parametrize(("code", "number"), FORMS)
    def test_can_be_done_in_every_form(self, tablet: Page, server: Server, code: str, number: int) -> None:
        lesson = LESSONS[code].lesson
        tablet.goto(server.address(code, seed=number))
        to_practice(tablet, lesson, mode=2)
        practise(tablet, lesson)
        tablet.locator(".lp-done").wait_for()

    def test_begins_as_it_is_written_and_brings_every_form(self, tablet: Page, server: Server) -> None:
        lesson = LESSONS["L20"].lesson
        seen = []
        tablet.goto(server.address("L20"))
        to_practice(tablet, lesson)
        for _ in lesson.phone.variants():
            seen.append(lesson.phone.variants().index(form(tablet, lesson)))
            practise(tablet, lesson)
            tablet.locator(".lp-done").wait_for()
            tablet.get_by_role("button", name="再练一次").click()
        assert seen[0] == 0
        assert sorted(seen) == list(range(len(lesson.phone.variants())))

    def test_stays_the_same_over_a_reload(self, tablet: Page, server: Server) -> None:
        lesson = LESSONS["L17"].lesson
        tablet.goto(server.address("L17"))
        to_practice(tablet, lesson, mode=2)
        before = form(tablet, lesson)
        move = moves(before)[0]
        touch(tablet, lesson, move.at, move.do)
        tablet.reload()
        tablet.locator(".lp-phone.is-practice .ph").wait_for()
        assert form(tablet, lesson) == before

    def test_puts_things_in_another_order(self, tablet: Page, server: Server) -> None:
        lesson = LESSONS["L04"].lesson
        orders = set()
        for seed in range(6):
            tablet.goto(server.address("L04", seed=seed, who=f"p{seed}"))
            to_practice(tablet, lesson)
            names = tablet.locator(".lp-phone.is-practice .ph-icon")
            orders.add(tuple(names.evaluate_all("all => all.map((one) => one.dataset.name)")))
        assert len(orders) > 1


class TestAlsoRight:
    def test_leads_further_and_is_not_counted_as_wrong(self, tablet: Page, server: Server) -> None:
        lesson = LESSONS["L17"].lesson
        tablet.goto(server.address("L17", seed=0))
        to_practice(tablet, lesson)
        tablet.locator('.lp-phone button[data-name="refuse"]').click()
        assert "也很对" in tablet.locator(".lp-message.is-on").inner_text()
        for move in moves(lesson.phone)[2:]:
            touch(tablet, lesson, move.at, move.do)
        tablet.locator(".lp-done").wait_for()
        forward(tablet)
        settled(tablet)
        practised = next(event for event in server.got if event["kind"] == "practised")
        assert practised["wrong_taps"] == 0


class TestGesture:
    def test_flick_opens_the_lock(self, tablet: Page, server: Server) -> None:
        lesson = LESSONS["L01"].lesson
        tablet.goto(server.address("L01"))
        to_practice(tablet, lesson)
        touch(tablet, lesson, "asleep", "power")
        glass = tablet.locator(".lp-phone .ph-glass").bounding_box()
        assert glass
        across, low = glass["x"] + glass["width"] / 2, glass["y"] + glass["height"]
        tablet.mouse.move(across, low - 130)
        tablet.mouse.down()
        tablet.mouse.move(across, low - 330, steps=5)
        tablet.mouse.up()
        tablet.locator('.lp-phone button[data-name="camera"]').wait_for()

    def test_hold_let_go_too_early_is_explained(self, tablet: Page, server: Server) -> None:
        lesson = LESSONS["L04"].lesson
        tablet.goto(server.address("L04"))
        to_practice(tablet, lesson)
        path = moves(lesson.phone)
        at = next(number for number, move in enumerate(path) if move.do == "talk")
        for move in path[:at]:
            touch(tablet, lesson, move.at, move.do)
        tablet.locator('.lp-phone button[data-name="talk"]').click()
        assert "抬手太早" in tablet.locator(".lp-message.is-on").inner_text()

    def test_second_tap_of_a_trembling_hand_is_not_counted(self, tablet: Page, server: Server) -> None:
        lesson = LESSONS["L04"].lesson
        tablet.goto(server.address("L04", rest=280))
        to_practice(tablet, lesson)
        tablet.locator('.lp-phone button[data-name="wechat"]').dblclick()
        assert tablet.locator(".lp-message.is-on").count() == 0


class TestPicture:
    def test_points_at_what_is_only_looked_at(self, tablet: Page, server: Server) -> None:
        tablet.goto(server.address("L05"))
        forward(tablet)
        assert tablet.locator(".lp-phone .ph-fan.is-marked").inner_text() == "看这里"
        forward(tablet, 4)
        assert tablet.locator(".lp-phone .ph-lens.is-marked").inner_text() == "看这里"


class TestSlider:
    def test_shows_at_once_what_it_does(self, tablet: Page, server: Server) -> None:
        lesson = LESSONS["L02"].lesson
        tablet.goto(server.address("L02"))
        to_practice(tablet, lesson)
        for move in moves(lesson.phone)[:2]:
            touch(tablet, lesson, move.at, move.do)
        light = "getComputedStyle(document.querySelector('.lp-phone .ph-glass')).filter"
        assert tablet.evaluate(light) == "brightness(0.64)"
        touch(tablet, lesson, "display", "light")
        assert tablet.evaluate(light) == "brightness(0.88)"
        touch(tablet, lesson, "display", "text_size")
        sample = tablet.locator(".lp-phone .ph-sample")
        small = sample.bounding_box()
        touch(tablet, lesson, "text_size", "size")
        assert sample.evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)") > 36
        assert small and small["height"] == 66


class TestReload:
    def test_goes_on_at_the_same_step(self, tablet: Page, server: Server) -> None:
        tablet.goto(server.address("L01"))
        forward(tablet, 4)
        before = tablet.locator(".lp-do").inner_text()
        tablet.reload()
        assert tablet.locator(".lp-do").inner_text() == before

    def test_goes_on_in_the_middle_of_practice(self, tablet: Page, server: Server) -> None:
        lesson = LESSONS["L04"].lesson
        tablet.goto(server.address("L04"))
        to_practice(tablet, lesson, mode=2)
        path = moves(lesson.phone)
        for move in path[:6]:
            touch(tablet, lesson, move.at, move.do)
        tablet.reload()
        for move in path[6:]:
            touch(tablet, lesson, move.at, move.do)
        tablet.locator(".lp-done").wait_for()

    def test_goes_on_with_the_version_begun(self, tablet: Page, server: Server) -> None:
        tablet.goto(server.address("L01"))
        forward(tablet, 2)
        tablet.goto(server.address("L01", changed=1))
        assert tablet.locator(".lp-title").inner_text() == "认识手机和手势"
        settled(tablet)
        assert {event["version"] for event in server.got} == {LESSONS["L01"].version}

    def test_another_tablet_goes_on_where_the_server_says(self, tablet: Page, server: Server) -> None:
        tablet.goto(server.address("L01", start='{"kind":"step","step":5}'))
        assert "5" in tablet.locator(".lp-where").inner_text()

    def test_shows_nothing_of_another_person(self, tablet: Page, server: Server) -> None:
        tablet.goto(server.address("L01", who="p1"))
        forward(tablet, 3)
        tablet.goto(server.address("L01", who="p2"))
        assert tablet.locator(".lp-goal").count() == 1


class TestOutage:
    def test_loses_nothing_and_sends_nothing_twice(self, tablet: Page, server: Server) -> None:
        lesson = LESSONS["L01"].lesson
        server.down = True
        tablet.goto(server.address("L01"))
        to_practice(tablet, lesson)
        practise(tablet, lesson)
        tablet.reload()
        forward(tablet)
        waiting = tablet.evaluate("window.player.unsent()")
        server.down = False
        settled(tablet)
        assert waiting > 20
        assert len({event["id"] for event in server.got}) == len(server.got) >= waiting
        assert "practised" in {event["kind"] for event in server.got}

    def test_without_a_network_stops_no_page(self, tablet: Page, server: Server) -> None:
        tablet.goto(server.address("L01"))
        settled(tablet)
        tablet.context.set_offline(True)
        forward(tablet, 16)
        assert tablet.locator(".lp-note").count() == 3
        tablet.context.set_offline(False)
        settled(tablet)
        assert [event["kind"] for event in server.got].count("finished") == 1

    def test_two_tabs_count_once(self, tablet: Page, server: Server) -> None:
        server.down = True
        tablet.goto(server.address("L01"))
        forward(tablet, 3)
        other = tablet.context.new_page()
        other.goto(server.address("L01"))
        forward(other, 1)
        server.down = False
        settled(tablet)
        settled(other)
        kinds = [event["kind"] for event in {event["id"]: event for event in server.got}.values()]
        assert kinds.count("opened") == 2


class TestKeyboard:
    def test_alone_plays_the_practice(self, tablet: Page, server: Server) -> None:
        lesson = LESSONS["L04"].lesson
        tablet.goto(server.address("L04"))
        tablet.locator(".lp-b-next").focus()
        for _ in range(1 + len(lesson.steps)):
            tablet.keyboard.press("Enter")
        for move in moves(lesson.phone):
            self.reach(tablet, move.do)
            spot = lesson.phone.screens[move.at].spots().get(move.do)
            if spot and (spot.hold or spot.talk):
                tablet.keyboard.down("Space")
                tablet.wait_for_timeout(800)
                tablet.keyboard.up("Space")
            else:
                tablet.keyboard.press("Enter")
        tablet.locator(".lp-done").wait_for()

    @staticmethod
    def reach(page: Page, name: str) -> None:
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.dataset.name || ''") == name:
                return
        raise AssertionError(name)

    def test_shows_where_it_is(self, tablet: Page, server: Server) -> None:
        tablet.goto(server.address("L01"))
        tablet.locator(".lp").wait_for()
        tablet.keyboard.press("Tab")
        ring = tablet.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert ring == "4px"


class TestSettings:
    def test_make_the_text_larger_and_remember_it(self, tablet: Page, server: Server) -> None:
        tablet.goto(server.address("L01"))
        tablet.locator(".lp-gear").click()
        tablet.get_by_role("button", name="最大").click()
        tablet.get_by_role("button", name="关上").click()
        tablet.reload()
        tablet.locator(".lp").wait_for()
        assert tablet.evaluate("getComputedStyle(document.querySelector('.lp')).fontSize") == "30px"

    @pytest.mark.parametrize("tablet", SIZES.values(), ids=SIZES.keys(), indirect=True)
    def test_largest_text_loses_nothing_at_the_sides(self, tablet: Page, server: Server) -> None:
        tablet.goto(server.address("L04", size=30, language="en"))
        for _ in range(16):
            assert fits(tablet)
            forward(tablet)

    def test_hide_listening_where_there_is_no_voice(self, tablet: Page, server: Server) -> None:
        tablet.goto(server.address("L01"))
        tablet.locator(".lp").wait_for()
        assert not tablet.locator(".lp-b").nth(1).is_visible()


class TestReadingAloud:
    def test_plays_the_recording(self, tablet: Page, server: Server) -> None:
        tablet.goto(server.address("L01", tapes=1))
        with tablet.expect_request("**/tapes/goal.mp3"):
            tablet.locator(".lp-b").nth(1).click()


class TestInsideAShadow:
    def test_works_the_same(self, tablet: Page, server: Server) -> None:
        lesson = LESSONS["L04"].lesson
        tablet.goto(server.address("L04", shadow=1))
        to_practice(tablet, lesson)
        practise(tablet, lesson)
        tablet.locator(".lp-done").wait_for()


class TestTeacher:
    def test_is_told_where_somebody_is(self, tablet: Page, server: Server) -> None:
        tablet.goto(server.address("L01"))
        forward(tablet, 3)
        tablet.locator(".lp-b-teacher").click()
        tablet.get_by_role("button", name="请老师来").click()
        asked = tablet.evaluate("window.asked[0]")
        assert (asked["kind"], asked["step"], asked["raise"]) == ("step", 3, True)


class TestReducedMotion:
    def test_nothing_moves(self, tablet: Page, server: Server) -> None:
        tablet.emulate_media(reduced_motion="reduce")
        tablet.goto(server.address("L01"))
        to_practice(tablet, LESSONS["L01"].lesson, mode=1)
        for _ in range(2):
            tablet.locator('.lp-phone button[data-name="louder"]').click()
        assert tablet.evaluate("document.getAnimations().length") == 0
