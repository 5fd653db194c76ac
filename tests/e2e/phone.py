"""A person's phone or desk: Chromium on a profile folder that outlives the browser.

Owns starting, relaunching and killing it by pid. Knows nothing of the app's pages; journeys do.
"""

from __future__ import annotations

import os
import shutil
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psutil
from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, Playwright, ViewportSize

from tests.tools.browser import chromium, whole

PHONE: Final[ViewportSize] = {"width": 360, "height": 740}
DESK: Final[ViewportSize] = {"width": 1280, "height": 800}
FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-features=Translate,OptimizationHints,MediaRouter",
)
ENDED_SECONDS_MAX: Final = 10
LOOK_MS_MAX: Final = 2_000


@dataclass
class Device:
    """One profile folder: relaunching it is picking the same phone up again.

    `kill` is the battery falling out: SIGKILL to every process of this profile, found by its folder.
    """

    playwright: Playwright
    profile: Path
    viewport: ViewportSize = field(default_factory=lambda: PHONE)
    locale: str = "vi-VN"
    dark: bool = False
    # A profile to begin with; none: an empty one.
    like: Path | None = None
    # What its processes are told besides what these here are.
    environment: dict[str, str] = field(default_factory=dict)
    # The light browser shows no notifications.
    shows_notifications: bool = False
    context: BrowserContext | None = None
    console: list[str] = field(default_factory=list)

    def open(self, url: str = "about:blank") -> Page:
        """Launch (or relaunch) the browser and go to `url`. The page's faults are gathered in `console`."""
        assert self.context is None, "already open"
        if self.like and not self.shows_notifications and not self.profile.exists():
            shutil.copytree(self.like, self.profile)
        phone = self.viewport["width"] < 1024
        options: dict[str, Any] = {"has_touch": True, "is_mobile": True} if phone else {}
        self.context = self.playwright.chromium.launch_persistent_context(
            self.profile,
            executable_path=whole() if self.shows_notifications else chromium(),
            headless=True,
            args=list(FLAGS),
            viewport=self.viewport,
            locale=self.locale,
            timezone_id="Asia/Ho_Chi_Minh",
            color_scheme="dark" if self.dark else "light",
            env={**os.environ, **self.environment},
            **options,
        )
        self.context.on("weberror", lambda fault: self.console.append(str(fault.error)))
        self.context.on("console", self._note)
        page = self.context.pages[0] if self.context.pages else self.context.new_page()
        if url != "about:blank":
            page.goto(url)
        return page

    def _note(self, message: ConsoleMessage) -> None:
        if is_fault(message):
            self.console.append(f"{message.type}: {message.text}")

    def screens(self) -> str:
        """What stands on each of its pages; of one that says nothing any more, that."""
        told = []
        for page in self.context.pages if self.context is not None else ():
            try:
                told.append(f"{page.url}\n{page.locator('body').inner_text(timeout=LOOK_MS_MAX)}")
            except Error as fault:
                told.append(f"{page.url}\n({fault})")
        return "\n\n".join(told)

    def close(self) -> None:
        """Close the browser as a person does; nothing if it is not open."""
        if self.context is not None:
            self.context.close()
            self.context = None

    def kill(self) -> None:
        """End every process of this profile at once, with no time to write anything."""
        mine = self._processes()
        assert mine, "no process of this profile is running"
        for process in mine:
            try:
                os.kill(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        psutil.wait_procs(mine, ENDED_SECONDS_MAX)
        if self.context is not None:
            _forget(self.context)
            self.context = None
        # A killed browser leaves its lock behind; the next launch must not take it for a running one.
        for name in ("SingletonLock", "SingletonSocket", "SingletonCookie"):
            (self.profile / name).unlink(missing_ok=True)

    def _processes(self) -> list[psutil.Process]:
        sign = f"--user-data-dir={self.profile}"
        found = []
        for process in psutil.process_iter(["cmdline"]):
            if sign in (process.info["cmdline"] or ()):
                # One that ends by itself meanwhile is no fault.
                with suppress(psutil.NoSuchProcess):
                    found += [process, *process.children(recursive=True)]
        return list(dict.fromkeys(found))


def is_fault(said: ConsoleMessage) -> bool:
    """Whether a page says that something is wrong. In a browser that takes no worker, Playwright says so each time."""
    return said.type in ("error", "warning") and said.text != "Service Worker registration blocked by Playwright"


def _forget(context: BrowserContext) -> None:
    # The driver notices by itself that its browser is gone; closing tells it not to wait for it.
    try:
        context.close()
    except Error as gone:
        assert "closed" in str(gone), gone


def wait_until(condition: Any, *, seconds: float = 30, what: str = "") -> None:
    """Ask `condition()` again and again until it holds. AssertionError after `seconds`. For what no page can await."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"never came true: {what or condition}"
        time.sleep(0.02)
