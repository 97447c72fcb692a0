"""Our own scripts, styles and decoders: served under a name that changes with their content, for ever."""

import hashlib
import mimetypes
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from settings import ROOT
from web.compression import compressed

mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("application/wasm", ".wasm")
mimetypes.add_type("font/woff2", ".woff2")

FOLDERS = {
    "assets": ROOT / "assets",
    "door": ROOT / "ui" / "door",
    "room": ROOT / "ui" / "room",
    "player": ROOT / "ui" / "player",
    "gallery": ROOT / "ui" / "gallery",
    "tablet": ROOT / "ui" / "tablet",
    # Recordings only: SERVED knows no other ending that stands there.
    "courses": ROOT / "courses",
}
SERVED = {".js", ".css", ".svg", ".png", ".wasm", ".woff2", ".mp3", ".webmanifest"}


@cache
def _version(file: Path, changed_at: float) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


def url(name: str) -> str:
    """Return the address of a file, "door/door.js" → "/assets/<version>/door/door.js".

    The version covers every file of that folder, since modules import their neighbours.
    Raises FileNotFoundError.
    """
    folder, _, rest = name.partition("/")
    base = FOLDERS[folder]
    if not (base / rest).is_file():
        raise FileNotFoundError(name)
    files = sorted(f for f in base.rglob("*") if f.suffix in SERVED)
    stamp = "".join(_version(f, f.stat().st_mtime) for f in files)
    return f"/assets/{hashlib.sha256(stamp.encode()).hexdigest()[:12]}/{name}"


async def serve(request: Request) -> Response:
    """Answer with the file whatever the version, so that an old page goes on working."""
    folder, _, rest = request.path_params["name"].partition("/")
    base = FOLDERS.get(folder)
    file = (base / rest).resolve() if base else None
    if not base or not file or base not in file.parents or file.suffix not in SERVED or not file.is_file():
        return PlainTextResponse("", 404)
    accepted = request.headers.get("accept-encoding", "")
    body, encoding = await compressed(file, accepted)
    headers = {"cache-control": "public, max-age=31536000, immutable", "vary": "Accept-Encoding"}
    if encoding:
        headers["content-encoding"] = encoding
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return Response(body, media_type=kind, headers=headers)


routes = [Route("/assets/{version}/{name:path}", serve, methods=["GET"])]
