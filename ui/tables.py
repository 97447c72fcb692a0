"""A table of text, as plain HTML: light, readable aloud, and printed as it is seen."""

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

SHORT = 12


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, label: str) -> None:
    """Draw a table; `label` says what it is to those who hear it. Every text is shown as it is."""
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    # Wide tables are pushed sideways in their own box; only what can be focused can be pushed by keys.
    st.html(
        f'<div class="table" role="region" tabindex="0" aria-label="{escape(label)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cell(text: str) -> str:
    # A name or a phone stays on one line; what is longer may break.
    return f"<td{' class=short' if len(text) <= SHORT else ''}>{escape(text)}</td>"
