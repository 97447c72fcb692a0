"""At home: a card lets its owner learn on her own phone, what she practises counts, nothing else opens."""

import pytest
from sqlalchemy import Engine, func, select

from db import transaction
from db.learning import LessonState, ProgressEvent
from db.models import Station
from db.words import EventKind
from services import (
    at_home,
    cards,
    certificates,
    found_card,
    identity,
    learners,
    leaving,
    progress,
    review,
    work,
)
from services import telephone as telephones
from services.access import NOBODY
from services.learners import NotKnown
from services.progress import Kept, NobodyLearns, Parcel, Taken
from services.whereabouts import Event
from tests.conftest import NINE, Person, Time, World
from tests.learning import LESSON, Tablet, did, event, senior


class Phone:
    """A phone of one's own; whoever learns on it acts through its cookie."""

    learner = ""
    key = ""

    @property
    def person(self) -> Person:
        return Person(work.ask(identity.who, NOBODY, learner=self.learner or None))

    def card(self, token: str) -> None:
        begun = self.person.do(at_home.begin, token=token)
        self.learner, self.key = begun.token, begun.key

    def send(self, *events: Event, at_key: str = "") -> Taken:
        parcel = Parcel(at_key or self.key, self.learner, "", events[0].at, events)
        return work.do(progress.take, NOBODY, parcels=[parcel])[0]


@pytest.fixture
def mei_ying(engine: Engine, world: World) -> tuple[int, str, str]:
    """Id, number and card of a senior."""
    return senior(engine, world.station)


@pytest.fixture
def phone(mei_ying: tuple[int, str, str]) -> Phone:
    """Mei-ying's phone, on which she scanned her card."""
    hers = Phone()
    hers.card(mei_ying[2])
    return hers


def counted(engine: Engine, senior_id: int) -> int:
    with transaction.reading(engine) as db:
        wanted = select(func.count()).select_from(ProgressEvent).where(ProgressEvent.senior_id == senior_id)
        return db.scalar(wanted) or 0


class TestCard:
    def test_lets_its_owner_begin_and_shows_her_name_masked(self, phone: Phone) -> None:
        here = phone.person.ask(at_home.here)
        assert here is not None and here.name == "王*英"

    def test_nobody_issued_is_refused(self, engine: Engine, world: World) -> None:
        with pytest.raises(learners.CardUnknown):
            Phone().card("22222222222222")

    def test_replaced_is_refused(self, mei_ying: tuple[int, str, str], tina: Person) -> None:
        tina.do(cards.replace, senior_id=mei_ying[0])
        with pytest.raises(learners.CardReplaced):
            Phone().card(mei_ying[2])

    def test_is_shown_at_the_front_of_a_tablet_instead(
        self, engine: Engine, world: World, tina: Person, mei_ying: tuple[int, str, str]
    ) -> None:
        tablet = Tablet(engine, world.station, tina.id)
        with pytest.raises(at_home.OnATablet):
            tablet.person.do(at_home.begin, token=mei_ying[2])

    def test_of_another_ends_the_first_on_a_shared_phone(
        self, phone: Phone, engine: Engine, world: World
    ) -> None:
        first = phone.learner
        phone.card(senior(engine, world.station, name="李国强")[2])
        phone.learner, second = first, phone.learner
        assert phone.person.ask(at_home.here) is None
        phone.learner = second
        here = phone.person.ask(at_home.here)
        assert here is not None and here.name == "李*强"

    def test_of_one_leaves_other_phones_alone(self, phone: Phone, engine: Engine, world: World) -> None:
        Phone().card(senior(engine, world.station, name="李国强")[2])
        assert phone.person.ask(at_home.here) is not None


