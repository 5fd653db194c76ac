"""What a person does with the app, by the names that stand on the screen; in English, as the acceptance knows them.

Owns the steps that several stories share. Each waits for what a person would wait for, never for time.
"""

from __future__ import annotations

import re
import time
from contextlib import suppress
from typing import Final

from playwright.sync_api import Error, Locator, Page, expect

from server.demo.founding import PASSWORD
from tests.e2e.phone import wait_until

# The gates run on two busy cores; what a person waits for comes in a fraction of this.
WAIT_MS: Final = 30_000
expect.set_options(timeout=WAIT_MS)
BROUGHT_SECONDS_MAX: Final = 60
# Whether anything that the app keeps holds the text. Looking makes no database anew that is just being deleted.
ON_DISK: Final = """async (text) => {
  const opened = (name) => new Promise((done) => {
    const asked = indexedDB.open(name);
    asked.onupgradeneeded = () => asked.transaction.abort();
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => done(null);
  });
  for (const { name } of await indexedDB.databases()) {
    const db = name.startsWith('diaban') ? await opened(name) : null;
    if (!db) continue;
    const stores = [...db.objectStoreNames];
    const step = db.transaction(stores);
    const all = stores.map((store) => step.objectStore(store).getAll());
    await new Promise((done, fail) => { step.oncomplete = done; step.onabort = fail; });
    db.close();
    if (all.some(({ result }) => JSON.stringify(result).includes(text))) return true;
  }
  return false;
}"""
# The same until it is as it shall be: Playwright takes what an async function answers first, and does not ask it again.
_AT_LAST: Final = f"""async (text) => {{
  while ((await ({ON_DISK})(text)) !== IS_THERE) await new Promise((done) => setTimeout(done, 20));
  return true;
}}"""
ON_DISK_AT_LAST: Final = _AT_LAST.replace("IS_THERE", "true")
GONE_AT_LAST: Final = _AT_LAST.replace("IS_THERE", "false")
HAS_WORKER: Final = "async () => Boolean((await navigator.serviceWorker.getRegistration())?.active)"
# The phone is looked at ten times a second.
LOOKS: Final = "() => { globalThis.looks = setInterval(() => dispatchEvent(new Event('focus')), 100); }"


def sign_in(page: Page, url: str, username: str, *, lang: str = "en") -> None:
    """Sign in on a phone that nobody uses, and wait until the phone holds what the person may read."""
    page.goto(f"{url}/?lang={lang}")
    if lang == "en":
        page.get_by_label("User name").fill(username)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
    else:
        page.get_by_label("Tên đăng nhập").fill(username)
        page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập", exact=True).click()
    loaded(page)


def loaded(page: Page) -> None:
    """Wait until Today stands, with the first load behind it."""
    expect(page.get_by_role("heading", name=re.compile("^(Today|Hôm nay)$"))).to_be_visible()
    expect(page.get_by_text(re.compile("^(Last synced|Đồng bộ lần cuối)"))).to_be_visible()


def installed(page: Page) -> None:
    """Wait until the app opens on this phone without the office."""
    # The page's own promise of a worker may stay silent beside one that is on its way out.
    wait_until(lambda: page.evaluate(HAS_WORKER), what="a worker")


def sync_words(page: Page) -> Locator:
    """What the pill says about what is on this phone and not at the office."""
    return page.get_by_role("status", name=re.compile("^(Sync|Đồng bộ)$"))


def synced(page: Page) -> None:
    """Wait until all is sent."""
    expect(sync_words(page)).to_have_text("All synced")


def sync_quietly(page: Page) -> None:
    """Sync as the phone does when it is looked at again, with no touch of any control. Asked only now, and answered."""
    # A look while a sync is under way asks for none, and what that one asked may be older than what the test waits for.
    until = time.monotonic() + BROUGHT_SECONDS_MAX
    while time.monotonic() < until:
        with page.expect_request("**/api/sync") as asked:
            page.evaluate(LOOKS)
        page.evaluate("() => clearInterval(globalThis.looks)")
        if asked.value.response():
            return
    raise AssertionError("the office never answered")


def brought(page: Page, what: Locator) -> None:
    """Sync until it has come: what another device said a moment ago may still be on its way to the office."""
    until = time.monotonic() + BROUGHT_SECONDS_MAX
    while time.monotonic() < until:
        sync_quietly(page)
        if what.count():
            return
    raise AssertionError(f"never came: {what}")


def looked_at(page: Page) -> None:
    """Look at the phone from now on until its page is left: it syncs, and may find that it has to forget everything."""
    # Another tab of it, or its worker, may have found that already: then this page is on its way out.
    with suppress(Error):
        page.evaluate(LOOKS)


def place(page: Page, name: str) -> None:
    """Go to a place of the frame."""
    page.get_by_role("navigation", name="Places").get_by_role("link", name=re.compile(f"^{name}")).click()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()


def reports(page: Page, name: str) -> Locator:
    """Open one of the lists of visits and answer its rows."""
    place(page, "Visits")
    page.get_by_role("link", name=re.compile(f"^{name} ?\\d+$")).click()
    return page.get_by_role("list", name=name, exact=True).get_by_role("link")


def new_visit(page: Page) -> str:
    """Open the form of a new report; the address, to come back to."""
    place(page, "Visits")
    page.get_by_role("button", name="New visit").click()
    expect(page.get_by_label("Findings", exact=True)).to_be_visible()
    return page.url.split("?")[0]


def saved(page: Page, text: str) -> None:
    """Wait until these words are on the disk of this phone; the note of the form may be that of the touch before."""
    expect(page.get_by_text(re.compile("^Saved on this phone"))).to_be_visible()
    page.wait_for_function(ON_DISK_AT_LAST, arg=text, timeout=WAIT_MS)


def write(page: Page, findings: str, *, kind: str = "Site check") -> str:
    """A new report with what is needed to send it; unit and dates stand there by themselves."""
    address = new_visit(page)
    page.get_by_label("Kind", exact=True).select_option(kind)
    page.get_by_label("Findings", exact=True).fill(findings)
    saved(page, findings)
    return address


def send(page: Page) -> None:
    """From the form over the summary to the report as the person reads it."""
    page.get_by_role("button", name="Submit", exact=True).click()
    page.get_by_role("button", name="Send report", exact=True).click()
    expect(page.get_by_role("button", name="Copy text")).to_be_visible()


def write_and_queue(page: Page, findings: str) -> None:
    """A new report, sent by its writer, that cannot reach the office now."""
    write(page, findings)
    send(page)
    expect(sync_words(page)).to_have_text("Offline · 1 unsent")


def ask_to_leave(page: Page) -> Locator:
    """The question that is asked before signing out."""
    place(page, "More")
    page.get_by_role("button", name="Sign out").click()
    return page.get_by_role("dialog")


def leave(question: Locator) -> None:
    """Sign out, and wait until nobody is at this phone."""
    question.get_by_role("button", name="Sign out").click()
    expect(question.page.get_by_role("heading", name="Sign in")).to_be_visible()
