"""Raised hands: once however often tapped, taken by the first, done, or lowered again."""

import pytest
from sqlalchemy import Engine, func, select

from db.learning import RaisedHand
from services import board, hands, learners
from services.access import NOBODY
from services.errors import NotFound
from services.learners import NoTablet
from services.work import Work
from tests.conftest import Person, Time, World
from tests.learning import LESSON, Tablet, senior
from tests.planning import TWO, comes, planned


@pytest.fixture
def running(tina: Person, world: World) -> int:
    """A session that begins at two."""
    return planned(tina, world)


@pytest.fixture
def tablet(engine: Engine, world: World, tina: Person, running: int, time: Time) -> Tablet:
    """A tablet of the station with a checked-in senior before it; it is two."""
    time.now = TWO
    made = Tablet(engine, world.station, tina.id)
    senior_id, _number, card = senior(engine, world.station)
    comes(engine, running, senior_id)
    made.card(card)
    return made


def raised(tablet: Tablet, client_id: str = "hand0001", step: int = 3) -> int:
    return tablet.person.do(hands.raise_hand, client_id=client_id, lesson=LESSON, step=step)


def how_many(work: Work) -> int:
    return work.db.scalar(select(func.count()).select_from(RaisedHand)) or 0


def up(by: Person, activity_id: int) -> tuple[board.Hand, ...]:
    return by.ask(board.board, activity_id=activity_id).hands


class TestRaiseHand:
    def test_shows_on_the_board_with_the_step(self, hana: Person, running: int, tablet: Tablet) -> None:
        raised(tablet, step=3)
        (hand,) = up(hana, running)
        assert hand.place is not None
        assert (hand.name, hand.tablet, hand.place.step, hand.raised_at) == ("王美英", "7", 3, TWO)

    def test_outside_a_lesson_has_no_step(self, hana: Person, running: int, tablet: Tablet) -> None:
        tablet.person.do(hands.raise_hand, client_id="hand0001", lesson="", step=0)
        (hand,) = up(hana, running)
        assert hand.place is None

    def test_twice_raises_one(self, hana: Person, tablet: Tablet) -> None:
        assert raised(tablet) == raised(tablet) == raised(tablet, "hand0002")
        assert hana.ask(how_many) == 1

    def test_sent_again_after_it_was_done_raises_none(
        self, hana: Person, running: int, tablet: Tablet
    ) -> None:
        hana.do(hands.done, hand_id=raised(tablet))
        raised(tablet)
        assert up(hana, running) == ()

    def test_a_second_time_after_it_was_done(self, hana: Person, running: int, tablet: Tablet) -> None:
        hana.do(hands.done, hand_id=raised(tablet))
        raised(tablet, "hand0002")
        assert len(up(hana, running)) == 1

    def test_oldest_stands_first(
        self, hana: Person, engine: Engine, world: World, running: int, tablet: Tablet, time: Time
    ) -> None:
        raised(tablet)
        second = Tablet(engine, world.station, hana.id, "2")
        second.begin(second.person.do(learners.begin_guest))
        time.pass_(minutes=1)
        raised(second, "hand0002")
        assert [hand.tablet for hand in up(hana, running)] == ["7", "2"]

    def test_by_a_guest_is_for_every_session_of_the_station(
        self, tina: Person, world: World, running: int, tablet: Tablet
    ) -> None:
        beside = planned(tina, world, room="2", starts_at=TWO.replace(minute=30))
        tablet.begin(tablet.person.do(learners.begin_guest))
        raised(tablet)
        assert len(up(tina, running)) == len(up(tina, beside)) == 1

    def test_stays_when_the_tablet_was_given_on(self, hana: Person, running: int, tablet: Tablet) -> None:
        raised(tablet)
        tablet.person.do(learners.end)
        assert [hand.has_left for hand in up(hana, running)] == [True]

    def test_needs_a_learner_at_a_tablet(self, hana: Person, engine: Engine, world: World) -> None:
        empty = Tablet(engine, world.station, hana.id)
        for nobody in (Person(NOBODY), hana, empty.person):
            with pytest.raises(NoTablet):
                nobody.do(hands.raise_hand, client_id="hand0001", lesson=LESSON, step=1)


class TestTake:
    def test_tells_the_senior_and_the_board(self, hana: Person, running: int, tablet: Tablet) -> None:
        assert tablet.person.ask(hands.mine) == ""
        hand_id = raised(tablet)
        assert tablet.person.ask(hands.mine) == "raised"
        assert hana.do(hands.take, hand_id=hand_id) == "Hana"
        assert tablet.person.ask(hands.mine) == "coming"
        assert [hand.taken_by for hand in up(hana, running)] == ["Hana"]

    def test_the_first_one_stays(self, hana: Person, tina: Person, tablet: Tablet) -> None:
        hand_id = raised(tablet)
        hana.do(hands.take, hand_id=hand_id)
        assert tina.do(hands.take, hand_id=hand_id) == "Hana"

    def test_is_not_for_another_station(self, nora: Person, tablet: Tablet) -> None:
        hand_id = raised(tablet)
        for rule in (hands.take, hands.done):
            with pytest.raises(NotFound):
                nora.do(rule, hand_id=hand_id)


class TestDone:
    def test_takes_the_hand_off_the_board(self, hana: Person, running: int, tablet: Tablet) -> None:
        hand_id = raised(tablet)
        hana.do(hands.done, hand_id=hand_id)
        hana.do(hands.done, hand_id=hand_id)
        assert up(hana, running) == ()
        assert tablet.person.ask(hands.mine) == ""


class TestLower:
    def test_takes_the_hand_off_the_board(self, hana: Person, running: int, tablet: Tablet) -> None:
        raised(tablet)
        tablet.person.do(hands.lower)
        tablet.person.do(hands.lower)
        assert up(hana, running) == ()

    def test_leaves_the_hands_of_others(
        self, hana: Person, engine: Engine, world: World, running: int, tablet: Tablet
    ) -> None:
        raised(tablet)
        second = Tablet(engine, world.station, hana.id, "2")
        second.begin(second.person.do(learners.begin_guest))
        second.person.do(hands.lower)
        assert len(up(hana, running)) == 1
