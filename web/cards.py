"""/c/<token>: what a phone shows that scans a card. Whose card it is stays unsaid."""

from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import languages
from services import found_card, work
from services.access import NOBODY
from services.errors import NotFound
from web import light
from web.text import speaker


async def show(request: Request) -> Response:
    """Say whose station's card this is, and where to bring it if it was found."""
    token = request.path_params["token"]
    try:
        home = await to_thread.run_sync(partial(work.ask, found_card.home, NOBODY, token=token))
    except NotFound:
        return light.page(request, "card.html", status=404, home=None, station="")
    station = languages.name(speaker(request).language, home.station_zh, home.station_en)
    return light.page(request, "card.html", home=home, station=station)


routes = [Route("/c/{token}", show, methods=["GET"])]
