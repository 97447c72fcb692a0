"""Run the whole suite: fast tests on both databases side by side, then the browser, then what is missing."""

import os
import subprocess
import sys

from playwright.sync_api import Error, sync_playwright

from tests.browser.conftest import ARGUMENTS, chromium


def main() -> int:
    """Return 0 if everything passed. In CI a missing browser is a failure, elsewhere a loud skip."""
    marks = [] if _browser_starts() else ["-m", "not browser"]
    code = _pytest("-n", "2", "--dist", "loadfile", *marks)
    if marks:
        told = "THE BROWSER TESTS WERE SKIPPED: no Chromium was found and none could be installed."
        print(f"\n{'=' * len(told)}\n{told}\n{'=' * len(told)}", file=sys.stderr)
        return 1 if os.environ.get("CI") else code
    return code


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
