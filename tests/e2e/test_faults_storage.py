"""A browser that is full, forgets, or spoils what it keeps: the person is told; nothing is called saved that is not."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

import pytest
from PIL import Image
from playwright.sync_api import CDPSession, Locator, Page, expect

from tests.e2e.conftest import Devices
from tests.e2e.person import (
    installed,
    loaded,
    new_visit,
    reports,
    send,
    sign_in,
    sync_words,
    synced,
    write,
    write_and_queue,
)
from tests.e2e.phone import Device, wait_until
from tests.e2e.served import Served

ERASED: Final = "The browser has erased what was on this phone"
KEPT_OUTSIDE: Final = "() => Object.keys(localStorage).some((key) => key.startsWith('diaban.held.'))"
# Letters of chance, which no browser can compress away, in a field at once.
TYPED: Final = """(field, count) => {
  const letter = (chance) => 0x4e00 + (chance % 0x5000);
  const letters = (most) => String.fromCharCode(...crypto.getRandomValues(new Uint16Array(most)).map(letter));
  field.value = Array.from({ length: Math.ceil(count / 20_000) }, () => letters(20_000)).join('').slice(0, count);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}"""
# As after twenty megabytes of what the office acknowledged, which no test writes (store/restore.test.ts bounds less).
COPIES_GONE: Final = """async () => {
  const { name } = (await indexedDB.databases()).find((one) => /^diaban-./.test(one.name));
  const asked = indexedDB.open(name);
  await new Promise((done) => { asked.onsuccess = done; });
  const step = asked.result.transaction('meta', 'readwrite');
  const read = step.objectStore('meta').get('state');
  read.onsuccess = () => step.objectStore('meta').put({ ...read.result, kept_cut: 7 }, 'state');
  await new Promise((done) => { step.oncomplete = done; });
  asked.result.close();
}"""


def typed(field: Locator, letters: int) -> None:
    """As if a person had pasted that many letters."""
    field.evaluate(TYPED, letters)


def cdp(page: Page) -> CDPSession:
    return page.context.new_cdp_session(page)


def at_home(device: Device, url: str) -> Page:
    """The phone as it is picked up again."""
    page = device.open(f"{url}/?lang=en")
    loaded(page)
    return page


def picture() -> bytes:
    """A picture of some hundred kilobytes when it is made small."""
    written = BytesIO()
    Image.effect_noise((1600, 1200), 90).convert("RGB").save(written, "JPEG", quality=90)
    return written.getvalue()


@pytest.mark.invariant("acked-is-durable", "counts-are-true")
@pytest.mark.failure(36)
def test_a_full_phone_says_so_and_calls_nothing_saved(shared_demo: Served, devices: Devices) -> None:
    phone = devices()
    page = phone.open()
    sign_in(page, shared_demo.url, "cadre1")
    installed(page)
    # Chromium remembers for a while how much room there was: only a relaunched one asks again.
    phone.close()
    page = phone.open()
    origin = {"origin": f"{shared_demo.url}/"}
    tools = cdp(page)
    tools.send("Storage.overrideQuotaForOrigin", {**origin, "quotaSize": 1})
    assert tools.send("Storage.getUsageAndQuota", origin)["overrideActive"]
    page.goto(f"{shared_demo.url}/?lang=en")
    loaded(page)
    address = new_visit(page)
    typed(page.get_by_label("Findings", exact=True), 400_000)
    expect(page.get_by_text("Could not be saved on this phone.")).to_be_visible()
    expect(page.get_by_text(re.compile("^Saved on this phone"))).to_have_count(0)
    page.get_by_label("Gallery").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()})
    expect(page.get_by_text("The phone has no room left, so the photo was not kept.")).to_be_visible()
    page.goto(f"{shared_demo.url}/feedback/new")
    page.get_by_label("Theme", exact=True).select_option(index=1)
    typed(page.get_by_label("Matter", exact=True), 19_000)
    page.get_by_role("button", name="Send feedback").click()
    expect(page.get_by_text("This was not saved: the phone has no room left.")).to_be_visible()
    expect(page.get_by_role("button", name="Send feedback")).to_be_enabled()
    expect(sync_words(page)).not_to_contain_text("unsent")
    tools.send("Storage.overrideQuotaForOrigin", origin)
    phone.close()
    page = phone.open(address)
    expect(page.get_by_label("Findings", exact=True)).to_have_value("")


@pytest.mark.invariant("restored-server-refilled", "counts-are-true")
def test_a_phone_that_had_to_let_its_spare_copies_go_says_what_that_means(
    shared_demo: Served, devices: Devices
) -> None:
    page = devices().open()
    sign_in(page, shared_demo.url, "cadre2")
    page.goto(f"{shared_demo.url}/sync")
    expect(page.get_by_text("This phone and the office agree.")).to_be_visible()
    told = page.get_by_text("The spare copies of 7 older things are gone")
    expect(told).to_have_count(0)
    page.evaluate(COPIES_GONE)
    page.reload()
    expect(told).to_be_visible()
    expect(page.get_by_text("You need not do anything.")).to_be_visible()


@pytest.fixture
def phone(devices: Devices, shared_demo: Served) -> Iterator[Device]:
    """A phone of cadre1 with a report that the office has not got, put away."""
    device = devices()
    page = device.open()
    sign_in(page, shared_demo.url, "cadre1")
    installed(page)
    page.context.route("**/api/sync", lambda route: route.abort())
    write_and_queue(page, "Chưa kịp gửi.")
    wait_until(lambda: page.evaluate(KEPT_OUTSIDE), what="the note outside of the store")
    device.close()
    yield device


def goes_on(page: Page) -> None:
    """The office's records are back, and a report can be written and sent."""
    synced(page)
    expect(reports(page, "Returned")).to_have_count(1)
    write(page, "Viết sau khi mất.")
    send(page)
    expect(page.get_by_role("article").get_by_text("BC-2024-0")).to_be_visible()


