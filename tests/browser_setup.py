"""Find a Chromium and a Chinese font for the browser tests, or install them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PLACES = ("/usr/bin/chromium", "/usr/bin/chromium-browser")


def main() -> None:
    """Make the browser tests possible if that can be done; say so if it cannot."""
    if not _has_browser():
        _install(["chromium"]) or _playwrights_own()
    if not _has_chinese_font():
        _install(["fonts-noto-cjk"])
    if not _has_chinese_font():
        print("No Chinese font was found: screenshots will show boxes.", file=sys.stderr)


def _has_browser() -> bool:
    given = os.environ.get("CHROMIUM")
    return bool(given and Path(given).exists()) or any(Path(place).exists() for place in PLACES)


def _has_chinese_font() -> bool:
    if sys.platform == "darwin":
        return True
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


def _install(packages: list[str]) -> bool:
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
    done = subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "fontconfig", *packages],
        env=quiet,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode == 0


def _playwrights_own() -> bool:
    done = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return done.returncode == 0


if __name__ == "__main__":
    main()
