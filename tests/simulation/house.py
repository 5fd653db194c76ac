"""What the server's rooms besides the feed find around them, in a schedule: store, clocks, a folder for photos.

Owns the putting together only: rooms that ask `Server` for something run in a schedule as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from server.context import Server
from server.platform.clock import OfficeClock
from server.platform.passwords import Passwords
from server.wire import rescue
from sync.applying import Office as EngineOffice


@dataclass(frozen=True, slots=True)
class SimClock:
    """The world's time as the server's."""

    now: Callable[[], int]

    def now_ms(self) -> int:
        """The world's instant."""
        return self.now()


@contextmanager
def house(store: Any, now: Callable[[], int], engine: EngineOffice[Any], blobs: Path) -> Iterator[Server]:
    """A server over this store; within it, its engine is the schedule's."""
    clock = SimClock(now)
    config = cast("Any", SimpleNamespace(blobs_dir=blobs))
    before, vars(rescue)["office_of_engine"] = vars(rescue)["office_of_engine"], lambda: engine
    try:
        yield Server(config, store, clock, OfficeClock(clock), cast("Passwords", None))
    finally:
        vars(rescue)["office_of_engine"] = before
