"""The clerk sees what the demo's people would have been told, tells it again, and says when and how to remind."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from server.cli.users import open_office
from tests.e2e.conftest import Devices
from tests.e2e.person import installed, sign_in, sync_words
from tests.e2e.phone import DESK, PHONE
from tests.e2e.served import Served
from tests.e2e.test_invitations import sync

STANDING = re.compile(r"Remind again of \d+ matters\s+\(A period for visiting\)")
VISITS = "A period for visiting"


def rules(served: Served) -> list[dict[str, Any]]:
    """What the office holds of its own rules."""
    with open_office(served.data_dir) as here, here.store.read() as reader:
        return [dict(each.body) for each in reader.records("occasion")]


def test_the_clerk_reminds_a_province_again_with_one_press(served: Served, devices: Devices) -> None:
    page = devices(DESK).open()
    sign_in(page, served.url, "clerk")
    page.goto(f"{served.url}/reminders")
    page.get_by_role("link", name="What the office sent").click()
    expect(page.get_by_text("Demo: nothing is sent outside")).to_be_visible()
    button = page.get_by_role("button", name=STANDING)
    count = int(re.findall(r"\d+", button.inner_text())[0])
    assert count > 150
    expect(page.get_by_text(f"{count} matters are not done and will be told again at once.")).to_be_visible()
    button.click()
    expect(page.get_by_text(f"{count} reminders are put in and leave now.")).to_be_visible()
    expect(button).to_have_count(0)
    told = page.get_by_role("list").filter(has_text="told again").last
    expect(told.get_by_role("listitem").first).to_contain_text("told again")
    found(page)
    reached(page)


def found(page: Page) -> None:
    """What went out is found by its state and by its occasion; the address keeps both."""
    page.get_by_role("link", name="Not arrived", exact=True).click()
    expect(page.get_by_text("There is no such reminder.")).to_be_visible()
    page.get_by_role("link", name="All", exact=True).click()
    page.get_by_text("Filter by occasion, person, place").click()
    page.get_by_label("Occasion").select_option(label="The week in short")
    expect(page).to_have_url(re.compile(r"occasion=week"))
    expect(page.get_by_text(re.compile(r"^Kept on this machine at")).first).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(page).to_have_url(re.compile(r"/office/reminders$"))


def reached(page: Page) -> None:
    """Everybody of the demo is reached by what it keeps; the next page begins where the first one ends."""
    page.get_by_role("link", name="Who can be reached").click()
    everyone = page.get_by_role("listitem").filter(has_text="By the demo's own box")
    expect(everyone).to_have_count(50)
    page.get_by_role("button", name="Show more").click()
    expect(everyone).to_have_count(100)
    page.get_by_role("link", name="No way 0").click()
    expect(page.get_by_text("There is nobody like that.")).to_be_visible()
    page.context.set_offline(True)
    page.get_by_role("link", name="All 196").click()
    expect(page.get_by_text("There is no network. This list is kept at the office")).to_be_visible()


def test_when_and_how_to_remind_is_said_without_network(served: Served, devices: Devices) -> None:
    page = devices(PHONE).open()
    sign_in(page, served.url, "clerk")
    installed(page)
    page.goto(f"{served.url}/office/reminders/rules")
    page.context.set_offline(True)
    page.get_by_role("link", name=VISITS).click()
    write(page)
    expect(sync_words(page)).to_have_text("Offline · 1 unsent")
    page.get_by_role("link", name="Back", exact=True).click()
    row = page.get_by_role("link", name=VISITS)
    expect(row).to_contain_text("7 days, 2 days before; 1 day after · the office's words")
    page.context.set_offline(False)
    sync(page, served.url)
    [rule] = rules(served)
    assert (rule["code"], rule["turns"], rule["wording_vi"]) == ("visit_due", "-7 -2 1", "Xin đi cơ sở { unit }")


def write(page: Page) -> None:
    """What cannot be meant is said at its field before anything is sent; a sentence is seen as it will be read."""
    page.get_by_label("How many days before").fill("2, seven")
    page.get_by_label("Sentence in Vietnamese").fill("Xin { name }")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Please write days from 1 to 90, with commas between.")).to_be_visible()
    expect(page.get_by_label("Sentence in Vietnamese")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("How many days before").fill("2, 7")
    page.get_by_label("Sentence in Vietnamese").fill("Xin đi cơ sở")
    page.get_by_role("button", name=re.compile(r"^Name of the unit\s+\(Sentence in Vietnamese\)")).click()
    expect(page.get_by_text(re.compile(r"^Xin đi cơ sở (?!\{)\S+"))).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(re.compile("^Saved."))).to_be_visible()
