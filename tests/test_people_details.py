"""What is told of a senior is cleaned, or refused with the field that is wrong."""

import pytest

from services.details import (
    BirthYearWrong,
    NameMissing,
    NameTooLong,
    NameWrong,
    PhoneWrong,
    birth_year_from,
    clean_name,
    clean_phone,
    masked,
)


class TestPhone:
    @pytest.mark.parametrize(
        "typed",
        [
            "13812345678",
            "138 1234 5678",
            "138-1234-5678",
            "+86 138 1234 5678",
            "008613812345678",
            "8613812345678",
            "＋８６ １３８１２３４５６７８",
            "138\u200b12345678",
        ],
    )
    def test_a_mobile_is_kept_as_digits(self, typed: str) -> None:
        assert clean_phone(typed) == "13812345678"

    @pytest.mark.parametrize("typed", ["021-6543 1234", "(021) 65431234", "+86 021 65431234"])
    def test_a_landline_is_kept_as_digits(self, typed: str) -> None:
        assert clean_phone(typed) == "02165431234"

    @pytest.mark.parametrize("typed", ["123", "1381234567", "138123456789", "12812345678", "abc", "１３８"])
    def test_what_cannot_be_called_is_refused(self, typed: str) -> None:
        with pytest.raises(PhoneWrong) as refusal:
            clean_phone(typed)
        assert refusal.value.field == "phone"

    def test_none_is_none(self) -> None:
        assert clean_phone(" 　") == ""

    def test_only_the_ends_are_shown(self) -> None:
        assert [masked(phone) for phone in ("13812345678", "65431234", "")] == ["138****5678", "****1234", ""]


class TestName:
    @pytest.mark.parametrize("typed", ["王小明", " 王 小明 ", "王　小　明", "王\u200b小明\n"])
    def test_spaces_in_a_chinese_name_are_accidents(self, typed: str) -> None:
        assert clean_name(typed) == "王小明"

    def test_dots_become_one_kind(self) -> None:
        assert clean_name("阿不都•热合曼") == clean_name("阿不都.热合曼") == "阿不都·热合曼"

    def test_a_foreign_name_keeps_its_parts(self) -> None:
        assert clean_name(" John   Smith ") == "John Smith"

    def test_rare_characters_stay(self) -> None:
        assert clean_name("王𬭚㛃") == "王𬭚㛃"

    def test_nothing_is_no_name(self) -> None:
        with pytest.raises(NameMissing):
            clean_name(" \u200b　")

    @pytest.mark.parametrize("typed", ["13812345678", "…", "123"])
    def test_a_phone_is_no_name(self, typed: str) -> None:
        with pytest.raises(NameWrong):
            clean_name(typed)

    def test_an_essay_is_no_name(self) -> None:
        with pytest.raises(NameTooLong):
            clean_name("长" * 41)


class TestBirthYear:
    @pytest.mark.parametrize("typed", ["1948", " １９４８ ", "1948年", "48"])
    def test_a_year_is_read(self, typed: str) -> None:
        assert birth_year_from(typed) == 1948

    def test_nothing_is_unknown(self) -> None:
        assert birth_year_from(" ") is None

    @pytest.mark.parametrize("typed", ["194", "19488", "abcd", "-948", "1948.5"])
    def test_anything_else_is_refused(self, typed: str) -> None:
        with pytest.raises(BirthYearWrong):
            birth_year_from(typed)
