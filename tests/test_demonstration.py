"""The demonstration is a year that could have happened, and every rule of the house holds in it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from db import transaction
from db.audit import AuditEntry
from db.base import Model
from db.learning import Feedback, ProgressEvent, RaisedHand
from db.migrate import migrate
from db.models import (
    Activity,
    Attendance,
    Card,
    Enrolment,
    House,
    Merge,
    Role,
    Senior,
    Staff,
    Station,
    TurnedAway,
)
from db.population import Population
from db.words import Action, ActivityState, EnrolmentState, How, PracticeMode, RoleName, StationKind
from services import clock, demonstration, finding, identity, numbers, people
from services.access import NOBODY, Actor, Held
from services.consent import CURRENT
from services.demonstration import days, places
from services.demonstration.timetable import Meeting, timetable
from services.overview import attention
from services.overview.attention import Kind
from services.work import Work
from tests import postgres
from tests.conftest import NINE, Person, World

pytestmark = pytest.mark.slow
EIGHT_WEEKS = timedelta(weeks=8)


@dataclass(frozen=True)
class Demo:
    """A house with the demonstration in it, read out once."""

    engine: Engine
    loaded: demonstration.Loaded
    rows: dict[type[Model], list[Any]]

    def all(self, model: type[Model]) -> list[Any]:
        return self.rows[model]

    def at(self, story: places.Story) -> list[Any]:
        """The activities that were held at the places with this story, oldest first."""
        ids = {
            place.id for place in places.places() if place.story is story and place.kind is StationKind.POINT
        }
        held = [one for one in self.all(Activity) if one.state is ActivityState.CLOSED]
        return sorted((one for one in held if one.station_id in ids), key=lambda one: one.starts_at)

    def came(self) -> dict[int, list[Any]]:
        """Who came, by activity, without what was voided."""
        by_activity: dict[int, list[Any]] = defaultdict(list)
        for row in self.all(Attendance):
            if row.voided_at is None:
                by_activity[row.activity_id].append(row)
        return by_activity

    def use_of_seats(self, story: places.Story) -> float:
        held, came = self.at(story), self.came()
        return float(sum(len(came[one.id]) for one in held) / sum(one.seats for one in held))


def load(to: Engine, at: datetime = NINE) -> demonstration.Loaded:
    with transaction.writing(to) as db:
        return demonstration.load(Work(db, NOBODY, at))


def read(to: Engine) -> dict[type[Model], list[Any]]:
    with transaction.reading(to) as db:
        return {
            mapper.class_: list(db.execute(select(mapper.local_table).order_by(mapper.class_.id)))
            for mapper in Model.registry.mappers
        }


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    file: Path = tmp_path_factory.mktemp("demonstration") / "house.sqlite3"
    to = transaction.engine_for(f"sqlite:///{file}")
    migrate(to)
    yield Demo(to, load(to), read(to))
    to.dispose()


@pytest.fixture(scope="module")
def on_postgresql(postgres_server: str) -> Iterator[Demo]:
    to = transaction.engine_for(postgres.make_database(postgres_server, "demonstration"))
    migrate(to)
    yield Demo(to, load(to), read(to))
    to.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def demo(request: pytest.FixtureRequest) -> Demo:
    found: Demo = request.getfixturevalue(f"on_{request.param}")
    return found


def plain(rows: list[Any]) -> list[dict[str, Any]]:
    """The rows as they are stored, without what is salted."""
    return [{key: value for key, value in row._mapping.items() if key != "password_hash"} for row in rows]


class TestLoad:
    def test_tells_the_same_year_on_both_databases(self, on_sqlite: Demo, on_postgresql: Demo) -> None:
        here = {model.__name__: plain(rows) for model, rows in on_sqlite.rows.items()}
        there = {model.__name__: plain(rows) for model, rows in on_postgresql.rows.items()}
        assert here == there

    def test_makes_the_tree_of_liangcheng(self, demo: Demo) -> None:
        kinds = Counter(station.kind for station in demo.all(Station))
        assert kinds == {
            StationKind.STREET: 1,
            StationKind.STATION: 1,
            StationKind.AREA: 4,
            StationKind.POINT: 25,
        }

    def test_gives_every_role_at_every_level_to_somebody(self, demo: Demo) -> None:
        kinds = {station.id: station.kind for station in demo.all(Station)}
        held = {(role.name, kinds[role.station_id]) for role in demo.all(Role)}
        missing = {(role, kind) for role in RoleName for kind in StationKind} - held
        assert missing == {(RoleName.ADMIN, StationKind.AREA)}

    def test_names_passwords_that_sign_in(self, demo: Demo) -> None:
        with transaction.reading(demo.engine) as db:
            work = Work(db, NOBODY, NINE)
            known = identity.whose_password(
                work, user_name="manager", password=demo.loaded.passwords["manager"]
            )
        assert known == next(staff.id for staff in demo.all(Staff) if staff.user_name == "manager")

    def test_has_passwords_for_all_staff(self, demo: Demo) -> None:
        assert set(demo.loaded.passwords) == {staff.user_name for staff in demo.all(Staff)}

    def test_says_that_it_is_a_demonstration(self, demo: Demo) -> None:
        assert [house.is_demo for house in demo.all(House)] == [True]

    def test_is_recorded(self, demo: Demo) -> None:
        assert Action.HOUSE_SET_UP in {entry.action for entry in demo.all(AuditEntry)}

    def test_counts_what_it_made(self, demo: Demo) -> None:
        assert demo.loaded.counts["senior"] == len(demo.all(Senior))

    def test_makes_about_1200_seniors(self, demo: Demo) -> None:
        assert 1150 <= len(demo.all(Senior)) <= 1250

    def test_leaves_the_next_ids_free(self, demo: Demo) -> None:
        manager = Actor(staff_id=1, roles=(Held(RoleName.MANAGER, 1, "/1/"),))
        with transaction.writing(demo.engine) as db:
            work = Work(db, manager, NINE)
            new = people.register(work, station_id=2, name="新来的", consent_wording=CURRENT)
            db.rollback()
        assert new.id == len(demo.all(Senior)) + 1

    def test_twice_changes_nothing(self, demo: Demo) -> None:
        assert load(demo.engine, NINE + timedelta(days=30)).counts == demo.loaded.counts

    def test_twice_tells_no_passwords(self, demo: Demo) -> None:
        assert load(demo.engine).passwords == {}

    def test_passwords_are_others_in_every_house(self, on_sqlite: Demo, on_postgresql: Demo) -> None:
        assert on_sqlite.loaded.passwords != on_postgresql.loaded.passwords

    def test_is_refused_where_there_are_real_people(self, engine: Engine, world: World) -> None:
        with transaction.writing(engine) as db:
            db.add(Senior(number="123453", name="王美英", station_id=world.station, registered_at=NINE))
        with pytest.raises(demonstration.HouseInUse):
            load(engine)

    def test_is_refused_in_a_house_that_was_set_up(self, engine: Engine, ada: Person) -> None:
        with pytest.raises(demonstration.HouseInUse):
            load(engine)

    def test_is_refused_without_leaving_anything(self, engine: Engine, ada: Person) -> None:
        with pytest.raises(demonstration.HouseInUse):
            load(engine)
        assert len(read(engine)[Staff]) == 1


class TestRulesOfTheHouse:
    def test_nobody_sits_on_a_seat_that_is_not_there(self, demo: Demo) -> None:
        taken = Counter(
            row.activity_id for row in demo.all(Enrolment) if row.state is EnrolmentState.ENROLLED
        )
        assert [one.id for one in demo.all(Activity) if taken[one.id] > one.seats] == []

    def test_whoever_waits_first_does_not_fit(self, demo: Demo) -> None:
        places_of: dict[int, list[Any]] = defaultdict(list)
        for row in demo.all(Enrolment):
            places_of[row.activity_id].append(row)
        skipped = [
            one.id
            for one in demo.all(Activity)
            if one.starts_at > NINE and first_in_line(places_of[one.id]) <= seats_left(one, places_of[one.id])
        ]
        assert skipped == []

    def test_a_party_is_seated_and_waits_as_one(self, demo: Demo) -> None:
        parties: dict[tuple[int, str], set[Any]] = defaultdict(set)
        for row in demo.all(Enrolment):
            parties[row.activity_id, row.party].add((row.state, row.queued_at, row.enrolled_at))
        assert [party for party, states in parties.items() if len(states) > 1] == []

    def test_seats_have_a_moment_and_turns_have_none(self, demo: Demo) -> None:
        wrong = [
            row.id
            for row in demo.all(Enrolment)
            if (row.state is EnrolmentState.ENROLLED and row.enrolled_at is None)
            or (row.state is EnrolmentState.WAITING and row.enrolled_at is not None)
            or (row.state is EnrolmentState.CANCELLED) is not (row.cancelled_at is not None)
        ]
        assert wrong == []

    def test_moments_follow_each_other(self, demo: Demo) -> None:
        wrong = [
            row.id
            for row in demo.all(Enrolment)
            if not row.queued_at <= (row.enrolled_at or row.queued_at) <= (row.cancelled_at or NINE) <= NINE
        ]
        assert wrong == []

    def test_nobody_enrols_before_being_registered(self, demo: Demo) -> None:
        since = {senior.id: senior.registered_at for senior in demo.all(Senior)}
        assert [row.id for row in demo.all(Enrolment) if row.queued_at < since[row.senior_id]] == []

    def test_nobody_comes_before_being_registered(self, demo: Demo) -> None:
        since = {senior.id: senior.registered_at for senior in demo.all(Senior)}
        assert [row.id for row in demo.all(Attendance) if row.arrived_at < since[row.senior_id]] == []

    def test_everybody_comes_while_the_door_is_open(self, demo: Demo) -> None:
        activities = {one.id: one for one in demo.all(Activity)}
        early, late = timedelta(minutes=60), timedelta(minutes=30)
        wrong = [
            row.id
            for row in demo.all(Attendance)
            if not activities[row.activity_id].starts_at - early
            <= row.arrived_at
            <= activities[row.activity_id].ends_at + late
        ]
        assert wrong == []

    def test_nothing_is_recorded_that_is_still_to_come(self, demo: Demo) -> None:
        recorded = [row.recorded_at for row in demo.all(Attendance)]
        recorded += [row.came_at for row in demo.all(TurnedAway)]
        recorded += [row.registered_at for row in demo.all(Senior)]
        assert max(recorded) <= NINE

    def test_only_who_has_a_seat_came(self, demo: Demo) -> None:
        seats = {
            (row.activity_id, row.senior_id)
            for row in demo.all(Enrolment)
            if row.state is EnrolmentState.ENROLLED
        }
        came = {(row.activity_id, row.senior_id) for rows in demo.came().values() for row in rows}
        assert came - seats == set()

    def test_nobody_came_to_what_was_called_off(self, demo: Demo) -> None:
        off = (ActivityState.CANCELLED, ActivityState.NOT_HELD)
        came = demo.came()
        assert [one.id for one in demo.all(Activity) if one.state in off and came[one.id]] == []

    def test_what_was_called_off_says_why(self, demo: Demo) -> None:
        off = (ActivityState.CANCELLED, ActivityState.NOT_HELD)
        assert [one.id for one in demo.all(Activity) if one.state in off and not one.reason] == []

    def test_somebody_came_to_what_is_closed(self, demo: Demo) -> None:
        came = demo.came()
        closed = [one for one in demo.all(Activity) if one.state is ActivityState.CLOSED]
        assert [one.id for one in closed if not came[one.id]] == []

    def test_nobody_is_at_two_places_at_once(self, demo: Demo) -> None:
        activities = {one.id: one for one in demo.all(Activity)}
        spans: dict[int, list[Any]] = defaultdict(list)
        for rows in demo.came().values():
            for row in rows:
                spans[row.senior_id].append(activities[row.activity_id])
        assert [senior for senior, visited in spans.items() if overlap(visited)] == []

    def test_no_trainer_teaches_twice_at_once(self, demo: Demo) -> None:
        spans: dict[int, list[Any]] = defaultdict(list)
        for one in demo.all(Activity):
            if one.state is not ActivityState.CANCELLED:
                spans[one.trainer_id].append(one)
        assert [trainer for trainer, taught in spans.items() if overlap(taught)] == []

    def test_every_number_is_a_right_one(self, demo: Demo) -> None:
        assert [senior.number for senior in demo.all(Senior) if not numbers.is_number(senior.number)] == []

    def test_no_phone_belongs_to_anybody(self, demo: Demo) -> None:
        phones = [senior.phone for senior in demo.all(Senior) if senior.phone]
        assert [phone for phone in phones if not phone.startswith("194") or len(phone) != 11] == []

    def test_voided_arrivals_say_who_and_why(self, demo: Demo) -> None:
        voided = [row for row in demo.all(Attendance) if row.voided_at]
        assert [row.id for row in voided if not (row.voided_by and row.reason)] == []

    def test_seniors_are_found_by_name(self, demo: Demo) -> None:
        senior = next(one for one in demo.all(Senior) if one.merged_into_id is None)
        manager = Actor(staff_id=1, roles=(Held(RoleName.MANAGER, 1, "/1/"),))
        with transaction.reading(demo.engine) as db:
            found = finding.find(Work(db, manager, NINE), station_id=senior.station_id, text=senior.name)
        assert senior.id in {one.id for one in found}

    def test_cards_open_the_door(self, demo: Demo) -> None:
        manager = Actor(staff_id=1, roles=(Held(RoleName.MANAGER, 1, "/1/"),))
        with transaction.reading(demo.engine) as db:
            found = finding.find_card(Work(db, manager, NINE), token=demo.all(Card)[0].token)
        assert found.state is finding.CardState.GOOD


class TestStory:
    def test_one_in_ten_to_one_in_four_does_not_come(self, demo: Demo) -> None:
        assert 0.10 <= no_shows(demo) <= 0.25

    def test_the_shrinking_point_lost_a_third(self, demo: Demo) -> None:
        held, came = demo.at(places.Story.SHRINKING), demo.came()
        lately = [len(came[one.id]) for one in held if one.starts_at > NINE - EIGHT_WEEKS]
        before = [len(came[one.id]) for one in held if one.starts_at <= NINE - EIGHT_WEEKS][-len(lately) :]
        assert sum(lately) <= sum(before) * 2 / 3

    def test_full_points_are_full_and_turn_people_away(self, demo: Demo) -> None:
        turned = Counter(row.activity_id for row in demo.all(TurnedAway))
        assert sum(turned[one.id] for one in demo.at(places.Story.FULL)) > 50

    def test_full_points_use_twice_the_seats_of_half_empty_ones(self, demo: Demo) -> None:
        assert demo.use_of_seats(places.Story.FULL) > 2 * demo.use_of_seats(places.Story.HALF_EMPTY)

    def test_the_new_point_began_last_spring_and_grew(self, demo: Demo) -> None:
        held, came = demo.at(places.Story.NEW), demo.came()
        visits = [len(came[one.id]) for one in held]
        assert sum(visits[-6:]) > 1.3 * sum(visits[:6])

    def test_the_silent_point_has_entered_nothing_lately(self, demo: Demo) -> None:
        assert demo.at(places.Story.SILENT)[-1].ends_at < NINE - timedelta(weeks=2)

    def test_couples_come_together(self, demo: Demo) -> None:
        parties = Counter((row.activity_id, row.party) for row in demo.all(Enrolment))
        assert sum(size == 2 for size in parties.values()) > 500

    def test_autumn_is_busier_than_august(self, demo: Demo) -> None:
        assert visits_a_session(demo, 10) > 1.2 * visits_a_session(demo, 8)

    def test_some_newcomers_stay_and_some_do_not(self, demo: Demo) -> None:
        visits = Counter(row.senior_id for rows in demo.came().values() for row in rows)
        once = sum(count == 1 for count in visits.values()) / len(visits)
        assert 0.05 <= once <= 0.4

    def test_people_come_in_every_way(self, demo: Demo) -> None:
        assert {row.how for row in demo.all(Attendance)} == set(How)

    def test_most_come_in_the_ten_minutes_before_the_start(self, demo: Demo) -> None:
        starts = {one.id: one.starts_at for one in demo.all(Activity)}
        waits = [starts[row.activity_id] - row.arrived_at for row in demo.all(Attendance)]
        in_time = sum(timedelta() <= wait <= timedelta(minutes=10) for wait in waits)
        assert in_time > len(waits) / 2

    def test_some_were_moved(self, demo: Demo) -> None:
        assert sum(one.planned_at is not None for one in demo.all(Activity)) > 5

    def test_some_people_were_registered_twice_and_found_out(self, demo: Demo) -> None:
        assert len(demo.all(Merge)) == 8

    def test_some_second_records_are_still_there(self, demo: Demo) -> None:
        alone = [senior for senior in demo.all(Senior) if senior.merged_into_id is None]
        same_phone = Counter((senior.name, senior.phone) for senior in alone if senior.phone)
        assert sum(count > 1 for count in same_phone.values()) >= 1

    def test_most_practised_and_many_can_still_do_it(self, demo: Demo) -> None:
        own = {row.senior_id for row in demo.all(ProgressEvent) if row.mode is PracticeMode.OWN}
        came = {row.senior_id for rows in demo.came().values() for row in rows}
        assert len(own & came) > len(came) / 2
        assert own <= {senior.id for senior in demo.all(Senior)}

    def test_nobody_practised_before_coming(self, demo: Demo) -> None:
        arrived = {(row.activity_id, row.senior_id): row.arrived_at for row in demo.all(Attendance)}
        assert all(
            row.happened_at > arrived[row.activity_id, row.senior_id] for row in demo.all(ProgressEvent)
        )
        assert all(row.happened_at <= NINE for row in demo.all(ProgressEvent))

    def test_opinions_follow_the_sessions(self, demo: Demo) -> None:
        ends = {one.id: one.ends_at for one in demo.all(Activity)}
        assert len(demo.all(Feedback)) > 1000
        assert all(
            ends[row.activity_id] - timedelta(minutes=10) < row.given_at <= NINE for row in demo.all(Feedback)
        )

    def test_where_one_comes_less_often_fewer_are_happy(self, demo: Demo) -> None:
        shrinking = {one.id for one in demo.at(places.Story.SHRINKING)}
        best = Counter((row.activity_id in shrinking, row.face == 3) for row in demo.all(Feedback))
        assert best[True, True] / (best[True, True] + best[True, False]) < 0.75
        assert best[False, True] / (best[False, True] + best[False, False]) > 0.75

    def test_somebody_waits_for_the_teacher(self, demo: Demo) -> None:
        assert [row.taken_at for row in demo.all(RaisedHand)] == [None]

    def test_residents_are_said_to_be_made_up_and_add_up(self, demo: Demo) -> None:
        rows = [row for row in demo.all(Population) if not row.band]
        points = {station.id for station in demo.all(Station) if station.kind is StationKind.POINT}
        whole = next(row.residents for row in rows if row.station_id == places.STREET)
        assert {"虚构" in row.source for row in demo.all(Population)} == {True}
        assert sum(row.residents for row in rows if row.station_id in points) == whole

    def test_what_needs_attention_is_there(self, demo: Demo) -> None:
        manager = Actor(staff_id=1, roles=(Held(RoleName.MANAGER, 1, "/1/"),))
        with transaction.reading(demo.engine) as db:
            found = attention.attention(Work(db, manager, NINE))
        kinds = Counter(concern.kind for concern in found)
        # Who shrinks is told in other months: in March the weeks before were winter and Spring Festival.
        assert {Kind.HANDS, Kind.FULL, Kind.SILENT, Kind.STUCK} <= set(kinds)
        assert kinds[Kind.SILENT] == 1

    def test_two_thirds_are_women(self, demo: Demo) -> None:
        women = sum(senior.gender == "female" for senior in demo.all(Senior))
        assert 0.6 < women / len(demo.all(Senior)) < 0.72


HOURS = [
    NINE,
    NINE.replace(hour=16, minute=3),
    NINE.replace(hour=15, minute=58),
    datetime(2027, 5, 1, 12, 31, tzinfo=UTC),
    datetime(2028, 2, 29, 6, 0, tzinfo=UTC),
    datetime(2026, 11, 22, 18, 44, tzinfo=UTC),
]


def meetings(at: datetime) -> list[Meeting]:
    today = clock.local(at, places.ZONE).date()
    groups = places.groups(places.places(), days.first_day(today), days.opening_day(today))
    return timetable(1, groups, at)


class TestNow:
    """Whenever it is loaded, there is something to try out."""

    @pytest.mark.parametrize("at", HOURS)
    def test_one_activity_runs(self, at: datetime) -> None:
        running = [
            one
            for one in meetings(at)
            if one.starts_at <= at < one.ends_at and one.state is ActivityState.PLANNED
        ]
        assert running

    @pytest.mark.parametrize("at", HOURS)
    def test_another_one_begins_soon_elsewhere(self, at: datetime) -> None:
        soon = timedelta(minutes=15)
        around = [one for one in meetings(at) if at - timedelta(minutes=30) < one.starts_at <= at + soon]
        assert len({one.group.place.id for one in around}) >= 2

    @pytest.mark.parametrize("at", HOURS)
    def test_no_room_is_used_twice_at_once(self, at: datetime) -> None:
        rooms: dict[tuple[int, str], list[Meeting]] = defaultdict(list)
        for one in meetings(at):
            if one.state is not ActivityState.CANCELLED:
                rooms[one.group.place.id, one.group.room].append(one)
        assert [room for room, used in rooms.items() if overlap(used)] == []

    @pytest.mark.parametrize("at", HOURS)
    def test_there_is_more_in_the_next_two_weeks(self, at: datetime) -> None:
        assert sum(at < one.starts_at < at + timedelta(weeks=3) for one in meetings(at)) > 10

    def test_some_are_in_already(self, demo: Demo) -> None:
        running = [one.id for one in demo.all(Activity) if one.starts_at <= NINE < one.ends_at]
        came = demo.came()
        assert all(came[one] for one in running)

    def test_the_next_one_is_full_and_people_wait(self, demo: Demo) -> None:
        next_one = min(
            (one for one in demo.all(Activity) if one.starts_at > NINE), key=lambda one: one.starts_at
        )
        rows = [row for row in demo.all(Enrolment) if row.activity_id == next_one.id]
        assert seats_left(next_one, rows) < first_in_line(rows)
        assert sum(row.state is EnrolmentState.WAITING for row in rows) >= 2


def seats_left(activity: Any, rows: list[Any]) -> int:
    return int(activity.seats) - sum(row.state is EnrolmentState.ENROLLED for row in rows)


def first_in_line(rows: list[Any]) -> float:
    """How many come together who wait first; infinitely many if nobody waits."""
    waiting = [row for row in rows if row.state is EnrolmentState.WAITING]
    if not waiting:
        return float("inf")
    first = min(row.queued_at for row in waiting)
    return float(sum(row.queued_at == first for row in waiting))


def overlap(spans: list[Any]) -> bool:
    ordered = sorted(spans, key=lambda one: one.starts_at)
    return any(after.starts_at < before.ends_at for before, after in pairwise(ordered))


def no_shows(demo: Demo) -> float:
    """The share of the seats that stood at the start and stayed empty."""
    held = {one.id: one for one in demo.all(Activity) if one.state is ActivityState.CLOSED}
    came = {(row.activity_id, row.senior_id): row.how for rows in demo.came().values() for row in rows}
    stood = [
        (row.activity_id, row.senior_id)
        for row in demo.all(Enrolment)
        if row.activity_id in held
        and row.enrolled_at
        and row.enrolled_at <= held[row.activity_id].starts_at
        and (row.cancelled_at is None or row.cancelled_at > held[row.activity_id].starts_at)
        and came.get((row.activity_id, row.senior_id)) is not How.WALK_IN
    ]
    return sum(seat not in came for seat in stood) / len(stood)


def visits_a_session(demo: Demo, month: int) -> float:
    held = [
        one
        for one in demo.all(Activity)
        if one.state is ActivityState.CLOSED and clock.local(one.starts_at, places.ZONE).month == month
    ]
    came = demo.came()
    return sum(len(came[one.id]) for one in held) / len(held)
