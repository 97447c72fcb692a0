"""The certificate of a finished track on A4, with a code by which anybody verifies it."""

from collections.abc import Sequence
from dataclasses import dataclass

from papers.cards import code_rows
from papers.typesetting import PAPERS, pdf

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on it; pairs are Chinese and English. name: in full."""

    name: str
    course: Pair
    track: Pair
    lessons: Sequence[Pair]
    finished: Pair
    street: Pair


def sheet(words: Words, link: str) -> bytes:
    """Return the certificate as a PDF of one page. link: what its code says."""
    return pdf(
        PAPERS / "certificate.typ",
        {
            "name": words.name,
            "course": words.course,
            "track": words.track,
            "lessons": list(words.lessons),
            "finished": words.finished,
            "street": words.street,
            "code": code_rows(link),
        },
    )
