"""A network that answers for the office, breaks in mid-sentence or says no: nothing waits in vain or goes twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Final

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.between import Break, Door, Fault, Said, door_to
from tests.e2e.conftest import Devices
from tests.e2e.person import installed, loaded, reports, send, sign_in, sync_words, synced, write
from tests.e2e.phone import wait_until
from tests.e2e.served import Served

OURS: Final = "application/json"
SIGNED_OUT: Final = b'{"error": {"code": "signed_out", "message": "", "details": {}, "retry": true}}'
FAULT: Final = b'{"error": {"code": "server_fault", "message": "", "details": {}, "retry": true}}'
# A portal before the network, proxies, and an office that stumbles, each as its kind answers.
ANSWERS: Final = (Said(200), Said(401), Said(403), Said(500), Said(500, FAULT, OURS), Said(502), Said(503))
BREAKS: Final = (Break.BEFORE, Break.IN_REQUEST, Break.BEFORE_ANSWER, Break.IN_ANSWER)
SIGN_IN_ENDED: Final = Said(401, SIGNED_OUT, OURS)


@pytest.fixture
def door(shared_demo: Served) -> Iterator[Door]:
    with door_to(shared_demo.port) as door:
        yield door


def tried(page: Page, door: Door, fault: Fault, path: str) -> None:
    """Let that happen to everything on its way there, and have the phone try at least once."""
    before = door.faults_done
    door.stumble(fault, path)
    page.evaluate("() => { globalThis.looks = setInterval(() => dispatchEvent(new Event('focus')), 200); }")
    wait_until(lambda: page.title() and door.faults_done > before, seconds=45, what=f"a try that meets {fault}")
    page.evaluate("() => clearInterval(globalThis.looks)")


@pytest.mark.invariant("acked-is-durable", "at-most-once", "outbox-drains", "counts-are-true")
@pytest.mark.failure(1, 3, 4, 16, 18, 20, 49)
def test_words_outlast_every_answer_that_is_not_the_offices_and_go_once(devices: Devices, door: Door) -> None:
    page = devices().open()
    sign_in(page, door.url, "cadre1")
    door.stumble(Break.BEFORE, "/api/sync")
    write(page, "Qua cổng Wi-Fi.")
    send(page)
    for fault in (*ANSWERS, *BREAKS[:-1]):
        tried(page, door, fault, "/api/sync")
        expect(sync_words(page)).to_have_text(re.compile("1 unsent$"))
        expect(page.get_by_text("no number yet")).to_be_visible()
    # Here the result may be among what came.
    tried(page, door, Break.IN_ANSWER, "/api/sync")
    # A page that was just opened has not failed often: it comes back soon.
    page.reload()
    tried(page, door, Said(502), "/api/sync")
    door.heal()
    synced(page)
    expect(page.get_by_role("article").get_by_text("BC-2024-0")).to_be_visible()
    expect(reports(page, "Sent").filter(has_text="BC-2024-0")).to_have_count(1)


@pytest.mark.invariant("acked-is-durable", "data-keyed-by-person")
@pytest.mark.failure(20, 43)
def test_a_sign_in_that_ended_in_the_field_clears_nothing_and_goes_on_by_itself(devices: Devices, door: Door) -> None:
    page = devices().open()
    sign_in(page, door.url, "cadre2")
    door.stumble(SIGN_IN_ENDED, "/api/")
    write(page, "Hết phiên đăng nhập.")
    send(page)
    tried(page, door, SIGN_IN_ENDED, "/api/")
    expect(sync_words(page)).to_have_text("1 unsent")
    page.goto(f"{door.url}/")
    loaded(page)
    expect(page.get_by_text("Your sign-in has expired")).to_be_visible()
    expect(page.get_by_text("1 unsent", exact=True).last).to_be_visible()
    door.heal()
    page.reload()
    synced(page)
    expect(page.get_by_text("Your sign-in has expired")).to_have_count(0)


@pytest.mark.invariant("photo-whole", "outbox-drains")
@pytest.mark.failure(4, 5, 18, 20, 47, 49)
def test_a_photo_outlasts_them_too_and_is_whole_at_the_office(devices: Devices, door: Door) -> None:
    page = devices().open()
    sign_in(page, door.url, "cadre3")
    installed(page)
    write(page, "Ảnh qua cổng Wi-Fi.")
    page.get_by_label("Gallery").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()})
    expect(page.get_by_role("img", name="Photo 1")).to_be_visible()
    door.stumble(Break.BEFORE, "/api/files")
    send(page)
    expect(sync_words(page)).to_have_text("Photos unsent")
    photos = page.get_by_role("list", name="1 of 12 photos")
    for fault in (*ANSWERS, *BREAKS):
        tried(page, door, fault, "/api/files")
        expect(photos.get_by_text("Sent", exact=True)).to_have_count(0)
    door.heal()
    page.reload()
    expect(photos.get_by_text("Sent", exact=True)).to_be_visible()
    synced(page)
    address = page.evaluate(OFFICE_PHOTO, page.url.split("/")[4].split("?")[0])
    assert address == [200, "image/jpeg"]


def picture() -> bytes:
    written = BytesIO()
    Image.effect_noise((900, 600), 90).convert("RGB").save(written, "JPEG", quality=90)
    return written.getvalue()


# What the office answers for the first photo that this phone took for a report.
OFFICE_PHOTO: Final = """async (visit) => {
  for (const { name } of await indexedDB.databases()) {
    if (!/^diaban-./.test(name)) continue;
    const asked = indexedDB.open(name);
    await new Promise((done) => { asked.onsuccess = done; });
    const has = asked.result.objectStoreNames.contains('photo');
    const all = has && asked.result.transaction('photo').objectStore('photo').getAll();
    if (has) await new Promise((done) => { all.onsuccess = done; });
    asked.result.close();
    const [photo] = has ? all.result.filter((one) => one.visit === visit) : [];
    if (!photo) continue;
    const answer = await fetch(`/api/files/${photo.id}`);
    return [answer.status, answer.headers.get('Content-Type')];
  }
  return [];
}"""
