"""Both languages are complete, and say the same."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

import languages
from services.errors import Refused
from tests import translations
from tests.conftest import Time

PLACES = re.compile(r"%\((\w+)\)[sd]")


def test_every_sentence_has_its_chinese() -> None:
    assert [f"{m.place} {m.sentence}" for m in translations.missing()] == []


def test_no_translation_is_left_over() -> None:
    assert translations.unused() == []


def forms(words: str | Sequence[str] | None) -> list[str]:
    """Return the one or the several forms of a sentence."""
    return [words] if isinstance(words, str) else list(words or ())


def test_chinese_fills_the_same_places_as_english() -> None:
    differing = []
    for message in languages.chinese():
        ids, strings = forms(message.id), forms(message.string)
        if message.id and set(PLACES.findall(ids[-1])) != set(PLACES.findall(strings[-1])):
            differing.append(ids[0])
    assert differing == []


def test_a_day_is_read_as_its_readers_say_it(time: Time) -> None:
    told = [languages.day(language, date(2026, 3, 10)) for language in languages.LANGUAGES]
    assert told == ["3月10日 周二", "Tue 10 March"]


def test_a_day_of_another_year_has_its_year(time: Time) -> None:
    time.now = datetime(2026, 12, 31, 16, 5, tzinfo=UTC)  # five past midnight in Shanghai
    told = [languages.day("en", on) for on in (date(2026, 12, 31), date(2027, 1, 1))]
    assert told == ["Thu 31 December 2026", "Fri 1 January"]


def test_an_unknown_language_is_chinese() -> None:
    assert languages.known("fr") == languages.CHINESE


@pytest.mark.parametrize("language", languages.LANGUAGES)
def test_a_refusal_is_told(language: str) -> None:
    assert languages.explain(language, Refused())


def test_chinese_is_punctuated_as_chinese() -> None:
    beside_han = re.compile(r"[\u4e00-\u9fff][,:;?!()]|[,;?!][\u4e00-\u9fff]")
    strings = [string for m in languages.chinese() if m.id for string in forms(m.string)]
    assert [string for string in strings if beside_han.search(PLACES.sub("", string))] == []
