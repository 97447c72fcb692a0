"""Cookies: who it is, and where a request came from."""

from typing import Any

from anyio import to_thread
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, Response

from services import identity, work
from services.access import Actor
from services.errors import N_
from settings import settings
from web.text import speaker

SIGN_IN_COOKIE = "sign_in"
TABLET_COOKIE = "tablet"
LEARNER_COOKIE = "learner"
YEARS = 10 * 365 * 86400
FOREIGN = N_("This request came from another website and was refused.")


def keep(response: Response, cookie: str, value: str, *, seconds: int) -> None:
    """Set a cookie that scripts cannot read and other sites cannot send."""
    response.set_cookie(
        cookie,
        value,
        max_age=seconds,
        httponly=True,
        samesite="lax",
        secure=settings().secure_cookies,
        path="/",
    )


async def actor_of(connection: HTTPConnection) -> Actor:
    """Return the actor behind the cookies of a request, as the database says now."""

    def look() -> Actor:
        return work.ask(
            identity.who,
            Actor(),
            sign_in=connection.cookies.get(SIGN_IN_COOKIE),
            tablet=connection.cookies.get(TABLET_COOKIE),
            learner=connection.cookies.get(LEARNER_COOKIE),
        )

    return await to_thread.run_sync(look)


def is_foreign(connection: HTTPConnection) -> bool:
    """Tell whether a browser says that another website sent this request."""
    site = connection.headers.get("sec-fetch-site")
    if site not in (None, "same-origin", "none"):
        return True
    origin = connection.headers.get("origin")
    return origin is not None and origin.partition("://")[2] != connection.headers.get("host")


def refuse_foreign(request: HTTPConnection) -> Response:
    """Answer a request of another website."""
    return JSONResponse({"refused": "foreign", "told": speaker(request)(FOREIGN)}, 403)


def local_path(path: Any) -> str:
    """Return the path if it leads to a page of ours, else the front page: no open redirects."""
    text = str(path or "")
    ours = text.startswith("/") and not text.startswith(("//", "/\\")) and ":" not in text.split("?")[0]
    return text if ours else "/"