def stored(device: Device) -> Path:
    [folder] = (device.profile / "Default" / "IndexedDB").glob("http_localhost_*.indexeddb.leveldb")
    return folder


@pytest.mark.invariant("storage-loss-announced")
@pytest.mark.failure(33)
def test_a_store_that_vanished_between_two_starts_is_told_with_what_was_on_it(
    shared_demo: Served, phone: Device
) -> None:
    shutil.rmtree(stored(phone))
    page = at_home(phone, shared_demo.url)
    expect(page.get_by_text(ERASED)).to_be_visible()
    expect(page.get_by_text("There was 1 unsent thing on it")).to_be_visible()
    goes_on(page)


@pytest.mark.invariant("storage-loss-announced")
@pytest.mark.failure(35)
def test_a_spoiled_store_is_told_and_the_app_goes_on(shared_demo: Served, phone: Device) -> None:
    spoiled = [path for path in stored(phone).iterdir() if path.suffix in (".log", ".ldb") or "MANIFEST" in path.name]
    assert spoiled
    for path in spoiled:
        path.write_bytes(b"\xa5" * max(64, path.stat().st_size))
    page = at_home(phone, shared_demo.url)
    expect(page.get_by_text(ERASED)).to_be_visible()
    goes_on(page)


@pytest.mark.invariant("storage-loss-announced")
@pytest.mark.failure(32)
def test_a_store_taken_away_under_an_open_app_is_told_and_the_app_goes_on(shared_demo: Served, phone: Device) -> None:
    page = at_home(phone, shared_demo.url)
    synced(page)
    erase = {"origin": shared_demo.url, "storageTypes": "indexeddb"}
    cdp(page).send("Storage.clearDataForOrigin", erase)
    page.reload()
    loaded(page)
    expect(page.get_by_text(ERASED)).to_be_visible()
    goes_on(page)


@pytest.mark.invariant("storage-loss-announced")
@pytest.mark.failure(34)
def test_a_browser_that_forgot_everything_but_the_sign_in_is_told_apart_from_a_new_phone(
    shared_demo: Served, phone: Device
) -> None:
    page = at_home(phone, shared_demo.url)
    synced(page)
    kinds = "indexeddb,local_storage,cache_storage,service_workers,websql,file_systems"
    cdp(page).send("Storage.clearDataForOrigin", {"origin": shared_demo.url, "storageTypes": kinds})
    sign_in(page, shared_demo.url, "cadre1")
    expect(page.get_by_text(ERASED)).to_be_visible()
    goes_on(page)


@pytest.mark.invariant("storage-loss-announced")
@pytest.mark.failure(35)
def test_a_browser_that_cannot_open_its_store_says_so(shared_demo: Served, devices: Devices) -> None:
    page = devices().open()
    page.add_init_script(BROKEN)
    page.goto(f"{shared_demo.url}/?lang=en")
    page.get_by_label("User name").fill("cadre1")
    page.get_by_label("Password", exact=True).fill("dia-ban-2026")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("This browser cannot open its memory on this phone")).to_be_visible()


BROKEN: Final = """
IDBFactory.prototype.open = function () {
  const request = new EventTarget();
  const error = new DOMException('Internal error opening backing store', 'UnknownError');
  setTimeout(() => { request.error = error; request.onerror?.(new Event('error')); }, 0);
  return request;
};
"""
