"""Tables in, figures out: in our colours, with letters that can be read."""

from ui.charts.bars import bars, columns, dots, pyramid
from ui.charts.grids import grid, heat_map
from ui.charts.lines import Line, lines
from ui.charts.style import CONFIG, config

__all__ = [
    "CONFIG",
    "Line",
    "bars",
    "columns",
    "config",
    "dots",
    "grid",
    "heat_map",
    "lines",
    "pyramid",
]
