"""Buttons that print cards."""

from collections.abc import Sequence
from typing import Literal
from urllib.parse import urlsplit

import streamlit as st

from papers import cards as paper
from services import cards
from services.access import Actor
from services.work import do
from settings import settings
from ui import frame


def card_button(
    senior_ids: Sequence[int], label: str, *, key: str, type_: Literal["primary", "secondary"] = "secondary"
) -> None:
    """Draw the button that makes the PDF of these seniors' cards; nothing is made before it is pressed."""
    actor, house = frame.actor(), public_url()
    st.download_button(
        label,
        data=lambda: _printed(actor, senior_ids, house),
        file_name="cards.pdf",
        mime="application/pdf",
        icon=":material/qr_code_2:",
        type=type_,
        key=key,
    )


def public_url() -> str:
    """Return how a phone reaches this server: as set, else as this browser does."""
    seen = urlsplit(st.context.url or "")
    return settings().public_url or f"{seen.scheme}://{seen.netloc}"


def _printed(actor: Actor, senior_ids: Sequence[int], house: str) -> bytes:
    listed = do(cards.to_print, actor, senior_ids=senior_ids)
    return paper.sheet([paper.PrintedCard(card.name, card.number, card.token) for card in listed], house)
