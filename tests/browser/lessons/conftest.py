"""A desk with a lesson, and a tablet before it."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.lessons.playing import SIZES, Server


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def tablet(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    wide, high = getattr(request, "param", SIZES["lying"])
    room = browser.new_context(viewport={"width": wide, "height": high}, has_touch=True, locale="zh-CN")
    page = room.new_page()
    page.set_default_timeout(8000)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    room.close()
    assert wrong == []
