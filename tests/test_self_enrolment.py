"""A senior at the tablet takes a seat, waits, or gives it up, by the same rules as everybody."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from db.words import Action, EnrolmentState
from services import enrolment, learners, schedule, self_enrolment
from services.enrolment import TooLateToEnrol
from services.errors import NotFound
from services.learners import NoTablet, NotKnown
from tests.conftest import NINE, Person, Time, World
from tests.learning import Tablet, senior
from tests.planning import TWO, comes, enrolled, planned, recorded, seniors, waiting


@pytest.fixture
def tablet(engine: Engine, world: World, tina: Person) -> Tablet:
    """A tablet at the station with 王美英 before it."""
    made = Tablet(engine, world.station, tina.id)
    made.card(senior(engine, world.station)[2])
    return made


@pytest.fixture
def full(engine: Engine, world: World, tina: Person) -> int:
    """An activity this afternoon whose three seats are taken."""
    activity_id = planned(tina, world)
    for senior_id in seniors(engine, world.station, 3):
        tina.do(enrolment.enrol, activity_id=activity_id, senior_ids=(senior_id,))
    return activity_id


def own(tablet: Tablet) -> int:
    return tablet.person.actor.senior_id or 0


class TestChoices:
    def test_are_those_of_two_weeks_here(self, tablet: Tablet, world: World, tina: Person) -> None:
        for days in (0, 13, 15):
            planned(tina, world, starts_at=TWO + timedelta(days=days))
        assert len(tablet.person.ask(self_enrolment.choices)) == 2

    def test_say_how_many_seats_are_left(self, tablet: Tablet, world: World, tina: Person) -> None:
        planned(tina, world)
        assert [one.seats_left for one in tablet.person.ask(self_enrolment.choices)] == [3]

    def test_leave_out_what_is_cancelled(self, tablet: Tablet, world: World, tina: Person) -> None:
        tina.do(schedule.cancel, activity_id=planned(tina, world), reason="台风")
        assert tablet.person.ask(self_enrolment.choices) == ()

    def test_of_other_stations_are_one_tap_away(self, tablet: Tablet, world: World, nora: Person) -> None:
        planned(nora, world, station_id=world.other_station)
        [near] = tablet.person.ask(self_enrolment.stations)
        assert (near.id, near.sessions) == (world.other_station, 1)
        assert len(tablet.person.ask(self_enrolment.choices, station_id=near.id)) == 1

    def test_of_another_street_are_not_shown(self, tablet: Tablet, world: World) -> None:
        with pytest.raises(NotFound):
            tablet.person.ask(self_enrolment.choices, station_id=world.other_street)

    def test_are_nothing_without_a_tablet(self, tina: Person) -> None:
        with pytest.raises(NoTablet):
            tina.ask(self_enrolment.choices)

    def test_of_today_are_there_until_they_end(
        self, tablet: Tablet, world: World, tina: Person, time: Time
    ) -> None:
        planned(tina, world)
        planned(tina, world, starts_at=TWO + timedelta(days=1))
        time.now = TWO + timedelta(minutes=10)
        tablet.person.do(learners.begin_guest)
        assert len(tablet.person.ask(self_enrolment.today)) == 1


class TestEnrolling:
    def test_gives_a_seat(self, tablet: Tablet, world: World, tina: Person, engine: Engine) -> None:
        activity_id = planned(tina, world)
        placed = tablet.person.do(self_enrolment.enrol, activity_id=activity_id)
        assert (placed.state, enrolled(engine, activity_id)) == (EnrolmentState.ENROLLED, [own(tablet)])

    def test_twice_is_one_seat(self, tablet: Tablet, world: World, tina: Person, engine: Engine) -> None:
        activity_id = planned(tina, world)
        for _ in range(2):
            tablet.person.do(self_enrolment.enrol, activity_id=activity_id)
        assert enrolled(engine, activity_id) == [own(tablet)]

    def test_waits_when_it_is_full(self, tablet: Tablet, full: int, engine: Engine) -> None:
        placed = tablet.person.do(self_enrolment.enrol, activity_id=full)
        assert (placed.position, waiting(engine, full)) == (1, [own(tablet)])

    def test_is_refused_to_a_guest(self, tablet: Tablet, world: World, tina: Person) -> None:
        activity_id = planned(tina, world)
        tablet.begin(tablet.person.do(learners.begin_guest))
        with pytest.raises(NotKnown):
            tablet.person.do(self_enrolment.enrol, activity_id=activity_id)

    def test_is_refused_once_it_began(self, tablet: Tablet, world: World, tina: Person, time: Time) -> None:
        activity_id = planned(tina, world, starts_at=NINE + timedelta(minutes=10))
        time.pass_(minutes=10)
        with pytest.raises(TooLateToEnrol):
            tablet.person.do(self_enrolment.enrol, activity_id=activity_id)

    def test_is_recorded_with_the_tablet(
        self, tablet: Tablet, world: World, tina: Person, engine: Engine
    ) -> None:
        tablet.person.do(self_enrolment.enrol, activity_id=planned(tina, world))
        [entry] = recorded(engine, Action.ENROLLED)
        assert (entry.staff_id, entry.device_id) == (None, tablet.person.actor.device_id)


class TestGivingUp:
    def test_lets_the_next_one_move_up(
        self, tablet: Tablet, world: World, tina: Person, engine: Engine
    ) -> None:
        activity_id = planned(tina, world, seats=1)
        tablet.person.do(self_enrolment.enrol, activity_id=activity_id)
        [next_] = seniors(engine, world.station, 1)
        tina.do(enrolment.enrol, activity_id=activity_id, senior_ids=(next_,))
        tablet.person.do(self_enrolment.cancel, activity_id=activity_id)
        assert enrolled(engine, activity_id) == [next_]

    def test_twice_changes_nothing(self, tablet: Tablet, world: World, tina: Person, engine: Engine) -> None:
        activity_id = planned(tina, world)
        tablet.person.do(self_enrolment.enrol, activity_id=activity_id)
        for _ in range(2):
            tablet.person.do(self_enrolment.cancel, activity_id=activity_id)
        assert enrolled(engine, activity_id) == []

    def test_is_hers_alone(self, tablet: Tablet, full: int, engine: Engine) -> None:
        with pytest.raises(NotFound):
            tablet.person.do(self_enrolment.cancel, activity_id=full)
        assert len(enrolled(engine, full)) == 3

    def test_is_refused_once_she_is_here(
        self, tablet: Tablet, world: World, tina: Person, engine: Engine
    ) -> None:
        activity_id = planned(tina, world)
        tablet.person.do(self_enrolment.enrol, activity_id=activity_id)
        comes(engine, activity_id, own(tablet))
        with pytest.raises(self_enrolment.YouAreHere):
            tablet.person.do(self_enrolment.cancel, activity_id=activity_id)


class TestSlip:
    def test_says_when_where_and_her_number(self, tablet: Tablet, world: World, tina: Person) -> None:
        activity_id = planned(tina, world)
        tablet.person.do(self_enrolment.enrol, activity_id=activity_id)
        slip = tablet.person.ask(self_enrolment.slip, activity_id=activity_id)
        assert (slip.starts_at, slip.station_zh, len(slip.number)) == (TWO, "一站", 6)

    def test_is_nothing_without_a_place(self, tablet: Tablet, full: int) -> None:
        with pytest.raises(NotFound):
            tablet.person.ask(self_enrolment.slip, activity_id=full)

    def test_is_among_hers(self, tablet: Tablet, full: int) -> None:
        tablet.person.do(self_enrolment.enrol, activity_id=full)
        assert [one.position for one in tablet.person.ask(self_enrolment.mine)] == [1]
