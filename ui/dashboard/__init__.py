"""What the pages of figures share: filters in the address, key figures, charts with their tables."""

from ui.dashboard.filters import Looking, chosen_in_words, go, to_days, to_place
from ui.dashboard.pages import link, start
from ui.dashboard.shown import Column, Picture, as_csv, chart, definitions, draw, twin
from ui.dashboard.tiles import Tile, tiles
from ui.dashboard.words import Kind

__all__ = [
    "Column",
    "Kind",
    "Looking",
    "Picture",
    "Tile",
    "as_csv",
    "chart",
    "chosen_in_words",
    "definitions",
    "draw",
    "go",
    "link",
    "start",
    "tiles",
    "to_days",
    "to_place",
    "twin",
]
