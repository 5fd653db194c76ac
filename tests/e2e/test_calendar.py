"""A person gives his days to a calendar program, which knows nothing but an address, and takes them back."""

from __future__ import annotations

from icalendar import Calendar
from playwright.sync_api import Browser, expect

from tests.e2e.person import sign_in
from tests.e2e.phone import PHONE
from tests.e2e.served import Served


def test_a_calendar_program_reads_a_persons_days_until_he_ends_the_address(
    browser: Browser, shared_demo: Served
) -> None:
    with browser.new_context(viewport=PHONE, timezone_id="Asia/Ho_Chi_Minh") as phone, browser.new_context() as program:
        page = phone.new_page()
        sign_in(page, shared_demo.url, "contact2")
        page.goto(f"{shared_demo.url}/reminders/settings")
        page.get_by_role("button", name="Make an address").click()
        address = page.get_by_label("Address of the calendar").input_value()
        fetched = program.request.get(address)
        assert fetched.headers["content-type"] == "text/calendar; charset=utf-8"
        meetings = Calendar.from_ical(fetched.body()).walk("VEVENT")
        assert "Họp tại xã Vĩnh Sơn" in {str(each["summary"]) for each in meetings}
        # It is shown this once.
        page.reload()
        expect(page.get_by_text("The calendar has an address since")).to_be_visible()
        assert address not in page.content()
        page.get_by_role("button", name="End this address").click()
        expect(page.get_by_role("button", name="Make an address")).to_be_visible()
        assert program.request.get(address).status == 404
