"""Files compressed once and kept: what Streamlit and we serve travels at a third of its size.

Streamlit serves its own scripts uncompressed: 2.8 MB for a first page, 1.0 MB with brotli.
"""

import gzip
from functools import lru_cache
from pathlib import Path

import brotli
from anyio import to_thread
from starlette.requests import HTTPConnection
from starlette.responses import Response

TEXT = {".js", ".css", ".html", ".json", ".svg", ".ttf", ".wasm", ".webmanifest"}
# 9 of 11: within 5 % of the smallest, a tenth of the time, so that no build step is needed.
QUALITY = 9
# For what is made at this moment: a few milliseconds.
QUICK = 5
SMALL = 800


async def compressed(file: Path, accepted: str) -> tuple[bytes, str]:
    """Return the file's bytes as the browser accepts them, and the encoding ("" for none)."""
    encoding = ""
    if file.suffix in TEXT and file.stat().st_size > SMALL:
        encoding = "br" if "br" in accepted else "gzip" if "gzip" in accepted else ""
    return await to_thread.run_sync(_encoded, file, file.stat().st_mtime, encoding), encoding


def told(request: HTTPConnection, answer: Response) -> Response:
    """Return an answer made for one request, as small as its browser accepts it."""
    accepted = request.headers.get("accept-encoding", "")
    body = bytes(answer.body)
    if len(body) <= SMALL:
        return answer
    if "br" in accepted:
        body, encoding = bytes(brotli.compress(body, quality=QUICK)), "br"
    elif "gzip" in accepted:
        body, encoding = gzip.compress(body, 6, mtime=0), "gzip"
    else:
        return answer
    answer.body = body
    answer.headers.update(
        {"content-encoding": encoding, "content-length": str(len(body)), "vary": "Accept-Encoding"}
    )
    return answer


@lru_cache(maxsize=600)
def _encoded(file: Path, _changed_at: float, encoding: str) -> bytes:
    body = file.read_bytes()
    if encoding == "br":
        return bytes(brotli.compress(body, quality=QUALITY))
    return gzip.compress(body, 9, mtime=0) if encoding == "gzip" else body
