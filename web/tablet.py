"""Who is before the tablet: beginning and ending, how she likes to read, and how she liked a session."""

from functools import partial

from anyio import to_thread
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from services import feedback, learners, work
from services.access import Actor
from services.errors import Refused
from services.learners import Begun
from web.arrivals import TOO_BIG, UNREADABLE, limited_body, place_of
from web.cookies import LEARNER_COOKIE, YEARS, actor_of, keep
from web.text import LANGUAGE_COOKIE, speaker

# Longer than anybody sits there: the house decides when it ends, not the browser.
KEPT = 24 * 3600


class Beginning(BaseModel):
    """How somebody says who she is: a card, or number and year of birth, or none of it for a guest."""

    model_config = ConfigDict(extra="forbid")

    card: str = Field("", max_length=300)
    number: str = Field("", max_length=20)
    birth_year: str = Field("", max_length=20)
    guest: bool = False


class Wishes(BaseModel):
    """How she likes to read."""

    model_config = ConfigDict(extra="forbid")

    text_size: int | None = None
    language: str | None = None
    voice: str | None = None


class Face(BaseModel):
    """A face that was tapped. learner: the key of whoever tapped it; now: by the tablet's clock."""

    model_config = ConfigDict(extra="ignore")

    id: str = Field(min_length=8, max_length=40, pattern=r"^[A-Za-z0-9_-]+$")
    learner: str = Field("", max_length=24)
    activity: int = Field(ge=1, lt=2**53)
    face: int = Field(ge=1, le=3)
    at: AwareDatetime
    now: AwareDatetime


async def begin(request: Request) -> Response:
    """Let somebody begin and remember her in a cookie, or tell why not."""
    body = await limited_body(request)
    if body is None:
        return JSONResponse({"told": speaker(request)(TOO_BIG)}, 413)
    try:
        wish = Beginning.model_validate_json(body)
    except ValidationError as wrong:
        return JSONResponse({"told": speaker(request)(UNREADABLE, place=place_of(wrong))}, 422)
    actor = await actor_of(request)
    try:
        begun = await to_thread.run_sync(partial(_begin, actor, wish))
    except Refused as refused:
        return JSONResponse(
            {"told": speaker(request).explain(refused), "field": getattr(refused, "field", "")}, 422
        )
    answer = JSONResponse({"key": begun.key})
    keep(answer, LEARNER_COOKIE, begun.token, seconds=KEPT)
    if begun.language:
        keep(answer, LANGUAGE_COOKIE, begun.language, seconds=YEARS)
    return answer


def _begin(actor: Actor, wish: Beginning) -> Begun:
    if wish.guest:
        return work.do(learners.begin_guest, actor)
    if wish.card:
        return work.do(learners.begin_by_card, actor, scanned=wish.card)
    tried = work.do(learners.begin_by_number, actor, number=wish.number, birth_year=wish.birth_year)
    if tried.begun is None:
        raise tried.refused or Refused()
    return tried.begun


async def end(request: Request) -> Response:
    """End whoever is before the tablet; the next one starts in Chinese, the first language here."""
    actor = await actor_of(request)
    await to_thread.run_sync(partial(work.do, learners.end, actor))
    answer = JSONResponse({"ended": True})
    answer.delete_cookie(LEARNER_COOKIE, path="/")
    answer.delete_cookie(LANGUAGE_COOKIE, path="/")
    return answer


async def still_here(request: Request) -> Response:
    """Note that she is still there, and tell whether the tablet is still hers."""
    actor = await actor_of(request)
    if actor.learner_id is not None:
        await to_thread.run_sync(partial(work.do, learners.still_here, actor))
    return JSONResponse({"here": actor.learner_id is not None})


async def prefer(request: Request) -> Response:
    """Remember how she likes to read."""
    try:
        wishes = Wishes.model_validate_json(await limited_body(request) or b"")
        actor = await actor_of(request)
        await to_thread.run_sync(partial(work.do, learners.prefer, actor, **wishes.model_dump()))
    except (ValidationError, Refused):
        return JSONResponse({"kept": False}, 422)
    return JSONResponse({"kept": True})


async def face(request: Request) -> Response:
    """Take down how somebody liked a session, now or when the network was gone. 422: never send it again."""
    try:
        said = Face.model_validate_json(await limited_body(request) or b"")
        actor = await actor_of(request)
        give = partial(
            work.do,
            feedback.give,
            actor,
            client_id=said.id,
            activity_id=said.activity,
            face=said.face,
            learner=said.learner,
            ago=said.now - said.at,
        )
        await to_thread.run_sync(give)
    except (ValidationError, Refused):
        return JSONResponse({"kept": False}, 422)
    return JSONResponse({"kept": True})


routes = [
    Route("/api/tablet/begin", begin, methods=["POST"]),
    Route("/api/tablet/end", end, methods=["POST"]),
    Route("/api/tablet/here", still_here, methods=["POST"]),
    Route("/api/tablet/prefer", prefer, methods=["POST"]),
    Route("/api/tablet/face", face, methods=["POST"]),
]
