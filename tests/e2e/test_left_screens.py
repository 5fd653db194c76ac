"""What a screen began goes on when the person has left it: it goes to the thing that it began with, and to no other."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Final

from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Devices
from tests.e2e.person import new_visit, place, reports, saved, sign_in, synced, write
from tests.e2e.phone import DESK, Device
from tests.e2e.served import Served

WORDS: Final = "Cầu treo làng K2 mục ba tấm ván."
OTHERS: Final = "Nhà văn hoá làng T5 dột."
KEPT: Final = "Location recorded, accurate to 12 m"
# A phone that finds its place when the test says so.
SEARCHING: Final = """() => {
  navigator.geolocation.getCurrentPosition = (found) => {
    globalThis.arrive = () => found({ coords: { latitude: 13.7765, longitude: 109.2237, accuracy: 12 } });
  };
}"""
# A phone that makes a picture small when the test says so.
SLOW_PICTURES: Final = """() => {
  const real = globalThis.createImageBitmap;
  const held = new Promise((go) => { globalThis.shrink = go; });
  globalThis.createImageBitmap = async (...asked) => { await held; return real(...asked); };
}"""
# A phone that takes its time for what is kept.
SLOW_DISK: Final = """() => {
  const real = navigator.locks.request.bind(navigator.locks);
  navigator.locks.request = (...asked) => new Promise((go) => { setTimeout(go, 300); }).then(() => real(...asked));
}"""


def test_undo_brings_the_deleted_draft_back(served: Served, phone: Device) -> None:
    page = phone.open()
    sign_in(page, served.url, "cadre2")
    write(page, WORDS)
    page.get_by_role("button", name="Delete draft").click()
    page.get_by_role("button", name="Undo").click()
    reports(page, "Draft").first.click()
    expect(page.get_by_label("Findings", exact=True)).to_have_value(WORDS)


def test_a_place_found_late_goes_into_the_report_it_was_asked_for(served: Served, phone: Device) -> None:
    page = phone.open()
    sign_in(page, served.url, "cadre2")
    first = write(page, WORDS)
    _ask_for_place(page)
    new_visit(page)
    page.get_by_label("Findings", exact=True).fill(OTHERS)
    saved(page, OTHERS)
    page.evaluate("() => arrive()")
    saved(page, "109223700")
    expect(page.get_by_text(KEPT)).to_have_count(0)
    page.goto(first)
    expect(page.get_by_text(KEPT)).to_be_visible()


def test_a_report_that_lacks_something_comes_back_from_its_summary_with_words(served: Served, phone: Device) -> None:
    page = phone.open()
    sign_in(page, served.url, "cadre2")
    draft = new_visit(page)
    page.get_by_label("Findings", exact=True).fill(WORDS)
    saved(page, WORDS)
    # As where the form was sent on before the phone knew who may report what.
    page.goto(draft.replace("/edit", "/send"))
    expect(page.get_by_label("Findings", exact=True)).to_have_value(WORDS)
    expect(page.get_by_text("Please choose the kind of visit.")).to_be_visible()


def test_a_report_waits_for_the_photos_that_were_chosen(served: Served, phone: Device) -> None:
    page = phone.open()
    sign_in(page, served.url, "cadre2")
    write(page, WORDS)
    page.evaluate(SLOW_PICTURES)
    page.get_by_label("Gallery").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()})
    submit = page.get_by_role("button", name="Submit", exact=True)
    expect(submit).to_be_disabled()
    page.evaluate("() => shrink()")
    expect(page.get_by_role("img", name="Photo 1")).to_be_visible()
    expect(submit).to_be_enabled()


def test_a_hasty_second_tap_says_nothing_twice(served: Served, devices: Devices) -> None:
    page = devices(DESK).open()
    sign_in(page, served.url, "clerk")
    place(page, "Feedback")
    page.get_by_role("main").get_by_role("link", name=re.compile("PA-")).first.click()
    page.get_by_label("Message", exact=True).fill(WORDS)
    page.evaluate(SLOW_DISK)
    page.get_by_role("button", name="Send message").dblclick()
    synced(page)
    expect(page.get_by_role("article").get_by_text(WORDS, exact=True)).to_have_count(1)
    expect(page.get_by_label("Message", exact=True)).to_have_value("")


def picture() -> bytes:
    kept = BytesIO()
    Image.new("RGB", (80, 60), "green").save(kept, "JPEG")
    return kept.getvalue()


def _ask_for_place(page: Page) -> None:
    page.evaluate(SEARCHING)
    page.get_by_role("button", name="Record where I am").click()
    page.get_by_role("link", name="Back", exact=True).click()
