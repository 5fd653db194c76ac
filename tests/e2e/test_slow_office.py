"""What an administrator sees while the office's lists are on their way: that they come, never that there are none."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from server.demo.ids import record_id
from tests.e2e.conftest import Devices
from tests.e2e.person import sign_in
from tests.e2e.phone import DESK, wait_until
from tests.e2e.served import Served


@pytest.fixture
def held(devices: Devices, shared_demo: Served) -> tuple[Page, list[Route]]:
    """An administrator's desk, and the questions about units that nobody has answered yet."""
    page, waiting = devices(DESK).open(), list[Route]()
    sign_in(page, shared_demo.url, "admin")
    page.route("**/api/admin/units", lambda route: waiting.append(route))
    return page, waiting


def answer(page: Page, waiting: list[Route]) -> None:
    """The office answers what it was asked, and from now on all at once."""
    wait_until(lambda: page.title() and waiting, what="a question")
    page.route("**/api/admin/units", lambda route: route.continue_())
    for route in waiting:
        route.continue_()


def test_the_page_of_a_unit_is_never_taken_for_a_new_one(held: tuple[Page, list[Route]], shared_demo: Served) -> None:
    page, waiting = held
    page.goto(f"{shared_demo.url}/admin/units/{record_id('unit', '21690')}")
    expect(page.locator("[aria-busy=true]").first).to_be_visible()
    expect(page.get_by_role("heading", name="Add a unit")).to_have_count(0)
    expect(page.get_by_label("Name", exact=True)).to_have_count(0)
    answer(page, waiting)
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ân Hảo Tây")


def test_nothing_is_counted_before_it_is_there(held: tuple[Page, list[Route]], shared_demo: Served) -> None:
    page, waiting = held
    page.goto(f"{shared_demo.url}/admin")
    expect(page.get_by_text("202 people")).to_be_visible()
    expect(page.get_by_text("0 units")).to_have_count(0)
    answer(page, waiting)
    expect(page.get_by_text("171 units")).to_be_visible()
