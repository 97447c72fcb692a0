"""Make the pictures of the README from the demonstration: `make screenshots`."""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

import languages
from db import transaction
from db.migrate import migrate
from services import clock, demonstration
from services.access import NOBODY
from services.work import Work
from settings import ROOT
from tests.browser.conftest import ARGUMENTS, chromium
from tests.serving import Server, serving

PICTURES = ROOT / "docs" / "pictures"
SIZE: ViewportSize = {"width": 1280, "height": 800}
WHO = "trainer-1"
SCREENS = {
    "today": "/",
    "door": "/door",
    "plan": "/plan",
    "seniors": "/seniors",
}


def main() -> None:
    """Load the demonstration into a folder that is thrown away, and photograph every screen in it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="pictures-"))
    try:
        password = _load(folder)
        with serving(folder) as server:
            _photograph(server, password)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _load(folder: Path) -> str:
    engine = transaction.engine_for(f"sqlite:///{folder / 'stations.sqlite3'}")
    migrate(engine)
    with transaction.writing(engine) as db:
        loaded = demonstration.load(Work(db, NOBODY, clock.now()))
    engine.dispose()
    return loaded.passwords[WHO]


def _photograph(server: Server, password: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for language in languages.LANGUAGES:
            context = browser.new_context(viewport=SIZE, locale=language, timezone_id="Asia/Shanghai")
            context.add_cookies([{"name": "language", "value": language, "url": server.url}])
            page = context.new_page()
            _sign_in(page, server, password)
            for name, path in SCREENS.items():
                page.goto(server.url + path)
                page.locator("h1").first.wait_for()
                page.wait_for_timeout(2500)
                page.screenshot(path=PICTURES / f"{name}.{language}.png")
            context.close()
        browser.close()


def _sign_in(page: Page, server: Server, password: str) -> None:
    page.goto(f"{server.url}/sign-in")
    page.fill("#user_name", WHO)
    page.fill("#password", password)
    page.click("button.main")


if __name__ == "__main__":
    main()
