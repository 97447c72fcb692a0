"""POST /api/arrivals: what the doors send. An answer goes out only after its commit."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from db.words import How
from services import arrivals
from services.arrivals import Answer, Do, Line, Parcel, Taken
from services.errors import N_, NotSignedIn
from services.finding import Found
from web.cookies import SIGN_IN_COOKIE
from web.gathering import Gathering
from web.text import Speaker, speaker

MOST_BYTES = 64 * 1024
MOST_LINES = 100
TOO_BIG = N_("This is more than can be sent at once. Please send it in smaller parts.")
UNREADABLE = N_("What this device sent could not be read (%(place)s). Please reload the page.")


def _by_the_door(how: How) -> How:
    if how not in (How.CARD, How.NUMBER, How.NAME):
        raise ValueError("not a way to arrive at a door")
    return how


class Sent(BaseModel):
    """One line as the browser writes it."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(min_length=8, max_length=40, pattern=r"^[A-Za-z0-9_-]+$")
    do: Do = Do.ARRIVE
    code: str = Field("", max_length=300)
    number: str = Field("", max_length=20)
    senior: int | None = Field(None, ge=1, lt=2**53)
    how: Annotated[How, AfterValidator(_by_the_door)] = How.NAME
    at: AwareDatetime | None = None
    let_in: bool = False
    although_full: bool = False
    of: str = Field("", max_length=40)


class Post(BaseModel):
    """The body of a request."""

    model_config = ConfigDict(extra="forbid")

    activity: int = Field(ge=1, lt=2**53)
    arrivals: list[Sent] = Field(max_length=MOST_LINES)


gathering: Gathering[Parcel, Taken] = Gathering(arrivals.take_all)


async def receive(request: Request) -> JSONResponse:
    """Take down a batch of arrivals and answer each by its id."""
    speak = speaker(request)
    body = await limited_body(request)
    if body is None:
        return JSONResponse({"refused": "TooBig", "told": speak(TOO_BIG)}, 413)
    try:
        post = Post.model_validate_json(body)
    except ValidationError as wrong:
        return JSONResponse({"refused": "Unreadable", "told": speak(UNREADABLE, place=place_of(wrong))}, 422)
    lines = tuple(
        Line(
            id=sent.id,
            do=sent.do,
            code=sent.code,
            number=sent.number,
            senior_id=sent.senior,
            how=sent.how,
            at=sent.at,
            let_in=sent.let_in,
            although_full=sent.although_full,
            of=sent.of,
        )
        for sent in post.arrivals
    )
    taken = await gathering.take(Parcel(request.cookies.get(SIGN_IN_COOKIE, ""), post.activity, lines))
    if isinstance(taken, NotSignedIn):
        return JSONResponse({"refused": "NotSignedIn", "told": speak.explain(taken)}, 401)
    return JSONResponse({"results": [_result(answer, speak) for answer in taken]})


async def limited_body(request: Request) -> bytes | None:
    """Return the body of a request, or None once it is longer than MOST_BYTES."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def place_of(wrong: ValidationError) -> str:
    """Return where the first fault of a body is: "arrivals.0.at"."""
    return ".".join(map(str, wrong.errors()[0]["loc"])) or "JSON"


def person(found: Found) -> dict[str, Any]:
    """Return a senior as the door names her."""
    return {
        "id": found.id,
        "name": found.name,
        "number": found.number,
        "age": found.age,
        "place": found.neighbourhood,
        "phone": found.phone_masked,
    }


def _result(answer: Answer, speak: Speaker) -> dict[str, Any]:
    result: dict[str, Any] = {"id": answer.id, "outcome": answer.outcome}
    if answer.arrival:
        arrival = answer.arrival
        result["senior"] = {"id": arrival.senior_id, "name": arrival.name, "number": arrival.number}
        if arrival.arrived_at:
            result |= {
                "at": _written(arrival.arrived_at),
                "late": arrival.is_late,
                "attendance": arrival.attendance_id,
            }
        if arrival.seats_left is not None:
            result["seats_left"] = arrival.seats_left
    if answer.refused:
        result |= {"reason": type(answer.refused).__name__, "told": speak.explain(answer.refused)}
    if answer.senior:
        result["senior"] = person(answer.senior)
    if answer.near:
        result["near"] = [person(found) for found in answer.near]
    return result


def _written(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


routes = [Route("/api/arrivals", receive, methods=["POST"])]
