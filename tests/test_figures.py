"""The figures of small histories, worked out by hand."""

from datetime import date, time, timedelta
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Engine

from db import transaction
from db.models import Station
from db.words import ActivityState, Gender
from services import merging, overview, population
from services.errors import NotFound
from services.overview import Choice
from tests.conftest import Person, Time, World
from tests.history import held
from tests.planning import seniors

MARCH = Choice(date(2026, 3, 1), date(2026, 3, 31))
APRIL_FIRST = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def afterwards(time: Time) -> None:
    """The managers look in the summer, when all of this is over."""
    time.pass_(days=150)


@pytest.fixture
def people(engine: Engine, world: World) -> list[int]:
    return seniors(engine, world.station, 12, birth_year=1950, gender=Gender.FEMALE)


def figures(by: Person, choice: Choice = MARCH) -> dict[str, Any]:
    table = by.ask(overview.key_figures, choice=choice)
    return dict(zip(table["figure"], table["value"], strict=True))


class TestKeyFigures:
    def test_of_one_morning(self, engine: Engine, world: World, ada: Person, people: list[int]) -> None:
        """Ten seats; of 5 enrolled 4 came, 1 walked in, 2 waited in vain.

        Visits 4 + 1 = 5; turn-up 4 of 5; no-show 1 of 5; walk-ins 1 of 5; seats 5 of 10; unmet 2.
        """
        held(
            engine,
            world,
            date(2026, 3, 4),
            came=people[:4],
            missed=people[4:5],
            walked_in=people[5:6],
            waited=people[6:8],
        )
        found = figures(ada)
        assert (found["activities"], found["visits"], found["people"], found["newcomers"]) == (1, 5, 5, 5)
        assert (found["turn_up"], found["no_show"]) == (0.8, pytest.approx(0.2))
        assert (found["walk_in_share"], found["use_of_seats"], found["unmet"]) == (0.2, 0.5, 2)

    def test_count_one_person_of_two_records_once(
        self, engine: Engine, world: World, ada: Person, people: list[int]
    ) -> None:
        """One came on the 4th, the other on the 11th, and the two are one: 2 visits, 1 person, 1 newcomer."""
        held(engine, world, date(2026, 3, 4), came=people[:1])
        held(engine, world, date(2026, 3, 11), came=people[1:2])
        assert figures(ada)["people"] == 2
        ada.do(merging.merge, keep_id=people[0], merge_id=people[1])
        found = figures(ada)
        assert (found["visits"], found["people"], found["newcomers"]) == (2, 1, 1)

    def test_do_not_count_the_missed_place_a_merge_left_behind(
        self, engine: Engine, world: World, ada: Person, people: list[int]
    ) -> None:
        """Both records of her were enrolled, one was scanned: 1 expected, 1 came, nobody missed."""
        held(engine, world, date(2026, 3, 4), came=people[:1], missed=people[1:2])
        assert figures(ada)["no_show"] == 0.5
        ada.do(merging.merge, keep_id=people[0], merge_id=people[1])
        assert figures(ada)["no_show"] == 0

    def test_count_somebody_at_two_stations_once_for_the_street(
        self, engine: Engine, world: World, ada: Person, people: list[int]
    ) -> None:
        """Morning here, afternoon there: 1 + 1 people at the stations, 1 in the street; new at nine."""
        held(engine, world, date(2026, 3, 4), came=people[:1])
        held(engine, world, date(2026, 3, 4), time(14), came=people[:1], station_id=world.other_station)
        table = ada.ask(overview.by_place, choice=MARCH)
        assert figures(ada)["people"] == 1
        assert dict(zip(table["zh"], table["people"], strict=True)) == {"东片": 1, "西片": 1}
        assert dict(zip(table["zh"], table["newcomers"], strict=True)) == {"东片": 1, "西片": 0}

    def test_leave_out_what_was_called_off(
        self, engine: Engine, world: World, ada: Person, people: list[int]
    ) -> None:
        held(engine, world, date(2026, 3, 4), missed=people[:3], state=ActivityState.CANCELLED)
        found = figures(ada)
        assert (found["activities"], found["visits"]) == (0, 0)
        assert pd.isna(found["turn_up"])

    def test_do_not_call_absent_who_may_still_come(
        self, engine: Engine, world: World, ada: Person, people: list[int], time: Time
    ) -> None:
        """It began ten minutes ago: one visit counts at once, turn-up is not known before the end."""
        on = time.now.date()
        begins = (time.now + timedelta(hours=8, minutes=-10)).time()
        held(engine, world, on, begins, came=people[:1], missed=people[1:2], state=ActivityState.PLANNED)
        found = figures(ada, Choice(on, on))
        assert found["visits"] == 1
        assert pd.isna(found["turn_up"])

    def test_let_seats_say_nothing_about_some_people(
        self, engine: Engine, world: World, ada: Person, people: list[int]
    ) -> None:
        held(engine, world, date(2026, 3, 4), came=people[:4])
        found = figures(ada, Choice(MARCH.first_on, MARCH.last_on, gender=Gender.FEMALE))
        assert found["visits"] == 4
        assert pd.isna(found["use_of_seats"])

    def test_of_a_couple_are_two_people(
        self, engine: Engine, world: World, ada: Person, people: list[int]
    ) -> None:
        held(engine, world, date(2026, 3, 4), came=people[:2])
        assert figures(ada)["people"] == 2


