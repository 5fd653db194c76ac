"""Several tabs, builds and clocks on one phone: one sends, all show the same, and no clock decides anything."""

from __future__ import annotations

import re
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.e2e.between import door_to
from tests.e2e.conftest import Devices
from tests.e2e.person import reports, saved, send, sign_in, synced, write
from tests.e2e.phone import wait_until
from tests.e2e.served import Served

TABS: Final = 3
DAY_MS: Final = 86_400_000
# The page's clock; the service worker's stays right, as nothing can tell a phone which of two clocks is.
SHIFTED: Final = """
const Right = Date;
globalThis.Date = class extends Right {
  constructor(...given) { if (given.length) super(...given); else super(Right.now() + SHIFT_MS); }
  static now() { return Right.now() + SHIFT_MS; }
};
"""
# What a newer build does when it starts: it opens the person's store with one step more.
UPGRADE: Final = """async () => {
  const found = (await indexedDB.databases()).find(({ name }) => /^diaban-./.test(name));
  const asked = indexedDB.open(found.name, found.version + 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore('newer');
  await new Promise((done, fail) => { asked.onsuccess = done; asked.onerror = fail; });
  asked.result.onversionchange = () => asked.result.close();
  return [found.version, asked.result.version];
}"""

# A tab that does not let go of the person's store when a newer build asks for it.
HOLDS: Final = """async () => {
  const found = (await indexedDB.databases()).find(({ name }) => /^diaban-./.test(name));
  const asked = indexedDB.open(found.name);
  await new Promise((done, fail) => { asked.onsuccess = done; asked.onerror = fail; });
  globalThis.held = asked.result;
  return true;
}"""
# A newer build: each store has one step more.
NEWER: Final = """
const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (name, version) { return open.call(this, name, version && version + 1); };
"""


@pytest.mark.invariant("one-sender", "at-most-once", "counts-are-true")
@pytest.mark.failure(28)
def test_of_three_tabs_one_sends_at_a_time_and_all_show_the_same(devices: Devices, shared_demo: Served) -> None:
    with door_to(shared_demo.port) as door:
        first = devices().open()
        sign_in(first, door.url, "cadre1")
        tabs = [first, *(first.context.new_page() for _ in range(TABS - 1))]
        for tab in tabs[1:]:
            tab.goto(f"{door.url}/?lang=en")
        for tab in tabs:
            write(tab, f"Từ thẻ {tabs.index(tab)}.")
            send(tab)
        for tab in tabs:
            synced(tab)
        lists = [reports(tab, "Sent").filter(has_text="BC-2024-0") for tab in tabs]
        for shown in lists:
            expect(shown).to_have_count(TABS)
        wait_until(lambda: len({str(shown.all_inner_texts()) for shown in lists}) == 1, what="three lists alike")
        assert door.crowds["/api/sync"] == 1


@pytest.mark.invariant("one-sender", "acked-is-durable")
@pytest.mark.failure(40)
def test_a_newer_build_opens_the_store_beside_an_old_tab_which_goes_on_writing(
    devices: Devices, shared_demo: Served
) -> None:
    old = devices().open()
    sign_in(old, shared_demo.url, "cadre2")
    address = write(old, "Trước khi nâng cấp.")
    newer = old.context.new_page()
    newer.goto(f"{shared_demo.url}/help")
    before, after = newer.evaluate(UPGRADE)
    assert after == before + 1
    old.get_by_label("Findings", exact=True).fill("Sau khi nâng cấp.")
    saved(old, "Sau khi nâng cấp.")
    old.goto(address)
    expect(old.get_by_label("Findings", exact=True)).to_have_value("Sau khi nâng cấp.")
    send(old)
    expect(old.get_by_role("article").get_by_text("BC-2024-0")).to_be_visible()
    synced(old)


@pytest.mark.invariant("one-sender", "data-keyed-by-person")
@pytest.mark.failure(40)
def test_an_upgrade_that_an_old_tab_holds_back_says_so_and_goes_on_when_it_is_closed(
    devices: Devices, shared_demo: Served
) -> None:
    old = devices().open()
    sign_in(old, shared_demo.url, "cadre3")
    address = write(old, "Trước khi nâng cấp.")
    assert old.evaluate(HOLDS) is True
    newer = old.context.new_page()
    newer.add_init_script(NEWER)
    newer.goto(address)
    expect(newer.get_by_role("heading", name="Please close the other tabs of Địa Bàn")).to_be_visible()
    expect(newer.get_by_text("Nothing that you wrote is lost.")).to_be_visible()
    expect(newer.get_by_label("Findings", exact=True)).to_have_count(0)
    third = old.context.new_page()
    third.add_init_script(NEWER)
    third.goto(address)
    expect(third.get_by_role("heading", name="Please close the other tabs of Địa Bàn")).to_be_visible()
    old.close()
    for tab in (newer, third):
        expect(tab.get_by_label("Findings", exact=True)).to_have_value("Trước khi nâng cấp.")
        expect(tab.get_by_role("heading", name="Please close the other tabs of Địa Bàn")).to_have_count(0)


@pytest.mark.invariant("client-time-is-data")
@pytest.mark.failure(29)
@pytest.mark.parametrize("days", [400, -400])
def test_a_clock_that_is_off_by_a_year_stops_nothing(devices: Devices, shared_demo: Served, days: int) -> None:
    page = devices().open()
    page.add_init_script(SHIFTED.replace("SHIFT_MS", str(days * DAY_MS)))
    sign_in(page, shared_demo.url, "cadre3")
    words = f"Đồng hồ lệch {days} ngày."
    write(page, words)
    send(page)
    number = page.get_by_role("article").get_by_text(re.compile("^BC-2024-0"))
    expect(number).to_be_visible()
    synced(page)
    # Another phone of the same person has it, under the office's day.
    other = devices().open()
    sign_in(other, shared_demo.url, "cadre3")
    arrived = reports(other, "Sent").filter(has_text=number.inner_text())
    expect(arrived).to_contain_text("25/06/2024")
    arrived.click()
    expect(other.get_by_text(words)).to_be_visible()
