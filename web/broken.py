"""What a person is told when a light page or a door breaks: a calm sentence and a number to quote."""

import logging
import secrets

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from services.errors import N_
from web import light
from web.text import speaker

log = logging.getLogger(__name__)
TOLD = N_(
    "Something went wrong here, and nothing was changed. Please try again. "
    "If it happens again, tell the administrator this number: %(number)s"
)


async def tell(request: Request, fault: Exception) -> Response:
    """Answer a request that broke: a page to a person, JSON to a script of ours."""
    number = f"{secrets.randbelow(900_000) + 100_000}"
    log.error("fault %s at %s", number, request.url.path, exc_info=fault)
    if request.url.path.startswith("/api/"):
        return JSONResponse({"fault": number, "told": speaker(request)(TOLD, number=number)}, 500)
    return light.page(request, "broken.html", status=500, number=number, told=TOLD)
