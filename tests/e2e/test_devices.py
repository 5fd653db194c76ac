"""The test bench itself: a device that is killed keeps what it had stored, and only that."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.e2e.phone import Device

STORE = """async (value) => {
  const open = indexedDB.open('bench', 1);
  open.onupgradeneeded = () => open.result.createObjectStore('kept');
  const db = await new Promise((done, fail) => { open.onsuccess = () => done(open.result); open.onerror = fail; });
  const step = db.transaction('kept', value === null ? 'readonly' : 'readwrite', { durability: 'strict' });
  const asked = value === null ? step.objectStore('kept').get(1) : step.objectStore('kept').put(value, 1);
  await new Promise((done, fail) => { step.oncomplete = done; step.onabort = fail; });
  return value === null ? asked.result : null;
}"""


class Blank(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing: the tests' output is for faults."""


@pytest.fixture
def blank_site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Blank) as server:
        thread = Thread(target=partial(server.serve_forever, poll_interval=0.05), daemon=True)
        thread.start()
        yield f"http://localhost:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


def test_a_killed_device_comes_back_with_what_was_stored(phone: Device, blank_site: str) -> None:
    phone.open(blank_site).evaluate(STORE, "chưa gửi")
    phone.kill()
    assert phone.open(blank_site).evaluate(STORE, None) == "chưa gửi"


def test_a_new_device_knows_nothing_of_another(devices: object, phone: Device, desk: Device, blank_site: str) -> None:
    phone.open(blank_site).evaluate(STORE, "của tôi")
    assert desk.open(blank_site).evaluate(STORE, None) is None
