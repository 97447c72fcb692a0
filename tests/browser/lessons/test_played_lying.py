"""Every lesson played to its end on a tablet lying before her, in both languages."""

import pytest
from playwright.sync_api import Page

from tests.browser.lessons.playing import LESSONS, SIZES, Server, play

pytestmark = pytest.mark.browser


class TestLesson:
    @pytest.mark.parametrize("tablet", [SIZES["lying"]], ids=["lying"], indirect=True)
    @pytest.mark.parametrize("language", ["zh", "en"])
    @pytest.mark.parametrize("code", sorted(LESSONS))
    def test_is_played_to_its_end(self, tablet: Page, server: Server, code: str, language: str) -> None:
        play(tablet, server, code, language)
