"""The command of this room: fill a folder with five years, and say how long it took."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from tests.perf.province.office import made
from tests.perf.province.years import Size


def main() -> None:
    """Read the arguments and make it."""
    parser = argparse.ArgumentParser(prog="python -m tests.perf.province", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=1, help="so many times the visits and items")
    usual = Size()
    parser.add_argument("--seed", type=int, default=usual.seed)
    parser.add_argument("--visits", type=int, default=usual.visits)
    parser.add_argument("--items", type=int, default=usual.items)
    given = parser.parse_args()
    size = Size(given.visits * given.times, given.items * given.times, seed=given.seed)
    begun = time.perf_counter()

    def tell(done: int, total: int) -> None:
        if done % 26 == 0:
            print(f"{done} of {total} weeks, {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)

    sent = made(given.folder, size, tell)
    print(f"{sum(sent.values()):,} operations in {time.perf_counter() - begun:.0f} s: {dict(sorted(sent.items()))}")


if __name__ == "__main__":
    main()
