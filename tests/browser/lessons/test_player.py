"""The lesson player in a real browser: what it helps with, and everything that can go wrong."""

import pytest
from playwright.sync_api import Page, expect

from services.catalogue.walk import moves
from tests.browser.lessons.playing import (
    LESSONS,
    SIZES,
    Server,
    fits,
    forward,
    practise,
    settled,
    to_practice,
    touch,
)

pytestmark = pytest.mark.browser


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
        to_practice(tablet, lesson, pause=300)
        tablet.locator('.lp-phone button[data-name="wechat"]').dblclick()
        assert tablet.locator(".lp-message.is-on").count() == 0


class TestTremblingHand:
    def test_second_tap_on_next_does_not_skip_a_page(self, tablet: Page, server: Server) -> None:
        tablet.goto(server.address("L01", rest=400))
        tablet.locator(".lp-b-next").evaluate("(next) => { next.click(); next.click(); }")
        expect(tablet.locator(".lp-where")).to_have_text("第 1 步，共 8 步")

    def test_one_stray_tap_does_not_begin_the_practice_again(self, tablet: Page, server: Server) -> None:
        lesson = LESSONS["L01"].lesson
        tablet.goto(server.address("L01", rest=0, seed=0))
        to_practice(tablet, lesson)
        first, second = lesson.phone.path[:2]
        touch(tablet, lesson, first.at, first.do)
        tablet.get_by_role("button", name="从头再来").click()
        told = tablet.locator(".lp-order").inner_text()
        tablet.get_by_role("button", name="再点一下，就从头再来").click()
        expect(tablet.locator(".lp-order")).not_to_have_text(told)
        assert (told, tablet.locator(".lp-order").inner_text()) == (second.say.zh, first.say.zh)


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
