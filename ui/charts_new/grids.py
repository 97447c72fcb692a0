"""Tables in, figures out: in our colours, with letters that can be read."""

from collections.abc import Sequence

import plotly.graph_objects as go

FONT = "HarmonyOS Sans SC, PingFang SC, Noto Sans SC, Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei"
INK = "#141414"
# What is darker asks for more attention; dark letters can be read on all of it.
SHADES = [[0.0, "#F1F6FC"], [1.0, "#5F9BD6"]]
CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False}
ROW = 64


def heat_map(
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[Sequence[float | None]],
    told: Sequence[Sequence[str]],
    *,
    unit: str,
    places: int,
) -> go.Figure:
    """Return a heat map. None leaves a place empty. told: what is said of each place when it is touched.

    places: digits after the point.
    """
    shown = [["" if value is None else f"{value:.{places}f}" for value in line] for line in values]
    figure = go.Figure(
        go.Heatmap(
            x=list(columns),
            y=list(rows),
            z=[list(line) for line in values],
            text=shown,
            texttemplate="%{text}",
            textfont={"size": 20, "color": INK},
            customdata=[list(line) for line in told],
            hovertemplate="%{customdata}<extra></extra>",
            colorscale=SHADES,
            colorbar={"title": {"text": unit}, "thickness": 18},
            xgap=3,
            ygap=3,
            hoverongaps=False,
        )
    )
    figure.update_layout(
        font={"family": FONT, "size": 18, "color": INK},
        hoverlabel={"font": {"size": 18}},
        height=150 + ROW * len(rows),
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        paper_bgcolor="#FFFFFF",
        plot_bgcolor="#FFFFFF",
        dragmode=False,
    )
    figure.update_xaxes(fixedrange=True, type="category", side="top", automargin=True, showgrid=False)
    figure.update_yaxes(
        fixedrange=True, type="category", autorange="reversed", automargin=True, showgrid=False
    )
    return figure
