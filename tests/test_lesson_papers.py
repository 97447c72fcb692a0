"""What is printed of lessons and sessions: one page where one is promised, large enough, nothing left out."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import zxingcpp
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from db import transaction
from db.models import Activity, SignIn
from papers import notes, step_cards
from services import library
from services.catalogue import Shelved
from services.identity import hash_of
from tests.conftest import NINE, Person, World
from tests.planning import planned
from web import papers
from web.lesson_papers import card_of, headings, notes_of
from web.text import Speaker

BOTH = pytest.mark.parametrize("language", ["zh-CN", "en"])
LESSONS = list(library.shelf().lessons.values())
EACH = pytest.mark.parametrize("shelved", LESSONS, ids=[one.lesson.code for one in LESSONS])
WORDS = step_cards.Words("智能走进生活", "扫一扫，回家接着练。", "打电话给驿站：021-12345678")
MM = 72 / 25.4


def pages(pdf: bytes) -> Any:
    return pypdfium2.PdfDocument(pdf)


def text(pdf: bytes) -> str:
    """Return everything written in a PDF, bare."""
    return "".join(bare(page.get_textpage().get_text_range()) for page in pages(pdf))


def bare(words: str) -> str:
    """Return words without blanks and hyphens: a line breaks where it must."""
    return re.sub(r"[\s\-\ufffe\x02]", "", words)


def sizes(pdf: bytes) -> dict[str, float]:
    """Return the smallest size at which each character of the first page stands, in points."""
    read = pages(pdf)[0].get_textpage()
    found: dict[str, float] = {}
    for at in range(read.count_chars()):
        sign = chr(pdfium.FPDFText_GetUnicode(read, at))
        size = pdfium.FPDFText_GetFontSize(read, at)
        found[sign] = min(size, found.get(sign, size))
    return found


def code(pdf: bytes) -> str:
    """Return what the code on the first page says."""
    read = zxingcpp.read_barcode(pages(pdf)[0].render(scale=3).to_pil())
    return read.text if read else ""


class TestStepCard:
    @BOTH
    def test_of_every_lesson_takes_one_page_of_a5(self, language: str) -> None:
        cards = [card_of(one, Speaker(language), "https://house.example") for one in LESSONS]
        made = pages(step_cards.sheet(cards, WORDS, lang=language[:2]))
        measured = {tuple(round(side / MM) for side in page.get_size()) for page in made}
        assert (len(made), measured) == (len(LESSONS), {(148, 210)})

    @BOTH
    @EACH
    def test_has_every_line_at_22_points_or_more(self, shelved: Shelved, language: str) -> None:
        card = card_of(shelved, Speaker(language), "https://house.example")
        made = step_cards.sheet([card], step_cards.Words("", "", ""), lang=language[:2])
        written = text(made)
        lacking = [line for line in (*card.lines, card.rhyme) if bare(line) not in written]
        beside = set(card.code) | set("123456")
        small = {sign for sign, size in sizes(made).items() if size < 21.9 and sign.strip()} - beside
        assert (lacking, small) == ([], set())

    def test_opens_the_lesson_when_scanned(self) -> None:
        card = card_of(LESSONS[0], Speaker("zh-CN"), "https://house.example")
        made = step_cards.sheet([card], WORDS, lang="zh")
        assert code(made) == f"https://house.example/lesson/{LESSONS[0].slug}"

    def test_stands_twice_on_a4_to_cut(self) -> None:
        card = card_of(LESSONS[0], Speaker("zh-CN"), "https://house.example")
        made = step_cards.sheet([card], WORDS, lang="zh", twice=True)
        size = tuple(round(side / MM) for side in pages(made)[0].get_size())
        assert (size, text(made).count(bare(card.rhyme))) == ((297, 210), 2)


class TestNotes:
    @BOTH
    @EACH
    def test_tell_all_that_teaching_needs(self, shelved: Shelved, language: str) -> None:
        written = notes_of(shelved, Speaker(language), NINE.date())
        made = text(notes.sheet([written], headings(Speaker(language)), lang=language[:2]))
        wanted = [
            written.goal,
            written.task,
            written.take_home,
            written.without_phone,
            written.rhyme,
            *(words for _when, words in written.plan),
            *(step.say for step in written.steps),
            *(step.stuck for step in written.steps),
            *(move.say for move in written.moves),
            *(answer.why for question in written.questions for answer in question.answers),
            *written.mistakes,
            *written.safety,
            *written.with_phones,
            *written.with_paper,
        ]
        assert [words for words in wanted if bare(words) not in made] == []

    @EACH
    def test_mark_on_every_picture_what_is_tapped(self, shelved: Shelved) -> None:
        written = notes_of(shelved, Speaker("zh-CN"), NINE.date())
        assert [move.number for move in written.moves if _marks(move.picture) != 1] == []

    @EACH
    def test_have_the_surprise_where_it_jumps_up(self, shelved: Shelved) -> None:
        written = notes_of(shelved, Speaker("zh-CN"), NINE.date())
        assert written.moves[shelved.lesson.phone.surprise.after].number == ""

    def test_warn_of_what_nobody_checked_on_a_real_phone(self) -> None:
        unchecked = next(one for one in LESSONS if one.lesson.verified_on is None and one.lesson.needs_check)
        checked_on = NINE.date()
        lesson = unchecked.lesson.model_copy(update={"verified_on": checked_on})
        checked = Shelved(unchecked.course, unchecked.slug, unchecked.folder, "v", lesson)
        speak = Speaker("zh-CN")
        later = checked_on + timedelta(days=200)
        assert notes_of(unchecked, speak, checked_on).to_check != ()
        assert notes_of(checked, speak, checked_on).to_check == ()
        assert notes_of(checked, speak, later).to_check != ()

    @EACH
    def test_have_a_hint_for_every_move(self, shelved: Shelved) -> None:
        written = notes_of(shelved, Speaker("zh-CN"), NINE.date())
        assert [move.number for move in written.moves if not move.hint] == []

    def test_show_what_is_taken_and_where_a_window_is_closed(self) -> None:
        booking = next(one for one in LESSONS if one.lesson.code == "L12")
        moves = notes_of(booking, Speaker("zh-CN"), NINE.date()).moves
        surprise = next(move for move in moves if not move.number)
        window = next(part for part in surprise.picture.parts if part.kind == "dialog")
        days = next(part for move in moves for part in move.picture.parts if part.kind == "slots")
        taken = [one.note for one in days.items if one.full]
        assert (window.corner, window.close and window.close.mark, set(taken)) == ("right", True, {"约满"})


class TestPaperPhone:
    @BOTH
    def test_has_the_task_every_screen_and_the_last_one(self, language: str) -> None:
        written = notes_of(LESSONS[0], Speaker(language), NINE.date())
        made = notes.paper_phone([written], headings(Speaker(language)), lang=language[:2])
        assert len(pages(made)) == -(-(len(written.moves) + 2) // 6)
        assert bare(written.task) in text(made)

    @EACH
    def test_tells_the_one_who_lays_it_down_what_is_right(self, shelved: Shelved) -> None:
        written = notes_of(shelved, Speaker("zh-CN"), NINE.date())
        made = text(notes.paper_phone([written], headings(Speaker("zh-CN")), lang="zh"))
        rights = [part for move in written.moves for part in (move.tap.split(" · ") if move.tap else ())]
        assert [right for right in rights if bare(right) not in made] == []


def _marks(picture: notes.Picture) -> int:
    corners = (picture.bar.left, picture.bar.right) if picture.bar else ()
    inside = [one for part in picture.parts for one in (part, part.close, *part.items)]
    return sum(one.mark for one in (*corners, *picture.always, *inside) if one)


class TestAddress:
    @pytest.fixture
    def browser(self, engine: Engine, tina: Person) -> Iterator[TestClient]:
        """Tina's browser."""
        with transaction.writing(engine) as db:
            until = NINE + timedelta(days=1)
            db.add(SignIn(token_hash=hash_of("tina"), staff_id=tina.id, signed_in_at=NINE, expires_at=until))
        with TestClient(Starlette(routes=papers.routes), cookies={"sign_in": "tina"}) as client:
            yield client

    @pytest.mark.parametrize("kind", papers.KINDS)
    def test_answers_with_every_paper_of_a_lesson(self, browser: TestClient, kind: str) -> None:
        answer = browser.get(f"/paper/{kind}/{LESSONS[0].slug}")
        assert (answer.headers["content-type"], answer.content[:4]) == ("application/pdf", b"%PDF")

    def test_answers_with_a_whole_track(self, browser: TestClient) -> None:
        line = library.tracks()[0]
        answer = browser.get(f"/paper/card/{line.course}/{line.track.uid}")
        assert len(pages(answer.content)) == len(line.lessons)

    def test_of_nothing_is_polite(self, browser: TestClient) -> None:
        for path in ("/paper/card/nothing", "/paper/nothing/l01", "/paper/card/x/y"):
            answer = browser.get(path)
            assert (answer.status_code, 'role="alert"' in answer.text) == (404, True)

    @pytest.mark.parametrize(("paper", "wide"), [("a4", 210), ("a3", 297)])
    def test_prints_the_poster_with_its_code(
        self, browser: TestClient, engine: Engine, world: World, tina: Person, paper: str, wide: int
    ) -> None:
        activity_id = planned(
            tina, world, title_zh="微信二：视频通话，跟远方的家人见面聊天", lesson=LESSONS[0].lesson.uid
        )
        with transaction.reading(engine) as db:
            public_id = db.get_one(Activity, activity_id).public_id
        made = browser.get(f"/paper/poster/{public_id}/{paper}").content
        assert (len(pages(made)), round(pages(made)[0].get_width() / MM)) == (1, wide)
        assert "14:00–15:30" in text(made)
        assert code(made) == f"http://testserver/a/{public_id}"

    def test_sends_whoever_is_not_signed_in_to_sign_in(self, engine: Engine, world: World) -> None:
        with TestClient(Starlette(routes=papers.routes)) as stranger:
            answer = stranger.get("/paper/notes/l01", follow_redirects=False)
        assert answer.headers["location"].startswith("/sign-in")
