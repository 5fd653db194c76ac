"""A device that is withdrawn: it hands in and forgets, or forgets at once, and says so. Nothing else is discarded."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Devices
from tests.e2e.person import (
    GONE_AT_LAST,
    ON_DISK,
    ON_DISK_AT_LAST,
    WAIT_MS,
    ask_to_leave,
    installed,
    leave,
    loaded,
    looked_at,
    sign_in,
    sync_quietly,
    write,
    write_and_queue,
)
from tests.e2e.phone import DESK, Device, wait_until
from tests.e2e.served import Served, operate

pytestmark = pytest.mark.invariant("lost-scope-rows-go", "data-keyed-by-person")

SECRET = "Chỉ có trên máy bị thu hồi."


def withdraw(served: Served, *options: str, who: str = "cadre1") -> None:
    """By the command of an operator: the person's one device."""
    listed = operate(served, "user", "devices", who)
    device = next(line.split()[0] for line in listed.splitlines() if "Linux" in line or "Android" in line)
    operate(served, "user", "withdraw", who, device, *options)


# A start makes and takes away a spare database before it first writes (store/db.ts): any tab may be doing so just now.
ONLY_THE_PHONES_OWN = """async () => {
  const names = async () => (await indexedDB.databases()).map(({ name }) => name).join();
  while ((await names()) !== 'diaban') await new Promise((done) => setTimeout(done, 20));
  return true;
}"""

NOTED_NOWHERE = "(words) => !words.some((word) => JSON.stringify({ ...localStorage }).includes(word))"


def office_was_told(served: Served, who: str = "cadre1") -> None:
    """Wait until an operator reads that the person's device has erased itself."""
    wait_until(lambda: "đã xóa" in operate(served, "user", "devices", who), what="the device's word that it forgot")


def woken(page: Page, url: str) -> None:
    """Wake the app's worker as the browser does when a network is there, from a tab that is not the app's."""
    tools = page.context.new_cdp_session(page)
    found: list[str] = []
    tools.on("ServiceWorker.workerRegistrationUpdated", lambda told: found.extend(registered(told, url)))
    tools.send("ServiceWorker.enable")
    wait_until(lambda: page.evaluate("1") and found, what="the worker's registration")
    event = {"origin": url, "registrationId": found[0], "tag": "diaban-outbox", "lastChance": False}
    tools.send("ServiceWorker.dispatchSyncEvent", event)


def registered(told: dict[str, Any], url: str) -> list[str]:
    """The registrations of that origin that Chromium tells of."""
    return [one["registrationId"] for one in told["registrations"] if one["scopeURL"].startswith(url)]


def forgotten(page: Page) -> None:
    """The phone has nothing of its person, and says so."""
    expect(page.get_by_text("This device was withdrawn", exact=True)).to_be_visible()
    page.wait_for_function(GONE_AT_LAST, arg=SECRET, timeout=WAIT_MS)
    page.wait_for_function(ONLY_THE_PHONES_OWN, timeout=WAIT_MS)
    page.wait_for_function(NOTED_NOWHERE, arg=["cadre1", "diaban.held."], timeout=WAIT_MS)


def test_a_drained_phone_hands_in_what_it_has_and_then_forgets(served: Served, devices: Devices) -> None:
    page = devices().open()
    sign_in(page, served.url, "cadre1")
    installed(page)
    page.context.set_offline(True)
    write_and_queue(page, SECRET)
    withdraw(served)
    page.context.set_offline(False)
    forgotten(page)
    expect(page.get_by_text("Everything had reached the office.")).to_be_visible()

    desk = devices(DESK).open()
    sign_in(desk, served.url, "cadre1")
    desk.goto(f"{served.url}/sync")
    expect(desk.get_by_text(SECRET)).to_be_visible()
    expect(desk.get_by_text("The device that sent this was withdrawn.")).to_be_visible()
    desk.get_by_role("button", name="Let it count as it is").click()
    expect(desk.get_by_text(SECRET)).to_have_count(0)
    desk.goto(f"{served.url}/visits?list=sent")
    sync_quietly(desk)
    desk.wait_for_function(ON_DISK_AT_LAST, arg=SECRET, timeout=WAIT_MS)


