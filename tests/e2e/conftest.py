"""The real program and real browsers: what every journey starts from.

Plain Playwright, not its pytest plugin, which warns. The browser is the system's Chromium, found by tests/tools.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Playwright, ViewportSize, expect, sync_playwright

from tests.e2e.bench import build_bench
from tests.e2e.between import door_to
from tests.e2e.gallery import build_gallery, serve_gallery
from tests.e2e.person import WAIT_MS
from tests.e2e.phone import DESK, FLAGS, PHONE, Device
from tests.e2e.served import Served, free_port
from tests.tools.browser import chromium

# (viewport, locale) → a new device
Devices = Callable[..., Device]
# As the app does it at its start (client_pwa/src/view/start.ts).
INSTALL: Final = """async () => {
  const { installing, waiting, active } = await navigator.serviceWorker.register('/sw.js');
  const worker = installing ?? waiting ?? active;
  while (!['activated', 'redundant'].includes(worker.state)) await new Promise((done) => setTimeout(done, 20));
  return worker.state;
}"""


_MADE: Final = pytest.StashKey[list[Device]]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Beside what failed stands what the person saw then: what comes once in a hundred runs is not seen again."""
    report = yield
    if report.when == "call" and report.failed:
        for device in item.stash.get(_MADE, []):
            faults = "\n".join(device.console)
            report.sections.append((f"on {device.profile.name}", f"{device.screens()}\n{faults}"))
    return report


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    assert chromium(), "Chromium is not installed; see `make browser`"
    # For those tests too that need none of the steps of person.
    expect.set_options(timeout=WAIT_MS)
    with sync_playwright() as started:
        yield started


# What takes seconds to make and is only read, made by whoever needs it first: (name, what fills the folder) → folder
Once = Callable[[str, Callable[[Path], None]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Makes a folder once for all processes of the run; the others wait for it."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own

    def made(name: str, fill: Callable[[Path], None]) -> Path:
        folder = shared / name
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                fill(shared / f"{name}.begun")
                (shared / f"{name}.begun").rename(folder)
        return folder

    return made


@pytest.fixture(scope="session")
def demo_seed(once: Once) -> Path:
    """The data folder of a freshly seeded demo, made once: each test plays on its own copy."""

    def fill(folder: Path) -> None:
        with Served("demo", folder, options=("--no-browser",)):
            pass

    return once("demo", fill)


@pytest.fixture(scope="session")
def script(once: Once) -> str:
    """The phone's store without a screen, as a script: see tests.e2e.bench."""
    return (once("bench", build_bench) / "bench.js").read_text()


@pytest.fixture(scope="session")
def gallery(once: Once) -> Iterator[str]:
    """The address of the gallery."""
    with serve_gallery(once("gallery", build_gallery)) as url:
        yield url


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One browser for tests that open contexts of their own in it."""
    with playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS)) as launched:
        yield launched


@pytest.fixture(scope="session")
def own_port() -> int:
    """Where each demo of `served` is found, one after the other."""
    return free_port()


@pytest.fixture(scope="session")
def shared_port() -> int:
    """Where each demo of `shared_demo` is found."""
    return free_port()


@pytest.fixture
def served(demo_seed: Path, own_port: int, tmp_path: Path) -> Iterator[Served]:
    """The demo with its own copy of the province; stop, kill and start it at will."""
    folder = tmp_path / "data"
    shutil.copytree(demo_seed, folder)
    with Served("demo", folder, own_port, is_prepared=True) as running:
        yield running


@pytest.fixture(scope="module")
def shared_demo(
    demo_seed: Path, shared_port: int, equipped: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """One demo for all tests of a module that disturb neither it nor each other. Its port has served phones before."""
    folder = tmp_path_factory.mktemp("shared") / "data"
    shutil.copytree(demo_seed, folder)
    with Served("demo", folder, shared_port, is_prepared=True) as running:
        yield running


@pytest.fixture(scope="session")
def equipped(
    playwright: Playwright, demo_seed: Path, own_port: int, shared_port: int, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The profile of a phone on which the app of both demos is installed and that nobody has used.

    Installing it takes half of all that a browser does until somebody is signed in: once is enough for the many tests
    whose subject is another. What a first visit does is told in test_store_worker and test_faults_worker.
    """
    folder = tmp_path_factory.mktemp("equipped")
    shutil.copytree(demo_seed, folder / "data")
    device = Device(playwright, folder / "profile")
    page = device.open()
    # Of the office's origin, and none of its pages: nothing but the app's files is kept.
    page.context.route("**/blank", lambda route: route.fulfill(content_type="text/html", body="<!doctype html>"))
    with Served("demo", folder / "data", own_port, is_prepared=True), door_to(own_port, shared_port):
        for port in (own_port, shared_port):
            page.goto(f"http://localhost:{port}/blank")
            assert page.evaluate(INSTALL) == "activated"
    device.close()
    return device.profile


@pytest.fixture
def served_empty(tmp_path: Path) -> Iterator[Served]:
    """`diaban serve` as an office meets it on the first day."""
    with Served("serve", tmp_path / "data") as running:
        yield running


@pytest.fixture
def devices(
    request: pytest.FixtureRequest, playwright: Playwright, equipped: Path, tmp_path: Path
) -> Iterator[Devices]:
    """Makes devices, each with its own profile that nobody has used; all are closed at the end."""
    made = request.node.stash[_MADE] = list[Device]()

    def make(viewport: ViewportSize = PHONE, locale: str = "vi-VN", *, dark: bool = False) -> Device:
        device = Device(playwright, tmp_path / f"profile{len(made)}", viewport, locale, dark, like=equipped)
        made.append(device)
        return device

    yield make
    for device in made:
        device.close()
        shutil.rmtree(device.profile, ignore_errors=True)


@pytest.fixture
def phone(devices: Devices) -> Device:
    """360 × 740, touch."""
    return devices(PHONE)


@pytest.fixture
def desk(devices: Devices) -> Device:
    """1280 × 800, mouse."""
    return devices(DESK)
