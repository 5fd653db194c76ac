"""The real program and real browsers: what every journey starts from.

Plain Playwright, not its pytest plugin, which warns. The browser is the system's Chromium, found by tests/tools.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, ViewportSize, sync_playwright

from tests.e2e.phone import DESK, PHONE, Device
from tests.e2e.served import Served
from tests.tools.browser import chromium

# (viewport, locale) → a new device with an empty profile
Devices = Callable[..., Device]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    assert chromium(), "Chromium is not installed; see `make browser`"
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def demo_seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a freshly seeded demo, made once: each test plays on its own copy."""
    folder = tmp_path_factory.mktemp("seed") / "demo"
    with Served("demo", folder, options=("--no-browser",)):
        pass
    return folder


@pytest.fixture
def served(demo_seed: Path, tmp_path: Path) -> Iterator[Served]:
    """The demo on a free port with its own copy of the province; stop, kill and start it at will."""
    folder = tmp_path / "data"
    shutil.copytree(demo_seed, folder)
    with Served("demo", folder, is_prepared=True) as running:
        yield running


@pytest.fixture(scope="module")
def shared_demo(demo_seed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One demo for all tests of a module that disturb neither it nor each other."""
    folder = tmp_path_factory.mktemp("shared") / "data"
    shutil.copytree(demo_seed, folder)
    with Served("demo", folder, is_prepared=True) as running:
        yield running


@pytest.fixture
def served_empty(tmp_path: Path) -> Iterator[Served]:
    """`diaban serve` as an office meets it on the first day."""
    with Served("serve", tmp_path / "data") as running:
        yield running


@pytest.fixture
def devices(playwright: Playwright, tmp_path: Path) -> Iterator[Devices]:
    """Makes devices, each with its own empty profile; all are closed at the end."""
    made: list[Device] = []

    def make(viewport: ViewportSize = PHONE, locale: str = "vi-VN", *, dark: bool = False) -> Device:
        device = Device(playwright, tmp_path / f"profile{len(made)}", viewport, locale, dark)
        made.append(device)
        return device

    yield make
    for device in made:
        device.close()


@pytest.fixture
def phone(devices: Devices) -> Device:
    """360 × 740, touch."""
    return devices(PHONE)


@pytest.fixture
def desk(devices: Devices) -> Device:
    """1280 × 800, mouse."""
    return devices(DESK)
