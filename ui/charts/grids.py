"""Numbers in a grid: what is darker is more, and every place says its number."""

from collections.abc import Sequence

import plotly.graph_objects as go

from ui.charts.style import INK, LETTERS, SHADES, below, beside, blank, leave

HIGH = 64
LOW = 48


def heat_map(
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[Sequence[float | None]],
    told: Sequence[Sequence[str]],
    *,
    unit: str,
    over: str,
    places: int,
) -> go.Figure:
    """Return a heat map. None leaves a place empty. told: what is said of each place when it is touched.

    over: what the columns are. places: digits after the point.
    """
    shown = [["" if value is None else f"{value:.{places}f}" for value in line] for line in values]
    figure = grid(rows, columns, values, shown, told, row_height=HIGH)
    figure.data[0].update(
        showscale=True, colorbar={"title": {"text": unit}, "thickness": 18}, textfont={"size": 20}
    )
    figure.update_xaxes(title={"text": over}, tickangle=0)
    leave(figure, t=below([*columns, f"<br>{over}"]) + 8)
    return figure


def grid(
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[Sequence[float | None]],
    shown: Sequence[Sequence[str]],
    told: Sequence[Sequence[str]],
    *,
    most: float | None = None,
    row_height: int = LOW,
    can_be_tapped: bool = False,
) -> go.Figure:
    """Return a grid. None leaves a place empty. shown, told: what stands there, and is said when touched.

    most: what is darkest, the largest value otherwise. can_be_tapped: places are then points, row by row.
    """
    figure = blank(76 + row_height * len(rows))
    written = {
        "text": [list(line) for line in shown],
        "texttemplate": "%{text}",
        "textfont": {"size": LETTERS, "color": INK},
    }
    figure.add_trace(
        go.Heatmap(
            x=list(range(len(columns))),
            y=list(range(len(rows))),
            z=[list(line) for line in values],
            zmin=0,
            zmax=most,
            # A heat map measures each of its letters; points do not, and write them where there are points.
            **({} if can_be_tapped else written),
            customdata=[list(line) for line in told],
            hovertemplate="%{customdata}<extra></extra>",
            colorscale=SHADES,
            showscale=False,
            xgap=3,
            ygap=3,
            hoverongaps=False,
        )
    )
    if can_be_tapped:
        figure.add_trace(_points(len(rows), len(columns), shown, told))
    figure.update_xaxes(
        tickmode="array",
        tickvals=list(range(len(columns))),
        ticktext=list(columns),
        side="top",
        range=[-0.5, len(columns) - 0.5],
    )
    figure.update_yaxes(
        tickmode="array",
        tickvals=list(range(len(rows))),
        ticktext=list(rows),
        range=[len(rows) - 0.5, -0.5],
        ticklabelstandoff=8,
    )
    leave(figure, l=beside(rows), t=below(columns))
    return figure


def _points(
    rows: int, columns: int, shown: Sequence[Sequence[str]], told: Sequence[Sequence[str]]
) -> go.Scatter:
    # A heat map tells nobody which of its places was tapped; points of which only letters are seen do.
    nothing_changes = {"marker": {"opacity": 0}, "textfont": {"color": INK}}
    return go.Scatter(
        x=[column for _row in range(rows) for column in range(columns)],
        y=[row for row in range(rows) for _column in range(columns)],
        mode="markers+text",
        text=[text for line in shown for text in line],
        textfont={"size": LETTERS, "color": INK},
        marker={"symbol": "square", "size": 44, "opacity": 0},
        selected=nothing_changes,
        unselected=nothing_changes,
        customdata=[text for line in told for text in line],
        hovertemplate="%{customdata}<extra></extra>",
    )
