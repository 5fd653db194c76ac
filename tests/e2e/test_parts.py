"""The parts that hold a person's work: what is typed stays, what is chosen is found, Back leads back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.e2e.phone import DESK, PHONE, wait_until


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport=PHONE) as context:
        yield context.new_page()


@pytest.fixture
def parts(page: Page, gallery: str) -> Page:
    page.goto(f"{gallery}?show=parts&lang=en")
    return page


@pytest.fixture
def walk(page: Page, gallery: str) -> Page:
    page.goto(f"{gallery}?show=walk&lang=en")
    expect(page.get_by_role("heading", name="List of all")).to_be_visible()
    return page


def ime(page: Page) -> CDPSession:
    return page.context.new_cdp_session(page)


# Fields


def test_a_field_that_is_being_written_in_is_left_alone(parts: Page) -> None:
    author = parts.get_by_label("Author", exact=True)
    author.fill("Trần Thị")
    author.press_sequentially(" Mỹ")
    parts.evaluate("() => window.fromTheOffice('from another phone')")
    expect(author).to_have_value("Trần Thị Mỹ")
    author.press("Tab")
    expect(author).to_have_value("from another phone")


def test_a_word_being_composed_is_saved_and_not_disturbed(parts: Page) -> None:
    author = parts.get_by_label("Author", exact=True)
    author.fill("")
    keyboard = ime(parts)
    for so_far in ("n", "ng", "ngh", "nghi", "nghie", "nghiê", "nghiên"):
        keyboard.send(
            "Input.imeSetComposition", {"text": so_far, "selectionStart": len(so_far), "selectionEnd": len(so_far)}
        )
    parts.wait_for_function("() => window.saved() === 'nghiên'")
    keyboard.send("Input.insertText", {"text": "nghiêng"})
    expect(author).to_have_value("nghiêng")


def test_half_a_date_erases_nothing_and_says_so(parts: Page) -> None:
    starts = parts.get_by_label("Start date")
    starts.focus()
    starts.press("Backspace")
    expect(starts).to_have_value("")
    starts.press("Tab")
    starts.press("Tab")
    starts.blur()
    expect(parts.get_by_text("The date is not complete")).to_be_visible()
    assert parts.evaluate("() => window.day()") == "2024-06-24"


def test_a_stepper_counts_between_its_ends(parts: Page) -> None:
    present = parts.get_by_label("Present")
    more, fewer = (parts.get_by_role("button", name=name).first for name in ("One more", "One fewer"))
    more.click()
    more.click()
    expect(present).to_have_value("19")
    expect(more).to_be_disabled()
    fewer.click()
    expect(present).to_have_value("18")
    present.fill("40")
    present.blur()
    expect(present).to_have_value("19")


def test_long_text_makes_its_field_grow(parts: Page) -> None:
    findings = parts.get_by_label("Message")
    before = findings.bounding_box()
    assert before
    findings.fill("một dòng\n" * 12)
    wait_until(lambda: (findings.bounding_box() or before)["height"] > before["height"] + 150, what="a taller field")


# Choosing


def test_a_person_is_found_without_accents_and_chosen_by_keys(parts: Page) -> None:
    companions = parts.get_by_role("combobox", name="Companions")
    companions.fill("vo dinh")
    expect(parts.get_by_role("listbox").get_by_role("option")).to_have_count(1)
    companions.press("Enter")
    expect(parts.get_by_role("button", name="Remove Võ Đình Khang")).to_be_visible()
    expect(companions).to_have_value("")
    companions.press("Backspace")
    expect(parts.get_by_role("button", name="Remove Võ Đình Khang")).to_have_count(0)


def test_of_two_names_alike_the_accents_typed_come_first(parts: Page) -> None:
    unit = parts.get_by_role("combobox", name="Unit")
    unit.fill("an nghia")
    expect(parts.get_by_role("listbox").get_by_role("option")).to_have_count(2)
    unit.fill("An Nghĩa")
    expect(parts.get_by_role("listbox").get_by_role("option").first).to_have_text("xã An Nghĩa huyện An Lão")
    parts.get_by_role("listbox").get_by_role("option").first.click()
    expect(unit).to_have_value("xã An Nghĩa")


def test_what_was_typed_and_not_chosen_is_no_choice(parts: Page) -> None:
    unit = parts.get_by_role("combobox", name="Unit")
    unit.fill("không có nơi này")
    expect(parts.get_by_text("Nothing found")).to_be_visible()
    unit.press("Escape")
    expect(unit).to_have_value("xã Ân Hảo Tây")


# Notices


def test_undo_is_there_for_ten_seconds_and_no_longer(page: Page, gallery: str) -> None:
    page.clock.install()
    page.goto(f"{gallery}?show=parts&lang=en")
    page.get_by_role("button", name="The draft is deleted.").click()
    page.mouse.move(5, 300)
    undo = page.get_by_role("button", name="Undo")
    page.clock.run_for(9_000)
    expect(undo).to_be_visible()
    page.clock.run_for(1_500)
    expect(undo).to_have_count(0)


def test_a_dialog_closes_by_escape_and_gives_the_focus_back(parts: Page) -> None:
    opener = parts.get_by_role("button", name="Delete this draft?")
    opener.click()
    dialog = parts.get_by_role("dialog", name="Delete this draft?")
    expect(dialog).to_be_visible()
    parts.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()


# Going from screen to screen


def test_back_leads_to_the_same_row_at_the_same_height(walk: Page) -> None:
    row = walk.get_by_role("link", name="Thing 30")
    row.scroll_into_view_if_needed()
    height = walk.evaluate("() => scrollY")
    row.click()
    title = walk.get_by_role("heading", name="Thing 30")
    expect(title).to_be_focused()
    walk.wait_for_function("() => scrollY === 0")
    expect(walk).to_have_title("Thing 30 · Địa Bàn")
    walk.get_by_role("link", name="Back", exact=True).click()
    expect(row).to_be_focused()
    walk.wait_for_function("(height) => scrollY === height", arg=height)


def test_a_link_opened_from_outside_goes_back_to_its_list(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}?show=walk&from=/walk/7")
    expect(page.get_by_role("heading", name="Thing 7")).to_be_visible()
    page.get_by_role("link", name="Quay lại").click()
    expect(page.get_by_role("heading", name="List of all")).to_be_visible()
    page.wait_for_function("() => location.pathname === '/walk'")


def test_another_list_is_no_step_of_the_way_back(walk: Page) -> None:
    steps = walk.evaluate("() => history.length")
    walk.get_by_role("link", name="odd").click()
    expect(walk.get_by_role("heading", name="List of odd")).to_be_visible()
    walk.wait_for_function("(steps) => location.search === '?only=odd' && history.length === steps", arg=steps)


def test_on_a_desk_the_list_stays_beside_the_thing(walk: Page) -> None:
    walk.set_viewport_size(DESK)
    walk.get_by_role("link", name="Thing 2", exact=True).click()
    expect(walk.get_by_role("heading", name="Thing 2")).to_be_focused()
    expect(walk.get_by_role("heading", name="List of all")).to_be_visible()
    walk.get_by_role("link", name="Next").click()
    expect(walk.get_by_role("heading", name="Thing 3")).to_be_visible()


def test_a_screen_that_cannot_be_fetched_says_so_and_back_still_works(walk: Page) -> None:
    walk.get_by_role("link", name="Broken").click()
    expect(walk.get_by_role("heading", name="failed")).to_be_visible()
    walk.get_by_role("link", name="Back", exact=True).click()
    expect(walk.get_by_role("heading", name="List of all")).to_be_visible()


def test_the_skip_link_goes_to_the_content_and_is_no_step(walk: Page) -> None:
    walk.keyboard.press("Shift+Tab")
    walk.get_by_role("link", name="To the main content").press("Enter")
    expect(walk.locator("main")).to_be_focused()
    assert walk.evaluate("() => location.hash") == ""
