"""A manager takes the month's report along: what is saved is what stands on the screen."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete, select

from db import transaction
from db.audit import AuditEntry
from db.models import Activity, Attendance
from db.words import Action, How
from services import clock
from tests.browser.choosing import choose
from tests.browser.conftest import ServedHouse
from tests.planning import seniors

SLOW = 30_000


@pytest.fixture
def a_session(house: ServedHouse) -> Iterator[int]:
    """Seven came this minute."""
    people = seniors(house.engine, house.station, 7)
    now = clock.now()
    with transaction.writing(house.engine) as db:
        one = Activity(
            public_id="report0000000000",
            programme_id=house.programme,
            station_id=house.station,
            title_zh="微信",
            title_en="WeChat",
            starts_at=now,
            ends_at=now + timedelta(hours=1),
            seats=10,
            door_secret="-",
        )
        db.add(one)
        db.flush()
        activity_id = one.id
        for senior_id in people:
            row = Attendance(
                activity_id=activity_id,
                senior_id=senior_id,
                arrived_at=now,
                recorded_at=now,
                how=How.NAME,
                client_id=f"report-{senior_id}",
            )
            db.add(row)
            db.flush()
            db.add(
                AuditEntry(
                    at=now,
                    action=Action.CHECKED_IN,
                    subject="attendance",
                    subject_id=row.id,
                    details={"activity": activity_id},
                )
            )
    yield activity_id
    with transaction.writing(house.engine) as db:
        db.execute(delete(Attendance).where(Attendance.activity_id == activity_id))
        db.execute(delete(Activity).where(Activity.id == activity_id))
        db.add(
            AuditEntry(
                at=clock.now(),
                action=Action.ACTIVITY_CHANGED,
                subject="activity",
                subject_id=activity_id,
                details={},
            )
        )


@pytest.fixture
def report(page: Page, sign_in: Callable[[Page, str], Page], house: ServedHouse, a_session: int) -> Page:
    sign_in(page, "mei").goto(f"{house.url}/report")
    expect(page.get_by_text("What did not take place")).to_be_visible(timeout=SLOW)
    expect(page.locator("[data-test-script-state=notRunning]")).to_be_visible(timeout=SLOW)
    return page


def saved(page: Page, button: str) -> bytes:
    with page.expect_download(timeout=SLOW) as download:
        page.get_by_role("button", name=button).click()
    return Path(download.value.path()).read_bytes()


def test_the_workbook_is_what_the_screen_shows(report: Page, house: ServedHouse) -> None:
    shown = [
        row.locator("th, td").all_inner_texts()
        for row in report.get_by_role("region", name="At a glance").locator("tr").all()
    ]
    book = openpyxl.load_workbook(BytesIO(saved(report, "All tables for Excel")))
    held = [
        [cell or "" for cell in row] for row in book["At a glance"].iter_rows(min_row=2, values_only=True)
    ]
    assert held == shown
    assert ["Visits", "7", "0", "0"] in held


def test_the_paper_is_a_pdf_and_both_are_recorded(report: Page, house: ServedHouse) -> None:
    paper = pypdfium2.PdfDocument(saved(report, "The report as a PDF"))
    assert "7 people came, 7 times in all" in paper[0].get_textpage().get_text_range().replace("\r\n", " ")
    with transaction.reading(house.engine) as db:
        entries = db.scalars(select(AuditEntry).where(AuditEntry.action == Action.EXPORTED)).all()
        assert [entry.staff_id for entry in entries][-1] == house.staff["mei"]


def test_names_are_saved_only_when_it_is_said_what_for(report: Page) -> None:
    button = report.get_by_role("button", name="Save the list")
    expect(button).to_be_disabled(timeout=SLOW)
    choose(report, "What for?", "to ask how they are")
    expect(button).to_be_enabled(timeout=SLOW)
    book = openpyxl.load_workbook(BytesIO(saved(report, "Save the list")))
    assert book["Whom to call"]["A1"].value == "Only for: to ask how they are"
