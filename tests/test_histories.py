"""Whatever people do in whatever order: the seats hold and the line is fair."""

import sqlite3
from contextlib import suppress
from datetime import timedelta
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine, delete, event

from db import transaction
from db.audit import AuditEntry
from db.models import Activity, Attendance, Enrolment
from db.words import EnrolmentState, How
from services import attendance, enrolment, schedule
from services.agenda import DOOR_OPENS, ActivityDetail
from services.draft import SeatsBelowEnrolled, SeatsBelowParty
from services.enrolment import SEATS_ARE_KEPT, IsHere, SeniorsPlace
from services.waiting import PartyTooLarge
from tests.conftest import NINE, Person, Time, World
from tests.planning import TWO, enrolled, planned, seniors

PEOPLE = some.integers(min_value=0, max_value=5)
SEATS = some.integers(min_value=1, max_value=3)


def is_before_the_start(history: "Histories") -> bool:
    return history.time.now < history.activity().starts_at


def is_the_door_open(history: "Histories") -> bool:
    activity = history.activity()
    return activity.starts_at - DOOR_OPENS <= history.time.now < activity.ends_at


def may_seats_be_offered(history: "Histories") -> bool:
    activity = history.activity()
    return activity.starts_at + SEATS_ARE_KEPT <= history.time.now < activity.ends_at


class Histories(RuleBasedStateMachine):
    """One activity and six people, from the first enrolment to the end."""

    engine: ClassVar[Engine]
    by: ClassVar[Person]
    world: ClassVar[World]
    people: ClassVar[list[int]]
    time: ClassVar[Time]

    @initialize(seats=SEATS)
    def plan(self, seats: int) -> None:
        with transaction.writing(self.engine) as db:
            for table in (Attendance, Enrolment, AuditEntry, Activity):
                db.execute(delete(table))
        self.time.now = NINE
        self.id = planned(self.by, self.world, seats=seats, ends_at=TWO + timedelta(hours=3))
        self.sent = 0

    @precondition(is_before_the_start)
    @rule(who=PEOPLE)
    def enrol_alone(self, who: int) -> None:
        self.enrol(self.people[who])

    @precondition(is_before_the_start)
    @rule(one=PEOPLE, other=PEOPLE)
    def enrol_together(self, one: int, other: int) -> None:
        self.enrol(self.people[one], self.people[other])

    def enrol(self, *ids: int) -> None:
        before = self.standing()
        with suppress(PartyTooLarge):
            placed = self.by.do(enrolment.enrol, activity_id=self.id, senior_ids=ids)
            after = self.standing()
            assert set(ids) <= set(after)
            assert (placed.position is None) == (placed.state is EnrolmentState.ENROLLED)
            if any(id_ not in before and after[id_] is EnrolmentState.ENROLLED for id_ in ids):
                overtaken = [id_ for id_, state in before.items() if state is EnrolmentState.WAITING]
                assert all(after[id_] is EnrolmentState.ENROLLED for id_ in overtaken)

    @precondition(is_before_the_start)
    @rule(who=some.integers(min_value=0, max_value=20), with_party=some.booleans())
    def cancel(self, who: int, with_party: bool) -> None:
        before = self.places()
        if not before:
            return
        senior_id = before[who % len(before)].senior_id
        with suppress(IsHere):
            seated = self.by.do(
                enrolment.cancel, activity_id=self.id, senior_id=senior_id, with_party=with_party
            )
            still_there = set(self.standing())
            line = [row.senior_id for row in before if row.position and row.senior_id in still_there]
            assert [one.senior_id for one in seated] == line[: len(seated)]

    @precondition(is_before_the_start)
    @rule(seats=SEATS)
    def change_seats(self, seats: int) -> None:
        with suppress(SeatsBelowEnrolled, SeatsBelowParty):
            self.by.do(schedule.change, activity_id=self.id, title_zh="微信", title_en="", seats=seats)

    @precondition(is_before_the_start)
    @rule(hours=some.sampled_from([1, 3, 6]))
    def move(self, hours: int) -> None:
        before = self.places()
        starts_at = self.time.now + timedelta(hours=hours)
        ends_at = starts_at + timedelta(hours=3)
        self.by.do(schedule.move, activity_id=self.id, starts_at=starts_at, ends_at=ends_at, reason="台风")
        assert self.places() == before

    @rule(minutes=some.sampled_from([1, 1, 16, 16, 60, 120]))
    def wait(self, minutes: int) -> None:
        if self.time.now < self.activity().ends_at:
            self.time.pass_(minutes=minutes)

    @precondition(is_the_door_open)
    @rule(who=PEOPLE, let_in=some.booleans())
    def come(self, who: int, let_in: bool) -> None:
        self.sent += 1
        self.by.do(
            attendance.check_in,
            activity_id=self.id,
            senior_id=self.people[who],
            how=How.CARD,
            client_id=f"{self.sent}",
            let_in=let_in,
        )

    @precondition(is_the_door_open)
    @rule(which=some.integers(min_value=0))
    def take_back(self, which: int) -> None:
        here = [row for row in self.by.ask(attendance.roster, activity_id=self.id) if row.attendance_id]
        if here:
            attendance_id = here[which % len(here)].attendance_id
            self.by.do(attendance.void, attendance_id=attendance_id, reason="扫错了")

    @precondition(may_seats_be_offered)
    @rule()
    def offer(self) -> None:
        line = [row.senior_id for row in self.places() if row.position]
        seated = self.by.do(enrolment.offer_unclaimed, activity_id=self.id)
        assert [one.senior_id for one in seated] == line[: len(seated)]

    @invariant()
    def the_seats_hold_and_the_line_is_fair(self) -> None:
        activity, places = self.activity(), self.places()
        positions = [row.position for row in places if row.position]
        assert len({row.senior_id for row in places}) == len(places)
        assert positions == sorted(positions)
        assert all(position == 1 + sum(p < position for p in positions) for position in positions)
        assert activity.came <= activity.seats
        if self.time.now < activity.starts_at + SEATS_ARE_KEPT:
            assert activity.enrolled <= activity.seats
        if positions and self.time.now < activity.starts_at:
            assert positions.count(1) > activity.seats - activity.enrolled

    def places(self) -> tuple[SeniorsPlace, ...]:
        return self.by.ask(enrolment.places, activity_id=self.id)

    def standing(self) -> dict[int, EnrolmentState]:
        return {row.senior_id: row.state for row in self.places()}

    def activity(self) -> ActivityDetail:
        return self.by.ask(schedule.activity, activity_id=self.id)


