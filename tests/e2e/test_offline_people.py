"""Whose phone it is: one person's devices share what is being written, and nobody else's ever shows it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Devices
from tests.e2e.person import (
    ask_to_leave,
    brought,
    installed,
    leave,
    loaded,
    place,
    reports,
    saved,
    send,
    sign_in,
    sync_quietly,
    sync_words,
    write,
    write_and_queue,
)
from tests.e2e.phone import DESK
from tests.e2e.served import Served

SECRET = "Chỉ người viết đọc được đoạn này."


@pytest.mark.invariant("data-keyed-by-person")
@pytest.mark.failure(38)
def test_two_devices_of_one_person_share_a_draft_and_no_other_person_has_it(
    devices: Devices, shared_demo: Served
) -> None:
    phone, desk, other = devices().open(), devices(DESK).open(), devices().open()
    for page, who in ((phone, "cadre1"), (desk, "cadre1"), (other, "cadre2")):
        sign_in(page, shared_demo.url, who)
    address = write(phone, SECRET)
    sync_quietly(phone)
    brought(desk, reports(desk, "Draft"))
    desk.goto(address)
    expect(desk.get_by_label("Findings", exact=True)).to_have_value(SECRET)
    desk.get_by_label("Own proposals").fill("Từ máy để bàn.")
    saved(desk, "Từ máy để bàn.")
    sync_quietly(desk)
    sync_quietly(phone)
    expect(phone.get_by_label("Own proposals")).to_have_value("Từ máy để bàn.")
    sync_quietly(other)
    expect(reports(other, "Draft")).to_have_count(0)
    other.goto(address.removesuffix("/edit"))
    expect(other.get_by_text("This report is not on this phone, or you may not read it.")).to_be_visible()
    other.goto(address)
    expect(other.get_by_label("Findings", exact=True)).to_have_value("")


@pytest.mark.invariant("data-keyed-by-person")
@pytest.mark.failure(44)
def test_signing_out_keeps_unsent_work_which_goes_on_where_it_stopped(served: Served, devices: Devices) -> None:
    phone = devices()
    page = phone.open()
    sign_in(page, served.url, "cadre3")
    installed(page)
    served.stop()
    write_and_queue(page, SECRET)
    question = ask_to_leave(page)
    expect(question).to_contain_text("1 piece of work has not been sent.")
    expect(question).to_contain_text("Unsent work and drafts stay on this phone")
    leave(question)
    served.start()

    sign_in(page, served.url, "cadre2")
    expect(sync_words(page)).to_have_text("All synced")
    expect(reports(page, "Queued")).to_have_count(0)
    expect(page.get_by_text("thị trấn Diêu Trì")).to_have_count(0)
    leave(ask_to_leave(page))

    sign_in(page, served.url, "cadre3")
    expect(sync_words(page)).to_have_text("All synced")
    expect(reports(page, "Sent").filter(has_text=re.compile(r"BC-2024-0\d\d"))).to_have_count(2)


@pytest.mark.invariant("data-keyed-by-person", "no-value-vanishes")
@pytest.mark.failure(44)
def test_a_tab_of_the_person_before_sends_nothing_in_the_name_of_the_next(served: Served, devices: Devices) -> None:
    before = devices().open()
    sign_in(before, served.url, "cadre1")
    address = write(before, SECRET)
    after = before.context.new_page()
    after.goto(served.url)
    leave(ask_to_leave(after))
    sign_in(after, served.url, "cadre2")

    expect(before.get_by_label("Findings", exact=True)).to_have_value(SECRET)
    send(before)
    sync_quietly(before)
    expect(sync_words(before)).to_have_text("1 unsent")
    sync_quietly(after)
    expect(sync_words(after)).to_have_text("All synced")
    expect(reports(after, "Queued")).to_have_count(0)
    after.goto(address.removesuffix("/edit"))
    expect(after.get_by_text("This report is not on this phone, or you may not read it.")).to_be_visible()

    before.close()
    leave(ask_to_leave(after))
    sign_in(after, served.url, "cadre1")
    expect(sync_words(after)).to_have_text("All synced")
    expect(reports(after, "Sent").filter(has_text=re.compile(r"BC-2024-0\d\d"))).to_have_count(1)


@pytest.mark.invariant("data-keyed-by-person")
@pytest.mark.failure(43)
def test_a_session_ended_by_the_office_hides_and_blocks_nothing(served: Served, devices: Devices) -> None:
    phone = devices()
    page = phone.open()
    sign_in(page, served.url, "cadre1")
    installed(page)
    address = write(page, SECRET)
    page.context.clear_cookies()
    page.goto(f"{served.url}/")
    expect(page.get_by_text("Your sign-in has expired")).to_be_visible()
    page.goto(address)
    expect(page.get_by_label("Findings", exact=True)).to_have_value(SECRET)
    send(page)
    place(page, "Today")
    expect(sync_words(page)).to_have_text("1 unsent")
    page.get_by_role("link", name="Sign in again").click()
    page.get_by_label("Password", exact=True).fill("dia-ban-2026")
    page.get_by_role("button", name="Sign in", exact=True).click()
    loaded(page)
    expect(sync_words(page)).to_have_text("All synced")
    expect(page.get_by_text("Everything is sent")).to_be_visible()
