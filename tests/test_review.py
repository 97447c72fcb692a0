"""Lessons done, reviews due, mastery, and the certificate: all of it from the events."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from db import transaction
from db.models import Senior
from db.words import EventKind, PracticeMode
from services import certificates, learners, library, review
from services.access import NOBODY
from services.review import Learnt
from tests.conftest import NINE, Person, Time, World
from tests.learning import LESSON, Tablet, did, senior
from tests.planning import comes, planned

DAY = timedelta(days=1)
OWN = PracticeMode.OWN


@pytest.fixture
def mei_ying(engine: Engine, world: World) -> tuple[int, str, str]:
    return senior(engine, world.station)


@pytest.fixture
def tablet(engine: Engine, world: World, tina: Person, mei_ying: tuple[int, str, str]) -> Tablet:
    return Tablet(engine, world.station, tina.id)


def learnt(tablet: Tablet, card: str) -> Learnt | None:
    tablet.card(card)
    return tablet.person.ask(review.one, lesson=LESSON).learnt


class TestDone:
    def test_is_nothing_before_she_began(self, tablet: Tablet, mei_ying: tuple[int, str, str]) -> None:
        assert learnt(tablet, mei_ying[2]) is None

    def test_is_not_a_lesson_only_begun(
        self, tablet: Tablet, mei_ying: tuple[int, str, str], engine: Engine
    ) -> None:
        did(engine, mei_ying[0], EventKind.STEP)
        did(engine, mei_ying[0], EventKind.PRACTISED, mode=PracticeMode.FOLLOW)
        found = learnt(tablet, mei_ying[2])
        assert found is not None and (found.done_on, found.review) == (None, None)

    @pytest.mark.parametrize(("kind", "mode"), [(EventKind.FINISHED, None), (EventKind.PRACTISED, OWN)])
    def test_is_gone_through_or_practised_alone(
        self,
        tablet: Tablet,
        mei_ying: tuple[int, str, str],
        engine: Engine,
        kind: EventKind,
        mode: PracticeMode | None,
    ) -> None:
        did(engine, mei_ying[0], kind, mode=mode)
        found = learnt(tablet, mei_ying[2])
        assert found is not None and found.done_on == NINE.date()

    def test_is_hers_though_another_record_of_hers_did_it(
        self, tablet: Tablet, mei_ying: tuple[int, str, str], engine: Engine, world: World
    ) -> None:
        double = senior(engine, world.station)
        did(engine, double[0], EventKind.FINISHED)
        with transaction.writing(engine) as db:
            db.get_one(Senior, double[0]).merged_into_id = mei_ying[0]
        assert learnt(tablet, mei_ying[2]) is not None


class TestReview:
    @pytest.mark.parametrize(("days", "due"), [(0, None), (1, 0), (6, 0), (7, 1), (29, 1), (30, 2), (90, 2)])
    def test_is_due_after_1_7_and_30_days(
        self,
        tablet: Tablet,
        mei_ying: tuple[int, str, str],
        engine: Engine,
        time: Time,
        days: int,
        due: int | None,
    ) -> None:
        did(engine, mei_ying[0], EventKind.FINISHED)
        time.pass_(days=days)
        found = learnt(tablet, mei_ying[2])
        assert found is not None and found.review == due

    def test_is_due_from_midnight_on(
        self, tablet: Tablet, mei_ying: tuple[int, str, str], engine: Engine, time: Time
    ) -> None:
        did(engine, mei_ying[0], EventKind.FINISHED)
        time.pass_(hours=15, minutes=1)
        found = learnt(tablet, mei_ying[2])
        assert found is not None and found.review == 0

    def test_is_settled_by_doing_it_alone(
        self, tablet: Tablet, mei_ying: tuple[int, str, str], engine: Engine, time: Time
    ) -> None:
        did(engine, mei_ying[0], EventKind.FINISHED)
        did(engine, mei_ying[0], EventKind.PRACTISED, 2 * DAY, OWN)
        time.pass_(days=3)
        found = learnt(tablet, mei_ying[2])
        assert found is not None
        assert (found.review, found.next_on) == (None, NINE.date() + 7 * DAY)

    def test_that_was_missed_is_not_due_twice(
        self, tablet: Tablet, mei_ying: tuple[int, str, str], engine: Engine, time: Time
    ) -> None:
        did(engine, mei_ying[0], EventKind.FINISHED)
        did(engine, mei_ying[0], EventKind.PRACTISED, 8 * DAY, OWN)
        time.pass_(days=8)
        tablet.card(mei_ying[2])
        assert tablet.person.ask(review.due) == ()

    def test_asks_two_questions_and_others_each_time(
        self, tablet: Tablet, mei_ying: tuple[int, str, str], engine: Engine, time: Time
    ) -> None:
        did(engine, mei_ying[0], EventKind.FINISHED)
        asked = []
        for days in (1, 6, 23):
            time.pass_(days=days)
            tablet.card(mei_ying[2])
            asked.append(review.questions(tablet.person.ask(review.due)[0]))
        assert asked == [(1, 2), (2, 3), (1, 3)]

    def test_is_nothing_for_a_guest(self, tablet: Tablet) -> None:
        tablet.begin(tablet.person.do(learners.begin_guest))
        assert tablet.person.ask(review.due) == ()


class TestMastery:
    @pytest.mark.parametrize(("days", "mastered"), [(0, False), (6, False), (7, True), (40, True)])
    def test_is_doing_it_alone_after_a_week(
        self,
        tablet: Tablet,
        mei_ying: tuple[int, str, str],
        engine: Engine,
        time: Time,
        days: int,
        mastered: bool,
    ) -> None:
        did(engine, mei_ying[0], EventKind.FINISHED, timedelta(minutes=-10))
        did(engine, mei_ying[0], EventKind.PRACTISED, days * DAY, OWN)
        time.pass_(days=60)
        found = learnt(tablet, mei_ying[2])
        assert found is not None and found.is_mastered is mastered

    def test_is_not_being_led(
        self, tablet: Tablet, mei_ying: tuple[int, str, str], engine: Engine, time: Time
    ) -> None:
        did(engine, mei_ying[0], EventKind.FINISHED)
        did(engine, mei_ying[0], EventKind.PRACTISED, 9 * DAY, PracticeMode.HINTS)
        time.pass_(days=10)
        found = learnt(tablet, mei_ying[2])
        assert found is not None and not found.is_mastered


class TestVisits:
    def test_are_those_she_came_to(
        self, tablet: Tablet, mei_ying: tuple[int, str, str], engine: Engine, world: World, tina: Person
    ) -> None:
        comes(engine, planned(tina, world), mei_ying[0])
        planned(tina, world, room="二楼")
        tablet.card(mei_ying[2])
        assert [visit.title_en for visit in tablet.person.ask(review.visits)] == ["Video calls"]

    def test_are_nobodys_for_a_guest(self, tablet: Tablet) -> None:
        tablet.begin(tablet.person.do(learners.begin_guest))
        with pytest.raises(learners.NotKnown):
            tablet.person.ask(review.visits)


class TestCertificate:
    @pytest.fixture
    def finished(self, tablet: Tablet, mei_ying: tuple[int, str, str], engine: Engine) -> tuple[str, str]:
        """All lessons of the first track but the last, done alone; its course and track."""
        line = library.tracks()[0]
        for shelved in line.lessons[:-1]:
            did(engine, mei_ying[0], EventKind.PRACTISED, mode=OWN, lesson=shelved.lesson.uid)
        tablet.card(mei_ying[2])
        return line.course, line.track.uid

    def test_comes_with_the_end_of_a_track(self, tablet: Tablet, finished: tuple[str, str]) -> None:
        issued = tablet.person.do(certificates.issue, course=finished[0], track=finished[1])
        assert (issued.name, issued.finished_on) == ("王美英", NINE.date())

    def test_claims_only_what_she_did(self, tablet: Tablet, finished: tuple[str, str]) -> None:
        issued = tablet.person.do(certificates.issue, course=finished[0], track=finished[1])
        done = [(one.lesson.title.zh, one.lesson.title.en) for one in library.tracks()[0].lessons[:-1]]
        assert list(issued.lessons) == done

    def test_is_issued_once(self, tablet: Tablet, finished: tuple[str, str]) -> None:
        tokens = {
            tablet.person.do(certificates.issue, course=finished[0], track=finished[1]).token
            for _ in range(2)
        }
        assert len(tokens) == 1 and len(tablet.person.ask(certificates.mine)) == 1

    def test_is_refused_before(self, tablet: Tablet, mei_ying: tuple[int, str, str]) -> None:
        line = library.tracks()[0]
        tablet.card(mei_ying[2])
        with pytest.raises(certificates.NotFinished):
            tablet.person.do(certificates.issue, course=line.course, track=line.track.uid)

    def test_is_verified_by_anybody_without_the_whole_name(
        self, tablet: Tablet, finished: tuple[str, str]
    ) -> None:
        issued = tablet.person.do(certificates.issue, course=finished[0], track=finished[1])
        seen = Person(NOBODY).ask(certificates.verify, token=issued.token)
        assert (seen.name, seen.finished_on) == ("王*英", issued.finished_on)

    def test_that_nobody_issued_is_told_so(self, engine: Engine) -> None:
        with pytest.raises(certificates.NoSuchCertificate):
            Person(NOBODY).ask(certificates.verify, token="0123456789abcdef")
