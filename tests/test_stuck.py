"""Where people get stuck: hints and the median of seconds at every step, hidden for fewer than five."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from db.words import EventKind, PracticeMode
from services import learners, stuck
from services.access import NOBODY
from services.errors import NotAllowed
from services.stuck import Stuck
from tests.conftest import NINE, Person, Time, World
from tests.learning import LESSON, OTHER_LESSON, Tablet, event


@pytest.fixture
def tablet(engine: Engine, world: World, tina: Person) -> Tablet:
    """A tablet of the station."""
    return Tablet(engine, world.station, tina.id)


def guests(tablet: Tablet, time: Time, seconds: list[int], lesson: str = LESSON, hints: int = 1) -> None:
    """Let so many guests do the second move, each in so many seconds."""
    for n, took in enumerate(seconds):
        tablet.begin(tablet.person.do(learners.begin_guest))
        about = {"lesson": lesson, "mode": PracticeMode.HINTS, "step": 2, "hints": hints, "seconds": took}
        tablet.kept(event(f"{lesson[:3]}{n}", EventKind.MOVE, time.now, **about), sent_at=time.now)


def seen(by: Person, days: int = 30) -> Stuck:
    return by.ask(stuck.stuck, days=days)


class TestStuck:
    @pytest.mark.parametrize(
        ("seconds", "median"), [([1, 2, 9, 30, 100], 9.0), ([1, 2, 8, 10, 30, 100], 9.0)]
    )
    def test_tells_hints_and_the_median_of_seconds(
        self, hana: Person, tablet: Tablet, time: Time, seconds: list[int], median: float
    ) -> None:
        guests(tablet, time, seconds, hints=2)
        (spot,) = seen(hana).spots
        assert (spot.uid, spot.kind, spot.step, spot.people) == (LESSON, "move", 2, len(seconds))
        assert (spot.hints, spot.seconds) == (2.0, median)
        assert spot.doing.zh

    def test_hides_what_fewer_than_five_did(self, hana: Person, tablet: Tablet, time: Time) -> None:
        guests(tablet, time, [1, 2, 3, 4])
        assert seen(hana) == Stuck((), hidden=1)

    def test_one_person_five_times_is_one(self, hana: Person, tablet: Tablet, time: Time) -> None:
        tablet.begin(tablet.person.do(learners.begin_guest))
        tablet.kept(*(event(f"{n}", EventKind.READ, time.now) for n in range(5)), sent_at=time.now)
        assert seen(hana) == Stuck((), hidden=1)

    def test_orders_as_it_is_taught(self, hana: Person, tablet: Tablet, time: Time) -> None:
        guests(tablet, time, [1] * 5, OTHER_LESSON)
        guests(tablet, time, [1] * 5, LESSON)
        assert [spot.uid for spot in seen(hana).spots] == [LESSON, OTHER_LESSON]

    def test_forgets_what_is_older(self, hana: Person, tablet: Tablet, time: Time) -> None:
        guests(tablet, time, [1] * 5)
        time.now = NINE + timedelta(days=31)
        assert seen(hana, 30).spots == ()
        assert len(seen(hana, 90).spots) == 1

    def test_is_of_the_actors_own_stations(
        self, ada: Person, nora: Person, tablet: Tablet, time: Time
    ) -> None:
        guests(tablet, time, [1] * 5)
        assert seen(nora).spots == ()
        assert len(seen(ada).spots) == 1

    def test_may_be_of_one_station_and_of_other_days(
        self, ada: Person, tablet: Tablet, time: Time, world: World
    ) -> None:
        guests(tablet, time, [1] * 5)
        before, at = NINE - timedelta(seconds=1), NINE
        assert ada.ask(stuck.stuck, days=30, until=before).spots == ()
        assert len(ada.ask(stuck.stuck, days=30, until=at, station_id=world.area).spots) == 1
        assert ada.ask(stuck.stuck, days=30, station_id=world.other_area).spots == ()

    def test_is_for_staff(self) -> None:
        with pytest.raises(NotAllowed):
            seen(Person(NOBODY))
