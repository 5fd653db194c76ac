"""Each of the seven roles does its job to the end, on a phone and on a desk, by sign-in, sync and files alone.

Between the browser and the office stands a door that lets nothing else through, so that no screen can read its data by
another road; administration alone may use its own. What each role sees at the end is kept in .cache/pictures.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.between import Door, door_to
from tests.e2e.person import WAIT_MS, place, sign_in, synced
from tests.e2e.phone import DESK, PHONE, is_fault
from tests.e2e.served import Served

PICTURES: Final = Path(__file__).parents[2] / ".cache" / "pictures"
WIDTHS: Final = {"360": PHONE, "1280": DESK}
FIELD: Final = re.compile(r"^/api/(session(/password|/code)?|sync|files(/[^/]+)?)$")
ADMINISTRATION: Final = re.compile(r"^/api/admin/")


def field_work(method: str, path: str) -> bool:
    """The app's own pages and files, sign-in, sync and photos."""
    return bool(FIELD.match(path)) or (method == "GET" and not path.startswith("/api/"))


def office_work(method: str, path: str) -> bool:
    """What an administrator needs besides."""
    return field_work(method, path) or bool(ADMINISTRATION.match(path))


def clerks_work(method: str, path: str) -> bool:
    """How much refused work others handed to the office: not a clerk's own, so it does not come by his sync."""
    return field_work(method, path) or path == "/api/cases/handed/count"


