"""What is due, and why, on a phone without network; and the books that the clerk keeps, closes and opens again."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from server.demo.ids import record_id
from tests.e2e.conftest import Devices
from tests.e2e.person import installed, loaded, send, sign_in, sync_quietly, synced, write
from tests.e2e.phone import DESK, PHONE
from tests.e2e.served import Served

OWN = record_id("assignment", "CB02:cadre:21787")
REASON = "Xã đón đoàn kiểm tra, hoãn chuyến."
# By their names as a Vietnamese list has them, whatever the units are.
IN_ORDER = """(told) => {
  const names = told.map((one) => one.replace(/^(xã|phường|thị trấn) /, ''));
  return names.join() === [...names].sort(new Intl.Collator('vi').compare).join();
}"""


def office_account(page: Page, url: str) -> dict[str, Any]:
    """What the office says of that person's own account."""
    accounts: list[dict[str, Any]] = page.request.get(f"{url}/api/duty/ledger").json()
    return next(each for each in accounts if each["assignment"] == OWN)


def said(account: dict[str, Any]) -> str:
    """The sums as the phone says them."""
    return "Due {due}: done {done}, excused {excused}, on leave {leave}, open {open}.".format(**account)


def test_the_phone_counts_as_the_office_does_and_tells_why(served: Served, devices: Devices) -> None:
    device = devices(PHONE)
    phone = device.open()
    sign_in(phone, served.url, "cadre2")
    installed(phone)
    account = office_account(phone, served.url)
    expect(phone.get_by_role("link", name=f"This year {account['due']} due, {account['done']} done")).to_be_visible()
    served.stop()
    phone.reload()
    loaded(phone)
    phone.get_by_role("link", name=re.compile("^This year")).click()
    expect(phone.get_by_text(said(account))).to_be_visible()
    for line in account["lines"]:
        month = f"{int(line['last_month'][5:])}/{line['last_month'][:4]}"
        row = phone.get_by_role("listitem").filter(has=phone.get_by_text(month, exact=True))
        done = (
            f"done {line['day'][8:]}/{line['day'][5:7]}/{line['day'][:4]}" if line["day"] else "not done, time is over"
        )
        expect(row.get_by_text(done)).to_be_visible()


def test_a_visit_written_without_network_counts_at_once_and_stays_counted(served: Served, devices: Devices) -> None:
    phone = devices(PHONE).open()
    sign_in(phone, served.url, "cadre2")
    installed(phone)
    before = office_account(phone, served.url)
    served.stop()
    phone.reload()
    loaded(phone)
    write(phone, "Đi lại làng K2 sau mưa.")
    phone.get_by_label("Start date").fill("2024-06-12")
    phone.get_by_label("End date").fill("2024-06-12")
    send(phone)
    phone.goto(f"{served.url}/duty/{OWN}")
    after = {**before, "done": before["done"] + 1, "open": before["open"] - 1}
    expect(phone.get_by_text(said(after))).to_be_visible()
    served.start()
    sync_quietly(phone)
    synced(phone)
    expect(phone.get_by_text(said(after))).to_be_visible()
    assert said(office_account(phone, served.url)) == said(after)


def test_the_clerk_excuses_a_period_and_closes_locks_and_reopens_one(served: Served, devices: Devices) -> None:
    clerk, cadre = devices(DESK).open(), devices(PHONE).open()
    sign_in(cadre, served.url, "cadre2")
    sign_in(clerk, served.url, "clerk")
    clerk.goto(f"{served.url}/duty/{OWN}")
    june = clerk.get_by_role("listitem").filter(has=clerk.get_by_text("6/2024", exact=True))
    june.get_by_role("button", name="Excuse this period").click()
    clerk.get_by_role("button", name="Excuse this period").last.click()
    expect(clerk.get_by_text("Please give a reason.")).to_be_visible()
    clerk.get_by_label("Why 6/2024 is excused").fill(REASON)
    clerk.get_by_role("button", name="Excuse this period").last.click()
    expect(june.get_by_text(f"excused: {REASON}")).to_be_visible()
    synced(clerk)
    sync_quietly(cadre)
    cadre.goto(f"{served.url}/duty/{OWN}")
    expect(cadre.get_by_text(f"excused: {REASON}")).to_be_visible()
    _closed_and_reopened(clerk, served.url)
    assert said(office_account(cadre, served.url)).startswith("Due 7: done 2, excused 1,")


def test_communes_that_nobody_has_visited_stand_by_their_names(served: Served, devices: Devices) -> None:
    desk = devices(DESK).open()
    sign_in(desk, served.url, "supervisor")
    desk.goto(f"{served.url}/duty")
    told = desk.get_by_role("listitem").filter(has_text=re.compile("^(xã|phường|thị trấn) "))
    expect(desk.get_by_role("heading", name=re.compile("^[0-9]+ communes not visited for long$"))).to_be_visible()
    names = told.all_inner_texts()
    assert len(names) > 100
    assert desk.evaluate(IN_ORDER, names)


def _closed_and_reopened(clerk: Page, url: str) -> None:
    places = clerk.get_by_role("navigation", name="Places")
    places.get_by_role("link", name="Duty visits").click()
    clerk.get_by_role("link", name="Reporting periods", exact=True).click()
    clerk.get_by_role("link", name=re.compile("^6.2024")).click()
    expect(places.get_by_role("link", name="Duty visits")).to_have_attribute("aria-current", "page")
    clerk.get_by_role("button", name="Close the period").click()
    clerk.get_by_role("button", name="Lock the period").click()
    expect(clerk.get_by_text("Locked", exact=True)).to_be_visible()
    clerk.get_by_role("button", name="Reopen the period").click()
    expect(clerk.get_by_text("Please give a reason.")).to_be_visible()
    clerk.get_by_label("Why it is reopened").fill("Thiếu báo cáo của hai xã.")
    clerk.get_by_role("button", name="Reopen the period").click()
    expect(clerk.get_by_role("button", name="Close the period")).to_be_visible()
    synced(clerk)


def test_text_taken_over_from_an_earlier_report_is_said_before_it_goes(served: Served, devices: Devices) -> None:
    phone = devices(PHONE).open()
    sign_in(phone, served.url, "cadre2")
    write(phone, "Đường vào làng K2 đã thông.")
    send(phone)
    synced(phone)
    write(phone, "Đường vào làng K2  đã thông.")
    phone.get_by_role("button", name="Submit", exact=True).click()
    expect(phone.get_by_text("The text is exactly that of an earlier report of yours.", exact=False)).to_be_visible()
    phone.get_by_role("button", name="Send report", exact=True).click()
    expect(phone.get_by_role("button", name="Copy text")).to_be_visible()
