"""A part of the report on the screen: the picture, the sentence and the numbers that paper and file have."""

import plotly.graph_objects as go
import streamlit as st

from papers.report import Drawing, Shape
from ui import charts, dashboard
from ui.dashboard import shown, words
from ui.dashboard.words import Kind
from ui.people import plain
from ui.reporting.parts import Column, Part
from ui.tables import table


def draw(part: Part) -> None:
    """Draw a part with its table and what its figures mean."""
    columns = [_column(column) for column in part.columns]
    if part.drawing is None:
        with st.container(border=True, key=f"told_{part.name}"):
            st.markdown(f"## {plain(part.title)} · {plain(part.sentence)}")
            if columns and columns[0].values:
                table(
                    [column.name for column in columns],
                    list(zip(*(column.told for column in part.columns), strict=True)),
                    label=part.title,
                )
                shown.save(columns, key=f"report_{part.name}", file=part.name)
        return
    dashboard.chart(
        f"{part.title} · {part.sentence}",
        _picture(part.drawing),
        columns,
        key=f"report_{part.name}",
        file=part.name,
        about=part.about,
        empty=part.sentence,
        is_wide=bool(part.drawing and len(part.drawing.names) > 8 and part.drawing.shape is not Shape.BARS),
    )


def _column(column: Column) -> dashboard.Column:
    """Return a column for the screen; words stand in it where a number is not shown."""
    if column.is_hiding and not all(words.is_known(value) for value in column.values):
        return dashboard.Column(column.name, [str(value) for value in column.plain], Kind.TEXT)
    return dashboard.Column(column.name, list(column.values), column.kind)


def _picture(drawing: Drawing | None) -> go.Figure | None:
    if drawing is None:
        return None
    names = [name.replace("\n", "<br>") for name in drawing.names]
    if drawing.shape is Shape.GRID:
        return charts.grid(
            [row.label for row in drawing.rows],
            names,
            [list(row.values) for row in drawing.rows],
            [list(row.shown) for row in drawing.rows],
            [
                [f"{row.label}, {name}: {told}" for name, told in zip(drawing.names, row.shown, strict=True)]
                for row in drawing.rows
            ],
            most=drawing.most,
        )
    told = [
        "<br>".join([name, *(f"{row.label}: {row.shown[at]}" for row in drawing.rows)])
        for at, name in enumerate(drawing.names)
    ]
    if drawing.shape is Shape.BARS and len(drawing.rows) == 1:
        row = drawing.rows[0]
        return charts.bars(names, list(row.values), list(row.shown), told)
    parts = [(row.label, [value or 0 for value in row.values]) for row in drawing.rows]
    return charts.columns(names, parts, told)
