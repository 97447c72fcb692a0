"""Paper both ways: what is printed, and what is keyed in from it."""

from datetime import timedelta

import pypdfium2
import pytest
from sqlalchemy import Engine, select

from db import transaction
from db.models import Attendance
from db.words import Action, How
from papers import rosters
from services import attendance, enrolment, paper, schedule
from services.arriving import Outcome
from services.errors import NotAllowed, NotFound
from tests.conftest import Person, Time, World
from tests.planning import TWO, enrolled, planned, recorded, seniors

WORDS = rosters.Words(
    "Enrolled", "Waiting", "Walk-ins", "Key in afterwards", ("No.", "Number", "Name", "✓", "Sign")
)
HOUR_LATER = TWO + timedelta(hours=1)


def pages(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


GIVEN = "英国兰宝强珍福梅娣明芳生凤琴荣云根娥珠忠莲妹长娟华仙龙招炳杏花信水"


def sheet(lines: int, waiting: int = 0) -> bytes:
    names = [rosters.Line(str(n), f"{n:06d}", f"王美{GIVEN[n - 1]}") for n in range(1, lines + waiting + 1)]
    return rosters.sheet(
        title="微信视频通话",
        when="3月10日",
        where="一站",
        enrolled=names[:lines],
        waiting=names[lines:],
        words=WORDS,
        lang="zh",
    )


class TestPrinting:
    def test_every_name_and_number_is_there(self) -> None:
        text = "".join(pages(sheet(30, waiting=3)))
        lacking = [n for n in range(1, 34) if f"王美{GIVEN[n - 1]}" not in text or f"{n:06d}" not in text]
        assert lacking == []

    def test_thirty_people_take_two_sheets(self) -> None:
        assert len(pages(sheet(30))) == 2

    def test_has_room_for_walk_ins_even_with_nobody_enrolled(self) -> None:
        assert "Walk-ins" in pages(sheet(0))[0]

    def test_tells_no_phone(self, engine: Engine, world: World, tina: Person) -> None:
        activity_id = planned(tina, world)
        ids = seniors(engine, world.station, 3, phone="13912345678")
        tina.do(enrolment.enrol, activity_id=activity_id, senior_ids=tuple(ids))
        listed = tina.do(paper.to_print, activity_id=activity_id)
        assert (len(listed.enrolled), "139" in repr(listed)) == (3, False)

    def test_names_stand_as_they_sound(self, engine: Engine, world: World, tina: Person) -> None:
        activity_id = planned(tina, world, seats=4)
        for name in ("张秀兰", "单雄信", "陈阿宝", "仇阿大"):
            ids = tuple(seniors(engine, world.station, 1, name=name))
            tina.do(enrolment.enrol, activity_id=activity_id, senior_ids=ids)
        listed = tina.do(paper.to_print, activity_id=activity_id)
        assert [line.name for line in listed.enrolled] == ["陈阿宝", "仇阿大", "单雄信", "张秀兰"]

    def test_is_recorded(self, world: World, tina: Person, engine: Engine) -> None:
        tina.do(paper.to_print, activity_id=planned(tina, world))
        assert [entry.staff_id for entry in recorded(engine, Action.ROSTER_PRINTED)] == [tina.id]

    def test_is_not_for_helpers(self, world: World, tina: Person, hana: Person) -> None:
        activity_id = planned(tina, world)
        with pytest.raises(NotAllowed):
            hana.do(paper.to_print, activity_id=activity_id)


@pytest.fixture
def held(tina: Person, world: World, time: Time) -> int:
    """An activity with three seats that began an hour ago."""
    activity_id = planned(tina, world)
    time.now = HOUR_LATER
    return activity_id


def hows(engine: Engine, activity_id: int) -> list[How]:
    with transaction.reading(engine) as db:
        came = select(Attendance.how).where(Attendance.activity_id == activity_id).order_by(Attendance.id)
        return list(db.scalars(came))


class TestKeyingIn:
    def test_counts_from_the_start_as_paper(
        self, engine: Engine, world: World, tina: Person, hana: Person, time: Time
    ) -> None:
        activity_id = planned(tina, world)
        ids = tuple(seniors(engine, world.station, 2))
        tina.do(enrolment.enrol, activity_id=activity_id, senior_ids=ids)
        time.now = HOUR_LATER
        arrivals = hana.do(paper.key_in, activity_id=activity_id, senior_ids=ids, client_id="list-0001")
        assert [arrival.arrived_at for arrival in arrivals] == [TWO, TWO]
        assert hows(engine, activity_id) == [How.PAPER, How.PAPER]

    def test_twice_counts_once(self, engine: Engine, world: World, held: int, hana: Person) -> None:
        ids = tuple(seniors(engine, world.station, 2))
        for client_id in ("list-0001", "list-0001", "list-0002"):
            hana.do(paper.key_in, activity_id=held, senior_ids=ids, client_id=client_id)
        assert len(hows(engine, held)) == 2

    def test_lets_everybody_in_who_was_there_however_full(
        self, engine: Engine, world: World, held: int, tina: Person
    ) -> None:
        ids = tuple(seniors(engine, world.station, 4))
        arrivals = tina.do(paper.key_in, activity_id=held, senior_ids=ids, client_id="list-0001")
        assert {arrival.outcome for arrival in arrivals} == {Outcome.CAME}
        assert enrolled(engine, held) == list(ids)

    def test_leaves_those_beyond_the_seats_to_the_trainer(
        self, engine: Engine, world: World, held: int, hana: Person
    ) -> None:
        ids = tuple(seniors(engine, world.station, 4))
        arrivals = hana.do(paper.key_in, activity_id=held, senior_ids=ids, client_id="list-0001")
        assert [arrival.outcome for arrival in arrivals] == [Outcome.CAME] * 3 + [Outcome.FULL]

    def test_may_say_who_was_late(self, engine: Engine, world: World, held: int, hana: Person) -> None:
        ids = tuple(seniors(engine, world.station, 1))
        late = timedelta(minutes=20)
        arrivals = hana.do(
            paper.key_in, activity_id=held, senior_ids=ids, client_id="list-0001", after_start=late
        )
        assert (arrivals[0].arrived_at, arrivals[0].is_late) == (TWO + late, True)

    def test_is_all_or_nothing(self, engine: Engine, world: World, held: int, hana: Person) -> None:
        known = seniors(engine, world.station, 1)[0]
        stranger = seniors(engine, world.other_street, 1)[0]
        with pytest.raises(NotFound):
            hana.do(paper.key_in, activity_id=held, senior_ids=(known, stranger), client_id="list-0001")
        assert hows(engine, held) == []

    def test_waits_until_the_session_has_begun(
        self, engine: Engine, world: World, hana: Person, tina: Person
    ) -> None:
        with pytest.raises(paper.PaperTooEarly):
            hana.ask(paper.to_key_in, activity_id=planned(tina, world))

    def test_is_possible_when_the_next_weekly_session_meets(
        self, engine: Engine, world: World, held: int, hana: Person, time: Time
    ) -> None:
        time.pass_(days=14)
        ids = tuple(seniors(engine, world.station, 1))
        hana.do(paper.key_in, activity_id=held, senior_ids=ids, client_id="list-0001")
        assert len(hows(engine, held)) == 1

    def test_is_refused_much_later(self, world: World, held: int, hana: Person, time: Time) -> None:
        time.pass_(days=15)
        with pytest.raises(paper.PaperTooOld):
            hana.ask(paper.to_key_in, activity_id=held)

    def test_is_refused_once_the_session_is_closed(
        self, engine: Engine, world: World, held: int, hana: Person, tina: Person
    ) -> None:
        ids = tuple(seniors(engine, world.station, 1))
        hana.do(paper.key_in, activity_id=held, senior_ids=ids, client_id="list-0001")
        tina.do(schedule.close, activity_id=held)
        with pytest.raises(schedule.IsClosed):
            hana.ask(paper.to_key_in, activity_id=held)

    def test_leaves_a_check_in_at_the_door_as_it_was(
        self, engine: Engine, world: World, held: int, hana: Person, tina: Person
    ) -> None:
        ids = tuple(seniors(engine, world.station, 1))
        tina.do(
            attendance.check_in,
            activity_id=held,
            senior_id=ids[0],
            how=How.NAME,
            client_id="door-001",
            let_in=True,
        )
        arrivals = hana.do(paper.key_in, activity_id=held, senior_ids=ids, client_id="list-0001")
        assert (arrivals[0].outcome, arrivals[0].arrived_at) == (Outcome.ALREADY, HOUR_LATER)

    def test_is_nothing_for_another_station(self, held: int, nora: Person) -> None:
        with pytest.raises(NotFound):
            nora.ask(paper.to_key_in, activity_id=held)
