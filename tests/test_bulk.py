"""The crowds to measure with keep the rules of the house, and both databases take them as they are."""

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, inspect, select

from db import transaction
from db.learning import ProgressEvent
from db.models import Activity, Attendance, Enrolment, House, Programme, Senior, Staff
from db.words import ActivityState, EnrolmentState, EventKind, PracticeMode
from services import demonstration, finding, identity, numbers
from services.access import NOBODY
from services.demonstration.bulk import POURED, SCALES, load_bulk
from services.demonstration.crowds import Scale
from services.work import Work
from tests.conftest import NINE, Person

SMALL = Scale(stations=3, seniors=300, visits=1_500, years=2)


def load(to: Engine) -> demonstration.Loaded:
    with transaction.writing(to) as db:
        return load_bulk(Work(db, NOBODY, NINE), scale=SMALL)


def rows(to: Engine, model: Any) -> list[Any]:
    with transaction.reading(to) as db:
        return list(db.execute(select(model.__table__).order_by(model.id)))


def indexes(to: Engine) -> set[tuple[str, str]]:
    found = inspect(to)
    return {
        (table, str(index["name"]))
        for table in found.get_table_names()
        for index in (
            *found.get_indexes(table),
            *found.get_unique_constraints(table),
            *found.get_foreign_keys(table),
        )
    }


class TestLoadBulk:
    def test_makes_about_as_many_visits_as_wanted(self, engine: Engine) -> None:
        assert load(engine).counts["attendance"] == pytest.approx(SMALL.visits, rel=0.08)

    def test_makes_the_seniors_wanted(self, engine: Engine) -> None:
        assert load(engine).counts["senior"] == SMALL.seniors

    def test_says_that_it_is_a_demonstration(self, engine: Engine) -> None:
        load(engine)
        assert [house.is_demo for house in rows(engine, House)] == [True]

    def test_makes_the_same_rows_everywhere(self, engine: Engine, empty_sqlite: Path, tmp_path: Path) -> None:
        file = tmp_path / "other.sqlite3"
        shutil.copy(empty_sqlite, file)
        other = transaction.engine_for(f"sqlite:///{file}")
        load(engine)
        load(other)
        here, there = [[rows(to, model) for model in POURED] for to in (engine, other)]
        other.dispose()
        assert here == there

    def test_leaves_every_index_and_key_as_it_was(self, engine: Engine) -> None:
        before = indexes(engine)
        load(engine)
        assert indexes(engine) == before

    def test_gives_right_numbers(self, engine: Engine) -> None:
        load(engine)
        given = [senior.number for senior in rows(engine, Senior)]
        assert [number for number in given if not numbers.is_number(number)] == []

    def test_nobody_sits_on_a_seat_that_is_not_there(self, engine: Engine) -> None:
        load(engine)
        taken = Counter(
            row.activity_id for row in rows(engine, Enrolment) if row.state is EnrolmentState.ENROLLED
        )
        assert [one.id for one in rows(engine, Activity) if taken[one.id] > one.seats] == []

    def test_nobody_comes_to_what_was_cancelled(self, engine: Engine) -> None:
        load(engine)
        off = {one.id for one in rows(engine, Activity) if one.state is ActivityState.CANCELLED}
        assert [row.id for row in rows(engine, Attendance) if row.activity_id in off] == []

    def test_ends_before_now(self, engine: Engine) -> None:
        load(engine)
        assert max(one.ends_at for one in rows(engine, Activity)) < NINE

    def test_people_learn_and_some_come_back_to_it(self, engine: Engine) -> None:
        load(engine)
        events = rows(engine, ProgressEvent)
        alone = Counter(
            (row.senior_id, row.lesson) for row in events if row.mode is PracticeMode.OWN and row.senior_id
        )
        assert {row.kind for row in events} >= {EventKind.READ, EventKind.MOVE, EventKind.FINISHED}
        assert max(alone.values()) > 1
        assert max(row.happened_at for row in events) < NINE

    def test_the_administrator_signs_in_and_finds_people(self, engine: Engine) -> None:
        loaded = load(engine)
        with transaction.writing(engine) as db:
            work = Work(db, NOBODY, NINE)
            staff_id = identity.whose_password(work, user_name="admin", password=loaded.passwords["admin"])
            token = identity.open_sign_in(work, user_name="admin", staff_id=staff_id, browser="").token
            actor = identity.who(work, sign_in=token)
            name = db.scalars(select(Senior.name).limit(1)).one()
            found = finding.find(Work(db, actor, NINE), station_id=2, text=name)
        assert found

    def test_leaves_the_next_ids_free(self, engine: Engine) -> None:
        load(engine)
        with transaction.writing(engine) as db:
            highest = [db.scalar(select(func.max(model.id))) or 0 for model in (Senior, Staff, Programme)]
            new = [
                Senior(number="999999", name="新来的", station_id=2, registered_at=NINE),
                Staff(user_name="new", name="新来的", password_hash="-"),
                Programme(slug="new", name_zh="新", name_en="New"),
            ]
            db.add_all(new)
            db.flush()
            found = [row.id for row in new]
            db.rollback()
        assert found == [number + 1 for number in highest]

    def test_is_refused_in_a_house_that_was_set_up(self, engine: Engine, ada: Person) -> None:
        with pytest.raises(demonstration.HouseInUse):
            load(engine)


class TestScales:
    def test_no_scale_needs_more_numbers_than_there_are(self) -> None:
        assert max(scale.seniors for scale in SCALES.values()) <= numbers.POSSIBLE
