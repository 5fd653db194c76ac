"""What a run counts: syncs, device-days, faults by kind, operations by outcome.

Owns numbers; `add` makes one tally of many.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Counts of one schedule or of many."""

    seeds: int = 0
    device_days: int = 0
    syncs: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    checks: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Take another tally in."""
        self.seeds += other.seeds
        self.device_days += other.device_days
        self.syncs += other.syncs
        for name in ("faults", "outcomes", "codes", "checks"):
            getattr(self, name).update(getattr(other, name))


def line_of(counts: Counter[str]) -> str:
    """The counts on one line, most first."""
    return ", ".join(f"{name} {count:,}" for name, count in counts.most_common()) or "none"
