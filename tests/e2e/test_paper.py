"""A report leaves the app: printed on A4 with what a file needs, and copied as text for a messaging app."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from server.demo.ids import record_id
from tests.e2e.conftest import Devices
from tests.e2e.person import brought, installed, sign_in
from tests.e2e.phone import DESK
from tests.e2e.served import Served

APPROVED: Final = f"/visits/{record_id('visit', 'BC-2024-001')}"
# Points; PDF writes them with a fraction.
A4: Final = (595, 842)
KEPT: Final = Path(__file__).parents[2] / ".cache" / "pictures"


@pytest.fixture
def page(devices: Devices, shared_demo: Served) -> Page:
    """The writer's report on a desk that lost the network: paper needs no office."""
    opened = devices(DESK).open()
    sign_in(opened, shared_demo.url, "cadre1")
    installed(opened)
    opened.context.set_offline(True)
    opened.goto(shared_demo.url + APPROVED)
    expect(opened.get_by_role("button", name="Copy text")).to_be_visible()
    return opened


def test_a_visit_on_paper_has_number_unit_status_and_approver_and_nothing_to_press(page: Page) -> None:
    page.emulate_media(media="print")
    expect(page.get_by_text("REPORT OF A FIELD VISIT")).to_be_visible()
    report = page.get_by_role("article")
    for words in ("BC-2024-001", "xã Ân Hảo Tây, huyện Hoài Ân", "Approved", re.compile("approved by Mai Đức Thuận, ")):
        expect(report.get_by_text(words, exact=isinstance(words, str)).first).to_be_visible()
    for role in ("button", "navigation", "banner", "combobox"):
        # What is not shown has no role.
        expect(page.get_by_role(role)).to_have_count(0)
    paper = page.pdf(prefer_css_page_size=True)
    KEPT.mkdir(parents=True, exist_ok=True)
    (KEPT / "visit.pdf").write_bytes(paper)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == {A4}
    assert len(boxes) <= 2


def test_a_report_is_copied_as_text_for_a_messaging_app(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy text").click()
    expect(page.get_by_text("Copied. You can paste it into a messaging app.")).to_be_visible()
    copied = str(page.evaluate("() => navigator.clipboard.readText()"))
    head, *_ = copied.split("\n\n")
    assert head.splitlines()[:2] == ["REPORT OF A FIELD VISIT BC-2024-001", "xã Ân Hảo Tây, huyện Hoài Ân"]
    assert "Findings:\n" in copied
    shown = page.get_by_role("article").inner_text()
    for line in copied.partition("Findings:\n")[2].splitlines():
        assert line == "" or line.rstrip(":") in shown


def test_what_a_contact_copies_holds_no_word_that_he_may_not_read(devices: Devices, shared_demo: Served) -> None:
    contact = devices(DESK).open()
    sign_in(contact, shared_demo.url, "contact1")
    contact.goto(shared_demo.url + APPROVED)
    contact.context.grant_permissions(["clipboard-read", "clipboard-write"])
    brought(contact, contact.get_by_role("button", name="Copy text"))
    contact.get_by_role("button", name="Copy text").click()
    copied = str(contact.evaluate("() => navigator.clipboard.readText()"))
    assert "Recommendations of the commune:\n" in copied
    for kept in ("Findings:", "Difficulties:", "Own proposals:"):
        assert kept not in copied
