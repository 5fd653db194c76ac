"""One matter from the commune and back: raised, owned, answered, confirmed without network, seen by the cadre."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from server.demo.ids import record_id
from tests.e2e.conftest import Devices
from tests.e2e.person import brought, place, sign_in, sync_words, synced
from tests.e2e.phone import DESK, PHONE
from tests.e2e.served import Served

MATTER = "Cầu treo làng K3 mòn cáp, xe máy phải dắt bộ."
ANSWER = "Đã thay hai sợi cáp ngày 24/6, biên bản số 12/BB."


def test_what_the_commune_raised_is_answered_and_comes_back(served: Served, devices: Devices) -> None:
    contact, clerk, agency, cadre = (devices(size).open() for size in (PHONE, DESK, DESK, PHONE))
    sign_in(contact, served.url, "contact2")
    _raised(contact)
    sign_in(clerk, served.url, "clerk")
    _given_an_owner(clerk)
    sign_in(agency, served.url, "agency1")
    _answered(agency)
    _confirmed_without_the_office(contact)
    sign_in(cadre, served.url, "cadre2")
    _seen_without_the_office(cadre)


def _item(page: Page) -> None:
    page.get_by_role("main").get_by_role("link", name=re.compile(re.escape(MATTER))).first.click()
    expect(page.get_by_role("article").get_by_text(MATTER)).to_be_visible()


def _raised(page: Page) -> None:
    place(page, "Feedback")
    page.get_by_role("button", name="New feedback").click()
    page.get_by_role("button", name="Send feedback").click()
    expect(page.get_by_text("Please write what it is about.")).to_be_visible()
    page.get_by_label("Matter", exact=True).fill(MATTER)
    page.get_by_label("Theme", exact=True).select_option(index=1)
    page.get_by_label("Urgency", exact=True).select_option("Urgent")
    expect(page.get_by_role("combobox", name="Unit")).to_have_value("xã Vĩnh Sơn")
    page.get_by_role("button", name="Send feedback").click()
    synced(page)
    expect(page.get_by_role("heading", name=re.compile(r"^PA-0\d\d$"))).to_be_visible()


def _given_an_owner(page: Page) -> None:
    place(page, "Feedback")
    _item(page)
    page.get_by_role("button", name="Give owner").click()
    expect(page.get_by_text("Please choose the owner.")).to_be_visible()
    page.get_by_role("combobox", name="Owner").fill("so nong nghiep")
    page.get_by_role("option").filter(has_text="Sở Nông nghiệp").first.click()
    page.get_by_role("button", name="Give owner").click()
    expect(page.get_by_text(re.compile("^Given to Sở Nông nghiệp"))).to_be_visible()
    synced(page)


def _answered(page: Page) -> None:
    place(page, "Feedback")
    _item(page)
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_text("Please choose the outcome.")).to_be_visible()
    page.get_by_label("Outcome", exact=True).select_option("Settled")
    page.get_by_role("textbox", name="Answer", exact=True).fill(ANSWER)
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_text("Settled: please give the number of the document or minutes.")).to_be_visible()
    page.get_by_label("Number of the document or minutes").fill("12/BB")
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_text("Answer: Settled")).to_be_visible()
    synced(page)


def _confirmed_without_the_office(page: Page) -> None:
    page.get_by_role("link", name="Back").click()
    place(page, "Today")
    page.get_by_role("button", name="Sync now").click()
    expect(page.get_by_text("Answers to confirm")).to_be_visible()
    page.context.set_offline(True)
    _item(page)
    expect(page.get_by_text(ANSWER)).to_be_visible()
    page.get_by_role("button", name="Reopen", exact=True).click()
    expect(page.get_by_text("Please give a reason.")).to_be_visible()
    page.get_by_role("button", name="Confirm", exact=True).click()
    expect(page.get_by_text(re.compile("confirmed the answer"))).to_be_visible()
    page.get_by_role("link", name="Back").click()
    place(page, "Today")
    expect(sync_words(page)).to_have_text(re.compile("1 unsent"))
    page.context.set_offline(False)
    page.get_by_role("button", name="Sync now").click()
    synced(page)


def _seen_without_the_office(page: Page) -> None:
    place(page, "Feedback")
    page.context.set_offline(True)
    page.get_by_role("link", name=re.compile(r"^Closed \d+$")).click()
    _item(page)
    expect(page.get_by_text(ANSWER)).to_be_visible()
    expect(page.get_by_text(re.compile("confirmed the answer"))).to_be_visible()


def test_a_later_due_date_is_asked_for_with_a_reason_and_granted_by_a_supervisor(
    served: Served, devices: Devices
) -> None:
    agency, supervisor = devices(DESK).open(), devices(PHONE).open()
    sign_in(agency, served.url, "agency1")
    sign_in(supervisor, served.url, "supervisor")
    late = f"{served.url}/feedback/{record_id('feedback', 'PA-015')}"
    agency.goto(late)
    agency.get_by_role("button", name="Ask for an extension").click()
    agency.get_by_label("Until").fill("2024-07-10")
    agency.get_by_role("button", name="Send the request").click()
    reason = agency.get_by_role("textbox", name="Reason")
    expect(reason).to_have_attribute("aria-invalid", "true")
    reason.fill("Chờ kết quả xét nghiệm của đàn bò.")
    agency.get_by_role("button", name="Send the request").click()
    expect(agency.get_by_text("Chờ kết quả xét nghiệm của đàn bò.")).to_be_visible()
    synced(agency)

    supervisor.goto(late)
    brought(supervisor, supervisor.get_by_text(re.compile("asks for an extension until 10/07/2024")))
    supervisor.get_by_role("textbox", name="Reason").fill("Đồng ý một lần.")
    supervisor.get_by_role("button", name="Grant the extension").click()
    expect(supervisor.get_by_text("Extended until 10/07/2024")).to_be_visible()
    synced(supervisor)
    brought(agency, agency.get_by_text("Extended until 10/07/2024"))
    expect(agency.get_by_role("article")).to_contain_text("due 10/07/2024 (first 20/06/2024, extended)")
