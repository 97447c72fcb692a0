"""A senior is found by whatever somebody at the door types, and by nobody of another street."""

from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from services import cards, finding, merging, people
from services.access import NOBODY
from services.consent import CURRENT
from services.errors import NotAllowed, NotFound
from services.finding import CardState, keys
from services.people import Registered
from services.spelling import signs, spellings, squeezed
from services.work import Work
from tests.conftest import Person, World

SURNAMES = "王李张刘陈单曾解仇区查朴翟覃盖乐尉缪黑欧诸𬭚"
GIVEN = "美英建国芳乐重行长绿晟茜㛃明"
NAMES = st.builds(str.__add__, st.sampled_from(SURNAMES), st.text(GIVEN, min_size=1, max_size=3))
# One example at a time in the same world: every senior adds to those before.
ONE_WORLD = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def registered(who: Person, station_id: int, name: str, **other: Any) -> Registered:
    return who.do(
        people.register, **({"station_id": station_id, "name": name, "consent_wording": CURRENT} | other)
    )


def names(who: Person, station_id: int, text: str) -> list[str]:
    return [senior.name for senior in who.ask(finding.find, station_id=station_id, text=text)]


def found_by_each(work: Work, *, station_id: int, typed: list[str]) -> dict[str, set[int]]:
    """Find with each text in one go and return whom each found."""
    return {
        text: {senior.id for senior in finding.find(work, station_id=station_id, text=text, limit=1000)}
        for text in typed
    }


class TestFind:
    @pytest.mark.parametrize(
        "typed",
        [
            "王美英",
            "王 美英",
            "王　美",
            "美英",
            "王",
            "wangmeiying",
            "wang mei ying",
            "Wang Meiying",
            "WÁNG měi yīng",
            "wang2 mei3 ying1",
            "ｗａｎｇｍｅｉ",
            "wangm",
            "meiying",
            "wmy",
            "WMY",
            "w m y",
            "5678",
            "138 1234 5678",
            "+86 13812345678",
        ],
    )
    def test_by_whatever_is_typed(self, tina: Person, world: World, typed: str) -> None:
        registered(tina, world.station, "王美英", phone="13812345678")
        registered(tina, world.station, "李建国", phone="13900001111")
        assert names(tina, world.station, typed) == ["王美英"]

    def test_by_number_and_its_beginning(self, tina: Person, world: World) -> None:
        made = registered(tina, world.station, "王美英")
        for typed in (made.number, made.number[:5], f" {made.number[:3]} {made.number[3:]} "):
            assert names(tina, world.station, typed) == ["王美英"]

    @pytest.mark.parametrize(
        ("name", "typed"),
        [
            ("单建国", ["shanjianguo", "danjianguo", "sjg", "djg"]),
            ("曾美芳", ["zengmeifang", "cengmeifang", "zmf", "cmf"]),
            ("解晓东", ["xiexiaodong", "jiexiaodong", "xxd", "jxd"]),
            ("仇和平", ["qiuheping", "chouheping", "qhp", "chp"]),
            ("区文", ["ouwen", "quwen", "ow", "qw"]),
            ("查良", ["zhaliang", "chaliang", "zl", "cl"]),
            ("朴信", ["piaoxin", "puxin", "px"]),
            ("翟天", ["zhaitian", "ditian"]),
            ("覃海", ["qinhai", "tanhai"]),
            ("尉迟恭", ["yuchigong", "weichigong", "ycg", "恭"]),
            ("欧阳修", ["ouyangxiu", "oyx", "修"]),
            ("吕绿", ["lvlv", "lulu", "lyulyu", "Lü Lü", "lǚ lǜ"]),
            ("王重阳", ["wangchongyang", "wangzhongyang"]),
            ("阿不都·热合曼", ["阿不都热合曼", "阿不都", "abudureheman"]),
            ("John Smith", ["john smith", "JOHN", "smith", "js"]),
        ],
    )
    def test_by_every_way_to_read_a_name(
        self, tina: Person, world: World, name: str, typed: list[str]
    ) -> None:
        registered(tina, world.station, name)
        assert [names(tina, world.station, text) for text in typed] == [[name]] * len(typed)

    def test_who_is_meant_fully_comes_first(self, tina: Person, world: World) -> None:
        for name in ("王美英兰", "王美", "王美英"):
            registered(tina, world.station, name)
        assert names(tina, world.station, "王美英")[0] == "王美英"

    def test_one_s_own_come_before_the_other_stations(self, tina: Person, nora: Person, world: World) -> None:
        registered(nora, world.other_station, "王一")
        registered(tina, world.station, "王二")
        assert names(tina, world.station, "王") == ["王二", "王一"]

    def test_one_letter_lists_nobody(self, tina: Person, world: World) -> None:
        registered(tina, world.station, "王美英")
        assert [names(tina, world.station, typed) for typed in ("", " ", "w", "1", "%", "__", "'")] == [
            []
        ] * 7

    def test_no_more_than_asked_for(self, tina: Person, world: World) -> None:
        for _each in range(5):
            registered(tina, world.station, "王美英")
        assert len(tina.ask(finding.find, station_id=world.station, text="wmy", limit=3)) == 3

    def test_the_whole_street_is_searched(self, nora: Person, tina: Person, world: World) -> None:
        registered(nora, world.other_station, "王美英")
        assert names(tina, world.station, "wmy") == ["王美英"]

    def test_no_other_street_is_searched(self, zoe: Person, tina: Person, world: World) -> None:
        registered(zoe, world.other_street, "王美英", phone="13812345678")
        assert [names(tina, world.station, typed) for typed in ("wmy", "13812345678")] == [[], []]

    def test_a_stranger_finds_nothing_here(self, zoe: Person, nora: Person, world: World) -> None:
        for stranger in (zoe, nora, Person(NOBODY)):
            with pytest.raises(NotFound):
                stranger.ask(finding.find, station_id=world.station, text="wmy")

    def test_a_helper_may(self, hana: Person, world: World) -> None:
        assert names(hana, world.station, "wmy") == []


