"""Whatever is done on tablets, in whatever order it arrives: what is kept says what the events say."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from math import isnan
from typing import Any, ClassVar

import pytest
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine, select

from db import transaction
from db.learning import Learner, ProgressEvent
from db.models import Device, House, Merge, Senior, Station
from db.words import Action, EventKind, Gender, PracticeMode
from services import clock, consent, merging, people, stuck, work
from services.errors import Refused
from services.overview import Choice, attention, following, funnel, keeping, learning
from services.overview.selecting import number
from services.work import Work
from tests import plain_learning
from tests.conftest import NINE, Person, Time, World
from tests.history import RANDOM
from tests.learning import LESSON, OTHER_LESSON

WHO = some.integers(min_value=0, max_value=5)
GUEST = 6
LESSONS = some.sampled_from((LESSON, OTHER_LESSON))
DID = some.sampled_from(
    [
        (EventKind.OPENED, None),
        (EventKind.READ, None),
        (EventKind.MOVE, PracticeMode.HINTS),
        (EventKind.MOVE, PracticeMode.FOLLOW),
        (EventKind.PRACTISED, PracticeMode.FOLLOW),
        (EventKind.PRACTISED, PracticeMode.OWN),
        (EventKind.FINISHED, None),
    ]
)
EVERYTHING = Choice(date(2026, 1, 1), date(2026, 12, 31))
MARCH = Choice(date(2026, 3, 1), date(2026, 3, 31))
ONE_LESSON = Choice(date(2026, 3, 12), date(2026, 4, 30), lesson=LESSON)
OLD_WOMEN = Choice(date(2026, 1, 1), date(2026, 12, 31), band="80-84", gender=Gender.FEMALE)


class Histories(RuleBasedStateMachine):
    """Six people at home in two time zones, one guest, two tablets and a phone."""

    engine: ClassVar[Engine]
    by: ClassVar[Person]
    world: ClassVar[World]
    time: ClassVar[Time]
    devices: ClassVar[list[int | None]]
    turn: ClassVar[int] = 0
    last: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).turn += 1
        self.time.now = NINE
        self.began: list[tuple[int, Any]] = []
        stations = (self.world.station, self.world.other_station)
        self.people = [self.registered(f"第{self.turn}回{n}", stations[n % 2]) for n in range(6)]
        with transaction.writing(self.engine) as db:
            self.learners = [
                [self.sat_down(db, senior, device) for device in self.devices]
                for senior in (*self.people, None)
            ]

    def registered(self, name: str, station: int) -> int:
        about = {"name": name, "birth_year": 1944, "gender": Gender.FEMALE}
        return self.by.do(people.register, station_id=station, consent_wording=consent.CURRENT, **about).id

    def sat_down(self, db: Any, senior: int | None, device: int | None) -> int:
        name = f"{self.turn}-{senior}-{device}"
        about = {"senior_id": senior, "device_id": device, "began_at": NINE, "seen_at": NINE}
        learner = Learner(token_hash=name, key=name, **about)
        db.add(learner)
        db.flush()
        return learner.id

    def event(self, who: int, tablet: int, days_ago: int, what: Any, **about: Any) -> ProgressEvent:
        """Make an event with the next number; what a merged record's tablet sends is the other's."""
        type(self).last += 1
        kind, mode = what
        with transaction.reading(self.engine) as db:
            learner = db.get_one(Learner, self.learners[who][tablet])
            learner_id, senior_id = learner.id, learner.senior_id
        return ProgressEvent(
            id=self.last,
            client_id=f"event-{self.last}",
            learner_id=learner_id,
            senior_id=senior_id,
            version="v1",
            kind=kind,
            mode=mode,
            happened_at=self.time.now - timedelta(days=days_ago),
            received_at=self.time.now,
            **about,
        )

    def stored(self, event: ProgressEvent) -> None:
        with transaction.writing(self.engine) as db:
            db.add(event)

    @rule(hours=some.sampled_from((1, 12, 24, 96)))
    def time_goes_by(self, hours: int) -> None:
        self.time.pass_(hours=hours)
        self.began = []

    @rule(
        who=some.integers(min_value=0, max_value=GUEST),
        tablet=some.integers(min_value=0, max_value=2),
        days_ago=some.sampled_from((0, 0, 1, 7, 9, 40)),
        what=DID,
        lesson=LESSONS,
        step=some.integers(min_value=1, max_value=2),
        hints=some.integers(min_value=0, max_value=2),
        seconds=some.integers(min_value=0, max_value=90),
        is_slow=some.booleans(),
    )
    def something_is_done(self, who: int, is_slow: bool, **about: Any) -> None:
        """A slow one has its number, but is seen only after others with higher ones."""
        event = self.event(who, wrong_taps=about["hints"], **about)
        if is_slow:
            self.began.append((event.id, event))
        else:
            self.stored(event)

    @rule()
    def what_was_slow_is_stored(self) -> None:
        for _id, event in self.began:
            self.stored(event)
        self.began = []

    @rule(one=WHO, other=WHO)
    def two_records_become_one(self, one: int, other: int) -> None:
        self.what_was_slow_is_stored()
        with suppress(Refused):
            self.by.do(merging.merge, keep_id=self.people[one], merge_id=self.people[other])

    @rule()
    def the_last_merge_is_undone(self) -> None:
        with transaction.reading(self.engine) as db:
            merge_id = db.scalar(select(Merge.id).order_by(Merge.id.desc()).limit(1))
        with suppress(Refused):
            if merge_id:
                self.by.do(merging.undo_merge, merge_id=merge_id)

    @rule(who=WHO, born=some.sampled_from((None, 1939, 1944, 1960)))
    def is_older_than_thought(self, who: int, born: int | None) -> None:
        with transaction.reading(self.engine) as db:
            name = db.get_one(Senior, self.people[who]).name
        about = {"name": name, "birth_year": born, "gender": Gender.FEMALE, "neighbourhood": "凉城"}
        with suppress(Refused):
            self.by.do(people.edit, senior_id=self.people[who], **about)

    @rule(zone=some.sampled_from(("Asia/Shanghai", "America/New_York")))
    def a_clock_is_put_right(self, zone: str) -> None:
        with transaction.writing(self.engine) as db:
            station = db.get_one(Station, self.world.other_station)
            station.zone = zone
            Work(db, self.by.actor, self.time.now).record(Action.STATION_CHANGED, station, fields=["zone"])

    @rule()
    def the_server_starts_again(self) -> None:
        keeping.leave(self.engine)

    @invariant()
    def how_far_people_are_is_what_the_events_say(self) -> None:
        with transaction.reading(self.engine) as db:
            work = Work(db, self.by.actor, self.time.now)
            today = clock.local(self.time.now, "Asia/Shanghai").date()
            for choice in (EVERYTHING, MARCH, ONE_LESSON, OLD_WOMEN):
                table = learning.lessons(work, choice=choice).set_index("lesson")
                counts = table[["begun", "done", "alone", "due", "mastered"]]
                told = {uid: dict(row) for uid, row in counts[counts["begun"] > 0].iterrows()}
                assert told == plain_learning.lessons(db, choice, "/", today)
                lines = learning.tracks(work, choice=choice)[["begun", "completed"]]
                assert list(lines.itertuples(index=False, name=None)) == plain_learning.tracks(
                    db, choice, "/"
                )
                months = learning.mastery_by_month(work, choice=choice, months=3)
                for row in months.to_dict("records"):
                    end = min((row["month"] + timedelta(days=31)).replace(day=1) - timedelta(days=1), today)
                    told_then = plain_learning.mastery(db, choice, "/", end)
                    assert (row["due"], row["mastered"]) == told_then
                    assert isnan(row["mastery"]) == (row["due"] == 0)

    @invariant()
    def who_did_something_alone_is_what_the_events_say(self) -> None:
        with transaction.reading(self.engine) as db:
            work = Work(db, self.by.actor, self.time.now)
            days = following.current(work).own_days
            first, last = number(MARCH.first_on), number(MARCH.last_on)
            told = days.senior[(days.day >= first) & (days.day <= last)]
            assert set(told.tolist()) == plain_learning.on_their_own(db, MARCH)
            assert funnel(work, choice=MARCH)["people"].tolist() == [0, 0, 0, 0]

    @invariant()
    def where_people_are_stuck_is_what_the_events_say(self) -> None:
        with transaction.reading(self.engine) as db:
            work = Work(db, self.by.actor, self.time.now)
            for days, station, path in self.places(db):
                found = stuck.stuck(work, days=days, station_id=station)
                told = {
                    (one.uid, one.kind, one.step): (one.people, one.hints, one.wrong_taps, one.seconds)
                    for one in found.spots
                }
                after = self.time.now - timedelta(days=days)
                assert told == plain_learning.stuck(db, path, after, self.time.now)
                concerns = [
                    (one.lesson, one.step, one.count, one.of)
                    for one in attention.attention(work, station_id=station)
                    if one.kind is attention.Kind.STUCK
                ]
                assert concerns == plain_learning.concerns(db, path, self.time.now, 1)

    def places(self, db: Any) -> Iterator[tuple[int, int | None, str]]:
        yield 90, None, "/"
        yield 7, self.world.other_station, db.get_one(Station, self.world.other_station).path

    def teardown(self) -> None:
        assert work.ask(keeping.rebuild, self.by.actor), "what was kept differs from what is read anew"


class TestLearning:
    @pytest.mark.slow
    @pytest.mark.usefixtures("time")
    def test_is_what_the_events_say(
        self, engine: Engine, ada: Person, world: World, time: Time, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(stuck, "FEWEST", 1)
        monkeypatch.setattr(attention, "STUCK_FEWEST", 1)
        with transaction.writing(engine) as db:
            db.add(House(set_up_at=NINE))
            stations = (world.station, world.other_station)
            tablets = [
                Device(token_hash=f"{one}", station_id=one, name="1", bound_at=NINE, bound_by=ada.id)
                for one in stations
            ]
            db.add_all(tablets)
            db.flush()
            Histories.devices = [*(tablet.id for tablet in tablets), None]
        Histories.last = 0
        Histories.engine, Histories.by, Histories.world, Histories.time = engine, ada, world, time
        run_state_machine_as_test(Histories, settings=RANDOM)
