"""Cards: unguessable, revoked when lost, and read back from the paper by a scanner."""

from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from PIL.Image import Image
from sqlalchemy import select

from db.audit import AuditEntry
from db.models import Card
from db.words import Action
from papers.cards import PrintedCard, sheet
from services import cards, enrolment, finding, people
from services.access import NOBODY
from services.cards import TooManyCards, token_in
from services.consent import CURRENT
from services.errors import NotFound
from services.finding import CardState
from services.people import Registered
from services.work import Work
from tests.conftest import Person, World
from tests.planning import planned

HOUSE = "https://lc.example.cn"


@pytest.fixture
def mrs_wang(tina: Person, world: World) -> Registered:
    return tina.do(people.register, station_id=world.station, name="王美英", consent_wording=CURRENT)


def good(work: Work) -> list[str]:
    return list(work.db.scalars(select(Card.token).where(Card.revoked_at.is_(None)).order_by(Card.id)))


def actions(work: Work) -> list[Action]:
    return [entry.action for entry in work.db.scalars(select(AuditEntry).order_by(AuditEntry.id))]


def pages(paper: bytes) -> list[Image]:
    return [page.render(scale=300 / 72).to_pil() for page in pypdfium2.PdfDocument(BytesIO(paper))]


def texts(paper: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(BytesIO(paper)))


