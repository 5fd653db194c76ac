"""A push at the real service worker: what is shown, what it wakes, where a press leads; and how a person is asked.

Pushes are delivered by the browser itself (DevTools), notifications stand on a desktop of our own and are pressed
there. Chromium here has no push service to subscribe at: `PushManager` alone is replaced, at the browser's edge.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect

from tests.e2e.axe import stumbles
from tests.e2e.conftest import Devices
from tests.e2e.desktop import Desktop, a_desktop
from tests.e2e.person import (
    ON_DISK,
    ask_to_leave,
    installed,
    leave,
    loaded,
    new_visit,
    saved,
    send,
    sign_in,
    synced,
    write,
)
from tests.e2e.phone import DESK, PHONE, Device, wait_until
from tests.e2e.served import Served, operate
from tests.e2e.test_first_day import CODE, PASSWORD, first_code, sign_in_by_code
from tests.push_service import Browser as Keys

FINDINGS: Final = "Kè rọ đá đường vào làng K2 đã xong 12 m."
COMMENT: Final = "Xin ghi chiều dài rãnh và số hộ được lợi."
MESSAGE: Final = "0190b3c0-0000-7000-8000-000000000001"
TITLE: Final = "Có việc mới trong Địa Bàn"
ENDPOINT: Final = "https://fcm.googleapis.com/fcm/send/e2e"
IPHONE: Final = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 Mobile/15E148 Safari/604.1"
)
# A push service's side of the browser, kept as a browser keeps it: over reloads, until it is ended. And the office's
# key: a demo pushes nothing outside, so it has none; all else that it says of its roads stands.
SUBSCRIBES: Final = """([endpoint, keys]) => {
  const asked = fetch;
  globalThis.fetch = async (url, init) => {
    const answer = await asked(url, init);
    if (url !== '/api/reminders/roads') return answer;
    return Response.json({ ...(await answer.json()), push_key: keys.p256dh });
  };
  const held = {
    endpoint,
    toJSON: () => ({ endpoint, keys }),
    unsubscribe: async () => { localStorage.removeItem('held'); return true; },
  };
  PushManager.prototype.getSubscription = async () => (localStorage.getItem('held') ? held : null);
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    localStorage.setItem('held', applicationServerKey);
    return held;
  };
}"""

# The push service gives the subscription up: its side of the browser is replaced as above. No line of DevTools makes a
# browser say so by itself; the event is the browser's own class, and waited for as a browser waits.
GIVEN_UP: Final = """async (again) => {
  const done = [];
  PushManager.prototype.getSubscription = async () => ({ unsubscribe: async () => done.push('unsubscribed') });
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    done.push(`subscribed ${applicationServerKey}`);
    return { toJSON: () => again };
  };
  const event = new PushSubscriptionChangeEvent('pushsubscriptionchange');
  let ended;
  event.waitUntil = (work) => { ended = work; };
  self.dispatchEvent(event);
  await ended;
  return done;
}"""

# The notices on this phone that stand and that nobody has read.
UNREAD: Final = """async () => {
  const { name } = (await indexedDB.databases()).find(({ name }) => name.startsWith('diaban-'));
  const asked = indexedDB.open(name);
  await new Promise((done) => { asked.onsuccess = done; });
  const range = IDBKeyRange.bound('notice/', 'notice0');
  const rows = asked.result.transaction('row').objectStore('row');
  const [keys, values] = [rows.getAllKeys(range), rows.getAll(range)];
  await new Promise((done) => { values.onsuccess = done; });
  asked.result.close();
  const told = keys.result.map((key, at) => [key.slice('notice/'.length), values.result[at].body]);
  return told.filter(([, { ended, read }]) => ended == null && read == null).map(([id]) => id);
}"""
# What stands on the app's icon, in the place of a browser that shows none here.
WEARS: Final = """() => {
  Object.getPrototypeOf(navigator).setAppBadge = async (count) => {
    (globalThis.worn ??= []).push((globalThis.badge = count));
  };
}"""

BADGE_IS_TRUE: Final = f"async () => globalThis.badge === (await ({UNREAD})()).length"


class Pushes:
    """Hands pushes to the worker of the app on a device, whether a tab of it is open or not."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self._origin = origin
        self._page = context.new_page()
        self._line: CDPSession = context.new_cdp_session(self._page)
        self._found: dict[str, str] = {}
        self._line.on("ServiceWorker.workerRegistrationUpdated", self._hear)
        self._line.send("ServiceWorker.enable")
        wait_until(lambda: self._page.evaluate("() => true") and self._found, what="the worker's registration")

    def _hear(self, told: dict[str, Any]) -> None:
        for one in told["registrations"]:
            if one["scopeURL"] == f"{self._origin}/":
                self._found[one["scopeURL"]] = one["registrationId"]

    def deliver(self, text: str) -> None:
        """What the push service would hand over, opened."""
        [registration] = self._found.values()
        told = {"origin": self._origin, "registrationId": registration, "data": text}
        self._line.send("ServiceWorker.deliverPushMessage", told)


