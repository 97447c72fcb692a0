"""Who is before the tablet: by card, by number and year of birth, or without a name; and when that ends."""

import pytest
from sqlalchemy import Engine, select

from db import transaction
from db.learning import Learner
from db.models import Device, Senior
from services import cards, learners, leaving
from services.access import NOBODY
from services.errors import Invalid
from services.learners import masked
from services.numbers import check_digit
from tests.conftest import NINE, Person, Time, World
from tests.learning import Tablet, senior


@pytest.fixture
def tablet(engine: Engine, world: World, tina: Person) -> Tablet:
    return Tablet(engine, world.station, tina.id)


@pytest.fixture
def mei_ying(engine: Engine, world: World) -> tuple[int, str, str]:
    """Id, number and card of a senior born in 1948."""
    return senior(engine, world.station)


def by_number(tablet: Tablet, number: str, year: str = "1948") -> learners.Tried:
    return tablet.person.do(learners.begin_by_number, number=number, birth_year=year)


class TestCard:
    def test_lets_its_owner_begin(self, tablet: Tablet, mei_ying: tuple[int, str, str]) -> None:
        tablet.card(f"http://house/c/{mei_ying[2].upper()}")
        assert tablet.person.actor.senior_id == mei_ying[0]

    def test_shows_her_name_masked(self, tablet: Tablet, mei_ying: tuple[int, str, str]) -> None:
        tablet.card(mei_ying[2])
        before = tablet.person.ask(learners.before)
        assert before is not None and before.name == "王*英"

    def test_nobody_issued_is_refused(self, tablet: Tablet) -> None:
        with pytest.raises(learners.CardUnknown):
            tablet.card("22222222222222")

    def test_replaced_is_refused(self, tablet: Tablet, mei_ying: tuple[int, str, str], tina: Person) -> None:
        tina.do(cards.replace, senior_id=mei_ying[0])
        with pytest.raises(learners.CardReplaced):
            tablet.card(mei_ying[2])

    def test_of_another_street_is_refused(self, tablet: Tablet, engine: Engine, world: World) -> None:
        with pytest.raises(learners.CardUnknown):
            tablet.card(senior(engine, world.other_street)[2])

    def test_of_a_merged_record_is_hers(
        self, tablet: Tablet, mei_ying: tuple[int, str, str], engine: Engine, world: World
    ) -> None:
        double = senior(engine, world.station)
        with transaction.writing(engine) as db:
            db.get_one(Senior, double[0]).merged_into_id = mei_ying[0]
        tablet.card(double[2])
        assert tablet.person.actor.senior_id == mei_ying[0]

    def test_opens_nothing_on_a_tablet_of_nobody(self, mei_ying: tuple[int, str, str]) -> None:
        with pytest.raises(learners.NoTablet):
            Person(NOBODY).do(learners.begin_by_card, scanned=mei_ying[2])


class TestNumber:
    def test_and_year_let_her_begin(self, tablet: Tablet, mei_ying: tuple[int, str, str]) -> None:
        tablet.begin(by_number(tablet, mei_ying[1], "１９４８").begun)
        assert tablet.person.actor.senior_id == mei_ying[0]

    def test_mistyped_is_told_at_once(self, tablet: Tablet, mei_ying: tuple[int, str, str]) -> None:
        with pytest.raises(learners.NumberMistyped):
            by_number(tablet, mei_ying[1][:-1] + str((int(mei_ying[1][-1]) + 1) % 10))

    def test_needs_a_year(self, tablet: Tablet, mei_ying: tuple[int, str, str]) -> None:
        with pytest.raises(learners.YearMistyped):
            by_number(tablet, mei_ying[1], "48")

    def test_rests_after_five_wrong_years(self, tablet: Tablet, mei_ying: tuple[int, str, str]) -> None:
        tried = [by_number(tablet, mei_ying[1], "1950").refused for _ in range(5)]
        assert [type(one).__name__ for one in tried] == ["DoNotBelong"] * 4 + ["RestAWhile"]
        assert isinstance(by_number(tablet, mei_ying[1]).refused, learners.RestAWhile)

    def test_rests_for_ten_minutes_only(
        self, tablet: Tablet, mei_ying: tuple[int, str, str], time: Time
    ) -> None:
        for _ in range(5):
            by_number(tablet, mei_ying[1], "1950")
        time.pass_(minutes=10)
        assert by_number(tablet, mei_ying[1]).begun

    def test_of_nobody_is_told_the_same(self, tablet: Tablet, mei_ying: tuple[int, str, str]) -> None:
        nobodys = "99999" + check_digit("99999")
        for number in (nobodys, mei_ying[1]):
            told = [type(by_number(tablet, number, "1950").refused) for _ in range(6)]
            assert told == [learners.DoNotBelong] * 4 + [learners.RestAWhile] * 2

    def test_is_unknown_once_she_took_her_consent_back(
        self, tablet: Tablet, mei_ying: tuple[int, str, str], tina: Person
    ) -> None:
        tina.do(leaving.withdraw_consent, senior_id=mei_ying[0])
        assert isinstance(by_number(tablet, mei_ying[1]).refused, learners.DoNotBelong)


