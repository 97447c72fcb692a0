"""The icons of the practice phone, for paper: read from where the player has them, drawn in black."""

import re
from functools import cache

from papers.typesetting import PAPERS

ICONS = PAPERS.parent / "ui" / "player" / "icons.js"
LINE = re.compile(r"^  (\w+): '(<.*>)',?$", re.MULTILINE)


@cache
def icons() -> dict[str, str]:
    """Return every icon as an SVG, by name."""
    return {name: _svg(inner) for name, inner in LINE.findall(ICONS.read_text("utf-8"))}


def _svg(inner: str) -> str:
    drawn = inner.replace("currentColor", "#000")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#000" '
        f'stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{drawn}</svg>'
    )
