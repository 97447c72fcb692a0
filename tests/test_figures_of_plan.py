"""Plan against held, why not, whose hours it took, whom to call: small histories worked out by hand."""

from datetime import date, timedelta
from datetime import time as wall_time

import pytest
from sqlalchemy import Engine, update

from db import transaction
from db.models import Attendance, Senior
from db.words import Action, ActivityState
from services import overview
from services.overview import Choice
from services.overview.calling import follow_up_calls
from tests.conftest import Person, Time, World
from tests.history import held
from tests.planning import planned, recorded, seniors

MARCH = Choice(date(2026, 3, 1), date(2026, 3, 31))


@pytest.fixture(autouse=True)
def afterwards(time: Time) -> None:
    """The managers look when March is over."""
    time.pass_(days=24)


@pytest.fixture
def people(engine: Engine, world: World) -> list[int]:
    return seniors(engine, world.station, 8)


def taken_down(engine: Engine, activity_id: int, *, by: Person) -> None:
    """Let somebody of the staff have taken down everybody who came."""
    with transaction.writing(engine) as db:
        db.execute(update(Attendance).where(Attendance.activity_id == activity_id).values(recorded_by=by.id))


class TestHours:
    def test_of_a_trainer_are_the_length_of_what_she_held(
        self, engine: Engine, world: World, tina: Person, ada: Person, people: list[int]
    ) -> None:
        """Two sessions of 90 minutes, one of them empty and cancelled: 1.5 hours."""
        held(engine, world, date(2026, 3, 4), came=people[:2], trainer_id=tina.id)
        held(engine, world, date(2026, 3, 5), trainer_id=tina.id, state=ActivityState.CANCELLED)
        (row,) = ada.ask(overview.hours, choice=MARCH).to_dict("records")
        assert (row["staff"], row["sessions"], row["trained"], row["helped"]) == (tina.id, 1, 1.5, 0)

    def test_of_a_helper_are_those_of_every_session_she_took_arrivals_down_at(
        self, engine: Engine, world: World, tina: Person, hana: Person, ada: Person, people: list[int]
    ) -> None:
        """Hana took down three at one session: 1.5 hours, once. Tina took down her own: no helper of it."""
        first = held(engine, world, date(2026, 3, 4), came=people[:3], trainer_id=tina.id)
        second = held(engine, world, date(2026, 3, 5), came=people[:1], trainer_id=tina.id)
        taken_down(engine, first, by=hana)
        taken_down(engine, second, by=tina)
        found = {row["staff"]: row for row in ada.ask(overview.hours, choice=MARCH).to_dict("records")}
        assert (found[hana.id]["helped"], found[hana.id]["trained"], found[hana.id]["sessions"]) == (
            1.5,
            0,
            1,
        )
        assert (found[tina.id]["helped"], found[tina.id]["trained"], found[tina.id]["sessions"]) == (0, 3, 2)

    def test_of_nobody_are_an_empty_table(self, ada: Person) -> None:
        assert ada.ask(overview.hours, choice=MARCH).empty


class TestReasons:
    def test_are_counted_by_what_happened(self, engine: Engine, world: World, ada: Person) -> None:
        for day in (4, 5):
            held(engine, world, date(2026, 3, day), state=ActivityState.CANCELLED, reason="台风")
        held(engine, world, date(2026, 3, 6), state=ActivityState.NOT_HELD, reason="没有人来")
        held(engine, world, date(2026, 4, 1), state=ActivityState.CANCELLED, reason="台风")
        assert ada.ask(overview.reasons, choice=MARCH).to_numpy().tolist() == [
            ["cancelled", "台风", 2],
            ["not_held", "没有人来", 1],
        ]

    def test_are_not_told_of_other_stations(
        self, engine: Engine, world: World, nora: Person, mei: Person
    ) -> None:
        held(
            engine, world, date(2026, 3, 4), station_id=world.other_station,
            state=ActivityState.CANCELLED, reason="台风",
        )  # fmt: skip
        assert mei.ask(overview.reasons, choice=MARCH).empty


class TestByLesson:
    def test_tells_where_seats_were_missing(
        self, engine: Engine, world: World, ada: Person, people: list[int]
    ) -> None:
        """WeChat: two waited in vain; video: everybody came."""
        held(engine, world, date(2026, 3, 4), came=people[:2], waited=people[2:4], lesson="wechat")
        held(engine, world, date(2026, 3, 5), wall_time(14), came=people[:3], lesson="video")
        table = ada.ask(overview.by_lesson, choice=MARCH)
        assert table[["lesson", "unmet", "visits"]].to_numpy().tolist() == [["video", 0, 3], ["wechat", 2, 2]]


class TestTheCallList:
    def test_has_whole_phones_and_is_recorded(
        self, engine: Engine, world: World, mei: Person, people: list[int]
    ) -> None:
        with transaction.writing(engine) as db:
            db.execute(update(Senior).where(Senior.id == people[0]).values(phone="13812345678"))
        for day in (4, 11):
            held(engine, world, date(2026, 3, day), came=people[1:3], missed=people[:1])
        (call,) = mei.do(follow_up_calls, choice=MARCH)
        assert (call.phone, call.missed, call.waited, call.last) == ("13812345678", 2, 0, None)
        (entry,) = recorded(engine, Action.CALL_LIST_PRINTED)
        assert (entry.staff_id, entry.subject_id, entry.details["people"]) == (mei.id, world.station, 1)

    def test_of_nobody_is_empty_and_leaves_no_trace(self, engine: Engine, mei: Person) -> None:
        assert mei.do(follow_up_calls, choice=MARCH) == ()
        assert recorded(engine, Action.CALL_LIST_PRINTED) == []


class TestWhatCanBeChosen:
    def test_is_what_occurs_at_ones_own_stations(
        self, engine: Engine, world: World, tina: Person, mei: Person, people: list[int]
    ) -> None:
        held(engine, world, date(2026, 3, 4), came=people[:1], lesson="wechat", trainer_id=tina.id)
        held(engine, world, date(2026, 3, 4), station_id=world.other_station, lesson="cooking")
        found = mei.ask(overview.offers)
        assert found.lessons == ("wechat",)
        assert [number for number, _name in found.trainers] == [tina.id]

    def test_the_version_changes_when_something_is_entered_and_only_then(
        self, world: World, mei: Person, time: Time
    ) -> None:
        first = mei.ask(overview.version)
        assert mei.ask(overview.version) == first
        starts_at = time.now + timedelta(hours=1)
        planned(mei, world, starts_at=starts_at)
        assert mei.ask(overview.version) != first
