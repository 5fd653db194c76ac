"""What a calendar is told of a person's days: shapes, how far it looks, and what it leaves out. Pure.

An entry names a place and what sort of day it is. Nothing that somebody wrote is in it: calendars lie on machines of
others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from server.days import add_days, days_between

# What has passed is looked up for a month, what is agreed is made at most a year ahead.
PAST_DAYS: Final = 31
AHEAD_DAYS: Final = 366
# Visits are owed by periods, and these recur: a quarter of them is enough to plan by.
DUTY_DAYS: Final = 92
# 32 random bytes as base64url.
SECRET_CHARS: Final = 43
# Calendars fetch the whole again and again, some on a phone's data.
SIZE_BYTES_MAX: Final = 100_000

VISIT, MEETING, MILESTONE = "visit", "meeting", "milestone"
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"

_STATUSES: Final = {
    "accepted": CONFIRMED,
    "attended": CONFIRMED,
    "asked": TENTATIVE,
    "proposed": TENTATIVE,
    "untold": TENTATIVE,
    "withdrawn": CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A day of a person, or a span of instants in it when `from_ms` says when it begins.

    `id` names it over all its changes and `changes` counts them; `changed` is when the last was made, ms of the
    office's clock. `page`: where it is opened in the app.
    """

    kind: str
    id: str
    unit: str
    day: str
    page: str
    changed: int
    changes: int = 0
    from_ms: int | None = None
    to_ms: int | None = None
    status: str = CONFIRMED


def is_near(day: str, today: str) -> bool:
    """Whether a calendar is still, or already, told of a day."""
    return add_days(today, -PAST_DAYS) <= day <= add_days(today, AHEAD_DAYS)


def status_of(standing: str) -> str | None:
    """How a meeting stands in the calendar of one who stands to it so; None: it is not in it."""
    return _STATUSES.get(standing)


def in_order(entries: Iterable[Entry], today: str) -> list[Entry]:
    """What is to come first, the nearest day first; then what has passed, the last day first.

    Where not everything has room, what is furthest away is left out.
    """

    def place(entry: Entry) -> tuple[bool, int, str]:
        away = days_between(today, entry.day)
        return away < 0, abs(away), entry.id

    return sorted(entries, key=place)
