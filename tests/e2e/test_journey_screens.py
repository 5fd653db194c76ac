"""Every screen of field work as a person with a screen reader, large text or a narrow phone meets it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, Playwright, ViewportSize, expect

from server.demo.ids import record_id
from tests.e2e.axe import stumbles
from tests.e2e.person import sign_in
from tests.e2e.phone import DESK, FLAGS, PHONE
from tests.e2e.served import Served
from tests.tools.browser import chromium

RETURNED: Final = record_id("visit", "BC-2024-013")
TALL: Final = 4_000
WAITING: Final = record_id("visit", "BC-2024-012")
ADDRESSES: Final[dict[str, tuple[str, ...]]] = {
    "cadre1": (
        "/", "/visits", f"/visits/{RETURNED}", f"/visits/{RETURNED}/edit", "/feedback", "/feedback/new",
        "/area", "/more", "/help", "/sync", "/deleted", "/password", "/sign-in",
    ),
    "contact1": ("/", f"/feedback/{record_id('feedback', 'PA-016')}", "/visits", "/area"),
    "agency1": ("/", f"/feedback/{record_id('feedback', 'PA-015')}"),
    "clerk": ("/", "/feedback", f"/feedback/{record_id('feedback', 'PA-017')}"),
    "supervisor": ("/", "/review", f"/review/{WAITING}", "/visits"),
    "leader": ("/", "/area"),
}  # fmt: skip


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS)) as launched:
        yield launched


def _faults(page: Page, address: str, size: ViewportSize) -> list[str]:
    """What axe finds there, and whether anything reaches beyond the side, in plain and in doubled text."""
    # As tall as the longest screen: a bar that stays at the bottom must not seem to cover what one can scroll to.
    page.set_viewport_size({"width": size["width"], "height": TALL})
    page.goto(address)
    expect(page.get_by_role("heading").first).to_be_visible()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    found = [f"{page.url}: {line}" for line in stumbles(page)]
    page.set_viewport_size(size)
    # On a desk, the largest text that *More* offers; on a phone, what its own settings make of it at most.
    for text in ("100%", "200%" if size == PHONE else "150%"):
        page.evaluate("size => document.documentElement.style.setProperty('font-size', size)", text)
        beyond = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        if beyond > 0:
            found.append(f"{page.url}: {beyond} px beyond the side with text of {text}")
    return found


@pytest.mark.parametrize(("size", "look"), [(PHONE, "light"), (DESK, "dark")], ids=["360", "1280"])
@pytest.mark.parametrize("username", ADDRESSES)
def test_nobody_stumbles(browser: Browser, shared_demo: Served, username: str, size: ViewportSize, look: str) -> None:
    context = browser.new_context(viewport=size, color_scheme=look)  # type: ignore[arg-type]
    try:
        page = context.new_page()
        sign_in(page, shared_demo.url, username)
        page.goto(f"{shared_demo.url}/?lang=vi")
        expect(page.get_by_role("heading", name=re.compile("^Hôm nay$"))).to_be_visible()
        found = [fault for address in ADDRESSES[username] for fault in _faults(page, shared_demo.url + address, size)]
    finally:
        context.close()
    assert found == [], "\n".join(found)
