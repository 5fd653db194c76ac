"""A supervisor decides without a network, on what was read; where the words changed since, a person decides anew."""

from __future__ import annotations

import re
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from server.demo.ids import record_id
from tests.e2e.conftest import Devices
from tests.e2e.person import brought, installed, place, reports, send, sign_in, sync_words, synced
from tests.e2e.phone import DESK
from tests.e2e.served import Served

WAITING: Final = record_id("visit", "BC-2024-014")
ANOTHER: Final = record_id("visit", "BC-2024-015")


def offline(page: Page, *, cut: bool) -> None:
    """The network of this device alone goes, or comes back."""
    page.context.set_offline(cut)


def decide(page: Page, name: str, comment: str = "") -> None:
    """Give the decision on the report that is open, and wait until it is said."""
    if comment:
        page.get_by_label("Comment", exact=True).fill(comment)
    page.get_by_role("button", name=name, exact=True).click()
    # The notice of an earlier decision may still stand: what tells this one is that its report is left.
    page.wait_for_url(re.compile("/review$"))
    said = "Approved." if name == "Approve" else "Returned. The comment goes to the writer's phone."
    expect(page.get_by_text(said, exact=True).last).to_be_visible()


def test_returned_without_a_network_corrected_and_approved_with_the_rounds_to_compare(
    devices: Devices, served: Served
) -> None:
    desk, phone = devices(DESK).open(), devices().open()
    sign_in(desk, served.url, "supervisor")
    sign_in(phone, served.url, "cadre2")
    installed(desk)
    offline(desk, cut=True)
    desk.goto(f"{served.url}/review/{WAITING}")
    desk.get_by_role("button", name="Comment on Difficulties").click()
    desk.get_by_label("Comment on Difficulties").fill("Cầu nào?")
    decide(desk, "Return", "Xin ghi rõ tên cầu.")
    expect(sync_words(desk)).to_have_text(re.compile(r"Offline · \d unsent"))
    correcting = reports(desk, "Being corrected").filter(has_text="BC-2024-014")
    expect(correcting.get_by_text("Being corrected")).to_be_visible()
    offline(desk, cut=False)
    place(phone, "Today")
    brought(phone, phone.get_by_text("Xin ghi rõ tên cầu."))
    offline(phone, cut=True)
    phone.get_by_role("link", name=re.compile("xã Vĩnh Sơn.*Returned", re.S)).click()
    phone.get_by_role("link", name="Correct the report").click()
    expect(phone.get_by_text("Cầu nào?")).to_be_visible()
    phone.get_by_label("Difficulties", exact=True).fill("Cầu gỗ Suối Lạnh trong làng mục ba tấm ván.")
    send(phone)
    offline(phone, cut=False)
    place(desk, "Review")
    brought(desk, desk.get_by_role("link", name=re.compile("BC-2024-014")))
    expect(reports(phone, "Sent").filter(has_text="BC-2024-014")).to_have_count(1)
    desk.get_by_role("link", name=re.compile("BC-2024-014")).click()
    expect(desk.get_by_text("sent again, round 2")).to_be_visible()
    expect(desk.locator("ins", has_text="Suối Lạnh").first).to_be_visible()
    decide(desk, "Approve")
    desk.goto(f"{served.url}/visits/{WAITING}")
    history = desk.get_by_role("article")
    expect(history.get_by_text(re.compile("^Round 1"))).to_be_visible()
    history.get_by_text(re.compile("^Round 2")).click()
    expect(history.locator("ins", has_text="Suối Lạnh").first).to_be_visible()
    history.get_by_text(re.compile("^Round 1")).click()
    expect(history.get_by_text("Xin ghi rõ tên cầu.").first).to_be_visible()


@pytest.mark.invariant("no-value-vanishes")
def test_a_decision_on_words_that_changed_does_not_apply_and_shows_the_difference(
    devices: Devices, served: Served
) -> None:
    desk, colleague, phone = devices(DESK).open(), devices(DESK).open(), devices().open()
    for page, who in ((desk, "supervisor"), (colleague, "supervisor"), (phone, "cadre3")):
        sign_in(page, served.url, who)
    installed(desk)
    offline(desk, cut=True)
    desk.goto(f"{served.url}/review/{ANOTHER}")
    expect(desk.get_by_text("lao động tăng từ 31 lên 44")).to_be_visible()

    colleague.goto(f"{served.url}/review/{ANOTHER}")
    decide(colleague, "Return", "Số lao động?")
    brought(phone, phone.get_by_text("Số lao động?"))
    phone.goto(f"{served.url}/visits/{ANOTHER}/edit")
    phone.get_by_label("Findings", exact=True).fill("Lao động tăng từ 31 lên 54.")
    send(phone)
    expect(phone.get_by_role("article").get_by_text("Queued", exact=True)).to_have_count(0)
    synced(phone)

    decide(desk, "Approve")
    offline(desk, cut=False)
    expect(sync_words(desk)).to_have_text("Needs you: 1")
    sync_words(desk).click()
    expect(desk.get_by_text("Your decision did not take effect: the report changed after you read it")).to_be_visible()
    desk.get_by_text("The difference").click()
    expect(desk.locator("ins", has_text="54").first).to_be_visible()
    desk.get_by_role("link", name="Look at the report and decide again").click()
    decide(desk, "Approve")
    desk.goto(f"{served.url}/sync")
    desk.get_by_role("button", name="Drop the old decision").click()
    synced(desk)
    brought(phone, reports(phone, "Approved").filter(has_text="BC-2024-015"))
