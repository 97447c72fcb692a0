"""/lesson/: practising at home on a phone of one's own: the lessons, and whose phone it is."""

from dataclasses import dataclass
from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

import languages
from services import at_home, learners, library, telephone, work
from services.access import Actor
from services.at_home import AtHome
from services.errors import N_
from services.identity import STAYS_ON_HER_PHONE
from services.telephone import Telephone
from settings import ROOT
from web import assets, light
from web.cookies import LEARNER_COOKIE, actor_of, keep
from web.text import speaker

HOME = "/lesson/"
WORKER = ROOT / "assets" / "at_home" / "sw.js"
NAME = N_("Intelligent Living")
MODULES = ("tablet/learner.js", "assets/at_home/home.js")


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a page at home: whose phone it is, and whom to call.

    key: what the browser keeps things under, "" for nobody; of a tablet's learner too.
    """

    key: str
    learner: AtHome | None
    telephone: Telephone | None


async def show(request: Request) -> Response:
    """Show the lessons to practise."""
    around = await around_of(await actor_of(request))
    language = speaker(request).language
    taught = await to_thread.run_sync(library.taught)
    lessons = [
        {
            "slug": one.slug,
            "title": languages.name(language, one.lesson.title.zh, one.lesson.title.en),
            "about": languages.name(language, one.lesson.why.zh, one.lesson.why.en),
        }
        for one in taught
    ]
    page = light.page(
        request,
        "at_home.html",
        lessons=lessons,
        key=around.key,
        learner=around.learner,
        telephone=around.telephone,
        modules=[assets.url(name) for name in MODULES],
    )
    return stays(request, page, around)


async def around_of(actor: Actor) -> Around:
    """Return whose phone this is and whom to call; note that she was here."""

    def look() -> Around:
        learner = work.ask(at_home.here, actor)
        if learner is not None:
            work.do(learners.still_here, actor)
        before = work.ask(learners.before, actor)
        return Around(before.key if before else "", learner, work.ask(telephone.to_call, actor))

    return await to_thread.run_sync(look)


async def to_call(request: Request) -> Telephone | None:
    """Return whom the reader of a page telephones with a question."""
    actor = await actor_of(request)
    return await to_thread.run_sync(partial(work.ask, telephone.to_call, actor))


def stays(request: Request, page: Response, around: Around) -> Response:
    """Let her phone remember her for another while."""
    if around.learner is not None:
        remember(page, request.cookies[LEARNER_COOKIE])
    return page


def remember(page: Response, token: str) -> None:
    """Set the cookie of whoever learns on her own phone."""
    keep(page, LEARNER_COOKIE, token, seconds=int(STAYS_ON_HER_PHONE.total_seconds()))


async def forget(request: Request) -> Response:
    """Forget who learnt on this phone."""
    actor = await actor_of(request)
    if actor.device_id is None:
        await to_thread.run_sync(partial(work.do, learners.end, actor))
    answer = RedirectResponse(HOME, 303)
    answer.delete_cookie(LEARNER_COOKIE, path="/")
    return answer


async def worker(_request: Request) -> Response:
    """Answer with the service worker, which is looked for anew at every visit."""
    return FileResponse(WORKER, media_type="text/javascript", headers={"cache-control": "no-cache"})


async def manifest(request: Request) -> Response:
    """Answer with what a phone needs to put the lessons on its home screen."""
    speak = speaker(request)
    icon = "assets/at_home/icon-{}.png"
    sizes = (("192", "192x192", "any"), ("512", "512x512", "any"), ("mask-512", "512x512", "maskable"))
    return JSONResponse(
        {
            "name": speak(NAME),
            "short_name": speak(NAME),
            "lang": speak.language,
            "id": HOME,
            "start_url": HOME,
            "scope": HOME,
            "display": "standalone",
            "background_color": "#FFFFFF",
            "theme_color": "#0A4F94",
            "icons": [
                {"src": assets.url(icon.format(name)), "sizes": size, "type": "image/png", "purpose": purpose}
                for name, size, purpose in sizes
            ],
        },
        media_type="application/manifest+json",
        headers={"cache-control": "no-cache"},
    )


# Before web/lesson.py, which takes every other name below this address for a lesson.
routes = [
    Route(HOME, show, methods=["GET"]),
    Route(f"{HOME}sw.js", worker, methods=["GET"]),
    Route(f"{HOME}app.webmanifest", manifest, methods=["GET"]),
    Route(f"{HOME}forget", forget, methods=["POST"]),
]
