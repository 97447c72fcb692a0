"""The address of a page of figures: what is read from it, and what is written into it."""

from dataclasses import replace
from datetime import date

import pytest

from db.words import Gender
from services.overview import Choice, Offers, Period, Place
from ui.dashboard import address
from ui.dashboard.address import Asked, closed, opened, read, whole_of, written

TODAY = date(2026, 3, 10)
STREET = Place(1, None, "/1/", "street", "凉城", "Liangcheng", "Asia/Shanghai")
STATION = Place(2, 1, "/1/2/", "station", "汶水东路驿站", "Wenshui", "Asia/Shanghai")
OFFERS = Offers(
    programmes=((7, "智能走进生活", "Intelligent Living"),),
    lessons=("wechat-1",),
    trainers=((4, "Tina"),),
    neighbourhoods=("水电一村",),
)
MARCH = Choice(date(2026, 3, 1), date(2026, 3, 31))


def asked(**query: str) -> Asked:
    return read(query, (STREET, STATION), OFFERS, TODAY)


class TestReading:
    def test_of_nothing_is_this_month_everywhere(self) -> None:
        assert asked() == Asked(MARCH, Period.THIS_MONTH)

    def test_of_a_period(self) -> None:
        assert asked(period="last_year").choice == Choice(date(2025, 1, 1), date(2025, 12, 31))

    def test_of_any_days(self) -> None:
        found = asked(**{"from": "2026-01-05", "to": "2026-02-04"})
        assert (found.choice.first_on, found.choice.last_on) == (date(2026, 1, 5), date(2026, 2, 4))
        assert found.period is None

    def test_of_days_the_wrong_way_round_turns_them(self) -> None:
        assert asked(**{"from": "2026-02-04", "to": "2026-01-05"}).choice.first_on == date(2026, 1, 5)

    def test_of_every_filter(self) -> None:
        found = asked(
            station="2", programme="7", lesson="wechat-1", trainer="4", age="70-74", gender="male",
            neighbourhood="水电一村",
        )  # fmt: skip
        assert found.choice == replace(
            MARCH, station_id=2, programme_id=7, lesson="wechat-1", trainer_id=4, band="70-74",
            gender=Gender.MALE, neighbourhood="水电一村",
        )  # fmt: skip
        assert not found.left_out

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("station", "99"),
            ("station", "two"),
            ("programme", "8"),
            ("lesson", "cooking"),
            ("trainer", "-4"),
            ("age", "70"),
            ("gender", "cat"),
            ("neighbourhood", "远方"),
            ("period", "next_month"),
            ("from", "2026-02-30"),
            ("from", "1066-10-14"),
            ("to", "9999-01-01"),
        ],
    )
    def test_of_what_is_not_known_here_falls_back_and_says_so(self, name: str, value: str) -> None:
        found = asked(**{name: value})
        assert (found.choice, found.left_out) == (MARCH, True)


class TestWriting:
    def test_leaves_out_what_is_usual(self) -> None:
        assert written(Asked(MARCH, Period.THIS_MONTH)) == {}

    @pytest.mark.parametrize(
        "query",
        [
            {"period": "last_quarter", "station": "2"},
            {"from": "2026-01-05", "to": "2026-02-04", "lesson": "wechat-1", "gender": "female"},
            {"from": "2026-01-01", "to": "2026-01-31", "back": "this_year", "trainer": "4"},
            {"from": "2026-01-01", "to": "2026-01-31", "back": "2025-06-01~2026-02-28"},
        ],
    )
    def test_is_read_as_the_same(self, query: dict[str, str]) -> None:
        assert written(asked(**query)) == query


class TestOpeningAMonth:
    def test_leads_back_to_the_stretch_it_came_from(self) -> None:
        year = asked(period="this_year")
        month = opened(year, date(2026, 2, 1), date(2026, 2, 28))
        assert whole_of(month, TODAY) == (Period.THIS_YEAR, (date(2026, 1, 1), date(2026, 12, 31)))
        assert closed(month, TODAY) == year

    def test_within_an_opened_one_leads_back_to_the_longest(self) -> None:
        month = opened(asked(period="this_year"), date(2026, 2, 1), date(2026, 2, 28))
        day = opened(month, date(2026, 2, 3), date(2026, 2, 3))
        assert day.back == "this_year"

    def test_has_no_way_back_to_nonsense(self) -> None:
        found = asked(**{"from": "2026-02-01", "to": "2026-02-28", "back": "https://elsewhere"})
        assert (found.back, whole_of(found, TODAY)) == ("", None)
        assert address.BACK not in written(found)
