"""A citizen's name that must not be in a report: erased at the office, gone from the phone that wrote it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Devices
from tests.e2e.person import GONE_AT_LAST, ON_DISK, WAIT_MS, brought, place, send, sign_in, synced, write
from tests.e2e.phone import DESK, Device
from tests.e2e.served import Served

NAME = "Nguyễn Văn Ẩn"
NUMBER = re.compile(r"BC-2024-\d+")


def _erased(page: Page, url: str, number: str) -> None:
    """The administrator's page: by number, part, ground and reason, and sure of it."""
    page.goto(f"{url}/admin/erase")
    page.get_by_label("Number of the report or item").fill(number)
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_label("Findings", exact=True).check()
    page.get_by_label("Ground (Law 91/2025/QH15)").select_option("request")
    page.get_by_label("Reason", exact=True).fill("The citizen asked for it.")
    page.get_by_role("button", name="Erase for good").click()
    page.get_by_role("dialog").get_by_role("button", name="Erase for good").click()
    expect(page.get_by_text("Erased. Devices learn of it with their next sync.")).to_be_visible()
    expect(page.get_by_text("The citizen asked for it.")).to_be_visible()
    expect(page.get_by_text(NAME)).to_have_count(0)


def test_a_name_is_erased_at_the_office_and_leaves_the_phone_that_wrote_it(
    served: Served, phone: Device, devices: Devices
) -> None:
    page = phone.open()
    sign_in(page, served.url, "cadre2")
    write(page, f"Gặp ông {NAME} ở đầu thôn.")
    send(page)
    synced(page)
    number = page.get_by_text(NUMBER).first
    brought(page, number)
    found = NUMBER.search(number.inner_text())
    assert found
    assert page.evaluate(ON_DISK, NAME)
    desk = devices(DESK)
    admin = desk.open()
    sign_in(admin, served.url, "admin")
    _erased(admin, served.url, found.group())
    brought(page, page.get_by_text(re.compile("^The office erased these words for good on")))
    expect(page.get_by_text(NAME)).to_have_count(0)
    page.wait_for_function(GONE_AT_LAST, arg=NAME, timeout=WAIT_MS)
    assert phone.console + desk.console == []


def test_who_oversees_the_province_asks_for_what_is_older_and_hears_when_there_is_no_network(
    served: Served, devices: Devices
) -> None:
    device = devices(DESK)
    page = device.open()
    sign_in(page, served.url, "supervisor")
    place(page, "Visits")
    page.get_by_role("button", name="Earlier…").click()
    expect(page.get_by_text("There is nothing older.")).to_be_visible()
    place(page, "Feedback")
    served.stop()
    page.get_by_role("button", name="Earlier…").click()
    expect(page.get_by_text("What is older did not come")).to_be_visible()
