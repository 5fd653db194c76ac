"""The phone's store in Chromium against the served office: kills, stopped servers, tabs, full disks, cut answers."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, Route

from server.demo.founding import PASSWORD
from tests.e2e.bench import Bench, open_bench
from tests.e2e.conftest import Devices
from tests.e2e.phone import Device, wait_until
from tests.e2e.served import Served


@pytest.fixture
def tab(phone: Device, shared_demo: Served, script: str) -> Bench:
    bench = open_bench(phone, shared_demo.url, script)
    bench.sign_in("cadre2")
    return bench


@pytest.mark.invariant("acked-is-durable")
def test_what_was_typed_300_ms_before_the_battery_fell_out_is_there(
    phone: Device, shared_demo: Served, script: str, tab: Bench
) -> None:
    id = tab.draft(findings="Đường")
    tab.do("for (const word of ['Đường hỏng', 'Đường hỏng nặng']) bench.drafts.edit(it, { findings: word })", id)
    tab.do("bench.drafts.edit(it, { attendance_due: 45, companions: [bench.newId()] })", id)
    tab.do("await new Promise((done) => setTimeout(done, 300))")
    phone.kill()
    again = open_bench(phone, shared_demo.url, script)
    draft = again.read("draft", id)
    assert (draft["findings"], draft["attendance_due"], len(draft["companions"])) == ("Đường hỏng nặng", 45, 1)


@pytest.mark.invariant("data-keyed-by-person")
@pytest.mark.failure(42)
def test_with_the_server_stopped_a_relaunched_phone_knows_its_person_and_its_records(
    phone: Device, served: Served, script: str
) -> None:
    first = open_bench(phone, served.url, script)
    first.sign_in("cadre1")
    mine = first.draft(findings="Viết khi có mạng")
    [returned] = first.do("return Object.keys((await bench.boot()).returned)")
    others = first.do("return (await bench.rows('feedback/'))[0][0]").removeprefix("feedback/")
    served.stop()
    phone.close()
    again = open_bench(phone, served.url, script)
    assert again.do("return bench.session.current().username") == "cadre1"
    assert again.read("draft", mine)["findings"] == "Viết khi có mạng"
    assert again.read("visit", returned)["status"] == "returned"
    assert again.read("feedback", others)["thread"]
    assert again.sync() == "offline"
    later = again.draft(findings="Viết khi mất mạng")
    again.submit(later)
    assert again.counts()["queued"] == 1
    served.start()
    assert again.sync() == "done"
    assert again.read("visit", later)["number"].startswith("BC-2024-")


@pytest.mark.invariant("at-most-once", "acked-is-durable")
@pytest.mark.failure(1)
def test_a_report_whose_answer_was_cut_after_the_office_took_it_is_there_once(tab: Bench) -> None:
    id = tab.draft(findings="Cầu treo yếu")
    tab.submit(id)
    cuts = iter([True])

    def cut(route: Route) -> None:
        route.fetch()
        route.abort() if next(cuts, False) else route.continue_()

    tab.page.route("**/api/sync", cut)
    assert tab.sync() == "offline"
    assert tab.counts()["unsent"] == 1
    tab.page.unroute("**/api/sync")
    assert tab.sync() == "done"
    assert tab.read("visit", id)["round"] == 1
    assert tab.do("return bench.keys('op')") == []


@pytest.mark.invariant("acked-is-durable")
@pytest.mark.failure(49)
def test_a_portal_that_answers_200_with_a_page_clears_nothing(tab: Bench) -> None:
    id = tab.draft(findings="Cầu treo yếu")
    tab.submit(id)
    tab.page.route("**/api/sync", lambda route: route.fulfill(status=200, content_type="text/html", body="<html>Wi-Fi"))
    assert tab.sync() == "offline"
    assert tab.counts()["unsent"] == 1
    tab.page.unroute("**/api/sync")
    assert tab.sync() == "done"
    assert tab.read("visit", id)["status"] == "sent"


def test_a_tab_in_the_background_saves(phone: Device, shared_demo: Served, script: str, tab: Bench) -> None:
    front = open_bench(phone, shared_demo.url, script)
    front.page.bring_to_front()
    id = tab.draft(findings="Từ thẻ nền")
    assert front.read("draft", id)["findings"] == "Từ thẻ nền"


@pytest.mark.invariant("one-sender")
@pytest.mark.failure(28)
def test_of_three_tabs_one_sends_and_all_see_the_same(
    phone: Device, shared_demo: Served, script: str, tab: Bench
) -> None:
    others = [open_bench(phone, shared_demo.url, script) for _ in range(2)]
    id = tab.draft(findings="Một lần thôi")
    tab.submit(id)
    for each in (tab, *others):
        each.do("globalThis.ended = bench.sync()")
    ended = sorted(str(each.do("return globalThis.ended")) for each in (tab, *others))
    assert set(ended) <= {"busy", "done"} and "done" in ended
    assert len({each.read("visit", id)["number"] for each in (tab, *others)}) == 1


@pytest.mark.invariant("acked-is-durable")
@pytest.mark.failure(36)
def test_a_full_phone_says_that_nothing_was_kept(phone: Device, shared_demo: Served, script: str, tab: Bench) -> None:
    before = tab.counts().get("draft", 0)
    # Chromium remembers for a while how much room there was: only a relaunched one asks again.
    phone.close()
    origin = f"{shared_demo.url}/"

    def fill(page: Page) -> None:
        cdp = page.context.new_cdp_session(page)
        cdp.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1})
        assert cdp.send("Storage.getUsageAndQuota", {"origin": origin})["overrideActive"]

    full = open_bench(phone, shared_demo.url, script, before=fill)
    assert full.do(TOO_MUCH) == "not saved"
    assert full.counts().get("draft", 0) == before


@pytest.mark.invariant("storage-loss-announced")
@pytest.mark.failure(33)
def test_a_store_that_the_browser_has_emptied_says_what_it_held(
    phone: Device, shared_demo: Served, script: str, tab: Bench
) -> None:
    tab.do("bench.watch()")
    tab.submit(tab.draft(findings="Sẽ mất"))
    held = "Object.keys(localStorage).filter((key) => key.startsWith('diaban.held.'))"
    wait_until(lambda: tab.do(f"return {held}.length") == 1, what="the note outside of the store")
    names = "(await indexedDB.databases()).map((one) => one.name)"
    tab.do(f"for (const name of {names}) indexedDB.deleteDatabase(name)")
    wait_until(lambda: tab.do(f"return {names}") == [], what="the databases gone")
    tab.page.close()
    again = open_bench(phone, shared_demo.url, script)
    assert again.do("return bench.session.current().username") == "cadre2"
    lost = again.do("return (await bench.meta()).lost")
    assert lost["unsent"] >= 1
    assert again.sync() == "done"


@pytest.mark.invariant("storage-loss-announced")
@pytest.mark.failure(33)
def test_a_store_emptied_before_anything_was_noted_outside_of_it_is_told_all_the_same(
    phone: Device, shared_demo: Served, script: str, tab: Bench
) -> None:
    assert tab.do("return (await bench.meta()).lost") is None
    tab.do("await new Promise((gone) => (indexedDB.deleteDatabase(it).onsuccess = gone))", store_of(tab))
    tab.page.close()
    again = open_bench(phone, shared_demo.url, script)
    assert again.do("return (await bench.meta()).lost.unsent") == 0
    assert again.sync() == "done"


@pytest.mark.invariant("quiet-means-equal")
def test_two_phones_of_one_person_share_a_draft_and_end_with_equal_rows(
    devices: Devices, shared_demo: Served, script: str
) -> None:
    tabs = [open_bench(devices(), shared_demo.url, script) for _ in range(2)]
    for each in tabs:
        each.sign_in("cadre3")
    one, other = tabs
    id = one.draft(findings="Từ máy thứ nhất")
    assert (one.sync(), other.sync()) == ("done", "done")
    other.do("bench.drafts.edit(it, { village: 'Thôn 2' }); await bench.drafts.flush()", id)
    assert (other.sync(), one.sync()) == ("done", "done")
    assert one.read("draft", id) == other.read("draft", id)
    rows = [each.do("return (await bench.rows('')).map(([key, row]) => [key, row.v, row.body])") for each in tabs]
    assert rows[0] == rows[1]


@pytest.mark.invariant("no-value-vanishes")
def test_the_same_words_changed_on_two_phones_ask_the_person(
    devices: Devices, shared_demo: Served, script: str
) -> None:
    one, other = [open_bench(devices(), shared_demo.url, script) for _ in range(2)]
    one.sign_in("cadre3")
    id = one.draft(village="Thôn 1", findings="Trước")
    one.sync()
    other.sign_in("cadre3")
    one.do("bench.drafts.edit(it, { village: 'Thôn 2' }); await bench.drafts.flush()", id)
    other.do("bench.drafts.edit(it, { village: 'Thôn 3' }); await bench.drafts.flush()", id)
    assert (one.sync(), other.sync(), one.sync()) == ("done", "done", "done")
    assert one.read("draft", id)["village"] == other.read("draft", id)["village"] == "Thôn 2"
    assert one.counts()["conflict"] == other.counts()["conflict"] == 1


@pytest.mark.invariant("data-keyed-by-person")
@pytest.mark.failure(44)
def test_signing_out_keeps_what_was_not_sent_and_the_next_person_does_not_see_it(
    phone: Device, shared_demo: Served, script: str
) -> None:
    tab = open_bench(phone, shared_demo.url, script)
    tab.sign_in("cadre2")
    id = tab.draft(findings="Của người trước")
    tab.submit(id)
    assert tab.counts()["unsent"] == 1
    tab.do("await bench.session.signOut()")
    tab.sign_in("cadre3")
    assert tab.read("visit", id) is None
    tab.do("await bench.session.signOut()")
    tab.do("await bench.session.signIn(it[0], it[1])", ["cadre2", PASSWORD])
    assert tab.counts()["unsent"] == 1
    assert tab.sync() == "done"
    assert tab.read("visit", id)["number"]


@pytest.mark.invariant("photo-whole")
@pytest.mark.failure(5, 47)
def test_a_photo_is_made_small_and_goes_after_the_words_one_chunk_again_at_most(tab: Bench) -> None:
    id = tab.draft(findings="Ảnh cầu treo")
    item = tab.do(PHOTO, [id, b64encode(noisy_picture()).decode()])
    assert item["bytes"] <= 300_000 and max(item["width"], item["height"]) <= 2000
    tab.submit(id)
    sent: list[int] = []

    def count(route: Route) -> None:
        sent.append(len(route.request.post_data_buffer or b""))
        route.abort() if len(sent) == 2 else route.continue_()

    tab.page.route(
        "**/api/files/*", lambda route: count(route) if route.request.method == "PATCH" else route.continue_()
    )
    assert tab.sync() == "done"
    assert tab.sync() == "done"
    [photo] = [row for row in tab.do("return bench.queue.rows()") if row["id"] == item["id"]]
    assert photo["state"] == "complete"
    assert item["bytes"] <= sum(sent) <= item["bytes"] + 128 * 1024


def store_of(tab: Bench) -> str:
    """The name of the store of the person at this phone."""
    return str(tab.do("return 'diaban-' + bench.session.current().person"))


# The head of a PNG that claims 30,000 × 30,000 pixels.
BOMB = "137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 117, 48, 0, 0, 117, 48"


@pytest.mark.invariant("nothing-blocks")
@pytest.mark.parametrize(
    ("blob", "code"),
    [
        ("new Blob(['no picture at all'])", "no_picture"),
        ("new Blob([new Uint8Array(50_000_001)])", "file_too_large"),
        (f"new Blob([Uint8Array.of({BOMB})])", "too_many_pixels"),
    ],
)
def test_what_is_no_fitting_picture_is_refused_and_the_report_goes(tab: Bench, blob: str, code: str) -> None:
    id = tab.draft(findings="Không có ảnh")
    assert tab.do(f"return bench.photos.add(it, {blob}).then(() => 'taken', (error) => error.code)", id) == code
    tab.submit(id)
    assert tab.sync() == "done"
    assert tab.read("report", id)["photos"] == []


# Text that no browser can compress away: two million letters of chance.
TOO_MUCH = """
let text = '';
for (let at = 0; at < 80; at += 1) {
  const letters = crypto.getRandomValues(new Uint16Array(25_000)).map((each) => each % 0xd000);
  text += String.fromCharCode(...letters);
}
bench.drafts.edit(bench.newId(), { findings: text });
return bench.drafts.flush().then(() => 'saved', (error) => error.message);
"""
PHOTO = """
const bytes = Uint8Array.from(atob(it[1]), (letter) => letter.charCodeAt(0));
return bench.photos.add(it[0], new Blob([bytes], { type: 'image/jpeg' }));
"""


def noisy_picture() -> bytes:
    """A picture that compresses badly, 6.6 megapixels."""
    written = BytesIO()
    Image.effect_noise((3000, 2200), 80).convert("RGB").save(written, "JPEG", quality=92)
    return written.getvalue()
