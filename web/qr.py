"""A QR code as a picture that stays sharp at any size."""

from functools import lru_cache
from itertools import groupby

import qrcode
from qrcode.constants import ERROR_CORRECT_M

# The white margin that readers need around it.
MARGIN = 4


@lru_cache(maxsize=512)
def svg(text: str) -> str:
    """Return the code that says this text, as SVG without a size of its own."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=MARGIN)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    side = len(rows)
    dark = "".join(_row(y, row) for y, row in enumerate(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{dark}"/></svg>'
    )


def _row(y: int, row: list[bool]) -> str:
    """Return the dark squares of a row, those that touch as one stretch."""
    x, drawn = 0, []
    for dark, squares in groupby(row):
        length = len(list(squares))
        if dark:
            drawn.append(f"M{x} {y}h{length}v1h-{length}z")
        x += length
    return "".join(drawn)
