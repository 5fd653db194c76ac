"""`python -m tests.simulation`: many schedules on two processes, and what came of them; or one, line by line.

    --seeds 0-399         these seeds, whole; a part of them twice
    --device-days 10000   seeds from --from until so many device-days were lived (with --ledger: in all runs)
    --seed 17 [--trace]   one seed; with every event on a line
    --until-red           stop at the first broken promise: for planted faults
    --ledger FILE         go on where an earlier run ended, and note where this one does

Owns the command line and its report. Interrupted, it says how far it came.
"""

from __future__ import annotations

import argparse
import atexit
import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import count, islice
from pathlib import Path
from typing import Final

from tests.simulation.bench import Bench
from tests.simulation.run import Report, run_seed
from tests.simulation.tally import Tally, line_of

PROCESSES: Final = 2
# Every so-manieth seed is lived twice and must be the same to the last line of its trace.
TWICE: Final = 20
# Seeds under way at once: enough that no process waits.
_AHEAD: Final = 8

_bench: Bench | None = None


def main() -> int:
    """What the command line asks for; 0 when every promise was kept."""
    # Also when it was begun in the background, where interruptions are passed over.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.default_int_handler)
    asked = _arguments()
    if asked.seed is not None:
        return _one(asked.seed, trace=asked.trace)
    first, seeds = _seeds(asked)
    return _many(seeds, asked, first)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seed", type=int, help="live one seed")
    parser.add_argument("--trace", action="store_true", help="every event of the one seed on a line")
    parser.add_argument("--seeds", help="live these: A-B")
    parser.add_argument("--from", type=int, default=0, dest="first", help="the first seed")
    parser.add_argument("--device-days", type=int, default=10_000, help="stop after so many")
    parser.add_argument("--until-red", action="store_true", help="stop at the first failure")
    parser.add_argument("--ledger", type=Path, help="a file that remembers how far it came")
    return parser.parse_args()


def _seeds(asked: argparse.Namespace) -> tuple[int, Iterator[int]]:
    if asked.seeds:
        first, last = (int(part) for part in asked.seeds.split("-"))
        return first, iter(range(first, last + 1))
    first = _read(asked.ledger)["next"] if asked.ledger and asked.ledger.is_file() else asked.first
    return first, count(first)


# --- One -------------------------------------------------------------------------------------------------------------


def _one(seed: int, *, trace: bool) -> int:
    bench = Bench()
    try:
        report = run_seed(seed, bench, traced=trace)
    finally:
        bench.close()
    print(*report.trace, sep="\n")
    _show(report.tally, [report] if report.check else [], 0.0)
    return 1 if report.check else 0


# --- Many ------------------------------------------------------------------------------------------------------------


def _begin() -> None:
    """Each process has a bench of its own, and leaves interruptions to the one that counts."""
    global _bench
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    _bench = Bench()
    atexit.register(_bench.close)


def _live(seed: int) -> Report:
    assert _bench is not None
    report = run_seed(seed, _bench, twice=seed % TWICE == 0)
    return report if report.check else Report(seed, report.tally)


def _many(seeds: Iterator[int], asked: argparse.Namespace, first: int) -> int:
    total, broken, started = Tally(), list[Report](), time.monotonic()
    before = _read(asked.ledger)
    limit = None if asked.seeds else asked.device_days - before["device_days"]
    done = first
    pool = ProcessPoolExecutor(PROCESSES, initializer=_begin)
    try:
        for report in _reports(pool, seeds, total, limit):
            total.add(report.tally)
            done = max(done, report.seed + 1)
            if report.check:
                broken.append(report)
                print(f"✗ seed {report.seed}: {report.check}: {report.text[:600]}", flush=True)
            if total.seeds % 100 == 0:
                _progress(total, broken, time.monotonic() - started)
                _write(asked.ledger, before, total, done, broken)
            if broken and asked.until_red:
                break
    except KeyboardInterrupt:
        print("interrupted", flush=True)
    pool.shutdown(cancel_futures=True)
    _write(asked.ledger, before, total, done, broken)
    if asked.ledger:
        kept = _read(asked.ledger)
        print(f"in all runs: {kept['seeds']:,} seeds, {kept['device_days']:,} device-days, {kept['failures']} failures")
    _show(total, broken, time.monotonic() - started)
    return 1 if broken else 0


def _reports(pool: ProcessPoolExecutor, seeds: Iterator[int], total: Tally, limit: int | None) -> Iterator[Report]:
    """Reports as seeds end; no new seed is begun once there are enough device-days."""
    under_way: set[Future[Report]] = set()
    while True:
        if limit is None or total.device_days < limit:
            under_way |= {pool.submit(_live, seed) for seed in islice(seeds, _AHEAD - len(under_way))}
        if not under_way:
            return
        ended, under_way = wait(under_way, return_when=FIRST_COMPLETED)
        yield from (future.result() for future in ended)


def _read(ledger: Path | None) -> dict[str, int]:
    empty = {"next": 0, "seeds": 0, "device_days": 0, "syncs": 0, "failures": 0}
    return json.loads(ledger.read_text()) if ledger and ledger.is_file() else empty


def _write(ledger: Path | None, before: dict[str, int], total: Tally, done: int, broken: list[Report]) -> None:
    if ledger is None:
        return
    now = {"seeds": total.seeds, "device_days": total.device_days, "syncs": total.syncs, "failures": len(broken)}
    ledger.parent.mkdir(parents=True, exist_ok=True)
    ledger.write_text(json.dumps({"next": done, **{name: before[name] + value for name, value in now.items()}}))


# --- Reports ---------------------------------------------------------------------------------------------------------


def _progress(total: Tally, broken: list[Report], seconds: float) -> None:
    rate = total.device_days / max(seconds, 1)
    far = f"{total.seeds:,} seeds, {total.device_days:,} device-days, {rate:.0f}/s"
    print(f"· {far}, {len(broken)} failures", flush=True)


def _show(total: Tally, broken: list[Report], seconds: float) -> None:
    print(f"faults    {line_of(total.faults)}")
    print(f"ops       {line_of(total.outcomes)}")
    print(f"codes     {line_of(total.codes)}")
    print(f"checks    {line_of(total.checks)}")
    for report in broken[:20]:
        print(f"✗ {report.check}: seed {report.seed}  (make sim SEED={report.seed})\n    {report.text[:800]}")
    faults = sum(total.faults.values())
    share = f", {total.syncs / total.device_days:.1f} syncs each" if total.device_days else ""
    pace = f" in {seconds:.0f} s ({total.device_days / seconds:.0f}/s)" if seconds else ""
    print(
        f"{total.seeds:,} seeds, {total.device_days:,} device-days{share}, {faults:,} faults, "
        f"{sum(total.outcomes.values()):,} ops, {len(broken)} failures{pace}"
    )


def _with_one_hash() -> None:
    """The order of sets must not differ from one day to the next: begin again with a hash that is not random."""
    if os.environ.get("PYTHONHASHSEED") != "0":
        again = [sys.executable, "-m", "tests.simulation", *sys.argv[1:]]
        os.execve(sys.executable, again, os.environ | {"PYTHONHASHSEED": "0"})  # noqa: S606 - ourselves


if __name__ == "__main__":
    _with_one_hash()
    sys.exit(main())
