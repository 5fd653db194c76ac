"""What a new phone waits for: everything its person may read, on the slowest mobile line that is promised for.

The real app in Chromium, a real office, 10,000 records, 300 ms and 400 KB/s; then the same over a line that breaks
twenty times. Seconds are for an idle machine; gates run on one that other work shares.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, Playwright, sync_playwright

from server.demo.founding import PASSWORD
from sync.client import Client
from sync.http_transport import HttpTransport
from tests.e2e.phone import PHONE, Device
from tests.e2e.served import Served
from tests.perf.phones import Phone, new_id
from tests.perf.proxy import Line, Proxy, proxy_to
from tests.perf.test_start import heap_mb

# A visit is two records: what the commune may read, and the report proper.
VISITS: Final = 5_000
AT_ONCE: Final = 500
LOAD_GOAL_S: Final = 30
GENEROUS: Final = 6
HEAP_MB_MAX: Final = 15
CUTS: Final = 20
# All of it is 2 MB; a cut costs what had come of one segment.
DOWN_BYTES_MAX: Final = 4_000_000
MOBILE: Final = Line(rtt_ms=300, bytes_per_s=400_000)
BROKEN: Final = Line(rtt_ms=300, bytes_per_s=400_000, cut_after_bytes_down=1)
COUNT: Final = """person => new Promise(done => {
  const request = indexedDB.open(`diaban-${person}`);
  request.onerror = () => done(0);
  request.onupgradeneeded = () => request.transaction.abort();
  request.onsuccess = () => {
    const db = request.result;
    const counting = db.transaction('row').objectStore('row').count(IDBKeyRange.bound('visit/', 'visit/\\uffff'));
    counting.onsuccess = () => { db.close(); done(counting.result); };
  };
})"""


@dataclass(frozen=True)
class Full:
    """A line to an office in which cadre1 has reported often; `person` is his id."""

    proxy: Proxy
    person: str
    playwright: Playwright
    folder: Path


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Full]:
    """10,000 records of one person."""
    folder = tmp_path_factory.mktemp("load")
    with (
        Served("demo", folder / "data", options=("--no-browser",)) as office,
        proxy_to(office.port, MOBILE) as proxy,
        sync_playwright() as playwright,
    ):
        transport = HttpTransport(f"http://127.0.0.1:{office.port}")
        device = new_id()
        person = transport.sign_in("cadre1", PASSWORD, device=device, label="bench")
        writer = Phone(Client(person, device, new_id), transport)
        writer.sync()
        for part in range(VISITS // AT_ONCE):
            writer.write(random.Random(part), AT_ONCE)
            writer.sync()
        transport.close()
        yield Full(proxy, person, playwright, folder)


def signed_in(device: Device, full: Full) -> Page:
    """The app on a new phone, at the moment when its person has signed in. Bytes count from there."""
    full.proxy.reset(MOBILE)
    page = device.open()
    page.goto(f"http://127.0.0.1:{full.proxy.port}/?lang=en")
    page.get_by_label("User name").fill("cadre1")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    full.proxy.reset(MOBILE)
    page.get_by_role("button", name="Sign in", exact=True).click()
    return page


def test_a_first_load_of_ten_thousand_records(full: Full) -> None:
    device = Device(full.playwright, full.folder / "whole", PHONE)
    page = signed_in(device, full)
    begun = time.monotonic()
    while page.evaluate(COUNT, full.person) < VISITS:
        assert time.monotonic() - begun < LOAD_GOAL_S * GENEROUS
        page.wait_for_timeout(250)
    seconds, down, heap = time.monotonic() - begun, full.proxy.count.down_bytes, heap_mb(page)
    device.close()
    print(f"{'first load':22} {seconds:7.1f} s  goal {LOAD_GOAL_S} s  {2 * VISITS:,} records, {down / 1e6:.1f} MB")
    print(f"{'script memory':22} {heap:7.1f} MB after it  limit {HEAP_MB_MAX} MB")
    assert heap <= HEAP_MB_MAX


def test_a_first_load_over_a_line_that_breaks_twenty_times(full: Full) -> None:
    device, proxy = Device(full.playwright, full.folder / "cut", PHONE), full.proxy
    page = signed_in(device, full)
    begun, cuts, down, before = time.monotonic(), 0, 0, 0
    while (held := int(page.evaluate(COUNT, full.person))) < VISITS:
        assert time.monotonic() - begun < LOAD_GOAL_S * GENEROUS * 2
        if cuts < CUTS and held > before:
            down += proxy.count.down_bytes
            proxy.reset(BROKEN)
            page.wait_for_timeout(50)
            down += proxy.count.down_bytes
            proxy.reset(MOBILE)
            cuts, before = cuts + 1, held
        page.wait_for_timeout(100)
    down += proxy.count.down_bytes
    device.close()
    took = time.monotonic() - begun
    print(f"{'cut ' + str(cuts) + ' times':22} {took:7.1f} s, {down / 1e6:.1f} MB in all")
    # Segments that had come whole did not come again: each cut costs a piece of one.
    assert cuts == CUTS
    assert down <= DOWN_BYTES_MAX
