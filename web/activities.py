"""/a/<public id>: what anybody may know of an activity, where the code on its poster leads."""

from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import languages
from papers.posters import Poster
from services import announcing, clock, library, work
from services.access import NOBODY
from services.announcing import Announced
from services.catalogue import Shelved
from services.errors import N_, NotFound
from web import light
from web.at_home import to_call
from web.text import Speaker, speaker

WELCOME = N_("Step by step, with somebody beside you. Every question is welcome.")
BRING = N_("Bring your card and your phone if you have them. Without a phone you learn on a tablet.")
ENROL = N_("To enrol, come to the station.")
ENROL_OR_CALL = N_("To enrol, come to the station, or call:")
SCAN = N_("Scan for more")


async def show(request: Request) -> Response:
    """Show what, when, where, whether there are seats, and how to come."""
    speak = speaker(request)
    try:
        shown = await to_thread.run_sync(partial(announced, request.path_params["public_id"]))
    except NotFound:
        return light.page(request, "no_activity.html", status=404, telephone=await to_call(request))
    lesson = _lesson(shown)
    return light.page(
        request,
        "activity.html",
        shown=shown,
        title=languages.name(speak.language, shown.title_zh, shown.title_en),
        station=languages.name(speak.language, shown.station_zh, shown.station_en),
        goal=_goal(shown, speak),
        lesson=lesson.slug if lesson else "",
        day=_day(shown, speak),
        times=_times(shown, speak),
        before=languages.moment(speak.language, shown.planned_at, shown.zone) if shown.planned_at else "",
        words={"welcome": speak(WELCOME), "bring": speak(BRING), "enrol": _enrol(shown, speak)},
    )


def announced(public_id: str) -> Announced:
    """Return what is announced of an activity. Raises NotFound."""
    return work.ask(announcing.announced, NOBODY, public_id=public_id)


def poster_of(shown: Announced, speak: Speaker, base: str) -> Poster:
    """Return what stands on the poster. base: how phones reach this server."""
    return Poster(
        programme=languages.name(speak.language, shown.programme_zh, shown.programme_en),
        title=languages.name(speak.language, shown.title_zh, shown.title_en),
        goal=_goal(shown, speak),
        day=_day(shown, speak),
        times=_times(shown, speak),
        station=languages.name(speak.language, shown.station_zh, shown.station_en),
        room=shown.room,
        address=shown.address,
        welcome=speak(WELCOME),
        bring=speak(BRING),
        enrol=_enrol(shown, speak),
        phone=shown.telephone.phone if shown.telephone else "",
        scan=speak(SCAN),
        link=f"{base}/a/{shown.public_id}",
    )


def _lesson(shown: Announced) -> Shelved | None:
    """Return the lesson that is taught, if it is one that can be looked at."""
    return next((one for one in library.taught() if one.lesson.uid == shown.lesson), None)


def _goal(shown: Announced, speak: Speaker) -> str:
    found = _lesson(shown)
    return languages.name(speak.language, found.lesson.goal.zh, found.lesson.goal.en) if found else ""


def _enrol(shown: Announced, speak: Speaker) -> str:
    return speak(ENROL_OR_CALL if shown.telephone else ENROL)


def _day(shown: Announced, speak: Speaker) -> str:
    return languages.day(speak.language, clock.local(shown.starts_at, shown.zone).date())


def _times(shown: Announced, speak: Speaker) -> str:
    starts, ends = (languages.hour(speak.language, at, shown.zone) for at in (shown.starts_at, shown.ends_at))
    return f"{starts}–{ends}"


routes = [Route("/a/{public_id}", show, methods=["GET"])]
