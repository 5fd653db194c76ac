"""Real time, and the office's time.

Owns every reading of the clock in the server. Security and ordering ask real time (`now_ms`); whatever asks "what day
is it for the office" (duties, due dates, lateness, figures) asks the office's clock, which a demo may set back.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

# Vietnam keeps one zone without summer time; a civil day of the office is a day here.
OFFICE_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DAY_MS = 86_400_000


class Clock(Protocol):
    """A source of real time."""

    def now_ms(self) -> int:
        """Milliseconds since 1970 UTC."""


class SystemClock:
    """The machine's clock."""

    def now_ms(self) -> int:
        """Milliseconds since 1970 UTC."""
        return time.time_ns() // 1_000_000


@dataclass(slots=True)
class SetClock:
    """A clock that stands where it was put: for tests, and for playing dated operations."""

    ms: int

    def now_ms(self) -> int:
        """Milliseconds since 1970 UTC, as set."""
        return self.ms

    def move(self, ms: int) -> None:
        """Go on by so many milliseconds."""
        self.ms += ms


@dataclass(frozen=True, slots=True)
class OfficeClock:
    """The office's own time: real time plus a fixed offset (0 but in a demo)."""

    clock: Clock
    offset_ms: int = 0

    def now_ms(self) -> int:
        """The office's milliseconds since 1970 UTC."""
        return self.clock.now_ms() + self.offset_ms

    def today(self) -> str:
        """The office's civil day, `2024-06-25`."""
        return day_of(self.now_ms())


def day_of(ms: int) -> str:
    """The office's civil day of an instant."""
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone(OFFICE_ZONE).date().isoformat()


def stamp_of(ms: int) -> str:
    """The office's day and time of an instant, as a part of a file's name: `20240625-080000`."""
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone(OFFICE_ZONE).strftime("%Y%m%d-%H%M%S")


def start_of(day: str) -> int:
    """The instant, in ms, at which the office's civil day begins."""
    return int(datetime.fromisoformat(day).replace(tzinfo=OFFICE_ZONE).timestamp() * 1000)
