"""What all pictures share: our letters and colours, calm axes, dates in the reader's language."""

from collections.abc import Iterable
from typing import Any

import plotly.graph_objects as go

FONT = "HarmonyOS Sans SC, PingFang SC, Noto Sans SC, Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei"
INK, SOFT, LINE = "#141414", "#3D3D3D", "#B9C2CC"
BLUE, PALE, AMBER = "#0A4F94", "#A9CBEE", "#B45309"
LETTERS = 18
ROW = 46
# What is darker asks for more attention; dark letters can be read on all of it.
SHADES = [[0.0, "#F1F6FC"], [1.0, "#5F9BD6"]]
CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}
CHINESE = {
    "moduleType": "locale",
    "name": "zh-CN",
    "dictionary": {},
    "format": {
        "days": ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"],
        "shortDays": ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
        "months": [f"{month}月" for month in range(1, 13)],
        "shortMonths": [f"{month}月" for month in range(1, 13)],
        "date": "%Y-%m-%d",
        "decimal": ".",
        "thousands": ",",
    },
}
# Letters much narrower, or broader, than others.
NARROW, BROAD = " .,:;'’()|-ijlftrI", "mwMW%–@ABCDEGHKNOPQRSUVXYZ"
AXIS = {
    "fixedrange": True,
    "automargin": True,
    "showgrid": False,
    "zeroline": False,
    "showline": False,
    "ticks": "",
    "tickfont": {"size": LETTERS, "color": INK},
}
TEMPLATE = go.layout.Template(
    layout={
        "font": {"family": FONT, "size": LETTERS, "color": INK},
        "hoverlabel": {"font": {"size": LETTERS, "family": FONT}, "bgcolor": "#FFFFFF", "align": "left"},
        "paper_bgcolor": "#FFFFFF",
        "plot_bgcolor": "#FFFFFF",
        "colorway": [BLUE, AMBER, "#00695C", "#7B2D8B", "#5F6B78"],
        "dragmode": False,
        "showlegend": False,
        "margin": {"l": 8, "r": 8, "t": 12, "b": 8},
        "xaxis": AXIS,
        "yaxis": AXIS,
    }
)


def config() -> dict[str, Any]:
    """Return how pictures behave: they show no buttons, keep still, and know Chinese months."""
    return {**CONFIG, "locale": "zh-CN", "locales": {"zh-CN": CHINESE}}


def blank(height: int) -> go.Figure:
    """Return a picture of that height with nothing in it yet."""
    return go.Figure(layout={"template": TEMPLATE, "height": height})


def leave(figure: go.Figure, **px: float) -> None:
    """Leave room at the sides: l, r, t, b. Where it is too little a picture is drawn a second time."""
    figure.update_layout(margin=px)


def beside(names: Iterable[str]) -> float:
    """Return the room that names beside an axis need."""
    return 28 + max(map(width, names), default=0)


def below(names: Iterable[str]) -> float:
    """Return the room that names below or above an axis need; they may have several lines."""
    return 14 + 25 * max((name.count("<br>") + 1 for name in names), default=0)


def width(name: str) -> float:
    """Return about how many pixels the longest line of a name takes, rather too many than too few."""
    return max(sum(map(_letter, line)) for line in name.split("<br>"))


def _letter(letter: str) -> float:
    if letter > "\u2e7f":
        return 19
    return 6.5 if letter in NARROW else 15 if letter in BROAD else 10.5
