"""What the figures cost: read, followed, asked page by page, drawn; from 30,000 visits to 3 million.

`BENCH_VISITS=30000` keeps to that size; `BENCH_VISITS=30000000` is a district, on PostgreSQL only.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import sync_playwright
from sqlalchemy import Engine, select

from db import transaction
from db.migrate import migrate
from db.models import Activity, Attendance
from db.words import Action, How, RoleName
from services import clock, identity, overview, stuck
from services.access import NOBODY, Actor, Held
from services.demonstration import bulk
from services.overview import Choice, Period, attention, following, keeping, learning, report
from services.work import Work
from tests import postgres
from tests.bench._memory import resident
from tests.browser.conftest import ARGUMENTS, chromium
from tests.serving import serving

SIZES = (30_000, 300_000, 3_000_000)
DISTRICT = bulk.SCALES["district"]
AGAIN = 15
Figure = Callable[..., Any]


def where_stuck(work: Work, *, choice: Choice) -> stuck.Stuck:
    """Ask where people got stuck on as many days."""
    return stuck.stuck(work, days=choice.days)


def what_to_look_at(work: Work, *, choice: Choice) -> tuple[attention.Concern, ...]:
    """Ask what to look at, whatever is chosen."""
    return attention.attention(work, station_id=choice.station_id)


PAGES: dict[str, tuple[Figure, ...]] = {
    "overview": (
        overview.key_figures,
        overview.by_month,
        overview.over_time,
        overview.by_place,
        overview.by_place_and_month,
        overview.funnel,
        overview.arrivals,
        overview.by_hour,
    ),
    "people": (
        overview.newcomers,
        overview.cohorts,
        overview.ages,
        overview.neighbourhoods,
        overview.follow_up,
    ),
    "activities": (overview.by_month, overview.by_place, overview.activities),
    "learning": (
        overview.key_figures,
        overview.by_month,
        learning.mastery_by_month,
        learning.lessons,
        learning.tracks,
        learning.by_lesson,
        where_stuck,
    ),
    "attention": (what_to_look_at,),
    "report": (report.report,),
}


def run() -> list[dict[str, Any]]:
    """Return a row for each figure and page, database and size, and for what happens around them.

    first: of the process, the columns being there; p50, p95: of AGAIN more times, each with a choice not
    asked before. Milliseconds.
    """
    rows = []
    for visits in sizes():
        for opened in (_postgresql,) if visits == DISTRICT.visits else (_sqlite, _postgresql):
            with opened() as (engine, folder):
                told = {"database": engine.dialect.name, "visits": visits}
                rows += [{**told, **row} for row in _measured(engine, visits)]
                if engine.dialect.name == "sqlite":
                    rows += [{**told, **row} for row in _drawn(folder)]
    return rows


def sizes() -> tuple[int, ...]:
    """Return how many visits to measure with."""
    asked = os.environ.get("BENCH_VISITS")
    return (int(asked),) if asked else SIZES


def _measured(engine: Engine, visits: int) -> Iterator[dict[str, Any]]:
    street = replace(bulk.SCALES["street"], visits=visits, seniors=max(4_500, visits // 50))
    scale = DISTRICT if visits == DISTRICT.visits else street
    began = time.perf_counter()
    with transaction.writing(engine) as db:
        bulk.load_bulk(Work(db, NOBODY, clock.now()), scale=scale)
    yield {"what": "demonstration loaded", "once_ms": _since(began)}
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    actor = Actor(staff_id=1, roles=(Held(RoleName.ADMIN, 1, "/1/"),))
    for what, kept in (("columns", keeping.current), ("what was learnt", following.current)):
        yield {"what": f"{what} read from the database", "once_ms": _ms(engine, actor, kept)}
    keeping.leave(engine)
    for what, kept in (("columns", keeping.current), ("what was learnt", following.current)):
        yield {"what": f"{what} read from the file", "once_ms": _ms(engine, actor, kept)}
    yield _brought_up_to_date(engine, actor)
    first_on, last_on = overview.days_of(Period.LAST_MONTH, clock.now().date())
    for page, figures in PAGES.items():
        whole = [0.0] * (AGAIN + 1)
        for figure in figures:
            took = [
                _ms(engine, actor, figure, choice=Choice(first_on - timedelta(days=day), last_on))
                for day in range(AGAIN + 1)
            ]
            whole = [sum(both) for both in zip(whole, took, strict=True)]
            yield {"what": f"{page}: {figure.__name__}", **_spread(took)}
        yield {"what": f"{page}: all", **_spread(whole)}


def _brought_up_to_date(engine: Engine, actor: Actor) -> dict[str, Any]:
    """Return how long the figures need to follow one check-in."""
    took = []
    for turn in range(AGAIN):
        with transaction.writing(engine) as db:
            activity = db.scalars(select(Activity).order_by(Activity.id.desc()).offset(turn).limit(1)).one()
            here = select(Attendance.senior_id).where(Attendance.activity_id == activity.id)
            senior = db.scalars(
                select(Attendance.senior_id).where(Attendance.senior_id.not_in(here)).limit(1)
            ).one()
            came = Attendance(
                activity_id=activity.id,
                senior_id=senior,
                arrived_at=activity.starts_at,
                recorded_at=activity.starts_at,
                how=How.CARD,
                client_id=f"bench-{turn}",
            )
            db.add(came)
            about = {"activity": activity.id, "senior": senior}
            Work(db, actor, clock.now()).record(Action.CHECKED_IN, came, **about)
        took.append(_ms(engine, actor, keeping.current))
    return {"what": "one check-in followed", "p50_ms": median(took), "p95_ms": quantiles(took, n=20)[18]}


def _ms(engine: Engine, actor: Actor, figure: Callable[..., Any], **about: Any) -> float:
    began = time.perf_counter()
    with transaction.reading(engine) as db:
        figure(Work(db, actor, clock.now()), **about)
    return _since(began)


def _since(began: float) -> float:
    return (time.perf_counter() - began) * 1000


def _spread(took: list[float]) -> dict[str, float]:
    return {"first_ms": took[0], "p50_ms": median(took[1:]), "p95_ms": quantiles(took[1:], n=20)[18]}


def _drawn(folder: Path) -> Iterator[dict[str, Any]]:
    """Sign in, open the overview, choose other periods, and wait until the pictures stand."""
    engine = transaction.engine_for(f"sqlite:///{folder / 'stations.sqlite3'}")
    password = _password(engine)
    with serving(folder) as server, sync_playwright() as playing:
        browser = playing.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="en")
        sent: list[int] = []
        page.on("websocket", lambda line: line.on("framereceived", lambda data: sent.append(len(data))))
        page.goto(f"{server.url}/sign-in")
        page.fill("#user_name", "admin")
        page.fill("#password", password)
        page.click("button.main")
        page.wait_for_url(f"{server.url}/")
        opened, took = [], []
        for _turn in range(3):
            began = time.perf_counter()
            page.goto(f"{server.url}/overview?period={Period.LAST_MONTH}")
            page.wait_for_function(DRAWN, arg="", timeout=60_000)
            opened.append(_since(began))
        yield {"what": "overview opened and drawn", "first_ms": opened[0], "p50_ms": median(opened[1:])}
        for turn in range(AGAIN + 1):
            sent.clear()
            before = page.locator("[class*=st-key-chart_] h2").first.inner_text()
            page.locator("[class*=st-key-figures-period]").get_by_role("combobox").click()
            # Not this month: in a small house nobody has come yet, and there is nothing to draw.
            choice = page.get_by_role("option").nth((turn + 1) % (len(Period) - 1) + 1)
            began = time.perf_counter()
            choice.click()
            page.wait_for_function(DRAWN, arg=before, timeout=60_000)
            took.append(_since(began))
        yield {"what": "another period chosen and drawn", **_spread(took)}
        yield {"what": "sent for one overview", "KB": sum(sent) // 1024}
        yield {"what": "server", "MB": resident(server) // 1024}
        browser.close()
    engine.dispose()


# Nothing runs any more, the first sentence is another one than before, and in every place stands its picture.
DRAWN = """(before) => {
  const places = [...document.querySelectorAll('[class*=st-key-picture_]')];
  const first = document.querySelector('[class*=st-key-chart_] h2');
  return document.querySelector('[data-test-script-state=notRunning]') && places.length >= 4
    && places.every(one => one.querySelector('.js-plotly-plot .main-svg')) && first.innerText !== before;
}"""


def _password(engine: Engine) -> str:
    """Give the administrator of the demonstration a password and return it."""
    password = "quiet-bench-morning-27"
    with transaction.writing(engine) as db:
        identity.reset_password(Work(db, NOBODY, clock.now()), user_name="admin", password=password)
    return password


@contextmanager
def _sqlite() -> Iterator[tuple[Engine, Path]]:
    with tempfile.TemporaryDirectory() as name:
        engine = transaction.engine_for(f"sqlite:///{Path(name) / 'stations.sqlite3'}")
        migrate(engine)
        yield engine, Path(name)
        engine.dispose()


@contextmanager
def _postgresql() -> Iterator[tuple[Engine, Path]]:
    with postgres.server() as address, tempfile.TemporaryDirectory() as name:
        engine = transaction.engine_for(postgres.make_database(address, "bench_dashboard"))
        migrate(engine)
        yield engine, Path(name)
        keeping.forget(engine)
        engine.dispose()
