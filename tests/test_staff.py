"""Those who sign in are looked after by those who manage staff there, and nobody reaches higher."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from db.words import RoleName
from services import identity, myself, staff
from services.access import NOBODY, Actor
from services.errors import NotAllowed, NotFound, NotSignedIn, Refused
from services.staff import LastAdministrator, NotOneself, StaffRow, UserNameTaken
from tests.conftest import Person, World

PASSWORD = "spring water"


def add(by: Person, station_id: int, user_name: str = "lena", role: RoleName = RoleName.HELPER) -> int:
    return by.do(
        staff.add, user_name=user_name, name="Lena", password=PASSWORD, station_id=station_id, role=role
    )


def row(by: Person, staff_id: int) -> StaffRow:
    return next(one for one in by.ask(staff.everybody) if one.id == staff_id)


def signed_in(user_name: str, password: str = PASSWORD) -> Actor:
    """Sign somebody in as the door does, and return who the cookie says she is."""
    nobody = Person(NOBODY)
    staff_id = nobody.ask(identity.whose_password, user_name=user_name, password=password)
    opened = nobody.do(identity.open_sign_in, user_name=user_name, staff_id=staff_id, browser="test")
    return nobody.ask(identity.who, sign_in=opened.token)


class TestAdd:
    def test_lets_somebody_sign_in_with_the_role(self, ada: Person, world: World) -> None:
        add(ada, world.station)
        assert [held.name for held in signed_in("Lena").roles] == [RoleName.HELPER]

    def test_twice_is_one_person(self, ada: Person, world: World) -> None:
        assert add(ada, world.station) == add(ada, world.station)

    def test_a_name_in_use_is_refused(self, ada: Person, world: World) -> None:
        add(ada, world.station)
        with pytest.raises(UserNameTaken):
            add(ada, world.other_station, "LENA")

    def test_a_short_password_is_refused(self, ada: Person, world: World) -> None:
        with pytest.raises(identity.PasswordTooShort):
            ada.do(
                staff.add,
                user_name="lena",
                name="Lena",
                password="short",
                station_id=world.station,
                role=RoleName.HELPER,
            )


class TestRoles:
    def test_count_from_the_next_ask(self, ada: Person, world: World) -> None:
        lena = add(ada, world.station)
        ada.do(staff.give_role, staff_id=lena, station_id=world.other_station, role=RoleName.TRAINER)
        assert {held.station_id for held in signed_in("lena").roles} == {world.station, world.other_station}

    def test_given_twice_are_one(self, ada: Person, world: World) -> None:
        lena = add(ada, world.station)
        ada.do(staff.give_role, staff_id=lena, station_id=world.station, role=RoleName.HELPER)
        assert len(row(ada, lena).roles) == 1

    def test_are_not_given_above_ones_own_place(self, ada: Person, world: World) -> None:
        """Somebody who manages an area cannot make herself administrator of the street."""
        lena = add(ada, world.area, role=RoleName.ADMIN)
        with pytest.raises(NotFound):
            Person(signed_in("lena")).do(
                staff.give_role, staff_id=lena, station_id=world.street, role=RoleName.ADMIN
            )

    def test_are_not_given_to_somebody_of_another_street(
        self, ada: Person, zoe: Person, world: World
    ) -> None:
        with pytest.raises(NotFound):
            zoe.do(staff.give_role, staff_id=ada.id, station_id=world.other_street, role=RoleName.HELPER)

    def test_taken_away_end_at_the_next_ask(self, ada: Person, world: World) -> None:
        lena = add(ada, world.station)
        ada.do(staff.take_role, staff_id=lena, station_id=world.station, role=RoleName.HELPER)
        assert signed_in("lena").roles == ()

    def test_of_the_last_administrator_stay(self, ada: Person, world: World) -> None:
        with pytest.raises(LastAdministrator):
            ada.do(staff.take_role, staff_id=ada.id, station_id=world.street, role=RoleName.ADMIN)

    def test_of_an_area_may_go_while_the_street_has_somebody(self, ada: Person, world: World) -> None:
        lena = add(ada, world.area, role=RoleName.ADMIN)
        ada.do(staff.take_role, staff_id=lena, station_id=world.area, role=RoleName.ADMIN)
        assert row(ada, lena).roles == ()

    def test_two_administrators_cannot_take_each_others_at_once(self, ada: Person, world: World) -> None:
        lena = add(ada, world.street, role=RoleName.ADMIN)
        pairs = ((ada, lena), (Person(signed_in("lena")), ada.id))

        def take(pair: tuple[Person, int]) -> bool:
            try:
                pair[0].do(staff.take_role, staff_id=pair[1], station_id=world.street, role=RoleName.ADMIN)
            except Refused:
                return False
            return True

        with ThreadPoolExecutor(2) as both:
            assert sorted(both.map(take, pairs)) == [False, True]


class TestChange:
    def test_a_closed_account_is_signed_out_and_stays_out(self, ada: Person, world: World) -> None:
        lena = add(ada, world.station)
        signed_in("lena")
        ada.do(staff.change, staff_id=lena, name="Lena", is_active=False)
        assert signed_in("lena") == NOBODY
        assert row(ada, lena).sign_ins == 0

    def test_ones_own_account_stays_open(self, ada: Person) -> None:
        with pytest.raises(NotOneself):
            ada.do(staff.change, staff_id=ada.id, name="Ada", is_active=False)

    def test_two_administrators_cannot_close_each_others_at_once(self, ada: Person, world: World) -> None:
        lena = add(ada, world.street, role=RoleName.ADMIN)
        pairs = ((ada, lena), (Person(signed_in("lena")), ada.id))

        def close(pair: tuple[Person, int]) -> bool:
            try:
                pair[0].do(staff.change, staff_id=pair[1], name="Closed", is_active=False)
            except LastAdministrator:
                return False
            return True

        with ThreadPoolExecutor(2) as both:
            assert sorted(both.map(close, pairs)) == [False, True]

    def test_somebody_who_also_works_elsewhere_is_not_ones_own(self, ada: Person, world: World) -> None:
        """Else a password set in one area would open the other one."""
        add(ada, world.area, role=RoleName.ADMIN)
        mara = add(ada, world.station, "mara")
        ada.do(staff.give_role, staff_id=mara, station_id=world.other_station, role=RoleName.HELPER)
        with pytest.raises(NotAllowed):
            Person(signed_in("lena")).do(staff.set_password, staff_id=mara, password="other water")


class TestPassword:
    def test_set_anew_ends_sign_ins_and_a_lock(self, ada: Person, world: World) -> None:
        lena = add(ada, world.station)
        for _failure in range(identity.FAILURES_ALLOWED):
            Person(NOBODY).do(identity.open_sign_in, user_name="lena", staff_id=None, browser="")
        ada.do(staff.set_password, staff_id=lena, password="other water")
        assert signed_in("lena", "other water").staff_id == lena

    def test_of_ones_own_needs_the_old_one(self, ada: Person, world: World) -> None:
        add(ada, world.station)
        with pytest.raises(myself.OldPasswordWrong):
            Person(signed_in("lena")).do(myself.change_password, old="wrong water", new="other water")

    def test_of_ones_own_changes_and_ends_the_other_sign_ins(self, ada: Person, world: World) -> None:
        lena = add(ada, world.station)
        signed_in("lena")
        Person(signed_in("lena")).do(myself.change_password, old=PASSWORD, new="other water")
        assert row(ada, lena).sign_ins == 0
        assert signed_in("lena", "other water").staff_id == lena

    def test_of_ones_own_needs_somebody_signed_in(self, world: World) -> None:
        with pytest.raises(NotSignedIn):
            Person(NOBODY).do(myself.change_password, old="", new="other water")


class TestEverybody:
    def test_shows_the_staff_of_ones_own_street(self, ada: Person, tina: Person, zoe: Person) -> None:
        assert {one.id for one in ada.ask(staff.everybody)} == {ada.id, tina.id}

    def test_is_refused_to_a_manager(self, mei: Person) -> None:
        with pytest.raises(NotAllowed):
            mei.ask(staff.everybody)


class TestSignOut:
    def test_ends_sign_ins_everywhere(self, ada: Person, world: World) -> None:
        lena = add(ada, world.station)
        signed_in("lena")
        signed_in("lena")
        assert ada.do(staff.sign_out, staff_id=lena) == 2
        assert row(ada, lena).sign_ins == 0
