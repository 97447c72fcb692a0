"""Two records of one person become one, counted once, and can become two again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from db import transaction
from db.audit import AuditEntry
from db.learning import Certificate, Feedback, Learner, LessonState, Preference, ProgressEvent
from db.models import Attendance, Card, Enrolment, Senior, SeniorKey, TurnedAway
from db.words import Action, EnrolmentState, EventKind, RoleName
from services import enrolment, merging, people
from services.consent import CURRENT
from services.errors import NotAllowed, NotFound
from services.merging import LaterMergeFirst, MergedElsewhere, SameRecord
from services.work import Work
from tests.conftest import NINE, Person, Time, World
from tests.learning import LESSON, OTHER_LESSON, did
from tests.planning import TWO, comes, enrolled, enrolments, planned

LEARNT = (Learner, ProgressEvent, LessonState, Feedback, Certificate, Preference)
EVERYTHING = (Senior, SeniorKey, Card, Enrolment, Attendance, TurnedAway, *LEARNT)


def everything(work: Work) -> dict[str, list[Any]]:
    """Return all that a merge may touch, row by row."""
    return {
        model.__tablename__: sorted(
            repr(
                {
                    c.name: getattr(row, c.name)
                    for c in model.__table__.columns
                    if not _is_key_id(model, c.name)
                }
            )
            for row in work.db.scalars(select(model))
        )
        for model in EVERYTHING
    }


def _is_key_id(model: Any, column: str) -> bool:
    return model is SeniorKey and column == "id"


def senior_ids(work: Work, *, model: Any) -> list[int]:
    return [row.senior_id for row in work.db.scalars(select(model).order_by(model.id))]


def actions(work: Work) -> list[Action]:
    return [entry.action for entry in work.db.scalars(select(AuditEntry).order_by(AuditEntry.id))]


@pytest.fixture
def two(mei: Person, world: World) -> tuple[int, int]:
    """Two records of Mrs Wang at the station."""

    def registered(name: str) -> int:
        return mei.do(people.register, station_id=world.station, name=name, consent_wording=CURRENT).id

    return registered("王美英"), registered("汪美瑛")


def learns(engine: Engine, activity_id: int, senior_id: int, minutes: int) -> None:
    """Let a senior have done a bit of everything on a tablet, so many minutes after nine."""
    at = NINE + timedelta(minutes=minutes)
    did(engine, senior_id, EventKind.STEP, timedelta(minutes=minutes))
    with transaction.writing(engine) as db:
        db.add_all(
            [
                Feedback(
                    client_id=f"f{senior_id}",
                    activity_id=activity_id,
                    senior_id=senior_id,
                    face=3,
                    given_at=at,
                ),
                Certificate(
                    token=f"c{senior_id}",
                    senior_id=senior_id,
                    course="c",
                    track="t",
                    finished_on=at.date(),
                    issued_at=at,
                ),
                Preference(senior_id=senior_id, text_size=26),
            ]
        )


def stands(engine: Engine, senior_id: int, lesson: str, step: int, minutes: int) -> None:
    """Let a senior have got to a step of a lesson, so many minutes after nine."""
    with transaction.writing(engine) as db:
        db.add(
            LessonState(
                senior_id=senior_id,
                lesson=lesson,
                version="v1",
                state={"kind": "step", "step": step},
                updated_at=NINE + timedelta(minutes=minutes),
            )
        )


def standing(work: Work, *, senior_id: int) -> dict[str, int]:
    """Return at which step of which lesson a senior stands."""
    states = work.db.scalars(select(LessonState).where(LessonState.senior_id == senior_id))
    return {state.lesson: state.state["step"] for state in states}


class TestMerge:
    def test_hands_over_what_was_learnt(
        self, mei: Person, engine: Engine, world: World, two: tuple[int, int]
    ) -> None:
        kept, merged = two
        learns(engine, planned(mei, world), merged, 5)
        mei.do(merging.merge, keep_id=kept, merge_id=merged)
        for model in (Learner, ProgressEvent, Feedback, Certificate, Preference):
            assert mei.ask(senior_ids, model=model) == [kept]

    @pytest.mark.parametrize(("minutes", "step"), [(10, 5), (1, 2)])
    def test_of_two_places_in_a_lesson_the_newer_one_counts(
        self, mei: Person, engine: Engine, two: tuple[int, int], minutes: int, step: int
    ) -> None:
        kept, merged = two
        stands(engine, kept, LESSON, 2, 5)
        stands(engine, merged, LESSON, 5, minutes)
        stands(engine, merged, OTHER_LESSON, 3, 5)
        mei.do(merging.merge, keep_id=kept, merge_id=merged)
        assert mei.ask(standing, senior_id=kept) == {LESSON: step, OTHER_LESSON: 3}

    def test_hands_over_visits_places_and_cards(
        self, mei: Person, engine: Engine, world: World, two: tuple[int, int]
    ) -> None:
        kept, merged = two
        activity = planned(mei, world)
        mei.do(enrolment.enrol, activity_id=activity, senior_ids=(merged,))
        comes(engine, activity, merged)
        mei.do(merging.merge, keep_id=kept, merge_id=merged)
        assert mei.ask(senior_ids, model=Attendance) == [kept]
        assert mei.ask(senior_ids, model=Card) == [kept, kept]
        assert enrolled(engine, activity) == [kept]

    def test_a_visit_of_both_counts_once(
        self, mei: Person, engine: Engine, world: World, two: tuple[int, int]
    ) -> None:
        kept, merged = two
        comes(engine, planned(mei, world), kept, merged)
        mei.do(merging.merge, keep_id=kept, merge_id=merged)
        shown = mei.ask(people.look, senior_id=kept)
        assert shown.visits == 1
        assert mei.ask(actions).count(Action.CHECK_IN_VOIDED) == 1

    def test_two_seats_become_one_and_the_next_moves_up(
        self, mei: Person, engine: Engine, world: World, two: tuple[int, int]
    ) -> None:
        activity = planned(mei, world, seats=2)
        third = mei.do(people.register, station_id=world.station, name="李芳", consent_wording=CURRENT).id
        for senior in (*two, third):
            mei.do(enrolment.enrol, activity_id=activity, senior_ids=(senior,))
        mei.do(merging.merge, keep_id=two[0], merge_id=two[1])
        assert enrolled(engine, activity) == sorted([two[0], third])

    @pytest.mark.parametrize("merged_has_the_seat", [True, False])
    def test_the_better_of_two_places_stays(
        self, mei: Person, engine: Engine, world: World, two: tuple[int, int], merged_has_the_seat: bool
    ) -> None:
        activity = planned(mei, world, seats=1)
        for senior in sorted(two, reverse=merged_has_the_seat):
            mei.do(enrolment.enrol, activity_id=activity, senior_ids=(senior,))
        mei.do(merging.merge, keep_id=two[0], merge_id=two[1])
        assert enrolled(engine, activity) == [two[0]]
        assert enrolments(engine, activity, EnrolmentState.WAITING) == []

    def test_twice_changes_nothing(self, mei: Person, two: tuple[int, int]) -> None:
        first = mei.do(merging.merge, keep_id=two[0], merge_id=two[1])
        after = mei.ask(everything)
        assert mei.do(merging.merge, keep_id=two[0], merge_id=two[1]) == first
        assert mei.ask(everything) == after

    def test_whoever_came_along_is_the_same_already(
        self, mei: Person, two: tuple[int, int], world: World
    ) -> None:
        first, second = two
        third = mei.do(people.register, station_id=world.station, name="王美瑛", consent_wording=CURRENT).id
        made = mei.do(merging.merge, keep_id=second, merge_id=third)
        mei.do(merging.merge, keep_id=first, merge_id=second)
        before = mei.ask(everything)
        assert mei.do(merging.merge, keep_id=first, merge_id=third) == made
        assert mei.ask(everything) == before

    def test_one_record_is_not_two(self, mei: Person, two: tuple[int, int]) -> None:
        with pytest.raises(SameRecord):
            mei.do(merging.merge, keep_id=two[0], merge_id=two[0])

    def test_a_merged_record_is_not_merged_elsewhere(
        self, mei: Person, world: World, two: tuple[int, int]
    ) -> None:
        third = mei.do(people.register, station_id=world.station, name="李芳", consent_wording=CURRENT).id
        mei.do(merging.merge, keep_id=two[0], merge_id=two[1])
        for keep, gone in ((third, two[1]), (two[1], third)):
            with pytest.raises(MergedElsewhere):
                mei.do(merging.merge, keep_id=keep, merge_id=gone)

    def test_looking_at_the_merged_one_shows_the_kept_one(self, mei: Person, two: tuple[int, int]) -> None:
        mei.do(merging.merge, keep_id=two[0], merge_id=two[1])
        shown = mei.ask(people.look, senior_id=two[1])
        assert (shown.id, [record.name for record in shown.merged]) == (two[0], ["汪美瑛"])

    def test_is_not_for_trainers(self, tina: Person, hana: Person, two: tuple[int, int]) -> None:
        for person in (tina, hana):
            with pytest.raises(NotAllowed):
                person.do(merging.merge, keep_id=two[0], merge_id=two[1])

    def test_is_not_for_other_stations(
        self, join: Callable[..., Person], world: World, two: tuple[int, int]
    ) -> None:
        ming = join("ming", RoleName.MANAGER, world.other_station)
        with pytest.raises(NotFound):
            ming.do(merging.merge, keep_id=two[0], merge_id=two[1])

    def test_is_not_for_other_streets(self, zoe: Person, two: tuple[int, int]) -> None:
        with pytest.raises(NotFound):
            zoe.do(merging.merge, keep_id=two[0], merge_id=two[1])

    def test_a_manager_does_not_merge_with_another_station(
        self, mei: Person, nora: Person, world: World, two: tuple[int, int]
    ) -> None:
        far = nora.do(
            people.register, station_id=world.other_station, name="王美英", consent_wording=CURRENT
        ).id
        with pytest.raises(NotFound):
            mei.do(merging.merge, keep_id=two[0], merge_id=far)

    def test_the_administrator_does(
        self, ada: Person, nora: Person, world: World, two: tuple[int, int]
    ) -> None:
        far = nora.do(
            people.register, station_id=world.other_station, name="王美英", consent_wording=CURRENT
        ).id
        ada.do(merging.merge, keep_id=two[0], merge_id=far)
        assert ada.ask(people.look, senior_id=far).id == two[0]


class TestUndoMerge:
    def test_puts_everything_back(
        self, mei: Person, engine: Engine, world: World, two: tuple[int, int], time: Time
    ) -> None:
        kept, merged = two
        shared, only_merged = planned(mei, world), planned(mei, world, starts_at=TWO + timedelta(days=1))
        waited = planned(mei, world, seats=1, starts_at=TWO + timedelta(days=2))
        for activity, senior in (
            (shared, kept),
            (shared, merged),
            (only_merged, merged),
            (waited, merged),
            (waited, kept),
        ):
            mei.do(enrolment.enrol, activity_id=activity, senior_ids=(senior,))
        comes(engine, shared, kept, merged)
        comes(engine, only_merged, merged)
        with transaction.writing(engine) as db:
            db.add(TurnedAway(activity_id=waited, senior_id=merged, came_at=time.now, client_id="t"))
        for senior, minutes in ((kept, 1), (merged, 2)):
            learns(engine, shared, senior, minutes)
            stands(engine, senior, LESSON, minutes, minutes)
        stands(engine, merged, OTHER_LESSON, 3, 5)
        before = mei.ask(everything)
        time.pass_(minutes=1)
        merge_id = mei.do(merging.merge, keep_id=kept, merge_id=merged)
        assert mei.ask(everything) != before
        mei.do(merging.undo_merge, merge_id=merge_id)
        assert mei.ask(everything) == before

    def test_twice_changes_nothing(self, mei: Person, two: tuple[int, int]) -> None:
        merge_id = mei.do(merging.merge, keep_id=two[0], merge_id=two[1])
        mei.do(merging.undo_merge, merge_id=merge_id)
        after = mei.ask(everything)
        mei.do(merging.undo_merge, merge_id=merge_id)
        assert mei.ask(everything) == after

    def test_a_seat_given_away_becomes_the_first_turn(
        self, mei: Person, engine: Engine, world: World, two: tuple[int, int]
    ) -> None:
        activity = planned(mei, world, seats=2)
        third = mei.do(people.register, station_id=world.station, name="李芳", consent_wording=CURRENT).id
        for senior in (*two, third):
            mei.do(enrolment.enrol, activity_id=activity, senior_ids=(senior,))
        merge_id = mei.do(merging.merge, keep_id=two[0], merge_id=two[1])
        mei.do(merging.undo_merge, merge_id=merge_id)
        assert enrolled(engine, activity) == sorted([two[0], third])
        assert enrolments(engine, activity, EnrolmentState.WAITING) == [two[1]]

    def test_what_came_after_stays_with_the_kept_one(
        self, mei: Person, engine: Engine, world: World, two: tuple[int, int]
    ) -> None:
        merge_id = mei.do(merging.merge, keep_id=two[0], merge_id=two[1])
        comes(engine, planned(mei, world), two[0])
        mei.do(merging.undo_merge, merge_id=merge_id)
        assert mei.ask(senior_ids, model=Attendance) == [two[0]]

    def test_a_lesson_gone_on_with_since_stays_with_the_kept_one(
        self, mei: Person, engine: Engine, two: tuple[int, int]
    ) -> None:
        kept, merged = two
        stands(engine, kept, LESSON, 2, 1)
        stands(engine, merged, LESSON, 5, 2)
        merge_id = mei.do(merging.merge, keep_id=kept, merge_id=merged)
        with transaction.writing(engine) as db:
            state = db.scalars(select(LessonState).where(LessonState.senior_id == kept)).one()
            state.state, state.updated_at = {"kind": "step", "step": 6}, NINE + timedelta(minutes=3)
        mei.do(merging.undo_merge, merge_id=merge_id)
        assert mei.ask(standing, senior_id=kept) == {LESSON: 6}
        assert mei.ask(standing, senior_id=merged) == {LESSON: 5}

    def test_a_chain_is_undone_from_its_end(self, mei: Person, world: World, two: tuple[int, int]) -> None:
        third = mei.do(people.register, station_id=world.station, name="李芳", consent_wording=CURRENT).id
        first = mei.do(merging.merge, keep_id=two[0], merge_id=two[1])
        alone = mei.ask(everything)
        second = mei.do(merging.merge, keep_id=third, merge_id=two[0])
        assert mei.ask(people.look, senior_id=two[1]).id == third
        with pytest.raises(LaterMergeFirst):
            mei.do(merging.undo_merge, merge_id=first)
        mei.do(merging.undo_merge, merge_id=second)
        assert mei.ask(everything) == alone

    def test_is_not_for_trainers(self, mei: Person, tina: Person, two: tuple[int, int]) -> None:
        merge_id = mei.do(merging.merge, keep_id=two[0], merge_id=two[1])
        with pytest.raises(NotAllowed):
            tina.do(merging.undo_merge, merge_id=merge_id)

    def test_is_not_for_other_streets(self, mei: Person, zoe: Person, two: tuple[int, int]) -> None:
        merge_id = mei.do(merging.merge, keep_id=two[0], merge_id=two[1])
        with pytest.raises(NotFound):
            zoe.do(merging.undo_merge, merge_id=merge_id)
