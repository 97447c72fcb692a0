"""The call list as a paper, and the calendar at its web address."""

import pypdfium2
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from papers import call_list
from services import calendar as calendars
from tests.conftest import Person, World
from tests.planning import planned
from web import calendar

COLUMNS = ("序", "号", "姓名", "电话", "居委", "同来", "通知")
WORDS = call_list.Words("已报名", "候补", "仅限工作人员", COLUMNS)


def lines(n: int) -> list[call_list.Line]:
    return [call_list.Line(f"{i}", "123456", f"长者{i}", "13812345678", "一居", "") for i in range(1, n + 1)]


class TestCallList:
    def text(self, enrolled: int, waiting: int) -> str:
        sheet = call_list.sheet(
            title="微信",
            when="3月10日",
            where="一站",
            enrolled=lines(enrolled),
            waiting=lines(waiting),
            words=WORDS,
            lang="zh",
        )
        pages = pypdfium2.PdfDocument(sheet)
        return "".join(page.get_textpage().get_text_range() for page in pages)

    def test_names_everybody_with_phone(self) -> None:
        text = self.text(30, 3)
        assert text.count("13812345678") == 33
        assert "长者30" in text.replace(" ", "")

    def test_of_nobody_is_a_sheet_all_the_same(self) -> None:
        assert "微信" in self.text(0, 0)


class TestCalendarAddress:
    @pytest.fixture
    def client(self) -> TestClient:
        return TestClient(Starlette(routes=calendar.routes))

    def test_gives_the_feed(self, tina: Person, world: World, client: TestClient) -> None:
        planned(tina, world)
        answer = client.get(f"/calendar/{tina.do(calendars.link)}.ics?lang=en")
        assert answer.headers["content-type"].startswith("text/calendar")
        assert "SUMMARY:Video calls" in answer.text

    def test_knows_no_guessed_token(self, world: World, client: TestClient) -> None:
        assert client.get("/calendar/guessed.ics").status_code == 404
