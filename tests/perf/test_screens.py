"""What each request of a screen costs the server with five years of a province behind it, and with ten times as much.

20,000 visits and 40,000 items, made by the engine (`tests/perf/province`), on SQLite, in one process and without a
network. The years lie in `var/province` or the folder that PROVINCE names; where they are missing they are made first,
which takes minutes; ten times as much takes some gigabytes beside them. CPU is what counts on a machine with others on
it; wall time is told beside it. No time decides anything here: that work does not grow with the data by statements is
held by `tests/storage/test_province.py`.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Final, NamedTuple

from flask import Flask

from tests.perf.province.multiplied import multiply
from tests.perf.province.office import made, opened
from tests.perf.province.screens import Browser, Screen, screens
from tests.perf.province.years import Size

GOAL_MS: Final = 300
TIMES: Final = 10
ASKED: Final = 20
# Of the large office, where one request may take seconds.
ASKED_FEW: Final = 5
YEARS: Final = Path(os.environ.get("PROVINCE", "var/province"))


class Cost(NamedTuple):
    """Milliseconds of one request: medians and the 95th of a hundred; and the answer's size."""

    wall: float
    wall_95: float
    cpu: float
    cpu_95: float
    size_kb: float


def cost_of(browser: Browser, screen: Screen, asked: int) -> Cost:
    """Asked once to warm up, then so often."""
    phone = browser.of(screen.who)
    size = len(phone.get(screen.path).data) / 1000
    walls, cpus = [], []
    for _ in range(asked):
        wall, cpu = time.perf_counter(), time.process_time()
        answer = phone.get(screen.path)
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
        assert answer.status_code == 200, answer.text
    return Cost(median(walls), _95th(walls), median(cpus), _95th(cpus), size)


def costs(app: Flask, asked: int) -> dict[str, Cost]:
    """Of every screen's request."""
    browser = Browser(app)
    found = {screen.name: cost_of(browser, screen, asked) for screen in screens(app)}
    app.extensions["diaban"].store.engine.dispose()
    return found


def years() -> tuple[Path, Path]:
    """The folder of the five years and that of so many times as much, made where they are missing."""
    once, more = YEARS / "once", YEARS / f"times{TIMES}"
    for folder, make in ((once, lambda to: made(to, Size())), (more, lambda to: multiply(once, to, TIMES))):
        if not folder.exists():
            unfinished = folder.with_suffix(".part")
            make(unfinished)
            unfinished.rename(folder)
    return once, more


def test_every_request_of_a_screen_with_five_years_behind_it_and_ten_times_as_much() -> None:
    once, more = years()
    few, many = costs(opened(once), ASKED), costs(opened(more), ASKED_FEW)
    size = Size()
    print(f"\n{size.visits:,} visits, {size.items:,} items; then {TIMES} times as many. Milliseconds, goal {GOAL_MS}")
    print(f"{'':64}{'KB':>7}{'p50':>8}{'p95':>8}{'CPU':>8}{'CPU95':>8}{'x' + str(TIMES) + ' CPU':>9}{'ratio':>7}")
    # The same requests in the same order: only the numbers of what is looked for may differ.
    beside = zip(few.items(), many.values(), strict=True)
    for (asked, cost), large in sorted(beside, key=lambda each: -each[0][1].cpu):
        over = "  over" if cost.cpu_95 > GOAL_MS else ""
        print(
            f"{_short(asked):64}{cost.size_kb:7.1f}{cost.wall:8.1f}{cost.wall_95:8.1f}{cost.cpu:8.1f}{cost.cpu_95:8.1f}"
            f"{large.cpu:9.1f}{large.cpu / cost.cpu:7.1f}{over}"
        )


def _95th(values: list[float]) -> float:
    return quantiles(values, n=20)[-1] if len(values) > 1 else values[0]


def _short(asked: str) -> str:
    return asked if len(asked) <= 62 else f"{asked[:60]}…"
