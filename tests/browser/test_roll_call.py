"""The roll call of thirty: one tap for all, the missing tapped away, nothing lost on the way."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from db.words import How
from services.people import Registered
from tests.browser.conftest import ServedHouse
from tests.browser.seating import came, session

Seated = tuple[int, list[Registered]]


@pytest.fixture
def seated(house: ServedHouse) -> Seated:
    """Thirty seniors on the list of a session that is about to begin."""
    return session(house, seated=30)


def open_call(page: Page, house: ServedHouse, seated: Seated) -> None:
    page.goto(f"{house.url}/roll_call?activity={seated[0]}")
    expect(page.get_by_role("button", name="Everybody is here")).to_be_visible()


def stored(page: Page, n: int) -> None:
    expect(page.get_by_role("status")).to_contain_text(f"Written down: {n} people", timeout=20000)


class TestRollCall:
    def test_of_thirty_with_two_missing(self, tina: Page, house: ServedHouse, seated: Seated) -> None:
        activity_id, people = seated
        open_call(tina, house, seated)
        began = time.monotonic()
        tina.get_by_role("button", name="Everybody is here").click()
        for missing in people[:2]:
            tina.get_by_role("button", name=missing.number).click()
        tina.get_by_role("button", name=re.compile("Write down: 28")).click()
        stored(tina, 28)
        print(f"roll call of 30 with 2 missing: {time.monotonic() - began:.1f} s")
        assert came(house, activity_id) == {one.id: How.ROLL_CALL for one in people[2:]}

    def test_two_taps_write_down_once(self, tina: Page, house: ServedHouse, seated: Seated) -> None:
        open_call(tina, house, seated)
        tina.get_by_role("button", name="Everybody is here").click()
        tina.get_by_role("button", name=re.compile("Write down: 30")).dblclick()
        stored(tina, 30)
        assert len(came(house, seated[0])) == 30

    def test_ticks_survive_a_reload(self, tina: Page, house: ServedHouse, seated: Seated) -> None:
        open_call(tina, house, seated)
        tina.get_by_role("button", name=seated[1][5].number).click()
        tina.reload()
        expect(tina.get_by_role("button", name=seated[1][5].number)).to_have_attribute("aria-pressed", "true")

    def test_goes_through_when_the_server_was_away(
        self, tina: Page, house: ServedHouse, seated: Seated
    ) -> None:
        open_call(tina, house, seated)
        tina.get_by_role("button", name="Everybody is here").click()
        house.server.stop()
        tina.get_by_role("button", name=re.compile("Write down: 30")).click()
        expect(tina.get_by_role("status")).to_contain_text("kept on this device")
        house.server.start_again()
        expect(tina.get_by_text("30 written down")).to_be_visible(timeout=40000)
        assert len(came(house, seated[0])) == 30

    def test_shows_who_came_through_the_door_already(
        self, tina: Page, house: ServedHouse, seated: Seated
    ) -> None:
        open_call(tina, house, seated)
        tina.get_by_role("button", name=seated[1][7].number).click()
        tina.get_by_role("button", name=re.compile("Write down: 1")).click()
        stored(tina, 1)
        tina.reload()
        expect(
            tina.get_by_role("button", name=re.compile(f"{seated[1][7].number}\\s+since"))
        ).to_be_disabled()
