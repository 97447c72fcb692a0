"""What tablets report from lessons: kept once, never lost, credited to whoever did it."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from db import transaction
from db.learning import ProgressEvent
from db.models import Senior
from db.words import EventKind
from services import learners, library, progress
from services.progress import Kept, NobodyLearns, Why
from tests.conftest import NINE, Person, Time, World
from tests.learning import LESSON, OTHER_LESSON, Tablet, event, senior
from tests.planning import comes, planned


@pytest.fixture
def tablet(engine: Engine, world: World, tina: Person, time: Time) -> Tablet:
    """A tablet with 王美英 before it; it is twenty minutes later now."""
    made = Tablet(engine, world.station, tina.id)
    made.card(senior(engine, world.station)[2])
    time.pass_(minutes=20)
    return made


def stored(engine: Engine) -> list[ProgressEvent]:
    with transaction.reading(engine) as db:
        found = list(db.scalars(select(ProgressEvent).order_by(ProgressEvent.client_id)))
        db.expunge_all()
        return found


class TestTake:
    def test_keeps_every_event(self, tablet: Tablet, engine: Engine) -> None:
        ids = tablet.kept(event("1"), event("2", EventKind.READ, seconds=40))
        assert [one.client_id for one in stored(engine)] == sorted(ids)

    def test_twice_counts_once(self, tablet: Tablet, engine: Engine) -> None:
        first = tablet.kept(event("1"))
        again = tablet.kept(event("1"), event("1"), event("2"))
        assert (len(first), len(again), len(stored(engine))) == (1, 3, 2)

    def test_knows_whose_they_are(self, tablet: Tablet, engine: Engine) -> None:
        tablet.kept(event("1"))
        assert [one.senior_id for one in stored(engine)] == [tablet.person.actor.senior_id]

    def test_of_a_guest_has_no_senior(self, tablet: Tablet, engine: Engine) -> None:
        tablet.begin(tablet.person.do(learners.begin_guest))
        tablet.kept(event("1"))
        assert [one.senior_id for one in stored(engine)] == [None]

    def test_refuses_an_id_of_somebody_else(
        self, tablet: Tablet, engine: Engine, world: World, tina: Person
    ) -> None:
        tablet.kept(event("1"))
        other = Tablet(engine, world.station, tina.id, "8")
        other.card(senior(engine, world.station, name="李国强")[2])
        taken = other.send(event("1"), event("2"))
        assert taken == Kept(("00000002",), {"00000001": Why.FOREIGN})

    def test_refuses_a_lesson_nobody_ever_had(self, tablet: Tablet) -> None:
        taken = tablet.send(event("1", lesson="no-such-lesson"), event("2"))
        assert taken == Kept(("00000002",), {"00000001": Why.UNKNOWN_LESSON})

    def test_goes_on_in_a_lesson_that_was_removed(
        self, tablet: Tablet, monkeypatch: pytest.MonkeyPatch, tmp_path: object
    ) -> None:
        tablet.kept(event("1"))
        monkeypatch.setattr(library, "COURSES", tmp_path)
        assert tablet.kept(event("2")) == ("00000002",)

    def test_counts_the_version_that_was_begun(self, tablet: Tablet, engine: Engine) -> None:
        tablet.kept(event("1", version="before"), event("2", version="after"))
        assert [one.version for one in stored(engine)] == ["before", "after"]

    def test_puts_a_wrong_clock_right(self, tablet: Tablet, engine: Engine, time: Time) -> None:
        ahead = time.now + timedelta(days=400)
        tablet.kept(event("1", at=ahead - timedelta(minutes=5)), sent_at=ahead)
        assert [one.happened_at for one in stored(engine)] == [time.now - timedelta(minutes=5)]

    def test_happens_while_she_was_there(self, tablet: Tablet, engine: Engine, time: Time) -> None:
        tablet.kept(event("1", at=NINE - timedelta(days=9)), sent_at=time.now)
        assert [one.happened_at for one in stored(engine)] == [NINE]

    def test_from_a_stranger_is_refused(self, tablet: Tablet, engine: Engine) -> None:
        key, tablet.token, tablet.learner = tablet.key, "another", "another"
        assert isinstance(tablet.send(event("1"), key=key), NobodyLearns)
        assert stored(engine) == []

    def test_takes_what_the_one_before_left_on_the_tablet(
        self, tablet: Tablet, engine: Engine, world: World
    ) -> None:
        first, key = tablet.person.actor.senior_id, tablet.key
        tablet.card(senior(engine, world.station, name="李国强")[2])
        tablet.kept(event("1"), key=key)
        assert [one.senior_id for one in stored(engine)] == [first]


class TestActivity:
    def test_is_that_she_is_checked_in_to(
        self, tablet: Tablet, engine: Engine, world: World, tina: Person, time: Time
    ) -> None:
        here = planned(tina, world, starts_at=NINE + timedelta(minutes=30))
        comes(engine, here, tablet.person.actor.senior_id or 0)
        tablet.kept(event("1"), sent_at=time.now)
        assert [one.activity_id for one in stored(engine)] == [here]

    def test_is_none_when_she_is_elsewhere(
        self, tablet: Tablet, engine: Engine, world: World, nora: Person, time: Time
    ) -> None:
        there = planned(nora, world, starts_at=NINE + timedelta(minutes=30), station_id=world.other_station)
        comes(engine, there, tablet.person.actor.senior_id or 0)
        tablet.kept(event("1"), sent_at=time.now)
        assert [one.activity_id for one in stored(engine)] == [None]


class TestPlace:
    def test_is_the_last_page_she_saw(self, tablet: Tablet, time: Time) -> None:
        tablet.kept(
            event("2", step=3, at=NINE + timedelta(minutes=2)),
            event("1", EventKind.WHY, at=NINE + timedelta(minutes=1)),
            event("3", EventKind.READ, step=3, at=NINE + timedelta(minutes=3)),
            sent_at=time.now,
        )
        place = tablet.person.ask(progress.place, lesson=LESSON)
        assert place is not None and (place.kind, place.step) == (EventKind.STEP, 3)

    def test_is_the_same_on_another_tablet(
        self, tablet: Tablet, engine: Engine, world: World, tina: Person, time: Time
    ) -> None:
        tablet.kept(event("1", step=4), sent_at=time.now)
        other = Tablet(engine, world.other_station, tina.id, "8")
        number = _number(engine, tablet)
        other.begin(other.person.do(learners.begin_by_number, number=number, birth_year="1948").begun)
        place = other.person.ask(progress.place, lesson=LESSON)
        assert place is not None and place.step == 4

    def test_does_not_go_back_when_something_old_arrives(self, tablet: Tablet, time: Time) -> None:
        tablet.kept(event("2", step=5, at=NINE + timedelta(minutes=9)), sent_at=time.now)
        tablet.kept(event("1", step=2, at=NINE + timedelta(minutes=3)), sent_at=time.now)
        place = tablet.person.ask(progress.place, lesson=LESSON)
        assert place is not None and place.step == 5

    def test_is_the_beginning_once_she_is_through(self, tablet: Tablet) -> None:
        tablet.kept(event("1", EventKind.CARD), event("2", EventKind.FINISHED), event("3", EventKind.CARD))
        assert tablet.person.ask(progress.place, lesson=LESSON) is None

    def test_of_one_lesson_is_not_that_of_another(self, tablet: Tablet) -> None:
        tablet.kept(event("1", step=4))
        assert tablet.person.ask(progress.place, lesson=OTHER_LESSON) is None


def _number(engine: Engine, tablet: Tablet) -> str:
    with transaction.reading(engine) as db:
        return db.get_one(Senior, tablet.person.actor.senior_id).number
