"""Somebody new at the door: one form, registered and checked in together."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from db import transaction
from db.models import Activity, Senior
from db.words import How
from services.people import Registered
from tests.browser.conftest import ServedHouse
from tests.browser.seating import came, session

Seated = tuple[int, list[Registered]]


@pytest.fixture
def seated(house: ServedHouse) -> Seated:
    """A session about to begin, with two seniors on its list."""
    return session(house, seated=2, begins_in=timedelta(minutes=5))


@pytest.fixture
def full(house: ServedHouse, seated: Seated) -> Seated:
    """The same with no seat left."""
    with transaction.writing(house.engine) as db:
        db.get_one(Activity, seated[0]).seats = 2
    return seated


def fill(page: Page, house: ServedHouse, activity_id: int, name: str) -> None:
    page.goto(f"{house.url}/walk_in?activity={activity_id}")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_text("I have read this out").click()


def people_called(house: ServedHouse, name: str) -> int:
    with transaction.reading(house.engine) as db:
        return db.scalar(select(func.count()).where(Senior.name == name)) or 0


class TestWalkIn:
    def test_is_registered_and_checked_in(self, tina: Page, house: ServedHouse, seated: Seated) -> None:
        fill(tina, house, seated[0], "曾阿婆")
        tina.get_by_role("button", name="Register and check in").click()
        expect(tina.get_by_text("is registered and checked in")).to_be_visible()
        expect(tina.get_by_role("button", name="Print the card")).to_be_visible()
        assert list(came(house, seated[0]).values()) == [How.WALK_IN]

    def test_two_quick_taps_register_once(self, tina: Page, house: ServedHouse, seated: Seated) -> None:
        fill(tina, house, seated[0], "解阿婆")
        tina.get_by_role("button", name="Register and check in").dblclick()
        expect(tina.get_by_text("is registered and checked in")).to_be_visible()
        assert people_called(house, "解阿婆") == 1

    def test_two_quick_taps_do_not_skip_the_question_who_it_is(
        self, tina: Page, house: ServedHouse, seated: Seated
    ) -> None:
        before = people_called(house, "王美英")
        fill(tina, house, seated[0], "王美英")
        tina.get_by_role("button", name="Register and check in").dblclick()
        expect(tina.get_by_text("Is this the same person?")).to_be_visible()
        tina.wait_for_timeout(1000)
        assert people_called(house, "王美英") == before

    def test_somebody_registered_already_is_checked_in_as_herself(
        self, tina: Page, house: ServedHouse, seated: Seated
    ) -> None:
        before = people_called(house, "王美英")
        fill(tina, house, seated[0], "王美英")
        tina.get_by_role("button", name="Register and check in").click()
        tina.get_by_role("button", name="Yes: check her or him in").first.click()
        expect(tina.get_by_text("is checked in.")).to_be_visible()
        assert (people_called(house, "王美英"), len(came(house, seated[0]))) == (before, 1)

    def test_nothing_typed_is_lost_without_consent(
        self, tina: Page, house: ServedHouse, seated: Seated
    ) -> None:
        tina.goto(f"{house.url}/walk_in?activity={seated[0]}")
        tina.get_by_label("Name", exact=True).fill("区阿婆")
        tina.get_by_role("button", name="Register and check in").click()
        expect(tina.get_by_text("Please read the consent out and tick")).to_be_visible()
        expect(tina.get_by_label("Name", exact=True)).to_have_value("区阿婆")


class TestWhenEverySeatIsTaken:
    def test_the_trainer_decides(self, tina: Page, house: ServedHouse, full: Seated) -> None:
        fill(tina, house, full[0], "查阿婆")
        tina.get_by_role("button", name="Register and check in").click()
        tina.get_by_role("button", name="Let in although it is full").click()
        expect(tina.get_by_text("is registered and checked in")).to_be_visible()
        assert len(came(house, full[0])) == 1

    def test_a_helper_sends_away_and_counts(
        self, page: Page, sign_in: Callable[[Page, str], Page], house: ServedHouse, full: Seated
    ) -> None:
        hana = sign_in(page, "hana")
        fill(hana, house, full[0], "朴阿婆")
        hana.get_by_role("button", name="Register and check in").click()
        hana.get_by_role("button", name="Send away, and count it").click()
        expect(hana.get_by_text("Counted.")).to_be_visible()
        expect(hana.get_by_role("button", name="Let in although it is full")).to_have_count(0)
        assert people_called(house, "朴阿婆") == 0
