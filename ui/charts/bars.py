"""Lengths beside each other: bars, columns, two sides of a pyramid, points on a line."""

from collections.abc import Sequence

import plotly.graph_objects as go

from ui.charts.style import (
    AMBER,
    BLUE,
    INK,
    LETTERS,
    LINE,
    PALE,
    ROW,
    SOFT,
    below,
    beside,
    blank,
    leave,
    width,
)

HATCHED = {"shape": "/", "size": 9, "solidity": 0.35, "fgcolor": "#FFFFFF", "fillmode": "overlay"}


def bars(
    names: Sequence[str], values: Sequence[float | None], shown: Sequence[str], told: Sequence[str]
) -> go.Figure:
    """Return lying bars, the first at the top, each with its number at its end."""
    figure = blank(30 + ROW * len(names))
    figure.add_trace(
        go.Bar(
            x=list(values),
            y=list(range(len(names))),
            orientation="h",
            text=list(shown),
            textposition="outside",
            textfont={"size": LETTERS, "color": INK},
            cliponaxis=False,
            marker={"color": BLUE},
            customdata=list(told),
            hovertemplate="%{customdata}<extra></extra>",
            width=0.62,
        )
    )
    longest = max((value for value in values if value), default=1)
    room = max((len(text) for text in shown), default=0) * 0.022
    figure.update_xaxes(visible=False, range=[0, longest * (1.08 + room)])
    return _named_rows(figure, names)


def dots(
    names: Sequence[str],
    values: Sequence[float | None],
    shown: Sequence[str],
    told: Sequence[str],
    *,
    mean: float,
    mean_told: str,
) -> go.Figure:
    """Return a point for each name on its own line, and a broken line at the mean."""
    figure = blank(70 + ROW * len(names))
    for row, value in enumerate(values):
        if value is not None:
            figure.add_shape(type="line", x0=0, x1=value, y0=row, y1=row, line={"color": LINE, "width": 3})
    figure.add_trace(
        go.Scatter(
            x=list(values),
            y=list(range(len(names))),
            mode="markers",
            marker={"size": 18, "color": BLUE},
            cliponaxis=False,
            customdata=list(told),
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    figure.add_vline(
        x=mean,
        line={"color": AMBER, "width": 3, "dash": "dash"},
        annotation={"text": mean_told, "font": {"size": LETTERS, "color": INK}, "yanchor": "bottom"},
        annotation_position="top",
    )
    # White below them, so that the line at the mean does not run through the numbers.
    for row, (value, text) in enumerate(zip(values, shown, strict=True)):
        figure.add_annotation(
            x=value, y=row, text=text, showarrow=False, xanchor="left", xshift=14, bgcolor="#FFFFFF",
            borderpad=1, font={"size": LETTERS, "color": INK},
        )  # fmt: skip
    longest = max((value for value in values if value), default=mean)
    figure.update_xaxes(visible=False, range=[0, max(longest, mean) * 1.25])
    leave(figure, t=40)
    return _named_rows(figure, names)


def columns(
    names: Sequence[str],
    parts: Sequence[tuple[str, Sequence[float]]],
    told: Sequence[str],
    *,
    height: int = 380,
    numbers: bool = True,
) -> go.Figure:
    """Return standing columns of one or two parts, the lower one plain, the upper one hatched.

    The name of each part stands beside the last column. numbers: whether they stand on the columns.
    """
    figure = blank(height)
    for place, (label, values) in enumerate(parts):
        is_top = place == len(parts) - 1
        figure.add_trace(
            go.Bar(
                x=list(range(len(names))),
                y=list(values),
                name=label,
                marker={
                    "color": BLUE if is_top and not place else (PALE, AMBER)[place],
                    "line": {"color": BLUE, "width": 0 if is_top else 2},
                    "pattern": HATCHED if place else None,
                },
                text=[f"{value:,.0f}" if value else "" for value in values] if numbers else None,
                textposition="outside" if is_top else "inside",
                textangle=0,
                insidetextanchor="middle",
                textfont={"size": LETTERS, "color": INK},
                constraintext="none",
                cliponaxis=False,
                customdata=list(told),
                hovertemplate="%{customdata}<extra></extra>",
            )
        )
    tallest = max(
        (sum(values) for values in zip(*(values for _name, values in parts), strict=True)), default=0
    )
    if len(parts) > 1:
        _name_parts(figure, len(names), parts, tallest)
    leave(figure, l=beside([f"{tallest:,.0f}"]), b=below(names))
    figure.update_layout(barmode="stack", bargap=0.25)
    figure.update_xaxes(tickmode="array", tickvals=list(range(len(names))), ticktext=list(names), tickangle=0)
    figure.update_yaxes(showgrid=True, gridcolor="#E4E9EF", rangemode="tozero", nticks=5)
    return figure


def _name_parts(
    figure: go.Figure, count: int, parts: Sequence[tuple[str, Sequence[float]]], tallest: float
) -> None:
    """Write the names of the parts beside the last column, never one upon the other."""
    base, least = 0.0, 0.0
    for name, values in parts:
        middle = max(base + values[-1] / 2, least)
        figure.add_annotation(
            x=count - 0.55, y=middle, text=f"<b>{name}</b>", showarrow=False, xanchor="left",
            font={"size": LETTERS, "color": INK},
        )  # fmt: skip
        base += values[-1]
        least = middle + (tallest or 1) * 0.09
    leave(figure, r=16 + max(width(name) for name, _values in parts))


def pyramid(
    bands: Sequence[str],
    left: tuple[str, Sequence[float], Sequence[str], Sequence[str]],
    right: tuple[str, Sequence[float], Sequence[str], Sequence[str]],
) -> go.Figure:
    """Return bars to two sides of the bands. A side: its name, values, what stands there, what is told."""
    figure = blank(80 + ROW * len(bands))
    for sign, color, (label, values, shown, told) in ((-1, AMBER, left), (1, BLUE, right)):
        figure.add_trace(
            go.Bar(
                x=[sign * value for value in values],
                y=list(range(len(bands))),
                orientation="h",
                name=label,
                text=list(shown),
                textposition="outside",
                textfont={"size": LETTERS, "color": INK},
                cliponaxis=False,
                marker={"color": color, "pattern": HATCHED if sign < 0 else None},
                customdata=list(told),
                hovertemplate="%{customdata}<extra></extra>",
                width=0.62,
            )
        )
        figure.add_annotation(
            x=0.5 + sign * 0.25, y=1.0, xref="paper", yref="paper", yanchor="bottom", text=f"<b>{label}</b>",
            showarrow=False, font={"size": LETTERS, "color": INK},
        )  # fmt: skip
    longest = max((*left[1], *right[1], 1))
    figure.update_layout(barmode="overlay")
    leave(figure, t=44)
    figure.update_xaxes(visible=False, range=[-longest * 1.6, longest * 1.6])
    return _named_rows(figure, bands)


def _named_rows(figure: go.Figure, names: Sequence[str]) -> go.Figure:
    leave(figure, l=beside(names))
    figure.update_yaxes(
        tickmode="array",
        tickvals=list(range(len(names))),
        ticktext=list(names),
        range=[len(names) - 0.5, -0.5],
        ticklabelstandoff=8,
        tickfont={"size": LETTERS, "color": SOFT if not names else INK},
    )
    return figure
