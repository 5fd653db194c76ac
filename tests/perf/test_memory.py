"""Memory of everything that `diaban serve` runs: at rest, while a password is hashed, after a thousand reports came."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pytest

from tests.e2e.served import Served
from tests.perf.phones import memory_mb, phone_on, pids_of

GOAL_MB: Final = 150
REPORTS: Final = 1000


class Peak:
    """The most that the processes had."""

    mb = 0.0


@contextmanager
def watched(pids: list[int]) -> Iterator[Peak]:
    """Looks again and again while the block runs."""
    peak, done = Peak(), threading.Event()

    def look() -> None:
        while not done.wait(0.002):
            peak.mb = max(peak.mb, memory_mb(pids))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()


def test_the_served_processes_stay_small(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("memory") / "data"
    with Served("demo", folder, options=("--no-browser",)) as served:
        pids = pids_of(served)
        rest = memory_mb(pids)
        with watched(pids) as hashing:
            phone = phone_on(served.port)
        phone.write(random.Random(1), REPORTS)
        with watched(pids) as pushing:
            phone.sync()
        after = memory_mb(pids)
        resident = memory_mb(pids, "Rss")
        phone.transport.close()
    figures = {"at rest": rest, "hashing": hashing.mb, f"pushing {REPORTS}": pushing.mb, f"after {REPORTS}": after}
    shown = ", ".join(f"{what} {mb:.0f}" for what, mb in figures.items())
    print(f"\nmemory of all processes: {shown} MB, goal {GOAL_MB}; each counted alone, after: {resident:.0f} MB")
    assert max(rest, hashing.mb, after) <= GOAL_MB