class TestPractice:
    def test_counts_for_her(self, phone: Phone, engine: Engine, mei_ying: tuple[int, str, str]) -> None:
        assert isinstance(phone.send(event("e1")), Kept)
        assert counted(engine, mei_ying[0]) == 1

    def test_counts_half_a_year_later_as_long_as_she_goes_on(
        self, phone: Phone, engine: Engine, time: Time, mei_ying: tuple[int, str, str]
    ) -> None:
        for month in range(6):
            time.pass_(days=30)
            phone.person.do(learners.still_here)
            phone.send(event(f"e{month}", at=time.now))
        assert counted(engine, mei_ying[0]) == 6

    def test_goes_on_at_the_tablet_where_she_left_it_at_home(
        self, phone: Phone, engine: Engine, world: World, tina: Person, mei_ying: tuple[int, str, str]
    ) -> None:
        phone.send(event("e1", step=4))
        tablet = Tablet(engine, world.station, tina.id)
        tablet.card(mei_ying[2])
        place = tablet.person.ask(progress.place, lesson=LESSON)
        assert place is not None and place.step == 4

    def test_is_over_once_her_card_is_replaced(
        self, phone: Phone, engine: Engine, tina: Person, mei_ying: tuple[int, str, str]
    ) -> None:
        tina.do(cards.replace, senior_id=mei_ying[0])
        assert isinstance(phone.send(event("e1")), NobodyLearns)
        assert (phone.person.ask(at_home.here), counted(engine, mei_ying[0])) == (None, 0)

    def test_is_over_once_she_takes_her_consent_back(
        self, phone: Phone, tina: Person, mei_ying: tuple[int, str, str]
    ) -> None:
        tina.do(leaving.withdraw_consent, senior_id=mei_ying[0])
        assert phone.person.ask(at_home.here) is None

    def test_is_nobodys_after_that_is_not_me(
        self, phone: Phone, engine: Engine, mei_ying: tuple[int, str, str]
    ) -> None:
        phone.person.do(learners.end)
        phone.person.do(learners.end)
        assert isinstance(phone.send(event("e1")), NobodyLearns)
        assert counted(engine, mei_ying[0]) == 0


class TestFinder:
    """Somebody who found a card may learn with it, and sees nothing of its owner but the masked name."""

    def test_does_not_see_what_she_learnt(
        self, phone: Phone, engine: Engine, mei_ying: tuple[int, str, str]
    ) -> None:
        with transaction.writing(engine) as db:
            state = {"kind": "step", "step": 4}
            db.add(
                LessonState(senior_id=mei_ying[0], lesson=LESSON, version="v1", state=state, updated_at=NINE)
            )
        did(engine, mei_ying[0], EventKind.FINISHED)
        assert phone.person.ask(progress.place, lesson=LESSON) is None
        assert [line for line in phone.person.ask(review.lessons) if line.learnt] == []
        for rule in (review.visits, review.tracks, certificates.mine):
            with pytest.raises(NotKnown):
                phone.person.ask(rule)

    def test_reads_nothing_of_her_on_the_cards_own_page(self, mei_ying: tuple[int, str, str]) -> None:
        assert "王" not in str(Person(NOBODY).ask(found_card.home, token=mei_ying[2]))


def give_phone(engine: Engine, station_id: int, phone: str) -> None:
    with transaction.writing(engine) as db:
        db.get_one(Station, station_id).phone = phone


def number(person: Person) -> str:
    place = person.ask(telephones.to_call)
    return place.phone if place else ""


class TestTelephone:
    def test_is_that_of_her_station(self, phone: Phone, engine: Engine, world: World) -> None:
        give_phone(engine, world.station, "02111111111")
        give_phone(engine, world.street, "02122222222")
        assert number(phone.person) == "02111111111"

    def test_is_that_of_the_street_where_her_station_has_none(
        self, phone: Phone, engine: Engine, world: World
    ) -> None:
        give_phone(engine, world.street, "02122222222")
        assert number(phone.person) == "02122222222"

    def test_is_none_where_nobody_entered_one(self, phone: Phone) -> None:
        assert number(phone.person) == ""

    def test_of_somebody_unknown_is_the_only_streets(self, engine: Engine, world: World) -> None:
        give_phone(engine, world.street, "02122222222")
        among_two = number(Person(NOBODY))
        with transaction.writing(engine) as db:
            db.get_one(Station, world.other_street).is_open = False
        assert (among_two, number(Person(NOBODY))) == ("", "02122222222")
