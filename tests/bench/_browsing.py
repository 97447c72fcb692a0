"""A lesson in a real browser: bytes and time until it can be used, and how fast a page turns."""

import time
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, ViewportSize, sync_playwright

from services import library
from tests.bench._reporting import quantiles
from tests.bench._tablets import Tablet
from tests.browser.conftest import ARGUMENTS, chromium
from tests.serving import Server

VISITS = 5
TURNS = 80
SLOW = {"offline": False, "latency": 40, "downloadThroughput": 1_250_000, "uploadThroughput": 1_250_000}
LINES = ("direct", "10 Mbit/s 40 ms, slow tablet")
SIZES: dict[str, ViewportSize] = {
    "light page": {"width": 360, "height": 740},
    "Streamlit page": {"width": 1024, "height": 768},
}
# From the tap to the second frame after it: by then it is painted. Calls of the server meanwhile are counted.
TURN = """async turns => {
  const all = root => [...root.querySelectorAll('*')]
    .flatMap(e => e.shadowRoot ? [e, ...all(e.shadowRoot)] : [e]);
  const find = name => all(document).find(e => e.matches(name));
  const painted = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  let calls = 0;
  const { fetch } = window, { send } = WebSocket.prototype;
  window.fetch = function (...about) { calls += 1; return fetch.apply(this, about); };
  WebSocket.prototype.send = function (...about) { calls += 1; return send.apply(this, about); };
  const taken = [];
  let called = 0, forward = true;
  for (let n = 0; n < turns; n += 1) {
    const pages = [...find('.lp-way').children].map(e => e.classList.contains('is-here'));
    if (pages.at(-1)) forward = false;
    if (pages[0]) forward = true;
    await new Promise(done => setTimeout(done, 500));
    const before = calls, began = performance.now();
    (forward ? find('.lp-b-next') : find('.lp-b')).click();
    await painted();
    taken.push((performance.now() - began) / 1000);
    called += calls - before;
    if (find('.lp-way').children[pages.indexOf(true)].matches('.is-here')) throw Error('not turned');
  }
  return { taken, called };
}"""


def browsing(server: Server, tablets: list[Tablet]) -> list[dict[str, Any]]:
    """Return how the lesson opens and turns; at the end of the list with the server gone."""
    shelved = library.taught()[0]
    addresses = {
        "light page": f"{server.url}/lesson/{shelved.slug}",
        "Streamlit page": f"{server.url}/lesson?lesson={shelved.lesson.uid}",
    }
    rows = []
    with sync_playwright() as playing:
        browser = playing.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for name, address in addresses.items():
            for line in LINES:
                rows += _opened(browser, name, address, line, tablets)
        context = _context(browser, "Streamlit page", server.url, tablets.pop())
        page = context.new_page()
        page.goto(addresses["Streamlit page"])
        page.wait_for_selector(".lp-b-next")
        page.wait_for_timeout(2000)
        rows.append({"case": "page turn to painted, Streamlit page", **_turned(page)})
        _throttled(page, cpu_only=True)
        rows.append({"case": "page turn to painted, slow tablet", **_turned(page)})
        server.stop()
        rows.append({"case": "page turn to painted, slow tablet, server gone", **_turned(page)})
        browser.close()
    return rows


def _turned(page: Page) -> dict[str, Any]:
    found = page.evaluate(TURN, TURNS)
    return {"turns": TURNS, **quantiles(found["taken"]), "server calls": found["called"]}


def _opened(
    browser: Browser, name: str, address: str, line: str, tablets: list[Tablet]
) -> list[dict[str, Any]]:
    """Return the median of several first and second visits, each first one by a new tablet."""
    seen: dict[str, list[dict[str, int]]] = {"cold": [], "warm": []}
    for _ in range(VISITS):
        context = _context(browser, name, address, tablets.pop())
        for visit in seen:
            page = context.new_page()
            wire = _throttled(page) if line != LINES[0] else context.new_cdp_session(page)
            seen[visit].append(_visit(page, wire, address))
            page.close()
        context.close()
    return [
        {"case": f"{name}, {line}, {visit}", **sorted(found, key=lambda one: one["usable ms"])[VISITS // 2]}
        for visit, found in seen.items()
    ]


def _context(browser: Browser, name: str, address: str, tablet: Tablet) -> BrowserContext:
    context = browser.new_context(viewport=SIZES[name], locale="zh-CN")
    if name == "Streamlit page":
        cookies = [{"name": key, "value": value, "url": address} for key, value in tablet.cookies.items()]
        context.add_cookies(cookies)  # type: ignore[arg-type]
    return context


def _throttled(page: Page, *, cpu_only: bool = False) -> CDPSession:
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    if not cpu_only:
        wire.send("Network.emulateNetworkConditions", SLOW)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    return wire


def _visit(page: Page, wire: CDPSession, address: str) -> dict[str, int]:
    moved = {"bytes": 0}

    def count(event: dict[str, Any]) -> None:
        moved["bytes"] += event["encodedDataLength"]

    wire.send("Network.enable")
    wire.on("Network.loadingFinished", count)
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(".lp-b-next")
    usable = time.perf_counter() - began
    page.wait_for_load_state("load")
    page.wait_for_timeout(500)
    return {"KB": round(moved["bytes"] / 1024), "usable ms": round(usable * 1000)}
