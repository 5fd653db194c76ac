"""What may not be written is stopped on the phone; items are parted and joined; the commune speaks to a visit."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from server.demo.ids import record_id
from tests.e2e.conftest import Devices
from tests.e2e.person import brought, place, sign_in, synced
from tests.e2e.phone import DESK, PHONE
from tests.e2e.served import Served

CALLED = "Bà con xin hỗ trợ, gọi 0905 123 456."
DENOUNCED = "Đơn tố cáo ông A nhận tiền của dân."
SEVERAL = "1. Kênh N3 sạt bờ 40 m.\n2. Đường ra đồng lầy khi mưa."
DISPUTED = "Xã không nêu con số 212 ha."


def item(office: Served, number: str) -> str:
    return f"{office.url}/feedback/{record_id('feedback', number)}"


def test_what_may_not_be_written_never_leaves_the_phone(shared_demo: Served, devices: Devices) -> None:
    page = devices(PHONE).open()
    sign_in(page, shared_demo.url, "cadre1")
    place(page, "Feedback")
    page.get_by_role("button", name="New feedback").click()
    page.context.set_offline(True)
    matter = page.get_by_label("Matter", exact=True)
    matter.fill(CALLED)
    expect(page.get_by_text(re.compile("There is a telephone number"))).to_be_visible()
    page.get_by_label("Theme", exact=True).select_option(index=1)
    page.get_by_role("button", name="Send feedback").click()
    expect(matter).to_have_attribute("aria-invalid", "true")
    matter.fill(DENOUNCED)
    page.get_by_role("button", name="Send feedback").click()
    expect(page.get_by_role("dialog", name="This reads like a denunciation")).to_be_visible()
    page.get_by_role("button", name="Keep only the count").click()
    page.context.set_offline(False)
    synced(page)
    expect(page.get_by_text("Đơn tố cáo")).to_have_count(0)


def test_two_matters_are_sent_as_two_items(shared_demo: Served, devices: Devices) -> None:
    page = devices(PHONE).open()
    sign_in(page, shared_demo.url, "cadre1")
    page.goto(f"{shared_demo.url}/feedback/new")
    page.get_by_label("Matter", exact=True).fill(SEVERAL)
    page.get_by_label("Theme", exact=True).select_option(index=1)
    page.get_by_role("button", name="Send as 2 items").click()
    expect(page.get_by_role("link", name=re.compile("Kênh N3 sạt bờ 40 m"))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Đường ra đồng lầy khi mưa"))).to_be_visible()
    synced(page)


def test_a_clerk_parts_one_item_and_joins_another(shared_demo: Served, devices: Devices) -> None:
    clerk = devices(DESK).open()
    sign_in(clerk, shared_demo.url, "clerk")
    clerk.goto(item(shared_demo, "PA-017"))
    _split(clerk)
    clerk.goto(item(shared_demo, "PA-018"))
    clerk.get_by_role("button", name="Join with the same matter").click()
    clerk.get_by_role("combobox", name="Open item on the same matter").fill("pa-013")
    clerk.get_by_role("option").filter(has_text="PA-013").first.click()
    clerk.get_by_role("button", name="Join", exact=True).click()
    expect(clerk.get_by_role("link", name=re.compile("Joined to PA-013"))).to_be_visible()
    synced(clerk)
    contact = devices(PHONE).open()
    sign_in(contact, shared_demo.url, "contact2")
    contact.goto(item(shared_demo, "PA-017"))
    expect(contact.get_by_text("Split into several items")).to_be_visible()
    expect(contact.get_by_text(re.compile(r"^Split into\s+PA-02"))).to_be_visible()


def _split(page: Page) -> None:
    page.get_by_role("button", name="Split into several").click()
    parts = page.get_by_role("group", name=re.compile("^Matter"))
    expect(parts).to_have_count(2)
    parts.nth(1).get_by_label("Matter", exact=True).fill("Cấp thêm bảng và phấn cho lớp.")
    page.get_by_role("button", name="Split into 2 items").click()
    expect(page.get_by_text("Split into several items")).to_be_visible()
    synced(page)


def test_the_commune_disputes_a_visit_without_network_and_its_author_reads_it(
    shared_demo: Served, devices: Devices
) -> None:
    visit = f"{shared_demo.url}/visits/{record_id('visit', 'BC-2024-001')}"
    contact, cadre = devices(PHONE).open(), devices(PHONE).open()
    sign_in(contact, shared_demo.url, "contact1")
    contact.goto(visit)
    expect(contact.get_by_role("heading", name="Joint record with the commune")).to_be_visible()
    contact.context.set_offline(True)
    # It acknowledged this visit before; what stands is changed on purpose.
    contact.get_by_role("button", name="Say something else").click()
    contact.get_by_label("Disputed by the commune").check()
    contact.get_by_role("button", name="Send", exact=True).click()
    expect(contact.get_by_text("Please give a reason.")).to_be_visible()
    contact.get_by_label("The commune's words").fill(DISPUTED)
    contact.get_by_role("button", name="Send", exact=True).click()
    expect(contact.get_by_role("listitem").filter(has_text=DISPUTED)).to_be_visible()
    contact.context.set_offline(False)
    synced(contact)
    sign_in(cadre, shared_demo.url, "cadre1")
    cadre.goto(visit)
    brought(cadre, cadre.get_by_text(DISPUTED))
