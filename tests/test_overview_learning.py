"""How far people are: small histories, the answers worked out by hand."""

from datetime import UTC, date, datetime, timedelta
from math import isnan
from typing import Any

import pytest
from sqlalchemy import Engine, update

from db import transaction
from db.learning import Feedback
from db.models import Senior
from db.words import EventKind, Gender, PracticeMode
from services import library, schedule
from services.errors import NotAllowed, NotFound
from services.overview import Choice, learning
from tests.conftest import NINE, Person, Time, World
from tests.learning import LESSON, OTHER_LESSON, did
from tests.planning import comes, planned, seniors

DAY = timedelta(days=1)
OPENED, FINISHED, PRACTISED = EventKind.OPENED, EventKind.FINISHED, EventKind.PRACTISED
OWN, FOLLOW = PracticeMode.OWN, PracticeMode.FOLLOW
WEEK_LATER = Choice(date(2026, 3, 1), date(2026, 3, 17))


@pytest.fixture
def later(time: Time) -> Time:
    """A month after everything."""
    time.now = NINE + 30 * DAY
    return time


def of(by: Person, lesson: str = LESSON, choice: Choice = WEEK_LATER) -> dict[str, Any]:
    table = by.ask(learning.lessons, choice=choice).set_index("lesson")
    return dict(table.loc[lesson, ["begun", "done", "alone", "due", "mastered"]])


def counts(*numbers: int) -> dict[str, int]:
    return dict(zip(("begun", "done", "alone", "due", "mastered"), numbers, strict=True))


@pytest.mark.usefixtures("later")
class TestLessons:
    def test_counts_how_far_people_are(self, engine: Engine, world: World, mei: Person) -> None:
        """One opened it, one followed, one finished and did it alone on day 7, one alone on day 0 only."""
        opened, followed, mastered, once = seniors(engine, world.station, 4)
        did(engine, opened, OPENED)
        did(engine, followed, PRACTISED, mode=FOLLOW)
        did(engine, mastered, FINISHED)
        did(engine, mastered, PRACTISED, 7 * DAY, OWN)
        did(engine, once, PRACTISED, mode=OWN)
        assert of(mei) == counts(4, 2, 2, 2, 1)

    def test_shares_are_of_those_who_began_and_of_those_due(
        self, engine: Engine, world: World, mei: Person
    ) -> None:
        mastered, once = seniors(engine, world.station, 2)
        did(engine, mastered, PRACTISED, mode=OWN)
        did(engine, mastered, PRACTISED, 7 * DAY, OWN)
        did(engine, once, FINISHED)
        row = mei.ask(learning.lessons, choice=WEEK_LATER).set_index("lesson").loc[LESSON]
        assert (row["alone_share"], row["mastery"]) == (0.5, 0.5)

    def test_six_days_later_is_too_early_and_not_due(self, engine: Engine, world: World, mei: Person) -> None:
        (one,) = seniors(engine, world.station, 1)
        did(engine, one, PRACTISED, mode=OWN)
        did(engine, one, PRACTISED, 6 * DAY, OWN)
        assert of(mei, choice=Choice(date(2026, 3, 1), date(2026, 3, 16))) == counts(1, 1, 1, 0, 0)
        assert of(mei) == counts(1, 1, 1, 1, 0)

    def test_the_days_are_those_of_the_home_station(self, engine: Engine, world: World, mei: Person) -> None:
        """Half past eleven in the evening and ten past midnight a week later: seven days of the calendar."""
        (one,) = seniors(engine, world.station, 1)
        did(engine, one, FINISHED, timedelta(hours=14, minutes=30))
        did(engine, one, PRACTISED, 6 * DAY + timedelta(hours=15, minutes=10), OWN)
        assert of(mei) == counts(1, 1, 1, 1, 1)

    def test_what_came_later_does_not_count(self, engine: Engine, world: World, mei: Person) -> None:
        (one,) = seniors(engine, world.station, 1)
        did(engine, one, FINISHED)
        did(engine, one, PRACTISED, 20 * DAY, OWN)
        assert of(mei) == counts(1, 1, 0, 1, 0)

    def test_two_records_of_one_person_count_once(self, engine: Engine, world: World, mei: Person) -> None:
        kept, merged = seniors(engine, world.station, 2)
        did(engine, kept, FINISHED)
        did(engine, merged, PRACTISED, 7 * DAY, OWN)
        with transaction.writing(engine) as db:
            db.execute(update(Senior).where(Senior.id == merged).values(merged_into_id=kept))
        assert of(mei) == counts(1, 1, 1, 1, 1)

    def test_somebody_belongs_to_the_home_station(
        self, engine: Engine, world: World, mei: Person, ada: Person
    ) -> None:
        (here,) = seniors(engine, world.point, 1)
        (there,) = seniors(engine, world.other_station, 1)
        did(engine, here, OPENED)
        did(engine, there, OPENED)
        assert of(mei)["begun"] == 1
        assert of(ada)["begun"] == 2
        other = Choice(WEEK_LATER.first_on, WEEK_LATER.last_on, station_id=world.other_area)
        assert of(ada, choice=other)["begun"] == 1

    def test_may_be_of_some_people(self, engine: Engine, world: World, mei: Person) -> None:
        (woman,) = seniors(
            engine, world.station, 1, gender=Gender.FEMALE, birth_year=1950, neighbourhood="东"
        )
        (man,) = seniors(engine, world.station, 1, gender=Gender.MALE, birth_year=1960)
        did(engine, woman, OPENED)
        did(engine, man, OPENED)
        days = (WEEK_LATER.first_on, WEEK_LATER.last_on)
        assert of(mei, choice=Choice(*days, gender=Gender.MALE))["begun"] == 1
        assert of(mei, choice=Choice(*days, band="75-79"))["begun"] == 1
        assert of(mei, choice=Choice(*days, band="80-84"))["begun"] == 0
        assert of(mei, choice=Choice(*days, neighbourhood="东"))["begun"] == 1

    def test_stand_in_the_order_in_which_they_are_taught(self, mei: Person) -> None:
        table = mei.ask(learning.lessons, choice=WEEK_LATER)
        assert table["lesson"].tolist() == [one.lesson.uid for one in library.taught()]
        assert table["mastery"].isna().all()

    def test_are_for_managers(self, tina: Person, mei: Person, world: World) -> None:
        with pytest.raises(NotAllowed):
            tina.ask(learning.lessons, choice=WEEK_LATER)
        with pytest.raises(NotFound):
            of(mei, choice=Choice(*(WEEK_LATER.first_on, WEEK_LATER.last_on), station_id=world.other_station))


