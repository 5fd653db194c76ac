"""Every screen of every role, narrow and wide, light and dark, in both languages: nobody stumbles, nothing sticks out.

In Vietnamese no word of another language stands on it; nowhere a key of the words; nothing is said in the console.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

import pytest
from playwright.sync_api import Browser, FilePayload, Page, ViewportSize, expect

from server.demo.ids import record_id
from server.features.indicators.programme import indicator_id
from tests.e2e.axe import stumbles
from tests.e2e.person import sign_in
from tests.e2e.phone import DESK, PHONE, is_fault
from tests.e2e.served import Served
from tests.features.imports.lists import XLSX, book, data_of

ROOT: Final = Path(__file__).parents[2]
Step = Callable[[Page], object]


@dataclass(frozen=True)
class Scene:
    """An address, and what is touched there before it is looked at."""

    address: str
    touch: Step = lambda _page: None
    name: str = ""


@dataclass(frozen=True)
class Look:
    """How a device shows the app."""

    size: ViewportSize
    scheme: Literal["light", "dark"]
    lang: str


def submit(page: Page) -> None:
    page.locator(".foot button, footer button").last.click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()


def suggestions(page: Page) -> None:
    page.get_by_role("combobox").nth(-1).click()
    expect(page.get_by_role("option").first).to_be_visible()


def telling(page: Page) -> None:
    page.locator("main button.wide").first.click()
    expect(page.locator("main form").first).to_be_visible()


def other_time(page: Page) -> None:
    page.locator("main .cluster button.quiet").first.click()
    expect(page.locator("main form").first).to_be_visible()


def question(page: Page) -> None:
    page.locator("main button").last.click()
    expect(page.get_by_role("dialog")).to_be_visible()


def comments(page: Page) -> None:
    page.locator("article button").first.click()
    expect(page.locator("article textarea").first).to_be_visible()


def wrong_rule(page: Page) -> None:
    page.locator("main textarea").first.fill("{ name }")
    page.locator("main button[type=submit]").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()


def unfolded(page: Page) -> None:
    expect(page.locator("main summary").first).to_be_visible()
    for summary in page.locator("main summary").all():
        summary.click()


def with_code(page: Page) -> None:
    page.locator("form button").last.click()


def no_hour_left(page: Page) -> None:
    page.locator("input[type=time]").first.fill("06:30")
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()


def a_list(page: Page) -> None:
    head = ("Số hiệu", "Xã/phường", "Ngày nêu", "Nội dung", "Loại", "Lĩnh vực")
    rows = (
        ("KN-1", "An Hòa", "15/03/2024", "Đường sụt.", "Kiến nghị", "Giao thông"),
        ("KN-2", "Ngô Mây", "", "", "", ""),
    )
    file = FilePayload(name="Sổ kiến nghị.xlsx", mimeType=XLSX, buffer=data_of(book(head, *rows)))
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("KN-2")).to_be_visible()


def a_list_of_leave(page: Page) -> None:
    """In an old font, so that the rows say it."""
    head = ("Hoï vaø teân", "Ñôn vò", "Töø ngaøy", "Ñeán ngaøy")
    rows = (("cadre1", "", "05/07/2024", "19/07/2024"), ("Traàn Vaên Khoâng", "xaõ An Hoøa", "05/07/2024", "mai"))
    file = FilePayload(name="Nghỉ phép.xlsx", mimeType=XLSX, buffer=data_of(book(head, *rows)))
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("Trần Văn Không · xã An Hòa")).to_be_visible()


def visit(number: str) -> str:
    return record_id("visit", number)


def invitation(number: str) -> str:
    return f"/invitations/{record_id('invitation', number)}"


def item(number: str) -> str:
    return f"/feedback/{record_id('feedback', number)}"


WARD: Final = record_id("unit", "21655")
COMMUNE: Final = record_id("unit", "21690")
EMPTY: Final = record_id("unit", "21688")
SPLIT: Final = record_id("unit", "21997")
ADMISSIONS: Final = indicator_id("admissions")
NEW: Final = "/visits/01904ca2-8e00-7000-8000-000000000001/edit"
RETURNED: Final = visit("BC-2024-013")
ACCOUNT: Final = record_id("assignment", "CB01:cadre:21690")
SCENES: Final[dict[str, tuple[Scene, ...]]] = {
    "cadre1": (
        Scene("/"),
        Scene("/visits"),
        Scene("/visits?list=queued", name="an empty list"),
        Scene(f"/visits/{RETURNED}", unfolded),
        Scene(f"/visits/{RETURNED}/edit", name="a form with remarks"),
        Scene(f"/visits/{RETURNED}/send"),
        Scene(f"/visits/{visit('BC-2024-001')}", name="an approved report"),
        Scene(NEW, name="an empty form"),
        Scene(f"{NEW}?wrong", submit, "a form with mistakes"),
        Scene(f"{NEW}?people", lambda page: page.get_by_role("combobox").nth(2).click(), "suggestions"),
        Scene("/feedback"),
        Scene("/feedback/new"),
        Scene("/feedback/new?wrong", submit, "a matter with mistakes"),
        Scene(item("PA-001"), unfolded, "a closed matter"),
        Scene("/area"),
        Scene(f"/duty/{ACCOUNT}", name="what is due, and why"),
        Scene("/more"),
        Scene("/more?leaving", question, "the question before signing out"),
        Scene("/help"),
        Scene("/sync"),
        Scene("/reminders"),
        Scene("/reminders/settings"),
        Scene("/reminders/settings?wrong", no_hour_left, "quiet all day"),
        Scene("/deleted"),
        Scene("/password"),
        Scene("/nowhere"),
        Scene("/visits/01904ca2-8e00-7000-8000-00000000dead", name="a report that is not there"),
        Scene("/sign-in"),
        Scene("/sign-in?code", with_code, "sign-in by code"),
    ),
    "contact1": (
        Scene("/"),
        Scene(item("PA-016")),
        Scene("/visits"),
        Scene(f"/visits/{RETURNED}"),
        Scene("/area"),
        Scene(invitation("LM-07"), name="an invitation of one's own"),
        Scene("/invitations/new?wrong", submit, "an invitation with mistakes"),
    ),
    "contact2": (
        Scene("/"),
        Scene(invitation("LM-09"), name="another time is asked for"),
    ),
    "agency1": (Scene("/"), Scene("/feedback"), Scene(item("PA-015")), Scene("/help")),
    "clerk": (
        Scene("/"),
        Scene("/lists", a_list, "an old list, looked at"),
        Scene("/lists?list=leave", a_list_of_leave, "leave in an old font, looked at"),
        Scene("/feedback"),
        Scene(item("PA-017")),
        Scene("/feedback/heirs", name="nothing waits for an heir"),
        Scene("/visits"),
        Scene("/area", name="every commune of the office"),
        Scene("/duty"),
        Scene("/duty?by=quarter", name="by quarters"),
        Scene("/duty/periods"),
        Scene("/duty/periods/2024-04", name="a closed period"),
        Scene("/duty/periods/2024-06", name="a period to close"),
        Scene("/duty/books", unfolded),
        Scene(f"/duty/{ACCOUNT}", name="somebody's account"),
        Scene("/duty/01904ca2-8e00-7000-8000-00000000dead", name="an account that is not there"),
        Scene("/office/reminders", unfolded, "what went out"),
        Scene("/office/reminders?state=failed", name="nothing failed"),
        Scene("/office/reminders/phones", name="who can be reached"),
        Scene("/office/reminders/rules", name="when to remind"),
        Scene("/office/reminders/rules/visit_due?wrong", wrong_rule, "a rule with mistakes"),
        Scene("/invitations?list=past"),
        Scene("/invitations/figures?by=half", name="invited and attended"),
        Scene("/tasks"),
        Scene(f"/tasks/{record_id('task', 'VK-02')}", telling, "a figure of a task"),
        Scene("/tasks/new?wrong", submit, "a task with mistakes"),
        Scene(f"/tasks/{record_id('task', 'VK-02')}/edit", name="a task to change"),
        Scene(f"/indicators?unit={WARD}", name="a ward's indicators"),
        Scene("/indicators?span=2019-01-01_2024-12-31", name="different periods"),
        Scene(f"/indicators/{ADMISSIONS}?unit={WARD}", name="figures of an indicator"),
    ),
    "supervisor": (
        Scene("/"),
        Scene("/review"),
        Scene(f"/review/{visit('BC-2024-012')}"),
        Scene(f"/review/{visit('BC-2024-014')}", comments, "comments on a section"),
        Scene(f"/review/{visit('BC-2024-001')}", name="a decided report"),
        Scene("/feedback"),
    ),
    "leader": (
        Scene("/"),
        Scene("/visits"),
        Scene("/area", name="communes, the worst first"),
        Scene(f"/area/{COMMUNE}", name="all that is known of a commune"),
        Scene(f"/area/{EMPTY}", name="a commune where nothing happened"),
        Scene("/invitations"),
        Scene(invitation("LM-10"), other_time, "another time to ask for"),
        Scene("/feedback"),
    ),
    "admin": (
        Scene("/"),
        Scene("/admin"),
        Scene("/admin/people"),
        Scene("/admin/people/new"),
        Scene(f"/admin/people/{record_id('person', 'CB01')}"),
        Scene("/admin/units"),
        Scene(f"/admin/units/{record_id('unit', '21690')}"),
        Scene("/admin/agencies"),
        Scene("/admin/assign"),
        Scene("/admin/upkeep"),
        Scene("/indicators/programme"),
        Scene(f"/indicators/programme/{ADMISSIONS}", name="a definition"),
        Scene("/admin/import"),
        Scene("/admin/calendar"),
        Scene("/admin/changes"),
        Scene("/admin/changes/new", name="a new plan"),
        Scene(f"/admin/changes/{record_id('unit_plan', '2024-12-01')}", unfolded, "a plan to look at"),
        Scene("/admin/erase"),
        Scene("/units"),
        Scene(f"/units/{SPLIT}", name="a unit"),
        Scene("/more"),
    ),
}
# So many scenes are looked at in one test: it ends within a minute even where other work shares the machine.
PART: Final = 7
PARTS: Final = [(username, first) for username, scenes in SCENES.items() for first in range(0, len(scenes), PART)]
# Every scene on both widths in Vietnamese; in turn, the looks that those two leave out.
ALWAYS: Final = (Look(PHONE, "light", "vi"), Look(DESK, "dark", "vi"))
IN_TURN: Final = (Look(PHONE, "dark", "en"), Look(DESK, "light", "en"), None)
NOWHERE: Final = {"vi": "Không có trang này", "en": "There is no such page"}
# As tall as nearly every screen: what lies below the window is seen as what lies within it.
TALL: Final = 4_000
FOLLOW: Final = """(href) => {
  const link = Object.assign(document.createElement('a'), { href });
  document.querySelector('main p')?.setAttribute('data-before', '');
  document.body.append(link);
  link.click();
  link.remove();
}"""
SAID: Final = """() => [document.body.innerText, document.title,
  ...[...document.querySelectorAll('[aria-label], [placeholder], [title], [alt]')].flatMap((element) =>
    ['aria-label', 'placeholder', 'title', 'alt'].map((name) => element.getAttribute(name) ?? ''))].join('\\n')"""


@cache
def keys() -> frozenset[str]:
    """The keys of all words."""
    lines = [line for file in (ROOT / "server/words/vi").glob("*.ftl") for line in file.read_text().splitlines()]
    return frozenset(found[1] for line in lines if (found := re.match(r"([a-z][\w-]+-[\w-]+) =", line)))


@cache
def foreign() -> frozenset[str]:
    """Words of the English texts that neither the Vietnamese ones nor the demo's material use."""
    here = [*(ROOT / "server/words/vi").glob("*.ftl"), *(ROOT / "server/demo/data").iterdir()]
    own = {word for file in here for word in re.findall(r"[a-z]+", texts(file).lower())}
    english = {
        word
        for file in (ROOT / "server/words/en").glob("*.ftl")
        for word in re.findall(r"[a-z]{4,}", texts(file).lower())
    }
    return frozenset(english - own)


