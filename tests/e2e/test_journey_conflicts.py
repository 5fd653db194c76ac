"""One person, two devices without a network, one place: nothing is overwritten, and the person settles it on a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Devices
from tests.e2e.person import brought, installed, saved, sign_in, sync_words, synced, write
from tests.e2e.phone import DESK
from tests.e2e.served import Served

BEFORE: Final = "Cầu treo làng K2 mục ba tấm ván."
ON_PHONE: Final = "Cầu treo làng K2 mục năm tấm ván."
ON_TABLET: Final = "Cầu treo làng K2 đã thay ván mới."
JOINED: Final = "Cầu treo làng K2 mục năm tấm ván, nay đã thay mới."


@dataclass(frozen=True)
class Two:
    """The phone and the tablet of cadre2, and the address of the draft that both hold."""

    phone: Page
    tablet: Page
    draft: str


@pytest.fixture
def two(devices: Devices, served: Served) -> Two:
    """A draft written on the phone stands on the tablet too; then both lose the network."""
    phone, tablet = devices().open(), devices(DESK).open()
    for page in (phone, tablet):
        sign_in(page, served.url, "cadre2")
        installed(page)
    draft = write(phone, BEFORE)
    phone.goto(served.url)
    brought(tablet, tablet.get_by_text("1 draft"))
    for page in (phone, tablet):
        page.context.set_offline(True)
        page.goto(draft)
        expect(findings(page)).to_have_value(BEFORE)
    return Two(phone, tablet, draft)


def findings(page: Page) -> Locator:
    return page.get_by_label("Findings", exact=True)


def retype(page: Page, words: str, *, field: str = "Findings") -> None:
    page.get_by_label(field, exact=True).fill(words)
    saved(page, words)


def delete(page: Page) -> None:
    page.get_by_role("button", name="Delete draft").click()
    expect(page.get_by_text(re.compile("^Draft deleted"))).to_be_visible()


def online(page: Page) -> None:
    """The network is back, and what waited is sent."""
    page.context.set_offline(False)
    page.goto("/".join(page.url.split("/")[:3]))
    page.get_by_role("button", name="Sync now").click()


def sent(page: Page) -> None:
    online(page)
    synced(page)


def asked(page: Page, count: int = 1) -> None:
    """The person is asked, and opens the page where it stands."""
    online(page)
    expect(sync_words(page)).to_have_text(f"Needs you: {count}")
    sync_words(page).click()


def case(page: Page, field: str) -> Locator:
    """What stands about one field that was changed in two places."""
    title = page.get_by_role("heading", name=f"Changed in two places: {field}")
    return page.locator("section", has=title).last


def settle(page: Page, choice: str) -> None:
    page.get_by_role("button", name=choice, exact=True).click()
    synced(page)


def same_everywhere(two: Two, words: str) -> None:
    """Both devices hold these words, and neither asks for anything."""
    for page in (two.phone, two.tablet):
        sent(page)
        page.goto(two.draft)
        expect(findings(page)).to_have_value(words)


@pytest.mark.invariant("no-value-vanishes")
def test_what_two_devices_wrote_in_one_place_is_settled_mine_theirs_or_both(two: Two) -> None:
    fields = ("Findings", "Difficulties", "Own proposals")
    for field in fields:
        retype(two.phone, f"{ON_PHONE} {field}", field=field)
        retype(two.tablet, f"{ON_TABLET} {field}", field=field)
    sent(two.phone)
    asked(two.tablet, len(fields))
    for words in (ON_TABLET, ON_PHONE):
        expect(case(two.tablet, "Findings").get_by_text(words).first).to_be_visible()
    case(two.tablet, "Findings").get_by_role("button", name="Use mine").click()
    case(two.tablet, "Difficulties").get_by_role("button", name="Keep what stands").click()
    proposals = case(two.tablet, "Own proposals")
    proposals.get_by_role("button", name="Keep both").click()
    box = two.tablet.get_by_label("Both", exact=True)
    expect(box).to_have_value(f"{ON_PHONE} Own proposals\n\n{ON_TABLET} Own proposals")
    box.fill(JOINED)
    settle(two.tablet, "Save the joined text")
    same_everywhere(two, f"{ON_TABLET} Findings")
    for page in (two.phone, two.tablet):
        expect(page.get_by_label("Difficulties", exact=True)).to_have_value(f"{ON_PHONE} Difficulties")
        expect(page.get_by_label("Own proposals", exact=True)).to_have_value(JOINED)


@pytest.mark.invariant("no-value-vanishes")
def test_a_deletion_that_meets_an_edit_waits_for_a_person_who_keeps_the_words_or_not(two: Two) -> None:
    retype(two.phone, ON_PHONE)
    sent(two.phone)
    delete(two.tablet)
    asked(two.tablet)
    expect(two.tablet.get_by_text("A draft was deleted in one place and changed in another")).to_be_visible()
    expect(two.tablet.get_by_text(ON_PHONE)).to_be_visible()
    settle(two.tablet, "Keep the changed draft")
    same_everywhere(two, ON_PHONE)

    two.tablet.context.set_offline(True)
    retype(two.phone, JOINED)
    sent(two.phone)
    delete(two.tablet)
    asked(two.tablet)
    settle(two.tablet, "Delete the draft")
    sent(two.phone)
    expect(two.phone.get_by_text("1 draft")).to_have_count(0)
    two.phone.goto(two.draft.rsplit("/visits/", 1)[0] + "/deleted")
    expect(two.phone.get_by_text("xã Vĩnh Sơn").first).to_be_visible()


def test_an_edit_that_meets_a_deletion_comes_back_when_the_person_keeps_it(two: Two) -> None:
    delete(two.phone)
    sent(two.phone)
    retype(two.tablet, ON_TABLET)
    asked(two.tablet)
    expect(two.tablet.get_by_text(ON_TABLET)).to_be_visible()
    settle(two.tablet, "Keep the changed draft")
    same_everywhere(two, ON_TABLET)