@pytest.fixture(scope="module", params=WIDTHS)
def width(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def door(width: str, demo_seed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """A door to a demo of its own for each width: the same work is there to be done."""
    folder = tmp_path_factory.mktemp("roles") / "data"
    shutil.copytree(demo_seed, folder)
    with Served("demo", folder, is_prepared=True) as office, door_to(office.port) as door:
        yield door


@pytest.fixture
def person(browser: Browser, width: str, door: Door) -> Iterator[Callable[[str], Page]]:
    """Signs a person in on a device of this width. At the end nothing may have asked for more than it may."""
    faults: list[str] = []
    contexts = []

    door.lets_through = field_work

    def enter(username: str) -> Page:
        context = browser.new_context(
            viewport=WIDTHS[width],
            has_touch=width == "360",
            is_mobile=width == "360",
            timezone_id="Asia/Ho_Chi_Minh",
            service_workers="block",
        )
        contexts.append(context)
        context.set_default_timeout(WAIT_MS)
        context.on("weberror", lambda fault: faults.append(str(fault.error)))
        page = context.new_page()
        page.on("console", lambda said: faults.append(said.text) if is_fault(said) else None)
        sign_in(page, door.url, username)
        return page

    yield enter
    for context in contexts:
        context.close()
    # That two shall monitor one commune is asked back: the browser notes the answer, and the screen says it.
    assert [fault for fault in faults if "409" not in fault] == []
    assert door.refused == []


def picture(page: Page, role: str, width: str) -> None:
    """Keep what stands on the screen, with nothing in motion."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{role}-{width}.png", animations="disabled")


Enter = Callable[[str], Page]


def test_a_cadre_corrects_what_came_back_and_sends_it(person: Enter, width: str) -> None:
    page = person("cadre1")
    expect(page.get_by_text("Đề nghị bổ sung chiều dài đoạn sạt")).to_be_visible()
    promised = page.get_by_role("list", name="Own commitments").get_by_role("link")
    expect(promised).to_contain_text("Gửi xã mẫu quy ước tổ tự quản kênh mương.")
    expect(promised).to_contain_text("by 05/07/2024")
    page.get_by_role("link", name=re.compile("xã Ân Hảo Tây.*Returned", re.S)).click()
    page.get_by_role("link", name="Correct the report").click()
    expect(page.get_by_text("Sạt bao nhiêu mét, bao nhiêu hộ chưa có lịch?")).to_be_visible()
    page.get_by_label("Difficulties", exact=True).fill("Đoạn bờ kênh sạt 85 m; 14 hộ chưa có lịch.")
    page.get_by_role("combobox", name="Companions").fill("vo dinh")
    page.get_by_role("option", name=re.compile("Võ Đình Khang")).click()
    picture(page, "cadre-form", width)
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_role("paragraph").filter(has_text="xã Ân Hảo Tây")).to_be_visible()
    expect(page.get_by_role("paragraph").filter(has_text="huyện Hoài Ân")).to_be_visible()
    page.get_by_role("button", name="Send report", exact=True).click()
    expect(page.get_by_role("button", name="Copy text")).to_be_visible()
    expect(page.get_by_role("article").get_by_text("Queued", exact=True)).to_have_count(0)
    expect(page.get_by_role("article").get_by_text("Sent", exact=True).first).to_be_visible()
    synced(page)
    picture(page, "cadre", width)


def test_a_supervisor_returns_one_report_and_approves_another(person: Enter, width: str) -> None:
    page = person("supervisor")
    place(page, "Review")
    queue = page.get_by_role("list", name="Waiting for review").get_by_role("link")
    expect(queue.first).to_contain_text("xã Tây Giang")
    page.get_by_role("link", name=re.compile("thị trấn Diêu Trì")).click()
    page.get_by_role("button", name="Return", exact=True).click()
    expect(page.get_by_text("Please write a general comment before returning the report.")).to_be_visible()
    expect(page.get_by_label("Comment", exact=True)).to_be_focused()
    page.get_by_role("button", name="Comment on Findings").click()
    page.get_by_label("Comment on Findings").fill("Phân công ai giúp đỡ?")
    page.get_by_label("Comment", exact=True).fill("Xin ghi rõ người được phân công.")
    picture(page, "supervisor", width)
    page.get_by_role("button", name="Return", exact=True).click()
    expect(page.get_by_text("Returned. The comment goes to the writer's phone.")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("xã Bok Tới"))).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_role("link", name=re.compile("xã Bok Tới"))).to_have_count(0)
    synced(page)


def test_a_clerk_gives_an_owner(person: Enter, door: Door, width: str) -> None:
    door.lets_through = clerks_work
    page = person("clerk")
    page.get_by_role("link", name=re.compile("PA-017")).click()
    page.get_by_role("combobox", name="Owner").fill("so giao duc")
    page.get_by_role("option").filter(has_text="Sở Giáo dục").first.click()
    picture(page, "clerk", width)
    page.get_by_role("button", name="Give owner").click()
    expect(page.get_by_text(re.compile("Given to Sở Giáo dục"))).to_be_visible()
    synced(page)


def test_an_agency_answers_what_is_late(person: Enter, width: str) -> None:
    page = person("agency1")
    expect(page.get_by_text("5 days late")).to_be_visible()
    page.get_by_role("link", name=re.compile("PA-015")).click()
    page.get_by_role("combobox", name="Outcome").select_option("Settled")
    page.get_by_label("Number of the document or minutes").fill("41/BB-SNN")
    page.get_by_role("textbox", name="Answer").fill("Đơn vị cung ứng thay bò giống trước 10/7.")
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_text("Đơn vị cung ứng thay bò giống trước 10/7.")).to_be_visible()
    synced(page)
    picture(page, "agency", width)


def test_a_contact_reopens_with_a_reason_and_asks_anew(person: Enter, width: str) -> None:
    page = person("contact1")
    page.get_by_role("link", name=re.compile("PA-016")).click()
    page.get_by_role("button", name="Reopen").click()
    expect(page.get_by_role("textbox", name="Reason")).to_have_attribute("aria-invalid", "true")
    page.get_by_role("textbox", name="Reason").fill("Chưa thấy lịch của đợt hai.")
    picture(page, "contact", width)
    page.get_by_role("button", name="Reopen").click()
    expect(page.get_by_text("Chưa thấy lịch của đợt hai.")).to_be_visible()
    synced(page)


def test_a_leader_sees_the_district_and_raises_a_matter(person: Enter, width: str) -> None:
    page = person("leader")
    expect(page.get_by_text("2 of 15")).to_be_visible()
    picture(page, "leader", width)
    place(page, "Feedback")
    page.get_by_role("button", name="New feedback").or_(page.get_by_role("link", name="New feedback")).click()
    page.get_by_label("Matter", exact=True).fill("Đường vào trường mầm non ngập sau mưa.")
    page.get_by_role("combobox", name="Unit").fill("an tin")
    page.get_by_role("option", name=re.compile("Ân Tín")).click()
    page.get_by_label("Theme", exact=True).select_option(index=1)
    page.get_by_label("Urgency", exact=True).select_option("Urgent")
    page.get_by_role("button", name="Send feedback").click()
    synced(page)
    expect(page.get_by_role("heading", name=re.compile(r"PA-0\d\d"))).to_be_visible()


def test_an_administrator_adds_a_cadre_who_signs_in_by_code(person: Enter, door: Door, width: str) -> None:
    door.lets_through = office_work
    page = person("admin")
    place(page, "Administration")
    page.get_by_role("link", name=re.compile("^People")).click()
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("Full name").fill("Lê Thị Hạnh")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Assign", exact=True).click()
    page.get_by_label("Role").select_option("Monitoring cadre")
    page.get_by_role("combobox", name="Unit").fill("an my")
    page.get_by_role("option", name=re.compile("Ân Mỹ")).click()
    page.get_by_role("button", name="Assign", exact=True).click()
    # The commune has a monitor already: two are a wish that is said.
    page.get_by_label("Both shall monitor this unit together").check()
    page.get_by_role("button", name="Assign", exact=True).click()
    expect(page.get_by_text("Assigned. The person’s devices learn of it at the next sync.")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Give a one-time code").click()
    code = page.get_by_text(re.compile(r"^\w{4}-\w{4}-\w{4}$")).inner_text()
    picture(page, "admin", width)
    other = page.context.browser.new_context().new_page()  # type: ignore[union-attr]
    other.goto(f"{door.url}/sign-in?lang=en")
    other.get_by_role("button", name="I have a one-time code").click()
    other.get_by_label("User name").fill("hanh.le")
    other.get_by_label("One-time code").fill(code)
    other.get_by_label("New password", exact=True).fill("mua-he-xanh-2026")
    other.get_by_role("button", name="Set password and sign in").click()
    expect(other.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    expect(other.get_by_text("Ân Mỹ").first).to_be_visible()
    other.context.close()
