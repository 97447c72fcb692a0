"""What doors send is taken down once, however often it comes, and each line is answered."""

import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.testclient import TestClient

import web.arrivals
import web.door
from db import transaction
from db.models import Card, Senior
from db.words import Action, How, RoleName
from services import arrivals
from services.arrivals import Answer, Do, Line, Parcel
from services.attendance import Outcome, check_in
from services.enrolment import enrol
from services.errors import NotFound, NotSignedIn
from tests.conftest import NINE, Person, World
from tests.door import Doorway, furnish
from tests.planning import planned, recorded, seniors
from tests.test_attendance import attendances
from tests.test_enrolment_races import at_once

SOON = NINE + timedelta(minutes=30)


@pytest.fixture
def door(engine: Engine, world: World, tina: Person) -> Doorway:
    """A door of the station in half an hour: five enrolled, five seats, Tina signed in."""
    return furnish(engine, seniors=5, starts_at=SOON, station_id=world.station, trainer_id=tina.id)


@pytest.fixture
def sends(door: Doorway) -> Callable[..., list[Answer]]:
    """The door sends lines in one parcel; return their answers."""

    def sent(*lines: Line, sign_in: str = door.sign_in) -> list[Answer]:
        [taken] = arrivals.take_all([Parcel(sign_in, door.activity_id, lines)])
        assert not isinstance(taken, NotSignedIn)
        return list(taken)

    return sent


@pytest.fixture
def client(door: Doorway) -> TestClient:
    """A browser at the door."""
    app = Starlette(routes=[*web.arrivals.routes, *web.door.routes])
    return TestClient(app, cookies={"sign_in": door.sign_in, "language": "en"})


def scan(door: Doorway, place: int, line: str = "", **about: Any) -> Line:
    return Line(id=line or f"line-{place:04}", code=door.people[place][1], how=How.CARD, **about)


def revoke(engine: Engine, token: str) -> None:
    with transaction.writing(engine) as db:
        db.query(Card).filter(Card.token == token).update({"revoked_at": NINE})


def number_of(engine: Engine, senior_id: int) -> str:
    with transaction.reading(engine) as db:
        return db.get_one(Senior, senior_id).number


class TestTakeAll:
    def test_takes_down_every_card(self, door: Doorway, sends: Callable[..., list[Answer]]) -> None:
        answers = sends(*(scan(door, place) for place in range(5)))
        assert [answer.outcome for answer in answers] == ["came"] * 5

    def test_a_link_on_a_card_is_the_card(self, door: Doorway, sends: Callable[..., list[Answer]]) -> None:
        link = f"https://example.org/c/{door.people[0][1].upper()}"
        [answer] = sends(Line(id="line-0001", code=link, how=How.CARD))
        assert answer.outcome == "came"

    def test_a_refused_line_takes_nobody_with_it(
        self, door: Doorway, sends: Callable[..., list[Answer]], engine: Engine
    ) -> None:
        wrong = Line(id="line-wrong", code="22222222222222", how=How.CARD)
        answers = sends(scan(door, 0), wrong, scan(door, 1))
        assert [answer.outcome for answer in answers] == ["came", "refused", "came"]
        assert len(attendances(engine, door.activity_id)) == 2

    def test_an_id_that_stands_for_somebody_else_is_refused_alone(
        self, door: Doorway, sends: Callable[..., list[Answer]]
    ) -> None:
        sends(scan(door, 0, "line-taken"))
        answers = sends(scan(door, 1), scan(door, 2, "line-taken"), scan(door, 3))
        assert [answer.outcome for answer in answers] == ["came", "refused", "came"]

    def test_a_revoked_card_says_whose_it_was(
        self, door: Doorway, sends: Callable[..., list[Answer]], engine: Engine
    ) -> None:
        revoke(engine, door.people[0][1])
        [answer] = sends(scan(door, 0))
        assert isinstance(answer.refused, arrivals.CardRevoked)
        assert answer.senior is not None and answer.senior.id == door.people[0][0]

    def test_a_wrong_number_offers_the_near_ones(
        self, door: Doorway, sends: Callable[..., list[Answer]], engine: Engine
    ) -> None:
        right = number_of(engine, door.people[0][0])
        wrong = f"{right[:5]}{(int(right[5]) + 1) % 10}"
        [answer] = sends(Line(id="line-0001", number=wrong, how=How.NUMBER))
        assert isinstance(answer.refused, arrivals.NumberWrong)
        assert door.people[0][0] in [found.id for found in answer.near]

    def test_a_right_number_comes_in(
        self, door: Doorway, sends: Callable[..., list[Answer]], engine: Engine
    ) -> None:
        [answer] = sends(Line(id="line-0001", number=number_of(engine, door.people[0][0]), how=How.NUMBER))
        assert answer.outcome == "came"

    def test_an_undo_behind_its_arrival_undoes_it(
        self, door: Doorway, sends: Callable[..., list[Answer]], engine: Engine
    ) -> None:
        answers = sends(scan(door, 0), Line(id="line-undo", do=Do.UNDO, of="line-0000"))
        assert [answer.outcome for answer in answers] == ["came", "undone"]
        assert attendances(engine, door.activity_id)[0].voided_at == NINE

    def test_nobody_signed_in_stores_nothing(self, door: Doorway, engine: Engine) -> None:
        [taken] = arrivals.take_all([Parcel("yesterday's cookie", door.activity_id, (scan(door, 0),))])
        assert isinstance(taken, NotSignedIn)
        assert attendances(engine, door.activity_id) == []

    def test_parcels_of_several_doors_are_answered_apart(self, door: Doorway) -> None:
        parcels = [Parcel(door.sign_in, door.activity_id, (scan(door, place),)) for place in range(3)]
        taken = arrivals.take_all([*parcels, Parcel("nobody", door.activity_id, ())])
        ids = [[answer.id for answer in one] for one in taken if not isinstance(one, NotSignedIn)]
        assert ids == [["line-0000"], ["line-0001"], ["line-0002"]]

    def test_every_arrival_is_recorded(
        self, door: Doorway, sends: Callable[..., list[Answer]], engine: Engine
    ) -> None:
        sends(*(scan(door, place) for place in range(5)))
        assert len(recorded(engine, Action.CHECKED_IN)) == 5


