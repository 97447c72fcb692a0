"""A roster is shown before it is stored, stored as a whole, and never stored twice."""

import io
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from db.audit import AuditEntry
from db.base import Model
from db.models import Card, Consent, Senior, SeniorKey
from db.words import Action
from services import consent, finding, importing, merging, people
from services.errors import NotAllowed, NotFound
from services.importing import Fate, Imported, Likeness, Preview
from services.work import Work
from tests.conftest import Person, Time, World

HEADER = ("姓名", "性别", "出生年份", "手机", "居委")
WANG = ("王秀英", "女", 1950, "13812345678", "凉城一居")
LI = ("李大明", "男", 1948, "13812345678", "凉城一居")


def file(*rows: Sequence[Any]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def preview(person: Person, world: World, *rows: Sequence[Any], header: Sequence[str] = HEADER) -> Preview:
    return person.ask(importing.preview, station_id=world.station, content=file(header, *rows))


def confirm(person: Person, world: World, seen: Preview, **about: Any) -> Imported:
    about.setdefault("consent_wording", consent.CURRENT)
    return person.do(importing.confirm, station_id=world.station, roster=seen.roster, **about)


def count(work: Work, *, model: type[Model]) -> int:
    return work.db.scalar(select(func.count()).select_from(model)) or 0


def recorded(work: Work, *, action: Action) -> int:
    return work.db.scalar(select(func.count()).where(AuditEntry.action == action)) or 0


class TestPreview:
    def test_shows_who_is_new(self, tina: Person, world: World) -> None:
        row = preview(tina, world, WANG).rows[0]
        assert (row.number, row.fate, row.name, row.birth_year) == (2, Fate.NEW, "王秀英", 1950)
        assert row.phone_masked == "138****5678"

    def test_shows_whose_name_and_year_are_known(self, tina: Person, world: World) -> None:
        confirm(tina, world, preview(tina, world, WANG))
        row = preview(tina, world, ("王秀英", "女", 1950, "13900001111", "二居")).rows[0]
        assert (row.fate, row.likeness) == (Fate.SAME, Likeness.YEAR)
        assert row.same_as is not None and row.same_as.station_zh == "一站"

    def test_shows_whose_name_and_phone_are_known(self, tina: Person, world: World) -> None:
        confirm(tina, world, preview(tina, world, WANG))
        row = preview(tina, world, ("王秀英", None, 1960, WANG[3], None)).rows[0]
        assert (row.fate, row.likeness) == (Fate.SAME, Likeness.PHONE)

    def test_an_unknown_year_fits_every_year(self, tina: Person, world: World) -> None:
        confirm(tina, world, preview(tina, world, WANG))
        assert preview(tina, world, ("王秀英",)).rows[0].likeness is Likeness.NAME

    def test_another_year_is_another_person(self, tina: Person, world: World) -> None:
        confirm(tina, world, preview(tina, world, WANG))
        assert preview(tina, world, ("王秀英", "女", 1960, "", "")).rows[0].fate is Fate.NEW

    def test_another_gender_is_another_person(self, tina: Person, world: World) -> None:
        confirm(tina, world, preview(tina, world, WANG))
        assert preview(tina, world, ("王秀英", "男", 1950, "", "")).rows[0].fate is Fate.NEW

    def test_an_age_may_be_one_year_off(self, tina: Person, world: World) -> None:
        confirm(tina, world, preview(tina, world, WANG))
        seen = preview(tina, world, ("王秀英", 75), header=("姓名", "年龄"))
        assert seen.rows[0].fate is Fate.SAME

    def test_a_couple_with_one_phone_are_two_and_it_says_so(self, tina: Person, world: World) -> None:
        confirm(tina, world, preview(tina, world, WANG))
        row = preview(tina, world, LI).rows[0]
        assert row.fate is Fate.NEW
        assert row.shares_phone is not None and row.shares_phone.name == "王秀英"

    def test_a_row_that_comes_twice_is_one_person(self, tina: Person, world: World) -> None:
        rows = preview(tina, world, WANG, LI, WANG).rows
        assert [(row.fate, row.same_row) for row in rows] == [
            (Fate.NEW, None),
            (Fate.NEW, None),
            (Fate.REPEATED, 2),
        ]

    def test_tells_which_row_is_faulty(self, tina: Person, world: World) -> None:
        row = preview(tina, world, WANG, ("李大明", "男", 2048, "", "")).rows[1]
        assert (row.number, row.fate, row.name) == (3, Fate.FAULTY, "李大明")
        assert row.fault is not None and row.fault.field == "birth_year"

    def test_finds_somebody_at_another_station_of_the_street(
        self, tina: Person, nora: Person, world: World
    ) -> None:
        confirm(tina, world, preview(tina, world, WANG))
        seen = nora.ask(importing.preview, station_id=world.other_station, content=file(HEADER, WANG))
        assert seen.rows[0].fate is Fate.SAME

    def test_knows_nobody_of_another_street(self, tina: Person, zoe: Person, world: World) -> None:
        confirm(tina, world, preview(tina, world, WANG))
        seen = zoe.ask(importing.preview, station_id=world.other_street, content=file(HEADER, WANG))
        assert seen.rows[0].fate is Fate.NEW

    def test_a_merged_record_stands_for_the_one_that_was_kept(
        self, tina: Person, mei: Person, world: World
    ) -> None:
        ids = confirm(tina, world, preview(tina, world, WANG, ("王秀瑛", "女", 1950, "", ""))).senior_ids
        mei.do(merging.merge, keep_id=ids[0], merge_id=ids[1])
        row = preview(tina, world, ("王秀瑛", "女", 1950, "", "")).rows[0]
        assert row.same_as is not None and row.same_as.id == ids[0]

    def test_stores_nothing(self, tina: Person, world: World) -> None:
        preview(tina, world, WANG, LI)
        assert tina.ask(count, model=Senior) == 0

    def test_is_refused_to_a_helper(self, hana: Person, world: World) -> None:
        with pytest.raises(NotAllowed):
            preview(hana, world, WANG)

    def test_is_refused_at_another_station(self, nora: Person, world: World) -> None:
        with pytest.raises(NotFound):
            preview(nora, world, WANG)


class TestConfirm:
    def test_registers_with_number_card_consent_and_keys(self, tina: Person, world: World) -> None:
        (senior_id,) = confirm(tina, world, preview(tina, world, WANG)).senior_ids
        card = tina.ask(people.look, senior_id=senior_id)
        assert (card.name, card.birth_year, card.neighbourhood) == ("王秀英", 1950, "凉城一居")
        assert (len(card.cards), card.consents[0].wording) == (1, consent.CURRENT)
        assert tina.ask(finding.find, station_id=world.station, text="wxy")[0].id == senior_id

    def test_leaves_the_same_rows_as_registering_one_by_one(self, tina: Person, world: World) -> None:
        confirm(tina, world, preview(tina, world, WANG))
        before = [tina.ask(count, model=model) for model in (Senior, Card, Consent, SeniorKey)]
        tina.do(
            people.register,
            station_id=world.station,
            name="王秀英",
            birth_year=1950,
            phone="13812345678",
            consent_wording=consent.CURRENT,
        )
        assert [tina.ask(count, model=model) for model in (Senior, Card, Consent, SeniorKey)] == [
            2 * number for number in before
        ]
        actions = (Action.REGISTERED, Action.CARD_ISSUED, Action.CONSENTED)
        assert [tina.ask(recorded, action=action) for action in actions] == [2, 2, 2]

    def test_twice_changes_nothing(self, tina: Person, world: World) -> None:
        rows = (WANG, LI, ("张桂芳",), ("陈阿宝", "男", None, "", ""), WANG)
        confirm(tina, world, preview(tina, world, *rows))
        before = tina.ask(count, model=AuditEntry)
        again = confirm(tina, world, preview(tina, world, *rows))
        assert (again.senior_ids, again.same) == ((), 5)
        assert tina.ask(count, model=AuditEntry) == before

    def test_twice_from_one_preview_changes_nothing(self, tina: Person, world: World) -> None:
        seen = preview(tina, world, WANG, LI)
        confirm(tina, world, seen)
        assert confirm(tina, world, seen).senior_ids == ()

    def test_a_list_of_ages_changes_nothing_a_year_later(
        self, tina: Person, time: Time, world: World
    ) -> None:
        ages = [("王秀英", 76), ("李大明", 78)]
        confirm(tina, world, preview(tina, world, *ages, header=("姓名", "年龄")))
        time.pass_(days=365)
        assert confirm(tina, world, preview(tina, world, *ages, header=("姓名", "年龄"))).senior_ids == ()

    def test_leaves_out_what_is_faulty(self, tina: Person, world: World) -> None:
        done = confirm(tina, world, preview(tina, world, WANG, ("", "女", 1950, "", "")))
        assert (len(done.senior_ids), done.faulty) == (1, 1)

    def test_registers_somebody_different_all_the_same(self, tina: Person, world: World) -> None:
        confirm(tina, world, preview(tina, world, WANG))
        done = confirm(tina, world, preview(tina, world, WANG), different={2})
        assert len(done.senior_ids) == 1

    def test_needs_the_consent(self, tina: Person, world: World) -> None:
        with pytest.raises(consent.ConsentMissing):
            confirm(tina, world, preview(tina, world, WANG), consent_wording="")

    def test_stores_all_or_nothing(self, tina: Person, world: World) -> None:
        def break_off(done: int, of: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            confirm(tina, world, preview(tina, world, WANG, LI), progress=break_off)
        assert tina.ask(count, model=Senior) == 0

    def test_tells_how_far_it_is(self, tina: Person, world: World) -> None:
        heard: list[tuple[int, int]] = []
        many = [(f"王{name}", "女", 1950, "", "") for name in _names(600)]
        confirm(tina, world, preview(tina, world, *many), progress=lambda n, of: heard.append((n, of)))
        assert heard == [(250, 600), (500, 600), (600, 600)]

    def test_two_at_once_store_it_once(self, tina: Person, world: World) -> None:
        seen = preview(tina, world, WANG, LI)
        with ThreadPoolExecutor(2) as both:
            done = list(both.map(lambda _: confirm(tina, world, seen), range(2)))
        assert sorted(len(one.senior_ids) for one in done) == [0, 2]

    def test_is_recorded_with_its_counts(self, tina: Person, world: World) -> None:
        confirm(tina, world, preview(tina, world, WANG, WANG))
        assert tina.ask(recorded, action=Action.ROSTER_IMPORTED) == 1

    def test_is_refused_to_a_helper(self, hana: Person, tina: Person, world: World) -> None:
        with pytest.raises(NotAllowed):
            confirm(hana, world, preview(tina, world, WANG))

    def test_is_refused_at_another_station(self, nora: Person, tina: Person, world: World) -> None:
        with pytest.raises(NotFound):
            confirm(nora, world, preview(tina, world, WANG))


def _names(many: int) -> list[str]:
    first = ord("丁")
    return [f"{chr(first + number // 80)}{chr(first + number % 80)}" for number in range(many)]
