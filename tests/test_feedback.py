"""Three faces at the end of a session: one tap, counted once, without a name unless she is known."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from db.learning import Feedback
from services import feedback, learners
from services.access import NOBODY
from services.errors import Invalid, NotFound
from services.feedback import Told
from services.learners import NoTablet
from services.work import Work
from tests.conftest import Person, Time, World
from tests.learning import Tablet, senior
from tests.planning import TWO, comes, planned

END = TWO + timedelta(minutes=90)


@pytest.fixture
def ending(tina: Person, world: World, time: Time) -> int:
    """A session that is just over."""
    activity_id = planned(tina, world)
    time.now = END
    return activity_id


@pytest.fixture
def tablet(engine: Engine, world: World, tina: Person) -> Tablet:
    """A tablet of the station, nobody before it."""
    return Tablet(engine, world.station, tina.id)


def given(tablet: Tablet, activity_id: int, face: int = 3, client_id: str = "1", ago: int = 0) -> None:
    tablet.person.do(
        feedback.give,
        client_id=client_id,
        activity_id=activity_id,
        face=face,
        learner=tablet.key,
        ago=timedelta(minutes=ago),
    )


def kept(work: Work) -> list[tuple[int, int | None]]:
    rows = work.db.scalars(select(Feedback).order_by(Feedback.id))
    return [(row.face, row.senior_id) for row in rows]


class TestAsked:
    @pytest.mark.parametrize(
        ("minutes", "is_asked"), [(-11, False), (-10, True), (0, True), (59, True), (60, False)]
    )
    def test_from_ten_minutes_before_the_end_for_an_hour(
        self, tablet: Tablet, ending: int, time: Time, minutes: int, is_asked: bool
    ) -> None:
        time.now = END + timedelta(minutes=minutes)
        assert (tablet.person.ask(feedback.asked) is not None) == is_asked

    def test_about_the_session_she_was_at(
        self, tina: Person, engine: Engine, world: World, tablet: Tablet, time: Time
    ) -> None:
        hers, _later = (
            planned(tina, world),
            planned(tina, world, room="2", ends_at=END + timedelta(minutes=5)),
        )
        senior_id, _number, card = senior(engine, world.station)
        comes(engine, hers, senior_id)
        time.now = END
        tablet.card(card)
        asked = tablet.person.ask(feedback.asked)
        assert asked is not None
        assert asked.activity_id == hers

    def test_only_on_tablets(self, tina: Person, ending: int) -> None:
        for nobody in (tina, Person(NOBODY)):
            with pytest.raises(NoTablet):
                nobody.ask(feedback.asked)


class TestGive:
    def test_without_a_name(self, tina: Person, tablet: Tablet, ending: int) -> None:
        given(tablet, ending, 2)
        assert tina.ask(kept) == [(2, None)]

    def test_sent_twice_counts_once(self, tina: Person, tablet: Tablet, ending: int) -> None:
        given(tablet, ending)
        given(tablet, ending)
        assert len(tina.ask(kept)) == 1

    def test_the_last_one_of_a_known_senior_counts(
        self, tina: Person, engine: Engine, world: World, tablet: Tablet, ending: int
    ) -> None:
        senior_id, _number, card = senior(engine, world.station)
        tablet.card(card)
        given(tablet, ending, 1, "1")
        given(tablet, ending, 3, "2")
        assert tina.ask(kept) == [(3, senior_id)]

    def test_one_that_waited_for_the_network_counts_when_it_was_tapped(
        self, tina: Person, engine: Engine, world: World, tablet: Tablet, ending: int, time: Time
    ) -> None:
        senior_id, _number, card = senior(engine, world.station)
        tablet.card(card)
        tablet.person.do(learners.end)
        time.pass_(hours=3)
        given(tablet, ending, 2, "later", ago=170)
        given(tablet, ending, 1, "earlier", ago=175)
        assert tina.ask(kept) == [(2, senior_id)]

    def test_a_key_of_another_tablet_names_nobody(
        self, tina: Person, engine: Engine, world: World, tablet: Tablet, ending: int
    ) -> None:
        other = Tablet(engine, world.station, tina.id, "8")
        other.card(senior(engine, world.station)[2])
        tablet.key = other.key
        given(tablet, ending)
        assert tina.ask(kept) == [(3, None)]

    def test_every_guest_counts(self, tina: Person, tablet: Tablet, ending: int) -> None:
        tablet.begin(tablet.person.do(learners.begin_guest))
        given(tablet, ending, 3, "1")
        given(tablet, ending, 2, "2")
        assert len(tina.ask(kept)) == 2

    def test_there_are_three_faces(self, tablet: Tablet, ending: int) -> None:
        for face in (0, 4):
            with pytest.raises(Invalid):
                given(tablet, ending, face)

    def test_too_late(self, tablet: Tablet, ending: int, time: Time) -> None:
        time.pass_(hours=1)
        with pytest.raises(NotFound):
            given(tablet, ending)

    def test_not_of_another_station(self, nora: Person, engine: Engine, world: World, ending: int) -> None:
        far = Tablet(engine, world.other_station, nora.id)
        with pytest.raises(NotFound):
            given(far, ending)


class TestTold:
    def test_counts_from_five_on(self, hana: Person, tablet: Tablet, ending: int) -> None:
        for n, face in enumerate((3, 3, 3, 2)):
            given(tablet, ending, face, f"{n}")
        assert hana.ask(feedback.told, activity_id=ending) == Told(4, None)
        given(tablet, ending, 1, "last")
        assert hana.ask(feedback.told, activity_id=ending) == Told(5, (3, 1, 1))
