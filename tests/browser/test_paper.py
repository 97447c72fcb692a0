"""Paper both ways: printed before the session, keyed in afterwards."""

import re
from datetime import timedelta

import pypdfium2
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from db import transaction
from db.models import Activity, Attendance
from db.words import How
from services import consent, people
from services.people import Registered
from tests.browser.conftest import ServedHouse
from tests.browser.seating import came, session, trainer

Seated = tuple[int, list[Registered]]


@pytest.fixture
def seated(house: ServedHouse) -> Seated:
    """A session that began half an hour ago, with eight seniors on its list."""
    return session(house, seated=8, begins_in=timedelta(minutes=-30))


def open_paper(page: Page, house: ServedHouse, seated: Seated) -> None:
    page.goto(f"{house.url}/paper?activity={seated[0]}")
    expect(page.get_by_role("heading", name="Paper list")).to_be_visible()


class TestPrinting:
    def test_the_list_names_everybody(self, tina: Page, house: ServedHouse, seated: Seated) -> None:
        open_paper(tina, house, seated)
        with tina.expect_download() as download:
            tina.get_by_role("button", name="Print a list to tick by hand").click()
        pages = pypdfium2.PdfDocument(download.value.path())
        text = "".join(page.get_textpage().get_text_range() for page in pages)
        assert [one.number for one in seated[1] if one.number not in text] == []


class TestKeyingIn:
    def test_what_is_ticked_counts_as_from_paper(
        self, tina: Page, house: ServedHouse, seated: Seated
    ) -> None:
        activity_id, listed = seated
        open_paper(tina, house, seated)
        for one in listed[:5]:
            tina.get_by_role("button", name=one.number).click()
        tina.get_by_role("button", name=re.compile("Write down: 5")).click()
        expect(tina.get_by_role("status")).to_contain_text("Written down: 5 people")
        assert came(house, activity_id) == {one.id: How.PAPER for one in listed[:5]}

    def test_a_second_list_of_the_late_counts_later(
        self, tina: Page, house: ServedHouse, seated: Seated
    ) -> None:
        open_paper(tina, house, seated)
        tina.get_by_role("radio", name="20 min late").click()
        tina.wait_for_timeout(1500)
        tina.get_by_role("button", name=seated[1][0].number).click()
        tina.get_by_role("button", name=re.compile("Write down: 1")).click()
        expect(tina.get_by_role("status")).to_contain_text("Written down: 1 people")
        assert late_by(house, seated[0]) == timedelta(minutes=20)

    def test_somebody_from_the_empty_lines_is_found_and_written_down(
        self, tina: Page, house: ServedHouse, seated: Seated
    ) -> None:
        stranger = newcomer(house)
        open_paper(tina, house, seated)
        tina.get_by_label("Find by number").fill(stranger.number)
        tina.get_by_role("button", name="Was here").click()
        expect(tina.get_by_text("is written down")).to_be_visible()
        assert came(house, seated[0]) == {stranger.id: How.WALK_IN}

    def test_somebody_unknown_is_registered_and_written_down(
        self, tina: Page, house: ServedHouse, seated: Seated
    ) -> None:
        open_paper(tina, house, seated)
        tina.get_by_role("link", name="Register somebody new").click()
        tina.get_by_label("Name", exact=True).fill("欧阳新")
        tina.get_by_text("I have read this out").click()
        tina.get_by_role("button", name="Register and check in").click()
        expect(tina.get_by_text("is registered and checked in")).to_be_visible()
        assert list(came(house, seated[0]).values()) == [How.WALK_IN]


def newcomer(house: ServedHouse) -> Registered:
    """Return somebody known to the station without a seat."""
    with transaction.writing(house.engine) as db:
        return people.register(
            trainer(house, db), station_id=house.station, name="单雄信", consent_wording=consent.CURRENT
        )


def late_by(house: ServedHouse, activity_id: int) -> timedelta:
    """Return how long after the start the first one came."""
    with transaction.reading(house.engine) as db:
        row = db.execute(
            select(Attendance.arrived_at, Activity.starts_at)
            .join(Activity, Activity.id == Attendance.activity_id)
            .where(Attendance.activity_id == activity_id)
        ).one()
        late: timedelta = row.arrived_at - row.starts_at
        return late
