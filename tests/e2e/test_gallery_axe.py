"""Every part of the app, in every language, direction, theme and width: nobody stumbles, nothing is cut."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.e2e.axe import stumbles
from tests.e2e.phone import DESK, PHONE

SCENES: Final = ("parts", "today", "visits", "form", "visit", "thread")
WIDTHS: Final[dict[str, ViewportSize]] = {"phone": PHONE, "desk": DESK}
# Each language, direction and theme with each of the others: what three of them only do together is nobody's stumble.
LOOKS: Final = (
    "lang=vi&dir=ltr&theme=light",
    "lang=vi&dir=rtl&theme=dark",
    "lang=en&dir=ltr&theme=dark",
    "lang=en&dir=rtl&theme=light",
)
# Elements outside the window, and boxes that hide a part of their own text. (A text field of one line scrolls.)
CUT: Final = """() => {
  const width = document.documentElement.clientWidth;
  const cut = [];
  for (const element of document.querySelectorAll('body *')) {
    if (element.closest('.unseen, svg, input, dialog')) continue;
    const { left, right, width: own } = element.getBoundingClientRect();
    const hides = getComputedStyle(element).overflowX !== 'visible' && element.clientWidth > 4;
    const text = (element.textContent ?? '').trim().slice(0, 40);
    if (own > 2 && (right > width + 1 || left < -1)) cut.push(`outside: ${element.tagName} ${text}`);
    if (hides && element.scrollWidth > element.clientWidth + 1) cut.push(`cut: ${element.tagName} ${text}`);
  }
  return cut;
}"""
# A box to tick is pressed by its label.
SMALL: Final = """() => {
  const small = [];
  for (const control of document.querySelectorAll('a[href], button, select, input, textarea, summary')) {
    const target = ['checkbox', 'radio', 'file'].includes(control.type) ? control.closest('label') : control;
    const { width, height } = target.getBoundingClientRect();
    const stands = width > 0 && target.checkVisibility() && !target.matches('.unseen');
    const text = (target.textContent ?? '').trim();
    if (stands && (width < 47.5 || height < 47.5)) small.push(`${target.tagName} ${text} ${width}x${height}`);
  }
  return small;
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Motion is off: axe would read colours in the middle of a change."""
    with browser.new_context(reduced_motion="reduce", timezone_id="Asia/Ho_Chi_Minh") as context:
        yield context.new_page()


def show(page: Page, gallery: str, scene: str, look: str, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    page.goto(f"{gallery}?show={scene}&{look}")
    page.wait_for_selector("main")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scene", SCENES)
def test_nobody_stumbles_over_it(page: Page, gallery: str, scene: str, width: str) -> None:
    found = []
    for look in LOOKS:
        show(page, gallery, scene, look, WIDTHS[width])
        found += [f"{look}: {line}" for line in stumbles(page)]
    assert found == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nobody_stumbles_over_what_opens(page: Page, gallery: str, width: str, theme: str) -> None:
    show(page, gallery, "parts", f"lang=en&theme={theme}", WIDTHS[width])
    page.get_by_role("combobox", name="Companions").click()
    page.get_by_role("button", name="The draft is deleted.").click()
    page.get_by_role("combobox", name="Companions").fill("dinh")
    page.get_by_role("option", name="Võ Đình Khang").wait_for()
    found = stumbles(page)
    page.get_by_role("button", name="Delete this draft?").click()
    page.get_by_role("dialog", name="Delete this draft?").wait_for()
    assert found + stumbles(page) == []


@pytest.mark.parametrize("text", [1, 2], ids=["normal text", "text of 200 %"])
@pytest.mark.parametrize("scene", SCENES)
def test_nothing_is_cut_on_a_phone(page: Page, gallery: str, scene: str, text: int) -> None:
    found = []
    for look in ("lang=vi", "lang=en", "lang=vi&dir=rtl"):
        show(page, gallery, scene, look, PHONE)
        page.evaluate("(percent) => { document.documentElement.style.fontSize = percent; }", f"{text * 100}%")
        found += [f"{look}: {line}" for line in page.evaluate(CUT)]
    assert found == []


@pytest.mark.parametrize("scene", SCENES)
def test_every_target_fits_a_thumb(page: Page, gallery: str, scene: str) -> None:
    show(page, gallery, scene, "lang=vi", PHONE)
    assert page.evaluate(SMALL) == []


def test_the_policy_is_never_broken(page: Page, gallery: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda fault: said.append(str(fault)))
    for scene in SCENES:
        show(page, gallery, scene, "lang=vi", PHONE)
    # The browser asks for an icon by itself; the gallery has none.
    assert [text for text in said if "404" not in text] == []
