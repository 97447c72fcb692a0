"""Seniors are registered whole, looked at by those whose business it is, and changed by them."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from db.audit import AuditEntry
from db.models import Card, Consent, Senior, SeniorKey
from db.words import Action, Gender
from services import cards, leaving, people
from services.access import NOBODY, Permission
from services.consent import CURRENT, ConsentMissing
from services.details import (
    BirthYearAhead,
    BirthYearTooEarly,
    NameMissing,
    NeedsTooLong,
    NeighbourhoodTooLong,
    PhoneWrong,
)
from services.errors import Invalid, NotAllowed, NotFound
from services.finding import find
from services.numbers import is_number
from services.people import NoPhone, Registered
from services.work import Work
from tests.conftest import Person, Time, World


def rows(work: Work, *, model: Any) -> list[Any]:
    found = list(work.db.scalars(select(model).order_by(model.id)))
    work.db.expunge_all()
    return found


def actions(work: Work) -> list[Action]:
    return [entry.action for entry in work.db.scalars(select(AuditEntry).order_by(AuditEntry.id))]


def wang(station_id: int, **other: Any) -> dict[str, Any]:
    about: dict[str, Any] = {
        "station_id": station_id,
        "name": "王美英",
        "birth_year": 1948,
        "phone": "13812345678",
        "neighbourhood": "凉城一居",
        "needs": "听力不好",
        "consent_wording": CURRENT,
    }
    return about | other


@pytest.fixture
def mrs_wang(tina: Person, world: World) -> Registered:
    return tina.do(people.register, **wang(world.station))


class TestRegister:
    def test_makes_number_card_consent_and_keys(self, tina: Person, world: World) -> None:
        made = tina.do(people.register, **wang(world.station))
        (senior,) = tina.ask(rows, model=Senior)
        (card,) = tina.ask(rows, model=Card)
        (consent,) = tina.ask(rows, model=Consent)
        assert is_number(made.number)
        assert (senior.id, senior.number, senior.registered_by) == (made.id, made.number, tina.id)
        assert (card.senior_id, card.token, card.revoked_at) == (made.id, made.card_token, None)
        assert (consent.wording, consent.given_before) == (CURRENT, tina.id)
        assert "wmy" in {key.key for key in tina.ask(rows, model=SeniorKey)}

    def test_is_recorded(self, tina: Person, world: World) -> None:
        tina.do(people.register, **wang(world.station))
        assert tina.ask(actions) == [Action.REGISTERED, Action.CARD_ISSUED, Action.CONSENTED]

    def test_needs_no_more_than_a_name(self, tina: Person, world: World) -> None:
        made = tina.do(people.register, station_id=world.station, name="李芳", consent_wording=CURRENT)
        shown = tina.ask(people.look, senior_id=made.id)
        assert (shown.name, shown.birth_year, shown.age, shown.phone_masked) == ("李芳", None, None, "")

    def test_cleans_what_was_typed(self, tina: Person, world: World) -> None:
        tina.do(people.register, **wang(world.station, name=" 王 美英", phone="＋８６ 138-1234-5678"))
        (senior,) = tina.ask(rows, model=Senior)
        assert (senior.name, senior.phone) == ("王美英", "13812345678")

    @pytest.mark.parametrize(
        ("wrong", "refusal", "field"),
        [
            ({"name": "  "}, NameMissing, "name"),
            ({"phone": "12345"}, PhoneWrong, "phone"),
            ({"birth_year": 2027}, BirthYearAhead, "birth_year"),
            ({"birth_year": 1899}, BirthYearTooEarly, "birth_year"),
            ({"neighbourhood": "居" * 41}, NeighbourhoodTooLong, "neighbourhood"),
            ({"needs": "字" * 201}, NeedsTooLong, "needs"),
            ({"consent_wording": ""}, ConsentMissing, "consent"),
            ({"consent_wording": "1066-1"}, ConsentMissing, "consent"),
        ],
    )
    def test_refuses_what_cannot_be_right_and_stores_nothing(
        self, tina: Person, world: World, wrong: dict[str, Any], refusal: type[Invalid], field: str
    ) -> None:
        with pytest.raises(refusal) as said:
            tina.do(people.register, **wang(world.station, **wrong))
        assert said.value.field == field
        assert tina.ask(rows, model=Senior) == tina.ask(actions) == []

    def test_somebody_born_this_year_is_possible(self, tina: Person, world: World) -> None:
        tina.do(people.register, **wang(world.station, birth_year=2026))

    def test_a_second_tap_is_no_second_person(self, tina: Person, world: World, time: Time) -> None:
        first = tina.do(people.register, **wang(world.station))
        time.pass_(milliseconds=120)
        assert tina.do(people.register, **wang(world.station)) == first
        assert len(tina.ask(rows, model=Senior)) == 1

    def test_two_of_one_name_are_two_people(self, tina: Person, world: World) -> None:
        tina.do(people.register, **wang(world.station))
        tina.do(people.register, **wang(world.station, birth_year=1950))
        assert len(tina.ask(rows, model=Senior)) == 2

    def test_the_same_words_later_are_another_person(self, tina: Person, world: World, time: Time) -> None:
        tina.do(people.register, **wang(world.station))
        time.pass_(minutes=1)
        tina.do(people.register, **wang(world.station))
        assert len(tina.ask(rows, model=Senior)) == 2

    def test_a_helper_may(self, hana: Person, world: World) -> None:
        hana.do(people.register, **wang(world.station))

    def test_is_refused_at_another_station(self, nora: Person, world: World) -> None:
        with pytest.raises(NotFound):
            nora.do(people.register, **wang(world.station))

    def test_is_refused_from_another_street(self, zoe: Person, world: World) -> None:
        with pytest.raises(NotFound):
            zoe.do(people.register, **wang(world.station))

    def test_is_refused_to_nobody(self, world: World) -> None:
        with pytest.raises(NotFound):
            Person(NOBODY).do(people.register, **wang(world.station))


class TestSimilar:
    @pytest.mark.parametrize(
        "typed",
        [
            {"name": "王 美英", "birth_year": 1948, "phone": ""},
            {"name": "王美英", "birth_year": None, "phone": ""},
            {"name": "王美婴", "birth_year": None, "phone": "138 1234 5678"},
        ],
    )
    def test_shows_who_is_there_already(
        self, tina: Person, world: World, mrs_wang: Registered, typed: dict[str, Any]
    ) -> None:
        found = tina.ask(people.similar, station_id=world.station, **typed)
        assert [senior.id for senior in found] == [mrs_wang.id]

    def test_sees_the_whole_street(self, nora: Person, world: World, mrs_wang: Registered) -> None:
        found = nora.ask(
            people.similar, station_id=world.other_station, name="王美英", birth_year=1948, phone=""
        )
        assert [senior.id for senior in found] == [mrs_wang.id]

    def test_sees_no_other_street(self, zoe: Person, world: World, mrs_wang: Registered) -> None:
        assert not zoe.ask(
            people.similar, station_id=world.other_street, name="王美英", birth_year=1948, phone="13812345678"
        )

    def test_a_namesake_of_another_year_is_somebody_else(
        self, tina: Person, world: World, mrs_wang: Registered
    ) -> None:
        assert not tina.ask(
            people.similar, station_id=world.station, name="王美英", birth_year=1955, phone=""
        )

    def test_no_phone_is_nobody_s_phone(self, tina: Person, world: World) -> None:
        tina.do(people.register, **wang(world.station, phone=""))
        assert not tina.ask(people.similar, station_id=world.station, name="李芳", birth_year=1948, phone="")


class TestLook:
    def test_hides_the_phone(self, tina: Person, mrs_wang: Registered) -> None:
        assert tina.ask(people.look, senior_id=mrs_wang.id).phone_masked == "138****5678"

    def test_tells_age_and_needs_to_those_who_register_her(self, hana: Person, mrs_wang: Registered) -> None:
        shown = hana.ask(people.look, senior_id=mrs_wang.id)
        assert (shown.age, shown.needs) == (78, "听力不好")

    def test_hides_needs_from_other_stations(self, nora: Person, mrs_wang: Registered) -> None:
        shown = nora.ask(people.look, senior_id=mrs_wang.id)
        assert (shown.name, shown.needs) == ("王美英", None)
        assert Permission.SHOW_PHONE not in shown.may

    def test_another_street_sees_nobody(self, zoe: Person, mrs_wang: Registered) -> None:
        with pytest.raises(NotFound):
            zoe.ask(people.look, senior_id=mrs_wang.id)


class TestShowPhone:
    def test_shows_it_and_is_recorded(self, tina: Person, mrs_wang: Registered) -> None:
        assert tina.do(people.show_phone, senior_id=mrs_wang.id) == "13812345678"
        assert tina.ask(actions)[-1] is Action.PHONE_SHOWN

    def test_is_not_for_helpers(self, hana: Person, mrs_wang: Registered) -> None:
        with pytest.raises(NotAllowed):
            hana.do(people.show_phone, senior_id=mrs_wang.id)

    def test_is_not_for_other_stations(self, nora: Person, mrs_wang: Registered) -> None:
        with pytest.raises(NotAllowed):
            nora.do(people.show_phone, senior_id=mrs_wang.id)

    def test_is_not_for_other_streets(self, zoe: Person, mrs_wang: Registered) -> None:
        with pytest.raises(NotFound):
            zoe.do(people.show_phone, senior_id=mrs_wang.id)

    def test_who_left_none_cannot_be_called(self, tina: Person, world: World) -> None:
        made = tina.do(people.register, **wang(world.station, phone=""))
        with pytest.raises(NoPhone):
            tina.do(people.show_phone, senior_id=made.id)


CHANGED: dict[str, Any] = {
    "name": "汪美英",
    "birth_year": 1949,
    "gender": Gender.FEMALE,
    "neighbourhood": "二居",
}


class TestEdit:
    def test_changes_what_is_known(self, hana: Person, mrs_wang: Registered) -> None:
        hana.do(people.edit, senior_id=mrs_wang.id, **CHANGED)
        shown = hana.ask(people.look, senior_id=mrs_wang.id)
        assert (shown.name, shown.birth_year, shown.gender) == ("汪美英", 1949, Gender.FEMALE)

    def test_leaves_phone_and_needs_when_not_told(self, hana: Person, mrs_wang: Registered) -> None:
        hana.do(people.edit, senior_id=mrs_wang.id, **CHANGED)
        shown = hana.ask(people.look, senior_id=mrs_wang.id)
        assert (shown.phone_masked, shown.needs) == ("138****5678", "听力不好")

    def test_empties_phone_and_needs_when_told(self, hana: Person, mrs_wang: Registered) -> None:
        hana.do(people.edit, senior_id=mrs_wang.id, **CHANGED, phone="", needs="")
        shown = hana.ask(people.look, senior_id=mrs_wang.id)
        assert (shown.phone_masked, shown.needs) == ("", "")

    def test_she_is_found_by_the_new_name_only(
        self, tina: Person, world: World, mrs_wang: Registered
    ) -> None:
        tina.do(people.edit, senior_id=mrs_wang.id, **CHANGED)
        assert tina.ask(find, station_id=world.station, text="汪美英")
        assert not tina.ask(find, station_id=world.station, text="王美英")

    def test_twice_is_recorded_once(self, tina: Person, mrs_wang: Registered) -> None:
        tina.do(people.edit, senior_id=mrs_wang.id, **CHANGED)
        tina.do(people.edit, senior_id=mrs_wang.id, **CHANGED)
        assert tina.ask(actions).count(Action.SENIOR_CHANGED) == 1

    def test_is_not_for_other_stations(self, nora: Person, mrs_wang: Registered) -> None:
        with pytest.raises(NotAllowed):
            nora.do(people.edit, senior_id=mrs_wang.id, **CHANGED)

    def test_a_senior_moves_within_the_street(self, ada: Person, world: World, mrs_wang: Registered) -> None:
        ada.do(people.edit, senior_id=mrs_wang.id, **CHANGED, station_id=world.other_station)
        assert ada.ask(people.look, senior_id=mrs_wang.id).station_id == world.other_station

    def test_a_trainer_cannot_send_her_elsewhere(
        self, tina: Person, world: World, mrs_wang: Registered
    ) -> None:
        with pytest.raises(NotFound):
            tina.do(people.edit, senior_id=mrs_wang.id, **CHANGED, station_id=world.other_station)


class TestLeaving:
    def test_erases_phone_and_needs(self, tina: Person, mrs_wang: Registered) -> None:
        tina.do(leaving.withdraw_consent, senior_id=mrs_wang.id)
        shown = tina.ask(people.look, senior_id=mrs_wang.id)
        assert (shown.phone_masked, shown.needs) == ("", "")

    def test_nobody_finds_her_any_more(self, tina: Person, world: World, mrs_wang: Registered) -> None:
        tina.do(leaving.withdraw_consent, senior_id=mrs_wang.id)
        assert tina.ask(find, station_id=world.station, text=mrs_wang.number) == ()

    def test_she_gets_no_card(self, tina: Person, mrs_wang: Registered) -> None:
        tina.do(leaving.withdraw_consent, senior_id=mrs_wang.id)
        with pytest.raises(ConsentMissing):
            tina.do(cards.issue, senior_id=mrs_wang.id)

    def test_twice_is_recorded_once(self, tina: Person, mrs_wang: Registered) -> None:
        tina.do(leaving.withdraw_consent, senior_id=mrs_wang.id)
        tina.do(leaving.withdraw_consent, senior_id=mrs_wang.id)
        assert tina.ask(actions).count(Action.CONSENT_WITHDRAWN) == 1

    def test_is_not_for_other_stations(self, nora: Person, mrs_wang: Registered) -> None:
        with pytest.raises(NotAllowed):
            nora.do(leaving.withdraw_consent, senior_id=mrs_wang.id)

    def test_she_may_come_back(self, tina: Person, world: World, mrs_wang: Registered) -> None:
        tina.do(leaving.withdraw_consent, senior_id=mrs_wang.id)
        tina.do(leaving.renew_consent, senior_id=mrs_wang.id, consent_wording=CURRENT)
        assert tina.ask(find, station_id=world.station, text="wmy")
        assert tina.ask(people.look, senior_id=mrs_wang.id).cards[0].revoked_at is None


def test_time_of_registration_is_the_instant_of_the_work(
    tina: Person, time: Time, mrs_wang: Registered, join: Callable[..., Person]
) -> None:
    assert tina.ask(people.look, senior_id=mrs_wang.id).registered_at == time.now
