"""Words in two languages, and a fault with the place where it stands."""

import re
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from services.errors import N_

HAN = re.compile(r"[㐀-鿿]")
BAR = re.compile(r"\s*[|｜]\s*")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in the course files.

    `what` and `todo` are English sentences with %(name)s holes for `values`;
    `line` counts from 1, 0 means the file as a whole.
    """

    file: str
    place: str
    line: int
    what: str
    todo: str
    values: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        place = f" {self.place}:" if self.place else ":"
        return f"{where}{place} {self.what % self.values} {self.todo % self.values}"


class Entry(BaseModel):
    """What every piece of a course file has in common: unknown words are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, str_strip_whitespace=True)


class Words(Entry):
    """A text in Chinese and in English."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


def _two_languages(value: Any) -> Any:
    """Turn `中文 | English` into its two halves; what needs no translation may stand alone."""
    if not isinstance(value, str):
        return value
    halves = BAR.split(value.strip())
    if len(halves) == 2 and all(halves):
        return {"zh": halves[0], "en": halves[1]}
    if len(halves) == 1 and halves[0] and not HAN.search(halves[0]):
        return {"zh": halves[0], "en": halves[0]}
    raise ValueError(N_("a text needs Chinese and English with one | between them"))


Text = Annotated[
    Words,
    BeforeValidator(_two_languages),
    WithJsonSchema(
        {
            "description": "中文 | English",
            "anyOf": [
                {"type": "string", "minLength": 1},
                {
                    "type": "object",
                    "required": ["zh", "en"],
                    "additionalProperties": False,
                    "properties": {
                        "zh": {"type": "string", "minLength": 1},
                        "en": {"type": "string", "minLength": 1},
                    },
                },
            ],
        }
    ),
]
