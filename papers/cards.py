"""QR cards of seniors: of a bank card's size, up to ten on an A4 sheet with marks to cut along."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import qrcode
from qrcode.constants import ERROR_CORRECT_M

from papers.typesetting import PAPERS, pdf

TEMPLATE: Path = PAPERS / "cards.typ"
MARGIN = 4
WIDEST_WORD = 13
PROGRAMME = "智能走进生活"
HINT = "上课请带好这张卡"


@dataclass(frozen=True, slots=True)
class PrintedCard:
    """What stands on a card. token: what the link in its code ends with."""

    name: str
    number: str
    token: str


def sheet(
    cards: Sequence[PrintedCard], public_url: str, *, programme: str = PROGRAMME, hint: str = HINT
) -> bytes:
    """Return the cards as A4 sheets in one PDF, in the order given.

    public_url: how phones reach this server, without a slash at the end. Raises ValueError for no cards.
    """
    if not cards:
        raise ValueError("no cards to print")
    return pdf(
        TEMPLATE,
        {
            "programme": programme,
            "hint": hint,
            "cards": [_printed(card, f"{public_url}/c/{card.token}") for card in cards],
        },
    )


def _printed(card: PrintedCard, link: str) -> dict[str, Any]:
    # A word wider than the card may break anywhere.
    name = re.sub(rf"([^\s-]{{{WIDEST_WORD}}})(?=[^\s-])", "\\1\u200b", card.name)
    return {"name": name, "number": card.number, "code": code_rows(link)}


def code_rows(link: str) -> list[list[tuple[int, int]]]:
    """Return the code of a link, row by row: where each run of dark squares begins and how many they are."""
    return [list(_runs(row)) for row in _matrix(link)]


def _matrix(link: str) -> list[list[bool]]:
    """Return the squares of the code, dark ones True, the white margin that readers need around."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=MARGIN)
    code.add_data(link)
    code.make(fit=True)
    return [[bool(square) for square in row] for row in code.get_matrix()]


def _runs(row: list[bool]) -> Iterator[tuple[int, int]]:
    """Give where each run of dark squares begins and how many they are."""
    at = 0
    for dark, squares in groupby(row):
        length = len(list(squares))
        if dark:
            yield at, length
        at += length