@pytest.mark.parametrize(
    ("role", "where", "refusal"),
    [
        (RoleName.HELPER, "station", None),
        (RoleName.TRAINER, "station", None),
        (RoleName.MANAGER, "area", None),
        (RoleName.ADMIN, "street", None),
        (RoleName.HELPER, "other_station", NotFound),
        (RoleName.TRAINER, "other_station", NotFound),
        (RoleName.MANAGER, "other_area", NotFound),
        (RoleName.ADMIN, "other_street", NotFound),
    ],
)
def test_who_may_check_in(
    role: RoleName,
    where: str,
    refusal: type[Exception] | None,
    join: Callable[..., Person],
    door: Doorway,
    world: World,
) -> None:
    somebody = join("somebody", role, getattr(world, where))
    about = {
        "activity_id": door.activity_id,
        "senior_id": door.people[0][0],
        "how": How.NAME,
        "client_id": "line-0001",
    }
    if refusal:
        with pytest.raises(refusal):
            somebody.do(check_in, **about)
    else:
        assert somebody.do(check_in, **about).outcome is Outcome.CAME


@pytest.fixture
def interleaved() -> Iterator[None]:
    """Let threads take turns in the middle of everything, so that a missing lock shows."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("interleaved")
class TestRaces:
    def test_the_same_card_at_two_doors(self, door: Doorway, engine: Engine) -> None:
        def at_a_door(number: int) -> Callable[[], Any]:
            parcel = Parcel(door.sign_in, door.activity_id, (scan(door, 0, f"line-door-{number}"),))
            return lambda: arrivals.take_all([parcel])

        answers = at_once([at_a_door(number) for number in range(12)])
        outcomes = sorted(taken[0].outcome for [taken] in answers)
        assert outcomes == ["already"] * 11 + ["came"]
        assert len(attendances(engine, door.activity_id)) == 1

    def test_the_same_line_from_two_tabs(self, door: Doorway, engine: Engine) -> None:
        parcel = Parcel(door.sign_in, door.activity_id, (scan(door, 0),))
        answers = at_once([lambda: arrivals.take_all([parcel])] * 12)
        assert {taken[0].outcome for [taken] in answers} == {"came"}
        assert len(attendances(engine, door.activity_id)) == 1

    def test_two_hundred_walk_ins_on_the_last_seats(self, tina: Person, world: World, engine: Engine) -> None:
        activity = planned(tina, world, starts_at=SOON, seats=30)
        people = seniors(engine, world.station, 225)
        tina.do(enrol, activity_id=activity, senior_ids=tuple(people[200:]))

        def walks_in(senior_id: int) -> Callable[[], Any]:
            return lambda: tina.do(
                check_in,
                activity_id=activity,
                senior_id=senior_id,
                how=How.NAME,
                client_id=f"line-{senior_id}",
                let_in=True,
            )

        answers = at_once([walks_in(senior_id) for senior_id in people[:200]])
        assert sum(answer.outcome is Outcome.CAME for answer in answers) == 5
        assert len(attendances(engine, activity)) == 5


class TestPost:
    def test_answers_each_line_by_its_id(self, client: TestClient, door: Doorway) -> None:
        lines = [
            {"id": f"line-{place:04}", "code": door.people[place][1], "how": "card"} for place in range(2)
        ]
        answer = client.post("/api/arrivals", json={"activity": door.activity_id, "arrivals": lines})
        assert [(one["id"], one["outcome"]) for one in answer.json()["results"]] == [
            ("line-0000", "came"),
            ("line-0001", "came"),
        ]

    @pytest.mark.parametrize(
        "body",
        [
            b"no json",
            b"[]",
            b'{"activity": 1}',
            b'{"activity": 1, "arrivals": [], "more": 1}',
            b'{"activity": 1, "arrivals": [{"id": "line-0001", "colour": "red"}]}',
            b'{"activity": 1, "arrivals": [{"id": "x"}]}',
            b'{"activity": 1, "arrivals": [{"id": "line-0001", "at": "2026-03-10T09:00:00"}]}',
            b'{"activity": 1, "arrivals": [{"id": "line-0001", "how": "paper"}]}',
            b'{"activity": 99999999999999999999, "arrivals": []}',
        ],
    )
    def test_says_what_it_cannot_read(self, client: TestClient, body: bytes) -> None:
        answer = client.post("/api/arrivals", content=body)
        assert answer.status_code == 422
        assert "could not be read" in answer.json()["told"]

    def test_refuses_what_is_too_big(self, client: TestClient) -> None:
        assert client.post("/api/arrivals", content=b" " * 70_000).status_code == 413

    def test_refuses_whoever_is_not_signed_in(self, client: TestClient, door: Doorway) -> None:
        client.cookies.set("sign_in", "yesterday")
        answer = client.post("/api/arrivals", json={"activity": door.activity_id, "arrivals": []})
        assert answer.status_code == 401

    def test_says_no_to_an_arrival_of_next_year(self, client: TestClient, door: Doorway) -> None:
        line = {"id": "line-0001", "code": door.people[0][1], "how": "card", "at": "2027-03-10T09:00:00Z"}
        answer = client.post("/api/arrivals", json={"activity": door.activity_id, "arrivals": [line]})
        assert "still to come" in answer.json()["results"][0]["told"]

    def test_an_activity_of_strangers_is_not_found(self, client: TestClient, door: Doorway) -> None:
        line = {"id": "line-0001", "code": door.people[0][1], "how": "card"}
        answer = client.post("/api/arrivals", json={"activity": door.activity_id + 99, "arrivals": [line]})
        assert answer.json()["results"][0]["reason"] == "NotFound"


class TestDoor:
    def test_holds_hashes_and_no_cards(self, client: TestClient, door: Doorway) -> None:
        answer = client.get(f"/api/door?activity={door.activity_id}")
        assert len(answer.json()["roster"]) == 5
        assert not any(token in answer.text for _senior, token in door.people)

    def test_says_when_nothing_changed(self, client: TestClient, door: Doorway) -> None:
        first = client.get(f"/api/door?activity={door.activity_id}")
        again = client.get(
            f"/api/door?activity={door.activity_id}", headers={"if-none-match": first.headers["etag"]}
        )
        assert again.status_code == 304

    def test_is_another_after_an_arrival(
        self, client: TestClient, door: Doorway, sends: Callable[..., list[Answer]]
    ) -> None:
        first = client.get(f"/api/door?activity={door.activity_id}")
        sends(scan(door, 0))
        again = client.get(
            f"/api/door?activity={door.activity_id}", headers={"if-none-match": first.headers["etag"]}
        )
        assert again.status_code == 200

    @pytest.mark.parametrize("activity", ["", "x", "-1", "99999", "9" * 30])
    def test_knows_no_such_activity(self, client: TestClient, activity: str) -> None:
        assert client.get(f"/api/door?activity={activity}").status_code == 404

    def test_takes_back_with_a_reason(
        self, client: TestClient, door: Doorway, sends: Callable[..., list[Answer]], engine: Engine
    ) -> None:
        [answer] = sends(scan(door, 0))
        assert answer.arrival is not None
        body = {"attendance": answer.arrival.attendance_id, "reason": "认错人了"}
        assert client.post("/api/door/void", json=body).json() == {"done": True}
        assert attendances(engine, door.activity_id)[0].reason == "认错人了"

    def test_asks_for_a_reason(
        self, client: TestClient, door: Doorway, sends: Callable[..., list[Answer]]
    ) -> None:
        [answer] = sends(scan(door, 0))
        assert answer.arrival is not None
        refused = client.post(
            "/api/door/void", json={"attendance": answer.arrival.attendance_id, "reason": " "}
        )
        assert (refused.status_code, refused.json()["refused"]) == (409, "NoReason")