@pytest.mark.slow
def test_seats_and_line_hold_in_every_history(engine: Engine, tina: Person, world: World, time: Time) -> None:
    class Here(Histories):
        pass

    Here.engine, Here.by, Here.world, Here.time = engine, tina, world, time
    Here.people = seniors(engine, world.station, 6)
    _hurry(engine)
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=100 if engine.dialect.name == "sqlite" else 20,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def _hurry(engine: Engine) -> None:
    """Let SQLite not wait for the disk: thousands of small commits, and no power cut to survive."""
    if engine.dialect.name != "sqlite":
        return
    engine.dispose()

    @event.listens_for(engine, "connect")
    def hurry(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA synchronous = OFF")


def test_a_seat_given_back_at_the_door_goes_to_who_waits(
    engine: Engine, tina: Person, world: World, time: Time
) -> None:
    activity = planned(tina, world, seats=2)
    first, wife, husband, guest = seniors(engine, world.station, 4)
    for party in ((first,), (wife, husband)):
        tina.do(enrolment.enrol, activity_id=activity, senior_ids=party)
    time.now = TWO - timedelta(minutes=30)
    about = {"activity_id": activity, "how": How.CARD, "client_id": "guest", "let_in": True}
    let_in = tina.do(attendance.check_in, senior_id=guest, **about)
    tina.do(enrolment.cancel, activity_id=activity, senior_id=husband)

    tina.do(attendance.void, attendance_id=let_in.attendance_id, reason="走错了")

    assert enrolled(engine, activity) == [first, wife]


def test_who_is_here_cannot_be_cancelled(engine: Engine, tina: Person, world: World, time: Time) -> None:
    activity = planned(tina, world)
    (senior_id,) = seniors(engine, world.station, 1)
    tina.do(enrolment.enrol, activity_id=activity, senior_ids=(senior_id,))
    time.now = TWO - timedelta(minutes=30)
    tina.do(attendance.check_in, activity_id=activity, senior_id=senior_id, how=How.CARD, client_id="1")
    with pytest.raises(IsHere):
        tina.do(enrolment.cancel, activity_id=activity, senior_id=senior_id)