class TestDays:
    def test_begin_at_midnight_where_the_station_is(
        self, engine: Engine, world: World, ada: Person, people: list[int]
    ) -> None:
        """Half past midnight on the first of April in Shanghai is still March in UTC, and counts in April."""
        held(engine, world, APRIL_FIRST, time(0, 30), came=people[:1])
        assert figures(ada)["visits"] == 0
        assert figures(ada, Choice(APRIL_FIRST, APRIL_FIRST))["visits"] == 1

    def test_are_those_of_each_station(
        self, engine: Engine, world: World, ada: Person, people: list[int]
    ) -> None:
        """23:30 on the last of March in Berlin is April in Shanghai, and counts in March there."""
        with transaction.writing(engine) as db:
            db.get_one(Station, world.other_station).zone = "Europe/Berlin"
        last = date(2026, 3, 31)
        held(engine, world, last, time(23, 30), came=people[:1], station_id=world.other_station)
        assert figures(ada)["visits"] == 1

    def test_include_the_29th_of_february(
        self, engine: Engine, world: World, ada: Person, people: list[int]
    ) -> None:
        """A year after the whole of February 2024 is the whole of February 2025, 28 days of it."""
        held(engine, world, date(2024, 2, 29), came=people[:3])
        held(engine, world, date(2025, 2, 28), came=people[:2])
        table = ada.ask(overview.key_figures, choice=Choice(date(2025, 2, 1), date(2025, 2, 28)))
        visits = table[table["figure"] == "visits"].iloc[0]
        assert (visits["value"], visits["year_ago"]) == (2, 3)

    def test_of_week_53_stand_in_one_week(
        self, engine: Engine, world: World, ada: Person, people: list[int]
    ) -> None:
        """Monday the 28th of December 2020 to Sunday the 3rd of January 2021 is one week, not two."""
        held(engine, world, date(2020, 12, 31), came=people[:1])
        held(engine, world, date(2021, 1, 2), came=people[:2])
        weeks = ada.ask(overview.over_time, choice=Choice(date(2020, 12, 1), date(2021, 1, 31)))
        last = weeks[weeks["from_on"] == date(2020, 12, 28)].iloc[0]
        assert (last["to_on"], last["visits"], last["people"]) == (date(2021, 1, 3), 3, 2)


class TestCameAgain:
    def test_is_known_when_sixty_days_have_passed(
        self, engine: Engine, world: World, ada: Person, people: list[int]
    ) -> None:
        """Three newcomers in March: one came again after 60 days, one after 61, one the same afternoon."""
        first = date(2026, 3, 4)
        held(engine, world, first, came=people[:3])
        held(engine, world, first, time(14), came=people[2:3], station_id=world.point)
        held(engine, world, first + timedelta(days=60), came=people[:1])
        held(engine, world, first + timedelta(days=61), came=people[1:2])
        assert figures(ada)["return"] == pytest.approx(1 / 3)

    def test_is_not_known_before(
        self, engine: Engine, world: World, ada: Person, people: list[int], time: Time
    ) -> None:
        held(engine, world, date(2026, 3, 4), came=people[:3])
        time.now -= timedelta(days=100)
        assert pd.isna(figures(ada)["return"])