def codes(picture: Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def printed(how_many: int, name: str = "王美英") -> list[PrintedCard]:
    return [PrintedCard(name, f"{at:06}", f"{'23456789abcdef'[:12]}{at:02}") for at in range(how_many)]


class TestReplace:
    def test_the_lost_one_is_worthless_and_the_new_one_good(self, tina: Person, mrs_wang: Registered) -> None:
        new = tina.do(cards.replace, senior_id=mrs_wang.id)
        assert new != mrs_wang.card_token
        assert tina.ask(good) == [new]
        assert tina.ask(actions)[-2:] == [Action.CARD_REVOKED, Action.CARD_ISSUED]

    def test_twice_leaves_one_good_one(self, tina: Person, mrs_wang: Registered) -> None:
        tina.do(cards.replace, senior_id=mrs_wang.id)
        last = tina.do(cards.replace, senior_id=mrs_wang.id)
        assert tina.ask(good) == [last]

    def test_a_helper_and_another_station_of_the_street_may(
        self, hana: Person, nora: Person, mrs_wang: Registered
    ) -> None:
        hana.do(cards.replace, senior_id=mrs_wang.id)
        nora.do(cards.replace, senior_id=mrs_wang.id)

    def test_another_street_may_not(self, zoe: Person, mrs_wang: Registered) -> None:
        with pytest.raises(NotFound):
            zoe.do(cards.replace, senior_id=mrs_wang.id)


class TestIssue:
    def test_gives_the_good_one_again(self, tina: Person, mrs_wang: Registered) -> None:
        assert tina.do(cards.issue, senior_id=mrs_wang.id) == mrs_wang.card_token

    def test_makes_one_where_none_is_good(self, tina: Person, mrs_wang: Registered) -> None:
        (line,) = tina.ask(people.look, senior_id=mrs_wang.id).cards
        tina.do(cards.revoke, card_id=line.id)
        assert tina.do(cards.issue, senior_id=mrs_wang.id) != mrs_wang.card_token

    def test_is_not_for_nobody(self, mrs_wang: Registered) -> None:
        with pytest.raises(NotFound):
            Person(NOBODY).do(cards.issue, senior_id=mrs_wang.id)


class TestRevoke:
    def test_twice_is_recorded_once(self, tina: Person, mrs_wang: Registered) -> None:
        (line,) = tina.ask(people.look, senior_id=mrs_wang.id).cards
        tina.do(cards.revoke, card_id=line.id)
        tina.do(cards.revoke, card_id=line.id)
        assert tina.ask(actions).count(Action.CARD_REVOKED) == 1
        assert tina.ask(finding.find_card, token=mrs_wang.card_token).state is CardState.REVOKED

    def test_another_street_may_not(self, tina: Person, zoe: Person, mrs_wang: Registered) -> None:
        (line,) = tina.ask(people.look, senior_id=mrs_wang.id).cards
        with pytest.raises(NotFound):
            zoe.do(cards.revoke, card_id=line.id)


class TestToPrint:
    def test_says_what_stands_on_them_and_is_recorded(self, tina: Person, mrs_wang: Registered) -> None:
        (card,) = tina.do(cards.to_print, senior_ids=[mrs_wang.id, mrs_wang.id])
        assert (card.name, card.number, card.token) == ("王美英", mrs_wang.number, mrs_wang.card_token)
        assert tina.ask(actions).count(Action.CARDS_PRINTED) == 1

    def test_takes_those_of_an_activity(self, tina: Person, world: World, mrs_wang: Registered) -> None:
        activity = planned(tina, world)
        tina.do(enrolment.enrol, activity_id=activity, senior_ids=(mrs_wang.id,))
        assert tina.ask(cards.of_activity, activity_id=activity) == {mrs_wang.id: "王美英"}

    def test_an_activity_elsewhere_is_not_told(self, tina: Person, nora: Person, world: World) -> None:
        activity = planned(tina, world)
        with pytest.raises(NotFound):
            nora.ask(cards.of_activity, activity_id=activity)

    def test_is_refused_for_a_whole_town(self, tina: Person, world: World) -> None:
        with pytest.raises(TooManyCards):
            tina.do(cards.to_print, senior_ids=list(range(1, 502)))

    def test_another_street_may_not(self, zoe: Person, mrs_wang: Registered) -> None:
        with pytest.raises(NotFound):
            zoe.do(cards.to_print, senior_ids=[mrs_wang.id])


class TestToken:
    def test_cannot_be_mistaken_or_guessed(self, mrs_wang: Registered) -> None:
        assert token_in(mrs_wang.card_token) == mrs_wang.card_token
        assert len(mrs_wang.card_token) == 14
        assert not set(mrs_wang.card_token) & set("01oil")


class TestPaper:
    def test_one_card_is_read_back(self) -> None:
        (page,) = pages(sheet(printed(1), HOUSE))
        assert codes(page) == [f"{HOUSE}/c/23456789abcd00"]

    def test_ten_to_a_sheet_are_read_back(self) -> None:
        first, second = pages(sheet(printed(12), HOUSE))
        assert sorted(codes(first)) == [f"{HOUSE}/c/23456789abcd{at:02}" for at in range(10)]
        assert sorted(codes(second)) == [f"{HOUSE}/c/23456789abcd{at:02}" for at in (10, 11)]

    def test_a_sheet_is_a4(self) -> None:
        page = pypdfium2.PdfDocument(BytesIO(sheet(printed(10), HOUSE)))[0]
        assert [round(side / 72 * 25.4) for side in page.get_size()] == [210, 297]

    def test_name_and_number_stand_on_it(self) -> None:
        text = texts(sheet(printed(2, "欧阳建国"), HOUSE))
        assert "欧阳建国" in text
        assert "000001" in text.replace(" ", "")

    @pytest.mark.parametrize(
        "name", ["王𬭚㛃", "长" * 40, "阿不都热依木·买买提·阿布都克里木江", "x" * 40, "𠮷田", '王#*_$<&"\\']
    )
    def test_no_name_breaks_it(self, name: str) -> None:
        (page,) = pages(sheet(printed(10, name), HOUSE))
        assert len(codes(page)) == 10

    def test_rare_characters_are_printed(self) -> None:
        assert "𬭚㛃" in texts(sheet(printed(1, "王𬭚㛃"), HOUSE))

    def test_an_address_of_a_station_at_home_is_short_enough(self) -> None:
        (page,) = pages(sheet(printed(10), "http://192.168.100.200:8501"))
        assert len(codes(page)) == 10

    def test_no_cards_make_no_paper(self) -> None:
        with pytest.raises(ValueError, match="no cards"):
            sheet([], HOUSE)
