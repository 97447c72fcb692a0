"""Every building block with an example: those of courses/README.md, the one place to keep right."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter

from services.catalogue.blocks import Block
from services.catalogue.shelf import plain

README = "README.md"
_FENCE = re.compile(r"(?P<words>[^\n]+)\n+```yaml\n(?P<yaml>.*?)```", re.DOTALL)
_ITEM = re.compile(r"^(?=- )", re.MULTILINE)
_BLOCK: TypeAdapter[Block] = TypeAdapter(Block)


@dataclass(frozen=True, slots=True)
class Example:
    """A building block: its kind, what it is in English and Chinese, how it is written, how it is drawn."""

    kind: str
    about_zh: str
    about_en: str
    written: str
    drawn: dict[str, Any]


def gallery(courses_dir: Path) -> tuple[Example, ...]:
    """Return an example of every building block, in the order in which they are explained."""
    text = (courses_dir / README).read_text(encoding="utf-8")
    return tuple(
        _example(fence["words"], item)
        for fence in _FENCE.finditer(text)
        for item in _ITEM.split(fence["yaml"])
        if item
    )


def _example(words: str, written: str) -> Example:
    block = _BLOCK.validate_python(yaml.load(written, yaml.BaseLoader)[0])
    about = (type(block).__doc__ or "").partition("\n")[0]
    return Example(block.KIND, words.strip("：").replace("`", ""), about, written.rstrip(), plain(block))
