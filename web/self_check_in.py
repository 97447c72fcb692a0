"""/s: seniors check themselves in on their own phones. Light pages: number, end of the phone, done."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from anyio import to_thread
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

import languages
from services import self_check_in, work
from services.access import NOBODY
from services.errors import N_, Refused
from services.self_check_in import Came, CodeGone, DoNotBelong, Entrance, SelfArrival, TicketGone, TriesUsedUp
from web import light
from web.answers import Answers
from web.text import speaker

T = TypeVar("T")
MOST_TYPED = 40


class DigitsMissing(Refused):
    """Not four digits."""

    sentence = N_("Please type the four digits that stand on the screen.")


REFUSALS: dict[Came, type[Refused]] = {Came.DO_NOT_BELONG: DoNotBelong, Came.TRIES_USED_UP: TriesUsedUp}


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the fields of the page, kept whatever is wrong with it. page: made with the page."""

    number: str = ""
    phone_tail: str = ""
    digits: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of the form: a refusal, or an arrival and where."""

    typed: Typed
    refused: Refused | None
    arrival: SelfArrival | None = None
    entrance: Entrance | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """How the four digits are asked for: why again, what was typed, and the sessions to choose from."""

    refused: Refused | None = None
    digits: str = ""
    entrances: tuple[Entrance, ...] = ()


# Under a name made with the page: nothing of a person stands in an address.
ANSWERS: Answers[Answer] = Answers()
ASKED: Answers[Asked] = Answers()


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
    return _ask_digits(request, ASKED.find(request.query_params.get("page", "")) or Asked())


def _ask_digits(request: Request, asked: Asked) -> Response:
    return light.page(
        request,
        "self_check_in_digits.html",
        problem=speaker(request).explain(asked.refused) if asked.refused else "",
        digits=asked.digits,
        entrances=[_shown(request, one) for one in asked.entrances],
    )


async def take_digits(request: Request) -> Response:
    """Lead to the session that shows these digits; if several do, let the senior choose."""
    typed = _text(await request.form(), "digits")
    digits = self_check_in.digits_of(typed)
    try:
        if len(digits) != self_check_in.DIGITS:
            raise DigitsMissing
        entrances = await _enter(request, digits)
    except Refused as refused:
        asked = Asked(refused, typed)
    else:
        if len(entrances) == 1:
            return RedirectResponse(_path(entrances[0]), 303)
        asked = Asked(entrances=entrances)
    page = secrets.token_hex(12)
    ASKED.keep(page, asked)
    return RedirectResponse(f"/s?page={page}", 303)


async def show(request: Request) -> Response:
    """Show the page the screen's QR leads to. The ticket stays in its address."""
    public_id = request.path_params["public_id"]
    ticket = request.query_params.get("t", "")
    answer = ANSWERS.find(f"{public_id} {request.query_params.get('page', '')}")
    if answer and answer.arrival and answer.entrance:
        return _done(request, answer.entrance, answer.arrival)
    if answer and answer.refused:
        return await _again(request, public_id, ticket, answer.typed, answer.refused)
    try:
        if ticket:
            entrance = await _off(partial(_entrance, public_id, ticket))
            return _form(request, entrance, Typed(page=secrets.token_hex(12)))
        code = request.query_params.get("c", "")[:MOST_TYPED]
        return RedirectResponse(_path((await _enter(request, code, public_id))[0]), 303)
    except TicketGone:
        return _ask_digits(request, Asked(CodeGone()))
    except Refused as refused:
        return _ask_digits(request, Asked(refused))


async def check_in(request: Request) -> Response:
    """Check somebody in or not, and lead to the page that says so."""
    form = await request.form()
    public_id, ticket = request.path_params["public_id"], request.query_params.get("t", "")
    typed = Typed(*(_text(form, field) for field in ("number", "phone_tail", "digits", "page")))
    if not typed.page:
        typed = replace(typed, page=secrets.token_hex(12))
    if typed.digits:
        try:
            ticket = (await _enter(request, self_check_in.digits_of(typed.digits), public_id))[0].ticket
        except Refused as refused:
            ANSWERS.keep(f"{public_id} {typed.page}", Answer(typed, refused))
            return _lead_on(public_id, ticket, typed)
    ANSWERS.keep(f"{public_id} {typed.page}", await _off(partial(_answer, public_id, ticket, typed)))
    return _lead_on(public_id, ticket, typed)


def _lead_on(public_id: str, ticket: str, typed: Typed) -> Response:
    return RedirectResponse(f"/s/{quote(public_id)}?{urlencode({'t': ticket, 'page': typed.page})}", 303)


def _answer(public_id: str, ticket: str, typed: Typed) -> Answer:
    try:
        arrival = work.do(
            self_check_in.check_in_self,
            NOBODY,
            public_id=public_id,
            ticket=ticket,
            number=typed.number,
            phone_tail=typed.phone_tail,
            client_id=typed.page[:32],
        )
        if arrival.came in REFUSALS:
            return Answer(typed, REFUSALS[arrival.came]())
        return Answer(typed, None, arrival, _entrance(public_id, ticket))
    except Refused as refused:
        return Answer(typed, refused)


def _entrance(public_id: str, ticket: str) -> Entrance:
    return work.ask(self_check_in.entrance, NOBODY, public_id=public_id, ticket=ticket)


async def _again(request: Request, public_id: str, ticket: str, typed: Typed, refused: Refused) -> Response:
    """Show the form again; if the ticket is used up as well, ask for the four digits on top."""
    try:
        entrance = await _off(partial(_entrance, public_id, ticket))
    except TicketGone:
        return _form(request, None, typed, refused, public_id=public_id)
    except Refused as shut:
        return _ask_digits(request, Asked(shut))
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
        path=_path(entrance) if entrance else f"/s/{public_id}",
        entrance=_shown(request, entrance) if entrance else None,
        problem=speaker(request).explain(refused) if refused else "",
        field=getattr(refused, "field", ""),
        typed=typed,
    )


def _done(request: Request, entrance: Entrance, arrival: SelfArrival) -> Response:
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
