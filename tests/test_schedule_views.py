"""What is on: lists, the activity of now, clashes, series, calendars, call lists."""

from datetime import date, timedelta
from datetime import time as wall
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import Engine

from db.words import Action
from services import agenda, calendar, calling, draft, schedule, series
from services.enrolment import enrol
from services.errors import NotAllowed, NotFound
from tests.conftest import NINE, Person, Time, World
from tests.planning import TWO, comes, planned, recorded, seniors, stored

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class TestActivities:
    def test_tell_how_full_they_are(self, tina: Person, world: World, engine: Engine) -> None:
        activity = planned(tina, world, seats=2)
        people = seniors(engine, world.station, 3)
        for senior_id in people:
            tina.do(enrol, activity_id=activity, senior_ids=(senior_id,))
        comes(engine, activity, people[0])
        (row,) = tina.ask(schedule.activities, from_at=NINE, to_at=NINE + DAY)
        assert (row.enrolled, row.waiting, row.came, row.seats) == (2, 1, 1, 2)

    def test_are_those_of_my_stations(self, tina: Person, nora: Person, ada: Person, world: World) -> None:
        here = planned(tina, world)
        there = planned(nora, world, station_id=world.other_station)
        below = planned(tina, world, station_id=world.point)

        def seen(by: Person) -> set[int]:
            return {row.id for row in by.ask(schedule.activities, from_at=NINE, to_at=NINE + DAY)}

        assert seen(tina) == {here, below}
        assert seen(ada) == {here, there, below}

    def test_one_is_not_found_by_a_stranger(self, tina: Person, nora: Person, world: World) -> None:
        with pytest.raises(NotFound):
            nora.ask(schedule.activity, activity_id=planned(tina, world))

    def test_one_is_seen_by_a_helper(self, tina: Person, hana: Person, world: World) -> None:
        detail = hana.ask(schedule.activity, activity_id=planned(tina, world, trainer_id=tina.id))
        assert (detail.trainer, detail.programme_zh) == ("Tina", "智能走进生活")


class TestNow:
    @pytest.mark.parametrize(
        ("minutes", "is_now"), [(-61, False), (-60, True), (0, True), (120, True), (121, False)]
    )
    def test_is_from_an_hour_before_until_half_an_hour_after(
        self, minutes: int, is_now: bool, tina: Person, hana: Person, world: World, time: Time
    ) -> None:
        activity = planned(tina, world)
        time.now = TWO + timedelta(minutes=minutes)
        assert hana.ask(schedule.activity_of_now, station_id=world.station) == (activity if is_now else None)

    def test_is_the_one_whose_start_is_nearest(self, tina: Person, world: World, time: Time) -> None:
        first = planned(tina, world, starts_at=TWO - 2 * HOUR)
        second = planned(tina, world)
        time.now = TWO - timedelta(minutes=20)
        assert [row.id for row in tina.ask(schedule.choices_of_now)] == [second, first]

    def test_ones_own_comes_before_a_nearer_one(self, tina: Person, world: World, time: Time) -> None:
        planned(tina, world)
        own = planned(tina, world, room="二号教室", starts_at=TWO + timedelta(minutes=30), trainer_id=tina.id)
        time.now = TWO - timedelta(minutes=10)
        assert tina.ask(schedule.activity_of_now) == own

    def test_is_nothing_that_was_called_off(self, tina: Person, world: World, time: Time) -> None:
        tina.do(schedule.cancel, activity_id=planned(tina, world), reason="停电")
        time.now = TWO
        assert tina.ask(schedule.activity_of_now, station_id=world.station) is None

    def test_is_nothing_at_a_strangers_station(
        self, tina: Person, nora: Person, world: World, time: Time
    ) -> None:
        planned(tina, world)
        time.now = TWO
        assert nora.ask(schedule.activity_of_now, station_id=world.station) is None


