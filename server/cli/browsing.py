"""Opens the browser once the server answers: `python -m server.cli.browsing http://localhost:8000`."""

from __future__ import annotations

import sys
import time
import urllib.error
import urllib.request
import webbrowser
from typing import Final

_WAIT_S_MAX: Final = 30
_POLL_S: Final = 0.2


def open_when_ready(url: str) -> bool:
    """Open the page in the person's browser; False when the server did not answer in time."""
    until = time.monotonic() + _WAIT_S_MAX
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2):  # noqa: S310 - our own address
                return webbrowser.open(url)
        except (urllib.error.URLError, OSError):
            time.sleep(_POLL_S)
    return False


if __name__ == "__main__":
    open_when_ready(sys.argv[1])
