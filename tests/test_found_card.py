"""Scanning a card with one's own phone tells where it belongs, and nothing about whom."""

import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from db import transaction
from db.models import Station
from services import cards, consent, found_card, people
from services.access import NOBODY
from services.errors import NotFound
from services.people import Registered
from tests.conftest import Person, World
from web import cards as web_cards


@pytest.fixture
def registered(tina: Person, world: World) -> Registered:
    return tina.do(people.register, station_id=world.station, name="王美英", consent_wording=consent.CURRENT)


class TestPage:
    def test_of_a_torn_code_leads_on(self, engine: Engine, world: World) -> None:
        with transaction.writing(engine) as db:
            db.get_one(Station, world.other_street).is_open = False
            db.get_one(Station, world.street).phone = "021-55550000"
        page = TestClient(Starlette(routes=web_cards.routes)).get("/c/23456")
        held = [part in page.text for part in ('href="/lesson/"', 'href="tel:021-55550000"', "problem")]
        assert (page.status_code, held) == (404, [True, True, False])


class TestHome:
    def test_is_told_to_anybody(self, registered: Registered) -> None:
        home = Person(NOBODY).ask(found_card.home, token=registered.card_token)
        assert (home.station_zh, home.is_valid) == ("一站", True)

    def test_says_nothing_of_the_person(self, registered: Registered) -> None:
        home = Person(NOBODY).ask(found_card.home, token=registered.card_token)
        assert "王" not in str(home)

    def test_of_a_replaced_card_is_told_with_that(self, tina: Person, registered: Registered) -> None:
        tina.do(cards.replace, senior_id=registered.id)
        assert not Person(NOBODY).ask(found_card.home, token=registered.card_token).is_valid

    def test_of_an_unknown_code_is_not_found(self, registered: Registered) -> None:
        with pytest.raises(NotFound):
            Person(NOBODY).ask(found_card.home, token="no-such-card")
