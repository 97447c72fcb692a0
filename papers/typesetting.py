"""Set a Typst template into a PDF: our own Chinese fonts, no network, no fonts of the machine."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst
from pylopdf_fonts_zh_cn import sans_path

PAPERS = Path(__file__).resolve().parent


def pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """Return the PDF that `template` makes of `data`.

    The template reads it with `json(bytes(sys.inputs.data))`; its fonts are "Noto Sans SC" and
    "Noto Serif SC". A character that neither has is printed as an empty box, never an error.
    """
    compiler = typst.Compiler(
        template,
        root=PAPERS,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    made = compiler.compile(format="pdf")
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[sans_path().parent]
    )
