"""Which months of a province's records a phone holds: the window. Pure.

A record's place under a province is a key of its month, `unit:<id>@2024-06`: the month in which the office got it, or
in which somebody last did something with it. Who reads a whole province subscribes to the months of the window, so time
passes by dropping one key a month and not by touching records. What is still open when its month is about to go is
carried into the present month by a job, before the office moves the window (`window_from` of its record).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from server.days import add_days

# A year and the month after it: last year's same season is there to compare with.
WINDOW_DAYS: Final = 400
# A month is what is dropped at once; less than two would drop what somebody reads.
WINDOW_DAYS_MIN: Final = 60
# Half a century: what is longer is no window.
WINDOW_DAYS_MAX: Final = 18_000
# Everything that belongs to a visit or an item lies under these.
FILED: Final = ("unit", "desk", "review")


def month_of(day: str) -> str:
    """The month of a civil day, `2024-06`."""
    return day[:7]


def in_month(key: str, month: str | None) -> str:
    """A province's key for that month; the key itself where none is given."""
    return f"{key}@{month}" if month is not None else key


def bare(key: str) -> str:
    """The key without its month."""
    return key.partition("@")[0]


def month_in(key: str) -> str | None:
    """The month of a key; None where it has none."""
    return key.partition("@")[2] or None


def first_day(*, today: str, days: int, moved_to: str | None) -> str:
    """The first day of the window's first month. It never begins later than where the office has moved it."""
    wanted = add_days(today, -days)
    return f"{month_of(min(wanted, moved_to or wanted))}-01"


def months_from(first: str, today: str) -> Iterator[str]:
    """The months from that day's to the one after today's, which begins before every clock of the office says so."""
    year, month = int(first[:4]), int(first[5:7])
    last = month_of(add_days(f"{month_of(today)}-28", 7))
    while (name := f"{year:04}-{month:02}") <= last:
        yield name
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
