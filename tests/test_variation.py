"""A practice phone that is not the same twice, what is right besides, the gallery, and the figures."""

import shutil
from pathlib import Path

import pytest

from services.catalogue import figures, for_player, gallery, load, spoken
from services.catalogue.blocks import NAMES
from tests import course_files
from tests.course_files import COURSES, faults

L07 = "intelligent-living/l07-short-videos/lesson.yaml"
L17 = "intelligent-living/l17-no-scams/lesson.yaml"


@pytest.fixture
def courses(tmp_path: Path) -> Path:
    """Give a copy of two lessons' files that may be broken."""
    for file in (L07, L17):
        (tmp_path / file).parent.mkdir(parents=True)
        shutil.copy(COURSES / file, tmp_path / file)
    slugs = ["l07-short-videos", "l17-no-scams"]
    listed = "".join(f"  - {slug}\n" for slug in slugs)
    (tmp_path / "intelligent-living" / "course.yaml").write_text(
        f"uid: two-lessons\ntitle: 课 | Lessons\nabout: 课 | Lessons\nlessons:\n{listed}", encoding="utf-8"
    )
    return tmp_path


def swap(courses: Path, old: str, new: str, lesson: str = L07) -> None:
    course_files.swap(courses, old, new, lesson)


class TestVariation:
    def test_fills_the_words_of_a_row_in_both_languages(self, courses: Path) -> None:
        phones = load(courses).lessons["l07-short-videos"].lesson.phone.variants()
        offers = [phone.screens["ad"].show[0].model_dump()["feed"] for phone in phones]
        assert offers[0] == {"zh": "钙片 0 元领，只付邮费", "en": "Free calcium pills, pay only the postage"}
        assert len({offer["zh"] for offer in offers}) == len(phones) == 3

    def test_sends_only_what_is_different(self, courses: Path) -> None:
        phone = for_player(load(courses).lessons["l07-short-videos"])["phone"]
        assert [set(one) for one in phone["variants"]] == [{"screens"}, {"screens"}]
        assert "ad" in phone["variants"][0]["screens"]
        assert "desk" not in phone["variants"][0]["screens"]
        assert "vary" not in phone

    def test_may_take_another_way(self, courses: Path) -> None:
        phones = load(courses).lessons["l17-no-scams"].lesson.phone.variants()
        assert len({phone.start for phone in phones}) == len(phones) >= 6

    def test_has_every_form_spoken(self, courses: Path) -> None:
        lesson = load(courses).lessons["l17-no-scams"].lesson
        assert {phone.done.zh for phone in lesson.phone.variants()} <= set(spoken(lesson))

    @pytest.mark.parametrize(
        ("old", "new", "told"),
        [
            ("seller: 天天农家 | Farm daily, ", "", "other words than the first: seller"),
            ('by: "{seller}"', 'by: "{shop}"', "has the word “shop”"),
            ('picture: "{ad}"', 'picture: "{ad} {price}"', "has the word “price”"),
            ("土鸡蛋免费送，今天最后一天 | Free eggs, last day today", "鸡蛋", "Chinese and English"),
        ],
    )  # fmt: skip
    def test_is_explained_when_it_is_wrong(self, courses: Path, old: str, new: str, told: str) -> None:
        swap(courses, old, new)
        assert told in faults(courses)

    def test_is_walked_in_every_form(self, courses: Path) -> None:
        swap(
            courses,
            "        - at: grandson\n          do: hangup",
            "        - at: grandson\n          do: sing",
            L17,
        )
        told = faults(courses)
        assert "vary 2" in told
        assert "nothing called “sing”" in told

    def test_does_not_say_where_a_thing_stands_that_moves(self, courses: Path) -> None:
        swap(courses, "say: 出来了。点没有“广告”的那一条。", "say: 出来了。点第二条。")
        assert "stands elsewhere each time" in faults(courses)


class TestAlso:
    def test_must_lead_to_a_later_move(self, courses: Path) -> None:
        swap(
            courses,
            "              goto: book\n              also:",
            "              goto: desk\n              also:",
            L17,
        )
        assert "leads to no later move" in faults(courses)

    def test_is_spoken(self, courses: Path) -> None:
        assert "不认识的不接，也很对。" in spoken(load(courses).lessons["l17-no-scams"].lesson)


class TestGallery:
    def test_shows_every_block_as_it_is_written(self) -> None:
        shown = gallery(COURSES)
        assert {example.kind for example in shown} == set(NAMES)
        assert all(example.written.startswith(f"- {example.kind}:") for example in shown)
        assert all(example.about_zh and example.about_en for example in shown)


class TestFigures:
    def test_are_counted(self, courses: Path) -> None:
        counted = figures(load(courses).lessons["l17-no-scams"].lesson)
        assert (counted.steps, counted.stuck, counted.variants) == (9, 9, 7)
        assert max(counted.lengths) <= 24

    def test_tell_hard_words_and_not_everyday_ones(self, courses: Path) -> None:
        swap(courses, "home: desk\n  done: 做成了！", "home: desk\n  done: 别爽约，手机做成了！")
        hard = figures(load(courses).lessons["l07-short-videos"].lesson).hard
        assert "爽约" in hard
        assert "手机" not in hard
