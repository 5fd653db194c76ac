"""Each role at its job, as pictures: `python -m tests.tools.pictures` takes those of docs/pictures anew.

Owns which screens are shown, and that the files stay small. The app must be built.

    --all FOLDER   every moment of every role, narrow and wide, light and dark, in both languages, to look at
    --only ROLE    that role alone
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Final, Literal

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from server.demo.ids import record_id
from tests.e2e.person import WAIT_MS, sign_in, sync_words
from tests.e2e.phone import DESK, FLAGS, PHONE
from tests.e2e.served import Served
from tests.tools.browser import chromium

ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = ROOT / "docs" / "pictures"
# Enough for flat colours and smoothed letters; a third of the bytes of full colour.
COLOURS: Final = 64
SIZES: Final = {"360": PHONE, "1280": DESK}
LANGS: Final = ("vi", "en")
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")


@cache
def words(lang: str) -> dict[str, str]:
    """The plain messages of a language by their keys."""
    files = (ROOT / "server" / "words" / lang).glob("*.ftl")
    return dict(line for file in files for line in re.findall(r"(?m)^([\w-]+) = ([^{\n]+)$", file.read_text("utf-8")))


@dataclass
class Screen:
    """One person's device in one language; `look` keeps what stands on it now, as a moment of his job."""

    page: Page
    url: str
    lang: str
    keep: Callable[[str, Page], None]

    def said(self, key: str) -> str:
        return words(self.lang)[key]

    def button(self, key: str) -> Locator:
        return self.page.get_by_role("button", name=self.said(key), exact=True)

    def box(self, key: str) -> Locator:
        return self.page.get_by_label(self.said(key), exact=True)

    def go(self, address: str) -> None:
        self.page.goto(self.url + address)
        expect(self.page.get_by_role("heading").first).to_be_visible()

    def pick(self, key: str, typed: str) -> None:
        """Choose in a type-ahead as a person does, without accents."""
        self.page.get_by_role("combobox", name=self.said(key)).fill(typed)
        self.page.get_by_role("option").first.click()

    def look(self, moment: str, at: Locator | None = None) -> None:
        expect(self.page.locator("[aria-busy=true]")).to_have_count(0)
        for notice in self.page.get_by_role("button", name=self.said("common-close"), exact=True).all():
            notice.click()
        if at is not None:
            at.evaluate("(it) => it.scrollIntoView({ block: 'center' })")
        self.keep(moment, self.page)

    def sent(self) -> None:
        expect(sync_words(self.page)).to_have_text(self.said("status-sync-synced"))

    def take(self, step: str) -> None:
        """Take a step with a matter, after which it stands open no more, and keep what the office has of it."""
        self.button(step).click()
        expect(self.button(step)).to_have_count(0)
        self.sent()
        self.look("done")


def visit(number: str) -> str:
    return record_id("visit", number)


def item(number: str) -> str:
    return f"/feedback/{record_id('feedback', number)}"


def as_cadre(screen: Screen) -> None:
    screen.look("today")
    screen.go(f"/visits/{visit('BC-2024-013')}/edit")
    difficulties = screen.box("visits-difficulties")
    difficulties.fill("Đoạn bờ kênh sạt dài 85 m, cần rọ đá; 14 hộ cuối tuyến chưa có lịch lấy nước.")
    screen.look("job", difficulties)
    screen.button("visits-submit").click()
    expect(screen.button("visits-send")).to_be_visible()
    screen.look("sending")
    screen.button("visits-send").click()
    expect(screen.page.get_by_role("article").get_by_text(screen.said("status-sent"), exact=True).first).to_be_visible()
    screen.sent()
    screen.look("done")


def as_contact(screen: Screen) -> None:
    screen.look("today")
    screen.go(item("PA-016"))
    screen.box("feedback-reason").fill("Đã có lịch cả hai đợt, dán tại nhà văn hóa thôn.")
    screen.look("job", screen.button("feedback-confirm"))
    screen.take("feedback-confirm")


def as_agency(screen: Screen) -> None:
    screen.look("today")
    screen.go(item("PA-015"))
    screen.box("feedback-outcome").select_option("settled")
    screen.box("feedback-document").fill("41/BB-SNN")
    screen.box("feedback-answer").first.fill("Đơn vị cung ứng thay 6 con bò giống không đạt trước ngày 10/7.")
    screen.look("job", screen.button("feedback-answer"))
    screen.take("feedback-answer")


def as_clerk(screen: Screen) -> None:
    screen.look("today")
    screen.go(item("PA-017"))
    screen.pick("feedback-owner", "so giao duc")
    screen.look("job", screen.page.get_by_role("combobox", name=screen.said("feedback-owner")))
    screen.take("feedback-give-owner")


