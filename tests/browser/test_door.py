"""A trainer stands at the door with a queue before her: nobody is lost, whatever the network does."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import Engine, func, select

from db import transaction
from db.models import Attendance, Card, Enrolment, Senior, TurnedAway
from db.words import EnrolmentState
from services import clock
from tests.browser.conftest import PASSWORD, TABLET, ServedHouse
from tests.browser.film import film
from tests.browser.wire import Wire, wire
from tests.door import Doorway, furnish

SignIn = Callable[[Page, str], Page]


@pytest.fixture
def door(house: ServedHouse) -> Doorway:
    """Thirty people enrolled in an activity that starts in ten minutes."""
    return furnish(house.engine, station_id=house.station, trainer_id=house.staff["tina"])


def signed_in(page: Page, url: str) -> None:
    """Sign the trainer in over the wire."""
    page.goto(f"{url}/sign-in")
    page.fill("#user_name", "tina")
    page.fill("#password", PASSWORD)
    page.click("button.main")
    page.wait_for_url(f"{url}/")


def opened(page: Page, url: str, door: Doorway) -> Page:
    page.goto(f"{url}/door?activity={door.activity_id}")
    expect(page.locator(".person").first).to_be_visible(timeout=20000)
    expect(page.locator("#entry")).to_be_focused()
    return page


def scan(page: Page, text: str) -> None:
    page.keyboard.type(text, delay=2)
    page.keyboard.press("Enter")


def result(page: Page, kind: str) -> None:
    expect(page.locator(".result")).to_have_attribute("data-kind", kind)


def came(engine: Engine, door: Doorway) -> list[int]:
    with transaction.reading(engine) as db:
        return list(
            db.scalars(
                select(Attendance.senior_id)
                .where(Attendance.activity_id == door.activity_id, Attendance.voided_at.is_(None))
                .order_by(Attendance.arrived_at)
            )
        )


def eventually(ask: Callable[[], bool], page: Page) -> None:
    for _try in range(100):
        if ask():
            return
        page.wait_for_timeout(150)
    raise AssertionError("it never came")


def senior(engine: Engine, senior_id: int) -> Senior:
    with transaction.reading(engine) as db:
        found = db.get_one(Senior, senior_id)
        db.expunge(found)
        return found


@pytest.fixture
def at_door(tina: Page, house: ServedHouse, door: Doorway) -> Page:
    """The trainer's screen at the door."""
    return opened(tina, house.url, door)


@pytest.fixture
def laid(house: ServedHouse) -> Iterator[Wire]:
    """The network between the tablet and the house."""
    with wire(house.server.port) as made:
        yield made


class TestScanning:
    def test_thirty_codes_at_two_a_second_are_thirty_people(
        self, at_door: Page, door: Doorway, house: ServedHouse
    ) -> None:
        began = time.monotonic()
        for place, (_senior, token) in enumerate(door.people):
            at_door.wait_for_timeout(max(0.0, began + place / 2 - time.monotonic()) * 1000)
            scan(at_door, token)
        expect(at_door.locator(".count b")).to_have_text("30")
        eventually(lambda: len(came(house.engine, door)) == 30, at_door)
        assert came(house.engine, door) == [senior_id for senior_id, _token in door.people]

    def test_a_card_is_green_at_once_and_amber_the_second_time(self, at_door: Page, door: Doorway) -> None:
        scan(at_door, door.people[0][1])
        result(at_door, "came")
        scan(at_door, f"https://example.org/c/{door.people[0][1]}")
        result(at_door, "already")

    def test_the_roster_covers_nothing_of_the_result(self, at_door: Page, door: Doorway) -> None:
        scan(at_door, door.people[0][1])
        result(at_door, "came")
        stage, side = at_door.locator(".stage").bounding_box(), at_door.locator(".side").bounding_box()
        assert stage is not None and side is not None
        assert stage["x"] + stage["width"] <= side["x"]

    def test_a_scanner_is_understood_while_the_chinese_keyboard_is_on(
        self, at_door: Page, door: Doorway, house: ServedHouse
    ) -> None:
        at_door.locator("#entry").evaluate(
            """(field, code) => {
                const key = (code, more) => field.dispatchEvent(new KeyboardEvent('keydown',
                    { key: 'Process', code, isComposing: true, bubbles: true, ...more }));
                const codeOf = (sign) => (/[0-9]/.test(sign) ? 'Digit' : 'Key') + sign.toUpperCase();
                for (const sign of code) key(codeOf(sign));
                key('Enter');
            }""",
            door.people[0][1],
        )
        result(at_door, "came")

    def test_a_camera_reads_a_card(
        self,
        launch: Callable[..., Browser],
        house: ServedHouse,
        door: Doorway,
        sign_in: SignIn,
        tmp_path: Path,
    ) -> None:
        video = film(f"https://example.org/c/{door.people[0][1]}", tmp_path / "card.y4m")
        browser = launch(
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-video-capture={video}",
        )
        context = browser.new_context(viewport=TABLET, permissions=["camera"])
        page = opened(sign_in(context.new_page(), "tina"), house.url, door)
        page.locator(".camera").click()
        expect(page.locator(".result")).to_have_attribute("data-kind", "came", timeout=20000)
        eventually(lambda: came(house.engine, door) == [door.people[0][0]], page)
        browser.close()


