"""The page around every Streamlit page: language, title, style, and the words Streamlit says itself."""

import mimetypes
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import streamlit
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import languages
from services.errors import N_
from web import assets, light
from web.at_home import HOME
from web.compression import compressed
from web.cookies import is_foreign, refuse_foreign
from web.text import speaker

FRONT_END = Path(streamlit.__file__).parent / "static"
TITLE = N_("Intelligent Living")
STREAMLITS = ("/_stcore/", "/media/", "/component/", "/app/", "/static/")
CLOSED = ("/_stcore/metrics", "/_stcore/agent")
HOST_CONFIG = {
    "allowedOrigins": [],
    "useExternalAuthToken": False,
    "enableCustomParentMessages": False,
    "enforceDownloadInNewTab": False,
    "metricsUrl": "",
    # Streamlit's grey "Connection error" must never cover a lesson or the door.
    "blockErrorDialogs": True,
    "resourceCrossOriginMode": None,
}
SECURITY = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "SAMEORIGIN",
    "permissions-policy": "camera=(self), microphone=(), geolocation=()",
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' data: blob:; "
        "font-src 'self' data:; connect-src 'self' ws: wss: blob: data:; worker-src 'self' blob:; "
        "frame-ancestors 'self'"
    ),
}


class Shell:
    """Middleware around everything, pages and doors alike."""

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute]) -> None:
        self.app = app
        self.routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is ours, guard what is not, and pass the rest on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = await self._answer(scope)
        await (answer or self.app)(scope, receive, _secured(send))

    async def _answer(self, scope: Scope) -> Response | None:
        path, method = scope["path"], scope["method"]
        connection = HTTPConnection(scope)
        if method == "POST" and not path.startswith("/_stcore/") and is_foreign(connection):
            return refuse_foreign(connection)
        if path.startswith(CLOSED):
            return PlainTextResponse("", 404)
        if path == "/_stcore/host-config":
            return JSONResponse(HOST_CONFIG, headers={"cache-control": "no-cache"})
        if method not in ("GET", "HEAD"):
            return None
        if path.startswith("/static/"):
            return await _static(path, connection.headers)
        if not self._is_left_to_us(scope, connection.headers):
            return None
        if "/" in path.strip("/"):
            front = HOME if path.startswith(HOME) else "/"
            return light.page(Request(scope), "no_page.html", status=404, front=front)
        if "." not in path:
            return HTMLResponse(
                _document(speaker(connection).language), headers={"cache-control": "no-cache"}
            )
        return None

    def _is_left_to_us(self, scope: Scope, headers: Headers) -> bool:
        """Tell whether a person asks for an address at which neither a door nor Streamlit itself answers."""
        return (
            "text/html" in headers.get("accept", "")
            and not scope["path"].startswith(STREAMLITS)
            and all(route.matches(scope)[0] is Match.NONE for route in self.routes)
        )


def _secured(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            present = {name.lower() for name, _ in message["headers"]}
            message["headers"] = list(message["headers"]) + [
                (name.encode(), value.encode())
                for name, value in SECURITY.items()
                if name.encode() not in present
            ]
        await send(message)

    return sending


async def _static(path: str, headers: Headers) -> Response | None:
    file = (FRONT_END / path.lstrip("/")).resolve()
    if FRONT_END not in file.parents or not file.is_file():
        return None
    body, encoding = await compressed(file, headers.get("accept-encoding", ""))
    kind = "text/javascript" if file.suffix == ".js" else None
    answer = Response(body, media_type=kind or mimetypes.guess_type(file.name)[0])
    answer.headers["cache-control"] = "public, immutable, max-age=31536000"
    answer.headers["vary"] = "Accept-Encoding"
    if encoding:
        answer.headers["content-encoding"] = encoding
    return answer


@cache
def _document(language: str) -> str:
    html = (FRONT_END / "index.html").read_text("utf-8")
    title = languages.say(language, TITLE)
    head = (
        f'<link rel="stylesheet" href="{assets.url("assets/frame.css")}">'
        f'<script src="{assets.url("assets/stock.js")}"></script>'
    )
    for old, new in (
        ('<html lang="en">', f'<html lang="{language}" translate="no">'),
        ("<title>Streamlit</title>", f"<title>{title}</title>"),
        ("</head>", head + "</head>"),
    ):
        if old not in html:
            raise RuntimeError(f"Streamlit's index.html no longer has {old!r}")
        html = html.replace(old, new, 1)
    # The Latin font it preloads is never used: the theme names the fonts that tablets carry.
    return re.sub(r'<link\s+rel="preload"[^>]*SourceSans[^>]*>', "", html)
