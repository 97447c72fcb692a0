"""What a manager should look at: every rule, and the edge at which it begins."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count

import pytest
from sqlalchemy import Engine

from db import transaction
from db.learning import Learner, ProgressEvent, RaisedHand
from db.models import Activity, Device, Enrolment
from db.words import ActivityState, EnrolmentState, EventKind, PracticeMode
from services import schedule
from services.errors import NotAllowed
from services.overview import attention
from services.overview.attention import Concern, Kind
from tests.conftest import NINE, Person, Time, World
from tests.learning import LESSON
from tests.planning import comes, seniors

DAY, WEEK, HOUR = timedelta(days=1), timedelta(weeks=1), timedelta(hours=1)
NUMBERS = count(1)


def seen(by: Person, kind: Kind, **about: int) -> list[Concern]:
    return [one for one in by.ask(attention.attention, **about) if one.kind is kind]


@pytest.fixture
def was(engine: Engine, world: World) -> Callable[..., int]:
    """Put an activity where it can no longer be planned, with so many visits."""
    people = seniors(engine, world.station, 20)

    def put(
        after: timedelta,
        *,
        visits: int = 0,
        seats: int = 20,
        state: ActivityState = ActivityState.CLOSED,
        station_id: int = 0,
    ) -> int:
        with transaction.writing(engine) as db:
            one = Activity(
                public_id=f"{next(NUMBERS):016}",
                programme_id=world.programme,
                station_id=station_id or world.station,
                title_zh="微信",
                title_en="WeChat",
                starts_at=NINE + after,
                ends_at=NINE + after + HOUR,
                seats=seats,
                state=state,
                door_secret="-",
            )
            db.add(one)
            db.flush()
            activity_id = one.id
        comes(engine, activity_id, *people[:visits])
        return activity_id

    return put


def enrol(engine: Engine, world: World, activity_id: int, enrolled: int, waiting: int = 0) -> None:
    states = [EnrolmentState.ENROLLED] * enrolled + [EnrolmentState.WAITING] * waiting
    people = seniors(engine, world.station, len(states))
    with transaction.writing(engine) as db:
        for senior_id, state in zip(people, states, strict=True):
            db.add(
                Enrolment(
                    activity_id=activity_id,
                    senior_id=senior_id,
                    state=state,
                    party=f"{senior_id}",
                    queued_at=NINE - DAY,
                    enrolled_at=NINE - DAY if state is EnrolmentState.ENROLLED else None,
                )
            )


class TestFalling:
    """Weekly sessions: eight before, four lately, on the days before today."""

    def put(self, was: Callable[..., int], before: list[int], lately: list[int]) -> None:
        for weeks, visits in enumerate(reversed([*before, *lately])):
            was(-(weeks + 1) * WEEK, visits=visits)

    @pytest.mark.parametrize(("lately", "told"), [(10, 1), (11, 0)])
    def test_is_told_from_a_third_on(
        self, was: Callable[..., int], mei: Person, lately: int, told: int
    ) -> None:
        """From 15 a session to 10 is exactly a third; to 11 it is not."""
        self.put(was, [15] * 8, [lately] * 4)
        found = seen(mei, Kind.FALLING)
        assert len(found) == told
        assert [(one.count, one.of) for one in found] == [(10, 15)] * told

    def test_is_counted_by_the_session(self, was: Callable[..., int], mei: Person) -> None:
        """Two of four weeks were holidays: fewer visits, and as many a session."""
        self.put(was, [15] * 8, [15, 15])
        assert seen(mei, Kind.FALLING) == []

    @pytest.mark.parametrize(("lately", "before"), [(1, 8), (4, 3)])
    def test_needs_enough_to_compare(
        self, was: Callable[..., int], mei: Person, lately: int, before: int
    ) -> None:
        for weeks in range(lately):
            was(-(weeks + 1) * WEEK, visits=1)
        for weeks in range(before):
            was(-(weeks + 5) * WEEK, visits=15)
        assert seen(mei, Kind.FALLING) == []


class TestNextWeek:
    @pytest.mark.parametrize(("enrolled", "waiting", "told"), [(18, 0, 1), (17, 0, 0), (17, 1, 1)])
    def test_nearly_full_is_nine_in_ten_or_somebody_waiting(
        self,
        engine: Engine,
        world: World,
        was: Callable[..., int],
        mei: Person,
        enrolled: int,
        waiting: int,
        told: int,
    ) -> None:
        soon = was(3 * DAY, state=ActivityState.PLANNED)
        enrol(engine, world, soon, enrolled, waiting)
        found = seen(mei, Kind.FULL)
        expected = [(soon, enrolled, 20, waiting)] * told
        assert [(one.activity_id, one.count, one.of, one.waiting) for one in found] == expected

    @pytest.mark.parametrize(("after", "told"), [(7 * DAY, 1), (7 * DAY + HOUR, 0)])
    def test_is_seven_days_long(
        self,
        engine: Engine,
        world: World,
        was: Callable[..., int],
        mei: Person,
        after: timedelta,
        told: int,
    ) -> None:
        enrol(engine, world, was(after, state=ActivityState.PLANNED), 20)
        assert len(seen(mei, Kind.FULL)) == told

    @pytest.mark.parametrize(
        ("enrolled", "after", "told"),
        [(4, 2 * DAY, 1), (5, 2 * DAY, 0), (4, 2 * DAY + HOUR, 0), (0, HOUR, 1)],
    )
    def test_nearly_empty_is_below_a_quarter_two_days_before(
        self,
        engine: Engine,
        world: World,
        was: Callable[..., int],
        mei: Person,
        enrolled: int,
        after: timedelta,
        told: int,
    ) -> None:
        enrol(engine, world, was(after, state=ActivityState.PLANNED), enrolled)
        assert len(seen(mei, Kind.EMPTY)) == told

    def test_what_is_called_off_is_not_empty(self, was: Callable[..., int], mei: Person) -> None:
        was(DAY, state=ActivityState.CANCELLED)
        assert seen(mei, Kind.EMPTY) == []


class TestSilent:
    @pytest.mark.parametrize(("days", "told"), [(14, 1), (13, 0)])
    def test_is_two_weeks_without_an_entry(
        self, was: Callable[..., int], mei: Person, days: int, told: int
    ) -> None:
        was(-days * DAY, visits=3)
        was(-7 * DAY, state=ActivityState.PLANNED)
        found = seen(mei, Kind.SILENT)
        last = date(2026, 3, 10) - days * DAY
        assert [(one.count, one.on) for one in found] == [(1, last)] * told

    def test_is_not_told_where_nothing_was_planned(self, was: Callable[..., int], mei: Person) -> None:
        was(-20 * DAY, visits=3)
        was(-6 * DAY, state=ActivityState.CANCELLED)
        assert seen(mei, Kind.SILENT) == []

    def test_a_session_of_today_may_still_be_entered(self, was: Callable[..., int], mei: Person) -> None:
        was(-20 * DAY, visits=3)
        was(-3 * HOUR, state=ActivityState.PLANNED)
        assert seen(mei, Kind.SILENT) == []

    def test_a_station_that_never_entered_anything_is_told(
        self, was: Callable[..., int], mei: Person
    ) -> None:
        was(-14 * DAY, state=ActivityState.PLANNED)
        was(-7 * DAY, state=ActivityState.PLANNED)
        (found,) = seen(mei, Kind.SILENT)
        assert (found.count, found.on) == (2, None)

    def test_says_once_that_nothing_is_closed(self, was: Callable[..., int], mei: Person) -> None:
        was(-20 * DAY, visits=3)
        was(-7 * DAY, state=ActivityState.PLANNED)
        assert seen(mei, Kind.NOT_CLOSED) == []


class TestNotClosed:
    @pytest.mark.parametrize(("over_for", "told"), [(DAY, 0), (DAY + timedelta(seconds=1), 1)])
    def test_is_told_after_a_day(
        self, was: Callable[..., int], mei: Person, over_for: timedelta, told: int
    ) -> None:
        was(-HOUR - over_for, visits=2, state=ActivityState.PLANNED)
        assert len(seen(mei, Kind.NOT_CLOSED)) == told

    def test_leads_to_the_oldest(self, was: Callable[..., int], mei: Person) -> None:
        was(-3 * DAY, visits=2, state=ActivityState.PLANNED)
        oldest = was(-5 * DAY, visits=2, state=ActivityState.PLANNED)
        (found,) = seen(mei, Kind.NOT_CLOSED)
        assert (found.count, found.activity_id) == (2, oldest)


def learner(engine: Engine, device_id: int) -> int:
    with transaction.writing(engine) as db:
        key = f"{next(NUMBERS)}"
        one = Learner(token_hash=key, key=key, device_id=device_id, began_at=NINE, seen_at=NINE)
        db.add(one)
        db.flush()
        return one.id


@pytest.fixture
def tablet(engine: Engine, world: World, mei: Person) -> int:
    with transaction.writing(engine) as db:
        one = Device(token_hash="-", station_id=world.station, name="1", bound_at=NINE, bound_by=mei.id)
        db.add(one)
        db.flush()
        return one.id


class TestHands:
    def raise_(
        self, engine: Engine, world: World, tablet: int, ago: timedelta, *, taken: bool = False
    ) -> None:
        learner_id = learner(engine, tablet)
        with transaction.writing(engine) as db:
            db.add(
                RaisedHand(
                    client_id=f"{next(NUMBERS)}",
                    station_id=world.station,
                    learner_id=learner_id,
                    raised_at=NINE - ago,
                    taken_at=NINE if taken else None,
                )
            )

    @pytest.mark.parametrize(
        ("ago", "told"),
        [
            (timedelta(minutes=3), 1),
            (timedelta(minutes=2, seconds=59), 0),
            (12 * HOUR - timedelta(seconds=1), 1),
            (12 * HOUR, 0),
        ],
    )
    def test_are_told_after_three_minutes(
        self, engine: Engine, world: World, tablet: int, mei: Person, ago: timedelta, told: int
    ) -> None:
        self.raise_(engine, world, tablet, ago)
        assert len(seen(mei, Kind.HANDS)) == told

    def test_somebody_is_there_already(self, engine: Engine, world: World, tablet: int, mei: Person) -> None:
        self.raise_(engine, world, tablet, HOUR, taken=True)
        assert seen(mei, Kind.HANDS) == []

    def test_of_a_station_are_one(self, engine: Engine, world: World, tablet: int, mei: Person) -> None:
        self.raise_(engine, world, tablet, timedelta(minutes=5))
        self.raise_(engine, world, tablet, timedelta(minutes=9))
        (found,) = seen(mei, Kind.HANDS)
        assert (found.count, found.at) == (2, NINE - timedelta(minutes=9))


class TestStuck:
    def move(
        self,
        engine: Engine,
        tablet: int,
        hints: list[int],
        mode: PracticeMode = PracticeMode.HINTS,
        ago: timedelta = DAY,
    ) -> None:
        people = [learner(engine, tablet) for _hint in hints]
        with transaction.writing(engine) as db:
            for one, hint in zip(people, hints, strict=True):
                db.add(
                    ProgressEvent(
                        client_id=f"{next(NUMBERS)}",
                        learner_id=one,
                        lesson=LESSON,
                        version="1",
                        kind=EventKind.MOVE,
                        mode=mode,
                        step=2,
                        hints=hint,
                        happened_at=NINE - ago,
                        received_at=NINE,
                    )
                )

    @pytest.mark.parametrize(
        ("hints", "told"), [([1, 1, 2, 0, 0, 0], 1), ([1, 1, 0, 0, 0], 0), ([1, 1, 1, 1], 0)]
    )
    def test_is_half_of_five_or_more(
        self, engine: Engine, tablet: int, mei: Person, hints: list[int], told: int
    ) -> None:
        self.move(engine, tablet, hints)
        found = seen(mei, Kind.STUCK)
        assert [(one.lesson, one.step, one.count, one.of) for one in found] == [(LESSON, 2, 3, 6)] * told

    def test_following_is_no_test(self, engine: Engine, tablet: int, mei: Person) -> None:
        self.move(engine, tablet, [1] * 6, PracticeMode.FOLLOW)
        assert seen(mei, Kind.STUCK) == []

    @pytest.mark.parametrize(("ago", "told"), [(90 * DAY, 0), (89 * DAY, 1)])
    def test_forgets_after_ninety_days(
        self, engine: Engine, tablet: int, mei: Person, ago: timedelta, told: int
    ) -> None:
        self.move(engine, tablet, [1] * 6, ago=ago)
        assert len(seen(mei, Kind.STUCK)) == told


class TestAttention:
    def test_is_of_the_actors_own_stations(
        self, was: Callable[..., int], world: World, mei: Person, ada: Person, time: Time
    ) -> None:
        was(DAY, state=ActivityState.PLANNED, station_id=world.other_station)
        assert seen(mei, Kind.EMPTY) == []
        assert len(seen(ada, Kind.EMPTY)) == 1
        assert seen(ada, Kind.EMPTY, station_id=world.area) == []

    def test_all_is_well_when_nothing_is_there(self, mei: Person) -> None:
        assert mei.ask(attention.attention) == ()

    def test_ends_with_closing(self, was: Callable[..., int], mei: Person) -> None:
        left = was(-3 * DAY, visits=2, state=ActivityState.PLANNED)
        mei.do(schedule.close, activity_id=left)
        assert mei.ask(attention.attention) == ()

    def test_is_for_managers(self, tina: Person) -> None:
        with pytest.raises(NotAllowed):
            tina.ask(attention.attention)
