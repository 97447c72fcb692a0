"""A desk that serves one lesson to the player, and somebody who plays it to its end."""

import functools
import json
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from services.catalogue import Lesson, for_player, load
from services.catalogue.parts import Keypad, Slider
from services.catalogue.phone import Phone
from services.catalogue.walk import moves

ROOT = Path(__file__).resolve().parents[3]
SHELF = load(ROOT / "courses")
LESSONS = {shelved.lesson.code: shelved for shelved in SHELF.lessons.values()}
SIZES = {"lying": (1024, 768), "upright": (800, 1280), "phone": (360, 740)}
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


def forward(page: Page, times: int = 1, pause: int = 0) -> None:
    """Tap Next so many times. pause: milliseconds before each, as long as a turned page rests."""
    for _ in range(times):
        page.wait_for_timeout(pause)
        page.locator(".lp-b-next").click()


def to_practice(page: Page, lesson: Lesson, mode: int = 0, pause: int = 0) -> None:
    forward(page, 1 + len(lesson.steps) + mode, pause)


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


def play(tablet: Page, server: Server, code: str, language: str) -> None:
    """Play a lesson page by page, the practice phone in all three modes, without one wrong tap."""
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
