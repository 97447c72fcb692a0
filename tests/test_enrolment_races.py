"""Many ask at once: the seats hold, the line has an order, nobody is in it twice."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier
from typing import Any

from sqlalchemy import Engine

from db.words import EnrolmentState
from services import schedule
from services.draft import SeatsBelowEnrolled
from services.enrolment import Placed, cancel, enrol, places
from tests.conftest import Person, World
from tests.planning import TWO, enrolled, planned, seniors, waiting

# Forty connections is what the pool holds; the other threads stand in front of it.
AT_ONCE = 200


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Let each act begin at the same moment in a thread of its own; return what they answered."""
    ready = Barrier(len(acts))

    def started(act: Callable[[], Any]) -> Any:
        ready.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(started, acts))


def asking(by: Person, activity_id: int, *senior_ids: int) -> Callable[[], Placed]:
    return lambda: by.do(enrol, activity_id=activity_id, senior_ids=senior_ids)


def test_two_hundred_ask_for_thirty_seats(tina: Person, world: World, engine: Engine) -> None:
    activity = planned(tina, world, seats=30)
    people = seniors(engine, world.station, AT_ONCE)

    placed = at_once([asking(tina, activity, senior_id) for senior_id in people])

    assert len(enrolled(engine, activity)) == 30
    listed = tina.ask(places, activity_id=activity)
    assert [row.position for row in listed if row.position] == list(range(1, 171))
    assert sorted(answer.position for answer in placed if answer.position) == list(range(1, 171))


def test_the_same_senior_twenty_times(tina: Person, world: World, engine: Engine) -> None:
    activity = planned(tina, world, seats=30)
    (senior_id,) = seniors(engine, world.station, 1)

    placed = at_once([asking(tina, activity, senior_id)] * 20)

    assert enrolled(engine, activity) == [senior_id]
    assert {answer.seats_left for answer in placed} == {29}


def test_couples_are_never_torn_apart(tina: Person, world: World, engine: Engine) -> None:
    activity = planned(tina, world, seats=15)
    people = seniors(engine, world.station, 60)
    couples = list(zip(people[::2], people[1::2], strict=True))

    placed = at_once([asking(tina, activity, *couple) for couple in couples])

    assert sum(answer.state is EnrolmentState.ENROLLED for answer in placed) == 7
    seated = set(enrolled(engine, activity))
    assert len(seated) == 14
    assert all(len(seated & set(couple)) in (0, 2) for couple in couples)


def test_a_freed_seat_is_given_once(tina: Person, world: World, engine: Engine) -> None:
    activity = planned(tina, world, seats=10)
    people = seniors(engine, world.station, 40)
    for senior_id in people:
        tina.do(enrol, activity_id=activity, senior_ids=(senior_id,))

    def going(senior_id: int) -> Callable[[], Any]:
        return lambda: tina.do(cancel, activity_id=activity, senior_id=senior_id)

    at_once([going(senior_id) for senior_id in people[:10]])

    assert enrolled(engine, activity) == people[10:20]
    assert waiting(engine, activity) == people[20:]


def test_two_taps_plan_one_activity(tina: Person, world: World) -> None:
    made = at_once([lambda: planned(tina, world)] * 8)

    assert len(set(made)) == 1


def test_seats_taken_away_meet_those_who_enrol(tina: Person, world: World, engine: Engine) -> None:
    activity = planned(tina, world, seats=20)
    people = seniors(engine, world.station, 30)

    def fewer() -> None:
        with suppress(SeatsBelowEnrolled):
            tina.do(schedule.change, activity_id=activity, title_zh="微信", title_en="", seats=5)

    at_once([fewer, *[asking(tina, activity, senior_id) for senior_id in people]])

    row = tina.ask(schedule.activities, from_at=TWO, to_at=TWO.replace(hour=23))[0]
    assert row.enrolled == row.seats
