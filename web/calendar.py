"""Calendar files: a staff member's own feed, named by a token nobody guesses."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

import languages
from services import calendar, work
from services.access import NOBODY
from services.errors import NotFound

CALENDAR = "text/calendar; charset=utf-8"


def feed(request: Request) -> Response:
    """Give the feed of the staff member whose token the address holds; ?lang=en for English titles."""
    english = request.query_params.get("lang") == languages.ENGLISH
    try:
        written = work.ask(calendar.feed, NOBODY, token=request.path_params["token"], english=english)
    except NotFound as refused:
        return PlainTextResponse(languages.explain(languages.CHINESE, refused), status_code=404)
    headers = {
        "Cache-Control": "private, max-age=300",
        "Content-Disposition": "inline; filename=sessions.ics",
    }
    return Response(written, media_type=CALENDAR, headers=headers)


routes = [Route("/calendar/{token:str}.ics", feed, methods=["GET"])]
