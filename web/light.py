"""Light pages: plain HTML that stands without Streamlit, for signing in and for phones."""

from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

import languages
from settings import ROOT
from web import assets
from web.text import speaker


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(ROOT / "web" / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a light page in the reader's language. In the template `_` translates, `asset` finds files."""
    speak = speaker(request)
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    html = (
        _templates()
        .get_template(template)
        .render(
            _=speak,
            language=speak.language,
            languages=languages.NAMES,
            asset=assets.url,
            here=here,
            **values,
        )
    )
    return HTMLResponse(html, status, headers={"cache-control": "no-store"})
