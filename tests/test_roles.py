"""Every rule, tried by every role, at the own station and at strange ones, as tests/rules.py says."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

import services
from db import transaction
from db.models import Station
from db.words import How, RoleName
from services import (
    attendance,
    clock,
    consent,
    devices,
    enrolment,
    hands,
    identity,
    learners,
    merging,
    people,
    schedule,
    staff,
    work,
)
from services.access import NOBODY, PERMISSIONS, Actor, Held
from services.errors import NotAllowed, NotFound, NotSignedIn
from services.work import Work
from tests.conftest import Person, Time, World
from tests.rules import LEARNERS, OPEN, PARTS, RULES, WITHIN_RULES, Row, Thing, Where

REFUSED = (NotAllowed, NotFound, NotSignedIn)


def all_rules() -> Iterator[Callable[..., Any]]:
    """Give every public function of services that takes the work first and the rest by keyword."""
    for module in pkgutil.walk_packages(services.__path__, "services."):
        if module.name.split(".")[1] in PARTS:
            continue
        loaded = importlib.import_module(module.name)
        for rule in vars(loaded).values():
            if inspect.isfunction(rule) and rule.__module__ == module.name and _is_rule(rule):
                yield rule


def _is_rule(function: Callable[..., Any]) -> bool:
    parameters = list(inspect.signature(function).parameters.values())
    return (
        not function.__name__.startswith("_")
        and bool(parameters)
        and parameters[0].annotation in (Work, "Work")
        and all(parameter.kind is parameter.KEYWORD_ONLY for parameter in parameters[1:])
    )


def called(rule: Any) -> str:
    return f"{rule.__module__.removeprefix('services.')}.{rule.__name__}"


@pytest.fixture
def things(ada: Person, time: Time, world: World) -> dict[Thing, Any]:
    """Three sessions, seniors, a card, a tablet, somebody of the staff: all at the station."""

    def planned(hours: int, room: str) -> int:
        return ada.do(
            schedule.plan,
            programme_id=world.programme,
            station_id=world.station,
            title_zh="微信",
            title_en="",
            starts_at=time.now + timedelta(hours=hours),
            ends_at=time.now + timedelta(hours=hours + 1),
            seats=30,
            room=room,
        )

    def registered(name: str) -> people.Registered:
        return ada.do(
            people.register,
            station_id=world.station,
            name=name,
            birth_year=1950,
            phone="13812345678",
            consent_wording=consent.CURRENT,
        )

    running, missed, coming = planned(1, "1"), planned(1, "2"), planned(48, "1")
    senior, twin, third, double = map(registered, ("王秀英", "王秀瑛", "李大明", "李大名"))
    merge = ada.do(merging.merge, keep_id=third.id, merge_id=double.id)
    for activity_id in (running, coming):
        ada.do(enrolment.enrol, activity_id=activity_id, senior_ids=(senior.id,))
    time.pass_(minutes=80)
    arrival = ada.do(
        attendance.check_in, activity_id=running, senior_id=senior.id, how=How.CARD, client_id="first"
    )
    helper = ada.do(
        staff.add,
        user_name="helper",
        name="Helper",
        password="spring water",
        station_id=world.station,
        role=RoleName.HELPER,
    )
    tablet = ada.do(devices.bind, station_id=world.station, name="1")
    return {
        Thing.PROGRAMME: world.programme,
        Thing.STATION: world.station,
        Thing.POINT: world.point,
        Thing.COMING: coming,
        Thing.RUNNING: running,
        Thing.MISSED: missed,
        Thing.SENIOR: senior.id,
        Thing.TWIN: twin.id,
        Thing.CARD: ada.ask(people.look, senior_id=senior.id).cards[0].id,
        Thing.CARD_TOKEN: senior.card_token,
        Thing.MERGE: merge,
        Thing.ATTENDANCE: arrival.attendance_id,
        Thing.HELPER: helper,
        Thing.DEVICE: ada.ask(devices.devices)[0].id,
        Thing.HAND: hand(tablet),
    }


def hand(tablet: str) -> int:
    """Let a guest before this tablet raise a hand."""
    there = Person(work.ask(identity.who, NOBODY, tablet=tablet))
    begun = there.do(learners.begin_guest)
    guest = Person(work.ask(identity.who, NOBODY, tablet=tablet, learner=begun.token))
    return guest.do(hands.raise_hand, client_id="hand0001", lesson="", step=0)


def real(value: Any, things: dict[Thing, Any]) -> Any:
    """Return the thing that a row of the table names."""
    if isinstance(value, dict):
        return {keyword: real(part, things) for keyword, part in value.items()}
    if isinstance(value, tuple):
        return tuple(real(part, things) for part in value)
    return things[value] if isinstance(value, Thing) else value


@dataclass(frozen=True)
class Visitor:
    """Somebody with one role, and how near it is held."""

    actor: Actor
    is_at_point: bool
    is_here: bool
    is_in_street: bool


def visitors(engine: Engine, world: World, staff_id: int) -> Iterator[Visitor]:
    """Give every role at, above and below the station, at the other one, in the other street; and nobody."""
    places = (
        (world.point, True, False, True),
        (world.station, True, True, True),
        (world.street, True, True, True),
        (world.other_station, False, False, True),
        (world.other_street, False, False, False),
    )
    with transaction.reading(engine) as db:
        paths = {station_id: db.get_one(Station, station_id).path for station_id, *_near in places}
    for role in RoleName:
        for station_id, *near in places:
            held = Held(role, station_id, paths[station_id])
            yield Visitor(Actor(staff_id=staff_id, name="Visitor", roles=(held,)), *near)
    yield Visitor(NOBODY, False, False, False)
    yield Visitor(Actor(device_id=1, device_path=paths[world.station]), False, False, False)


def may(row: Row, visitor: Visitor) -> bool:
    """Tell what the table says."""
    if row.permission is None:
        return visitor.actor.staff_id is not None
    near = {
        Where.POINT: visitor.is_at_point,
        Where.HERE: visitor.is_here,
        Where.STREET: visitor.is_in_street,
        Where.ANYWHERE: True,
    }
    return near[row.where] and any(row.permission in PERMISSIONS[held.name] for held in visitor.actor.roles)


class Undo(Exception):
    """Nothing of a try is kept."""


def is_let_through(engine: Engine, rule: Callable[..., Any], actor: Actor, about: dict[str, Any]) -> bool:
    """Try the rule and undo it. A refusal for any other reason is a fault of the table."""
    try:
        with transaction.writing(engine) as db:
            rule(Work(db, actor, clock.now()), **about)
            raise Undo
    except Undo:
        return True
    except REFUSED:
        return False


class TestEveryRule:
    def test_stands_in_the_table(self) -> None:
        known = {*RULES, *OPEN, *LEARNERS, *WITHIN_RULES}
        assert sorted(called(rule) for rule in all_rules() if rule not in known) == []

    def test_of_the_table_is_a_rule(self) -> None:
        there = set(all_rules())
        assert sorted(called(rule) for rule in (*RULES, *OPEN, *LEARNERS) if rule not in there) == []

    def test_lets_through_whom_it_should(
        self, things: dict[Thing, Any], ada: Person, world: World, engine: Engine
    ) -> None:
        """One house for all, since every try is undone: to furnish it takes longer than to try."""
        assert [
            f"{called(rule)}: {visitor.actor.roles} {'should' if may(row, visitor) else 'should not'}"
            for rule, row in RULES.items()
            for visitor in visitors(engine, world, ada.id)
            if is_let_through(engine, rule, visitor.actor, real(row.about, things)) is not may(row, visitor)
        ] == []
