"""Setting up the house, signing in and out, and the choice of language: light pages that set cookies."""

from collections.abc import Callable
from typing import TypeVar

from anyio import to_thread
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

import languages
from services import demonstration, identity, learners, work
from services.access import NOBODY
from services.errors import N_, Refused
from services.identity import STAYS_SIGNED_IN
from settings import settings
from web import light
from web.cookies import SIGN_IN_COOKIE, TABLET_COOKIE, YEARS, actor_of, keep, local_path
from web.text import LANGUAGE_COOKIE, speaker

T = TypeVar("T")
WRONG = N_("User name and password do not belong together. Please try again.")
LOCKED = N_("Too many wrong passwords. For safety this name is locked until %(until)s.")


async def _off(rule: Callable[[], T]) -> T:
    return await to_thread.run_sync(rule)


def _text(form: FormData, field: str) -> str:
    value = form.get(field, "")
    return value if isinstance(value, str) else ""


async def show_sign_in(request: Request) -> Response:
    """Show the sign-in form, or what comes first on an empty house."""
    if not await _off(lambda: work.ask(identity.is_set_up, NOBODY)):
        return RedirectResponse("/set-up", 303)
    return _form(request, local_path(request.query_params.get("back")))


def _form(
    request: Request, back: str, *, status: int = 200, user_name: str = "", problem: str = ""
) -> Response:
    return light.page(
        request,
        "sign_in.html",
        status=status,
        user_name=user_name,
        problem=problem,
        back=back,
        tablet=TABLET_COOKIE in request.cookies,
    )


async def sign_in(request: Request) -> Response:
    """Open a sign-in and lead back, or tell why not with the name kept."""
    form = await request.form()
    user_name, password = _text(form, "user_name"), _text(form, "password")
    back = local_path(_text(form, "back"))
    signed_in = await _off(lambda: _try(user_name, password, request.headers.get("user-agent", "")))
    if signed_in.token is None:
        speak = speaker(request)
        problem = speak(WRONG)
        if signed_in.locked_until:
            until = languages.hour(speak.language, signed_in.locked_until, settings().zone)
            problem = speak(LOCKED, until=until)
        return _form(request, back, status=403, user_name=user_name, problem=problem)
    answer = RedirectResponse(back, 303)
    keep(answer, SIGN_IN_COOKIE, signed_in.token, seconds=int(STAYS_SIGNED_IN.total_seconds()))
    return answer


def _try(user_name: str, password: str, browser: str) -> identity.SignedIn:
    until = work.ask(identity.locked_until, NOBODY, user_name=user_name)
    if until:
        return identity.SignedIn(None, until)
    # Checking a password takes a while on purpose: outside the writing transaction, nobody waits for it.
    staff_id = work.ask(identity.whose_password, NOBODY, user_name=user_name, password=password)
    return work.do(identity.open_sign_in, NOBODY, user_name=user_name, staff_id=staff_id, browser=browser)


async def show_sign_out(request: Request) -> Response:
    """Ask whether to sign out here or everywhere."""
    actor = await actor_of(request)
    if actor.staff_id is None:
        return RedirectResponse("/sign-in", 303)
    return light.page(request, "sign_out.html", name=actor.name)


async def sign_out(request: Request) -> Response:
    """End this sign-in, or all of them; a bound tablet shows the front page of seniors then."""
    form = await request.form()
    actor = await actor_of(request)
    token = request.cookies.get(SIGN_IN_COOKIE)
    if _text(form, "everywhere") and actor.staff_id is not None:
        await _off(lambda: work.do(identity.sign_out_everywhere, actor))
    elif token:
        await _off(lambda: work.do(identity.sign_out, actor, token=token))
    answer = RedirectResponse("/" if TABLET_COOKIE in request.cookies else "/sign-in", 303)
    answer.delete_cookie(SIGN_IN_COOKIE, path="/")
    return answer


async def show_set_up(request: Request) -> Response:
    """Show the very first page of an empty house."""
    if await _off(lambda: work.ask(identity.is_set_up, NOBODY)):
        return RedirectResponse("/sign-in", 303)
    return light.page(request, "set_up.html", problem="", field="", typed={})


async def set_up(request: Request) -> Response:
    """Make the house and sign its first administrator in, or tell what to correct with all kept."""
    form = await request.form()
    typed = {
        field: _text(form, field) for field in ("street_zh", "street_en", "user_name", "name", "password")
    }
    try:
        await _off(lambda: work.do(identity.set_up, NOBODY, **typed))
    except Refused as refused:
        return light.page(
            request,
            "set_up.html",
            status=422,
            problem=speaker(request).explain(refused),
            field=getattr(refused, "field", ""),
            typed=typed,
        )
    signed_in = await _off(
        lambda: _try(typed["user_name"], typed["password"], request.headers.get("user-agent", ""))
    )
    answer = RedirectResponse("/", 303)
    keep(answer, SIGN_IN_COOKIE, signed_in.token or "", seconds=int(STAYS_SIGNED_IN.total_seconds()))
    return answer


async def load_demonstration(request: Request) -> Response:
    """Fill an empty house with made-up people and show the names and passwords to sign in with."""
    try:
        loaded = await _off(lambda: work.do(demonstration.load, NOBODY))
    except Refused as refused:
        return light.page(
            request,
            "set_up.html",
            status=409,
            problem=speaker(request).explain(refused),
            field="",
            typed={},
        )
    return light.page(request, "demonstration.html", logins=loaded.logins)


async def choose_language(request: Request) -> Response:
    """Remember the language on this device and lead back."""
    answer = RedirectResponse(local_path(request.query_params.get("back")), 303)
    chosen = languages.known(request.path_params["language"])
    keep(answer, LANGUAGE_COOKIE, chosen, seconds=YEARS)
    actor = await actor_of(request)
    if actor.senior_id is not None:
        await _off(lambda: work.do(learners.prefer, actor, language=chosen))
    return answer


routes = [
    Route("/sign-in", show_sign_in, methods=["GET"]),
    Route("/sign-in", sign_in, methods=["POST"]),
    Route("/sign-out", show_sign_out, methods=["GET"]),
    Route("/sign-out", sign_out, methods=["POST"]),
    Route("/set-up", show_set_up, methods=["GET"]),
    Route("/set-up", set_up, methods=["POST"]),
    Route("/set-up/demonstration", load_demonstration, methods=["POST"]),
    Route("/language/{language}", choose_language, methods=["GET"]),
]
