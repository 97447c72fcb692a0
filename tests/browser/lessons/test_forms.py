"""Every form a practice phone may take, and every wrong tap on it."""

import pytest
from playwright.sync_api import Page

from services.catalogue.parts import Keypad, Slider
from services.catalogue.walk import moves
from tests.browser.lessons.playing import LESSONS, Server, form, practise, to_practice, touch

pytestmark = pytest.mark.browser

FORMS = [
    (code, number)
    for code in sorted(LESSONS)
    for number in range(1, len(LESSONS[code].lesson.phone.variants()))
]


class TestWrongTap:
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
