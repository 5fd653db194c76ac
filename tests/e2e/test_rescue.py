"""What a phone cannot send goes to the office in a file; what the office refuses is put into its hands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Page, expect

from server.demo.founding import PASSWORD
from tests.e2e.conftest import Devices
from tests.e2e.person import (
    ask_to_leave,
    installed,
    leave,
    loaded,
    reports,
    send,
    sign_in,
    sync_quietly,
    sync_words,
    write,
)
from tests.e2e.phone import DESK
from tests.e2e.served import Served

WORDS = "Đập tràn bị xói, cần gia cố trước mùa mưa."


def rescued(page: Page, folder: Path) -> Path:
    """Save the rescue file; where it is."""
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save the rescue file").click()
    file = folder / saving.value.suggested_filename
    saving.value.save_as(file)
    return file


def bring(page: Page, url: str, file: Path) -> None:
    """Bring a rescue file in on the sync screen of whoever is signed in."""
    page.goto(f"{url}/sync")
    page.get_by_label("Bring a rescue file in").set_input_files(file)


def admin(served: Served, method: str, path: str, body: object = None) -> Any:
    """One request of the administrator."""
    session = requests.Session()
    session.headers["X-Diaban"] = "1"
    device = {"id": "0191a000-0000-7000-8000-00000000ad01", "label": "test"}
    signed = session.post(
        f"{served.url}/api/session", json={"username": "admin", "password": PASSWORD, "device": device}
    )
    assert signed.status_code == 200, signed.text
    answer = session.request(method, f"{served.url}/api/admin/{path}", json=body)
    assert answer.ok, answer.text
    return answer.json()


def send_in_vain(page: Page, served: Served, held: str) -> None:
    """Send the report of the form, which the office refuses: the assignment has ended, and the phone has not heard."""
    page.context.set_offline(True)
    admin(served, "PATCH", f"assignments/{held}", {"ends": "2024-05-01"})
    page.get_by_role("button", name="Submit", exact=True).click()
    page.get_by_role("button", name="Send report", exact=True).click()
    expect(sync_words(page)).to_have_text("Offline · 1 unsent")
    page.context.set_offline(False)
    expect(sync_words(page)).to_have_text("Needs you: 1")


def assignment_of(served: Served, username: str) -> str:
    """The id of the person's assignment."""
    person = next(one for one in admin(served, "GET", "people") if one["username"] == username)
    return str(person["assignments"][0]["id"])


@pytest.mark.invariant("storage-loss-announced", "at-most-once")
def test_a_clerk_brings_in_the_file_of_a_phone_that_is_signed_out_and_nothing_is_doubled(
    served: Served, devices: Devices, tmp_path: Path
) -> None:
    page = devices().open()
    sign_in(page, served.url, "cadre1")
    installed(page)
    page.context.set_offline(True)
    write(page, WORDS)
    send(page)
    leave(ask_to_leave(page))
    file = rescued(page, tmp_path)
    expect(page.get_by_text(re.compile("^[12] entr(y|ies) and 0 photos are in the file"))).to_be_visible()
    assert WORDS.encode() not in file.read_bytes()

    desk = devices(DESK).open()
    sign_in(desk, served.url, "clerk")
    bring(desk, served.url, file)
    expect(desk.get_by_text(re.compile("the office took in [12] entr(y|ies), 0 of them"))).to_be_visible()
    bring(desk, served.url, file)
    expect(desk.get_by_text(re.compile("the office took in ([12]) entr(y|ies), \\1 of them"))).to_be_visible()

    page.context.set_offline(False)
    sign_in(page, served.url, "cadre1")
    expect(sync_words(page)).to_have_text("All synced")
    expect(reports(page, "Sent").filter(has_text=re.compile(r"BC-2024-0\d\d"))).to_have_count(1)


def test_a_file_that_is_none_gets_its_sentence(shared_demo: Served, devices: Devices, tmp_path: Path) -> None:
    file = tmp_path / "broken.rescue"
    file.write_bytes(b"PK\3\4")
    page = devices().open()
    sign_in(page, shared_demo.url, "cadre2")
    bring(page, shared_demo.url, file)
    expect(page.get_by_text("This is no rescue file, or it is damaged.")).to_be_visible()
    page.get_by_role("button", name="Save the rescue file").click()
    expect(page.get_by_text("Nothing here is unsent, so there is nothing to save.")).to_be_visible()


@pytest.mark.invariant("counts-are-true")
@pytest.mark.failure(16, 22)
def test_phone_and_office_count_side_by_side(shared_demo: Served, devices: Devices) -> None:
    page = devices().open()
    sign_in(page, shared_demo.url, "cadre3")
    page.goto(f"{shared_demo.url}/sync")
    agreed = page.get_by_text("Everything is sent. This phone and the office agree.")
    expect(agreed).to_be_visible()
    for counted in page.get_by_text(re.compile(r"^here [\d,]+ · office [\d,]+$")).all_inner_texts():
        here, office = re.findall(r"[\d,]+", counted)
        assert here == office
    installed(page)
    page.context.set_offline(True)
    write(page, "Chưa gửi được.")
    page.goto(f"{shared_demo.url}/sync")
    expect(page.get_by_text("They are not alike yet")).to_be_visible()
    expect(agreed).to_have_count(0)
    expect(page.get_by_text(re.compile("^Counted at the office"))).to_be_visible()


