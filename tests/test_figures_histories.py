"""Whatever happens, in whatever order: the figures kept in memory say what plain queries say."""

from contextlib import suppress
from datetime import date, timedelta
from typing import ClassVar

import pytest
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine, select

from db import transaction
from db.learning import Feedback
from db.models import Activity, Attendance, House, Merge, Senior
from db.words import Action, Gender, How
from services import attendance, consent, enrolment, merging, paper, people, schedule, taking_back, work
from services.errors import Refused
from services.overview import Choice, keeping
from services.overview.selecting import select_for
from services.overview.tally import SUMS, tally, whole
from services.work import Work
from tests.conftest import NINE, Person, Time, World
from tests.history import RANDOM
from tests.plain_figures import plain
from tests.planning import planned

WHO = some.integers(min_value=0, max_value=7)
WHICH = some.integers(min_value=0, max_value=3)
EVERYTHING = Choice(date(2026, 1, 1), date(2026, 12, 31))
THAT_DAY = Choice(date(2026, 3, 10), date(2026, 3, 10))
LATER = Choice(date(2026, 3, 11), date(2026, 3, 31))
OLD_WOMEN = Choice(date(2026, 1, 1), date(2026, 12, 31), band="80-84", gender=Gender.FEMALE)


def fast(work: Work, *, choice: Choice) -> dict[str, int]:
    """Return the sums as the pages get them."""
    chosen = select_for(work, choice)
    sums = tally(chosen, whole(chosen), 1)
    return {name: int(sums[name].iloc[0]) for name in SUMS}


