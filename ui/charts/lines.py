"""What goes on in time: lines with their names at their ends."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from ui.charts.style import AMBER, BLUE, INK, LETTERS, below, beside, blank, leave, width

DASHES = ("solid", "dash", "dot")
MARKS = ("circle", "square", "diamond")


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its name, its values (None leaves a gap), and what is told of each point.

    is_open: its last point may still change, and is drawn hollow.
    """

    name: str
    values: Sequence[float | None]
    told: Sequence[str]
    is_open: bool = False


def lines(
    names: Sequence[str], drawn: Sequence[Line], *, height: int = 380, as_share: bool = False
) -> go.Figure:
    """Return up to three lines over named stretches of time; colour, dash and mark differ."""
    figure = blank(height)
    for place, line in enumerate(drawn):
        color = (BLUE, AMBER, "#00695C")[place]
        figure.add_trace(
            go.Scatter(
                x=list(range(len(names))),
                y=list(line.values),
                mode="lines+markers",
                name=line.name,
                line={"color": color, "width": 3, "dash": DASHES[place]},
                marker={"symbol": _marks(line, MARKS[place]), "size": 11 if len(names) <= 31 else 7},
                customdata=list(line.told),
                hovertemplate="%{customdata}<extra></extra>",
            )
        )
        known = [(x, y) for x, y in enumerate(line.values) if y is not None]
        if known:
            figure.add_annotation(
                x=known[-1][0], y=known[-1][1], text=f"<b>{line.name}</b>", showarrow=False, xanchor="left",
                xshift=12, yshift=_apart(drawn, place),
                font={"size": LETTERS, "color": color if place < 2 else INK},
            )  # fmt: skip
    every = max(1, -(-len(names) // 13))
    ticks = list(range(0, len(names), every))
    figure.update_xaxes(
        tickmode="array",
        tickvals=ticks,
        ticktext=[names[tick] for tick in ticks],
        tickangle=0,
        range=[-0.5, len(names) - 0.5],
    )
    figure.update_yaxes(
        showgrid=True,
        gridcolor="#E4E9EF",
        rangemode="tozero",
        nticks=5,
        tickformat=".0%" if as_share else ",.0f",
    )
    tallest = max((value or 0 for line in drawn for value in line.values), default=0)
    leave(
        figure,
        l=beside(["100%" if as_share else f"{tallest:,.0f}"]),
        r=30 + max((width(line.name) for line in drawn), default=0),
        t=24,
        b=below(names),
    )
    return figure


def _marks(line: Line, mark: str) -> list[str]:
    return [mark] * (len(line.values) - 1) + [f"{mark}-open" if line.is_open else mark]


def _apart(drawn: Sequence[Line], place: int) -> int:
    """Return how far a name is moved up or down, where two lines end close to each other."""
    ends = [line.values[-1] or 0 for line in drawn]
    tallest = max((value or 0 for line in drawn for value in line.values), default=0) or 1
    near = [end for at, end in enumerate(ends) if at != place and abs(end - ends[place]) < 0.08 * tallest]
    if not near:
        return 0
    return 13 if (ends[place], -place) > (near[0], -(1 - place)) else -13
