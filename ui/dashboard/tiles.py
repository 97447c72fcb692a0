"""A row of key figures: the number, what became of it, thirteen months as a line, and what it means."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from services.overview import DEFINITIONS
from ui.dashboard import words
from ui.text import _

WIDE, HIGH, EDGE = 156, 44, 5


@dataclass(frozen=True, slots=True)
class Tile:
    """A key figure. figure: as in DEFINITIONS. lines: sentences below the number. months: oldest first."""

    figure: str
    value: float
    lines: Sequence[str] = ()
    months: Sequence[float] = ()


def tiles(row: Sequence[Tile], *, label: str) -> None:
    """Draw the row; label: what it is to those who hear it."""
    drawn = "".join(f"<li>{_tile(one)}</li>" for one in row)
    st.html(f'<ul class="tiles" aria-label="{escape(label)}">{drawn}</ul>')


def _tile(tile: Tile) -> str:
    definition = DEFINITIONS[tile.figure]
    kind = words.kind_of(tile.figure)
    if words.is_known(tile.value):
        number = f'<p class="number">{escape(words.short(tile.value, kind))}</p>'
    else:
        number = f'<p class="unknown">{escape(_(definition.unknown))}</p>'
    lines = "".join(f"<p>{_parts(line)}</p>" for line in tile.lines)
    return (
        f"<h2>{escape(_(definition.name))}</h2>"
        f'<details><summary aria-label="{escape(_("What this means"))}"><span>i</span></summary>'
        f'<p class="means">{escape(_(definition.sentence))}</p></details>'
        f"{number}{lines}{_sparkline(tile.months)}"
    )


def _parts(line: str) -> str:
    """Return a line whose parts may stand below each other, but do not break."""
    return " · ".join(f"<span>{escape(part)}</span>" for part in line.split(" · "))


def _sparkline(months: Sequence[float]) -> str:
    """Return thirteen months as a line, gaps where nothing is known, the last one with a dot."""
    known = [value for value in months if words.is_known(value)]
    if len(known) < 2:
        return ""
    low, high = min(0, *known), max(known)
    step = (WIDE - 2 * EDGE) / max(1, len(months) - 1)
    points = [
        (EDGE + number * step, HIGH - EDGE - (value - low) / ((high - low) or 1) * (HIGH - 2 * EDGE))
        if words.is_known(value)
        else None
        for number, value in enumerate(months)
    ]
    path, pen = "", "M"
    for point in points:
        path += f"{pen}{point[0]:.1f} {point[1]:.1f}" if point else ""
        pen = "L" if point else "M"
    x, y = next(point for point in reversed(points) if point)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" width="{WIDE}" height="{HIGH}">'
        f'<path d="{path}" fill="none" stroke="#0A4F94" stroke-width="2.5"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="#0A4F94"/></svg>'
    )
    # Streamlit lets no drawing through, but pictures.
    picture = b64encode(svg.encode()).decode()
    return f'<img class="sparkline" alt="" src="data:image/svg+xml;base64,{picture}">'
