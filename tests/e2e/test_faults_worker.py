"""The service worker and a network that answers for the office: only the build's own files are kept."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import expect

from tests.e2e.between import Break, Said, door_to
from tests.e2e.conftest import Devices
from tests.e2e.person import installed
from tests.e2e.phone import wait_until
from tests.e2e.served import Served

FAULTS: Final = (Said(302, location="/portal/login"), Said(200), Said(403), Said(500), Break.IN_ANSWER)
# A file that no first screen needs, so that the page stands and only its worker meets the fault.
LATE_FILE: Final = "/assets/ReviewPage"
REGISTERED: Final = """async () => {
  const found = await navigator.serviceWorker.getRegistration();
  return Boolean(found && (found.active || found.installing || found.waiting));
}"""
# Every kept answer as [path, status, kind, whether it came by a redirect].
KEPT: Final = """async () => {
  const kept = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      const kind = (answer.headers.get('Content-Type') ?? '').split(';')[0];
      kept.push([new URL(request.url).pathname, answer.status, kind, answer.redirected]);
    }
  }
  return kept;
}"""


@pytest.mark.invariant("worker-caches-its-own")
@pytest.mark.failure(41, 49)
def test_a_login_page_or_an_error_is_never_kept_in_place_of_a_file(devices: Devices, shared_demo: Served) -> None:
    with door_to(shared_demo.port) as door:
        page = devices().open()
        for fault in FAULTS:
            before = door.faults_done
            door.stumble(fault, LATE_FILE)
            page.goto(f"{door.url}/?lang=en")
            expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
            wait_until(lambda: page.title() and door.faults_done > before, what=f"the worker meeting {fault}")  # noqa: B023
            wait_until(lambda: not page.evaluate(REGISTERED), what="the worker given up")
            wait_until(lambda: page.evaluate(KEPT) == [], what=f"nothing kept of {fault}")
        door.heal()
        page.reload()
        installed(page)
        kept = page.evaluate(KEPT)
    assert any(path.startswith(LATE_FILE) for path, *_ in kept)
    assert {(status, redirected) for _, status, _, redirected in kept} == {(200, False)}
    assert [path for path, _, kind, _ in kept if (kind == "text/html") != (path == "/")] == []
