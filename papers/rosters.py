"""The roster of an activity on A4: names to tick and to sign beside, and lines for walk-ins. No phones."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from papers.typesetting import PAPERS, pdf

WALK_IN_LINES = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One senior. turn: the row's number, or her turn on the waiting list."""

    turn: str
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Words:
    """The headings in the language of the sheet, and the five column titles."""

    enrolled: str
    waiting: str
    walk_ins: str
    footer: str
    columns: tuple[str, ...]


def sheet(
    *,
    title: str,
    when: str,
    where: str,
    enrolled: Sequence[Line],
    waiting: Sequence[Line],
    words: Words,
    lang: str,
) -> bytes:
    """Return the roster as a PDF: the enrolled, the waiting in order, then empty lines for walk-ins."""
    return pdf(
        PAPERS / "roster.typ",
        {
            "title": title,
            "when": when,
            "where": where,
            "enrolled": [asdict(line) for line in enrolled],
            "waiting": [asdict(line) for line in waiting],
            "walk_in_lines": WALK_IN_LINES,
            "words": {
                "enrolled": words.enrolled,
                "waiting": words.waiting,
                "walk_ins": words.walk_ins,
                "footer": words.footer,
            },
            "columns": list(words.columns),
            "lang": lang,
        },
    )