class TestClashes:
    def asked(self, by: Person, world: World, **about: Any) -> list[str]:
        usual = {"station_id": world.station, "starts_at": TWO + HOUR, "ends_at": TWO + 2 * HOUR}
        return [clash.what for clash in by.ask(schedule.clashes, **(usual | about))]

    def test_the_room_is_taken(self, tina: Person, world: World) -> None:
        planned(tina, world, room="二楼 A")
        assert self.asked(tina, world, room=" 二楼 a ") == ["room"]
        assert self.asked(tina, world, room="三楼") == []

    def test_the_trainer_is_elsewhere(self, ada: Person, world: World) -> None:
        planned(ada, world, station_id=world.other_station, trainer_id=ada.id)
        assert self.asked(ada, world, trainer_id=ada.id) == ["trainer"]

    def test_one_after_the_other_is_no_clash(self, tina: Person, world: World) -> None:
        planned(tina, world)
        assert self.asked(tina, world, starts_at=TWO + timedelta(minutes=90)) == []

    def test_an_activity_does_not_clash_with_itself(self, tina: Person, world: World) -> None:
        assert self.asked(tina, world, except_id=planned(tina, world)) == []

    def test_a_helper_plans_nothing(self, hana: Person, world: World) -> None:
        with pytest.raises(NotAllowed):
            self.asked(hana, world)


class TestSeries:
    def about(self, world: World, **about: Any) -> dict[str, Any]:
        usual = {
            "station_id": world.station,
            "first_on": date(2026, 4, 22),
            "starts": wall(9, 30),
            "length": timedelta(minutes=90),
            "weeks": 3,
        }
        return usual | about

    def planned(self, by: Person, world: World, **about: Any) -> series.Series:
        what = {"programme_id": world.programme, "title_zh": "微信", "title_en": "", "seats": 30}
        return by.do(series.plan_series, **what, **self.about(world, **about))

    def test_is_every_week_at_the_same_wall_clock(self, tina: Person, world: World, engine: Engine) -> None:
        made = self.planned(tina, world)
        assert [on.isoformat() for on, _ in made.planned] == ["2026-04-22", "2026-04-29", "2026-05-06"]
        first, second, _ = (stored(engine, activity_id) for _, activity_id in made.planned)
        assert first.starts_at.hour == 1
        assert first.series == second.series != ""

    def test_leaves_out_public_holidays_by_name(self, tina: Person, world: World) -> None:
        made = self.planned(tina, world, first_on=date(2026, 4, 24))
        assert made.left_out == (series.LeftOut(date(2026, 5, 1), "Labour Day"),)
        assert len(made.planned) == 2

    def test_leaves_out_a_weekend_on_which_people_work_instead(self, tina: Person, world: World) -> None:
        made = self.planned(tina, world, first_on=date(2026, 10, 10), weeks=2)
        assert made.left_out == (series.LeftOut(date(2026, 10, 10), series.MAKE_UP_DAY),)

    def test_keeps_ordinary_weekends(self, tina: Person, world: World) -> None:
        assert not self.planned(tina, world, first_on=date(2026, 3, 14), weeks=2).left_out

    def test_says_which_years_are_not_published(self, tina: Person, world: World) -> None:
        made = self.planned(tina, world, first_on=date(2026, 12, 16))
        assert made.unknown_years == ()
        made = self.planned(tina, world, first_on=date(2026, 12, 23))
        assert (made.unknown_years, len(made.planned)) == ((2027,), 3)

    def test_twice_is_one_series(self, tina: Person, world: World) -> None:
        assert self.planned(tina, world).planned == self.planned(tina, world).planned

    def test_is_planned_whole_or_not_at_all(self, tina: Person, world: World) -> None:
        with pytest.raises(draft.StartsInThePast):
            self.planned(tina, world, first_on=date(2026, 3, 3))
        assert tina.ask(schedule.activities, from_at=NINE - 30 * DAY, to_at=NINE + 30 * DAY) == ()

    def test_of_holidays_only_is_refused(self, tina: Person, world: World) -> None:
        with pytest.raises(series.NothingLeft):
            self.planned(tina, world, first_on=date(2026, 5, 1), weeks=1)

    @pytest.mark.parametrize("weeks", [0, 54])
    def test_has_weeks(self, weeks: int, tina: Person, world: World) -> None:
        with pytest.raises(series.WeeksOutOfRange):
            self.planned(tina, world, weeks=weeks)

    def test_shows_beforehand_what_it_meets(self, tina: Person, world: World) -> None:
        self.planned(tina, world, weeks=1)
        seen = tina.ask(series.outlook, **self.about(world))
        assert [len(meeting.clashes) for meeting in seen.meetings] == [1, 0, 0]

    def test_is_not_for_helpers_nor_strangers(self, hana: Person, nora: Person, world: World) -> None:
        with pytest.raises(NotAllowed):
            self.planned(hana, world)
        with pytest.raises(NotFound):
            self.planned(nora, world)
        with pytest.raises(NotFound):
            nora.ask(series.outlook, **self.about(world))


