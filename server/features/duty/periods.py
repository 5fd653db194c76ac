"""The office's periods: months that end on a cut-off day, and the quarters, half-years and years made of them.

Owns the bounds of a period, which the phone finds too (`client_pwa/src/features/duty/periods.ts`); both run
`sync/vectors/duty.json`. No clock, no store and no network may enter. Days are civil days, "2024-06-25".

    first day 15:   … 14/5 │ 15/5 ───── June ───── 14/6 │ 15/6 …      a month is called after the one it ends in
    first day 1:    … 31/5 │ 1/6 ────── June ────── 30/6 │ 1/7 …
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from server.days import day_after, day_before

# The last day that every month has.
FIRST_DAY_MAX: Final = 28
# Kind of period → its months.
MONTHS: Final = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_KEY: Final = re.compile(r"([0-9]{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])))?")


@dataclass(frozen=True, slots=True)
class Cutoff:
    """Months from the first whole calendar month after `starts` begin on this day (above 1: of the month before)."""

    first_day: int
    starts: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A period with its first and last day."""

    key: str
    first: str
    last: str


def month_number(key: str) -> int:
    """The month "2024-06" as a number that counts on by one a month."""
    return int(key[:4]) * 12 + int(key[5:7]) - 1


def month_key(number: int) -> str:
    """The month of such a number: "2024-06"."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def month_last(cutoffs: Sequence[Cutoff], number: int) -> str:
    """The last day of the office's month, by the rule that is in force on the first day of the calendar's."""
    first_day = _first_day(cutoffs, f"{month_key(number)}-01")
    if first_day > 1:
        return f"{month_key(number)}-{first_day - 1:02d}"
    return day_before(f"{month_key(number + 1)}-01")


def month_first(cutoffs: Sequence[Cutoff], number: int) -> str:
    """The first day of the office's month: months leave no gap."""
    return day_after(month_last(cutoffs, number - 1))


def month_of(cutoffs: Sequence[Cutoff], day: str) -> int:
    """The number of the office's month that the day lies in."""
    number = month_number(day[:7])
    return number if day <= month_last(cutoffs, number) else number + 1


def span_of(cutoffs: Sequence[Cutoff], key: str) -> Span | None:
    """The period of a key "2024-06", "2024-Q2", "2024-H1" or "2024"; None when it is no such key."""
    found = _KEY.fullmatch(key)
    if found is None:
        return None
    year, month, quarter, half = found.groups()
    months = 1 if month else 3 if quarter else 6 if half else 12
    place = int(month or quarter or half or 1) - 1
    first = int(year) * 12 + place * months
    return Span(key, month_first(cutoffs, first), month_last(cutoffs, first + months - 1))


def key_of(kind: str, number: int) -> str:
    """The key of the month, quarter, half-year or year that a month lies in."""
    year, place = f"{number // 12:04d}", number % 12 // MONTHS[kind] + 1
    return {"month": month_key(number), "quarter": f"{year}-Q{place}", "half": f"{year}-H{place}", "year": year}[kind]


def arrival(*, last: str, submitted: str, received: str) -> str:
    """How a report stands to the cut-off of its period: `in_time`, `received_after` (sent off before it) or `after`."""
    if received <= last:
        return "in_time"
    return "received_after" if submitted <= last else "after"


def closing_id(key: str) -> str:
    """The id of the record of a period's closing: the same from every phone."""
    kind = 1 if key[5:].isdigit() else 2 if "Q" in key else 3 if "H" in key else 4
    return f"c1051e00-0000-8000-8000-00000{kind}{key[:4]}{key[5:].strip('QH') or '0':0>2}"


def _first_day(cutoffs: Sequence[Cutoff], day: str) -> int:
    begun = [rule for rule in cutoffs if rule.starts <= day]
    return max(begun, key=lambda rule: (rule.starts, rule.id)).first_day if begun else 1
