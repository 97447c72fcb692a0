"""What every page must be for older eyes and hands, measured in a real browser.

axe-core (WCAG 2.2 A/AA, serious and critical), and what it does not look at: size of text, size of
what is tapped, the page's language, one main heading, sideways scrolling on a small phone.
Numbers: the elder-friendly design rules for apps in China (2021), text 18 px and targets 44 px at least.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[1] / "vendor" / "axe-core-4.14.1.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

LOOK = (Path(__file__).parent / "look.js").read_text("utf-8")

RUN_AXE = """
async tags => {
  const only = {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']};
  const found = (await axe.run(document, only)).violations;
  return found.filter(v => ['serious', 'critical'].includes(v.impact))
    .map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | '));
}
"""

SIDEWAYS = """
() => Math.max(document.documentElement.scrollWidth,
  ...[...document.querySelectorAll('[data-testid=stMain]')].map(e => e.scrollWidth)) - innerWidth
"""


@dataclass(frozen=True, slots=True)
class Limits:
    """The least sizes in CSS pixels."""

    text: int = 18
    target: int = 44


STAFF = Limits()
SENIOR = Limits(text=18, target=60)


def faults(page: Page, limits: Limits, language: str) -> list[str]:
    """Return what is wrong with the page as it stands, one line each; empty is good."""
    found: dict[str, Any] = page.evaluate(LOOK, {"text": limits.text, "target": limits.target})
    wrong = [f"text below {limits.text} px: {words}" for words in found["small"]]
    wrong += [f"target below {limits.target} px: {name}" for name in found["tight"]]
    if found["lang"] != language:
        wrong.append(f"the page says its language is {found['lang']}")
    if found["headings"] != 1:
        wrong.append(f"{found['headings']} main headings")
    page.evaluate(AXE.read_text("utf-8") + "; window.axe = axe; undefined")
    return wrong + [f"axe {fault}" for fault in page.evaluate(RUN_AXE, TAGS)] + _sideways(page)


def _sideways(page: Page) -> list[str]:
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_timeout(400)
    over = page.evaluate(SIDEWAYS)
    if before:
        page.set_viewport_size(before)
    return [f"scrolls sideways by {over} px at 320 px"] if over > 1 else []
