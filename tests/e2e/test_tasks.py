"""A difficult task from who gives it to who tells of it without network; and a unit's figures, with their labels."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from server.demo.ids import record_id
from server.features.indicators.programme import indicator_id
from tests.e2e.conftest import Devices
from tests.e2e.person import brought, installed, loaded, sign_in, sync_words, synced
from tests.e2e.phone import DESK, PHONE
from tests.e2e.served import Served

TITLE = "Nạo vét kênh N3"
WARD = record_id("unit", "21655")


def choose(page: Page, field: str, typed: str, found: str) -> None:
    page.get_by_role("combobox", name=field, exact=True).fill(typed)
    page.get_by_role("option").filter(has_text=found).first.click()


def give(page: Page, url: str) -> str:
    """The clerk gives the commune's contact a task; its address."""
    page.goto(f"{url}/tasks/new")
    page.get_by_label("Name of the task").fill(TITLE)
    page.get_by_role("button", name="Give the task").click()
    expect(page.get_by_role("combobox", name="Unit", exact=True)).to_have_attribute("aria-invalid", "true")
    choose(page, "Unit", "an hao tay", "Ân Hảo Tây")
    choose(page, "Owner", "nguyen van dung", "Nguyễn Văn Dũng")
    page.get_by_label("Deadline").fill("2024-09-30")
    page.get_by_label("What", exact=True).fill("Kênh đã nạo vét")
    page.get_by_label("Unit of measure").fill("m")
    page.get_by_label("To reach").fill("≥ 340")
    expect(page.get_by_text(re.compile("^Read as ≥.340.m.$"))).to_be_visible()
    page.get_by_role("button", name="Give the task").click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    synced(page)
    return page.url


def test_a_figure_told_without_network_is_a_percent_that_nobody_typed(served: Served, devices: Devices) -> None:
    clerk, contact = devices(DESK).open(), devices(PHONE).open()
    sign_in(clerk, served.url, "clerk")
    address = give(clerk, served.url)
    sign_in(contact, served.url, "contact1")
    installed(contact)
    contact.goto(f"{served.url}/tasks?list=mine")
    contact.get_by_role("link", name=re.compile(TITLE)).click()
    served.stop()
    contact.get_by_role("button", name="Tell a figure").click()
    figure = contact.get_by_label("Reached (m)")
    figure.fill("bốn trăm")
    contact.get_by_role("button", name="Save").click()
    expect(figure).to_have_attribute("aria-invalid", "true")
    figure.fill("> 510.5")
    contact.get_by_role("button", name="Save").click()
    expect(contact.get_by_text(re.compile("^>.150.1%$"))).to_be_visible()
    contact.reload()
    expect(contact.get_by_text(re.compile("^>.150.1%$"))).to_be_visible()
    expect(sync_words(contact)).to_have_text(re.compile("1 unsent"))
    served.start()
    contact.goto(served.url)
    loaded(contact)
    contact.get_by_role("button", name="Sync now").click()
    synced(contact)
    register: dict[str, Any] = contact.request.get(f"{served.url}/api/tasks").json()
    told = next(each for each in register["tasks"] if each["id"] == address.split("?")[0].rsplit("/", 1)[1])
    assert told["percent"] == {"value_e1": 1501, "comparator": "gt"}


def test_a_frame_is_changed_and_who_is_overtaken_keeps_his_words(served: Served, devices: Devices) -> None:
    desk, phone = devices(DESK).open(), devices(PHONE).open()
    sign_in(desk, served.url, "clerk")
    address = give(desk, served.url).split("?")[0]
    sign_in(phone, served.url, "clerk")
    installed(phone)
    phone.goto(f"{address}/edit")
    expect(phone.get_by_label("Name of the task")).to_have_value(TITLE)
    expect(phone.get_by_label("To reach")).to_have_value("≥ 340")
    served.stop()
    phone.get_by_label("Why it is hard:").fill("Kênh qua đất lúa.")
    served.start()
    desk.goto(f"{address}/edit")
    desk.get_by_label("Name of the task").fill(f"{TITLE}, đoạn cuối")
    desk.get_by_role("button", name="Add a milestone").click()
    desk.get_by_label("What must be done", exact=True).fill("Xong đoạn cống")
    desk.get_by_label("Due", exact=True).fill("2024-07-31")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("heading", name=f"{TITLE}, đoạn cuối")).to_be_visible()
    synced(desk)
    brought(phone, phone.get_by_text("Someone else has just changed this task"))
    expect(phone.get_by_label("Name of the task")).to_have_value(f"{TITLE}, đoạn cuối")
    phone.get_by_role("button", name="Keep my changes on the new version").click()
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_text("Kênh qua đất lúa.")).to_be_visible()
    expect(phone.get_by_text("Xong đoạn cống")).to_be_visible()
    synced(phone)


def test_the_table_shows_what_the_office_counts_and_labels_two_periods(served: Served, devices: Devices) -> None:
    clerk = devices(PHONE).open()
    sign_in(clerk, served.url, "clerk")
    asked = f"unit={WARD}&starts=2024-01-01&ends=2024-12-31"
    rows = clerk.request.get(f"{served.url}/api/indicators/table?{asked}").json()
    total = next(each for each in rows if each["indicator"] == indicator_id("admissions"))["total"]
    assert (total["percent"]["value_e1"], total["periods_differ"]) == (429, True)
    clerk.goto(f"{served.url}/indicators?unit={WARD}")
    group = clerk.get_by_role("rowgroup").filter(has=clerk.get_by_role("link", name="Admissions by organisation"))
    expect(group.get_by_role("row", name=re.compile("^Total 14 6 42.9%"))).to_be_visible()
    expect(group.get_by_text("different periods")).to_be_visible()
    expect(group.get_by_text(re.compile("plan for: Year 2024"))).to_be_visible()
