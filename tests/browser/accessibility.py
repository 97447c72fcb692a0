"""What every page must be for older eyes and hands, measured in a real browser.

axe-core (WCAG 2.2 A/AA, serious and critical), and what it does not look at: size of text, size of
what is tapped, the page's language, one main heading, sideways scrolling on a small phone.
For seniors also what is lost at 200 % and with the largest text. Numbers: the elder-friendly design rules
for apps in China (2021), text 18 px and targets 44 px at least; here 60 px, and 22 px for what a lesson says.
"""

from dataclasses import asdict, dataclass
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

# Every run of characters and every word that is written somewhere on the page.
WORDS = """
() => {
  const all = root => [...root.querySelectorAll('*')]
    .flatMap(e => e.shadowRoot ? [e, ...all(e.shadowRoot)] : [e]);
  const shown = e => {
    const box = e.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && getComputedStyle(e).visibility === 'visible';
  };
  const own = e => [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.nodeValue).join(' ');
  const texts = all(document).filter(e => !e.matches('script,style,noscript') && shown(e)).map(own);
  return [...new Set(texts.join(' ').match(/[\u3400-\u9fff]+|[A-Za-z]+/g) || [])];
}
"""

# As somebody does who likes it largest: the page by its root, the lesson by its own size.
LARGEST = """
size => {
  const all = root => [...root.querySelectorAll('*')]
    .flatMap(e => e.shadowRoot ? [e, ...all(e.shadowRoot)] : [e]);
  document.documentElement.style.setProperty('font-size', size ? '30px' : '', 'important');
  all(document).filter(e => e.matches('.lp')).forEach(e => {
    e.style.setProperty('--lp-size', size ? '30px' : '22px');
    e.classList.toggle('is-big', Boolean(size));
  });
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
    # What a lesson says; 0 where there is none.
    lesson: int = 0


STAFF = Limits()
SENIOR = Limits(text=18, target=60, lesson=22)


def faults(page: Page, limits: Limits, language: str) -> list[str]:
    """Return what is wrong with the page as it stands, one line each; empty is good."""
    found: dict[str, Any] = page.evaluate(LOOK, asdict(limits))
    wrong = [f"text below {limits.text} px: {words}" for words in found["small"]]
    wrong += [f"target below {limits.target} px: {name}" for name in found["tight"]]
    if found["lang"] != language:
        wrong.append(f"the page says its language is {found['lang']}")
    if found["headings"] != 1:
        wrong.append(f"{found['headings']} main headings")
    page.evaluate(AXE.read_text("utf-8") + "; window.axe = axe; undefined")
    wrong += [f"axe {fault}" for fault in page.evaluate(RUN_AXE, TAGS)]
    return wrong + _sideways(page) + (_lost(page) if limits.lesson else [])


def _sideways(page: Page) -> list[str]:
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_timeout(400)
    over = page.evaluate(SIDEWAYS)
    if before:
        page.set_viewport_size(before)
    return [f"scrolls sideways by {over} px at 320 px"] if over > 1 else []


def _lost(page: Page) -> list[str]:
    """Return the words that vanish at 200 %, and what goes wrong with the largest text."""
    before = page.viewport_size
    assert before
    words = set(page.evaluate(WORDS))
    page.set_viewport_size({"width": before["width"] // 2, "height": before["height"] // 2})
    page.wait_for_timeout(400)
    wrong = [f"lost at 200 %: {word}" for word in sorted(words - set(page.evaluate(WORDS)))]
    page.set_viewport_size(before)
    page.evaluate(LARGEST, 30)
    page.wait_for_timeout(400)
    wrong += [f"lost with 30 px text: {word}" for word in sorted(words - set(page.evaluate(WORDS)))]
    over = page.evaluate(SIDEWAYS)
    wrong += [f"scrolls sideways by {over} px with 30 px text"] if over > 1 else []
    page.evaluate(LARGEST, 0)
    return wrong
