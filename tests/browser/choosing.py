"""Choose from a list as people do: once the page has stopped moving."""

from playwright.sync_api import Page

STILL = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 300)))"


def choose(page: Page, label: str, option: str) -> None:
    """Take an option of a list."""
    folded = page.get_by_role("combobox", name=label)
    folded.scroll_into_view_if_needed()
    # A list that unfolds while the page still scrolls folds up again.
    page.evaluate(STILL)
    folded.click()
    page.get_by_role("option", name=option).click()