@pytest.mark.usefixtures("later")
class TestTracks:
    def test_are_complete_with_four_lessons_in_five(self, engine: Engine, world: World, mei: Person) -> None:
        """One did all it needs on her own, one a lesson less, one only looked."""
        line = library.tracks()[0]
        uids = [one.lesson.uid for one in line.lessons]
        needed = -(-len(uids) * 4 // 5)
        done, nearly, began = seniors(engine, world.station, 3)
        for uid in uids[:needed]:
            did(engine, done, PRACTISED, mode=OWN, lesson=uid)
        for uid in uids[: needed - 1]:
            did(engine, nearly, PRACTISED, mode=OWN, lesson=uid)
        did(engine, began, OPENED, lesson=uids[0])
        row = mei.ask(learning.tracks, choice=WEEK_LATER).iloc[0]
        assert (row["lessons"], row["needed"]) == (len(uids), needed)
        assert (row["begun"], row["completed"], row["completion"]) == (3, 1, pytest.approx(1 / 3))

    def test_nobody_began(self, mei: Person) -> None:
        table = mei.ask(learning.tracks, choice=WEEK_LATER)
        assert table["begun"].sum() == 0
        assert table["completion"].isna().all()


class TestMasteryByMonth:
    def test_tells_how_it_stood_at_the_end_of_each_month(
        self, engine: Engine, world: World, mei: Person, later: Time
    ) -> None:
        """Done on the 10th of March: due on the 17th. One of two came back on the 2nd of April."""
        back, away = seniors(engine, world.station, 2)
        did(engine, back, FINISHED)
        did(engine, back, PRACTISED, 23 * DAY, OWN)
        did(engine, away, FINISHED)
        did(engine, away, FINISHED, lesson=OTHER_LESSON, after=25 * DAY)
        choice = Choice(date(2026, 4, 1), date(2026, 4, 30))
        table = mei.ask(learning.mastery_by_month, choice=choice, months=3)
        assert table["month"].tolist() == [date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)]
        assert table["due"].tolist() == [0, 2, 2]
        assert table["mastered"].tolist() == [0, 0, 1]
        assert isnan(table["mastery"][0])
        assert table["mastery"].tolist()[1:] == [0, 0.5]

    def test_says_what_the_table_of_lessons_says(
        self, engine: Engine, world: World, mei: Person, later: Time
    ) -> None:
        for number, one in enumerate(seniors(engine, world.station, 6)):
            did(engine, one, FINISHED, number * DAY)
            did(engine, one, PRACTISED, 3 * number * DAY, OWN)
        choice = Choice(date(2026, 3, 1), date(2026, 3, 31))
        last = mei.ask(learning.mastery_by_month, choice=choice).iloc[-1]
        table = mei.ask(learning.lessons, choice=choice)
        assert (last["due"], last["mastered"]) == (table["due"].sum(), table["mastered"].sum())

    def test_of_nothing_is_empty_of_shares(self, mei: Person, time: Time) -> None:
        assert mei.ask(learning.mastery_by_month, choice=WEEK_LATER)["due"].sum() == 0


class TestByLesson:
    @pytest.mark.parametrize(("opinions", "share"), [(4, None), (5, 0.6)])
    def test_tells_satisfaction_from_five_opinions_on(
        self,
        engine: Engine,
        world: World,
        mei: Person,
        time: Time,
        opinions: int,
        share: float | None,
    ) -> None:
        """Three of five liked it best; four opinions are not told."""
        activity = planned(mei, world, lesson=LESSON)
        people = seniors(engine, world.station, 5)
        comes(engine, activity, *people)
        liked(engine, activity, [3, 3, 3, 2, 1][:opinions])
        time.now = NINE + DAY
        mei.do(schedule.close, activity_id=activity)
        table = mei.ask(learning.by_lesson, choice=Choice(date(2026, 3, 10), date(2026, 3, 10)))
        assert table[["lesson", "activities", "visits", "faces"]].to_numpy().tolist() == [
            [LESSON, 1, 5, opinions]
        ]
        assert (None if isnan(table["satisfied"][0]) else table["satisfied"][0]) == share

    def test_leaves_out_what_was_not_planned_on_these_days(self, world: World, mei: Person) -> None:
        planned(mei, world, lesson=LESSON)
        assert mei.ask(learning.by_lesson, choice=Choice(date(2026, 3, 11), date(2026, 3, 12))).empty


def liked(engine: Engine, activity_id: int, faces: list[int]) -> None:
    """Give opinions without names, before the figures were first asked for."""
    with transaction.writing(engine) as db:
        db.add_all(
            Feedback(
                client_id=f"face-{activity_id}-{n}",
                activity_id=activity_id,
                face=face,
                given_at=datetime(2026, 3, 10, 8, tzinfo=UTC),
            )
            for n, face in enumerate(faces)
        )
