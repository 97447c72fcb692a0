"""/room: the screen in the room, with the QR for checking oneself in. For staff; both languages at once."""

from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

import languages
from services import room, work
from services.access import Actor
from services.errors import N_, NotSignedIn, Refused
from services.room import Room
from settings import settings
from web import light, qr
from web.cookies import actor_of

WORDS = {
    "scan": N_("Scan to check in yourself"),
    "type": N_("Cannot scan? Open %(address)s and type"),
    "card": N_("You need your card number and the end of your phone number."),
    "changes": N_("Changes in %(seconds)s s"),
    "here": N_("are here"),
    "gone": N_("No connection for the moment. Please check in with the trainer at the door."),
    "full_screen": N_("Full screen"),
    "back": N_("Back to the door"),
}


async def show(request: Request) -> Response:
    """Show the screen of an activity's room; whoever is not signed in signs in first."""
    activity_id = request.path_params["activity_id"]
    actor = await actor_of(request)
    if actor.staff_id is None:
        return RedirectResponse(f"/sign-in?back=/room/{activity_id}", 303)
    try:
        seen = await _look(actor, activity_id)
    except Refused as refused:
        zh, en = _both(refused)
        return light.page(request, "room.html", status=404, seen=None, refused={"zh": zh, "en": en}, words={})
    address = _base(request).partition("://")[2] + "/s"
    words = {
        language: {key: _said(language, words, address) for key, words in WORDS.items()}
        for language in languages.LANGUAGES
    }
    return light.page(request, "room.html", seen=_named(seen), refused=None, words=words)


async def now(request: Request) -> Response:
    """Answer with the codes of the next minutes and how many are here."""
    actor = await actor_of(request)
    try:
        if actor.staff_id is None:
            raise NotSignedIn
        seen = await _look(actor, request.path_params["activity_id"])
    except Refused as refused:
        zh, en = _both(refused)
        return JSONResponse({"shut": {"zh": zh, "en": en}}, 401 if isinstance(refused, NotSignedIn) else 404)
    zh, en = _both(seen.shut) if seen.shut else ("", "")
    shown = [
        {
            "svg": qr.svg(f"{_base(request)}/s/{seen.public_id}?c={one.code}"),
            "digits": one.digits,
            "until": round(one.until.total_seconds() * 1000),
        }
        for one in seen.shown
    ]
    return JSONResponse(
        {
            "came": seen.came,
            "expected": seen.expected,
            "shown": shown,
            "shut": {"zh": zh, "en": en} if seen.shut else None,
        },
        headers={"cache-control": "no-store"},
    )


async def _look(actor: Actor, activity_id: int) -> Room:
    return await to_thread.run_sync(lambda: work.ask(room.room, actor, activity_id=activity_id))


def _base(request: Request) -> str:
    """Return how phones reach this server."""
    return settings().public_url or str(request.base_url).rstrip("/")


def _both(refused: Refused) -> tuple[str, str]:
    return languages.explain(languages.CHINESE, refused), languages.explain(languages.ENGLISH, refused)


def _said(language: str, words: str, address: str) -> str:
    # The seconds are filled in by the screen itself.
    return languages.say(language, words).replace("%(address)s", address)


def _named(seen: Room) -> dict[str, Any]:
    starts, ends = (languages.hour(languages.CHINESE, at, seen.zone) for at in (seen.starts_at, seen.ends_at))
    return {
        "id": seen.activity_id,
        "title_zh": seen.title_zh,
        "title_en": seen.title_en,
        "station_zh": seen.station_zh,
        "station_en": seen.station_en,
        "room": seen.room,
        "times": f"{starts}–{ends}",
    }


routes = [
    Route("/room/{activity_id:int}", show, methods=["GET"]),
    Route("/room/{activity_id:int}/now", now, methods=["GET"]),
]
