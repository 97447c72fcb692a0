"""What anybody may know of a session: where the code on its poster leads."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from db import transaction
from db.models import Activity, Station
from services import announcing, enrolment, schedule
from services.access import NOBODY
from services.announcing import Announced
from services.errors import NotFound
from tests.conftest import Person, Time, World
from tests.planning import planned, seniors
from web import activities


def public_id(engine: Engine, activity_id: int) -> str:
    with transaction.reading(engine) as db:
        return db.get_one(Activity, activity_id).public_id


def announced(engine: Engine, activity_id: int) -> Announced:
    return Person(NOBODY).ask(announcing.announced, public_id=public_id(engine, activity_id))


class TestAnnounced:
    def test_names_nobody(self, engine: Engine, world: World, tina: Person) -> None:
        activity_id = planned(tina, world, trainer_id=tina.id)
        ids = tuple(seniors(engine, world.station, 1, name="王美英"))
        tina.do(enrolment.enrol, activity_id=activity_id, senior_ids=ids)
        told = str(announced(engine, activity_id))
        assert ("王美英" in told, "Tina" in told) == (False, False)

    def test_tells_whether_there_are_seats(self, engine: Engine, world: World, tina: Person) -> None:
        activity_id = planned(tina, world, seats=1)
        before = announced(engine, activity_id).has_seats
        ids = tuple(seniors(engine, world.station, 1))
        tina.do(enrolment.enrol, activity_id=activity_id, senior_ids=ids)
        assert (before, announced(engine, activity_id).has_seats) == (True, False)

    def test_tells_that_it_is_called_off(self, engine: Engine, world: World, tina: Person) -> None:
        activity_id = planned(tina, world)
        tina.do(schedule.cancel, activity_id=activity_id, reason="台风")
        assert not announced(engine, activity_id).is_on

    def test_tells_that_it_is_over(self, engine: Engine, world: World, tina: Person, time: Time) -> None:
        activity_id = planned(tina, world)
        time.pass_(days=1)
        assert announced(engine, activity_id).is_over

    def test_of_no_session_is_not_found(self, engine: Engine, world: World) -> None:
        with pytest.raises(NotFound):
            Person(NOBODY).ask(announcing.announced, public_id="none")


class TestPage:
    @pytest.fixture
    def browser(self) -> Iterator[TestClient]:
        with TestClient(Starlette(routes=activities.routes)) as client:
            yield client

    def test_says_what_when_and_where(
        self, browser: TestClient, engine: Engine, world: World, tina: Person
    ) -> None:
        page = browser.get(f"/a/{public_id(engine, planned(tina, world, room='二楼'))}")
        lacking = [
            words for words in ("微信视频通话", "14:00–15:30", "一站 · 二楼") if words not in page.text
        ]
        assert (page.status_code, lacking) == (200, [])

    def test_of_no_session_leads_on(self, browser: TestClient, engine: Engine, world: World) -> None:
        with transaction.writing(engine) as db:
            db.get_one(Station, world.other_street).is_open = False
            db.get_one(Station, world.street).phone = "021-55550000"
        page = browser.get("/a/none")
        held = [
            part in page.text for part in ('href="/lesson/"', 'href="tel:021-55550000"', "删除", "problem")
        ]
        assert (page.status_code, held) == (404, [True, True, False, False])

    def test_of_a_full_session_is_no_alarm(
        self, browser: TestClient, engine: Engine, world: World, tina: Person
    ) -> None:
        activity_id = planned(tina, world, seats=1)
        ids = tuple(seniors(engine, world.station, 1))
        tina.do(enrolment.enrol, activity_id=activity_id, senior_ids=ids)
        page = browser.get(f"/a/{public_id(engine, activity_id)}")
        assert ("座位" in page.text, 'class="problem"' in page.text) == (True, False)
