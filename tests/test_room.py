"""The room at a glance: who is here, where each one is, who has been quiet."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.words import EventKind, PracticeMode
from services import board, learners, library
from services.access import NOBODY
from services.board import Board, Present
from services.errors import NotFound
from tests.conftest import Person, Time, World
from tests.learning import LESSON, Tablet, event, senior
from tests.planning import TWO, comes, planned


@pytest.fixture
def running(tina: Person, world: World) -> int:
    """A session that begins at two."""
    return planned(tina, world)


@pytest.fixture
def tablet(engine: Engine, world: World, tina: Person, running: int, time: Time) -> Tablet:
    """A tablet of the station; it is two."""
    time.now = TWO
    return Tablet(engine, world.station, tina.id)


def seen(by: Person, activity_id: int) -> Board:
    return by.ask(board.board, activity_id=activity_id)


def only(by: Person, activity_id: int) -> Present:
    """Return the one person on the board."""
    (one,) = seen(by, activity_id).people
    return one


class TestBoard:
    def test_shows_who_came_without_a_tablet(
        self, hana: Person, engine: Engine, world: World, running: int
    ) -> None:
        senior_id, number, _card = senior(engine, world.station)
        comes(engine, running, senior_id)
        one = only(hana, running)
        assert (one.number, one.is_checked_in, one.tablet, one.place) == (number, True, "", None)

    def test_shows_lesson_step_and_since_when(
        self, hana: Person, engine: Engine, world: World, running: int, tablet: Tablet, time: Time
    ) -> None:
        senior_id, _number, card = senior(engine, world.station)
        comes(engine, running, senior_id)
        tablet.card(card)
        tablet.kept(event("1", EventKind.STEP, TWO, step=3), sent_at=TWO)
        time.pass_(minutes=2)
        one = only(hana, running)
        assert one.place is not None
        assert (one.tablet, one.place.kind, one.place.step, one.place.since) == ("7", "step", 3, TWO)
        assert one.place.doing.zh
        assert not one.is_quiet

    def test_shows_the_move_that_comes_next_on_the_practice_phone(
        self, hana: Person, running: int, tablet: Tablet, time: Time
    ) -> None:
        tablet.begin(tablet.person.do(learners.begin_guest))
        at = time.pass_(seconds=10)
        tablet.kept(
            event("1", EventKind.PHONE, TWO, step=2, mode=PracticeMode.HINTS),
            event("2", EventKind.MOVE, at, step=1, mode=PracticeMode.HINTS),
            sent_at=at,
        )
        place = only(hana, running).place
        assert place is not None
        assert (place.mode, place.step, place.since) == (PracticeMode.HINTS, 2, at)

    def test_shows_guests_on_the_tablets(self, hana: Person, running: int, tablet: Tablet) -> None:
        tablet.begin(tablet.person.do(learners.begin_guest))
        one = only(hana, running)
        assert (one.name, one.tablet, one.is_checked_in) == ("", "7", False)

    def test_shows_a_senior_at_a_tablet_who_is_not_checked_in(
        self, hana: Person, engine: Engine, world: World, running: int, tablet: Tablet
    ) -> None:
        tablet.card(senior(engine, world.station)[2])
        one = only(hana, running)
        assert (one.name, one.is_checked_in) == ("王美英", False)

    def test_leaves_out_who_is_at_another_session_of_the_station(
        self, tina: Person, engine: Engine, world: World, running: int, tablet: Tablet
    ) -> None:
        beside = planned(tina, world, room="2")
        senior_id, _number, card = senior(engine, world.station)
        comes(engine, beside, senior_id)
        tablet.card(card)
        assert seen(tina, running).people == ()
        assert len(seen(tina, beside).people) == 1

    def test_shows_nobody_of_another_station(
        self, nora: Person, hana: Person, engine: Engine, world: World, running: int, time: Time
    ) -> None:
        far = Tablet(engine, world.other_station, nora.id)
        far.begin(far.person.do(learners.begin_guest))
        assert seen(hana, running).people == ()

    def test_marks_who_has_done_nothing_for_five_minutes(
        self, hana: Person, running: int, tablet: Tablet, time: Time
    ) -> None:
        tablet.begin(tablet.person.do(learners.begin_guest))
        time.pass_(minutes=4)
        tablet.kept(event("1", EventKind.STEP, time.now), sent_at=time.now)
        time.pass_(minutes=4, seconds=59)
        assert not only(hana, running).is_quiet
        time.pass_(seconds=1)
        assert only(hana, running).is_quiet

    def test_shows_whoever_has_left_the_tablet_without_it(
        self, hana: Person, engine: Engine, world: World, running: int, tablet: Tablet
    ) -> None:
        senior_id, _number, card = senior(engine, world.station)
        comes(engine, running, senior_id)
        tablet.card(card)
        tablet.person.do(learners.end)
        assert only(hana, running).tablet == ""

    def test_goes_on_when_a_lesson_was_removed(
        self, hana: Person, running: int, tablet: Tablet, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        tablet.begin(tablet.person.do(learners.begin_guest))
        tablet.kept(event("1", EventKind.STEP, TWO, step=3), sent_at=TWO)
        monkeypatch.setattr(library, "COURSES", tmp_path)
        place = only(hana, running).place
        assert place is not None
        assert (place.lesson.zh, place.step, place.of) == (LESSON, 3, 0)

    def test_is_not_for_another_station(self, nora: Person, running: int) -> None:
        with pytest.raises(NotFound):
            seen(nora, running)

    def test_is_not_for_strangers(self, running: int) -> None:
        with pytest.raises(NotFound):
            seen(Person(NOBODY), running)
