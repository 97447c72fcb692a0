"""Step cards on A5: a few large lines, the rhyme, and a code that opens the lesson at home."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from papers.cards import code_rows
from papers.typesetting import PAPERS, pdf


@dataclass(frozen=True, slots=True)
class StepCard:
    """What stands on the card of a lesson. link: what its code says."""

    code: str
    title: str
    lines: tuple[str, ...]
    rhyme: str
    link: str


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences around it, in the language of the card. call: "" where no phone is known."""

    programme: str
    scan: str
    call: str


def sheet(cards: Sequence[StepCard], words: Words, *, lang: str, twice: bool = False) -> bytes:
    """Return the cards as A5 pages of one PDF, in the order given; or each twice on an A4 page, to cut."""
    return pdf(
        PAPERS / "step_cards.typ",
        {
            "cards": [{**asdict(card), "code_rows": code_rows(card.link)} for card in cards],
            "words": asdict(words),
            "lang": lang,
            "twice": twice,
        },
    )