class TestPlaces:
    def test_have_a_newcomer_at_one_of_two_that_began_together(
        self, engine: Engine, world: World, ada: Person, people: list[int]
    ) -> None:
        held(engine, world, date(2026, 3, 4), came=people[:1])
        held(engine, world, date(2026, 3, 4), came=people[:1], station_id=world.other_station)
        assert figures(ada)["newcomers"] == 1

    def test_are_only_those_she_may_see(
        self, engine: Engine, world: World, mei: Person, people: list[int]
    ) -> None:
        held(engine, world, date(2026, 3, 4), came=people[:1])
        held(engine, world, date(2026, 3, 4), came=people[:5], station_id=world.other_station)
        assert figures(mei)["visits"] == 1
        with pytest.raises(NotFound):
            figures(mei, Choice(MARCH.first_on, MARCH.last_on, station_id=world.other_station))

    def test_count_what_is_below_them(
        self, engine: Engine, world: World, ada: Person, people: list[int]
    ) -> None:
        """The point below the station counts for the station, beside the station's own visits."""
        held(engine, world, date(2026, 3, 4), came=people[:2])
        held(engine, world, date(2026, 3, 5), came=people[:3], station_id=world.point)
        here = Choice(MARCH.first_on, MARCH.last_on, station_id=world.station)
        table = ada.ask(overview.by_place, choice=here)
        assert figures(ada, here)["visits"] == 5
        assert dict(zip(table["zh"], table["visits"], strict=True)) == {"一站": 2, "一点": 3}


class TestCoverage:
    def test_is_unknown_until_somebody_enters_the_residents(
        self, engine: Engine, world: World, ada: Person, people: list[int]
    ) -> None:
        held(engine, world, date(2026, 3, 4), came=people[:5])
        assert pd.isna(figures(ada)["coverage"])
        ada.do(
            population.enter,
            station_id=world.street,
            residents=20_000,
            source="第七次人口普查",
            counted_on=date(2020, 11, 1),
        )
        assert figures(ada)["coverage"] == 5 / 20_000


class TestFollowUp:
    def test_names_who_missed_twice_and_who_waited_in_vain(
        self, engine: Engine, world: World, ada: Person, people: list[int]
    ) -> None:
        """0 missed twice, 1 missed twice and came since, 2 missed once, 3 waited."""
        held(engine, world, date(2026, 3, 4), missed=people[:3], waited=people[3:4])
        held(engine, world, date(2026, 3, 11), missed=people[:2])
        held(engine, world, date(2026, 3, 18), came=people[1:2])
        table = ada.ask(overview.follow_up, choice=MARCH)
        assert list(zip(table["senior"], table["missed"], table["waited"], strict=True)) == [
            (people[0], 2, 0),
            (people[3], 0, 1),
        ]


class TestCohorts:
    def test_say_how_many_newcomers_came_in_each_month_after(
        self, engine: Engine, world: World, ada: Person, people: list[int]
    ) -> None:
        """Four began in January; two of them came in February, one in March."""
        held(engine, world, date(2026, 1, 7), came=people[:4])
        held(engine, world, date(2026, 2, 4), came=people[:2])
        held(engine, world, date(2026, 3, 4), came=people[:1])
        table = ada.ask(overview.cohorts, choice=MARCH)
        january = table[table["month"] == date(2026, 1, 1)]
        assert list(january["people"]) == [4, 2, 1]


class TestFunnel:
    def test_narrows_from_the_enrolled_to_those_who_came_again(
        self, engine: Engine, world: World, ada: Person, people: list[int]
    ) -> None:
        """Five enrolled, four came, two of them on two days; a walk-in is in none of it."""
        held(engine, world, date(2026, 3, 4), came=people[:4], missed=people[4:5], walked_in=people[6:7])
        held(engine, world, date(2026, 3, 11), came=people[:2])
        table = ada.ask(overview.funnel, choice=MARCH)
        assert dict(zip(table["stage"], table["people"], strict=True)) == {
            "enrolled": 5,
            "came": 4,
            "alone": 0,
            "again": 2,
        }
