"""/v/<token>: anybody checks a certificate. /certificate/<token>: its paper, for whom it belongs to."""

from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

import languages
from papers import certificate as paper
from services import certificates, work
from services.access import NOBODY
from services.errors import Refused
from settings import settings
from web import light, qr
from web.cookies import actor_of
from web.text import speaker


async def verify(request: Request) -> Response:
    """Say what the certificate is for, whose (masked), and since when."""
    speak = speaker(request)
    try:
        issued = await to_thread.run_sync(
            partial(work.ask, certificates.verify, NOBODY, token=request.path_params["token"])
        )
    except Refused as refused:
        return light.page(request, "verify.html", status=404, problem=speak.explain(refused), issued=None)
    return light.page(
        request,
        "verify.html",
        problem="",
        issued=issued,
        day=languages.day(speak.language, issued.finished_on, year=True),
    )


async def on_paper(request: Request) -> Response:
    """Answer with the certificate as a PDF, its code leading to verify()."""
    actor = await actor_of(request)
    token = request.path_params["token"]
    try:
        issued = await to_thread.run_sync(partial(work.ask, certificates.own, actor, token=token))
    except Refused:
        # Whoever cleared the tablet meanwhile: the code still tells that it is genuine.
        return RedirectResponse(f"/v/{token}", 303)
    pdf = await to_thread.run_sync(
        partial(
            paper.sheet,
            paper.Words(
                name=issued.name,
                course=(issued.course_zh, issued.course_en),
                track=(issued.track_zh, issued.track_en),
                lessons=issued.lessons,
                finished=(
                    languages.day(languages.CHINESE, issued.finished_on, year=True),
                    languages.day(languages.ENGLISH, issued.finished_on, year=True),
                ),
                street=(issued.street_zh, issued.street_en),
            ),
            f"{_base(request)}/v/{token}",
        )
    )
    return Response(
        pdf,
        media_type="application/pdf",
        headers={
            "content-disposition": f'inline; filename="certificate-{token}.pdf"',
            "cache-control": "private, no-store",
        },
    )


async def code(request: Request) -> Response:
    """Answer with the code that leads to verify(), as a picture."""
    link = f"{_base(request)}/v/{request.path_params['token'][:24]}"
    return Response(qr.svg(link), media_type="image/svg+xml", headers={"cache-control": "private, no-store"})


def _base(request: Request) -> str:
    """Return how phones reach this server."""
    return settings().public_url or str(request.base_url).rstrip("/")


routes = [
    Route("/v/{token}", verify, methods=["GET"]),
    Route("/v/{token}/code", code, methods=["GET"]),
    Route("/certificate/{token}", on_paper, methods=["GET"]),
]
