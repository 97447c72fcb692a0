"""The tablet's own page: bind it to a station, once, and release it again."""

from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from services import devices, stations, work
from services.access import Actor, Permission
from services.addresses import row_id
from services.errors import NotSignedIn, Refused
from web import light
from web.cookies import TABLET_COOKIE, YEARS, actor_of, keep
from web.text import speaker

SIGN_IN_FIRST = "/sign-in?back=/tablet"


async def show(request: Request) -> Response:
    """Show what this tablet is bound to, and the form that binds it."""
    return await _page(request, await actor_of(request))


async def bind(request: Request) -> Response:
    """Bind this tablet, remember it in its cookie, and say so."""
    actor = await actor_of(request)
    form = await request.form()
    name, station = str(form.get("name", "")), str(form.get("station", ""))
    rule = partial(work.do, devices.bind, actor, station_id=row_id(station) or 0, name=name)
    try:
        token = await to_thread.run_sync(rule)
    except NotSignedIn:
        return RedirectResponse(SIGN_IN_FIRST, 303)
    except Refused as refused:
        return await _page(request, actor, refused=refused, name=name, chosen=station)
    answer = RedirectResponse("/tablet", 303)
    keep(answer, TABLET_COOKIE, token, seconds=YEARS)
    return answer


async def release(request: Request) -> Response:
    """Release this tablet and forget its cookie."""
    actor = await actor_of(request)
    if actor.device_id is not None:
        try:
            await to_thread.run_sync(partial(work.do, devices.release, actor, device_id=actor.device_id))
        except Refused as refused:
            return await _page(request, actor, refused=refused)
    answer = RedirectResponse("/tablet", 303)
    answer.delete_cookie(TABLET_COOKIE, path="/")
    return answer


async def _page(
    request: Request, actor: Actor, *, refused: Refused | None = None, name: str = "", chosen: str = ""
) -> Response:
    if actor.staff_id is None:
        return RedirectResponse(SIGN_IN_FIRST, 303)
    bound = await to_thread.run_sync(partial(work.ask, devices.this_one, actor))
    places = await to_thread.run_sync(
        partial(work.ask, stations.places, actor, permission=Permission.BIND_TABLETS)
    )
    return light.page(
        request,
        "tablet.html",
        status=422 if refused else 200,
        problem=speaker(request).explain(refused) if refused else "",
        bound=bound,
        places=places,
        name=name,
        chosen=chosen,
    )


routes = [
    Route("/tablet", show, methods=["GET"]),
    Route("/tablet/bind", bind, methods=["POST"]),
    Route("/tablet/release", release, methods=["POST"]),
]
