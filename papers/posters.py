"""The poster of an activity, A4 or A3: what, when, where, how to come, and a code that leads to its page."""

from dataclasses import asdict, dataclass
from typing import Literal

from papers.cards import code_rows
from papers.typesetting import PAPERS, pdf

Paper = Literal["a4", "a3"]


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on it, in one language. phone, goal, room, address: "" where there is none."""

    programme: str
    title: str
    goal: str
    day: str
    times: str
    station: str
    room: str
    address: str
    welcome: str
    bring: str
    enrol: str
    phone: str
    scan: str
    link: str


def sheet(poster: Poster, *, lang: str, paper: Paper = "a4") -> bytes:
    """Return the poster as a PDF of one page."""
    about = {**asdict(poster), "code_rows": code_rows(poster.link), "lang": lang, "paper": paper}
    return pdf(PAPERS / "poster.typ", about)
