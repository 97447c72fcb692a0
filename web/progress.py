"""POST /api/progress: what tablets report from lessons. GET /api/lesson/<uid>: a lesson, and where she is."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from anyio import to_thread
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from db.words import EventKind, PracticeMode
from services import learners, library, progress, work
from services.access import NOBODY, Actor, Permission
from services.catalogue import Shelved, for_player
from services.errors import Refused
from services.progress import NobodyLearns, Parcel, Taken
from services.whereabouts import Event
from web.arrivals import TOO_BIG, UNREADABLE, limited_body, place_of
from web.compression import told
from web.cookies import LEARNER_COOKIE, TABLET_COOKIE, actor_of
from web.gathering import Gathering
from web.text import speaker

MOST_EVENTS = 200
LONGEST = 24 * 3600


class Sent(BaseModel):
    """One event as the browser writes it."""

    model_config = ConfigDict(extra="ignore")

    id: str = Field(min_length=8, max_length=40, pattern=r"^[A-Za-z0-9_-]+$")
    lesson: str = Field(min_length=1, max_length=60)
    version: str = Field(min_length=1, max_length=24)
    kind: EventKind
    mode: PracticeMode | None = None
    step: int = Field(0, ge=0, le=1000)
    taps: int = Field(0, ge=0, le=100_000)
    wrong_taps: int = Field(0, ge=0, le=100_000)
    hints: int = Field(0, ge=0, le=100_000)
    seconds: int = Field(0, ge=0, le=LONGEST)
    at: AwareDatetime


class Post(BaseModel):
    """The body of a request. learner: the key the page was given; at: now, by the tablet's clock."""

    model_config = ConfigDict(extra="ignore")

    learner: str = Field(min_length=8, max_length=24)
    at: AwareDatetime
    events: list[Any] = Field(max_length=MOST_EVENTS)


EVENT = TypeAdapter(Sent)


def store(parcels: Sequence[Parcel]) -> Sequence[Taken]:
    """Store the parcels of several requests in one transaction."""
    return work.do(progress.take, NOBODY, parcels=parcels)


gathering: Gathering[Parcel, Taken] = Gathering(store)


async def receive(request: Request) -> Response:
    """Keep a batch of events. `acked`: stored; `refused`: never to be sent again, each with its reason."""
    speak = speaker(request)
    body = await limited_body(request)
    if body is None:
        return JSONResponse({"refused": "TooBig", "told": speak(TOO_BIG)}, 413)
    try:
        post = Post.model_validate_json(body)
    except ValidationError as wrong:
        return JSONResponse({"refused": "Unreadable", "told": speak(UNREADABLE, place=place_of(wrong))}, 422)
    events, refused = _read(post.events)
    parcel = Parcel(
        key=post.learner,
        learner_token=request.cookies.get(LEARNER_COOKIE, ""),
        tablet_token=request.cookies.get(TABLET_COOKIE, ""),
        sent_at=post.at,
        events=events,
    )
    taken = await gathering.take(parcel)
    if isinstance(taken, NobodyLearns):
        return JSONResponse({"refused": "NobodyLearns", "told": speak.explain(taken)}, 403)
    refused += [{"id": id_, "why": why.value} for id_, why in taken.refused.items()]
    return JSONResponse({"acked": taken.ids, "refused": refused})


def _read(sent: list[Any]) -> tuple[tuple[Event, ...], list[dict[str, str]]]:
    """Return the events that can be read, and the ids of the rest: one bad event takes none along."""
    events, refused = [], []
    for one in sent:
        try:
            event = EVENT.validate_python(one)
        except ValidationError as wrong:
            id_ = str(one.get("id", ""))[:80] if isinstance(one, dict) else ""
            refused.append({"id": id_, "why": "unreadable", "place": place_of(wrong)})
            continue
        events.append(Event(**vars(event)))
    return tuple(events), refused


async def show(request: Request) -> Response:
    """Answer with a lesson and everything the player needs to open it for whoever is there."""
    actor = await actor_of(request)
    try:
        whole = await to_thread.run_sync(partial(lesson_for, actor, request.path_params["uid"]))
    except Refused as refused:
        return JSONResponse(
            {"refused": type(refused).__name__, "told": speaker(request).explain(refused)}, 404
        )
    return told(request, JSONResponse(whole, headers={"cache-control": "no-store"}))


def lesson_for(actor: Actor, uid: str) -> dict[str, Any]:
    """Return a lesson, its recordings, where the learner is in it, and how she likes to read.

    Drafts are for staff. Raises NoSuchLesson.
    """
    shelved = library.lesson(uid, drafts=actor.may_anywhere(Permission.SEE_ACTIVITIES))
    return {
        "lesson": for_player(shelved),
        "recordings": _recordings(shelved),
        "learner": _learner(actor),
        "start": _start(actor, shelved),
    }


def _recordings(shelved: Shelved) -> dict[str, Any]:
    # Files are named by what they say: the version in the address need not change.
    return {"base": "/assets/0/courses", "files": library.recordings(shelved)}


def _learner(actor: Actor) -> dict[str, Any] | None:
    before = work.ask(learners.before, actor)
    if before is None:
        return None
    return {"key": before.key, "text_size": before.text_size, "voice": before.voice}


def _start(actor: Actor, shelved: Shelved) -> dict[str, Any] | None:
    place = work.ask(progress.place, actor, lesson=shelved.lesson.uid)
    return {"kind": place.kind, "step": place.step, "at": _written(place.at)} if place else None


def _written(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


routes = [
    Route("/api/progress", receive, methods=["POST"]),
    Route("/api/lesson/{uid}", show, methods=["GET"]),
]
