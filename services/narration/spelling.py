"""A written line turned into what the voice says: figures, foreign words, pauses, doubtful sounds."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.narration.numbers import spoken_numbers

_MARK = re.compile(r"(.)\(([a-zü]+[1-5])\)")
_WIDE = {
    ord(wide): ord(wide) - 0xFEE0 for wide in (chr(code) for code in range(0xFF10, 0xFF5B)) if wide.isalnum()
}
# Quotation marks make no pause, but keep the words on both sides apart.
_QUIET = re.compile(r"[“”‘’\"'「」『』《》〈〉【】\[\]·|｜*_~～^`\s]+")
_SOFT = re.compile(r"\s*(?:——|—|–|…+|\.{3}|[（）()/／→])+\s*")
_HARD = {"!": "！", "?": "？", ",": "，", ";": "；", ":": "：", ".": "。"}
_SAID = re.compile(r"[㐀-鿿，。！？；：、 ]")


@dataclass(frozen=True)
class Pronunciation:
    """How words are said that the voice would read wrongly.

    words: written to spoken, e.g. WiFi 无线网.
    codes: short numbers read digit by digit.
    sounds: phrases with the sound of single characters in them, as (place, sound).
    alone: the sound of a character that belongs to no longer word.
    trouble: why the list could not be read; then it is as if it were empty.
    """

    words: dict[str, str]
    codes: frozenset[str]
    sounds: dict[str, tuple[tuple[int, str], ...]]
    alone: dict[str, str]
    trouble: str = ""

    @cached_property
    def _words(self) -> re.Pattern[str] | None:
        found = sorted(self.words, key=len, reverse=True)
        return re.compile("|".join(_whole(word) for word in found), re.IGNORECASE) if found else None

    @cached_property
    def _spoken(self) -> dict[str, str]:
        return {word.lower(): spoken for word, spoken in self.words.items()}

    def replace(self, text: str) -> str:
        """Put the spoken words for the written ones."""
        if self._words is None:
            return text
        return self._words.sub(lambda found: self._spoken[found[0].lower()], text)

    def mark(self, text: str) -> str:
        """Write the sound behind every character whose sound the list knows."""
        marks: dict[int, str] = {}
        longest_first = sorted(self.sounds, key=len, reverse=True)
        for phrase in longest_first:
            starts = [at for at in range(len(text)) if text.startswith(phrase, at)] if phrase in text else []
            for start in starts:
                for place, sound in self.sounds[phrase]:
                    marks.setdefault(start + place, f"({sound})")
        for place, character in enumerate(text):
            if character in self.alone:
                marks.setdefault(place, f"({self.alone[character]}?)")
        return "".join(character + marks.get(place, "") for place, character in enumerate(text))


def _whole(word: str) -> str:
    before = r"(?<![A-Za-z])" if word[0].isascii() and word[0].isalpha() else ""
    after = r"(?![A-Za-z])" if word[-1].isascii() and word[-1].isalpha() else ""
    return before + re.escape(word) + after


class _Listed(BaseModel):
    """The list as it is written."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    words: dict[str, str] = Field(default_factory=dict)
    digit_by_digit: tuple[str, ...] = ()
    sounds: tuple[str, ...] = ()
    alone: dict[str, str] = Field(default_factory=dict)


def load(path: Path) -> Pronunciation:
    """Read the pronunciation list of the courses; one that is absent or cannot be read changes nothing."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        listed = _Listed.model_validate({part: entries for part, entries in data.items() if entries})
    except FileNotFoundError:
        listed = _Listed()
    except (AttributeError, UnicodeDecodeError, ValidationError, yaml.YAMLError) as error:
        return Pronunciation({}, frozenset(), {}, {}, trouble=" ".join(str(error).split()))
    sounds = dict(_sounds(phrase) for phrase in listed.sounds)
    return Pronunciation(listed.words, frozenset(listed.digit_by_digit), sounds, listed.alone)


def _sounds(marked: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Take 数(shu3)两下 apart into the phrase and the sounds in it."""
    plain = _MARK.sub(r"\1", marked)
    places: list[tuple[int, str]] = []
    passed = 0
    for found in _MARK.finditer(marked):
        places.append((found.start() - passed, found[2]))
        passed += len(found[2]) + 2
    return plain, tuple(places)


def spell(text: str, pronunciation: Pronunciation) -> str:
    """Return what the voice is given: Chinese characters and pauses, with marks where the sound is not sure.

    还(huan2) is to be said huán; 长(chang2?) cháng if it belongs to no longer word.
    """
    return pronunciation.mark(_plain(text, pronunciation))


def unreadable(text: str, pronunciation: Pronunciation) -> tuple[str, ...]:
    """Return the words and signs the voice could not say, each once: they belong into the list."""
    return tuple(dict.fromkeys(re.findall(r"[A-Za-z]+|\S", _SAID.sub(" ", _plain(text, pronunciation)))))


def _plain(text: str, pronunciation: Pronunciation) -> str:
    text = pronunciation.replace(text.translate(_WIDE))
    text = spoken_numbers(text, pronunciation.codes)
    text = _QUIET.sub(" ", _SOFT.sub("，", text))
    text = "".join(_HARD.get(character, character) for character in text)
    text = re.sub(r"\s*([，。！？；：、])\s*", r"\1", text)
    text = re.sub(r"[，、：]+(?=[，。！？；：、])|(?<=[。！？；：])[，、：。]+", "", text).strip(
        " ，。；：、"
    )
    return text if text[-1:] in ("！", "？") else f"{text}。"
