"""Every screen of every practice phone, looked at with a ruler."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.lessons.playing import LESSONS, SIZES, Server, practise, to_practice

pytestmark = pytest.mark.browser

# Draws each screen once and gives back the names of those that are not as the sizes of a tap ask.
MEASURED = """async ([code, language]) => {
  const [{ drawPhone }, { formed }, { speaker }] = await Promise.all(
    ['phone', 'practice', 'words'].map((name) => import(`/${name}.js`)));
  const { phone } = await (await fetch('/lesson.json?' + code)).json();
  const host = document.querySelector('.lp-phone.is-practice');
  const bar = document.querySelector('.lp-bar').getBoundingClientRect().height;
  const found = { close: [], small: [], cut: [], low: [] };
  const seen = new Set();
  const apart = (a, b) => Math.hypot(
    Math.max(0, Math.max(a.left, b.left) - Math.min(a.right, b.right)),
    Math.max(0, Math.max(a.top, b.top) - Math.min(a.bottom, b.bottom)));
  const measure = (name) => {
    const glass = host.querySelector('.ph-glass').getBoundingClientRect();
    const hits = [...host.querySelectorAll('button, input')]
      .map((one) => [one.closest('.ph-cover'), one.getBoundingClientRect()]);
    hits.forEach(([cover, box], n) => {
      if (box.width < 59.5 || box.height < 59.5) found.small.push(name);
      const near = ([over, other]) => over === cover && apart(box, other) < 7.5;
      if (hits.slice(n + 1).some(near)) found.close.push(name);
    });
    const letters = document.createTreeWalker(host.querySelector('.ph-glass'), NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (letters.nextNode()) {
      if (!letters.currentNode.data.trim() || letters.currentNode.parentElement.closest('svg')) continue;
      range.selectNodeContents(letters.currentNode);
      const box = range.getBoundingClientRect();
      if (box.left < glass.left || box.right > glass.right || box.bottom > glass.bottom) found.cut.push(name);
    }
    const { bottom } = host.querySelector('.ph-case').getBoundingClientRect();
    if (bottom > innerHeight - bar) found.low.push(name);
  };
  for (let form = 0; form <= (phone.variants || []).length; form += 1) {
    Object.entries(formed(phone, form).screens).forEach(([name, screen]) => {
      const written = JSON.stringify(screen);
      if (seen.has(written)) return;
      seen.add(written);
      drawPhone(host, { screen, language, say: speaker(language), values: {}, onTouch() {}, onValue() {} });
      scrollTo(0, 0);
      measure(`${form} ${name}`);
    });
  }
  return found;
}"""

# Points at each thing of each screen and names those whose word is cut off by an edge or is not spoken.
POINTED = """async ([code, language]) => {
  const [{ drawPhone }, { speaker }] = await Promise.all(
    ['phone', 'words'].map((name) => import(`/${name}.js`)));
  const { phone } = await (await fetch('/lesson.json?' + code)).json();
  const host = document.querySelector('.lp-phone.is-practice');
  const say = speaker(language);
  const found = [];
  const rest = { language, say, values: {}, onTouch() {}, onValue() {} };
  const draw = (screen, mark) => drawPhone(host, { screen, mark, ...rest });
  Object.entries(phone.screens).forEach(([name, screen]) => {
    draw(screen, null);
    const things = new Set([...host.querySelectorAll('[data-name]')].map((one) => one.dataset.name));
    things.forEach((thing) => {
      draw(screen, { name: thing, word: say('hold_here') });
      const word = host.querySelector('.ph-here');
      if (!word) return;
      const spoken = word.closest('[aria-label]');
      if (spoken && !spoken.ariaLabel.includes(word.textContent)) found.push(`${name} ${thing} unspoken`);
      const at = word.getBoundingClientRect();
      for (let around = word.parentElement; around !== host; around = around.parentElement) {
        const edge = around.getBoundingClientRect();
        const cut = Math.max(
          edge.left - at.left, at.right - edge.right, edge.top - at.top, at.bottom - edge.bottom);
        if (getComputedStyle(around).overflow !== 'visible' && cut > 4) found.push(`${name} ${thing}`);
      }
    });
  });
  return found;
}"""


def measured(tablet: Page, server: Server, code: str, language: str) -> dict[str, Any]:
    tablet.goto(server.address(code, language=language, seed=0))
    to_practice(tablet, LESSONS[code].lesson, mode=2)
    return dict(tablet.evaluate(MEASURED, [code, language]))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", sorted(LESSONS))
class TestDrawnPhone:
    @pytest.mark.parametrize("tablet", [SIZES["lying"]], ids=["lying"], indirect=True)
    def test_stands_whole_above_the_bar_with_all_it_says(
        self, tablet: Page, server: Server, code: str, language: str
    ) -> None:
        found = measured(tablet, server, code, language)
        assert found == {"close": [], "small": [], "cut": [], "low": []}

    @pytest.mark.parametrize("tablet", [SIZES["lying"]], ids=["lying"], indirect=True)
    def test_says_where_to_tap_in_a_whole_word_to_eye_and_ear(
        self, tablet: Page, server: Server, code: str, language: str
    ) -> None:
        tablet.goto(server.address(code, language=language, seed=0))
        to_practice(tablet, LESSONS[code].lesson, mode=2)
        assert tablet.evaluate(POINTED, [code, language]) == []

    @pytest.mark.parametrize("tablet", [SIZES["phone"]], ids=["phone"], indirect=True)
    def test_has_room_for_a_finger_on_her_own_phone(
        self, tablet: Page, server: Server, code: str, language: str
    ) -> None:
        found = measured(tablet, server, code, language)
        assert {**found, "low": []} == {"close": [], "small": [], "cut": [], "low": []}


@pytest.mark.parametrize("tablet", [SIZES["phone"]], ids=["phone"], indirect=True)
class TestBar:
    def test_waits_below_the_practice_phone_until_it_is_done(self, tablet: Page, server: Server) -> None:
        lesson = LESSONS["L01"].lesson
        tablet.goto(server.address("L01", seed=0))
        to_practice(tablet, lesson)
        bar = tablet.locator(".lp-bar")
        assert bar.evaluate("one => getComputedStyle(one).position") == "static"
        practise(tablet, lesson)
        tablet.locator(".lp-done").wait_for()
        assert bar.evaluate("one => getComputedStyle(one).position") == "sticky"
