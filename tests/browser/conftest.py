"""A real Chromium before a real server with a small real house in it."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    ViewportSize,
    expect,
    sync_playwright,
)
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db import transaction
from db.models import House, Programme, Role, Staff, Station
from db.words import RoleName, StationKind
from services import clock, identity
from tests.serving import Server, prepared, serving

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "spring water"
# A busy machine draws a page in more than Playwright's five seconds.
expect.set_options(timeout=20_000)
TABLET: ViewportSize = {"width": 1280, "height": 800}


def chromium() -> str | None:
    """Return where Chromium is: CHROMIUM, the system's, or None for Playwright's own."""
    given = os.environ.get("CHROMIUM")
    return given or next(
        (p for p in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(p).exists()), None
    )


@dataclass
class ServedHouse:
    """A served house: one street, one station, a trainer (tina), a manager (mei), an admin (ada)."""

    server: Server
    engine: Engine
    street: int
    station: int
    other_station: int
    programme: int
    staff: dict[str, int]

    @property
    def url(self) -> str:
        return self.server.url


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def launch(playwright: Playwright) -> Callable[..., Browser]:
    """Start a browser, with further arguments if a test needs a camera."""

    def launched(*arguments: str) -> Browser:
        return playwright.chromium.launch(executable_path=chromium(), args=[*ARGUMENTS, *arguments])

    return launched


@pytest.fixture(scope="session")
def browser(launch: Callable[..., Browser]) -> Iterator[Browser]:
    running = launch()
    yield running
    running.close()


@pytest.fixture(scope="session")
def password_hash() -> str:
    return identity.hasher().hash(PASSWORD)


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    """Further settings of the served house; a module may have its own."""
    return {}


@pytest.fixture(scope="module")
def house(
    tmp_path_factory: pytest.TempPathFactory, password_hash: str, environment: dict[str, str]
) -> Iterator[ServedHouse]:
    """A house of its own for every test module, served until the module ends."""
    folder = tmp_path_factory.mktemp("house")
    engine = prepared(folder)
    made = _furnish(engine, password_hash)
    with serving(folder, **environment) as server:
        yield ServedHouse(server=server, engine=engine, **made)
    engine.dispose()
    shutil.rmtree(folder, ignore_errors=True)


def _furnish(engine: Engine, password_hash: str) -> dict[str, Any]:
    with transaction.writing(engine) as db:
        db.add(House(set_up_at=clock.now(), is_demo=False))
        street = _place(db, StationKind.STREET, "凉城新村街道", "Liangcheng")
        station = _place(db, StationKind.STATION, "汶水东路驿站", "Wenshui East Road Station", street)
        other = _place(db, StationKind.STATION, "广粤路驿站", "Guangyue Road Station", street)
        programme = Programme(slug="intelligent-living", name_zh="智能走进生活", name_en="Intelligent Living")
        db.add(programme)
        staff = {}
        for name, role, at in (
            ("tina", RoleName.TRAINER, station),
            ("hana", RoleName.HELPER, station),
            ("mei", RoleName.MANAGER, station),
            ("ada", RoleName.ADMIN, street),
        ):
            person = Staff(user_name=name, name=name.title(), password_hash=password_hash)
            db.add(person)
            db.flush()
            db.add(Role(staff_id=person.id, station_id=at.id, name=role))
            staff[name] = person.id
        return {
            "street": street.id,
            "station": station.id,
            "other_station": other.id,
            "programme": programme.id,
            "staff": staff,
        }


def _place(db: Session, kind: StationKind, zh: str, en: str, parent: Station | None = None) -> Station:
    made = Station(
        parent_id=parent.id if parent else None,
        path="/",
        kind=kind,
        name_zh=zh,
        name_en=en,
        zone="Asia/Shanghai",
    )
    db.add(made)
    db.flush()
    made.path = f"{parent.path if parent else '/'}{made.id}/"
    return made


@pytest.fixture
def context(browser: Browser, house: ServedHouse) -> Iterator[BrowserContext]:
    """A fresh browser window of tablet size, in English unless a test chooses."""
    opened = browser.new_context(viewport=TABLET, locale="zh-CN", timezone_id="Asia/Shanghai")
    opened.add_cookies([{"name": "language", "value": "en", "url": house.url}])
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page nobody is signed in on."""
    return context.new_page()


@pytest.fixture
def sign_in(house: ServedHouse) -> Callable[[Page, str], Page]:
    """Sign somebody of the house in and stay on the front page."""

    def signed_in(page: Page, name: str) -> Page:
        page.goto(f"{house.url}/sign-in")
        page.fill("#user_name", name)
        page.fill("#password", PASSWORD)
        page.click("button.main")
        page.wait_for_url(f"{house.url}/")
        return page

    return signed_in


@pytest.fixture
def tina(page: Page, sign_in: Callable[[Page, str], Page]) -> Page:
    """The trainer's page, signed in."""
    return sign_in(page, "tina")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
