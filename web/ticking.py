"""POST /api/ticks: a ticked list, from the roll call or from paper, written down in one transaction."""

from datetime import timedelta
from typing import Annotated

from anyio import to_thread
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

import languages
from db.words import How
from services import agenda, attendance, paper, work
from services.access import Actor
from services.arriving import Arrival
from web.arrivals import TOO_BIG, limited_body
from web.door import answered
from web.text import speaker

MOST_PEOPLE = 300
Senior = Annotated[int, Field(ge=1, lt=2**53)]


def _of_a_list(how: How) -> How:
    if how not in (How.ROLL_CALL, How.PAPER):
        raise ValueError("not a way to tick a list")
    return how


class Ticks(BaseModel):
    """A ticked list. id: made in the browser, one for the list. minutes: after the start, for paper."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(min_length=8, max_length=24, pattern=r"^[A-Za-z0-9_-]+$")
    activity: int = Field(ge=1, lt=2**53)
    how: Annotated[How, AfterValidator(_of_a_list)]
    minutes: int = Field(0, ge=0, le=24 * 60)
    seniors: list[Senior] = Field(min_length=1, max_length=MOST_PEOPLE)


async def receive(request: Request, actor: Actor) -> Response:
    """Write a ticked list down, all or nothing, and answer who is here since when."""
    speak = speaker(request)
    body = await limited_body(request)
    if body is None:
        return JSONResponse({"refused": "TooBig", "told": speak(TOO_BIG)}, 413)
    ticks = Ticks.model_validate_json(body)
    zone, arrivals = await to_thread.run_sync(_store, actor, ticks)
    return JSONResponse(
        {
            "results": [
                {
                    "id": asked,
                    "outcome": arrival.outcome,
                    "at": languages.hour(speak.language, arrival.arrived_at, zone)
                    if arrival.arrived_at
                    else "",
                }
                for asked, arrival in zip(ticks.seniors, arrivals, strict=True)
            ]
        }
    )


def _store(actor: Actor, ticks: Ticks) -> tuple[str, tuple[Arrival, ...]]:
    seniors = tuple(ticks.seniors)
    if ticks.how is How.PAPER:
        arrivals = work.do(
            paper.key_in,
            actor,
            activity_id=ticks.activity,
            senior_ids=seniors,
            client_id=ticks.id,
            after_start=timedelta(minutes=ticks.minutes),
        )
    else:
        arrivals = work.do(
            attendance.roll_call,
            actor,
            activity_id=ticks.activity,
            senior_ids=seniors,
            client_id=ticks.id,
        )
    return work.ask(agenda.activity, actor, activity_id=ticks.activity).zone, arrivals


routes = [Route("/api/ticks", answered(receive), methods=["POST"])]
