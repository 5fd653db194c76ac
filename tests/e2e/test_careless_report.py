"""Whoever sends too early is led to what is missing, and asked about what should not stand in a report."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.conftest import Devices
from tests.e2e.person import new_visit, saved, sign_in
from tests.e2e.phone import PHONE
from tests.e2e.served import Served

CARELESS = "Hộ có căn cước 052084001234 xin hỗ trợ 20 m3 đá."


def test_a_careless_report_is_shown_what_it_lacks_and_what_it_should_not_hold(
    shared_demo: Served, devices: Devices
) -> None:
    page = devices(PHONE).open()
    sign_in(page, shared_demo.url, "cadre1")
    new_visit(page)
    # The first fault comes into sight, wherever on the long page the button was pressed.
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_label("Kind", exact=True)).to_be_focused()
    page.get_by_label("Kind", exact=True).select_option("Site check")
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_label("Findings", exact=True)).to_be_focused()
    page.get_by_label("Findings", exact=True).fill(CARELESS)
    saved(page, CARELESS)
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_text("digits like those of an identity card")).to_be_visible()
    # It is advice: who knows better sends, and may still take it back. What he took back nobody returned to him.
    page.get_by_role("button", name="Send report", exact=True).click()
    page.get_by_role("button", name="Withdraw", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("heading", name="Visit report", exact=True)).to_be_visible()
