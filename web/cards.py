"""/c/<token>: what a phone shows that scans a card, and learning with it. Whose card it is stays unsaid."""

from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

import languages
from services import at_home, found_card, work
from services.access import NOBODY
from services.errors import NotFound, Refused
from services.found_card import Home
from services.learners import CardUnknown
from web import light
from web.at_home import HOME, remember, to_call
from web.cookies import YEARS, actor_of, keep
from web.text import LANGUAGE_COOKIE, speaker


async def show(request: Request) -> Response:
    """Say whose station's card this is, and where to bring it if it was found."""
    token = request.path_params["token"]
    try:
        home = await to_thread.run_sync(partial(work.ask, found_card.home, NOBODY, token=token))
    except NotFound:
        return light.page(request, "no_card.html", status=404, telephone=await to_call(request))
    return _page(request, home, problem="")


def _page(request: Request, home: Home, *, problem: str) -> Response:
    return light.page(
        request,
        "card.html",
        status=422 if problem else 200,
        home=home,
        station=languages.name(speaker(request).language, home.station_zh, home.station_en),
        token=request.path_params["token"],
        problem=problem,
    )


async def learn(request: Request) -> Response:
    """Let the card's owner learn on this phone, where what she practises counts."""
    token = request.path_params["token"]
    actor = await actor_of(request)
    try:
        begun = await to_thread.run_sync(partial(work.do, at_home.begin, actor, token=token))
    except CardUnknown:
        return await show(request)
    except Refused as refused:
        home = await to_thread.run_sync(partial(work.ask, found_card.home, NOBODY, token=token))
        return _page(request, home, problem=speaker(request).explain(refused))
    answer = RedirectResponse(HOME, 303)
    remember(answer, begun.token)
    if begun.language:
        keep(answer, LANGUAGE_COOKIE, begun.language, seconds=YEARS)
    return answer


routes = [
    Route("/c/{token}", show, methods=["GET"]),
    Route("/c/{token}/learn", learn, methods=["POST"]),
]
