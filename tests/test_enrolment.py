"""A senior gets a seat, or waits for one in order."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from db import transaction
from db.models import Senior
from db.words import Action, EnrolmentState, RoleName
from services import draft, schedule
from services.enrolment import (
    NobodyChosen,
    Over,
    SeatsStillKept,
    TooLateToEnrol,
    cancel,
    enrol,
    offer_unclaimed,
    places,
)
from services.errors import NotAllowed, NotFound
from services.schedule import CalledOff
from services.waiting import PartyTooLarge
from tests.conftest import Person, Time, World
from tests.planning import (
    TWO,
    comes,
    enrolled,
    planned,
    recorded,
    seniors,
    standing_at_the_start,
    stored,
    waiting,
)


@pytest.fixture
def activity(tina: Person, world: World) -> int:
    """An activity at the station this afternoon, with three seats."""
    return planned(tina, world, seats=3)


@pytest.fixture
def people(engine: Engine, world: World) -> list[int]:
    """Six seniors of the station."""
    return seniors(engine, world.station, 6)


@pytest.fixture
def one_at_a_time(tina: Person, activity: int) -> Callable[..., None]:
    """Enrol these seniors one after the other."""

    def enrolled_all(*senior_ids: int) -> None:
        for senior_id in senior_ids:
            tina.do(enrol, activity_id=activity, senior_ids=(senior_id,))

    return enrolled_all


class TestEnrol:
    def test_gives_a_seat(self, tina: Person, activity: int, people: list[int]) -> None:
        placed = tina.do(enrol, activity_id=activity, senior_ids=(people[0],))
        assert (placed.state, placed.position, placed.seats_left) == (EnrolmentState.ENROLLED, None, 2)

    def test_lets_wait_when_the_seats_are_gone(
        self, tina: Person, activity: int, people: list[int], one_at_a_time: Callable[..., None]
    ) -> None:
        one_at_a_time(*people[:4])
        placed = tina.do(enrol, activity_id=activity, senior_ids=(people[4],))
        assert (placed.state, placed.position, placed.seats_left) == (EnrolmentState.WAITING, 2, 0)

    def test_twice_is_one_enrolment(
        self, tina: Person, activity: int, people: list[int], engine: Engine
    ) -> None:
        tina.do(enrol, activity_id=activity, senior_ids=(people[0],))
        placed = tina.do(enrol, activity_id=activity, senior_ids=(people[0], people[0]))
        assert placed.seats_left == 2
        assert len(recorded(engine, Action.ENROLLED)) == 1

    def test_twice_keeps_the_turn(
        self, tina: Person, activity: int, people: list[int], one_at_a_time: Callable[..., None]
    ) -> None:
        one_at_a_time(*people[:5])
        assert tina.do(enrol, activity_id=activity, senior_ids=(people[3],)).position == 1

    def test_a_merged_record_means_the_kept_one(
        self, tina: Person, activity: int, people: list[int], engine: Engine
    ) -> None:
        with transaction.writing(engine) as db:
            db.get_one(Senior, people[1]).merged_into_id = people[0]
        tina.do(enrol, activity_id=activity, senior_ids=(people[1],))
        assert enrolled(engine, activity) == [people[0]]

    def test_tells_of_another_activity_at_the_same_time(
        self, tina: Person, world: World, activity: int, people: list[int]
    ) -> None:
        other = planned(tina, world, title_zh="挂号", room="二楼", starts_at=TWO + timedelta(minutes=60))
        tina.do(enrol, activity_id=other, senior_ids=(people[0],))
        placed = tina.do(enrol, activity_id=activity, senior_ids=(people[0],))
        assert [(clash.senior_id, clash.title_zh) for clash in placed.clashes] == [(people[0], "挂号")]

    def test_an_activity_that_begins_when_the_other_ends_is_no_clash(
        self, tina: Person, world: World, activity: int, people: list[int]
    ) -> None:
        other = planned(tina, world, title_zh="挂号", starts_at=TWO + timedelta(minutes=90))
        tina.do(enrol, activity_id=other, senior_ids=(people[0],))
        assert not tina.do(enrol, activity_id=activity, senior_ids=(people[0],)).clashes

    def test_is_refused_from_the_start_on(
        self, tina: Person, activity: int, people: list[int], time: Time
    ) -> None:
        time.now = TWO
        with pytest.raises(TooLateToEnrol):
            tina.do(enrol, activity_id=activity, senior_ids=(people[0],))

    def test_is_refused_when_called_off(self, tina: Person, activity: int, people: list[int]) -> None:
        tina.do(schedule.cancel, activity_id=activity, reason="停电")
        with pytest.raises(CalledOff):
            tina.do(enrol, activity_id=activity, senior_ids=(people[0],))

    def test_nobody_is_nobody(self, tina: Person, activity: int) -> None:
        with pytest.raises(NobodyChosen):
            tina.do(enrol, activity_id=activity, senior_ids=())

    def test_a_senior_of_another_street_is_not_found(
        self, tina: Person, activity: int, world: World, engine: Engine
    ) -> None:
        (stranger,) = seniors(engine, world.other_street, 1)
        with pytest.raises(NotFound):
            tina.do(enrol, activity_id=activity, senior_ids=(stranger,))

    def test_a_senior_of_another_station_of_the_street_is_welcome(
        self, tina: Person, activity: int, world: World, engine: Engine
    ) -> None:
        (guest,) = seniors(engine, world.other_station, 1)
        tina.do(enrol, activity_id=activity, senior_ids=(guest,))
        assert enrolled(engine, activity) == [guest]

    def test_unknown_people_and_activities_are_not_found(
        self, tina: Person, activity: int, people: list[int]
    ) -> None:
        with pytest.raises(NotFound):
            tina.do(enrol, activity_id=activity, senior_ids=(9999,))
        with pytest.raises(NotFound):
            tina.do(enrol, activity_id=9999, senior_ids=(people[0],))


class TestTogether:
    def test_a_couple_gets_seats_together(
        self, tina: Person, activity: int, people: list[int], engine: Engine
    ) -> None:
        placed = tina.do(enrol, activity_id=activity, senior_ids=(people[0], people[1]))
        assert (placed.state, placed.seats_left) == (EnrolmentState.ENROLLED, 1)
        assert enrolled(engine, activity) == people[:2]

    def test_a_couple_waits_together_though_one_seat_is_free(
        self, tina: Person, activity: int, people: list[int], one_at_a_time: Callable[..., None]
    ) -> None:
        one_at_a_time(*people[:2])
        placed = tina.do(enrol, activity_id=activity, senior_ids=(people[2], people[3]))
        assert (placed.state, placed.position, placed.seats_left) == (EnrolmentState.WAITING, 1, 1)

    def test_nobody_overtakes_the_couple_that_is_first(
        self, tina: Person, activity: int, people: list[int], one_at_a_time: Callable[..., None]
    ) -> None:
        one_at_a_time(*people[:2])
        tina.do(enrol, activity_id=activity, senior_ids=(people[2], people[3]))
        placed = tina.do(enrol, activity_id=activity, senior_ids=(people[4],))
        assert (placed.state, placed.position) == (EnrolmentState.WAITING, 3)

    def test_who_waited_and_is_joined_stands_where_the_other_stands(
        self,
        tina: Person,
        activity: int,
        people: list[int],
        one_at_a_time: Callable[..., None],
        engine: Engine,
    ) -> None:
        one_at_a_time(*people[:5])
        tina.do(enrol, activity_id=activity, senior_ids=(people[3], people[5]))
        assert waiting(engine, activity) == [people[4], people[3], people[5]]

    def test_who_has_a_seat_keeps_it_when_the_other_must_wait(
        self,
        tina: Person,
        activity: int,
        people: list[int],
        one_at_a_time: Callable[..., None],
        engine: Engine,
    ) -> None:
        one_at_a_time(*people[:3])
        placed = tina.do(enrol, activity_id=activity, senior_ids=(people[0], people[3]))
        assert (placed.state, placed.position) == (EnrolmentState.WAITING, 1)
        assert enrolled(engine, activity) == people[:3]

    def test_more_people_than_seats_are_refused(self, tina: Person, activity: int, people: list[int]) -> None:
        with pytest.raises(PartyTooLarge):
            tina.do(enrol, activity_id=activity, senior_ids=tuple(people[:4]))

    def test_one_of_a_couple_may_stay_away(
        self, tina: Person, activity: int, people: list[int], engine: Engine
    ) -> None:
        tina.do(enrol, activity_id=activity, senior_ids=(people[0], people[1]))
        tina.do(cancel, activity_id=activity, senior_id=people[0])
        assert enrolled(engine, activity) == [people[1]]

    def test_or_both(self, tina: Person, activity: int, people: list[int], engine: Engine) -> None:
        tina.do(enrol, activity_id=activity, senior_ids=(people[0], people[1]))
        tina.do(cancel, activity_id=activity, senior_id=people[0], with_party=True)
        assert enrolled(engine, activity) == []


class TestCancel:
    def test_gives_the_seat_to_the_next_and_says_to_whom(
        self,
        tina: Person,
        activity: int,
        people: list[int],
        one_at_a_time: Callable[..., None],
        engine: Engine,
    ) -> None:
        one_at_a_time(*people[:5])
        seated = tina.do(cancel, activity_id=activity, senior_id=people[0])
        assert [row.senior_id for row in seated] == [people[3]]
        assert enrolled(engine, activity) == people[1:4]
        assert waiting(engine, activity) == [people[4]]

    def test_keeps_the_seat_for_a_couple_until_there_are_two(
        self, tina: Person, activity: int, people: list[int], one_at_a_time: Callable[..., None]
    ) -> None:
        one_at_a_time(*people[:3])
        tina.do(enrol, activity_id=activity, senior_ids=(people[3], people[4]))
        one_at_a_time(people[5])
        assert tina.do(cancel, activity_id=activity, senior_id=people[0]) == ()
        seated = tina.do(cancel, activity_id=activity, senior_id=people[1])
        assert [row.senior_id for row in seated] == [people[3], people[4]]

    def test_of_one_who_waits_with_another_lets_the_other_move_up(
        self, tina: Person, activity: int, people: list[int], one_at_a_time: Callable[..., None]
    ) -> None:
        one_at_a_time(*people[:2])
        tina.do(enrol, activity_id=activity, senior_ids=(people[2], people[3]))
        seated = tina.do(cancel, activity_id=activity, senior_id=people[2])
        assert [row.senior_id for row in seated] == [people[3]]

    def test_twice_changes_nothing(
        self, tina: Person, activity: int, people: list[int], engine: Engine
    ) -> None:
        tina.do(enrol, activity_id=activity, senior_ids=(people[0],))
        tina.do(cancel, activity_id=activity, senior_id=people[0])
        assert tina.do(cancel, activity_id=activity, senior_id=people[0]) == ()
        assert len(recorded(engine, Action.ENROLMENT_CANCELLED)) == 1

    def test_who_comes_back_stands_at_the_end(
        self,
        tina: Person,
        activity: int,
        people: list[int],
        one_at_a_time: Callable[..., None],
        engine: Engine,
    ) -> None:
        one_at_a_time(*people[:5])
        tina.do(cancel, activity_id=activity, senior_id=people[0])
        one_at_a_time(people[0])
        assert waiting(engine, activity) == [people[4], people[0]]

    def test_is_refused_from_the_start_on(
        self, tina: Person, activity: int, people: list[int], one_at_a_time: Callable[..., None], time: Time
    ) -> None:
        one_at_a_time(people[0])
        time.now = TWO
        with pytest.raises(TooLateToEnrol):
            tina.do(cancel, activity_id=activity, senior_id=people[0])

    def test_of_somebody_never_enrolled_is_not_found(
        self, tina: Person, activity: int, people: list[int]
    ) -> None:
        with pytest.raises(NotFound):
            tina.do(cancel, activity_id=activity, senior_id=people[0])


class TestMoreSeats:
    def test_let_the_waiting_move_up_in_order(
        self, tina: Person, activity: int, people: list[int], one_at_a_time: Callable[..., None]
    ) -> None:
        one_at_a_time(*people)
        seated = tina.do(schedule.change, activity_id=activity, title_zh="微信", title_en="WeChat", seats=5)
        assert list(seated) == people[3:5]

    def test_cannot_be_fewer_than_taken(
        self, tina: Person, activity: int, people: list[int], one_at_a_time: Callable[..., None]
    ) -> None:
        one_at_a_time(*people[:3])
        with pytest.raises(draft.SeatsBelowEnrolled):
            tina.do(schedule.change, activity_id=activity, title_zh="微信", title_en="WeChat", seats=2)

    def test_cannot_be_fewer_than_people_who_wait_together(
        self, tina: Person, activity: int, people: list[int], one_at_a_time: Callable[..., None]
    ) -> None:
        one_at_a_time(people[0])
        tina.do(enrol, activity_id=activity, senior_ids=tuple(people[1:4]))
        with pytest.raises(draft.SeatsBelowParty):
            tina.do(schedule.change, activity_id=activity, title_zh="微信", title_en="WeChat", seats=2)


class TestOfferUnclaimed:
    @pytest.fixture
    def full(self, activity: int, people: list[int], one_at_a_time: Callable[..., None], time: Time) -> int:
        """Three enrolled, three waiting; it began fifteen minutes ago."""
        one_at_a_time(*people)
        time.now = TWO + timedelta(minutes=15)
        return activity

    def test_gives_the_empty_chairs_to_the_waiting(
        self, hana: Person, full: int, people: list[int], engine: Engine
    ) -> None:
        comes(engine, full, people[1])
        seated = hana.do(offer_unclaimed, activity_id=full)
        assert [row.senior_id for row in seated] == people[3:5]
        assert enrolled(engine, full) == [people[1], people[3], people[4]]

    def test_gives_none_when_all_are_here(
        self, hana: Person, full: int, people: list[int], engine: Engine
    ) -> None:
        comes(engine, full, *people[:3])
        assert hana.do(offer_unclaimed, activity_id=full) == ()

    def test_counts_the_chairs_of_walk_ins(
        self, hana: Person, full: int, people: list[int], engine: Engine, world: World
    ) -> None:
        comes(engine, full, people[0], *seniors(engine, world.station, 2))
        assert hana.do(offer_unclaimed, activity_id=full) == ()

    def test_takes_the_seat_of_who_enrolled_last(
        self,
        hana: Person,
        activity: int,
        people: list[int],
        one_at_a_time: Callable[..., None],
        time: Time,
        engine: Engine,
    ) -> None:
        for senior_id in people[:4]:
            one_at_a_time(senior_id)
            time.pass_(minutes=1)
        time.now = TWO + timedelta(minutes=15)
        hana.do(offer_unclaimed, activity_id=activity)
        assert enrolled(engine, activity) == [people[0], people[1], people[3]]

    def test_a_second_time_offers_nothing_more(
        self, hana: Person, full: int, people: list[int], engine: Engine
    ) -> None:
        comes(engine, full, people[0])
        hana.do(offer_unclaimed, activity_id=full)
        assert hana.do(offer_unclaimed, activity_id=full) == ()

    def test_leaves_the_no_shows_to_be_known_by_the_time(
        self, hana: Person, full: int, people: list[int], engine: Engine
    ) -> None:
        hana.do(offer_unclaimed, activity_id=full)
        assert standing_at_the_start(engine, full) == people[:3]

    def test_is_refused_while_seats_are_kept(
        self, hana: Person, full: int, people: list[int], time: Time
    ) -> None:
        time.now = TWO + timedelta(minutes=14)
        with pytest.raises(SeatsStillKept):
            hana.do(offer_unclaimed, activity_id=full)

    def test_is_refused_after_the_end(self, hana: Person, full: int, time: Time) -> None:
        time.now = TWO + timedelta(minutes=90)
        with pytest.raises(Over):
            hana.do(offer_unclaimed, activity_id=full)


class TestPlaces:
    def test_are_the_enrolled_and_then_the_waiting_in_order(
        self, hana: Person, activity: int, people: list[int], one_at_a_time: Callable[..., None]
    ) -> None:
        one_at_a_time(*reversed(people))
        listed = hana.ask(places, activity_id=activity)
        assert [row.senior_id for row in listed] == list(reversed(people))
        assert [row.position for row in listed] == [None, None, None, 1, 2, 3]

    def test_say_who_moved_up_and_when(
        self, tina: Person, activity: int, people: list[int], one_at_a_time: Callable[..., None], time: Time
    ) -> None:
        one_at_a_time(*people[:4])
        time.pass_(minutes=5)
        tina.do(cancel, activity_id=activity, senior_id=people[0])
        listed = tina.ask(places, activity_id=activity)
        assert [row.moved_up_at for row in listed] == [None, None, time.now]

    def test_show_no_whole_phone(self, hana: Person, activity: int, people: list[int], tina: Person) -> None:
        tina.do(enrol, activity_id=activity, senior_ids=(people[0],))
        assert hana.ask(places, activity_id=activity)[0].phone_masked == "138****5678"


class TestWho:
    @pytest.mark.parametrize("role", [RoleName.TRAINER, RoleName.MANAGER, RoleName.ADMIN])
    def test_may_enrol_and_cancel(
        self,
        role: RoleName,
        join: Callable[..., Person],
        world: World,
        activity: int,
        people: list[int],
        engine: Engine,
    ) -> None:
        who = join("somebody", role, world.area)
        who.do(enrol, activity_id=activity, senior_ids=(people[0],))
        who.do(cancel, activity_id=activity, senior_id=people[0])
        assert enrolled(engine, activity) == []

    @pytest.mark.parametrize("rule", [enrol, cancel])
    def test_a_helper_may_not(
        self, rule: Callable[..., object], hana: Person, activity: int, people: list[int]
    ) -> None:
        about = {"senior_ids": (people[0],)} if rule is enrol else {"senior_id": people[0]}
        with pytest.raises(NotAllowed):
            hana.do(rule, activity_id=activity, **about)

    @pytest.mark.parametrize("stranger", ["nora", "zoe"])
    @pytest.mark.parametrize(
        ("rule", "about"),
        [
            (enrol, {"senior_ids": (1,)}),
            (cancel, {"senior_id": 1}),
            (offer_unclaimed, {}),
            (places, {}),
        ],
    )
    def test_a_stranger_is_told_there_is_nothing(
        self,
        rule: Callable[..., object],
        about: dict[str, object],
        stranger: str,
        activity: int,
        people: list[int],
        request: pytest.FixtureRequest,
    ) -> None:
        with pytest.raises(NotFound):
            request.getfixturevalue(stranger).do(rule, activity_id=activity, **about)


def test_a_cancelled_activity_still_knows_who_was_enrolled(
    tina: Person, activity: int, people: list[int], engine: Engine
) -> None:
    tina.do(enrol, activity_id=activity, senior_ids=tuple(people[:2]))
    tina.do(schedule.cancel, activity_id=activity, reason="停电")
    assert enrolled(engine, activity) == people[:2]
    assert stored(engine, activity).reason == "停电"
