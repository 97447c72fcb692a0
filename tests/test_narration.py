import re
from dataclasses import replace
from pathlib import Path

import pytest

from services import catalogue, narration
from services.narration import Pronunciation, missing, recorded, recording_name, spell, stale, unreadable
from settings import ROOT

NONE = Pronunciation({}, frozenset(), {}, {})


@pytest.fixture
def listed(tmp_path: Path) -> Pronunciation:
    """A small pronunciation list as a trainer would write it."""
    path = tmp_path / "pronunciation.yaml"
    path.write_text(
        "words: {WiFi: 无线网, '<': 小箭头}\n"
        "digit_by_digit: ['110']\n"
        "sounds: [数(shu3)两下, 还(huan2)给]\n"
        "alone: {长: chang2}\n",
        encoding="utf-8",
    )
    return narration.load(path)


@pytest.fixture
def lesson(tmp_path: Path) -> catalogue.Shelved:
    """The first lesson, in a folder without recordings."""
    first = next(iter(catalogue.load(ROOT / "courses").lessons.values()))
    return replace(first, folder=tmp_path)


class TestFigures:
    @pytest.mark.parametrize(
        ("written", "spoken"),
        [
            ("翻到第 2 页，再翻 2 页。", "翻到第二页，再翻两页。"),
            ("等 10 秒，等 2 分钟。", "等十秒，等两分钟。"),
            ("大约 20 分钟，105 步。", "大约二十分钟，一百零五步。"),
            ("一共 10000 元。", "一共一万元。"),
            ("一共 1,200 元，¥3.5。", "一共一千两百元，三点五元。"),
            ("9:30 到 10:05，14:00 结束。", "九点半到十点零五分，十四点结束。"),
            ("2026年10月8日", "二零二六年十月八日。"),
            ("打 12345，或者 96110。", "打幺二三四五，或者九六幺幺零。"),
            ("打 021-65431234。", "打零二幺、六五四三幺二三四。"),
            ("密码是 001234。", "密码是零零幺二三四。"),
            ("电量 15%，3-5 天。", "电量百分之十五，三到五天。"),
            ("声音 1/3。", "声音三分之一。"),
        ],
    )
    def test_are_said_as_people_say_them(self, written: str, spoken: str) -> None:
        assert spell(written, NONE) == spoken

    def test_of_an_emergency_are_read_one_by_one_because_the_list_says_so(
        self, listed: Pronunciation
    ) -> None:
        assert spell("打 110。", listed) == "打幺幺零。"

    def test_that_count_something_stay_quantities(self, listed: Pronunciation) -> None:
        assert spell("110 个人。", listed) == "一百一十个人。"


class TestSpelling:
    def test_puts_words_for_foreign_ones(self, listed: Pronunciation) -> None:
        assert spell("连上wifi，点“<”。", listed) == "连上无线网，点 小箭头。"

    def test_marks_the_sound_of_a_phrase(self, listed: Pronunciation) -> None:
        assert spell("数两下，还给我。", listed) == "数(shu3)两下，还(huan2)给我。"

    def test_marks_a_character_for_when_it_stands_alone(self, listed: Pronunciation) -> None:
        assert spell("按长键", listed) == "按长(chang2?)键。"

    def test_turns_brackets_and_dashes_into_pauses(self) -> None:
        assert spell("点“我”（右下角）——别急……", NONE) == "点 我，右下角，别急。"

    def test_ends_every_line_so_that_the_voice_falls(self) -> None:
        assert [spell(line, NONE) for line in ("取消", "好！", "哪个？")] == ["取消。", "好！", "哪个？"]

    def test_names_what_the_voice_could_not_say(self, listed: Pronunciation) -> None:
        assert unreadable("连 WiFi，看 GPS 和 ☆。", listed) == ("GPS", "☆")