class Histories(RuleBasedStateMachine):
    """Four activities at two stations and eight people, two of them registered twice."""

    engine: ClassVar[Engine]
    by: ClassVar[Person]
    world: ClassVar[World]
    time: ClassVar[Time]
    turn: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).turn += 1
        self.time.now = NINE
        self.sent = 0
        self.people = [self.registered(f"第{self.turn}回{name}") for name in "甲乙丙丁戊己庚辛"]
        # Each history on hours of its own: what the others left behind stays, and has to stay right.
        begins = NINE + timedelta(minutes=20)
        self.activities = [
            planned(
                self.by,
                self.world,
                station_id=station,
                title_zh=f"第 {self.turn} 回",
                starts_at=begins + timedelta(hours=hours),
                seats=2,
            )
            for hours, station in (
                (0, self.world.station),
                (3, self.world.station),
                (15, self.world.station),
                (3, self.world.other_station),
            )
        ]

    def registered(self, name: str) -> int:
        about = {"name": name, "birth_year": 1944, "gender": Gender.FEMALE}
        where = {"station_id": self.world.station, "consent_wording": consent.CURRENT}
        return self.by.do(people.register, **where, **about).id

    def client_id(self) -> str:
        self.sent += 1
        return f"history-{self.turn}-{self.sent}"

    def do(self, what: object, **about: object) -> None:
        """Act as the administrator; a refusal is an answer too."""
        with suppress(Refused):
            self.by.do(what, **about)  # type: ignore[arg-type]

    @rule(minutes=some.sampled_from((5, 30, 120, 600, 1440)))
    def time_goes_by(self, minutes: int) -> None:
        self.time.pass_(minutes=minutes)

    @rule(which=WHICH, who=some.lists(WHO, min_size=1, max_size=2, unique=True))
    def enrols(self, which: int, who: list[int]) -> None:
        chosen = tuple(self.people[one] for one in who)
        self.do(enrolment.enrol, activity_id=self.activities[which], senior_ids=chosen)

    @rule(which=WHICH, who=WHO)
    def cancels(self, which: int, who: int) -> None:
        self.do(enrolment.cancel, activity_id=self.activities[which], senior_id=self.people[who])

    @rule(which=WHICH)
    def seats_of_the_absent_are_offered(self, which: int) -> None:
        self.do(enrolment.offer_unclaimed, activity_id=self.activities[which])

    @rule(which=WHICH, who=WHO, let_in=some.booleans(), full=some.booleans())
    def comes(self, which: int, who: int, let_in: bool, full: bool) -> None:
        self.do(
            attendance.check_in,
            activity_id=self.activities[which],
            senior_id=self.people[who],
            how=How.CARD,
            client_id=self.client_id(),
            let_in=let_in,
            although_full=full,
        )

    @rule(which=WHICH, who=some.lists(WHO, min_size=1, max_size=3, unique=True))
    def a_past_day_is_keyed_in(self, which: int, who: list[int]) -> None:
        self.do(
            paper.key_in,
            activity_id=self.activities[which],
            senior_ids=tuple(self.people[one] for one in who),
            client_id=self.client_id(),
        )

    @rule(nth=some.integers(min_value=0, max_value=9))
    def a_check_in_is_voided(self, nth: int) -> None:
        with transaction.reading(self.engine) as db:
            ids = db.scalars(
                select(Attendance.id)
                .where(Attendance.activity_id.in_(self.activities))
                .order_by(Attendance.id)
            ).all()
        if ids:
            self.do(taking_back.void, attendance_id=ids[nth % len(ids)], reason="刷错卡")

    @rule(which=WHICH, who=some.none() | WHO)
    def is_turned_away(self, which: int, who: int | None) -> None:
        self.do(
            attendance.turn_away,
            activity_id=self.activities[which],
            client_id=self.client_id(),
            senior_id=None if who is None else self.people[who],
        )

    @rule(which=WHICH, hours=some.sampled_from((1, 24, 240)), elsewhere=some.booleans())
    def is_moved(self, which: int, hours: int, elsewhere: bool) -> None:
        begins = self.time.now + timedelta(hours=hours)
        self.do(
            schedule.move,
            activity_id=self.activities[which],
            starts_at=begins,
            ends_at=begins + timedelta(minutes=90),
            reason="停电",
            station_id=self.world.other_station if elsewhere else self.world.station,
        )

    @rule(which=WHICH, what=some.sampled_from((schedule.cancel, schedule.not_held)))
    def is_called_off(self, which: int, what: object) -> None:
        self.do(what, activity_id=self.activities[which], reason="停电")

    @rule(which=WHICH)
    def is_closed(self, which: int) -> None:
        self.do(schedule.close, activity_id=self.activities[which])

    @rule(one=WHO, other=WHO)
    def two_records_become_one(self, one: int, other: int) -> None:
        self.do(merging.merge, keep_id=self.people[one], merge_id=self.people[other])

    @rule()
    def the_last_merge_is_undone(self) -> None:
        with transaction.reading(self.engine) as db:
            merge_id = db.scalar(select(Merge.id).order_by(Merge.id.desc()).limit(1))
        if merge_id:
            self.do(merging.undo_merge, merge_id=merge_id)

    @rule(who=WHO, born=some.sampled_from((None, 1939, 1944, 1960)))
    def is_older_than_thought(self, who: int, born: int | None) -> None:
        with transaction.reading(self.engine) as db:
            name = db.get_one(Senior, self.people[who]).name
        about = {"name": name, "birth_year": born, "gender": Gender.FEMALE, "neighbourhood": "凉城"}
        self.do(people.edit, senior_id=self.people[who], **about)

    @rule(which=WHICH, face=some.integers(min_value=1, max_value=3))
    def likes_it(self, which: int, face: int) -> None:
        with transaction.writing(self.engine) as db:
            about = {"activity_id": self.activities[which], "face": face, "given_at": self.time.now}
            row = Feedback(client_id=self.client_id(), **about)
            db.add(row)
            db.flush()
            activity = db.get_one(Activity, self.activities[which])
            Work(db, self.by.actor, self.time.now).record(Action.FEEDBACK_GIVEN, activity)

    @invariant()
    def the_figures_are_those_of_plain_queries(self) -> None:
        for choice in (EVERYTHING, THAT_DAY, LATER, OLD_WOMEN):
            with transaction.reading(self.engine) as db:
                expected = plain(db, choice, "/", self.time.now.replace(second=0))
                assert fast(Work(db, self.by.actor, self.time.now), choice=choice) == expected

    def teardown(self) -> None:
        assert work.ask(keeping.rebuild, self.by.actor), "what was kept differs from what is read anew"


class TestFigures:
    @pytest.mark.slow
    @pytest.mark.usefixtures("time")
    def test_are_those_of_plain_queries(self, engine: Engine, ada: Person, world: World, time: Time) -> None:
        with transaction.writing(engine) as db:
            db.add(House(set_up_at=NINE))
        Histories.engine, Histories.by, Histories.world, Histories.time = engine, ada, world, time
        run_state_machine_as_test(Histories, settings=RANDOM)