def reminder(url: str, id: str = MESSAGE, **more: int) -> str:
    return json.dumps({"id": id, "title": TITLE, "url": url, **more})


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    with a_desktop() as made:
        yield made


@contextmanager
def reminded(device: Device, served: Served, desktop: Desktop, username: str) -> Iterator[tuple[Page, Pushes]]:
    """The person's phone, which takes pushes and may show them."""
    device.shows_notifications = True
    device.environment["DBUS_SESSION_BUS_ADDRESS"] = desktop.address
    page = device.open()
    page.context.grant_permissions(["notifications"], origin=served.url)
    sign_in(page, served.url, username)
    installed(page)
    yield page, Pushes(page.context, served.url)


def subscribed(context: BrowserContext, served: Served) -> str:
    """The office knows this browser as one that takes pushes; its id there."""
    keys = Keys()
    told = context.request.post(
        f"{served.url}/api/reminders/subscriptions",
        headers={"X-Diaban": "1"},
        data={"endpoint": ENDPOINT, "p256dh": keys.p256dh, "auth": keys.auth},
    )
    assert told.status == 201, told.text()
    return str(told.json()["id"])


def phones(context: BrowserContext, served: Served) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = context.request.get(f"{served.url}/api/reminders/roads").json()["phones"]
    return found


def returned(page: Page, served: Served) -> None:
    """The supervisor sends the report back."""
    sign_in(page, served.url, "supervisor")
    page.goto(f"{served.url}/review")
    page.get_by_role("link", name=re.compile(r"xã Vĩnh Sơn.*Site check", re.S)).click()
    page.get_by_role("textbox", name="Comment", exact=True).fill(COMMENT)
    page.get_by_role("button", name="Return", exact=True).click()
    synced(page)


def test_a_push_brings_what_another_wrote_with_no_tab_open_and_its_press_opens_it_offline(
    served: Served, devices: Devices, desktop: Desktop
) -> None:
    with reminded(devices(PHONE), served, desktop, "cadre2") as (page, pushes):
        write(page, FINDINGS)
        send(page)
        synced(page)
        report = page.url.split("?")[0].removeprefix(served.url)
        subscribed(page.context, served)
        page.goto("about:blank")
        returned(devices(DESK).open(), served)
        # Nothing but the worker is left to look at what is kept.
        [worker] = page.context.service_workers
        worker.evaluate(WEARS)
        pushes.deliver(reminder(report, unread=41))
        wait_until(lambda: worker.evaluate(ON_DISK, COMMENT), what="the words on the phone's disk")
        wait_until(lambda: worker.evaluate(BADGE_IS_TRUE), what="the number on the icon")
        # The office's word came first, and what the worker then read is right.
        assert worker.evaluate("() => globalThis.worn")[0] == 41
        wait_until(lambda: desktop.titles == [TITLE], what="the notification")
        wait_until(lambda: phones(page.context, served)[0]["shown"], what="the office told that it was shown")
        served.stop()
        with page.context.expect_page() as opened:
            desktop.press(TITLE)
        expect(opened.value).to_have_url(served.url + report)
        expect(opened.value.get_by_text(COMMENT).first).to_be_visible()
        wait_until(lambda: desktop.titles == [], what="the notification put away")


def test_a_message_is_shown_once_and_its_press_leads_the_open_tab_away_with_its_words_kept(
    shared_demo: Served, devices: Devices, desktop: Desktop
) -> None:
    with reminded(devices(PHONE), shared_demo, desktop, "cadre1") as (page, pushes):
        page.add_init_script(f"({WEARS})()")
        page.reload()
        form = new_visit(page)
        page.get_by_label("Findings", exact=True).fill(FINDINGS)
        unread = page.evaluate(UNREAD)
        wait_until(lambda: page.evaluate(BADGE_IS_TRUE), what="the number on the icon")
        told = reminder("/feedback", unread[0])
        # The tab that is seen syncs, not the worker.
        with page.expect_response("**/api/sync"):
            pushes.deliver(told)
        wait_until(lambda: desktop.titles == [TITLE], what="the notification")
        pushes.deliver(told)
        wait_until(lambda: desktop.shown == 2, what="the same message again")
        assert desktop.titles == [TITLE]
        desktop.press(TITLE)
        expect(page).to_have_url(f"{shared_demo.url}/feedback")
        wait_until(lambda: unread[0] not in page.evaluate(UNREAD), what="the message read")
        wait_until(lambda: page.evaluate(BADGE_IS_TRUE), what="the number on the icon")
        page.go_back()
        expect(page).to_have_url(re.compile(re.escape(form)))
        expect(page.get_by_label("Findings", exact=True)).to_have_value(FINDINGS)
        # Read, and sent once more by an office that did not hear of it.
        with page.expect_response("**/api/sync"):
            pushes.deliver(told)
        assert desktop.shown == 2
        for title, text in (("Địa Bàn", "not ours"), ("x", json.dumps({"title": "x", "url": "https://evil.example/"}))):
            pushes.deliver(text)
            wait_until(lambda: desktop.titles == [title], what=title)  # noqa: B023
            desktop.press(title)
            expect(page).to_have_url(f"{shared_demo.url}/reminders")
            page.goto(f"{shared_demo.url}/feedback")
            # What listens to the worker comes with what wears the number.
            wait_until(lambda: page.evaluate(BADGE_IS_TRUE), what="the number on the icon")