class TestOneAfterTheOther:
    def test_the_first_ends_when_the_next_begins(
        self, tablet: Tablet, mei_ying: tuple[int, str, str], engine: Engine, world: World
    ) -> None:
        tablet.card(mei_ying[2])
        first = tablet.learner
        tablet.card(senior(engine, world.station, name="李国强")[2])
        tablet.learner = first
        assert tablet.person.actor.senior_id is None

    def test_a_guest_has_no_name(self, tablet: Tablet) -> None:
        tablet.begin(tablet.person.do(learners.begin_guest))
        before = tablet.person.ask(learners.before)
        assert before is not None and (before.senior_id, before.name) == (None, "")

    def test_ending_twice_changes_nothing(self, tablet: Tablet, mei_ying: tuple[int, str, str]) -> None:
        tablet.card(mei_ying[2])
        tablet.person.do(learners.end)
        tablet.person.do(learners.end)
        assert tablet.person.ask(learners.before) is None

    def test_a_cookie_is_good_on_its_own_tablet_only(
        self, tablet: Tablet, mei_ying: tuple[int, str, str], engine: Engine, world: World, tina: Person
    ) -> None:
        tablet.card(mei_ying[2])
        other = Tablet(engine, world.station, tina.id, "8")
        other.learner = tablet.learner
        assert other.person.actor.senior_id is None

    def test_a_tablet_shut_with_somebody_inside_opens_without_her(
        self, tablet: Tablet, mei_ying: tuple[int, str, str], time: Time
    ) -> None:
        tablet.card(mei_ying[2])
        time.pass_(minutes=31)
        assert tablet.person.actor.senior_id is None

    def test_whoever_is_still_there_stays(
        self, tablet: Tablet, mei_ying: tuple[int, str, str], time: Time
    ) -> None:
        tablet.card(mei_ying[2])
        time.pass_(minutes=20)
        tablet.person.do(learners.still_here)
        time.pass_(minutes=20)
        assert tablet.person.actor.senior_id == mei_ying[0]

    def test_a_released_tablet_has_nobody(
        self, tablet: Tablet, mei_ying: tuple[int, str, str], engine: Engine
    ) -> None:
        tablet.card(mei_ying[2])
        with transaction.writing(engine) as db:
            for device in db.scalars(select(Device)):
                device.released_at = NINE
        assert tablet.person.actor == NOBODY

    def test_only_the_hash_of_the_token_is_kept(
        self, tablet: Tablet, mei_ying: tuple[int, str, str], engine: Engine
    ) -> None:
        tablet.card(mei_ying[2])
        with transaction.reading(engine) as db:
            assert tablet.learner not in [
                value for one in db.scalars(select(Learner)) for value in (one.token_hash, one.key)
            ]


class TestPreference:
    def test_is_hers_the_next_time(self, tablet: Tablet, mei_ying: tuple[int, str, str]) -> None:
        tablet.card(mei_ying[2])
        tablet.person.do(learners.prefer, text_size=30)
        tablet.person.do(learners.prefer, language="en", voice="slow")
        begun = tablet.person.do(learners.begin_by_card, scanned=mei_ying[2])
        tablet.begin(begun)
        before = tablet.person.ask(learners.before)
        assert before is not None
        assert (begun.language, before.text_size, before.voice) == ("en", 30, "slow")

    def test_of_a_guest_is_not_kept(self, tablet: Tablet) -> None:
        tablet.begin(tablet.person.do(learners.begin_guest))
        tablet.person.do(learners.prefer, text_size=30)
        before = tablet.person.ask(learners.before)
        assert before is not None and before.text_size == 22

    def test_must_be_one_of_ours(self, tablet: Tablet, mei_ying: tuple[int, str, str]) -> None:
        tablet.card(mei_ying[2])
        with pytest.raises(Invalid):
            tablet.person.do(learners.prefer, text_size=99)


@pytest.mark.parametrize(
    ("name", "shown"), [("王美英", "王*英"), ("李明", "李*"), ("欧阳娜娜", "欧**娜"), ("王", "王"), ("", "")]
)
def test_names_are_masked(name: str, shown: str) -> None:
    assert masked(name) == shown
