"""Run the whole suite: fast tests on both databases side by side, then the browser, then what is missing."""

import json
import os
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

from tests.browser.conftest import ARGUMENTS, chromium

FAILED = Path(".pytest_cache/v/cache/lastfailed")
FEW = 3


def main() -> int:
    """Return 0 if everything passed. In CI a missing browser is a failure, elsewhere a loud skip."""
    marks = [] if _browser_starts() else ["-m", "not browser"]
    code = _pytest("--cache-clear", "-n", "2", "--dist", "loadfile", *marks)
    if code == 1:
        code = _once_more()
    if marks:
        told = "THE BROWSER TESTS WERE SKIPPED: no Chromium was found and none could be installed."
        print(f"\n{'=' * len(told)}\n{told}\n{'=' * len(told)}", file=sys.stderr)
        return 1 if os.environ.get("CI") else code
    return code


def _once_more() -> int:
    """Run a few browser tests that failed again, alone, and say so; anything else that failed has failed.

    Two browsers, two servers and two databases on two cores: now and then a page is slower than a test waits.
    """
    failed = list(json.loads(FAILED.read_text(encoding="utf-8")))
    if len(failed) > FEW or not all(name.startswith("tests/browser/") for name in failed):
        return 1
    told = f"ONCE MORE, ALONE, WITH NOTHING ELSE RUNNING: {', '.join(failed)}"
    print(f"\n{'=' * 80}\n{told}\n{'=' * 80}", file=sys.stderr)
    return _pytest(*failed)


def _browser_starts() -> bool:
    try:
        with sync_playwright() as playwright:
            playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS).close()
    except Error as error:
        print(error, file=sys.stderr)
        return False
    return True


def _pytest(*arguments: str) -> int:
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
