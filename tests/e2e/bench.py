"""The phone's store in a real browser without a screen: `window.bench` on a page of the served app's origin.

Owns building that page and opening it on a device. What the store must do is in test_store.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page

from client_pwa.pack import install, run
from server.demo.founding import PASSWORD
from tests.e2e.phone import Device

PAGE: Final = "<!doctype html><meta charset='utf-8'><title>bench</title><script src='/store-bench.js'></script>"
CONFIG: Final = "src/store/testing/vite.config.ts"


def build_bench(folder: Path) -> None:
    """Build the script into a folder."""
    install()
    run("node_modules/vite/bin/vite.js", "build", "--config", CONFIG, "--outDir", str(folder), "--logLevel", "error")


@dataclass
class Bench:
    """The store of one tab. Every method answers what the store answered."""

    page: Page

    def do(self, code: str, argument: object = None) -> Any:
        """Run an async function body in which `bench` is the store and `it` the argument."""
        return self.page.evaluate(f"async (it) => {{ {code} }}", argument)

    def sign_in(self, username: str) -> None:
        """Sign in with the demo's password and pull once."""
        self.do("await bench.session.signIn(it[0], it[1])", [username, PASSWORD])
        assert self.sync() == "done"

    def sync(self) -> str:
        """Sync now; how it ended."""
        return str(self.do("return bench.sync()"))

    def draft(self, **words: object) -> str:
        """Begin a report to the person's own unit with these words, on the disk."""
        start = "const unit = (await bench.boot()).duties[0].unit.id;"
        fixed = "{ unit, kind: 'dialogue', starts: '2024-06-24', ends: '2024-06-24', role: 'cadre', ...it }"
        return str(
            self.do(f"{start} const id = bench.drafts.create({fixed}); await bench.drafts.flush(); return id", words)
        )

    def submit(self, id: str) -> None:
        """Send a report as its writer."""
        self.do("await bench.drafts.submit(it, 'cadre')", id)

    def read(self, entity: str, id: str) -> Any:
        """A record as a screen sees it, or None."""
        return self.do("return bench.read(it[0], it[1])", [entity, id])

    def counts(self) -> dict[str, int]:
        """How many stand in each list."""
        counts: dict[str, int] = self.do("return (await bench.boot()).counts")
        return counts


def open_bench(device: Device, url: str, script: str, *, before: Callable[[Page], None] | None = None) -> Bench:
    """Launch the device, or open another tab on it, and load the store. `before` has the page while it is empty."""
    launched = device.context is None
    if launched:
        # The app's worker would answer for this page with its own.
        device.like = None
        device.open()
    assert device.context is not None
    if launched:
        device.context.route("**/store-bench", lambda route: route.fulfill(content_type="text/html", body=PAGE))
        device.context.route(
            "**/store-bench.js", lambda route: route.fulfill(content_type="text/javascript", body=script)
        )
    page = device.context.new_page()
    if before:
        before(page)
    page.goto(f"{url}/store-bench")
    bench = Bench(page)
    bench.do("await bench.resume()")
    return bench
