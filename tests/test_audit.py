"""What was done can be looked through by those who answer for it, and by nobody else."""

from datetime import date, timedelta

import pytest

from db.words import Action
from services import audit, consent, devices, people, programmes
from services.errors import NotAllowed
from tests.conftest import Person, Time, World

ZONE = "Asia/Shanghai"


def register(by: Person, world: World) -> people.Registered:
    return by.do(people.register, station_id=world.station, name="王秀英", consent_wording=consent.CURRENT)


class TestEntries:
    def test_tell_who_did_what_to_whom(self, ada: Person, tina: Person, world: World) -> None:
        number = register(tina, world).number
        (entry,) = ada.ask(audit.entries, action=Action.REGISTERED)
        assert (entry.who, [thing.zh for thing in entry.things]) == ("Tina", [number, "一站"])

    def test_name_nobody_who_learns(self, ada: Person, tina: Person, world: World) -> None:
        register(tina, world)
        assert "王秀英" not in repr(ada.ask(audit.entries))

    def test_come_newest_first_a_page_at_a_time(self, ada: Person, tina: Person, world: World) -> None:
        register(tina, world)
        first = ada.ask(audit.entries, limit=2)
        rest = ada.ask(audit.entries, before_id=first[-1].id)
        assert [entry.id for entry in (*first, *rest)] == [3, 2, 1]

    def test_of_one_person(self, ada: Person, tina: Person, world: World) -> None:
        register(tina, world)
        ada.do(devices.bind, station_id=world.station, name="1")
        assert [entry.action for entry in ada.ask(audit.entries, staff_id=ada.id)] == [Action.DEVICE_BOUND]

    def test_of_one_day_on_the_wall_clock_of_the_station(
        self, ada: Person, tina: Person, time: Time, world: World
    ) -> None:
        time.now -= timedelta(hours=2)  # seven in the morning; the day before in London
        register(tina, world)
        assert ada.ask(audit.entries, on=date(2026, 3, 10), zone=ZONE) != ()
        assert ada.ask(audit.entries, on=date(2026, 3, 9), zone=ZONE) == ()

    def test_of_another_street_are_not_shown(self, zoe: Person, tina: Person, world: World) -> None:
        register(tina, world)
        assert zoe.ask(audit.entries) == ()

    def test_are_refused_to_a_manager(self, mei: Person) -> None:
        with pytest.raises(NotAllowed):
            mei.ask(audit.entries)


class TestProgrammes:
    def test_are_added_once(self, ada: Person) -> None:
        ids = [ada.do(programmes.add, slug="tea", name_zh="茶艺") for _tap in range(2)]
        assert ids[0] == ids[1]

    def test_no_longer_offered_stay_known(self, ada: Person, world: World) -> None:
        ada.do(programmes.change, programme_id=world.programme, name_zh="智能", name_en="", is_active=False)
        (row,) = ada.ask(programmes.programmes)
        assert (row.name_zh, row.name_en, row.is_active) == ("智能", "智能", False)

    def test_need_a_name(self, ada: Person) -> None:
        with pytest.raises(programmes.NameMissing):
            ada.do(programmes.add, slug="tea", name_zh=" ")
