"""Whoever comes is checked in once, where and when it is right; what was wrong is taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select

from db import transaction
from db.models import Attendance, Enrolment, TurnedAway
from db.words import Action, EnrolmentState, How
from services import schedule
from services.arriving import SentForAnother, TrainerDecides
from services.attendance import (
    Arrival,
    Outcome,
    check_in,
    roll_call,
    roster,
    turn_away,
    undo,
    void,
    walk_in,
)
from services.doorway import (
    ActivityCancelled,
    ArrivalFromTheFuture,
    NotToday,
    TooEarly,
    TooLate,
    WrongDay,
    WrongStation,
)
from services.draft import NoReason
from services.enrolment import enrol, offer_unclaimed
from services.errors import NotAllowed, NotFound
from services.taking_back import TooLateToUndo
from tests.conftest import NINE, Person, Time, World
from tests.planning import enrolled, planned, recorded, seniors, waiting

WORDING = "2026-1"
SOON = NINE + timedelta(minutes=30)


@pytest.fixture
def activity(tina: Person, world: World) -> int:
    """An activity at the station in half an hour, with three seats."""
    return planned(tina, world, starts_at=SOON, seats=3)


@pytest.fixture
def people(engine: Engine, world: World) -> list[int]:
    """Six seniors of the station."""
    return seniors(engine, world.station, 6)


@pytest.fixture
def comes(tina: Person, activity: int) -> Callable[..., Arrival]:
    """Somebody comes to the door, where the trainer scans her card."""

    def came(senior_id: int, client_id: str = "", by: Person = tina, **about: object) -> Arrival:
        usual = {"how": How.CARD, "client_id": client_id or f"line-{senior_id}"}
        return by.do(check_in, activity_id=activity, senior_id=senior_id, **(usual | about))

    return came


@pytest.fixture
def has_seat(tina: Person, activity: int, people: list[int]) -> int:
    """A senior with a seat."""
    tina.do(enrol, activity_id=activity, senior_ids=(people[0],))
    return people[0]


def attendances(engine: Engine, activity_id: int) -> list[Attendance]:
    with transaction.reading(engine) as db:
        rows = list(db.scalars(select(Attendance).where(Attendance.activity_id == activity_id)))
        db.expunge_all()
        return rows


def count(engine: Engine, table: type[TurnedAway] | type[Enrolment]) -> int:
    with transaction.reading(engine) as db:
        return db.scalar(select(func.count()).select_from(table)) or 0


class TestCheckIn:
    def test_counts_who_has_a_seat(self, comes: Callable[..., Arrival], has_seat: int) -> None:
        came = comes(has_seat)
        assert (came.outcome, came.arrived_at, came.is_late) == (Outcome.CAME, NINE, False)

    def test_is_recorded(self, comes: Callable[..., Arrival], has_seat: int, engine: Engine) -> None:
        comes(has_seat)
        assert recorded(engine, Action.CHECKED_IN)[0].details["senior"] == has_seat

    def test_twice_is_already_since(
        self, comes: Callable[..., Arrival], has_seat: int, time: Time, engine: Engine, activity: int
    ) -> None:
        comes(has_seat)
        time.pass_(minutes=5)
        again = comes(has_seat, "another-line")
        assert (again.outcome, again.arrived_at) == (Outcome.ALREADY, NINE)
        assert len(attendances(engine, activity)) == 1

    def test_sent_twice_counts_once(
        self, comes: Callable[..., Arrival], has_seat: int, engine: Engine, activity: int
    ) -> None:
        first, second = comes(has_seat), comes(has_seat)
        assert first == second
        assert len(attendances(engine, activity)) == 1

    def test_an_id_of_somebody_else_is_refused(
        self, comes: Callable[..., Arrival], has_seat: int, people: list[int]
    ) -> None:
        comes(has_seat, "one-line")
        with pytest.raises(SentForAnother):
            comes(people[1], "one-line")

    def test_says_late_a_minute_after_the_start(
        self, comes: Callable[..., Arrival], has_seat: int, time: Time
    ) -> None:
        time.pass_(minutes=31)
        assert comes(has_seat).is_late

    def test_keeps_the_moment_of_a_line_that_travelled_long(
        self, comes: Callable[..., Arrival], has_seat: int, time: Time
    ) -> None:
        time.pass_(minutes=40)
        assert comes(has_seat, arrived_at=NINE + timedelta(minutes=2)).arrived_at == NINE + timedelta(
            minutes=2
        )

    def test_forgives_a_clock_that_is_a_little_ahead(
        self, comes: Callable[..., Arrival], has_seat: int
    ) -> None:
        assert comes(has_seat, arrived_at=NINE + timedelta(minutes=3)).arrived_at == NINE

    def test_refuses_an_arrival_of_next_year(self, comes: Callable[..., Arrival], has_seat: int) -> None:
        with pytest.raises(ArrivalFromTheFuture):
            comes(has_seat, arrived_at=NINE + timedelta(days=365))

    def test_refuses_before_the_doors_open(
        self, comes: Callable[..., Arrival], has_seat: int, time: Time
    ) -> None:
        time.pass_(minutes=-31)
        with pytest.raises(TooEarly):
            comes(has_seat)

    def test_refuses_after_the_doors_are_shut(
        self, comes: Callable[..., Arrival], has_seat: int, time: Time
    ) -> None:
        time.pass_(minutes=30 + 90 + 31)
        with pytest.raises(TooLate):
            comes(has_seat)

    def test_refuses_on_another_day(self, comes: Callable[..., Arrival], has_seat: int, time: Time) -> None:
        time.pass_(days=1)
        with pytest.raises(NotToday):
            comes(has_seat)

    def test_refuses_when_it_was_called_off(
        self, comes: Callable[..., Arrival], has_seat: int, tina: Person, activity: int
    ) -> None:
        tina.do(schedule.cancel, activity_id=activity, reason="停电")
        with pytest.raises(ActivityCancelled):
            comes(has_seat)

    def test_a_helper_may(self, comes: Callable[..., Arrival], has_seat: int, hana: Person) -> None:
        assert comes(has_seat, by=hana).outcome is Outcome.CAME

    def test_is_refused_at_another_station(
        self, comes: Callable[..., Arrival], has_seat: int, nora: Person
    ) -> None:
        with pytest.raises(NotFound):
            comes(has_seat, by=nora)

    def test_somebody_of_another_street_is_not_found(
        self, comes: Callable[..., Arrival], engine: Engine, world: World
    ) -> None:
        [stranger] = seniors(engine, world.other_street, 1)
        with pytest.raises(NotFound):
            comes(stranger)


class TestLettingIn:
    def test_says_who_is_not_enrolled_and_how_many_seats_are_left(
        self, comes: Callable[..., Arrival], has_seat: int, people: list[int]
    ) -> None:
        asked = comes(people[1])
        assert (asked.outcome, asked.seats_left, asked.arrived_at) == (Outcome.NOT_ENROLLED, 2, None)

    def test_gives_a_seat(
        self, comes: Callable[..., Arrival], people: list[int], engine: Engine, activity: int
    ) -> None:
        assert comes(people[1], let_in=True).outcome is Outcome.CAME
        assert enrolled(engine, activity) == [people[1]]
        assert attendances(engine, activity)[0].how is How.WALK_IN

    def test_says_full(self, comes: Callable[..., Arrival], people: list[int]) -> None:
        for senior_id in people[:3]:
            comes(senior_id, let_in=True)
        assert comes(people[3], let_in=True).outcome is Outcome.FULL

    def test_keeps_the_seats_of_the_enrolled(
        self, comes: Callable[..., Arrival], people: list[int], tina: Person, activity: int
    ) -> None:
        tina.do(enrol, activity_id=activity, senior_ids=tuple(people[:3]))
        assert comes(people[3], let_in=True).outcome is Outcome.FULL

    def test_frees_the_seats_of_the_absent_after_fifteen_minutes(
        self, comes: Callable[..., Arrival], people: list[int], tina: Person, activity: int, time: Time
    ) -> None:
        tina.do(enrol, activity_id=activity, senior_ids=tuple(people[:3]))
        time.pass_(minutes=45)
        assert comes(people[3], let_in=True).outcome is Outcome.CAME

    def test_the_trainer_may_let_in_one_too_many(
        self, comes: Callable[..., Arrival], people: list[int]
    ) -> None:
        for senior_id in people[:3]:
            comes(senior_id, let_in=True)
        assert comes(people[3], although_full=True).outcome is Outcome.CAME

    def test_a_helper_may_not(self, comes: Callable[..., Arrival], people: list[int], hana: Person) -> None:
        with pytest.raises(TrainerDecides):
            comes(people[3], although_full=True, by=hana)

    def test_tells_who_waits(
        self, comes: Callable[..., Arrival], people: list[int], tina: Person, activity: int, time: Time
    ) -> None:
        for senior_id in people[:4]:
            tina.do(enrol, activity_id=activity, senior_ids=(senior_id,))
        time.pass_(minutes=45)
        assert comes(people[3]).outcome is Outcome.WAITING

    def test_names_the_other_station(
        self, comes: Callable[..., Arrival], people: list[int], nora: Person, world: World
    ) -> None:
        there = planned(nora, world, station_id=world.other_station, starts_at=SOON)
        nora.do(enrol, activity_id=there, senior_ids=(people[1],))
        with pytest.raises(WrongStation) as refused:
            comes(people[1])
        assert refused.value.about["station"].zh == "二站"

    def test_names_the_other_day(
        self, comes: Callable[..., Arrival], people: list[int], tina: Person, world: World
    ) -> None:
        later = planned(tina, world, starts_at=SOON + timedelta(days=2))
        tina.do(enrol, activity_id=later, senior_ids=(people[1],))
        with pytest.raises(WrongDay):
            comes(people[1])

    def test_lets_her_in_here_all_the_same(
        self, comes: Callable[..., Arrival], people: list[int], tina: Person, world: World
    ) -> None:
        later = planned(tina, world, starts_at=SOON + timedelta(days=2))
        tina.do(enrol, activity_id=later, senior_ids=(people[1],))
        assert comes(people[1], let_in=True).outcome is Outcome.CAME


class TestWalkIn:
    def test_registers_enrols_and_checks_in(self, tina: Person, activity: int, engine: Engine) -> None:
        came = tina.do(
            walk_in, activity_id=activity, name="王美英", client_id="walk-in-1", consent_wording=WORDING
        )
        assert came.outcome is Outcome.CAME
        assert enrolled(engine, activity) == [came.senior_id]

    def test_sent_twice_registers_once(self, tina: Person, activity: int) -> None:
        about = {
            "activity_id": activity,
            "name": "王美英",
            "client_id": "walk-in-1",
            "consent_wording": WORDING,
        }
        assert tina.do(walk_in, **about).senior_id == tina.do(walk_in, **about).senior_id

    def test_stores_nobody_when_it_is_full(
        self, tina: Person, activity: int, people: list[int], comes: Callable[..., Arrival], engine: Engine
    ) -> None:
        for senior_id in people[:3]:
            comes(senior_id, let_in=True)
        about = {
            "activity_id": activity,
            "name": "王美英",
            "client_id": "walk-in-1",
            "consent_wording": WORDING,
        }
        assert tina.do(walk_in, **about).outcome is Outcome.FULL
        assert not recorded(engine, Action.REGISTERED)


class TestRollCall:
    def test_counts_everybody_from_the_start(
        self, tina: Person, activity: int, people: list[int], time: Time
    ) -> None:
        tina.do(enrol, activity_id=activity, senior_ids=tuple(people[:3]))
        time.pass_(minutes=40)
        came = tina.do(roll_call, activity_id=activity, senior_ids=tuple(people[:3]), client_id="roll-1")
        assert [(one.outcome, one.arrived_at, one.is_late) for one in came] == [
            (Outcome.CAME, SOON, False)
        ] * 3


class TestTurnAway:
    def test_counts_once_a_person(
        self, tina: Person, activity: int, people: list[int], engine: Engine
    ) -> None:
        for line in ("away-1", "away-2"):
            tina.do(turn_away, activity_id=activity, senior_id=people[0], client_id=line)
        assert count(engine, TurnedAway) == 1

    def test_counts_whom_nobody_knows(self, tina: Person, activity: int, engine: Engine) -> None:
        for line in ("away-1", "away-2", "away-2"):
            tina.do(turn_away, activity_id=activity, client_id=line)
        assert count(engine, TurnedAway) == 2


class TestUndo:
    def test_within_ten_seconds_needs_no_reason(
        self,
        comes: Callable[..., Arrival],
        has_seat: int,
        tina: Person,
        time: Time,
        engine: Engine,
        activity: int,
    ) -> None:
        comes(has_seat)
        time.pass_(seconds=9)
        tina.do(undo, client_id=f"line-{has_seat}")
        assert attendances(engine, activity)[0].voided_at == time.now

    def test_twice_changes_nothing(
        self, comes: Callable[..., Arrival], has_seat: int, tina: Person, engine: Engine
    ) -> None:
        comes(has_seat)
        tina.do(undo, client_id=f"line-{has_seat}")
        tina.do(undo, client_id=f"line-{has_seat}")
        assert len(recorded(engine, Action.CHECK_IN_VOIDED)) == 1

    def test_is_refused_later(
        self, comes: Callable[..., Arrival], has_seat: int, tina: Person, time: Time
    ) -> None:
        comes(has_seat)
        time.pass_(seconds=30)
        with pytest.raises(TooLateToUndo):
            tina.do(undo, client_id=f"line-{has_seat}")

    def test_tapped_in_time_may_arrive_later(
        self,
        comes: Callable[..., Arrival],
        has_seat: int,
        tina: Person,
        time: Time,
        engine: Engine,
        activity: int,
    ) -> None:
        comes(has_seat)
        time.pass_(minutes=10)
        tina.do(undo, client_id=f"line-{has_seat}", undone_at=NINE + timedelta(seconds=5))
        assert attendances(engine, activity)[0].voided_at is not None

    def test_of_another_is_refused(self, comes: Callable[..., Arrival], has_seat: int, mei: Person) -> None:
        comes(has_seat)
        with pytest.raises(TooLateToUndo):
            mei.do(undo, client_id=f"line-{has_seat}")

    def test_gives_back_the_seat_of_who_was_let_in(
        self, comes: Callable[..., Arrival], people: list[int], tina: Person, engine: Engine, activity: int
    ) -> None:
        comes(people[1], let_in=True)
        tina.do(undo, client_id=f"line-{people[1]}")
        assert enrolled(engine, activity) == []

    def test_lets_who_waited_wait_again(
        self,
        comes: Callable[..., Arrival],
        people: list[int],
        tina: Person,
        engine: Engine,
        activity: int,
        time: Time,
    ) -> None:
        for senior_id in people[:4]:
            tina.do(enrol, activity_id=activity, senior_ids=(senior_id,))
        time.pass_(seconds=1)
        comes(people[3], although_full=True)
        tina.do(undo, client_id=f"line-{people[3]}")
        assert waiting(engine, activity) == [people[3]]

    def test_she_can_come_again(self, comes: Callable[..., Arrival], has_seat: int, tina: Person) -> None:
        comes(has_seat)
        tina.do(undo, client_id=f"line-{has_seat}")
        assert comes(has_seat, "line-again").outcome is Outcome.CAME


class TestVoid:
    def test_needs_a_reason(self, comes: Callable[..., Arrival], has_seat: int, tina: Person) -> None:
        came = comes(has_seat)
        with pytest.raises(NoReason):
            tina.do(void, attendance_id=came.attendance_id, reason="  ")

    def test_keeps_the_row_and_the_reason(
        self, comes: Callable[..., Arrival], has_seat: int, tina: Person, engine: Engine, activity: int
    ) -> None:
        came = comes(has_seat)
        tina.do(void, attendance_id=came.attendance_id, reason="认错人")
        tina.do(void, attendance_id=came.attendance_id, reason="另一个原因")
        [row] = attendances(engine, activity)
        assert (row.voided_by, row.reason) == (tina.id, "认错人")

    def test_is_not_a_helpers_business(
        self, comes: Callable[..., Arrival], has_seat: int, hana: Person
    ) -> None:
        came = comes(has_seat)
        with pytest.raises(NotAllowed):
            hana.do(void, attendance_id=came.attendance_id, reason="认错人")


class TestRoster:
    def test_shows_the_enrolled_the_waiting_and_who_was_let_in(
        self, comes: Callable[..., Arrival], people: list[int], tina: Person, activity: int
    ) -> None:
        for senior_id in people[:4]:
            tina.do(enrol, activity_id=activity, senior_ids=(senior_id,))
        comes(people[0])
        comes(people[4], although_full=True)
        rows = {row.senior_id: row for row in tina.ask(roster, activity_id=activity)}
        assert {i: row.state for i, row in rows.items()} == {
            **dict.fromkeys([*people[:3], people[4]], EnrolmentState.ENROLLED),
            people[3]: EnrolmentState.WAITING,
        }
        assert [i for i, row in rows.items() if row.arrived_at] == [people[0], people[4]]

    def test_is_not_shown_to_another_station(self, nora: Person, activity: int) -> None:
        with pytest.raises(NotFound):
            nora.ask(roster, activity_id=activity)


class TestOfferingUnclaimedSeats:
    def test_a_late_one_still_comes_in(
        self, comes: Callable[..., Arrival], people: list[int], tina: Person, activity: int, time: Time
    ) -> None:
        for senior_id in people[:4]:
            tina.do(enrol, activity_id=activity, senior_ids=(senior_id,))
        time.pass_(minutes=45)
        [seated] = tina.do(offer_unclaimed, activity_id=activity)
        assert comes(seated.senior_id).outcome is Outcome.CAME
