"""Roles are held at a station and count below it."""

import pytest

from db.words import RoleName
from services.access import Actor, Held, Permission
from services.errors import NotAllowed, NotFound
from services.work import Work
from tests.conftest import Person, World


def allow(work: Work, *, permission: Permission, station_id: int) -> None:
    """Stand in for a rule that asks only this."""
    work.allow(permission, station_id=station_id)


class TestAllow:
    def test_counts_at_the_station_itself(self, tina: Person, world: World) -> None:
        tina.ask(allow, permission=Permission.CHECK_IN, station_id=world.station)

    def test_counts_below_the_station(self, tina: Person, world: World) -> None:
        tina.ask(allow, permission=Permission.CHECK_IN, station_id=world.point)

    def test_does_not_count_above_it(self, tina: Person, world: World) -> None:
        with pytest.raises(NotFound):
            tina.ask(allow, permission=Permission.CHECK_IN, station_id=world.area)

    def test_a_stranger_is_told_there_is_nothing(self, nora: Person, world: World) -> None:
        with pytest.raises(NotFound):
            nora.ask(allow, permission=Permission.CHECK_IN, station_id=world.station)

    def test_a_colleague_without_it_is_told_so(self, hana: Person, world: World) -> None:
        with pytest.raises(NotAllowed):
            hana.ask(allow, permission=Permission.PLAN, station_id=world.station)


class TestPaths:
    def test_a_path_below_another_is_left_out(self) -> None:
        actor = Actor(roles=(Held(RoleName.TRAINER, 4, "/1/4/"), Held(RoleName.MANAGER, 1, "/1/")))
        assert actor.paths(Permission.PLAN) == ("/1/",)

    def test_a_path_that_only_starts_alike_stays(self) -> None:
        actor = Actor(roles=(Held(RoleName.TRAINER, 1, "/1/"), Held(RoleName.TRAINER, 12, "/12/")))
        assert actor.paths(Permission.PLAN) == ("/1/", "/12/")
