"""Seniors check themselves in: the code of now, their number, the end of their phone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from db import transaction
from db.models import Attendance, Senior
from db.words import Action, EnrolmentState, How
from services import attendance, enrolment, room, schedule, self_check_in
from services.access import NOBODY
from services.errors import NotFound, Refused
from services.numbers import check_digit
from services.self_check_in import Came, Entrance, SelfArrival, Tried
from tests.conftest import NINE, Person, Time, World
from tests.planning import TWO, enrolled, planned, recorded, seniors, stored

HALF_PAST_ONE = TWO - timedelta(minutes=30)
PHONE = "13812345678"
TAIL = "5678"
AnyRefusal = type[Refused]


@pytest.fixture
def guest() -> Person:
    """Somebody with a phone of her own, known to nobody."""
    return Person(NOBODY)


@pytest.fixture
def today(tina: Person, world: World, time: Time) -> int:
    """An activity at two with three seats; it is half past one."""
    activity_id = planned(tina, world)
    time.now = HALF_PAST_ONE
    return activity_id


@pytest.fixture
def mei_ying(engine: Engine, world: World, tina: Person, today: int) -> str:
    """A senior with a seat; her number."""
    return _number(engine, _enrol(engine, world, tina, today))


def _enrol(engine: Engine, world: World, tina: Person, activity_id: int) -> int:
    senior_id = seniors(engine, world.station, 1, phone=PHONE)[0]
    tina.do(enrolment.enrol, activity_id=activity_id, senior_ids=(senior_id,))
    return senior_id


def _number(engine: Engine, senior_id: int) -> str:
    """Give a senior a number with a right check digit."""
    five = f"{senior_id:05d}"
    with transaction.writing(engine) as db:
        db.get_one(Senior, senior_id).number = five + check_digit(five)
    return five + check_digit(five)


def code_at(engine: Engine, activity_id: int, time: Time, steps: int = 0) -> str:
    return self_check_in.code(stored(engine, activity_id).door_secret, time.now, steps=steps)


def opened(guest: Person, engine: Engine, activity_id: int, time: Time, steps: int = 0) -> Tried:
    return guest.do(
        self_check_in.enter,
        code=code_at(engine, activity_id, time, steps),
        origin="10.0.0.7",
        public_id=stored(engine, activity_id).public_id,
    )


def ticket(guest: Person, engine: Engine, activity_id: int, time: Time) -> Entrance:
    return opened(guest, engine, activity_id, time).entrances[0]


CheckIn = Callable[..., SelfArrival]


@pytest.fixture
def check_in(guest: Person, engine: Engine, today: int, time: Time) -> CheckIn:
    """Scan the screen and type number and phone."""
    entrance = ticket(guest, engine, today, time)

    def checked_in(number: str, tail: str = TAIL, client_id: str = "page-1") -> SelfArrival:
        return guest.do(
            self_check_in.check_in_self,
            public_id=entrance.public_id,
            ticket=entrance.ticket,
            number=number,
            phone_tail=tail,
            client_id=client_id,
        )

    return checked_in


def standing(engine: Engine, activity_id: int) -> list[How]:
    with transaction.reading(engine) as db:
        return list(
            db.scalars(
                select(Attendance.how).where(
                    Attendance.activity_id == activity_id, Attendance.voided_at.is_(None)
                )
            )
        )


class TestCode:
    def test_opens_the_door_it_belongs_to(
        self, guest: Person, engine: Engine, today: int, time: Time
    ) -> None:
        assert [one.title_en for one in opened(guest, engine, today, time).entrances] == ["Video calls"]

    @pytest.mark.parametrize("steps", [-1, 1])
    def test_forgives_one_step_of_drift(
        self, guest: Person, engine: Engine, today: int, time: Time, steps: int
    ) -> None:
        assert opened(guest, engine, today, time, steps).entrances

    @pytest.mark.parametrize("steps", [-2, 2])
    def test_is_gone_after_two_steps(
        self, guest: Person, engine: Engine, today: int, time: Time, steps: int
    ) -> None:
        assert not opened(guest, engine, today, time, steps).entrances

    def test_of_another_activity_does_not_open_this_one(
        self, guest: Person, engine: Engine, today: int, tina: Person, world: World, time: Time
    ) -> None:
        other = planned(tina, world, room="二楼", starts_at=TWO)
        tried = guest.do(
            self_check_in.enter,
            code=code_at(engine, other, time),
            origin="10.0.0.7",
            public_id=stored(engine, today).public_id,
        )
        assert not tried.entrances

    def test_four_digits_find_the_door_without_the_link(
        self, guest: Person, engine: Engine, today: int, time: Time
    ) -> None:
        digits = code_at(engine, today, time)[-4:]
        tried = guest.do(self_check_in.enter, code=digits, origin="10.0.0.7")
        assert [one.public_id for one in tried.entrances] == [stored(engine, today).public_id]

    def test_no_guessing_of_four_digits(self, guest: Person, engine: Engine, today: int, time: Time) -> None:
        good = code_at(engine, today, time)[-4:]
        wrong = next(d for d in ("0000", "1111", "2222", "3333") if d != good)
        for _ in range(self_check_in.WRONG_DIGITS):
            guest.do(self_check_in.enter, code=wrong, origin="10.0.0.7")
        locked = guest.do(self_check_in.enter, code=good, origin="10.0.0.7")
        elsewhere = guest.do(self_check_in.enter, code=good, origin="10.0.0.8")
        assert (locked.is_locked, len(elsewhere.entrances)) == (True, 1)

    @pytest.mark.parametrize("at", [TWO - timedelta(minutes=61), TWO + timedelta(minutes=121)])
    def test_opens_nothing_outside_the_hours_of_the_door(
        self, guest: Person, engine: Engine, today: int, time: Time, at: object
    ) -> None:
        time.now = at  # type: ignore[assignment]
        with pytest.raises(self_check_in.DoorShut):
            opened(guest, engine, today, time)

    def test_opens_nothing_that_was_called_off(
        self, guest: Person, engine: Engine, today: int, tina: Person, time: Time
    ) -> None:
        tina.do(schedule.cancel, activity_id=today, reason="台风")
        with pytest.raises(self_check_in.DoorShut):
            opened(guest, engine, today, time)


class TestCheckingInOneself:
    def test_counts_as_self(self, check_in: CheckIn, mei_ying: str, engine: Engine, today: int) -> None:
        arrival = check_in(mei_ying)
        assert (arrival.came, standing(engine, today)) == (Came.CAME, [How.SELF])

    def test_is_recorded_without_a_member_of_staff(
        self, check_in: CheckIn, mei_ying: str, engine: Engine
    ) -> None:
        check_in(mei_ying)
        assert [entry.staff_id for entry in recorded(engine, Action.CHECKED_IN)] == [None]

    def test_twice_counts_once(self, check_in: CheckIn, mei_ying: str, engine: Engine, today: int) -> None:
        check_in(mei_ying)
        check_in(mei_ying)
        again = check_in(mei_ying, client_id="page-2")
        assert (again.came, standing(engine, today)) == (Came.ALREADY, [How.SELF])

    def test_full_width_digits_and_blanks_are_forgiven(self, check_in: CheckIn, mei_ying: str) -> None:
        assert check_in(f"{mei_ying[:3]} {mei_ying[3:]}", "５６７８").came is Came.CAME

    def test_one_phone_serves_a_couple(
        self, check_in: CheckIn, mei_ying: str, engine: Engine, world: World, tina: Person, today: int
    ) -> None:
        husband = _number(engine, _enrol(engine, world, tina, today))
        came = [check_in(mei_ying).came, check_in(husband).came]
        assert (came, len(standing(engine, today))) == ([Came.CAME, Came.CAME], 2)

    def test_without_a_seat_she_is_let_in_while_one_is_free(
        self, check_in: CheckIn, engine: Engine, world: World, today: int
    ) -> None:
        senior_id = seniors(engine, world.station, 1, phone=PHONE)[0]
        arrival = check_in(_number(engine, senior_id))
        assert (arrival.came, enrolled(engine, today)) == (Came.CAME, [senior_id])

    def test_without_a_seat_she_is_sent_to_the_trainer_when_all_are_taken(
        self, check_in: CheckIn, engine: Engine, world: World, today: int, tina: Person
    ) -> None:
        for _ in range(3):
            _enrol(engine, world, tina, today)
        newcomer = _number(engine, seniors(engine, world.station, 1, phone=PHONE)[0])
        assert (check_in(newcomer).came, standing(engine, today)) == (Came.TO_THE_TRAINER, [])

    def test_whoever_waits_does_not_overtake(
        self, check_in: CheckIn, engine: Engine, world: World, today: int
    ) -> None:
        senior_id = seniors(engine, world.station, 1, phone=PHONE)[0]
        with transaction.writing(engine) as db:
            from db.models import Enrolment

            db.add(
                Enrolment(
                    activity_id=today,
                    senior_id=senior_id,
                    state=EnrolmentState.WAITING,
                    party="a",
                    queued_at=NINE,
                )
            )
        assert check_in(_number(engine, senior_id)).came is Came.TO_THE_TRAINER

    def test_five_wrong_phones_lock_the_number(self, check_in: CheckIn, mei_ying: str) -> None:
        came = [check_in(mei_ying, "0000").came for _ in range(5)]
        assert came == [Came.DO_NOT_BELONG] * 4 + [Came.TRIES_USED_UP]
        assert check_in(mei_ying).came is Came.TRIES_USED_UP

    def test_the_lock_ends_after_a_while(
        self, check_in: CheckIn, guest: Person, mei_ying: str, engine: Engine, today: int, time: Time
    ) -> None:
        for _ in range(5):
            check_in(mei_ying, "0000")
        time.pass_(minutes=10)
        entrance = ticket(guest, engine, today, time)
        arrival = guest.do(
            self_check_in.check_in_self,
            public_id=entrance.public_id,
            ticket=entrance.ticket,
            number=mei_ying,
            phone_tail=TAIL,
            client_id="page-2",
        )
        assert arrival.came is Came.CAME

    def test_a_stranger_is_told_the_same_of_a_number_nobody_has(
        self, check_in: CheckIn, mei_ying: str
    ) -> None:
        nobodys = "99999" + check_digit("99999")
        assert [check_in(nobodys, "0000") for _ in range(6)] == [check_in(mei_ying, "0000") for _ in range(6)]

    def test_a_senior_without_a_phone_is_told_the_same(
        self, check_in: CheckIn, engine: Engine, world: World
    ) -> None:
        number = _number(engine, seniors(engine, world.station, 1, phone="")[0])
        assert check_in(number, "0000").came is Came.DO_NOT_BELONG

    def test_many_wrong_tries_at_one_door_close_it_to_phones(self, check_in: CheckIn, mei_ying: str) -> None:
        for five in range(90000, 90000 + self_check_in.WRONG_AT_ONE_DOOR):
            check_in(f"{five}{check_digit(str(five))}", "0000")
        assert check_in(mei_ying).came is Came.TRIES_USED_UP

    def test_says_at_once_that_a_number_is_mistyped(self, check_in: CheckIn, mei_ying: str) -> None:
        slipped = mei_ying[:-1] + str((int(mei_ying[-1]) + 1) % 10)
        with pytest.raises(self_check_in.NumberMistyped):
            check_in(slipped)

    def test_asks_for_a_number_that_is_missing(self, check_in: CheckIn, mei_ying: str) -> None:
        with pytest.raises(self_check_in.NumberMissing):
            check_in("")

    def test_needs_four_digits_of_the_phone(self, check_in: CheckIn, mei_ying: str) -> None:
        with pytest.raises(self_check_in.TailMistyped):
            check_in(mei_ying, "567")

    def test_somebody_of_another_street_is_unknown(
        self, check_in: CheckIn, engine: Engine, world: World
    ) -> None:
        number = _number(engine, seniors(engine, world.other_street, 1, phone=PHONE)[0])
        assert check_in(number).came is Came.DO_NOT_BELONG

    def test_is_refused_with_a_ticket_of_another_activity(
        self, guest: Person, engine: Engine, today: int, tina: Person, world: World, mei_ying: str, time: Time
    ) -> None:
        other = planned(tina, world, room="二楼", starts_at=TWO)
        with pytest.raises(self_check_in.TicketGone):
            guest.do(
                self_check_in.check_in_self,
                public_id=stored(engine, today).public_id,
                ticket=ticket(guest, engine, other, time).ticket,
                number=mei_ying,
                phone_tail=TAIL,
                client_id="page-1",
            )

    def test_a_ticket_outlives_its_code_but_not_the_lunch_break(
        self, check_in: CheckIn, mei_ying: str, time: Time
    ) -> None:
        time.pass_(minutes=9)
        check_in(mei_ying)
        time.pass_(minutes=2)
        with pytest.raises(self_check_in.TicketGone):
            check_in(mei_ying)

    @pytest.mark.parametrize("made_up", ["", "x", "99999999999.", "²³.aa", "9" * 400 + ".a"])
    def test_no_ticket_can_be_made_up(
        self, guest: Person, engine: Engine, today: int, mei_ying: str, made_up: str
    ) -> None:
        with pytest.raises(self_check_in.TicketGone):
            guest.ask(self_check_in.entrance, public_id=stored(engine, today).public_id, ticket=made_up)


class TestRoom:
    def test_shows_the_code_of_now_and_of_the_next_minutes(
        self, hana: Person, engine: Engine, today: int, time: Time
    ) -> None:
        shown = hana.ask(room.room, activity_id=today).shown
        assert [one.code for one in shown] == [code_at(engine, today, time, steps) for steps in range(5)]

    def test_says_how_many_are_here(
        self, hana: Person, today: int, engine: Engine, world: World, tina: Person
    ) -> None:
        senior_id = _enrol(engine, world, tina, today)
        _enrol(engine, world, tina, today)
        hana.do(
            attendance.check_in, activity_id=today, senior_id=senior_id, how=How.NAME, client_id="door-001"
        )
        shown = hana.ask(room.room, activity_id=today)
        assert (shown.came, shown.expected) == (1, 2)

    def test_shows_no_code_before_the_door_opens(self, hana: Person, today: int, time: Time) -> None:
        time.now = TWO - timedelta(hours=2)
        shown = hana.ask(room.room, activity_id=today)
        assert shown.shown == () and shown.shut is not None

    def test_is_nothing_for_another_station(self, nora: Person, today: int) -> None:
        with pytest.raises(NotFound):
            nora.ask(room.room, activity_id=today)

    def test_is_nothing_for_a_guest(self, guest: Person, today: int) -> None:
        with pytest.raises(NotFound):
            guest.ask(room.room, activity_id=today)
