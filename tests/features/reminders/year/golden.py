"""A year's messages as a table that people can read: how many of each occasion in each month, and a digest of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from server.features.occasions import OCCASIONS
from server.platform.clock import day_of
from tests.features.reminders.year.playing import Told


def table(told: Sequence[Told]) -> str:
    """The table."""
    counts = Counter((each.occasion, int(day_of(each.at)[5:7])) for each in told)
    months = range(1, 13)
    rows = [_row("", [*months, "all"])]
    for code in OCCASIONS:
        numbers = [counts[code, month] for month in months]
        rows.append(_row(code, [*numbers, sum(numbers)]))
    rows.append(_row("all", [*(sum(counts[code, month] for code in OCCASIONS) for month in months), len(told)]))
    lines = "\n".join("|".join(map(str, each)) for each in sorted(told))
    return "\n".join((*rows, "", sha256(lines.encode()).hexdigest(), ""))


def _row(name: str, cells: Sequence[int | str]) -> str:
    return f"{name:22}" + "".join(f"{cell:>6}" for cell in cells)
