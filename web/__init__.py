"""Plain HTTP beside the Streamlit pages: signing in, arrivals, light pages for phones, our assets."""

from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from web import arrivals, assets, calendar, devices, door, room, self_check_in, sign_in, ticking
from web.shell import Shell

routes: list[BaseRoute] = [
    *assets.routes,
    *sign_in.routes,
    *devices.routes,
    *arrivals.routes,
    *calendar.routes,
    *door.routes,
    *room.routes,
    *self_check_in.routes,
    *ticking.routes,
]
middleware = [Middleware(Shell, routes=routes)]
