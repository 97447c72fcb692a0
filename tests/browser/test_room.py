"""A tablet raises a hand, and the trainer's board shows it, without a flicker, within three seconds."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from db import transaction
from db.models import Attendance, Device, Station
from db.words import How
from services import clock, learners, library
from services.access import Actor
from services.identity import hash_of
from services.work import Work
from tests.browser.accessibility import STAFF, faults
from tests.browser.conftest import ServedHouse
from tests.browser.seating import session

LESSON = library.taught()[0].lesson.uid
WITHIN = 3000

# The board stands in a shadow root.
ROOM = """
const deep = root => [...root.querySelectorAll('*')]
  .flatMap(e => [e, ...(e.shadowRoot ? deep(e.shadowRoot) : [])]);
const room = deep(document).find(e => e.className === 'room');
"""
TILES = f"() => {{ {ROOM} window.tiles = [...room.querySelectorAll('.tile')]; }}"
SAME = f"() => {{ {ROOM} return [...room.querySelectorAll('.tile')].map((e, n) => e === window.tiles[n]); }}"
WATCHED = f"""() => {{ {ROOM}
  window.written = 0;
  new MutationObserver(all => {{ window.written += all.length; }})
    .observe(room, {{childList: true, subtree: true, characterData: true, attributes: true}});
}}"""


class Room:
    """A running session with three seniors, two of them at tablets, and the trainer's board."""

    def __init__(self, house: ServedHouse, browser: Browser, board: Page) -> None:
        self.house, self.browser, self.board = house, browser, board
        self.activity, self.people = session(house, seated=3, begins_in=timedelta(minutes=5))
        with transaction.writing(house.engine) as db:
            for one in self.people:
                db.add(
                    Attendance(
                        activity_id=self.activity,
                        senior_id=one.id,
                        arrived_at=clock.now(),
                        recorded_at=clock.now(),
                        how=How.CARD,
                        client_id=f"{self.activity}-{one.id}",
                    )
                )
        self.cookies = [self._seat(n) for n in range(2)]
        board.goto(f"{house.url}/room_board?activity={self.activity}")
        expect(board.locator(".tile")).to_have_count(2, timeout=20000)

    def _seat(self, n: int) -> tuple[str, str]:
        """Let one of them begin at a tablet of her own."""
        token = f"tablet-{self.activity}-{n}"
        with transaction.writing(self.house.engine) as db:
            device = Device(
                token_hash=hash_of(token),
                station_id=self.house.station,
                name=f"{n + 1}",
                bound_at=clock.now(),
                bound_by=self.house.staff["mei"],
            )
            db.add(device)
            db.flush()
            path = db.get_one(Station, self.house.station).path
            work = Work(db, Actor(device_id=device.id, device_path=path), clock.now())
            begun = learners.begin_by_card(work, scanned=self.people[n].card_token)
        return token, begun.token

    def tablet(self, n: int) -> Page:
        """Open the lesson on one of the tablets."""
        context = self.browser.new_context(viewport={"width": 1024, "height": 768})
        for name, value in zip(("tablet", "learner"), self.cookies[n], strict=True):
            context.add_cookies([{"name": name, "value": value, "url": self.house.url}])
        context.add_cookies([{"name": "language", "value": "en", "url": self.house.url}])
        page = context.new_page()
        page.goto(f"{self.house.url}/lesson?lesson={LESSON}")
        expect(page.locator(".lp-b-next")).to_be_visible(timeout=20000)
        return page


@pytest.fixture
def room(house: ServedHouse, browser: Browser, tina: Page) -> Room:
    return Room(house, browser, tina)


def ask(tablet: Page) -> None:
    tablet.get_by_role("button", name="Ask the teacher").click()
    tablet.get_by_role("button", name="Yes, please come").click()


class TestHand:
    def test_is_seen_taken_and_done(self, room: Room) -> None:
        tablet, board = room.tablet(0), room.board
        expect(board.locator(".tile").first).to_contain_text("beginning", timeout=8000)
        board.evaluate(TILES)
        ask(tablet)
        hand = board.locator(".hand")
        expect(hand).to_have_count(1, timeout=WITHIN)
        expect(hand).to_contain_text("王美英")
        hand.get_by_role("button", name="I am there").click()
        expect(hand).to_contain_text("Tina is there")
        expect(tablet.get_by_role("button", name="Coming")).to_be_visible(timeout=8000)
        hand.get_by_role("button", name="Helped").click()
        expect(hand).to_have_count(0)
        expect(tablet.get_by_role("button", name="Ask the teacher")).to_be_visible(timeout=8000)
        assert board.evaluate(SAME) == [True, True]
        tablet.context.close()

    def test_can_be_lowered(self, room: Room) -> None:
        tablet = room.tablet(0)
        ask(tablet)
        expect(room.board.locator(".hand")).to_have_count(1, timeout=WITHIN)
        tablet.get_by_role("button", name="The teacher knows").click()
        tablet.get_by_role("button", name="No need any more").click()
        expect(room.board.locator(".hand")).to_have_count(0, timeout=8000)
        tablet.context.close()

    def test_survives_a_restart_of_the_server(self, room: Room) -> None:
        tablet = room.tablet(0)
        room.house.server.stop()
        ask(tablet)
        expect(room.board.get_by_role("alert")).to_contain_text("No connection", timeout=20000)
        room.house.server.start_again()
        expect(room.board.locator(".hand")).to_have_count(1, timeout=40000)
        room.board.get_by_role("button", name="Helped").click()
        expect(tablet.get_by_role("button", name="Ask the teacher")).to_be_visible(timeout=20000)
        tablet.context.close()


class TestBoard:
    def test_writes_nothing_while_nothing_changes(self, room: Room) -> None:
        expect(room.board.locator(".tile").first).to_contain_text("No lesson opened yet")
        room.board.evaluate(WATCHED)
        room.board.wait_for_timeout(5000)
        assert room.board.evaluate("window.written") == 0

    def test_passes_the_rules_of_the_house(self, room: Room) -> None:
        tablet = room.tablet(1)
        ask(tablet)
        expect(room.board.locator(".hand")).to_have_count(1, timeout=8000)
        assert faults(room.board, STAFF, "en") == []
        tablet.context.close()
