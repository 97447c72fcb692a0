"""What the courses ask of a senior, in figures, and the words in them that are not everyday words."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path
from statistics import median

from pydantic import BaseModel

from services.catalogue.lesson import Lesson
from services.catalogue.texts import Words

WORDS = Path(__file__).with_name("words.txt.gz")
EVERYDAY = 32_000
LONGEST = 5
_CHINESE = re.compile(r"[㐀-鿿]+")


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one lesson; lengths in Chinese characters.

    stuck: how many steps say what to do when it does not work. hard: words that are not everyday words.
    """

    code: str
    steps: int
    stuck: int
    lengths: tuple[int, ...]
    screens: int
    variants: int
    moves: int
    hard: tuple[str, ...]

    @property
    def median(self) -> float:
        """How long an action is, in the middle."""
        return median(self.lengths)


def figures(lesson: Lesson) -> Figures:
    """Count a lesson. The words it explains as new are not counted as hard."""
    phones = lesson.phone.variants()
    taught = "".join(new.word.zh for new in lesson.new_words)
    words = dict.fromkeys(word for text in _texts(lesson) for word in _split(text) if _is_hard(word))
    return Figures(
        code=lesson.code,
        steps=len(lesson.steps),
        stuck=sum(bool(step.stuck.zh) for step in lesson.steps),
        lengths=tuple(len(step.do.zh) for step in lesson.steps),
        screens=len(lesson.phone.screens),
        variants=len(phones),
        moves=sum(len(phone.path) for phone in phones),
        hard=tuple(word for word in words if word not in taught),
    )


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, Words):
        yield from _CHINESE.findall(value.zh)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name))


@cache
def _ranks() -> dict[str, int]:
    with gzip.open(WORDS, "rt", encoding="utf-8") as file:
        return {word: rank for rank, word in enumerate(file.read().split(), 1)}


def _is_hard(word: str) -> bool:
    return len(word) > 1 and _ranks()[word] > EVERYDAY


@cache
def _split(text: str) -> tuple[str, ...]:
    """Part a text into words so that they are as common as possible together."""
    ranks = _ranks()
    best: list[tuple[float, tuple[str, ...]]] = [(0.0, ())]
    for end in range(1, len(text) + 1):
        starts = range(max(0, end - LONGEST), end)
        choices = [
            (text[start:end], best[start]) for start in starts if end - start == 1 or text[start:end] in ranks
        ]
        best.append(
            min((cost + log(ranks.get(word, 40_000)) + 2, (*words, word)) for word, (cost, words) in choices)
        )
    return best[-1][1]
