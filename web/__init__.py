"""Plain HTTP beside the Streamlit pages: signing in, arrivals, light pages for phones, our assets."""

from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from web import (
    activities,
    arrivals,
    assets,
    at_home,
    calendar,
    cards,
    certificates,
    devices,
    door,
    lesson,
    papers,
    progress,
    room,
    room_board,
    self_check_in,
    sign_in,
    tablet,
    ticking,
)
from web.shell import Shell

routes: list[BaseRoute] = [
    *assets.routes,
    *sign_in.routes,
    *devices.routes,
    *arrivals.routes,
    *calendar.routes,
    *cards.routes,
    *door.routes,
    *room.routes,
    *room_board.routes,
    *self_check_in.routes,
    *ticking.routes,
    *tablet.routes,
    *progress.routes,
    *at_home.routes,
    *lesson.routes,
    *certificates.routes,
    *activities.routes,
    *papers.routes,
]
middleware = [Middleware(Shell, routes=routes)]
