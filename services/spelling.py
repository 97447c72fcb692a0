"""How a name is spelt: every way that somebody at the door may type it."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import combinations, islice

from pypinyin import Style, pinyin

from services.surnames import SURNAMES

MOST_SPELLINGS = 24
READINGS_OF_A_SIGN = 2


def squeezed(text: str) -> str:
    """Return a text as keys are kept: narrow, lower case, without accents, tones, spaces and signs.

    ü is written v. Digits beside letters are tones; digits alone stay.
    """
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = text.replace("u\u0308", "v")
    # A tone may stand between the u and its dots: ǚ falls apart into u, dots, tone or u, tone, dots.
    text = re.sub("u([\u0300-\u0304\u030c])\u0308", "v", text)
    kept = "".join(sign for sign in text if not unicodedata.combining(sign))
    kept = "".join(sign for sign in unicodedata.normalize("NFC", kept) if sign.isalnum())
    return kept if kept.isdigit() else re.sub(r"\d", "", kept)


def signs(name: str) -> list[str]:
    """Return the Chinese characters and the foreign words of a name, squeezed, in order."""
    words = re.split(r"[\s·]+", "".join(f" {sign} " if is_chinese(sign) else sign for sign in name))
    return [word for word in map(squeezed, words) if word]


def is_chinese(sign: str) -> bool:
    """Tell whether this is a Chinese character."""
    return sign == "〇" or unicodedata.name(sign, "").startswith("CJK ")


def surname_length(parts: Sequence[str]) -> int:
    """Return how many of the signs of a name are its surname."""
    return 2 if len(parts) > 2 and "".join(parts[:2]) in SURNAMES else 1


def spellings(parts: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the ways to spell a name in letters, one syllable or word per sign, likeliest first."""
    length = surname_length(parts)
    surnames = _surname(parts[:length])
    given = [_readings(sign) for sign in parts[length:]]
    ways = (before + after for after in _nearest_first(given) for before in surnames)
    return list(dict.fromkeys(islice(ways, MOST_SPELLINGS)))


def _surname(parts: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    return SURNAMES.get("".join(parts)) or (_readings(parts[0])[:1],)


def _readings(sign: str) -> tuple[str, ...]:
    if not is_chinese(sign[0]):
        return (sign,)
    known = pinyin(sign, style=Style.NORMAL, heteronym=True)[0]
    return tuple(map(squeezed, known[:READINGS_OF_A_SIGN]))


def _nearest_first(readings: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Give the likely reading of all, then those in which one sign is read otherwise, then two."""
    likely = [choice[0] for choice in readings]
    doubtful = [place for place, choice in enumerate(readings) if len(choice) > 1]
    for count in range(3):
        for places in combinations(doubtful, count):
            yield tuple(readings[at][1] if at in places else first for at, first in enumerate(likely))
