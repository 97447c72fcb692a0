"""GET /api/room: the room at a glance. POST /api/room: "I am there", "done". /api/hands: a learner's hand."""

import hashlib
import json
from datetime import datetime
from functools import partial
from typing import Any, Literal

from anyio import to_thread
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

import languages
from services import board, clock, hands, learners, work
from services.access import Actor
from services.board import Board, Hand, Present
from services.errors import Name, Refused
from services.places import Place
from services.work import Work
from web.arrivals import TOO_BIG, UNREADABLE, limited_body, place_of
from web.cookies import actor_of
from web.door import answered, whole
from web.text import speaker


class Deed(BaseModel):
    """What a trainer did about a hand."""

    model_config = ConfigDict(extra="forbid")

    hand: int = Field(ge=1, lt=2**53)
    do: Literal["take", "done"]


class Wish(BaseModel):
    """A hand to be up or down. learner: the key the page was given; another one's hand is not touched."""

    model_config = ConfigDict(extra="ignore")

    id: str = Field(min_length=8, max_length=40, pattern=r"^[A-Za-z0-9_-]+$")
    learner: str = Field(min_length=8, max_length=24)
    lesson: str = Field("", max_length=60)
    step: int = Field(0, ge=0, le=1000)
    up: bool = True


async def show(request: Request, actor: Actor) -> Response:
    """Answer with the room, or with 304 while it is as the page has it. The header says what time it is."""
    activity_id = whole(request, "activity")
    seen = await to_thread.run_sync(partial(work.ask, board.board, actor, activity_id=activity_id))
    written = json.dumps(_board(seen, speaker(request).language), ensure_ascii=False)
    version = f'"{hashlib.sha256(written.encode()).hexdigest()[:16]}"'
    headers = {"etag": version, "cache-control": "no-store", "x-now": clock.now().isoformat()}
    if request.headers.get("if-none-match") == version:
        return Response(status_code=304, headers=headers)
    return Response(written, media_type="application/json", headers=headers)


async def act(request: Request, actor: Actor) -> Response:
    """Take a hand, or say it is done; answer who is there."""
    body = await limited_body(request)
    if body is None:
        return JSONResponse({"refused": "TooBig", "told": speaker(request)(TOO_BIG)}, 413)
    deed = Deed.model_validate_json(body)
    if deed.do == "done":
        await to_thread.run_sync(partial(work.do, hands.done, actor, hand_id=deed.hand))
        return JSONResponse({"done": True})
    taken_by = await to_thread.run_sync(partial(work.do, hands.take, actor, hand_id=deed.hand))
    return JSONResponse({"taken_by": taken_by})


async def raise_or_lower(request: Request) -> Response:
    """Raise or lower the hand of whoever is before the tablet, and answer how it stands."""
    body = await limited_body(request)
    if body is None:
        return JSONResponse({"told": speaker(request)(TOO_BIG)}, 413)
    try:
        wish = Wish.model_validate_json(body)
    except ValidationError as wrong:
        return JSONResponse({"told": speaker(request)(UNREADABLE, place=place_of(wrong))}, 422)
    actor = await actor_of(request)
    try:
        hand = await to_thread.run_sync(partial(work.do, _heed, actor, wish=wish))
    except Refused as refused:
        return JSONResponse({"told": speaker(request).explain(refused)}, 403)
    return JSONResponse({"hand": hand})


def _heed(at: Work, *, wish: Wish) -> str:
    before = learners.before(at)
    if before is None or before.key != wish.learner:
        raise learners.NotKnown
    if wish.up:
        hands.raise_hand(at, client_id=wish.id, lesson=wish.lesson, step=wish.step)
    else:
        hands.lower(at)
    return hands.mine(at)


async def mine(request: Request) -> Response:
    """Answer how the hand of whoever is before the tablet stands: "raised", "coming" or ""."""
    actor = await actor_of(request)
    hand = await to_thread.run_sync(partial(work.ask, hands.mine, actor))
    return JSONResponse({"hand": hand}, headers={"cache-control": "no-store"})


def _board(seen: Board, language: str) -> dict[str, Any]:
    return {
        "hands": [_hand(hand, language) for hand in seen.hands],
        "people": [_person(one, language) for one in seen.people],
    }


def _hand(hand: Hand, language: str) -> dict[str, Any]:
    return {
        "id": hand.id,
        "key": hand.key,
        "name": hand.name,
        "tablet": hand.tablet,
        "place": _place(hand.place, language),
        "at": _written(hand.raised_at),
        "taken_by": hand.taken_by,
        "left": hand.has_left,
    }


def _person(one: Present, language: str) -> dict[str, Any]:
    return {
        "key": one.key,
        "name": one.name,
        "number": one.number,
        "came": one.is_checked_in,
        "tablet": one.tablet,
        "place": _place(one.place, language),
        "active": _written(one.active_at),
        "quiet": one.is_quiet,
    }


def _place(place: Place | None, language: str) -> dict[str, Any] | None:
    if place is None:
        return None

    def say(name: Name) -> str:
        return languages.name(language, name.zh, name.en)

    return {
        "lesson": say(place.lesson),
        "kind": place.kind,
        "mode": place.mode,
        "step": place.step,
        "of": place.of,
        "doing": say(place.doing),
        "since": _written(place.since),
    }


def _written(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


routes = [
    Route("/api/room", answered(show), methods=["GET"]),
    Route("/api/room", answered(act), methods=["POST"]),
    Route("/api/hands", mine, methods=["GET"]),
    Route("/api/hands", raise_or_lower, methods=["POST"]),
]
