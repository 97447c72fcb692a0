"""/lesson/<name>: a lesson on a senior's own phone. The same player in a light page; nobody signs in."""

from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.errors import Refused
from settings import ROOT
from web import assets, light
from web.compression import told
from web.cookies import actor_of
from web.progress import lesson_for
from web.text import speaker

PLAYER = ROOT / "ui" / "player"


async def show(request: Request) -> Response:
    """Show a lesson by its folder or uid, everything it needs within the page."""
    actor = await actor_of(request)
    try:
        whole = await to_thread.run_sync(partial(lesson_for, actor, request.path_params["lesson"]))
    except Refused as refused:
        return light.page(request, "no_lesson.html", status=404, problem=speaker(request).explain(refused))
    data = {
        "lesson": whole["lesson"]["uid"],
        "language": speaker(request).language,
        "after": "",
        "review": None,
        "preview": False,
        "urls": {"player": assets.url("player/player.js")},
        "whole": whole,
    }
    title = whole["lesson"]["title"]["zh" if data["language"] == "zh-CN" else "en"]
    return told(request, light.page(request, "lesson.html", title=title, data=data, modules=_modules()))


def _modules() -> list[str]:
    """Return the addresses of all modules, to be fetched at once instead of one after the other."""
    player = sorted(file.name for file in PLAYER.glob("*.js"))
    own = [assets.url(f"tablet/{name}") for name in ("lesson.js", "hand.js", "learner.js")]
    return own + [assets.url(f"player/{name}") for name in player]


routes = [Route("/lesson/{lesson}", show, methods=["GET"])]
