"""The course files: what is good is taught, what is wrong is explained."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml
from pydantic import TypeAdapter

from services.catalogue import check, for_player, load, needs_verifying, new_lesson, numbers, schema, spoken
from services.catalogue.blocks import NAMES, Block
from tests import course_files
from tests.course_files import COURSES, faults

L01 = "intelligent-living/l01-know-your-phone/lesson.yaml"
L04 = "intelligent-living/l04-wechat-message/lesson.yaml"


@pytest.fixture
def courses(tmp_path: Path) -> Path:
    """Give a copy of the course files that may be broken."""
    return Path(shutil.copytree(COURSES, tmp_path / "courses", ignore=shutil.ignore_patterns("*.mp3")))


def swap(courses: Path, old: str, new: str, lesson: str = L01) -> None:
    course_files.swap(courses, old, new, lesson)


class TestOurCourses:
    def test_have_no_fault(self) -> None:
        assert faults(COURSES) == ""

    def test_have_the_schema_that_is_committed(self) -> None:
        assert json.loads((COURSES / "lesson.schema.json").read_text(encoding="utf-8")) == schema()

    def test_use_only_icons_and_pictures_that_are_drawn(self) -> None:
        drawn = (COURSES.parent / "ui/player/icons.js").read_text(encoding="utf-8")
        painted = (COURSES.parent / "ui/player/pictures.js").read_text(encoding="utf-8")
        wanted: set[str] = set()
        pictures: set[str] = set()
        for shelved in load(COURSES).lessons.values():
            _collect(for_player(shelved), wanted, pictures)
        assert {name for name in wanted if f"  {name}: '" not in drawn} == set()
        assert {name for name in pictures if f"  {name}: " not in painted} == set()

    def test_ask_little_at_a_time(self) -> None:
        assert all(numbers(shelved.lesson).longest_do <= 24 for shelved in load(COURSES).lessons.values())

    def test_say_every_line_once(self) -> None:
        for shelved in load(COURSES).lessons.values():
            lines = spoken(shelved.lesson)
            assert len(lines) == len(set(lines)) > 40


def _collect(value: object, icons: set[str], pictures: set[str]) -> None:
    if isinstance(value, dict):
        icons |= {value["icon"]} if "icon" in value else set()
        pictures |= {
            value[word] for word in ("picture", "camera", "mine") if isinstance(value.get(word), str)
        }
        for one in value.values():
            _collect(one, icons, pictures)
    elif isinstance(value, list):
        for one in value:
            _collect(one, icons, pictures)


class TestExplanation:
    """The examples in courses/README.md are real."""

    def test_shows_every_building_block_as_it_is_written(self) -> None:
        shown = (COURSES / "README.md").read_text(encoding="utf-8").split("```yaml\n")[1:]
        parts = [part for one in shown for part in yaml.load(one.split("```")[0], yaml.BaseLoader)]
        blocks = TypeAdapter(list[Block]).validate_python(parts)
        assert {block.KIND for block in blocks} == set(NAMES)


class TestNewLesson:
    def test_passes_once_it_is_listed(self, courses: Path) -> None:
        new_lesson(courses / "intelligent-living", "our-own-lesson", uid="our-own-lesson")
        path = courses / "intelligent-living" / "course.yaml"
        listed = path.read_text(encoding="utf-8").replace("\ntracks:", "  - our-own-lesson\n\ntracks:")
        path.write_text(listed, encoding="utf-8")
        assert faults(courses) == ""

    def test_leaves_a_lesson_alone_that_is_there(self, courses: Path) -> None:
        with pytest.raises(FileExistsError):
            new_lesson(courses / "intelligent-living", "l01-know-your-phone", uid="another")


class TestBrokenLesson:
    def test_does_not_stop_the_others(self, courses: Path) -> None:
        (courses / L01).write_text("uid: [", encoding="utf-8")
        shelf = load(courses)
        assert "l01-know-your-phone" not in shelf.lessons
        assert "l04-wechat-message" in shelf.lessons

    def test_is_explained_with_its_line(self, courses: Path) -> None:
        swap(courses, "level: 1", "level: 7")
        fault = check(courses)[0]
        assert (fault.file, fault.place, fault.line) == (L01, "level", 4)

    def test_has_all_its_faults_told_at_once(self, courses: Path) -> None:
        swap(courses, "level: 1", "level: 7")
        swap(courses, "minutes: 25", "minutes: many")
        swap(courses, "status: active", "status: ready")
        assert {fault.place for fault in check(courses)} == {"level", "minutes", "status"}

    @pytest.mark.parametrize(
        ("old", "new", "told"),
        [
            (
                "title: 认识手机和手势 | Know your phone and its gestures",
                "title: 认识手机和手势",
                "Chinese and English",
            ),
            ("minutes: 25", "minuts: 25", "Did you mean “minutes”"),
            ("        - dots: 2", "        - dotz: 2", "Did you mean “dots”"),
            (
                "do: 手机侧边，按一下短键 |",
                "do: 手机侧边有两个键请您按一下短的那一个键不要按长的那个键 |",
                "27 characters",
            ),
            ("goal: 我能自己", "goal: 学会", "does not begin"),
            ("kind: safety", "kind: next", "about safety"),
            ("        right: yes\n", "", "0 answers"),
            ("code: L01", "", "“code” is missing"),
            ("level: 1", "level: 1\nlevel: 2", "written twice"),
        ],
    )
    def test_is_told_what_is_wrong(self, courses: Path, old: str, new: str, told: str) -> None:
        swap(courses, old, new)
        assert told in faults(courses)

    def test_that_is_listed_nowhere_is_told(self, courses: Path) -> None:
        swap(courses, "\n  - l04-wechat-message\n", "\n", "intelligent-living/course.yaml")
        assert "is not listed" in faults(courses)

    def test_with_the_uid_of_another_is_told(self, courses: Path) -> None:
        swap(courses, "uid: l04-wechat-message", "uid: l01-know-your-phone", L04)
        assert "belongs to" in faults(courses)


class TestPracticePhone:
    @pytest.mark.parametrize(
        ("old", "new", "told"),
        [
            ("goto: locked", "goto: nowhere", "no screen “nowhere”"),
            ("      do: shoot", "      do: press", "nothing called “press”"),
            ("goto: viewfinder", "goto: desk_two", "Here the phone shows"),
            ("              wrong: 这是相册", "              slip: 这是相册", "wrongly taps “album”"),
            ("    after: 3", "    after: 30", "after the end"),
            ("              goto: back\n\nquestions", "\nquestions", "cannot be got out"),
            ("    locked:\n", "    island:\n      look: dark\n    locked:\n", "Nothing leads to this screen"),
            ("name: album", "name: camera", "Two things here are called"),
        ],
    )  # fmt: skip
    def test_is_walked_through(self, courses: Path, old: str, new: str, told: str) -> None:
        swap(courses, old, new)
        assert told in faults(courses)

    def test_has_at_most_four_things_to_tap(self, courses: Path) -> None:
        extra = "            - {name: fifth, text: 天气 | Weather, icon: weather, wrong: 不是 | No}\n"
        swap(courses, "        - swipe: left\n", extra + "        - swipe: left\n")
        assert "5 things to tap" in faults(courses)

    def test_has_no_dead_end(self, courses: Path) -> None:
        swap(courses, "      lost: 这里是付钱的地方", "      # lost: 这里是付钱的地方", L04)
        swap(courses, "  home: desk\n", "  home: money\n", L04)
        assert "dead end" in faults(courses)

    def test_needs_every_name_in_both_languages(self, courses: Path) -> None:
        swap(courses, "text: 相册 | Photos", "text: 相册")
        assert "Chinese and English" in faults(courses)


class TestVersion:
    def test_changes_with_the_words(self, courses: Path) -> None:
        before = load(courses).lessons["l01-know-your-phone"].version
        swap(courses, "放心试", "放心用")
        assert load(courses).lessons["l01-know-your-phone"].version != before


class TestVerifying:
    def test_is_wanted_when_it_never_happened(self) -> None:
        assert needs_verifying(load(COURSES).lessons["l01-know-your-phone"].lesson, date(2026, 3, 10))

    def test_holds_for_180_days(self, courses: Path) -> None:
        swap(courses, "verified_on: null", "verified_on: 2026-01-01")
        lesson = load(courses).lessons["l01-know-your-phone"].lesson
        assert not needs_verifying(lesson, date(2026, 6, 30))
        assert needs_verifying(lesson, date(2026, 7, 1))
