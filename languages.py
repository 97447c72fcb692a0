"""The two languages of the house: sentences, numbers and times as their readers know them.

English is the source; Chinese comes from every locale/zh_CN/*.po. ui/text.py and web/text.py
say whose language it is at the moment.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime, format_time
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from services import clock
from services.errors import Name, Refused
from settings import ROOT, settings

CHINESE = "zh-CN"
ENGLISH = "en"
LANGUAGES = (CHINESE, ENGLISH)
NAMES = {CHINESE: "中文", ENGLISH: "English"}


def known(language: str | None) -> str:
    """Return the language if it is one of ours, else Chinese, the first of every screen."""
    return language if language in LANGUAGES else CHINESE


@cache
def chinese() -> Catalog:
    """Return all Chinese translations as one catalogue."""
    merged = Catalog(locale="zh_CN")
    for file in sorted((ROOT / "locale" / "zh_CN").glob("*.po")):
        with file.open("rb") as lines:
            for message in read_po(lines, locale="zh_CN"):
                if message.id and message.string:
                    merged.add(message.id, message.string, context=message.context)
    return merged


@cache
def _translations(language: str) -> NullTranslations:
    if language == ENGLISH:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, chinese())
    compiled.seek(0)
    return GNUTranslations(compiled)


def say(language: str, sentence: str, **about: Any) -> str:
    """Return the sentence in that language with its %(name)s places filled."""
    words = _translations(language).gettext(sentence)
    return words % about if about else words


def say_many(language: str, one: str, many: str, n: int, **about: Any) -> str:
    """Return the sentence for this number; %(n)s is the number."""
    return _translations(language).ngettext(one, many, n) % {"n": n, **about}


def explain(language: str, refused: Refused) -> str:
    """Return why a rule said no, as a person is told."""
    words = _translations(language).gettext(refused.sentence)
    return words % told(language, refused.about) if refused.about else words


def told(language: str, about: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as they stand in a sentence: marked words, names and times in the language."""
    return {key: _told(language, value) for key, value in about.items()}


def _told(language: str, value: Any) -> Any:
    if isinstance(value, str) and value:
        return _translations(language).gettext(value)
    if isinstance(value, Name):
        return name(language, value.zh, value.en)
    if isinstance(value, datetime):
        local = format_datetime(value, "HH:mm", locale=_babel(language))
        return f"{day(language, value.date())} {local}"
    return value


def name(language: str, zh: str, en: str) -> str:
    """Return the name of a thing that has one in each language; Chinese where English is missing."""
    return (en or zh) if language == ENGLISH else zh


@cache
def _babel(language: str) -> Locale:
    return Locale.parse("zh_Hans_CN" if language == CHINESE else "en_GB")


def day(language: str, on: date, *, year: bool = False) -> str:
    """Return a day with its weekday: 3月10日 周二 · Tue 10 March; one of another year with that too."""
    year = year or on.year != clock.local(clock.now(), settings().zone).year
    if language == CHINESE:
        pattern = "y年M月d日 EEE" if year else "M月d日 EEE"
    else:
        pattern = "EEE d MMMM y" if year else "EEE d MMMM"
    return format_date(on, pattern, locale=_babel(language))


def written(language: str, on: date, *, zh: str, en: str) -> str:
    """Return a day, or a part of it, in the pattern of the language, as Unicode has them: y年M月 · MMMM y."""
    return format_date(on, zh if language == CHINESE else en, locale=_babel(language))


def hour(language: str, at: datetime, zone: str) -> str:
    """Return the time of day on the station's wall clock, 24 hours: 09:05."""
    return format_time(clock.local(at, zone), "HH:mm", locale=_babel(language))


def moment(language: str, at: datetime, zone: str) -> str:
    """Return day and time on the station's wall clock: 3月10日 周二 09:05; of another year with its year."""
    local = clock.local(at, zone)
    return f"{day(language, local.date())} {format_datetime(local, 'HH:mm', locale=_babel(language))}"
