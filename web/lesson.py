"""/lesson/<name>: a lesson on a senior's own phone. The same player in a light page; nobody signs in."""

from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.errors import Refused
from settings import ROOT
from web import assets, light
from web.at_home import HOME, around_of, stays
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
    around = await around_of(actor)
    language = speaker(request).language
    page = light.page(
        request,
        "lesson.html",
        title=whole["lesson"]["title"]["zh" if language == "zh-CN" else "en"],
        data={"language": language, "whole": whole, "after": HOME},
        key=around.key,
        learner=around.learner,
        telephone=around.telephone,
        modules=_modules(),
    )
    return told(request, stays(request, page, around))


def _modules() -> list[str]:
    """Return the addresses of all modules, to be fetched at once instead of one after the other."""
    player = sorted(file.name for file in PLAYER.glob("*.js"))
    own = ("assets/at_home/lesson.js", "assets/at_home/home.js", "tablet/learner.js")
    return [assets.url(name) for name in own] + [assets.url(f"player/{name}") for name in player]


routes = [Route("/lesson/{lesson}", show, methods=["GET"])]
