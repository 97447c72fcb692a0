"""A chart with all that belongs to it: a sentence, the picture, the same numbers as a table and as a file."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from io import StringIO
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from services.overview import DEFINITIONS
from ui import charts, frame
from ui.dashboard import words
from ui.dashboard.words import Kind
from ui.people import plain
from ui.tables import table
from ui.text import _

Pick = Callable[[int], None]
# Enough to see the shape; the file has them all.
MOST_ROWS = 400
# With names longer than this, in px, a small screen has no room left for what they name.
LONG_NAMES = 150
# What a sheet that lies has room for: the widest picture of a screen, and so many px of height.
WIDE_ON_PAPER, TALL_ON_PAPER = 0.84, 600


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its values, and how they are written.

    unknown: what stands in place of None and NaN; "not known" where it is empty, and nothing in the file.
    """

    name: str
    values: Sequence[Any]
    kind: Kind = Kind.COUNT
    unknown: str = ""

    def said(self, row: int) -> str:
        """Return a value as it stands in a table."""
        value = self.values[row]
        return words.said(value, self.kind) if words.is_known(value) or not self.unknown else self.unknown


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure with its sentence and its numbers, wherever it is shown. name: its key, and that of its file.

    sentence: what is seen, plain text. about: keys of DEFINITIONS. figure: None where there is nothing to
    draw; `empty` says why then. is_wide: on a small screen it is pushed sideways, not squeezed; with long
    names it is so anyway.
    """

    name: str
    sentence: str
    figure: go.Figure | None
    columns: Sequence[Column]
    about: Sequence[str] = ()
    empty: str = ""
    is_wide: bool = False


def draw(picture: Picture, *, pick: Pick | None = None) -> None:
    """Draw a picture; pick: called with the number of the point that was tapped."""
    chart(
        picture.sentence,
        picture.figure,
        picture.columns,
        key=picture.name,
        file=picture.name,
        about=picture.about,
        empty=picture.empty,
        pick=pick,
        is_wide=picture.is_wide,
    )


def chart(
    sentence: str,
    figure: go.Figure | None,
    columns: Sequence[Column],
    *,
    key: str,
    file: str,
    about: Sequence[str] = (),
    empty: str = "",
    pick: Pick | None = None,
    is_wide: bool = False,
) -> None:
    """Draw one figure. sentence: what is seen in it, plain text. about: keys of DEFINITIONS.

    figure: None where there is nothing to draw; `empty` says why then. pick: called with the number of the
    point that was tapped. is_wide: on a small screen the picture is pushed sideways, not squeezed.
    """
    with st.container(border=True, key=f"chart_{key}"):
        with st.container(horizontal=True, vertical_alignment="top", key=f"head_{key}"):
            st.markdown(f"## {plain(sentence)}", width="stretch")
            definitions(about, key=key)
        if figure is None:
            if empty:
                frame.empty(empty, icon="bar_chart_off")
            return
        _picture(figure, key=key, alt=sentence, pick=pick, is_wide=is_wide)
        twin(columns, key=key, file=file, label=sentence)


def definitions(about: Sequence[str], *, key: str) -> None:
    """Draw the button that says what figures mean."""
    if about:
        with st.popover(_("What it means"), icon=":material/info:", key=f"about_{key}"):
            for name in about:
                st.markdown(f"**{_(DEFINITIONS[name].name)}**  \n{plain(_(DEFINITIONS[name].sentence))}")


@st.fragment
def twin(columns: Sequence[Column], *, key: str, file: str, label: str) -> None:
    """Draw the same numbers as a table, folded, and the button that saves them as a file."""
    with st.container(horizontal=True, vertical_alignment="top", key=f"twin_{key}"):
        fold = st.expander(
            _("The same as a table"), icon=":material/table:", key=f"fold_{key}", on_change="rerun"
        )
        # Hundreds of rows nobody opened would hold up the pictures.
        if fold.open:
            with fold:
                _rows(columns, label)
        save(columns, key=key, file=file)


def _rows(columns: Sequence[Column], label: str) -> None:
    count = len(columns[0].values) if columns else 0
    shown = range(min(count, MOST_ROWS))
    rows = [[column.said(row) for column in columns] for row in shown]
    table([column.name for column in columns], rows, label=label)
    if count > MOST_ROWS:
        st.markdown(_("The first %(n)s rows. The file has all of them.", n=MOST_ROWS))


def save(columns: Sequence[Column], *, key: str, file: str) -> None:
    """Draw the button that saves a table as a file."""
    st.download_button(
        _("CSV file"),
        data=lambda: as_csv(columns),
        file_name=f"{file}.csv",
        mime="text/csv",
        icon=":material/download:",
        key=f"csv_{key}",
        on_click="ignore",
    )


def as_csv(columns: Sequence[Column]) -> bytes:
    """Return a table as a file that spreadsheets open with Chinese letters and real numbers."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([column.name for column in columns])
    for row in range(len(columns[0].values) if columns else 0):
        writer.writerow([_cell(column, column.values[row]) for column in columns])
    return text.getvalue().encode("utf-8-sig")


def _cell(column: Column, value: Any) -> str:
    kind = column.kind
    if not words.is_known(value):
        return column.unknown
    if kind is Kind.TEXT:
        # A name that begins like a formula stays a name.
        text = str(value)
        return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
    if kind in (Kind.DAY, Kind.MONTH):
        return str(value.isoformat())
    if kind is Kind.SHARE:
        return f"{value:.1%}"
    return str(int(value)) if kind is Kind.COUNT else f"{value:.1f}"


def _picture(figure: go.Figure, *, key: str, alt: str, pick: Pick | None, is_wide: bool) -> None:
    height = int(figure.layout.height or 400)
    is_wide = is_wide or (figure.layout.margin.l or 0) > LONG_NAMES
    with st.container(key=f"push_{key}" if is_wide else f"plain_{key}"), st.container(key=f"picture_{key}"):
        if is_wide:
            # What can be pushed sideways needs something in it that keys reach.
            st.html(f'<p class="push-hint" tabindex="0">← {escape(_("The picture goes on sideways"))} →</p>')
        # Until it is drawn its place is kept, so that nothing below it moves; on paper it gets one sheet.
        own, zoom = f".st-key-picture_{key}", min(WIDE_ON_PAPER, TALL_ON_PAPER / height)
        st.html(f"<style>{own}{{min-height:{height}px}}@media print{{{own}{{zoom:{zoom:.2f}}}}}</style>")
        if pick is None:
            st.plotly_chart(figure, key=f"plot_{key}", config=charts.config(), theme=None, alt=alt)
            return
        turn = st.session_state.setdefault(f"turn_{key}", 0)
        chosen = f"plot_{key}.{turn}"
        st.plotly_chart(
            figure,
            key=chosen,
            config=charts.config(),
            theme=None,
            alt=alt,
            selection_mode="points",
            on_select=lambda: _picked(chosen, f"turn_{key}", pick),
        )


def _picked(chosen: str, turn: str, pick: Pick) -> None:
    points = st.session_state[chosen].selection.points
    if points:
        # Drawn anew afterwards, so that nothing looks chosen any more.
        st.session_state[turn] += 1
        pick(int(points[0]["point_index"]))