def texts(file: Path) -> str:
    """What is shown of a file of words: without keys and variables; other files as they are."""
    text = file.read_text()
    return re.sub(r"(?m)^\s*[\w-]+ =|^#.*|\{[^}]*\}", "", text) if file.suffix == ".ftl" else text


def show(page: Page, url: str, scene: Scene, look: Look) -> None:
    """Open the scene in that look, as following a link would, and wait until it stands still."""
    page.emulate_media(color_scheme=look.scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": look.size["width"], "height": TALL})
    page.evaluate(FOLLOW, f"{url}/nowhere")
    expect(page.get_by_role("heading", name=NOWHERE[look.lang])).to_be_visible()
    if scene.address != "/nowhere":
        page.evaluate(FOLLOW, url + scene.address)
        expect(page.locator("main [data-before]")).to_have_count(0)
    expect(page.get_by_role("heading").first).to_be_visible()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    scene.touch(page)


def beyond_the_side(page: Page, look: Look) -> list[str]:
    """How far the screen reaches beyond the window, in plain text and in the largest."""
    page.set_viewport_size(look.size)
    found = []
    for text in ("100%", "200%" if look.size == PHONE else "150%"):
        page.evaluate("(size) => document.documentElement.style.setProperty('font-size', size)", text)
        beyond = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        found += [f"{beyond} px beyond the side with text of {text}"] if beyond > 0 else []
    page.evaluate("() => document.documentElement.style.removeProperty('font-size')")
    return found


def wrong_words(page: Page, look: Look) -> list[str]:
    """Keys of words that have none, unfilled variables, and English in Vietnamese."""
    said: str = page.evaluate(SAID)
    found = [f"a key: {word}" for word in re.findall(r"[a-z][\w-]+", said) if word in keys()]
    found += [f"not filled in: {hole}" for hole in re.findall(r"\{[^}\n]*\}|undefined|NaN|\[object", said)]
    if look.lang == "vi":
        found += [f"English: {word}" for word in re.findall(r"\b[A-Za-z]{4,}\b", said) if word.lower() in foreign()]
    return found


def looks_of(turn: int) -> list[Look]:
    third = IN_TURN[turn % len(IN_TURN)]
    return [*ALWAYS, *([third] if third else [])]


@pytest.mark.parametrize(("username", "first"), PARTS)
def test_nobody_stumbles_on_any_screen(browser: Browser, shared_demo: Served, username: str, first: int) -> None:
    console: list[str] = []
    found: list[str] = []
    with browser.new_context(timezone_id="Asia/Ho_Chi_Minh", service_workers="block") as context:
        page = context.new_page()
        page.on("console", lambda said: console.append(said.text) if is_fault(said) else None)
        page.on("pageerror", lambda fault: console.append(str(fault)))
        sign_in(page, shared_demo.url, username)
        for lang in ("vi", "en"):
            page.goto(f"{shared_demo.url}/?lang={lang}")
            expect(page.locator("html")).to_have_attribute("lang", lang)
            for turn, scene in enumerate(SCENES[username][first : first + PART], first):
                for look in [look for look in looks_of(turn) if look.lang == lang]:
                    show(page, shared_demo.url, scene, look)
                    faults = [*stumbles(page), *wrong_words(page, look), *beyond_the_side(page, look)]
                    where = f"{scene.address} {scene.name} {look.size['width']} {look.scheme} {look.lang}"
                    found += [f"{where}: {fault}" for fault in faults]
    assert (found, console) == ([], []), "\n".join([*found, *console])
