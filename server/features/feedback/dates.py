"""When an item is due: working days of Vietnam.

Owns the defaults and the counting. The holidays are an argument, so that an office may add its own; no clock may enter.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache
from typing import Final

import holidays

# Working days to a settlement, by urgency: what offices of this province promise.
SETTLEMENT_DAYS: Final = {"urgent": 5, "normal": 15, "complex": 30}
_SATURDAY: Final = 5


def default_due(*, raised: str, urgency: str, days_off: Collection[str]) -> str:
    """The civil day on which an item raised on `raised` is due. `days_off`: public holidays as civil days."""
    return add_working_days(raised, SETTLEMENT_DAYS[urgency], days_off)


def add_working_days(day: str, count: int, days_off: Collection[str]) -> str:
    """The civil day `count` working days after `day`, which itself is not counted."""
    at = date.fromisoformat(day)
    while count:
        at += timedelta(days=1)
        count -= at.weekday() < _SATURDAY and at.isoformat() not in days_off
    return at.isoformat()


@cache
def vietnam_holidays(year: int) -> frozenset[str]:
    """The public holidays of Vietnam in that year and the next, Tết and days in lieu among them, as civil days."""
    return frozenset(day.isoformat() for day in holidays.country_holidays("VN", years=(year, year + 1)))