class TestTyping:
    def test_a_number(self, at_door: Page, door: Doorway, house: ServedHouse) -> None:
        scan(at_door, senior(house.engine, door.people[0][0]).number)
        result(at_door, "came")

    def test_a_name_of_which_there_is_one(self, at_door: Page, door: Doorway, house: ServedHouse) -> None:
        at_door.keyboard.insert_text(senior(house.engine, door.people[0][0]).name)
        at_door.keyboard.press("Enter")
        result(at_door, "came")

    def test_the_beginning_of_a_name_asks_who(self, at_door: Page) -> None:
        scan(at_door, "wang")
        result(at_door, "choices")
        at_door.locator(".choice").first.click()
        result(at_door, "came")

    def test_a_tap_on_the_roster(self, at_door: Page) -> None:
        at_door.locator(".person").nth(2).click()
        result(at_door, "came")
        expect(at_door.locator("#entry")).to_be_focused()

    def test_a_wrong_number_offers_the_near_ones(
        self, at_door: Page, door: Doorway, house: ServedHouse
    ) -> None:
        right = senior(house.engine, door.people[0][0]).number
        scan(at_door, f"{right[:5]}{(int(right[5]) + 1) % 10}")
        result(at_door, "refused")
        expect(at_door.locator(".choice", has_text=right)).to_be_visible()

    def test_nobody_of_that_name(self, at_door: Page) -> None:
        scan(at_door, "xyzzy")
        result(at_door, "nobody")


class TestDeciding:
    def test_who_is_not_enrolled_is_let_in_by_one_tap(
        self, at_door: Page, door: Doorway, house: ServedHouse
    ) -> None:
        elsewhere = furnish(
            house.engine,
            seniors=1,
            station_id=house.station,
            trainer_id=house.staff["tina"],
            starts_at=clock.now() - timedelta(days=3),
        )
        with transaction.writing(house.engine) as db:
            db.query(Enrolment).filter(
                Enrolment.activity_id == door.activity_id, Enrolment.senior_id == door.people[0][0]
            ).update({"state": EnrolmentState.CANCELLED})
        scan(at_door, elsewhere.people[0][1])
        result(at_door, "not_enrolled")
        at_door.get_by_role("button", name="Let in", exact=True).click()
        result(at_door, "came")
        eventually(lambda: elsewhere.people[0][0] in came(house.engine, door), at_door)

    def test_who_finds_it_full_is_turned_away_and_counted(
        self, at_door: Page, house: ServedHouse, door: Doorway
    ) -> None:
        elsewhere = furnish(
            house.engine,
            seniors=1,
            station_id=house.station,
            trainer_id=house.staff["tina"],
            starts_at=clock.now() - timedelta(days=3),
        )
        scan(at_door, elsewhere.people[0][1])
        result(at_door, "full")
        at_door.get_by_role("button", name="Turn away, count it").click()
        result(at_door, "turned_away")

        def counted() -> bool:
            with transaction.reading(house.engine) as db:
                return (
                    db.scalar(select(func.count()).where(TurnedAway.senior_id == elsewhere.people[0][0])) == 1
                )

        eventually(counted, at_door)

    def test_who_belongs_to_another_station_is_told_which(self, at_door: Page, house: ServedHouse) -> None:
        there = furnish(
            house.engine, seniors=1, station_id=house.other_station, trainer_id=house.staff["ada"]
        )
        scan(at_door, there.people[0][1])
        result(at_door, "refused")
        expect(at_door.locator(".result")).to_contain_text("Guangyue Road Station")

    def test_a_slip_is_undone_within_ten_seconds(
        self, at_door: Page, door: Doorway, house: ServedHouse
    ) -> None:
        scan(at_door, door.people[0][1])
        eventually(lambda: len(came(house.engine, door)) == 1, at_door)
        at_door.locator(".undo").click()
        result(at_door, "undone")
        expect(at_door.locator(".count b")).to_have_text("0")
        eventually(lambda: came(house.engine, door) == [], at_door)

    def test_later_it_is_taken_back_with_a_reason(
        self, at_door: Page, door: Doorway, house: ServedHouse
    ) -> None:
        scan(at_door, door.people[0][1])
        eventually(lambda: len(came(house.engine, door)) == 1, at_door)
        at_door.locator(".person.here").click()
        at_door.get_by_role("button", name="Take back").click()
        at_door.get_by_role("button", name="Wrong person").click()
        eventually(lambda: came(house.engine, door) == [], at_door)
        expect(at_door.locator(".count b")).to_have_text("0")


