"""An activity is planned, changed, moved, called off, closed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from db import transaction
from db.models import Programme, Station
from db.words import Action, ActivityState, RoleName
from services import draft, schedule
from services.enrolment import enrol
from services.errors import Invalid, NotAllowed, NotFound
from tests.conftest import NINE, Person, Time, World
from tests.planning import TWO, comes, enrolled, planned, recorded, seniors, stored

HOUR = timedelta(hours=1)
LATER: dict[str, Any] = {"starts_at": TWO + HOUR, "ends_at": TWO + 2 * HOUR}
WHAT: dict[str, Any] = {"title_zh": "微信", "title_en": "WeChat", "seats": 3}


@pytest.fixture
def activity(tina: Person, world: World) -> int:
    """An activity at the station this afternoon, with three seats."""
    return planned(tina, world)


class TestPlan:
    def test_makes_an_activity_nobody_can_guess(self, tina: Person, world: World, engine: Engine) -> None:
        one, two = (stored(engine, planned(tina, world, room=room)) for room in "AB")
        assert len(one.public_id) == 16
        assert len(one.door_secret) == 64
        assert one.public_id != two.public_id

    def test_twice_is_one_activity(self, tina: Person, world: World, engine: Engine) -> None:
        assert planned(tina, world) == planned(tina, world)
        assert len(recorded(engine, Action.ACTIVITY_PLANNED)) == 1

    def test_takes_the_chinese_title_where_english_is_missing(
        self, tina: Person, world: World, engine: Engine
    ) -> None:
        assert stored(engine, planned(tina, world, title_en=" ")).title_en == "微信视频通话"

    @pytest.mark.parametrize(
        ("about", "refusal", "field"),
        [
            ({"starts_at": NINE - timedelta(minutes=1)}, draft.StartsInThePast, "starts_at"),
            ({"ends_at": TWO}, draft.EndsBeforeStart, "ends_at"),
            ({"ends_at": TWO - HOUR}, draft.EndsBeforeStart, "ends_at"),
            ({"ends_at": TWO + 8 * HOUR + timedelta(minutes=1)}, draft.TooLong, "ends_at"),
            ({"seats": 0}, draft.SeatsOutOfRange, "seats"),
            ({"seats": 501}, draft.SeatsOutOfRange, "seats"),
            ({"title_zh": "  "}, draft.NoTitle, "title_zh"),
            ({"title_zh": "微" * 81}, draft.TooManyWords, "title_zh"),
            ({"room": "楼" * 41}, draft.TooManyWords, "room"),
            ({"trainer_id": 9999}, draft.NotATrainer, "trainer_id"),
        ],
    )
    def test_refuses_what_cannot_be(
        self, about: dict[str, Any], refusal: type[Invalid], field: str, tina: Person, world: World
    ) -> None:
        with pytest.raises(refusal) as refused:
            planned(tina, world, **about)
        assert refused.value.field == field

    def test_lasts_eight_hours_at_most(self, tina: Person, world: World) -> None:
        assert planned(tina, world, ends_at=TWO + 8 * HOUR)

    def test_may_begin_this_very_moment(self, tina: Person, world: World) -> None:
        assert planned(tina, world, starts_at=NINE)

    def test_refuses_a_trainer_of_another_station(self, tina: Person, nora: Person, world: World) -> None:
        with pytest.raises(draft.NotATrainer):
            planned(tina, world, trainer_id=nora.id)

    def test_refuses_a_helper_as_trainer(self, tina: Person, hana: Person, world: World) -> None:
        with pytest.raises(draft.NotATrainer):
            planned(tina, world, trainer_id=hana.id)

    def test_refuses_a_closed_station(self, tina: Person, world: World, engine: Engine) -> None:
        with transaction.writing(engine) as db:
            db.get_one(Station, world.station).is_open = False
        with pytest.raises(draft.StationClosed):
            planned(tina, world)

    def test_refuses_a_programme_no_longer_offered(self, tina: Person, world: World, engine: Engine) -> None:
        with transaction.writing(engine) as db:
            db.get_one(Programme, world.programme).is_active = False
        with pytest.raises(draft.ProgrammeRetired):
            planned(tina, world)

    def test_is_for_trainers_of_the_station_and_above(self, mei: Person, ada: Person, world: World) -> None:
        assert planned(mei, world, room="一楼") != planned(ada, world, room="二楼")


class TestMove:
    def test_keeps_the_enrolled_and_where_it_first_stood(
        self, tina: Person, activity: int, engine: Engine, world: World
    ) -> None:
        (senior_id,) = seniors(engine, world.station, 1)
        tina.do(enrol, activity_id=activity, senior_ids=(senior_id,))
        for hours in (24, 48):
            starts_at = TWO + hours * HOUR
            tina.do(
                schedule.move,
                activity_id=activity,
                starts_at=starts_at,
                ends_at=starts_at + HOUR,
                reason="台风",
            )
        moved = stored(engine, activity)
        assert (moved.starts_at, moved.planned_at, moved.reason) == (TWO + 48 * HOUR, TWO, "台风")
        assert enrolled(engine, activity) == [senior_id]

    def test_to_where_it_is_changes_nothing(self, tina: Person, activity: int, engine: Engine) -> None:
        tina.do(
            schedule.move,
            activity_id=activity,
            starts_at=TWO,
            ends_at=TWO + timedelta(minutes=90),
            reason="",
        )
        assert recorded(engine, Action.ACTIVITY_MOVED) == []

    def test_needs_a_reason(self, tina: Person, activity: int) -> None:
        with pytest.raises(draft.NoReason):
            tina.do(
                schedule.move, activity_id=activity, starts_at=TWO + HOUR, ends_at=TWO + 2 * HOUR, reason=" "
            )

    def test_is_refused_into_the_past(self, tina: Person, activity: int) -> None:
        with pytest.raises(draft.StartsInThePast):
            tina.do(schedule.move, activity_id=activity, starts_at=NINE - HOUR, ends_at=NINE, reason="早点")

    def test_is_refused_once_begun(self, tina: Person, activity: int, time: Time) -> None:
        time.now = TWO
        with pytest.raises(schedule.AlreadyBegun):
            tina.do(
                schedule.move,
                activity_id=activity,
                starts_at=TWO + HOUR,
                ends_at=TWO + 2 * HOUR,
                reason="停电",
            )

    def test_to_another_station_needs_both(
        self, tina: Person, ada: Person, activity: int, world: World
    ) -> None:
        about: dict[str, Any] = {
            "activity_id": activity,
            "starts_at": TWO,
            "ends_at": TWO + HOUR,
            "station_id": world.other_station,
            "reason": "装修",
        }
        with pytest.raises(NotFound):
            tina.do(schedule.move, **about)
        ada.do(schedule.move, **about)


class TestCallingOff:
    def test_keeps_the_first_reason(self, tina: Person, activity: int, engine: Engine) -> None:
        for reason in ("停电", "台风"):
            tina.do(schedule.cancel, activity_id=activity, reason=reason)
        assert stored(engine, activity).reason == "停电"

    def test_needs_a_reason(self, tina: Person, activity: int) -> None:
        with pytest.raises(draft.NoReason):
            tina.do(schedule.cancel, activity_id=activity, reason="")

    def test_is_refused_once_begun(self, tina: Person, activity: int, time: Time) -> None:
        time.now = TWO
        with pytest.raises(schedule.AlreadyBegun):
            tina.do(schedule.cancel, activity_id=activity, reason="停电")

    def test_not_held_is_said_from_the_start_on(
        self, tina: Person, activity: int, time: Time, engine: Engine
    ) -> None:
        with pytest.raises(schedule.NotYetBegun):
            tina.do(schedule.not_held, activity_id=activity, reason="没人来")
        time.now = TWO
        tina.do(schedule.not_held, activity_id=activity, reason="没人来")
        assert stored(engine, activity).state is ActivityState.NOT_HELD

    def test_what_people_came_to_was_held(
        self, tina: Person, activity: int, time: Time, engine: Engine, world: World
    ) -> None:
        comes(engine, activity, *seniors(engine, world.station, 1))
        time.now = TWO
        with pytest.raises(schedule.SomebodyCame):
            tina.do(schedule.not_held, activity_id=activity, reason="没人来")

    def test_what_is_called_off_stays_so(self, tina: Person, activity: int) -> None:
        tina.do(schedule.cancel, activity_id=activity, reason="停电")
        with pytest.raises(schedule.CalledOff):
            tina.do(schedule.change, activity_id=activity, **WHAT)


class TestClose:
    def test_after_people_came(
        self, tina: Person, activity: int, time: Time, engine: Engine, world: World
    ) -> None:
        comes(engine, activity, *seniors(engine, world.station, 1))
        time.now = TWO + HOUR
        tina.do(schedule.close, activity_id=activity)
        tina.do(schedule.close, activity_id=activity)
        assert stored(engine, activity).state is ActivityState.CLOSED
        assert len(recorded(engine, Action.ACTIVITY_CLOSED)) == 1

    def test_is_refused_when_nobody_came(self, tina: Person, activity: int, time: Time) -> None:
        time.now = TWO + HOUR
        with pytest.raises(schedule.NobodyCame):
            tina.do(schedule.close, activity_id=activity)

    def test_is_refused_before_the_start(self, tina: Person, activity: int) -> None:
        with pytest.raises(schedule.NotYetBegun):
            tina.do(schedule.close, activity_id=activity)

    def test_ends_all_changing(
        self, tina: Person, activity: int, time: Time, engine: Engine, world: World
    ) -> None:
        comes(engine, activity, *seniors(engine, world.station, 1))
        time.now = TWO
        tina.do(schedule.close, activity_id=activity)
        with pytest.raises(schedule.IsClosed):
            tina.do(schedule.not_held, activity_id=activity, reason="没人来")


class TestChange:
    def test_records_which_fields(self, tina: Person, activity: int, engine: Engine) -> None:
        tina.do(schedule.change, activity_id=activity, trainer_id=tina.id, **WHAT)
        (entry,) = recorded(engine, Action.ACTIVITY_CHANGED)
        assert sorted(entry.details["fields"]) == ["title_en", "title_zh", "trainer_id"]

    def test_to_the_same_changes_nothing(self, tina: Person, activity: int, engine: Engine) -> None:
        for _ in range(2):
            tina.do(schedule.change, activity_id=activity, **WHAT)
        assert len(recorded(engine, Action.ACTIVITY_CHANGED)) == 1

    def test_after_the_start_lets_nobody_move_up(
        self, tina: Person, activity: int, time: Time, engine: Engine, world: World
    ) -> None:
        for senior_id in seniors(engine, world.station, 4):
            tina.do(enrol, activity_id=activity, senior_ids=(senior_id,))
        time.now = TWO
        assert tina.do(schedule.change, activity_id=activity, **(WHAT | {"seats": 9})) == ()


RULES: list[tuple[Callable[..., Any], dict[str, Any]]] = [
    (schedule.change, WHAT),
    (schedule.move, LATER | {"reason": "台风"}),
    (schedule.cancel, {"reason": "停电"}),
    (schedule.not_held, {"reason": "没人来"}),
    (schedule.close, {}),
]


class TestWho:
    @pytest.mark.parametrize("role", [RoleName.TRAINER, RoleName.MANAGER, RoleName.ADMIN])
    def test_may_plan_and_call_off(
        self, role: RoleName, join: Callable[..., Person], world: World, engine: Engine
    ) -> None:
        who = join("somebody", role, world.area)
        activity = planned(who, world)
        who.do(schedule.cancel, activity_id=activity, reason="停电")
        assert stored(engine, activity).state is ActivityState.CANCELLED

    def test_a_helper_may_not_plan(self, hana: Person, world: World) -> None:
        with pytest.raises(NotAllowed):
            planned(hana, world)

    @pytest.mark.parametrize(("rule", "about"), RULES)
    def test_a_helper_may_not(
        self, rule: Callable[..., Any], about: dict[str, Any], hana: Person, activity: int
    ) -> None:
        with pytest.raises(NotAllowed):
            hana.do(rule, activity_id=activity, **about)

    @pytest.mark.parametrize("stranger", ["nora", "zoe"])
    @pytest.mark.parametrize(("rule", "about"), RULES)
    def test_a_stranger_is_told_there_is_nothing(
        self,
        rule: Callable[..., Any],
        about: dict[str, Any],
        stranger: str,
        activity: int,
        request: pytest.FixtureRequest,
    ) -> None:
        with pytest.raises(NotFound):
            request.getfixturevalue(stranger).do(rule, activity_id=activity, **about)

    @pytest.mark.parametrize("stranger", ["nora", "zoe"])
    def test_a_stranger_cannot_plan_here(
        self, stranger: str, world: World, request: pytest.FixtureRequest
    ) -> None:
        with pytest.raises(NotFound):
            planned(request.getfixturevalue(stranger), world)
