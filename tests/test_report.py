"""The report: screen, paper and workbook hold the same numbers, and no small one leaves the house."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pypdfium2
import pytest
from sqlalchemy import Engine

from db import transaction
from db.audit import AuditEntry
from db.learning import Feedback
from db.models import Activity
from db.words import Action, ActivityState, EventKind, Gender, PracticeMode
from services import enrolment
from services.errors import NotAllowed
from services.overview import Choice, export, key_figures
from services.overview import report as reporting
from services.overview.export import Form, Why
from services.overview.report import Report
from tests.conftest import NINE, Person, Time, World
from tests.learning import did
from tests.planning import TWO, comes, planned, recorded, seniors
from ui.dashboard.words import Kind
from ui.reporting import files

MARCH = Choice(date(2026, 3, 1), date(2026, 3, 31))


@pytest.fixture
def made(engine: Engine, world: World, ada: Person, time: Time) -> Report:
    """Nine came to the station and three to the other one; five of the nine said they liked it."""
    here = [
        *seniors(engine, world.station, 6, gender=Gender.FEMALE, birth_year=1950, neighbourhood="东村"),
        *seniors(engine, world.station, 3, gender=Gender.MALE, birth_year=1945, neighbourhood="西村"),
    ]
    there = seniors(engine, world.other_station, 3, gender=Gender.FEMALE, birth_year=1955)
    for station_id, people in ((world.station, here), (world.other_station, there)):
        with transaction.writing(engine) as db:
            one = Activity(
                public_id=f"{station_id:016}",
                programme_id=world.programme,
                station_id=station_id,
                title_zh="微信",
                title_en="WeChat",
                starts_at=TWO,
                ends_at=TWO.replace(hour=8),
                seats=10,
                state=ActivityState.CLOSED,
                door_secret="-",
            )
            db.add(one)
            db.flush()
            activity_id = one.id
            db.add_all(
                Feedback(client_id=f"{activity_id}-{n}", activity_id=activity_id, face=3, given_at=NINE)
                for n in range(5)
            )
        comes(engine, activity_id, *people)
    for one_id in here:
        did(engine, one_id, EventKind.PRACTISED, mode=PracticeMode.OWN)
    time.now = datetime(2026, 4, 2, 1, tzinfo=NINE.tzinfo)
    return ada.ask(reporting.report, choice=MARCH)


class TestReport:
    def test_hides_what_is_below_five_and_what_tells_it(self, made: Report) -> None:
        """Nine and three make twelve: with twelve and nine shown, three would be known."""
        visits = made.tables["stations"].set_index("station")["visits"]
        assert visits.isna().tolist() == [True, True, False]
        assert visits[0] == 12

    def test_hides_the_ages_of_few(self, made: Report) -> None:
        ages = made.tables["ages"].dropna(subset=["people"])
        assert (ages["people"] >= 5).all()

    def test_says_what_the_figures_say(self, made: Report, ada: Person) -> None:
        told = made.tables["key"].set_index("figure")["value"]
        figures = ada.ask(key_figures, choice=MARCH).set_index("figure")["value"]
        known = told.dropna().index
        assert told[known].tolist() == figures[known].tolist()
        assert {"visits", "people", "newcomers", "activities", "use_of_seats"} <= set(known)

    def test_of_an_empty_house_has_no_numbers_and_breaks_nothing(self, ada: Person) -> None:
        empty = ada.ask(reporting.report, choice=MARCH)
        assert empty.hidden == 0
        assert files.paper_of(empty, "凉城", {})().startswith(b"%PDF")
        assert files.workbook_of(empty, "凉城", {})().startswith(b"PK")


def cells(content: bytes) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(BytesIO(content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def as_stored(value: Any) -> Any:
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, datetime.min.time())
    return round(value, 9) if isinstance(value, float) else value


class TestFiles:
    def test_the_workbook_holds_what_the_screen_shows(self, made: Report) -> None:
        held = cells(files.workbook_of(made, "凉城", {"时间": "2026年3月"})())
        for part in files.parts(made):
            rows = held[part.title]
            assert rows[0][0] == part.sentence
            assert rows[1] == [column.name for column in part.columns]
            shown = [
                [as_stored(v) for v in row] for row in zip(*(c.plain for c in part.columns), strict=True)
            ]
            assert [[as_stored(v) for v in row] for row in rows[2:]] == shown, part.name

    def test_the_paper_holds_what_the_screen_shows(self, made: Report) -> None:
        paper = pypdfium2.PdfDocument(files.paper_of(made, "凉城", {})())
        text = "".join("".join(page.get_textpage().get_text_range() for page in paper).split())
        for part in files.parts(made):
            if part.name in files.DRAWN_WHOLE:
                continue
            assert "".join(part.sentence.split()) in text
            for column in part.columns:
                missing = [told for told in column.told if "".join(told.split()) not in text]
                assert missing == [], (part.name, column.name)

    def test_numbers_days_and_shares_are_real(self, made: Report) -> None:
        book = openpyxl.load_workbook(BytesIO(files.workbook_of(made, "凉城", {})()))
        parts = {part.name: part for part in files.parts(made)}
        months = book[parts["months"].title]
        assert isinstance(months["A3"].value, datetime)
        assert months["B15"].value == 2
        assert months["B15"].number_format == "#,##0"
        at = len(parts["months"].columns)
        assert parts["months"].columns[-1].kind is Kind.SHARE
        assert months.cell(15, at).value == 0.6
        assert months.cell(15, at).number_format == "0.0%"
        assert months.freeze_panes == "B3"

    def test_the_first_sheet_says_what_was_chosen_and_when(self, made: Report) -> None:
        held = cells(files.workbook_of(made, "凉城", {"时间": "2026年3月", "小区": "=东村"})())
        first = next(iter(held.values()))
        assert ["时间", "2026年3月"] in first
        assert ["小区", "=东村"] in first
        assert any("2026年4月2日" in str(row[1]) for row in first)


class TestExport:
    def test_is_recorded(self, made: Report, ada: Person, engine: Engine, world: World) -> None:
        ada.do(export.figures, choice=MARCH, form=Form.WORKBOOK)
        (entry,) = recorded(engine, Action.EXPORTED)
        assert (entry.staff_id, entry.subject, entry.subject_id) == (ada.id, "station", world.street)
        assert entry.details == {
            "what": "report", "form": "xlsx", "first": "2026-03-01", "last": "2026-03-31"
        }  # fmt: skip

    def test_of_names_says_for_what_and_how_many(
        self, made: Report, ada: Person, engine: Engine, world: World
    ) -> None:
        listed = ada.do(export.names, choice=MARCH, why=Why.INVITE)
        (entry,) = recorded(engine, Action.EXPORTED)
        assert entry.details == {"what": "names", "why": "invite", "people": len(listed)}

    def test_of_names_holds_who_waited_in_vain(
        self, engine: Engine, world: World, ada: Person, time: Time
    ) -> None:
        activity_id = planned(ada, world, seats=1)
        first, second = seniors(engine, world.station, 2)
        for one in (first, second):
            ada.do(enrolment.enrol, activity_id=activity_id, senior_ids=(one,))
        comes(engine, activity_id, first)
        time.pass_(days=1)
        listed = ada.do(export.names, choice=MARCH, why=Why.OFFER_SEAT)
        assert listed["waited"].tolist() == [1]
        entry: AuditEntry = recorded(engine, Action.EXPORTED)[0]
        assert "长者" not in str(entry.details)

    def test_is_not_for_trainers(self, tina: Person) -> None:
        with pytest.raises(NotAllowed):
            tina.do(export.names, choice=MARCH, why=Why.INVITE)
        with pytest.raises(NotAllowed):
            tina.do(export.figures, choice=MARCH, form=Form.PAPER)
