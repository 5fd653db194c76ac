"""Civil days, "2024-06-25": those before and after, and as people type them. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta


def add_days(day: str, days: int) -> str:
    """The civil day so many days later (earlier when negative)."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def day_after(day: str) -> str:
    """The next civil day."""
    return add_days(day, 1)


def day_before(day: str) -> str:
    """The civil day before."""
    return add_days(day, -1)


def days_between(since: str, until: str) -> int:
    """How many days the second civil day is after the first; negative when it is before."""
    return (date.fromisoformat(until) - date.fromisoformat(since)).days


def read_day(typed: str | None) -> str | None:
    """The civil day of `2024-06-25` or `25/06/2024`. None when it is neither, or no such day exists."""
    match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", (typed or "").strip())
    if match is None:
        return None
    parts = match.groups()
    year, month, day = (parts[0], parts[1], parts[2]) if parts[0] else (parts[5], parts[4], parts[3])
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
