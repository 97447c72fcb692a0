"""/s: seniors check themselves in on their own phones. Light pages: number, end of the phone, done."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from anyio import to_thread
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

import languages
from services import self_check_in, work
from services.access import NOBODY
from services.errors import N_, Refused
from services.self_check_in import Came, CodeGone, DoNotBelong, Entrance, TicketGone, TriesUsedUp
from web import light
from web.text import speaker

T = TypeVar("T")
MOST_TYPED = 40
FOUR_DIGITS = N_("Please type the four digits that stand on the screen.")


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the fields of the page, kept whatever is wrong with it. page: made with the page."""

    number: str = ""
    phone_tail: str = ""
    digits: str = ""
    page: str = ""


async def _off(rule: Callable[[], T]) -> T:
    return await to_thread.run_sync(rule)


def _text(form: FormData, field: str) -> str:
    value = form.get(field, "")
    return value.strip()[:MOST_TYPED] if isinstance(value, str) else ""


async def _enter(request: Request, code: str, public_id: str = "") -> tuple[Entrance, ...]:
    """Return the sessions a code opens, at least one. Raises CodeGone, TriesUsedUp, DoorShut."""
    origin = request.client.host if request.client else ""
    tried = await _off(
        lambda: work.do(self_check_in.enter, NOBODY, code=code, origin=origin, public_id=public_id)
    )
    if tried.is_locked:
        raise TriesUsedUp
    if not tried.entrances:
        raise CodeGone
    return tried.entrances


async def show_digits(request: Request) -> Response:
    """Ask for the four digits: the way in for those who cannot scan."""
    return _ask_digits(request)


def _ask_digits(
    request: Request, problem: str = "", digits: str = "", entrances: tuple[Entrance, ...] = ()
) -> Response:
    return light.page(
        request,
        "self_check_in_digits.html",
        status=422 if problem else 200,
        problem=problem,
        digits=digits,
        entrances=[_shown(request, one) for one in entrances],
    )


async def take_digits(request: Request) -> Response:
    """Lead to the session that shows these digits; if several do, let the senior choose."""
    digits = _text(await request.form(), "digits")
    speak = speaker(request)
    if len(self_check_in.digits_of(digits)) != self_check_in.DIGITS:
        return _ask_digits(request, speak(FOUR_DIGITS), digits)
    try:
        entrances = await _enter(request, self_check_in.digits_of(digits))
    except Refused as refused:
        return _ask_digits(request, speak.explain(refused), digits)
    if len(entrances) > 1:
        return _ask_digits(request, entrances=entrances)
    return RedirectResponse(_path(entrances[0]), 303)


async def show(request: Request) -> Response:
    """Show the page the screen's QR leads to. The ticket stays in its address."""
    public_id = request.path_params["public_id"]
    ticket = request.query_params.get("t", "")
    try:
        if ticket:
            entrance = await _off(
                lambda: work.ask(self_check_in.entrance, NOBODY, public_id=public_id, ticket=ticket)
            )
            return _form(request, entrance, Typed(page=secrets.token_hex(12)))
        code = request.query_params.get("c", "")[:MOST_TYPED]
        return RedirectResponse(_path((await _enter(request, code, public_id))[0]), 303)
    except TicketGone:
        return _ask_digits(request, speaker(request).explain(CodeGone()))
    except Refused as refused:
        return _ask_digits(request, speaker(request).explain(refused))


async def check_in(request: Request) -> Response:
    """Check somebody in, or say why not with everything typed kept."""
    form = await request.form()
    public_id, ticket = request.path_params["public_id"], request.query_params.get("t", "")
    typed = Typed(*(_text(form, field) for field in ("number", "phone_tail", "digits", "page")))
    try:
        if typed.digits:
            ticket = (await _enter(request, self_check_in.digits_of(typed.digits), public_id))[0].ticket
        arrival = await _off(
            lambda: work.do(
                self_check_in.check_in_self,
                NOBODY,
                public_id=public_id,
                ticket=ticket,
                number=typed.number,
                phone_tail=typed.phone_tail,
                client_id=typed.page[:32] or secrets.token_hex(12),
            )
        )
        entrance = await _off(
            lambda: work.ask(self_check_in.entrance, NOBODY, public_id=public_id, ticket=ticket)
        )
        problems: dict[Came, Refused] = {
            Came.DO_NOT_BELONG: DoNotBelong(),
            Came.TRIES_USED_UP: TriesUsedUp(),
        }
        if arrival.came in problems:
            return _form(request, entrance, typed, problems[arrival.came])
        return _done(request, entrance, arrival)
    except Refused as refused:
        return await _again(request, public_id, ticket, typed, refused)


async def _again(request: Request, public_id: str, ticket: str, typed: Typed, refused: Refused) -> Response:
    """Show the form again; if the ticket is used up as well, ask for the four digits on top."""
    try:
        entrance = await _off(
            lambda: work.ask(self_check_in.entrance, NOBODY, public_id=public_id, ticket=ticket)
        )
    except TicketGone:
        return _form(request, None, typed, refused, public_id=public_id)
    except Refused as shut:
        return _ask_digits(request, speaker(request).explain(shut))
    return _form(request, entrance, typed, refused)


def _form(
    request: Request,
    entrance: Entrance | None,
    typed: Typed,
    refused: Refused | None = None,
    public_id: str = "",
) -> Response:
    return light.page(
        request,
        "self_check_in.html",
        status=422 if refused else 200,
        path=_path(entrance) if entrance else f"/s/{public_id}",
        entrance=_shown(request, entrance) if entrance else None,
        problem=speaker(request).explain(refused) if refused else "",
        field=getattr(refused, "field", ""),
        typed=typed,
    )


def _done(request: Request, entrance: Entrance, arrival: self_check_in.SelfArrival) -> Response:
    language = speaker(request).language
    return light.page(
        request,
        "self_check_in_done.html",
        path=_path(entrance),
        entrance=_shown(request, entrance),
        arrival=arrival,
        since=languages.hour(language, arrival.arrived_at, entrance.zone) if arrival.arrived_at else "",
    )


def _path(entrance: Entrance) -> str:
    return f"/s/{entrance.public_id}?t={entrance.ticket}"


def _shown(request: Request, entrance: Entrance) -> dict[str, Any]:
    """Return a session as the page names it, in the reader's language."""
    language = speaker(request).language
    starts, ends = (
        languages.hour(language, at, entrance.zone) for at in (entrance.starts_at, entrance.ends_at)
    )
    return {
        "title": languages.name(language, entrance.title_zh, entrance.title_en),
        "station": languages.name(language, entrance.station_zh, entrance.station_en),
        "room": entrance.room,
        "times": f"{starts}–{ends}",
        "path": _path(entrance),
    }


routes = [
    Route("/s", show_digits, methods=["GET"]),
    Route("/s", take_digits, methods=["POST"]),
    Route("/s/{public_id}", show, methods=["GET"]),
    Route("/s/{public_id}", check_in, methods=["POST"]),
]
