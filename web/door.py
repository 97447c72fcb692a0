"""What the browser at a door holds and asks: the roster, who else it may be, taking back, free seats."""

from collections.abc import Awaitable, Callable
from typing import Any

from anyio import to_thread
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from services import agenda, attendance, clock, enrolment, finding, roster, work
from services.access import Actor, Permission
from services.addresses import row_id
from services.agenda import ActivityDetail
from services.errors import NotAllowed, NotFound, NotSignedIn, Refused
from services.work import Work
from web.arrivals import TOO_BIG, UNREADABLE, limited_body, person, place_of
from web.cookies import actor_of
from web.text import speaker

FOUND_AT_ONCE = 8


class Voided(BaseModel):
    """A check-in to be taken back."""

    model_config = ConfigDict(extra="forbid")

    attendance: int = Field(ge=1, lt=2**53)
    reason: str = Field(max_length=1000)


class Offered(BaseModel):
    """An activity whose unclaimed seats are offered."""

    model_config = ConfigDict(extra="forbid")

    activity: int = Field(ge=1, lt=2**53)


def answered(
    answer: Callable[[Request, Actor], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    """Return an endpoint for staff, in which a refusal is told in the reader's language."""

    async def answering(request: Request) -> Response:
        speak = speaker(request)
        try:
            actor = await actor_of(request)
            if actor.staff_id is None:
                raise NotSignedIn
            return await answer(request, actor)
        except Refused as refused:
            statuses: dict[type[Refused], int] = {NotSignedIn: 401, NotAllowed: 403, NotFound: 404}
            told = {"refused": type(refused).__name__, "told": speak.explain(refused)}
            return JSONResponse(told, statuses.get(type(refused), 409))
        except ValidationError as wrong:
            told = {"refused": "Unreadable", "told": speak(UNREADABLE, place=place_of(wrong))}
            return JSONResponse(told, 422)

    return answering


async def show(request: Request, actor: Actor) -> Response:
    """Answer with the roster, or with 304 while it is the one the door has."""
    activity_id = whole(request, "activity")
    known = request.headers.get("if-none-match", "").strip('"')

    def look(at: Work) -> tuple[str, dict[str, Any] | None]:
        version = roster.version(at, activity_id=activity_id)
        return version, None if version == known else _roster(at, activity_id)

    version, held = await to_thread.run_sync(work.ask, look, actor)
    headers = {"etag": f'"{version}"', "cache-control": "no-store"}
    return Response(status_code=304, headers=headers) if held is None else JSONResponse(held, headers=headers)


async def find(request: Request, actor: Actor) -> Response:
    """Answer with those of the street whom a text may mean."""
    activity_id, text = whole(request, "activity"), request.query_params.get("text", "")[:80]

    def look(at: Work) -> tuple[finding.Found, ...]:
        station_id = agenda.activity(at, activity_id=activity_id).station_id
        return finding.find(at, station_id=station_id, text=text, limit=FOUND_AT_ONCE)

    found = await to_thread.run_sync(work.ask, look, actor)
    return JSONResponse({"found": [person(one) for one in found]}, headers={"cache-control": "no-store"})


async def void(request: Request, actor: Actor) -> Response:
    """Take back a check-in with a reason."""
    body = await limited_body(request)
    if body is None:
        return JSONResponse({"refused": "TooBig", "told": speaker(request)(TOO_BIG)}, 413)
    asked = Voided.model_validate_json(body)

    def act() -> None:
        work.do(attendance.void, actor, attendance_id=asked.attendance, reason=asked.reason)

    await to_thread.run_sync(act)
    return JSONResponse({"done": True})


async def offer(request: Request, actor: Actor) -> Response:
    """Offer the seats of those who have not come to the waiting, and answer who they are."""
    body = await limited_body(request)
    if body is None:
        return JSONResponse({"refused": "TooBig", "told": speaker(request)(TOO_BIG)}, 413)
    asked = Offered.model_validate_json(body)

    def act() -> tuple[enrolment.Seated, ...]:
        return work.do(enrolment.offer_unclaimed, actor, activity_id=asked.activity)

    seated = await to_thread.run_sync(act)
    return JSONResponse(
        {"seated": [{"id": one.senior_id, "name": one.name, "number": one.number} for one in seated]}
    )


def _roster(at: Work, activity_id: int) -> dict[str, Any]:
    detail = agenda.activity(at, activity_id=activity_id)
    holding = roster.held(at, activity_id=activity_id)
    return {
        "now": clock.now().isoformat(),
        "activity": _activity(at, detail) | {"seats_left": holding.seats_left},
        "roster": [
            {
                "id": held.row.senior_id,
                "number": held.row.number,
                "name": held.row.name,
                "needs": held.row.has_needs,
                "state": held.row.state,
                "party": held.row.party,
                "came": held.row.arrived_at and held.row.arrived_at.isoformat(),
                "late": held.row.is_late,
                "attendance": held.row.attendance_id,
                "keys": held.keys,
                "cards": held.cards,
            }
            for held in holding.people
        ],
    }


def _activity(at: Work, detail: ActivityDetail) -> dict[str, Any]:
    return {
        "id": detail.id,
        "seats": detail.seats,
        "state": detail.state,
        "starts_at": detail.starts_at.isoformat(),
        "ends_at": detail.ends_at.isoformat(),
        "opens_at": (detail.starts_at - agenda.DOOR_OPENS).isoformat(),
        "shuts_at": (detail.ends_at + agenda.DOOR_SHUTS).isoformat(),
        "offers_at": (detail.starts_at + enrolment.SEATS_ARE_KEPT).isoformat(),
        "may_overfill": at.actor.may(Permission.ENROL, detail.path),
        "may_void": at.actor.may(Permission.VOID_CHECK_IN, detail.path),
    }


def whole(request: Request, name: str) -> int:
    """Return a whole number of the address. Raises NotFound: such a row cannot be."""
    number = row_id(request.query_params.get(name, ""))
    if number is None:
        raise NotFound
    return number


routes = [
    Route("/api/door", answered(show), methods=["GET"]),
    Route("/api/door/find", answered(find), methods=["GET"]),
    Route("/api/door/void", answered(void), methods=["POST"]),
    Route("/api/door/offer", answered(offer), methods=["POST"]),
]