def as_supervisor(screen: Screen) -> None:
    screen.look("today")
    screen.go(f"/review/{visit('BC-2024-015')}")
    mark = f"{screen.said('review-comment')} .*{screen.said('visits-findings')}|Comment on Findings"
    screen.page.get_by_role("button", name=re.compile(mark, re.IGNORECASE)).first.click()
    remark = screen.page.get_by_role("textbox").first
    remark.fill("Phân công ai giúp đỡ từng trường hợp?")
    screen.box("review-comment").fill("Xin ghi rõ người được phân công và thời hạn.")
    screen.look("job", remark)
    screen.button("review-return").click()
    expect(screen.page).to_have_url(re.compile("/review$"))
    screen.sent()
    screen.look("done")


def as_leader(screen: Screen) -> None:
    screen.look("today")
    screen.go("/feedback/new")
    screen.box("feedback-matter").fill("Đường vào trường mầm non thôn Năng An ngập sau mỗi trận mưa.")
    screen.pick("feedback-unit", "an tin")
    screen.box("feedback-theme").select_option(index=1)
    screen.box("feedback-urgency").select_option("urgent")
    screen.look("job", screen.box("feedback-matter"))
    screen.button("feedback-raise").click()
    expect(screen.page.get_by_role("heading", name=re.compile(r"PA-0\d\d"))).to_be_visible()
    screen.sent()
    screen.look("done")


def as_admin(screen: Screen) -> None:
    screen.go("/admin")
    screen.look("today")
    screen.go(f"/admin/people/{record_id('person', 'CB01')}")
    screen.look("job")
    screen.button("administration-issue-code").click()
    expect(screen.page.get_by_text(re.compile(r"^\w{4}-\w{4}-\w{4}$"))).to_be_visible()
    screen.look("done")


# Who, and what he does; the moment that tells his job best stands in docs/pictures.
ROLES: Final[dict[str, tuple[str, Callable[[Screen], None], str]]] = {
    "cadre": ("cadre1", as_cadre, "job"),
    "contact": ("contact1", as_contact, "job"),
    "clerk": ("clerk", as_clerk, "job"),
    "supervisor": ("supervisor", as_supervisor, "job"),
    "leader": ("leader", as_leader, "today"),
    "agency": ("agency1", as_agency, "job"),
    "admin": ("admin", as_admin, "done"),
}


def main(arguments: Sequence[str]) -> None:
    """Take them. Prints each file and its size."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.pictures")
    parser.add_argument("--all", type=Path, metavar="FOLDER")
    parser.add_argument("--only", choices=ROLES)
    asked = parser.parse_args(arguments)
    folder = asked.all or FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    roles = [asked.only] if asked.only else list(ROLES)
    keeper = Keeper(folder, every=asked.all is not None)
    with seeded() as seed, launched() as browser:
        for lang, width in product(LANGS if asked.all else ("en",), SIZES):
            with office(seed) as url:
                for role in roles:
                    play(browser, url, (role, width, lang), keeper)


@contextmanager
def seeded() -> Iterator[Path]:
    """The data folder of a fresh demo, to be copied for everyone who changes it."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        with Served("demo", data, options=("--no-browser",)):
            pass
        yield data


@contextmanager
def office(seed: Path) -> Iterator[str]:
    """The address of a demo of its own, so that the same work is there for each device."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(seed, data)
        with Served("demo", data, options=("--no-browser",)) as served:
            yield served.url


@contextmanager
def launched() -> Iterator[Browser]:
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS)) as browser,
    ):
        yield browser


@dataclass(frozen=True)
class Keeper:
    """Where pictures go: every moment in both schemes, or the telling one in light."""

    folder: Path
    every: bool

    def keep(self, stem: str, page: Page) -> None:
        for scheme in SCHEMES if self.every else SCHEMES[:1]:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            file = self.folder / (f"{stem}-{scheme}.png" if self.every else f"{stem}.png")
            file.write_bytes(small(page.screenshot(animations="disabled")))
            print(f"{file.name:40} {file.stat().st_size / 1024:6.1f} KB", flush=True)


def play(browser: Browser, url: str, of: tuple[str, str, str], keeper: Keeper) -> None:
    """Let one role do its job on one device."""
    role, width, lang = of
    username, job, telling = ROLES[role]

    def keep(moment: str, page: Page) -> None:
        if keeper.every:
            keeper.keep(f"{role}-{moment}-{width}-{lang}", page)
        elif moment == telling:
            keeper.keep(f"{role}-{width}", page)

    narrow = width == "360"
    with browser.new_context(
        viewport=SIZES[width],
        is_mobile=narrow,
        has_touch=narrow,
        timezone_id="Asia/Ho_Chi_Minh",
        reduced_motion="reduce",
    ) as context:
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        sign_in(page, url, username, lang=lang)
        job(Screen(page, url, lang, keep))


def small(data: bytes) -> bytes:
    """The same picture in few colours."""
    with Image.open(BytesIO(data)) as image:
        few = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    out = BytesIO()
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    main(sys.argv[1:])
