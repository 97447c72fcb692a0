"""A tablet is bound to its station once, and released at once when it is lost."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from services import devices, identity, stations
from services.access import NOBODY, Actor
from services.devices import NameMissing, StationClosed
from services.errors import NotAllowed, NotFound, NotSignedIn
from tests.conftest import Person, World
from web import devices as door
from web import sign_in


def holding(token: str) -> Actor:
    return Person(NOBODY).ask(identity.who, tablet=token)


class TestBind:
    def test_makes_the_tablet_known_at_the_station(self, tina: Person, world: World) -> None:
        token = tina.do(devices.bind, station_id=world.station, name="平板 3")
        assert holding(token).device_path.endswith(f"/{world.station}/")

    def test_gives_the_tablet_no_role(self, tina: Person, world: World) -> None:
        token = tina.do(devices.bind, station_id=world.station, name="平板 3")
        assert (holding(token).staff_id, holding(token).roles) == (None, ())

    def test_again_releases_where_it_was(self, tina: Person, ada: Person, world: World) -> None:
        first = tina.do(devices.bind, station_id=world.station, name="平板 3")
        here = Person(Actor(ada.id, holding(first).device_id, "Ada", ada.actor.roles))
        here.do(devices.bind, station_id=world.other_station, name="平板 3")
        assert holding(first) == NOBODY
        assert [device.station_id for device in ada.ask(devices.devices)] == [world.other_station]

    def test_needs_a_name(self, tina: Person, world: World) -> None:
        with pytest.raises(NameMissing):
            tina.do(devices.bind, station_id=world.station, name="  ")

    def test_is_refused_at_a_closed_place(self, ada: Person, world: World) -> None:
        ada.do(stations.close, station_id=world.point)
        with pytest.raises(StationClosed):
            ada.do(devices.bind, station_id=world.point, name="1")

    def test_is_refused_to_a_helper(self, hana: Person, world: World) -> None:
        with pytest.raises(NotAllowed):
            hana.do(devices.bind, station_id=world.station, name="1")

    def test_is_refused_to_a_tablet_itself(self, tina: Person, world: World) -> None:
        tablet = Person(holding(tina.do(devices.bind, station_id=world.station, name="1")))
        with pytest.raises(NotSignedIn):
            tablet.do(devices.bind, station_id=world.station, name="2")


class TestRelease:
    def test_ends_at_the_next_tap(self, tina: Person, world: World) -> None:
        token = tina.do(devices.bind, station_id=world.station, name="1")
        tina.do(devices.release, device_id=tina.ask(devices.devices)[0].id)
        assert holding(token) == NOBODY

    def test_twice_changes_nothing(self, tina: Person, world: World) -> None:
        tina.do(devices.bind, station_id=world.station, name="1")
        (device,) = tina.ask(devices.devices)
        tina.do(devices.release, device_id=device.id)
        tina.do(devices.release, device_id=device.id)
        assert tina.ask(devices.devices) == ()

    def test_is_refused_at_another_station(self, tina: Person, nora: Person, world: World) -> None:
        tina.do(devices.bind, station_id=world.station, name="1")
        with pytest.raises(NotFound):
            nora.do(devices.release, device_id=tina.ask(devices.devices)[0].id)


class TestDoor:
    @pytest.fixture
    def client(self, world: World) -> TestClient:
        return TestClient(Starlette(routes=[*door.routes, *sign_in.routes]), follow_redirects=False)

    def test_somebody_not_signed_in_signs_in_first(self, client: TestClient) -> None:
        assert client.get("/tablet").headers["location"] == "/sign-in?back=/tablet"

    def test_binding_sets_a_cookie_no_script_can_read(
        self, client: TestClient, tina: Person, world: World
    ) -> None:
        opened = Person(NOBODY).do(identity.open_sign_in, user_name="tina", staff_id=tina.id, browser="")
        client.cookies.set("sign_in", str(opened.token))
        answer = client.post("/tablet/bind", data={"station": str(world.station), "name": "1"})
        assert answer.headers["location"] == "/tablet"
        assert "tablet=" in answer.headers["set-cookie"] and "HttpOnly" in answer.headers["set-cookie"]

    def test_signing_out_hands_a_bound_tablet_to_the_seniors(self, client: TestClient, tina: Person) -> None:
        opened = Person(NOBODY).do(identity.open_sign_in, user_name="tina", staff_id=tina.id, browser="")
        client.cookies.set("sign_in", str(opened.token))
        before = client.post("/sign-out").headers["location"]
        client.cookies.set("tablet", "token")
        assert (before, client.post("/sign-out").headers["location"]) == ("/sign-in", "/")

    @pytest.mark.parametrize("station", ["nonsense", "9" * 23])
    def test_a_wrong_station_gets_a_sentence_and_keeps_what_was_typed(
        self, client: TestClient, tina: Person, station: str
    ) -> None:
        opened = Person(NOBODY).do(identity.open_sign_in, user_name="tina", staff_id=tina.id, browser="")
        client.cookies.set("sign_in", str(opened.token))
        answer = client.post("/tablet/bind", data={"station": station, "name": "平板 3"})
        assert answer.status_code == 422 and 'value="平板 3"' in answer.text
