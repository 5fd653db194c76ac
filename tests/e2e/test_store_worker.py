"""The service worker on the built app: offline pages, mixed builds, new builds beside open tabs, the way out."""

from __future__ import annotations

import re
import shutil
from base64 import b64encode
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from threading import Thread
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from client_pwa.pack import OUTPUT
from tests.e2e.between import Listener
from tests.e2e.person import HAS_WORKER
from tests.e2e.phone import Device, wait_until

KEPT: Final = """async () => {
  const open = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  const kept = await Promise.all(open.map((cache) => cache.keys()));
  return kept.flat().map((request) => new URL(request.url).pathname);
}"""
# A predicate that is a promise is true at once for the browser's driver, so the page itself waits.
INSTALLED_OR_NOT = """async () => {
  const found = await navigator.serviceWorker.getRegistration();
  while (found.installing) await new Promise((go) => setTimeout(go, 20));
}"""
WAITING: Final = "async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting)"
UPDATE: Final = "async () => { await (await navigator.serviceWorker.getRegistration()).update().catch(() => null) }"


class Files(SimpleHTTPRequestHandler):
    """The built files, the page for every other path, and an office that is closed."""

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path.startswith("/api/"):
            return self.send_error(503)
        if "." not in path.rsplit("/", 1)[-1]:
            self.path = "/index.html"
        return super().do_GET()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *_args: Any) -> None:
        """A test's requests are nobody's news."""


class Site:
    """A folder on a port that stays the same while it is closed and opened again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self.server: Listener | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def open(self) -> None:
        self.server = Listener(("127.0.0.1", self.port), partial(Files, directory=str(self.folder)))
        self.port = self.server.server_port
        Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A copy of the app as it is shipped: the one that the office of all other tests serves."""
    shutil.copytree(OUTPUT, tmp_path / "site")
    site = Site(tmp_path / "site")
    site.open()
    yield site
    site.close()


@pytest.fixture
def page(phone: Device, site: Site) -> Page:
    """The app on a phone, its worker in charge."""
    page = phone.open(site.url)
    wait_until(lambda: page.evaluate(HAS_WORKER), what="a worker")
    page.reload()
    wait_until(lambda: page.evaluate("() => Boolean(navigator.serviceWorker.controller)"), what="the worker in charge")
    return page


def integrity(path: Path) -> str:
    return f"sha256-{b64encode(sha256(path.read_bytes()).digest()).decode()}"


def next_build(folder: Path, *, with_its_files: bool) -> str:
    """Deploy another build: its worker, and its files or not yet. The new page's mark."""
    index, worker = folder / "index.html", folder / "sw.js"
    before = integrity(index)
    changed = index.read_text().replace("</body>", "<template id='next'></template></body>")
    text = worker.read_text()
    assert before in text
    held = index.read_text()
    index.write_text(changed)
    text = text.replace(before, integrity(index))
    [id] = set(re.findall(r"\b[0-9a-f]{12}\b", text))
    worker.write_text(text.replace(id, id[::-1]))
    if not with_its_files:
        index.write_text(held)
    return "next"


@pytest.mark.invariant("data-keyed-by-person")
@pytest.mark.failure(42)
def test_with_the_server_gone_every_address_of_the_app_opens(phone: Device, site: Site, page: Page) -> None:
    site.close()
    phone.close()
    again = phone.open(f"{site.url}/visits/01900000-0000-7000-8000-000000000001")
    assert again.title()
    again.locator("h1").first.wait_for()


@pytest.mark.invariant("worker-caches-its-own")
def test_nothing_of_the_office_is_kept_and_only_the_files_of_the_build(site: Site, page: Page) -> None:
    assert page.evaluate("async () => (await fetch('/api/session')).status") == 503
    site.close()
    assert page.evaluate("() => fetch('/api/session').then(() => 'answered', () => 'failed')") == "failed"
    kept = page.evaluate(KEPT)
    assert "/" in kept
    assert all(path == "/" or path.startswith("/assets/") for path in kept)


@pytest.mark.invariant("worker-caches-its-own")
def test_a_half_deployed_mix_of_two_builds_is_not_installed(site: Site, page: Page) -> None:
    next_build(site.folder, with_its_files=False)
    page.evaluate(UPDATE)
    page.evaluate(INSTALLED_OR_NOT)
    assert not page.evaluate(WAITING)
    site.close()
    page.reload()
    expect(page.locator("h1").first).to_be_visible()


@pytest.mark.invariant("one-sender")
def test_a_new_build_waits_for_the_open_tab_and_comes_with_the_next_start(
    phone: Device, site: Site, page: Page
) -> None:
    page.evaluate("() => { globalThis.mine = 'still here' }")
    mark = next_build(site.folder, with_its_files=True)
    page.evaluate(UPDATE)
    wait_until(lambda: page.evaluate(WAITING), what="the new build waiting")
    assert page.evaluate("() => globalThis.mine") == "still here"
    assert page.locator(f"#{mark}").count() == 0
    phone.close()
    again = phone.open(site.url)
    wait_until(lambda: not again.evaluate(WAITING), what="the new build in place")
    again.reload()
    expect(again.locator(f"#{mark}")).to_have_count(1)


def test_an_open_tab_of_the_old_build_finds_its_files_after_the_office_has_removed_them(site: Site, page: Page) -> None:
    old = [path for path in page.evaluate(KEPT) if path.startswith("/assets/")]
    shutil.rmtree(site.folder / "assets")
    statuses = page.evaluate("(paths) => Promise.all(paths.map(async (path) => (await fetch(path)).status))", old)
    assert set(statuses) == {200}


@pytest.mark.invariant("worker-caches-its-own")
def test_fresh_in_the_address_is_the_way_out_of_a_bad_build(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/?fresh")
    # The page has asked for a worker anew: it is the one that is to be left.
    wait_until(lambda: page.evaluate(HAS_WORKER), what="a worker")
    (site.folder / "index.html").write_text("<!doctype html><title>repaired</title>")
    page.goto(f"{site.url}/?fresh")
    page.goto(site.url)
    expect(page).to_have_title("repaired")


@pytest.mark.invariant("data-keyed-by-person")
@pytest.mark.failure(42)
def test_after_fresh_in_the_address_the_app_opens_without_the_office_as_before(
    phone: Device, site: Site, page: Page
) -> None:
    kept = set(page.evaluate(KEPT))
    page.goto(f"{site.url}/?fresh")
    # Nobody goes to another address in an app that is open: what it keeps comes back by itself.
    wait_until(lambda: set(page.evaluate(KEPT)) == kept, what="the app's files, kept again")
    site.close()
    phone.close()
    again = phone.open(site.url)
    again.locator("h1").first.wait_for()