@pytest.mark.invariant("no-value-vanishes", "nothing-blocks")
def test_refused_work_is_handed_to_a_clerk_who_lets_it_count(served: Served, devices: Devices) -> None:
    page = devices().open()
    sign_in(page, served.url, "cadre1")
    held = assignment_of(served, "cadre1")
    write(page, WORDS)
    send_in_vain(page, served, held)
    page.goto(f"{served.url}/sync")
    expect(page.get_by_text("This unit was not assigned to you on that day.").first).to_be_visible()
    expect(page.get_by_role("button", name="Send again")).to_have_count(0)
    page.get_by_role("button", name="Hand over to the office").first.click()
    expect(page.get_by_text("In the office's hands since").first).to_be_visible()

    desk = devices(DESK).open()
    sign_in(desk, served.url, "clerk")
    handed = desk.get_by_text("1 piece of refused work was handed to the office")
    expect(handed).to_be_visible()
    desk.get_by_role("main").get_by_role("link", name="Open", exact=True).click()
    expect(desk.get_by_text("Handed over by Trần Thị Mỹ Duyên").first).to_be_visible()
    desk.get_by_role("button", name="Let it count as it is").first.click()
    expect(desk.get_by_text("This unit was not assigned to you on that day.").first).to_be_visible()
    admin(served, "PATCH", f"assignments/{held}", {"ends": None})
    desk.get_by_role("button", name="Let it count as it is").first.click()
    expect(desk.get_by_text("Handed over by Trần Thị Mỹ Duyên")).to_have_count(0)
    with desk.expect_response("**/api/cases/handed/count"):
        desk.goto(f"{served.url}/")
    loaded(desk)
    expect(handed).to_have_count(0)

    sync_quietly(page)
    page.goto(f"{served.url}/")
    loaded(page)
    expect(reports(page, "Sent").filter(has_text=re.compile(r"BC-2024-0\d\d"))).to_have_count(1)


def refused_on_one_phone(served: Served, devices: Devices, who: str) -> tuple[Page, Page, str]:
    """A person's two phones: the office refused what he sent from the first. And his assignment, which has ended."""
    phone, other = devices().open(), devices().open()
    for page in (phone, other):
        sign_in(page, served.url, who)
    held = assignment_of(served, who)
    write(phone, WORDS)
    send_in_vain(phone, served, held)
    sync_quietly(other)
    expect(sync_words(other)).to_have_text("Needs you: 1")
    return phone, other, held


@pytest.mark.invariant("counts-are-true", "no-value-vanishes")
@pytest.mark.failure(22)
def test_what_the_office_refused_of_one_phone_stands_on_its_persons_other_phone(
    served: Served, devices: Devices
) -> None:
    phone, other, held = refused_on_one_phone(served, devices, "cadre1")
    for page in (phone, other):
        installed(page)
    expect(other.get_by_text("1 thing needs your decision")).to_be_visible()
    other.context.set_offline(True)
    other.goto(f"{served.url}/sync")
    expect(other.get_by_text("From another of your devices").first).to_be_visible()
    expect(other.get_by_text("This unit was not assigned to you on that day.")).to_be_visible()
    expect(other.get_by_text("Its words are at the office.")).to_be_visible()
    expect(other.get_by_text(WORDS)).to_have_count(0)
    other.context.set_offline(False)
    other.reload()
    expect(other.get_by_text(WORDS)).to_be_visible()
    expect(other.get_by_text("Its words are at the office.")).to_have_count(0)

    # Put right at the office: the other phone lets it count, and neither needs anybody.
    admin(served, "PATCH", f"assignments/{held}", {"ends": None})
    other.get_by_role("button", name="Let it count as it is").click()
    expect(other.get_by_text(WORDS)).to_have_count(0)
    for page in (other, phone):
        sync_quietly(page)
        expect(sync_words(page)).to_have_text("All synced")


@pytest.mark.invariant("counts-are-true")
def test_what_a_person_drops_on_one_phone_needs_him_on_none(served: Served, devices: Devices) -> None:
    phone, other, _ = refused_on_one_phone(served, devices, "cadre3")
    phone.goto(f"{served.url}/sync")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Drop this").click()
    phone.get_by_role("dialog").get_by_role("button", name="Drop", exact=True).click()
    expect(phone.get_by_role("button", name="Drop this")).to_have_count(0)
    with phone.expect_response("**/api/cases/drop"):
        phone.context.set_offline(False)
    sync_quietly(phone)
    sync_quietly(other)
    for page in (phone, other):
        expect(sync_words(page)).not_to_contain_text("Needs you")
