"""The gallery of the app's parts, built apart from the app and served under the app's own policy.

Owns building and serving it. What must hold for what it shows is in the tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from threading import Thread
from typing import Any

from client_pwa.pack import install, run
from server.security import SHELL_POLICY
from tests.e2e.between import Listener


class Quiet(SimpleHTTPRequestHandler):
    """Files of one folder, with the policy that the app's page has."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", SHELL_POLICY)
        super().end_headers()

    def log_message(self, *_args: Any) -> None:
        """A test's requests are nobody's news."""


def build_gallery(folder: Path) -> None:
    """Build it into a folder."""
    install()
    run(
        "node_modules/vite/bin/vite.js", "build", "--config", "src/gallery/vite.config.ts",
        "--outDir", str(folder), "--logLevel", "error",
    )  # fmt: skip


@contextmanager
def serve_gallery(folder: Path) -> Iterator[str]:
    """The address of a built gallery, on a free port, until the block ends."""
    with Listener(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
