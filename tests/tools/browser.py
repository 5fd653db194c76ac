"""Finds the Chromium that the tests drive; installs it where that is possible, else says exactly what is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The same browser without windows comes first: it starts with a sixth of the work (0.2 s of CPU instead of 1.2).
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# What to ask the system for, one after the other: an older Debian has only the second, Ubuntu neither.
PACKAGES = NAMES[:2]
FONTS = ("fonts-liberation", "fonts-dejavu-core")
MISSING = """\
The tests in a browser need Chromium, and none of these programs is installed: {names}.
On Debian, as root:  apt-get install {package}
On Ubuntu Chromium is a snap, which may not open the tests' folders: install the package of Google Chrome.
Elsewhere: install Chromium or Chrome, or name one:  DIABAN_CHROMIUM=/path/to/chromium make test
Nothing was skipped: without it the tests fail."""


def chromium() -> str | None:
    """Path of the browser: DIABAN_CHROMIUM, else the first known name on the PATH."""
    named = os.environ.get("DIABAN_CHROMIUM")
    if named:
        return named if Path(named).is_file() else None
    return next((path for path in map(shutil.which, NAMES) if path), None)


def whole() -> str | None:
    """Path of a browser that shows notifications, as the one without windows does not; named or found as above."""
    named = os.environ.get("DIABAN_CHROMIUM")
    return chromium() if named else next((path for path in map(shutil.which, NAMES[1:]) if path), None)


def install() -> None:
    """Ask the system for it, and say what is asked for."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}

    def system(*words: str) -> bool:
        return subprocess.run(["apt-get", *words], env=quiet, stdout=subprocess.DEVNULL, check=False).returncode == 0

    system("update", "-qq")
    for package in PACKAGES:
        print(f"· installing {package} (about 100 MB, once)", flush=True)
        # The fonts have every Vietnamese letter; without any, pages are measured with boxes.
        if not system("install", "-y", "-qq", "--no-install-recommends", package, *FONTS):
            print(f"· {package} cannot be had here", flush=True)
        elif whole():
            return


def main() -> int:
    if whole():
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install()
    if whole():
        return 0
    print(MISSING.format(names=", ".join(NAMES[1:]), package=PACKAGES[1]), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
