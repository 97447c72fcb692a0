"""/paper/…: what staff print: papers of lessons and of tracks, and posters of activities."""

from collections.abc import Callable, Sequence
from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from papers import notes, posters, step_cards
from services import clock, library, telephone, work
from services.access import Actor, Permission
from services.catalogue import Shelved
from services.errors import N_, NotAllowed, NotSignedIn, Refused
from settings import settings
from web import light
from web.activities import announced, poster_of
from web.cookies import actor_of
from web.lesson_papers import card_of, headings, notes_of
from web.text import Speaker, speaker

PROGRAMME = N_("Intelligent Living")
SCAN = N_("Scan and go on practising at home. Free, without signing in.")
CALL = N_("Call the station: %(phone)s")
KINDS = ("card", "cards-a4", "notes", "phone")

Lessons = Callable[[], Sequence[Shelved]]


async def of_lesson(request: Request) -> Response:
    """Answer with a paper of one lesson, a draft too."""
    name = request.path_params["lesson"]
    return await _printed(request, lambda: (library.lesson(name, drafts=True),), name)


async def of_track(request: Request) -> Response:
    """Answer with a paper of all lessons of a track, in its order."""
    course, track = request.path_params["course"], request.path_params["track"]

    def lessons() -> Sequence[Shelved]:
        found = (
            line.lessons for line in library.tracks() if (line.course, line.track.uid) == (course, track)
        )
        return next(found, ())

    return await _printed(request, lessons, track)


async def poster(request: Request) -> Response:
    """Answer with the poster of an activity, on A4 or A3."""
    speak, base = speaker(request), base_of(request)
    public_id, paper = request.path_params["public_id"], request.path_params["paper"]

    def make(_actor: Actor) -> bytes:
        size: posters.Paper = "a3" if paper == "a3" else "a4"
        return posters.sheet(poster_of(announced(public_id), speak, base), lang=_lang(speak), paper=size)

    return await _answer(request, make, f"poster-{public_id}")


async def _printed(request: Request, lessons: Lessons, name: str) -> Response:
    kind = request.path_params["kind"]
    speak, base = speaker(request), base_of(request)

    def make(actor: Actor) -> bytes:
        chosen = lessons() if kind in KINDS else ()
        if not chosen:
            raise library.NoSuchLesson
        if kind.startswith("card"):
            return _cards(chosen, speak, base, actor, twice=kind == "cards-a4")
        today = clock.local(clock.now(), settings().zone).date()
        written = [notes_of(one, speak, today) for one in chosen]
        made = notes.sheet if kind == "notes" else notes.paper_phone
        return made(written, headings(speak), lang=_lang(speak))

    return await _answer(request, make, f"{kind}-{name}")


def _cards(chosen: Sequence[Shelved], speak: Speaker, base: str, actor: Actor, *, twice: bool) -> bytes:
    place = work.ask(telephone.to_call, actor)
    words = step_cards.Words(
        programme=speak(PROGRAMME),
        scan=speak(SCAN),
        call=speak(CALL, phone=place.phone) if place else "",
    )
    cards = [card_of(one, speak, base) for one in chosen]
    return step_cards.sheet(cards, words, lang=_lang(speak), twice=twice)


async def _answer(request: Request, make: Callable[[Actor], bytes], name: str) -> Response:
    """Make a paper for whoever is signed in and may see activities; others sign in first."""
    actor = await actor_of(request)
    try:
        if actor.staff_id is None:
            raise NotSignedIn
        if not actor.may_anywhere(Permission.SEE_ACTIVITIES):
            raise NotAllowed
        pdf = await to_thread.run_sync(partial(make, actor))
    except NotSignedIn:
        return RedirectResponse(f"/sign-in?back={request.url.path}", 303)
    except Refused as refused:
        return light.page(request, "no_lesson.html", status=404, problem=speaker(request).explain(refused))
    headers = {
        "content-disposition": f'inline; filename="{name}.pdf"',
        "cache-control": "private, no-store",
    }
    return Response(pdf, media_type="application/pdf", headers=headers)


def base_of(request: Request) -> str:
    """Return how phones reach this server."""
    return settings().public_url or str(request.base_url).rstrip("/")


def _lang(speak: Speaker) -> str:
    return speak.language[:2]


routes = [
    Route("/paper/poster/{public_id}/{paper}", poster, methods=["GET"]),
    Route("/paper/{kind}/{lesson}", of_lesson, methods=["GET"]),
    Route("/paper/{kind}/{course}/{track}", of_track, methods=["GET"]),
]