class TestKeys:
    @ONE_WORLD
    @given(name=NAMES, tail=st.sampled_from(["5678", "0042"]))
    @example(name="阿不都·热合曼", tail="5678")
    def test_somebody_is_found_by_each_of_her_keys(
        self, tina: Person, world: World, name: str, tail: str
    ) -> None:
        phone = f"1381234{tail}"
        made = registered(tina, world.station, name, phone=phone)
        typed = [key for key in keys(name, made.number, phone) if len(key) > 1 or not key.isascii()]
        found = tina.ask(found_by_each, station_id=world.station, typed=typed)
        assert [key for key in typed if made.id not in found[key]] == []

    @given(NAMES)
    def test_every_spelling_is_among_them(self, name: str) -> None:
        assert {"".join(way) for way in spellings(signs(name))} <= keys(name, "", "")

    @given(st.text(max_size=40))
    def test_any_name_has_few_short_ones(self, name: str) -> None:
        found = keys(name, "123459", "")
        assert len(found) < 160
        assert all(0 < len(key) <= 80 and key == squeezed(key)[:80] for key in found)

    def test_the_phone_itself_is_no_key(self) -> None:
        assert "13812345678" not in keys("王美英", "123459", "13812345678")


class TestFindNear:
    def test_offers_whose_number_was_meant(self, tina: Person, world: World) -> None:
        made = registered(tina, world.station, "王美英")
        mistyped = made.number[:5] + str((int(made.number[5]) + 1) % 10)
        offered = tina.ask(finding.find_near, station_id=world.station, number=mistyped)
        assert [senior.id for senior in offered] == [made.id]

    def test_is_not_for_strangers(self, nora: Person, world: World) -> None:
        with pytest.raises(NotFound):
            nora.ask(finding.find_near, station_id=world.station, number="123456")


class TestFindCard:
    @pytest.mark.parametrize("scanned", ["{}", "https://lc.example.cn/c/{}", " HTTP://X/C/{} ", "{}/"])
    def test_a_good_one_names_her(self, hana: Person, tina: Person, world: World, scanned: str) -> None:
        made = registered(tina, world.station, "王美英")
        for token in (made.card_token, made.card_token.upper()):
            found = hana.ask(finding.find_card, token=scanned.format(token))
            assert found.state is CardState.GOOD
            assert found.senior and found.senior.id == made.id

    def test_a_lost_one_says_so_and_whose_it_was(self, tina: Person, world: World) -> None:
        made = registered(tina, world.station, "王美英")
        tina.do(cards.replace, senior_id=made.id)
        found = tina.ask(finding.find_card, token=made.card_token)
        assert (found.state, found.senior and found.senior.id) == (CardState.REVOKED, made.id)

    @pytest.mark.parametrize(
        "scanned", ["", "123456", "https://weixin.qq.com/x", "2" * 14, "王美英", "%" * 300]
    )
    def test_anything_else_is_unknown(self, tina: Person, scanned: str) -> None:
        assert tina.ask(finding.find_card, token=scanned).state is CardState.UNKNOWN

    def test_one_of_another_street_is_unknown(self, zoe: Person, tina: Person, world: World) -> None:
        made = registered(tina, world.station, "王美英")
        assert zoe.ask(finding.find_card, token=made.card_token).state is CardState.UNKNOWN

    def test_is_not_for_nobody(self, world: World) -> None:
        with pytest.raises(NotAllowed):
            Person(NOBODY).ask(finding.find_card, token="2" * 14)


class TestMergedRecords:
    def test_she_is_found_once_by_the_keys_of_both(self, mei: Person, world: World) -> None:
        kept = registered(mei, world.station, "王美英", phone="13812345678")
        other = registered(mei, world.station, "汪美瑛", phone="13900001111")
        mei.do(merging.merge, keep_id=kept.id, merge_id=other.id)
        for typed in ("王美英", "汪美瑛", "wmy", "5678", "1111", kept.number, other.number):
            assert names(mei, world.station, typed) == ["王美英"]
