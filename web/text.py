"""The language of a request: its cookie, Chinese otherwise."""

from dataclasses import dataclass
from typing import Any

from starlette.requests import HTTPConnection

import languages
from services.errors import Refused

LANGUAGE_COOKIE = "language"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says things in one reader's language."""

    language: str

    def __call__(self, sentence: str, **about: Any) -> str:
        """Return the sentence in the reader's language."""
        return languages.say(self.language, sentence, **about)

    def explain(self, refused: Refused) -> str:
        """Return why a rule said no, in the reader's language."""
        return languages.explain(self.language, refused)


def speaker(request: HTTPConnection) -> Speaker:
    """Return who speaks the language of this request."""
    return Speaker(languages.known(request.cookies.get(LANGUAGE_COOKIE)))
