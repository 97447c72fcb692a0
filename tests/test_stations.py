"""The tree of places grows, is renamed, and closes from below."""

from datetime import timedelta

import pytest

from db.words import StationKind
from services import schedule, stations
from services.access import Permission
from services.errors import NotFound
from services.stations import HasOpenPlaces, NameMissing, NotBelow, ParentClosed, StillPlanned
from tests.conftest import Person, Time, World


def add(by: Person, parent_id: int, name_zh: str = "新点", kind: StationKind = StationKind.POINT) -> int:
    return by.do(stations.add, parent_id=parent_id, kind=kind, name_zh=name_zh)


def seen(by: Person, **about: bool) -> list[int]:
    return [place.id for place in by.ask(stations.places, permission=Permission.PLAN, **about)]


class TestPlaces:
    def test_come_in_the_order_of_the_tree(self, ada: Person, world: World) -> None:
        places = ada.ask(stations.places, permission=Permission.PLAN)
        assert [(place.id, place.depth) for place in places] == [
            (world.street, 0),
            (world.area, 1),
            (world.station, 2),
            (world.point, 3),
            (world.other_area, 1),
            (world.other_station, 2),
        ]

    def test_are_those_where_she_may(self, tina: Person, world: World) -> None:
        assert seen(tina) == [world.station, world.point]

    def test_are_none_where_she_may_nothing(self, hana: Person) -> None:
        assert seen(hana) == []

    def test_that_are_closed_are_left_out(self, ada: Person, world: World) -> None:
        ada.do(stations.close, station_id=world.point)
        assert world.point not in seen(ada)
        assert world.point in seen(ada, also_closed=True)


class TestAdd:
    def test_belongs_to_those_above(self, ada: Person, tina: Person, world: World) -> None:
        assert add(ada, world.station) in seen(tina)

    def test_the_same_twice_is_one(self, ada: Person, world: World) -> None:
        assert add(ada, world.station) == add(ada, world.station, " 新点 ")

    def test_a_station_does_not_stand_below_a_point(self, ada: Person, world: World) -> None:
        with pytest.raises(NotBelow):
            add(ada, world.point, kind=StationKind.STATION)

    def test_needs_a_name(self, ada: Person, world: World) -> None:
        with pytest.raises(NameMissing):
            add(ada, world.station, " ")

    def test_is_refused_in_another_street(self, zoe: Person, world: World) -> None:
        with pytest.raises(NotFound):
            add(zoe, world.station)


class TestChange:
    def test_keeps_the_new_name_and_seats(self, ada: Person, world: World) -> None:
        ada.do(stations.change, station_id=world.station, name_zh="新一站", phone="021-6555 1234", seats=40)
        place = next(
            one for one in ada.ask(stations.places, permission=Permission.PLAN) if one.id == world.station
        )
        assert (place.name_zh, place.phone, place.seats) == ("新一站", "02165551234", 40)


class TestClose:
    def test_is_refused_while_places_below_are_open(self, ada: Person, world: World) -> None:
        with pytest.raises(HasOpenPlaces):
            ada.do(stations.close, station_id=world.station)

    def test_is_refused_while_sessions_are_planned(self, ada: Person, time: Time, world: World) -> None:
        ada.do(
            schedule.plan,
            programme_id=world.programme,
            station_id=world.point,
            title_zh="微信",
            title_en="",
            starts_at=time.now + timedelta(hours=1),
            ends_at=time.now + timedelta(hours=2),
            seats=30,
        )
        with pytest.raises(StillPlanned):
            ada.do(stations.close, station_id=world.point)

    def test_twice_changes_nothing(self, ada: Person, world: World) -> None:
        ada.do(stations.close, station_id=world.point)
        ada.do(stations.close, station_id=world.point)
        assert world.point not in seen(ada)


class TestReopen:
    def test_brings_a_place_back(self, ada: Person, world: World) -> None:
        ada.do(stations.close, station_id=world.point)
        ada.do(stations.reopen, station_id=world.point)
        assert world.point in seen(ada)

    def test_begins_from_above(self, ada: Person, world: World) -> None:
        ada.do(stations.close, station_id=world.point)
        ada.do(stations.close, station_id=world.station)
        with pytest.raises(ParentClosed):
            ada.do(stations.reopen, station_id=world.point)
