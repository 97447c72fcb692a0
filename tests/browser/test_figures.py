"""The pages of figures in a real browser: filters in the address, down to a station and back, and live."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from db import transaction
from db.audit import AuditEntry
from db.words import Action, How
from services import attendance, clock
from tests.browser.choosing import choose
from tests.browser.conftest import ServedHouse
from tests.browser.seating import session, trainer
from tests.conftest import World
from tests.history import held
from tests.planning import seniors

ZONE = "Asia/Shanghai"


@pytest.fixture(scope="module")
def days(house: ServedHouse) -> tuple[date, date]:
    """Let each of the two stations have held a session; return a stretch of days with both."""
    today = clock.local(clock.now(), ZONE).date()
    for station_id, how_many, ago in ((house.station, 6, 20), (house.other_station, 9, 18)):
        people = seniors(house.engine, station_id, how_many)
        world = World(house.street, 0, station_id, 0, 0, 0, 0, house.programme)
        activity_id = held(house.engine, world, today - timedelta(days=ago), came=people)
        noted(house, activity_id)
    return today - timedelta(days=30), today


def noted(house: ServedHouse, activity_id: int) -> None:
    """Leave the entry by which the served figures learn of an activity."""
    with transaction.writing(house.engine) as db:
        entry = AuditEntry(
            at=clock.now(),
            staff_id=house.staff["ada"],
            device_id=None,
            action=Action.ACTIVITY_PLANNED,
            subject="activity",
            subject_id=activity_id,
            details={},
        )
        db.add(entry)


@pytest.fixture
def address(house: ServedHouse, days: tuple[date, date]) -> str:
    return f"{house.url}/overview?from={days[0]}&to={days[1]}"


@pytest.fixture
def ada(page: Page, sign_in: Callable[[Page, str], Page]) -> Page:
    """The page of the street's administrator, signed in."""
    return sign_in(page, "ada")


def visits(page: Page) -> str:
    """Return the number of visits among the key figures."""
    tile = page.locator(".tiles > li").filter(has=page.get_by_role("heading", name="Visits", exact=True))
    return tile.locator(".number").inner_text()


def tap_first_bar(page: Page) -> None:
    """Tap the longest bar of the places."""
    bar = page.locator(".st-key-picture_places .points path").first
    expect(bar).to_be_attached(timeout=60_000)
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2)
    page.mouse.click(box["x"] + 24, box["y"] + box["height"] / 2)


class TestTheAddress:
    def test_keeps_what_was_chosen_through_a_reload_and_in_the_other_language(
        self, ada: Page, address: str, house: ServedHouse
    ) -> None:
        ada.goto(address)
        expect(ada.locator(".tiles")).to_be_visible(timeout=60_000)
        assert visits(ada) == "15"
        choose(ada, "Place", "Guangyue Road Station")
        ada.wait_for_url(f"**station={house.other_station}**")
        expect(ada.locator(".tiles .number").nth(1)).to_have_text("9")
        ada.reload()
        expect(ada.locator(".tiles .number").nth(1)).to_have_text("9", timeout=60_000)
        ada.get_by_role("link", name="中文").click()
        expect(ada.locator(".tiles .number").nth(1)).to_have_text("9", timeout=60_000)
        assert f"station={house.other_station}" in ada.url

    def test_that_makes_no_sense_falls_back_and_says_so(self, ada: Page, house: ServedHouse) -> None:
        ada.goto(f"{house.url}/overview?period=yesteryear&station=999")
        expect(ada.get_by_text("It was left out.")).to_be_visible(timeout=60_000)
        expect(ada.locator(".tiles")).to_be_visible()

    def test_of_a_strangers_station_shows_ones_own(
        self, page: Page, sign_in: Callable[[Page, str], Page], address: str, house: ServedHouse
    ) -> None:
        mei = sign_in(page, "mei")
        mei.goto(f"{address}&station={house.other_station}")
        expect(mei.get_by_text("It was left out.")).to_be_visible(timeout=60_000)
        expect(mei.locator(".tiles .number").nth(1)).to_have_text("6")


class TestGoingDown:
    def test_leads_to_the_station_its_sessions_and_back(
        self, ada: Page, address: str, house: ServedHouse
    ) -> None:
        ada.goto(address)
        tap_first_bar(ada)
        ada.wait_for_url(f"**station={house.other_station}**")
        expect(ada.locator(".st-key-breadcrumb")).to_contain_text("Guangyue Road Station")
        expect(ada.locator(".sessions tbody tr")).to_have_count(1)
        expect(ada.locator(".sessions a")).to_have_attribute("href", "/activity?activity=2")
        ada.go_back()
        expect(ada.locator(".st-key-breadcrumb")).to_have_count(0)
        expect(ada.locator(".tiles .number").nth(1)).to_have_text("15")

    def test_has_a_visible_way_up(self, ada: Page, address: str, house: ServedHouse) -> None:
        ada.goto(f"{address}&station={house.station}")
        ada.locator(".st-key-breadcrumb").get_by_role("button", name="Liangcheng").click(timeout=60_000)
        expect(ada.locator(".tiles .number").nth(1)).to_have_text("15")


class TestTheFile:
    def test_holds_what_the_picture_shows(self, ada: Page, address: str) -> None:
        ada.goto(address)
        button = ada.locator(".st-key-csv_places").get_by_role("button")
        expect(button).to_be_visible(timeout=60_000)
        with ada.expect_download() as download:
            button.click()
        head, first, second = download.value.path().read_text("utf-8-sig").splitlines()
        assert head.startswith("Station,Sessions held,Visits")
        assert first.startswith("Guangyue Road Station,1,9")
        assert second.startswith("Wenshui East Road Station,1,6")


class TestAnActivityThatRuns:
    def test_is_followed_without_a_tap(self, ada: Page, house: ServedHouse, days: tuple[date, date]) -> None:
        activity_id, (senior,) = session(house, seated=1)
        ada.goto(f"{house.url}/overview?from={days[1]}&to={days[1]}")
        expect(ada.locator(".tiles")).to_be_visible(timeout=60_000)
        before = visits(ada)
        with transaction.writing(house.engine) as db:
            attendance.check_in(
                trainer(house, db),
                activity_id=activity_id,
                senior_id=senior.id,
                how=How.NAME,
                client_id="live",
            )
        expect(ada.locator(".tiles .number").nth(1)).to_have_text(str(int(before) + 1), timeout=15_000)


class TestATrainer:
    def test_is_offered_no_figures(self, tina: Page) -> None:
        expect(tina.get_by_role("link", name="Plan")).to_be_visible()
        expect(tina.get_by_role("link", name="Figures")).to_have_count(0)
