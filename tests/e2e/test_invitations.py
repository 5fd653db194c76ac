"""An invitation from the commune to the report that it becomes, most of it said without network."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from server.cli.users import open_office
from server.demo.ids import record_id
from server.features.people.actions import do_put_office
from server.features.people.queries import load_directory
from server.platform.acts import NOBODY, Act
from server.platform.clock import start_of
from server.platform.ids import new_id
from tests.e2e.conftest import Devices
from tests.e2e.person import brought, installed, loaded, saved, send, sign_in, sync_words, synced
from tests.e2e.phone import PHONE
from tests.e2e.served import Served

TITLE = "Kiểm tra bờ kênh N3"
HOUR_MS = 3_600_000


def go_to_morning(served: Served, day: str) -> None:
    """Put the calendar of a demo that is not running to eight o'clock of that day."""
    with open_office(served.data_dir) as here, here.store.write() as tx:
        office = load_directory(tx).office
        assert office is not None
        act = Act(tx, NOBODY, here.clock.now_ms(), day, new_id)
        offset_ms = start_of(day) + 8 * HOUR_MS - here.clock.now_ms()
        do_put_office(
            act, office.id, name=office.name, phone=office.phone, province=office.province,
            clock_offset_ms=offset_ms, demo=office.demo,
        )  # fmt: skip


def sync(page: Page, url: str) -> None:
    """Open Today with network again, and wait until all is sent."""
    page.goto(url)
    loaded(page)
    page.get_by_role("button", name="Sync now").click()
    synced(page)


def invite(page: Page) -> None:
    """The contact asks who monitors the commune, whom the form names by itself."""
    page.get_by_role("button", name="Invite").click()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_label("What it is about")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Kind", exact=True).select_option("Site check")
    page.get_by_label("What it is about").fill(TITLE)
    page.get_by_label("Day", exact=True).fill("2024-06-24")
    page.get_by_label("Begins at").fill("14:00")
    expect(page.get_by_text("That time has passed.")).to_be_visible()
    page.get_by_label("Day", exact=True).fill("2024-06-26")
    page.get_by_label("Place", exact=True).fill("Đầu kênh N3")
    expect(page.get_by_text("Trần Thị Mỹ Duyên")).to_be_visible()
    page.get_by_role("button", name="Remove Tạ Thị Minh Nhàn").click()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(sync_words(page)).to_have_text("Offline · 1 unsent")


def test_an_invitation_becomes_a_report_with_everything_filled_in(served: Served, devices: Devices) -> None:
    contact, cadre = devices(PHONE).open(), devices(PHONE).open()
    for page, name in ((contact, "contact1"), (cadre, "cadre1")):
        sign_in(page, served.url, name)
        installed(page)
        page.goto(f"{served.url}/invitations")
        expect(page.get_by_role("list").first).to_be_visible()
    contact.context.set_offline(True)
    invite(contact)
    contact.context.set_offline(False)
    sync(contact, served.url)
    cadre.goto(served.url)
    brought(cadre, cadre.get_by_role("link", name=re.compile(TITLE)))
    cadre.context.set_offline(True)
    cadre.get_by_role("link", name=re.compile(TITLE)).click()
    cadre.get_by_role("button", name="I will come").click()
    expect(sync_words(cadre)).to_have_text("Offline · 1 unsent")
    cadre.context.set_offline(False)
    sync(cadre, served.url)
    move(contact, served.url)
    cadre.goto(served.url)
    brought(cadre, cadre.get_by_role("link", name=re.compile(f"15:30 26.06.2024.*{TITLE}")))
    served.stop()
    go_to_morning(served, "2024-06-27")
    served.start()
    sync(cadre, served.url)
    cadre.context.set_offline(True)
    report(cadre)
    cadre.context.set_offline(False)
    sync(cadre, served.url)
    asked = "first=2024-06-26&last=2024-06-26"
    figures: dict[str, Any] = cadre.request.get(f"{served.url}/api/invitations/figures?{asked}").json()
    [unit] = [each for each in figures["units"] if each["unit"] == record_id("unit", "21690")]
    assert (unit["sums"]["invited"], unit["sums"]["attended"]) == (1, 1)


def move(contact: Page, url: str) -> None:
    """The contact reads who comes, and moves the meeting with a reason."""
    contact.goto(url)
    loaded(contact)
    contact.get_by_role("button", name="Sync now").click()
    contact.goto(f"{url}/invitations?list=ahead")
    contact.get_by_role("link", name=re.compile(TITLE)).click()
    expect(contact.get_by_text("Will come").first).to_be_visible()
    contact.get_by_role("button", name="Move", exact=True).click()
    contact.get_by_label("Day", exact=True).fill("2024-06-26")
    # The hours stay as they were until they are changed.
    expect(contact.get_by_label("Begins at")).to_have_value("14:00")
    contact.get_by_label("Begins at").fill("15:30")
    contact.get_by_role("button", name="Move", exact=True).click()
    expect(contact.get_by_label("Why it moves")).to_have_attribute("aria-invalid", "true")
    contact.get_by_label("Why it moves").fill("Đón đoàn thủy lợi buổi trưa")
    contact.get_by_role("button", name="Move", exact=True).click()
    expect(contact.get_by_text("Not answered").first).to_be_visible()
    synced(contact)


def report(cadre: Page) -> None:
    """Without network: the cadre was there, and writes what the invitation has filled in."""
    cadre.get_by_role("link", name=re.compile(TITLE)).click()
    expect(cadre.get_by_text("Nothing told yet").first).to_be_visible()
    cadre.get_by_role("button", name="I attended: write the report").click()
    findings = "Bờ kênh sạt 12 m ở cuối tuyến, xã đã cắm mốc."
    cadre.get_by_label("Findings", exact=True).fill(findings)
    saved(cadre, findings)
    cadre.reload()
    expect(cadre.get_by_label("Kind", exact=True)).to_have_value("site_check")
    expect(cadre.get_by_role("combobox", name="Unit", exact=True)).to_have_value(re.compile("Ân Hảo Tây"))
    expect(cadre.get_by_label("Start date", exact=True)).to_have_value("2024-06-26")
    expect(cadre.get_by_label(re.compile("^Village"))).to_have_value("Đầu kênh N3")
    send(cadre)
    expect(sync_words(cadre)).to_have_text("Offline · 2 unsent")