class TestWithoutTheNetwork:
    def test_the_door_goes_on_and_catches_up(
        self, page: Page, laid: Wire, house: ServedHouse, door: Doorway
    ) -> None:
        signed_in(page, laid.url)
        opened(page, laid.url, door)
        laid.cut()
        for _senior, token in door.people[:6]:
            scan(page, token)
            result(page, "came")
        expect(page.locator(".network")).to_contain_text("6 wait here to be sent")
        assert came(house.engine, door) == []
        laid.mend()
        eventually(lambda: came(house.engine, door) == [i for i, _token in door.people[:6]], page)
        expect(page.locator(".network")).to_be_hidden(timeout=15000)

    def test_a_reload_keeps_what_was_not_sent(self, at_door: Page, house: ServedHouse, door: Doorway) -> None:
        at_door.route("**/api/arrivals", lambda route: route.abort())
        for _senior, token in door.people[:3]:
            scan(at_door, token)
        at_door.reload()
        expect(at_door.locator(".network")).to_contain_text("3 wait here to be sent", timeout=20000)
        at_door.unroute("**/api/arrivals")
        eventually(lambda: len(came(house.engine, door)) == 3, at_door)

    def test_an_answer_that_was_lost_on_the_way_counts_once(
        self, at_door: Page, house: ServedHouse, door: Doorway
    ) -> None:
        lost: list[int] = []

        def lose_the_first(route: Route) -> None:
            if lost:
                route.continue_()
                return
            lost.append(route.fetch().status)
            route.abort()

        at_door.route("**/api/arrivals", lose_the_first)
        scan(at_door, door.people[0][1])
        result(at_door, "came")
        expect(at_door.locator(".network")).to_be_hidden(timeout=15000)
        eventually(
            lambda: (
                at_door.evaluate("Object.keys(localStorage).filter(k => k.startsWith('door.line')).length")
                == 0
            ),
            at_door,
        )
        assert came(house.engine, door) == [door.people[0][0]]

    def test_a_refusal_that_comes_late_is_listed(
        self, at_door: Page, house: ServedHouse, door: Doorway
    ) -> None:
        at_door.route("**/api/arrivals", lambda route: route.abort())
        scan(at_door, door.people[0][1])
        with transaction.writing(house.engine) as db:
            db.query(Card).filter(Card.token == door.people[0][1]).update({"revoked_at": clock.now()})
        scan(at_door, door.people[1][1])
        at_door.unroute("**/api/arrivals")
        expect(at_door.locator(".later")).to_contain_text("replaced by a new one", timeout=15000)
        expect(at_door.locator(".count b")).to_have_text("1")

    def test_the_door_survives_a_restart_of_the_house(
        self, at_door: Page, house: ServedHouse, door: Doorway
    ) -> None:
        house.server.stop()
        scan(at_door, door.people[0][1])
        result(at_door, "came")
        house.server.start_again()
        eventually(lambda: len(came(house.engine, door)) == 1, at_door)
        scan(at_door, door.people[1][1])
        result(at_door, "came")
        eventually(lambda: len(came(house.engine, door)) == 2, at_door)

    def test_who_is_signed_out_keeps_what_was_not_sent(
        self, at_door: Page, house: ServedHouse, door: Doorway
    ) -> None:
        at_door.context.clear_cookies(name="sign_in")
        scan(at_door, door.people[0][1])
        expect(at_door.locator(".network")).to_contain_text("You are signed out", timeout=15000)
        expect(at_door.get_by_role("link", name="Sign in")).to_be_visible()


class TestTwoDoors:
    def test_agree(
        self, at_door: Page, house: ServedHouse, door: Doorway, browser: Browser, sign_in: SignIn
    ) -> None:
        context = browser.new_context(viewport=TABLET)
        other = opened(sign_in(context.new_page(), "tina"), house.url, door)
        scan(at_door, door.people[0][1])
        expect(other.locator(".count b")).to_have_text("1")
        scan(other, door.people[0][1])
        result(other, "already")
        context.close()


class TestChoosingTheActivity:
    def test_the_one_of_now_is_chosen_by_itself(self, tina: Page, house: ServedHouse, door: Doorway) -> None:
        tina.goto(f"{house.url}/door")
        expect(tina.locator(".door h1")).to_be_visible(timeout=20000)

    def test_a_stranger_s_is_not_found(self, tina: Page, house: ServedHouse) -> None:
        tina.goto(f"{house.url}/door?activity=999999")
        expect(tina.get_by_text(re.compile("could not be found"))).to_be_visible(timeout=20000)