def newcomer(served: Served) -> str:
    """A cadre who has written nothing yet, with the user name binh; the code to begin with."""
    said = operate(served, "user", "add", "binh", "--name", "Lê Bình")
    operate(served, "user", "role", "binh", "cadre", "--unit", "21655", "--beside-others")
    code = CODE.search(said)
    assert code
    return code.group()


def asked_of(device: Device, served: Served) -> tuple[Page, str]:
    """A newcomer on a phone that can take pushes; and the office's key."""
    device.shows_notifications = True
    page = device.open()
    keys = Keys()
    held = json.dumps([ENDPOINT, {"p256dh": keys.p256dh, "auth": keys.auth}])
    page.add_init_script(f"({SUBSCRIBES})({held})")
    page.goto(f"{served.url}/?lang=en")
    sign_in_by_code(page, "binh", newcomer(served))
    loaded(page)
    installed(page)
    return page, keys.p256dh


def test_a_person_is_asked_after_his_first_report_and_again_when_it_ends_and_left_in_peace_when_he_leaves(
    served: Served, devices: Devices
) -> None:
    page, key = asked_of(devices(PHONE), served)
    ask = page.get_by_role("button", name="Turn reminders on")
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    expect(ask).to_have_count(0)
    write(page, FINDINGS)
    send(page)
    synced(page)
    # axe would read colours in the middle of a change.
    page.emulate_media(reduced_motion="reduce")
    page.goto(served.url)
    expect(page.get_by_role("heading", name="Get reminders on this phone?")).to_be_visible()
    assert stumbles(page) == []
    # Nobody but the button asks the browser.
    assert page.evaluate("() => Notification.permission") == "default"
    page.context.grant_permissions(["notifications"], origin=served.url)
    ask.click()
    expect(page.get_by_text("Reminders are on for this phone")).to_be_visible()
    assert page.evaluate("() => localStorage.getItem('held')") == key
    [phone] = phones(page.context, served)
    assert phone["here"]
    assert phone["open"]
    page.context.request.delete(f"{served.url}/api/reminders/subscriptions/{phone['id']}", headers={"X-Diaban": "1"})
    page.reload()
    expect(page.get_by_role("heading", name="Reminders no longer reach this phone")).to_be_visible()
    ask.click()
    expect(page.get_by_text("Reminders are on for this phone")).to_be_visible()
    leave(ask_to_leave(page))
    page.wait_for_function("() => localStorage.getItem('held') === null")
    page.get_by_label("User name").fill("binh")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Get reminders on this phone?")).to_be_visible()
    page.get_by_role("button", name="Not now").click()
    expect(page.get_by_role("link", name="Reminder settings")).to_have_attribute("href", "/reminders/settings")
    page.reload()
    loaded(page)
    expect(ask).to_have_count(0)


def test_on_an_iphone_the_home_screen_comes_before_the_first_draft(shared_demo: Served, browser: Browser) -> None:
    with browser.new_context(user_agent=IPHONE, viewport=PHONE, has_touch=True, locale="en-GB") as context:
        page = context.new_page()
        page.add_init_script("delete globalThis.PushManager; delete globalThis.Notification;")
        sign_in(page, shared_demo.url, "cadre3")
        heading = page.get_by_role("heading", name="Put Địa Bàn on the Home Screen before you write")
        expect(heading).to_be_visible()
        expect(page.get_by_text('Choose "Add to Home Screen"')).to_be_visible()
        new_visit(page)
        page.get_by_label("Findings", exact=True).fill(FINDINGS)
        saved(page, FINDINGS)
        page.goto(shared_demo.url)
        loaded(page)
        expect(heading).to_have_count(0)


def test_a_subscription_that_its_push_service_gives_up_is_made_anew_by_the_worker_alone(
    tmp_path: Path, devices: Devices
) -> None:
    """At a real office, with a key that was made while it ran. No tab is open; the second time no network is there."""
    with Served("serve", tmp_path / "office", environment={"DIABAN_MAIL_FROM": "diaban@example.vn"}) as office:
        page = devices(PHONE).open()
        page.goto(f"{office.url}/?lang=en")
        sign_in_by_code(page, "quang", first_code(office))
        installed(page)
        key = operate(office, "keys").splitlines()[1]
        before = subscribed(page.context, office)
        page.goto("about:blank")
        [worker] = page.context.service_workers
        keys = Keys()
        again = {"endpoint": f"{ENDPOINT}-again", "keys": {"p256dh": keys.p256dh, "auth": keys.auth}}
        assert worker.evaluate(GIVEN_UP, again) == ["unsubscribed", f"subscribed {key}"]
        [phone] = phones(page.context, office)
        assert phone["open"]
        assert phone["id"] != before
        office.stop()
        assert worker.evaluate(GIVEN_UP, again) == []
