"""What a person was told, read in a valley without network, and how he wants to be told, said there too."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from server.cli.users import open_office
from server.demo.ids import record_id
from tests.e2e.conftest import Devices
from tests.e2e.person import installed, sign_in, sync_words
from tests.e2e.phone import PHONE, wait_until
from tests.e2e.served import Served
from tests.e2e.test_invitations import sync

CADRE = record_id("person", "CB01")
UNREAD = re.compile(r"^\d+ new reminders$")


def kept(served: Served, kind: str) -> list[dict[str, Any]]:
    """What the office holds of the cadre's."""
    with open_office(served.data_dir) as here, here.store.read() as reader:
        return [dict(each.body) for each in reader.records(kind) if each.body.get("person") == CADRE]


def unread(served: Served) -> list[str]:
    """What stands for him at the office and has no mark that it was read."""
    return [each["occasion"] for each in kept(served, "notice") if not each["ended"] and not each["read"]]


def test_reminders_are_read_and_settings_said_without_network(served: Served, devices: Devices) -> None:
    page = devices(PHONE).open()
    sign_in(page, served.url, "cadre1")
    installed(page)
    expect(page.get_by_role("link", name=UNREAD)).to_be_visible()
    page.context.set_offline(True)
    read(page)
    settle(page)
    page.reload()
    expect(page.get_by_label("Quiet from")).to_have_value("20:30")
    expect(sync_words(page)).to_have_text("Offline · 1 unsent")
    page.context.set_offline(False)
    sync(page, served.url)
    expect(page.get_by_role("link", name=UNREAD)).to_have_count(0)
    [wish] = kept(served, "preference")
    assert (wish["quiet_from"], wish["quiet_until"], wish["digest"]) == ("20:30", "06:30", "07:15")
    assert wish["silenced"] == [["commitment_due"]]
    wait_until(lambda: unread(served) == [], what="the marks at the office")


def read(page: Page) -> None:
    """From Today to the inbox: a touch opens the thing and has read it; the rest at once."""
    link = page.get_by_role("link", name=UNREAD)
    count = int(link.inner_text().split()[0])
    link.click()
    standing = page.get_by_role("list", name="Waiting for you")
    expect(standing.get_by_text("New", exact=True)).to_have_count(count)
    page.get_by_text(re.compile(r"^Over \(")).click()
    expect(page.get_by_role("list", name="Reminders that are over").get_by_role("link").first).to_be_visible()
    standing.get_by_role("link", name=re.compile("^Report BC-2024-013")).click()
    expect(page.get_by_role("heading", name=re.compile("BC-2024|Ân Hảo Tây")).first).to_be_visible()
    page.go_back()
    expect(standing.get_by_text("New", exact=True)).to_have_count(count - 1)
    # Reading is no work that waits for the network.
    expect(sync_words(page)).to_have_text("Offline")
    page.get_by_role("button", name="Mark all as read").click()
    expect(standing.get_by_text("New", exact=True)).to_have_count(0)
    expect(page.get_by_role("button", name="Mark all as read")).to_have_count(0)


def settle(page: Page) -> None:
    """What cannot be meant is said before it is sent; the rest is kept here."""
    page.get_by_role("link", name="How I am reminded").click()
    expect(page.get_by_text("A network is needed to know")).to_be_visible()
    page.get_by_label("Quiet from").fill("06:30")
    expect(page.get_by_text("Quiet hours cannot last the whole day.")).to_be_visible()
    page.get_by_label("Quiet from").fill("20:30")
    page.get_by_label("All together, once a day").check()
    page.get_by_label("At", exact=True).fill("21:00")
    expect(page.get_by_text("would come within the quiet hours")).to_be_visible()
    page.get_by_label("At", exact=True).fill("07:15")
    # It is eight o'clock on Tuesday: what is not urgent comes tomorrow.
    expect(page.get_by_text("you would be told on Wednesday 26/06 at 07:15")).to_be_visible()
    page.get_by_label("A promise that is due").uncheck()
    page.get_by_label("Show what it is about").check()
    expect(page.locator("figure")).to_contain_text("xã")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(sync_words(page)).to_have_text("Offline · 1 unsent")