class TestList:
    def test_that_is_not_there_changes_nothing(self, tmp_path: Path) -> None:
        assert narration.load(tmp_path / "pronunciation.yaml") == NONE

    @pytest.mark.parametrize("text", ["words: [", "- a", "sounds: {a: b}", "worts: {a: b}"])
    def test_that_is_broken_says_so_and_keeps_no_lesson_from_being_taught(
        self, tmp_path: Path, text: str
    ) -> None:
        path = tmp_path / "pronunciation.yaml"
        path.write_text(text, encoding="utf-8")

        read = narration.load(path)

        assert read.trouble
        assert spell("点“返回”", read) == "点 返回。"

    def test_may_have_an_empty_part(self, tmp_path: Path) -> None:
        path = tmp_path / "pronunciation.yaml"
        path.write_text("words:\nalone: {长: chang2}\n", encoding="utf-8")

        assert narration.load(path) == Pronunciation({}, frozenset(), {}, {"长": "chang2"})


class TestRecordings:
    LINES = ("点“返回”。", "第二步，开锁。")

    def test_are_missing_before_they_are_made(self, tmp_path: Path) -> None:
        assert missing(self.LINES, tmp_path, NONE) == self.LINES

    def test_are_found_by_what_is_said(self, tmp_path: Path) -> None:
        name = recording_name(self.LINES[0], NONE)
        (tmp_path / name).touch()

        assert recorded(self.LINES, tmp_path, NONE) == {self.LINES[0]: name}
        assert missing(self.LINES, tmp_path, NONE) == self.LINES[1:]

    def test_nobody_needs_any_more_are_stale(self, tmp_path: Path) -> None:
        (tmp_path / recording_name("从前的一句。", NONE)).touch()
        (tmp_path / recording_name(self.LINES[0], NONE)).touch()

        assert stale(self.LINES, tmp_path, NONE) == (recording_name("从前的一句。", NONE),)

    def test_keep_their_name_when_only_the_writing_changes(self) -> None:
        assert recording_name("翻到第 2 页", NONE) == recording_name("翻到第二页。", NONE)

    def test_of_one_line_only_change_with_an_entry_for_it(self, listed: Pronunciation) -> None:
        more = replace(listed, sounds={**listed.sounds, "调大": ((0, "tiao2"),)})

        assert recording_name("声音调大", more) != recording_name("声音调大", listed)
        assert recording_name("声音变小", more) == recording_name("声音变小", listed)


class TestChecker:
    def test_tells_lines_without_recording_and_recordings_without_line(
        self, lesson: catalogue.Shelved, listed: Pronunciation
    ) -> None:
        lines = catalogue.spoken(lesson.lesson)
        audio = lesson.folder / narration.AUDIO
        audio.mkdir()
        for line in lines[1:]:
            (audio / recording_name(line, listed)).touch()
        (audio / "0123456789abcdef.mp3").touch()

        told = "\n".join(str(fault) for fault in narration.unrecorded(lesson, listed))

        assert f"Not recorded: “{lines[0]}”" in told
        assert "No line needs the recording 0123456789abcdef.mp3" in told
        assert told.count("\n") == 1

    def test_leaves_drafts_alone(self, lesson: catalogue.Shelved) -> None:
        draft = replace(lesson, lesson=lesson.lesson.model_copy(update={"status": "draft"}))

        assert narration.unrecorded(draft, NONE) == []

    def test_gives_the_player_the_file_of_every_line_that_is_there(self, lesson: catalogue.Shelved) -> None:
        line = catalogue.spoken(lesson.lesson)[0]
        (lesson.folder / narration.AUDIO).mkdir()
        (lesson.folder / narration.AUDIO / recording_name(line, NONE)).touch()

        assert narration.tapes(lesson, NONE) == {line: recording_name(line, NONE)}


class TestCourses:
    def test_hold_no_word_the_voice_cannot_say(self) -> None:
        known = narration.load(ROOT / "courses/pronunciation.yaml")
        lessons = catalogue.load(ROOT / "courses").lessons.values()
        lines = [line for shelved in lessons for line in catalogue.spoken(shelved.lesson)]

        assert [line for line in lines if unreadable(line, known)] == []


class TestWorkshop:
    def test_is_not_needed_by_the_running_program(self) -> None:
        product = [
            path
            for place in ("db", "services", "ui", "web", "pages", "papers")
            for path in (ROOT / place).rglob("*.py")
        ]
        needs = re.compile(r"^\s*(from|import) narration\b", re.MULTILINE)

        assert [path for path in product if needs.search(path.read_text("utf-8"))] == []
