"""A change of units as its people meet it: looked at, applied, and met by drafts that were written without network."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Final

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Devices
from tests.e2e.person import brought, installed, new_visit, place, saved, send, sign_in, sync_quietly, synced
from tests.e2e.phone import DESK, PHONE
from tests.e2e.served import Served

DAY: Final = "2025-07-01"
# Vĩnh Sơn has one heir; Canh Liên was split between Canh Liên and Canh Vinh.
MOVED, SPLIT = "Vĩnh Sơn", "Canh Liên"
WORDS: Final = {MOVED: "Làng K2: cầu tạm đã xong.", SPLIT: "Làng Kà Bưng: mốc đường đã cắm."}
MATTER: Final = "Đường vào làng Kà Bưng còn 300 m chưa đổ bê tông."


def office(served: Served, *words: str) -> None:
    """Commands on the office's own machine, while nobody is served."""
    subprocess.run(
        [sys.executable, "-m", "server.cli", *words, "--data-dir", str(served.data_dir)],
        check=True,
        capture_output=True,
    )


def choose_unit(page: Page, name: str) -> None:
    unit = page.get_by_role("combobox", name=re.compile("^Unit"))
    unit.fill(name)
    page.get_by_role("option", name=re.compile(name)).first.click()


def write_draft(page: Page, url: str, unit: str) -> str:
    """A report of that unit that is not sent; its address."""
    page.goto(url)
    address = new_visit(page)
    choose_unit(page, unit)
    page.get_by_label("Kind", exact=True).select_option("Site check")
    page.get_by_label("Findings", exact=True).fill(WORDS[unit])
    saved(page, WORDS[unit])
    return address


def raise_matter(page: Page, unit: str) -> None:
    place(page, "Feedback")
    page.get_by_role("button", name="New feedback").click()
    choose_unit(page, unit)
    page.get_by_label("Matter", exact=True).fill(MATTER)
    page.get_by_label("Theme", exact=True).select_option(index=1)
    page.get_by_role("button", name="Send feedback").click()
    # Numbered by the office: it has arrived.
    expect(page.get_by_role("heading", name=re.compile(r"^PA-\d+$"))).to_be_visible()


def look_and_apply(page: Page, served: Served) -> None:
    """The administrator looks at the second plan, says who goes on in the split commune, and applies it."""
    page.goto(f"{served.url}/admin/changes")
    plan = page.get_by_role("list", name="Changes of units").get_by_role("link").nth(1)
    expect(plan).to_contain_text("not applied")
    plan.click()
    expect(page.get_by_text("155 → 58")).to_be_visible()
    expect(page.get_by_text("11 → 0")).to_be_visible()
    expect(page.get_by_text(re.compile("xã Canh Liên.* → xã Canh Liên.* / xã Canh Vinh")).first).to_be_visible()
    for unit in ("Vĩnh Sơn", "Canh Vinh"):
        keep = page.get_by_role("group", name=re.compile(f"^xã {unit}.*Monitoring cadre")).get_by_role("checkbox")
        keep.and_(page.get_by_label(re.compile("Võ Đình Khang"))).click()
        expect(keep.and_(page.get_by_label(re.compile("Võ Đình Khang")))).to_be_checked()
        expect(page.get_by_role("button", name="Apply", exact=True)).to_be_enabled()
    page.get_by_role("button", name="Apply", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Apply", exact=True).click()
    expect(page.get_by_text(re.compile("^It takes effect on"))).to_be_visible()
    expect(plan).to_contain_text(re.compile("· applied"))


def send_on_the_day(page: Page, address: str) -> None:
    """The draft's trip took place on the day of the change."""
    page.goto(address)
    page.get_by_label("Start date").fill(DAY)


def choose_the_heir(page: Page) -> None:
    """The clerk's Today counts what waits, and one press moves each."""
    expect(page.get_by_text(re.compile(r"^\d matters wait for a unit to be chosen$"))).to_be_visible()
    page.get_by_role("link", name="Choose", exact=True).click()
    waiting = page.get_by_role("main").get_by_role("listitem")
    mine = waiting.filter(has=page.get_by_role("link", name=MATTER))
    expect(mine).to_be_visible()
    left = waiting.count() - 1
    mine.get_by_role("button", name=re.compile("^To xã Canh Vinh")).click()
    expect(waiting).to_have_count(left)
    task = waiting.filter(has_text="Difficult task").first
    task.get_by_role("button").first.click()
    expect(waiting).to_have_count(left - 1)
    synced(page)
    place(page, "Feedback")
    brought(page, page.get_by_role("link", name=re.compile("xã Canh Vinh.*Kà Bưng")))


def test_a_plan_is_applied_drafts_follow_the_heir_or_ask_and_the_clerk_chooses(
    served: Served, devices: Devices
) -> None:
    office(served, "user", "role", "cadre2", "cadre", "--unit", "21997", "--beside-others")
    office(served, "units", "change", "apply", "2024-12-01", "--by", "admin")
    phone, desk = devices(PHONE).open(), devices(DESK).open()
    sign_in(phone, served.url, "cadre2")
    installed(phone)
    raise_matter(phone, SPLIT)
    phone.context.set_offline(True)
    drafts = {unit: write_draft(phone, served.url, unit) for unit in (MOVED, SPLIT)}
    sign_in(desk, served.url, "admin")
    look_and_apply(desk, served)
    served.stop()
    office(served, "units", "go", DAY)
    served.start()
    phone.context.set_offline(False)
    sync_quietly(phone)
    send_on_the_day(phone, drafts[MOVED])
    expect(phone.get_by_text(re.compile("the report goes to its successor"))).to_be_visible()
    send(phone)
    send_on_the_day(phone, drafts[SPLIT])
    expect(phone.get_by_text(re.compile("had been split among several")).first).to_be_visible()
    choose_unit(phone, "Canh Vinh")
    send(phone)
    synced(phone)
    expect(phone.get_by_role("heading", name=re.compile("Canh Vinh")).first).to_be_visible()
    clerk = devices(DESK).open()
    sign_in(clerk, served.url, "clerk")
    choose_the_heir(clerk)
