"""The call list of an activity on A4: whom to telephone, with room to tick who was reached."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from papers.typesetting import PAPERS, pdf


@dataclass(frozen=True, slots=True)
class Line:
    """One senior: turn is the row's number, or her turn on the waiting list."""

    turn: str
    number: str
    name: str
    phone: str
    neighbourhood: str
    together: str


@dataclass(frozen=True, slots=True)
class Words:
    """The headings, in the language of the sheet, and the seven column titles."""

    enrolled: str
    waiting: str
    staff_only: str
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
    """Return the call list as a PDF: the enrolled first, then the waiting in order."""
    return pdf(
        PAPERS / "call_list.typ",
        {
            "title": title,
            "when": when,
            "where": where,
            "enrolled": [asdict(line) for line in enrolled],
            "waiting": [asdict(line) for line in waiting],
            "words": {
                "enrolled": words.enrolled,
                "waiting": words.waiting,
                "staff_only": words.staff_only,
            },
            "columns": list(words.columns),
            "lang": lang,
        },
    )