class TestCalendar:
    def events(self, written: bytes) -> list[Any]:
        return list(Calendar.from_ical(written).walk("VEVENT"))

    def test_holds_what_is_on_at_my_station(
        self, tina: Person, hana: Person, nora: Person, world: World
    ) -> None:
        planned(tina, world, room="二楼")
        planned(nora, world, station_id=world.other_station)
        (event,) = self.events(nora.ask(calendar.feed, token=hana.do(calendar.link)))
        assert (event["SUMMARY"], event["LOCATION"]) == ("微信视频通话", "一站 · 二楼")
        assert event.start == TWO

    def test_marks_what_was_cancelled(self, tina: Person, world: World) -> None:
        tina.do(schedule.cancel, activity_id=planned(tina, world), reason="停电")
        (event,) = self.events(tina.ask(calendar.feed, token=tina.do(calendar.link)))
        assert event["STATUS"] == "CANCELLED"

    def test_says_no_senior(self, tina: Person, world: World, engine: Engine) -> None:
        activity = planned(tina, world)
        tina.do(
            enrol, activity_id=activity, senior_ids=tuple(seniors(engine, world.station, 1, name="王美英"))
        )
        written = tina.ask(calendar.file, activity_id=activity).decode()
        assert "王美英" not in written
        assert "138" not in written

    def test_link_stays_until_renewed(self, tina: Person) -> None:
        first = tina.do(calendar.link)
        assert tina.do(calendar.link) == first
        assert tina.do(calendar.link, renew=True) != first
        with pytest.raises(NotFound):
            tina.ask(calendar.feed, token=first)


class TestCallList:
    def test_has_whole_phones_and_is_written_down(self, tina: Person, world: World, engine: Engine) -> None:
        activity = planned(tina, world)
        people = seniors(engine, world.station, 2)
        tina.do(enrol, activity_id=activity, senior_ids=tuple(people))
        listed = tina.do(calling.call_list, activity_id=activity)
        assert [row.phone for row in listed.callees] == ["13812345678"] * 2
        assert [row.together for row in listed.callees] == ["长者2", "长者1"]
        (entry,) = recorded(engine, Action.CALL_LIST_PRINTED)
        assert entry.details == {"people": 2}

    def test_is_not_for_helpers_nor_strangers(
        self, tina: Person, hana: Person, nora: Person, world: World
    ) -> None:
        activity = planned(tina, world)
        with pytest.raises(NotAllowed):
            hana.do(calling.call_list, activity_id=activity)
        with pytest.raises(NotFound):
            nora.do(calling.call_list, activity_id=activity)


class TestForm:
    def test_offers_my_stations_and_their_trainers(
        self, tina: Person, mei: Person, hana: Person, world: World
    ) -> None:
        assert [place.id for place in tina.ask(agenda.places_to_plan)] == [world.station, world.point]
        assert {name for _, name in tina.ask(agenda.trainers, station_id=world.point)} == {"Tina", "Mei"}

    def test_offers_the_programmes(self, tina: Person, world: World) -> None:
        assert [offer.id for offer in tina.ask(agenda.offers)] == [world.programme]