def test_a_lost_phone_forgets_at_its_next_contact_and_its_person_is_told(served: Served, devices: Devices) -> None:
    lost: Device = devices()
    page = lost.open()
    sign_in(page, served.url, "cadre1")
    installed(page)
    other_tab = page.context.new_page()
    other_tab.goto(f"{served.url}/more")
    withdraw(served, "--lost")
    # Whichever tab asks first: the other one may, as it has only just been opened.
    looked_at(page)
    forgotten(page)
    expect(other_tab.get_by_role("heading", name="Sign in")).to_be_visible()
    office_was_told(served)

    desk = devices(DESK).open()
    sign_in(desk, served.url, "cadre1")
    expect(desk.get_by_text("A device of yours was withdrawn or reported lost")).to_be_visible()
    desk.goto(f"{served.url}/sync")
    expect(desk.get_by_text("it has erased itself. Nothing unsent was on it.")).to_be_visible()
    desk.get_by_role("button", name="I have read this").click()
    expect(desk.get_by_text("A device of yours was withdrawn or reported lost")).to_have_count(0)

    # The same phone in its finder's or its owner's hand begins anew.
    page.get_by_label("User name").fill("cadre2")
    page.get_by_label("Password", exact=True).fill("dia-ban-2026")
    page.get_by_role("button", name="Sign in", exact=True).click()
    loaded(page)


@pytest.mark.parametrize("options", [["--lost"], []], ids=["lost", "drain"])
def test_a_withdrawn_phone_forgets_with_no_tab_open_when_the_browser_wakes_its_worker(
    served: Served, devices: Devices, options: list[str]
) -> None:
    page = devices().open()
    sign_in(page, served.url, "cadre1")
    installed(page)
    page.context.set_offline(True)
    write_and_queue(page, SECRET)
    page.goto("about:blank")
    page.context.set_offline(False)
    withdraw(served, *options)
    woken(page, served.url)
    office_was_told(served)

    # A page of the office that is not the app: nothing has started since.
    page.goto(f"{served.url}/healthz")
    page.wait_for_function(GONE_AT_LAST, arg=SECRET, timeout=WAIT_MS)
    page.wait_for_function(ONLY_THE_PHONES_OWN, timeout=WAIT_MS)
    page.goto(f"{served.url}/?lang=en")
    forgotten(page)
    expect(page.get_by_text("Everything had reached the office.")).to_be_visible()


def test_another_persons_work_on_a_lost_phone_stays(served: Served, devices: Devices) -> None:
    page = devices().open()
    sign_in(page, served.url, "cadre2")
    write(page, "Lời của người khác.")
    page.goto(f"{served.url}/more")
    leave(ask_to_leave(page))
    sign_in(page, served.url, "cadre1")
    withdraw(served, "--lost")
    looked_at(page)
    expect(page.get_by_text("This device was withdrawn", exact=True)).to_be_visible()
    assert page.evaluate(ON_DISK, "Lời của người khác.") is True


def test_an_administrator_withdraws_a_device_on_the_screen(served: Served, devices: Devices) -> None:
    page = devices().open()
    sign_in(page, served.url, "cadre1")
    desk = devices(DESK).open()
    sign_in(desk, served.url, "admin")
    desk.goto(f"{served.url}/admin/people")
    desk.get_by_label("Find", exact=True).fill("my duyen")
    desk.get_by_role("link", name="Trần Thị Mỹ Duyên").first.click()
    desk.get_by_role("button", name="Withdraw", exact=True).click()
    desk.get_by_role("dialog").get_by_role("button", name="Withdraw", exact=True).click()
    expect(desk.get_by_text(re.compile("^(Withdrawn|Erased itself) "))).to_be_visible()
    looked_at(page)
    expect(page.get_by_text("This device was withdrawn", exact=True)).to_be_visible()
    office_was_told(served)
    desk.reload()
    expect(desk.get_by_text("nothing unsent was on it.")).to_be_visible()
