"""One visit from the first word to the approval, over a phone without network that dies in between."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Devices
from tests.e2e.person import (
    brought,
    installed,
    place,
    reports,
    saved,
    send,
    sign_in,
    sync_words,
    synced,
    write,
)
from tests.e2e.phone import DESK, Device
from tests.e2e.served import Served

FINDINGS = "Kè rọ đá đường vào làng K2 đã xong 12 m; bà con đề nghị làm thêm rãnh thoát nước."
COMMENT = "Xin ghi chiều dài rãnh và số hộ được lợi."
ON_FINDINGS = "Rãnh dài bao nhiêu mét?"
CORRECTED = "Kè rọ đá đường vào làng K2 đã xong 12 m; bà con đề nghị làm thêm 40 m rãnh thoát nước cho 18 hộ."


def test_a_visit_written_offline_is_returned_corrected_and_approved(
    served: Served, phone: Device, devices: Devices
) -> None:
    cadre = _written_without_the_office(served, phone)
    supervisor = devices(DESK).open()
    sign_in(supervisor, served.url, "supervisor")
    _returned(supervisor)
    cadre = _comment_read_without_the_office(served, phone, cadre)
    _corrected(served, cadre)
    _approved_with_the_changes_marked(supervisor)
    _verdict_on_the_phone(cadre)


def _written_without_the_office(served: Served, phone: Device) -> Page:
    page = phone.open()
    sign_in(page, served.url, "cadre2")
    installed(page)
    # Put away once, so that the browser has kept who is on it: it writes its cookies down only now and then.
    phone.close()
    served.stop()
    page = phone.open(f"{served.url}/?lang=en")
    draft = write(page, FINDINGS)
    phone.kill()
    page = phone.open(f"{draft}?lang=en")
    expect(page.get_by_label("Findings", exact=True)).to_have_value(FINDINGS)
    send(page)
    expect(sync_words(page)).to_have_text("Offline · 1 unsent")
    served.start()
    _sync_now(page)
    return page


def _sync_now(page: Page) -> None:
    place(page, "Today")
    page.get_by_role("button", name="Sync now").click()
    synced(page)


def _open_for_review(page: Page) -> None:
    place(page, "Review")
    report = page.get_by_role("link", name=re.compile(r"xã Vĩnh Sơn.*Site check", re.S))
    brought(page, report)
    report.click()
    expect(page.get_by_role("button", name="Approve", exact=True)).to_be_visible()


def _returned(page: Page) -> None:
    _open_for_review(page)
    expect(page.get_by_role("article")).to_contain_text(FINDINGS)
    page.get_by_role("button", name="Comment on Findings", exact=True).click()
    page.get_by_role("textbox", name="Comment on Findings", exact=True).fill(ON_FINDINGS)
    page.get_by_role("button", name="Return", exact=True).click()
    expect(page.get_by_text("Please write a general comment before returning the report.")).to_be_visible()
    page.get_by_role("textbox", name="Comment", exact=True).fill(COMMENT)
    page.get_by_role("button", name="Return", exact=True).click()
    expect(page.get_by_text("Returned. The comment goes to the writer's phone.")).to_be_visible()
    synced(page)


def _comment_read_without_the_office(served: Served, phone: Device, page: Page) -> Page:
    place(page, "Today")
    brought(page, page.get_by_text(COMMENT))
    phone.close()
    served.stop()
    page = phone.open(f"{served.url}/?lang=en")
    page.get_by_role("link", name=re.compile(COMMENT)).click()
    page.get_by_role("link", name="Correct the report").click()
    expect(page.get_by_label("Findings", exact=True)).to_have_value(FINDINGS)
    expect(page.get_by_text(COMMENT)).to_be_visible()
    expect(page.get_by_text(ON_FINDINGS)).to_be_visible()
    return page


def _corrected(served: Served, page: Page) -> None:
    page.get_by_label("Findings", exact=True).fill(CORRECTED)
    saved(page, CORRECTED)
    send(page)
    served.start()
    _sync_now(page)


def _approved_with_the_changes_marked(page: Page) -> None:
    _open_for_review(page)
    expect(page.get_by_role("insertion").filter(has_text="40 m")).to_have_count(1)
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_text("Approved.", exact=True)).to_be_visible()
    synced(page)


def _verdict_on_the_phone(page: Page) -> None:
    approved = reports(page, "Approved").filter(has_text="Site check")
    brought(page, approved)
    expect(approved).to_have_count(1)
    page.get_by_role("link", name=re.compile(r"xã Vĩnh Sơn.*Site check", re.S)).click()
    expect(page.get_by_text(re.compile("approved by Mai Đức Thuận")).first).to_be_visible()
    page.get_by_text(re.compile("^Round 1 · sent")).click()
    expect(page.get_by_text(ON_FINDINGS)).to_be_visible()
