"""`python -m tests.simulation`: many schedules on two processes, and what came of them; or one, line by line.

    --seeds 0-399         these seeds, whole; a part of them twice
    --device-days 10000   seeds from --from until so many device-days were lived (with --ledger: in all runs)
    --seed 17 [--trace]   one seed; with every event on a line
    --until-red           stop at the first broken promise: for planted faults
    --ledger FILE         go on where an earlier run ended, and note where this one does
    --idle                one process, which runs only when nothing else wants to

Owns the command line and its report. Interrupted, it says how far it came.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from multiprocessing import Pipe, Process, get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Final

from tests.simulation.bench import Bench
from tests.simulation.run import Report, run_seed
from tests.simulation.tally import Tally, line_of

PROCESSES: Final = 2
# Every so-manieth seed is lived twice and must be the same to the last line of its trace.
TWICE: Final = 20
# How long a process may take for the seed it is at when it is told to stop.
_LAST_SEED_S: Final = 60.0


def main() -> int:
    """What the command line asks for; 0 when every promise was kept."""
    # Also when it was begun in the background, where interruptions are passed over.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.default_int_handler)
    asked = _arguments()
    if asked.idle:
        _step_back()
    if asked.seed is not None:
        return _one(asked.seed, trace=asked.trace)
    return _many(asked)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seed", type=int, help="live one seed")
    parser.add_argument("--trace", action="store_true", help="every event of the one seed on a line")
    parser.add_argument("--seeds", help="live these: A-B")
    parser.add_argument("--from", type=int, default=0, dest="first", help="the first seed")
    parser.add_argument("--device-days", type=int, default=10_000, help="stop after so many")
    parser.add_argument("--until-red", action="store_true", help="stop at the first failure")
    parser.add_argument("--ledger", type=Path, help="a file that remembers how far it came")
    parser.add_argument("--idle", action="store_true", help="one process, at the lowest priority")
    return parser.parse_args()


def _bounds(asked: argparse.Namespace) -> tuple[int, int | None]:
    """The first seed and the last one; None when it goes on until enough was lived."""
    if asked.seeds:
        first, last = (int(part) for part in asked.seeds.split("-"))
        return first, last
    return (_read(asked.ledger)["next"] if asked.ledger and asked.ledger.is_file() else asked.first), None


def _step_back() -> None:
    """From now on this process and those that it begins give way to everybody else's."""
    os.nice(19)
    # Where the system lets us, and knows of it.
    with suppress(AttributeError, OSError):
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


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


def _work(reports: Connection, seeds: Iterable[int], stop: Event) -> None:
    """One process: a bench of its own, one seed after the other, until there are no more or it is told to stop."""
    # Interruptions are for the process that counts.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    bench = Bench()
    # What stands now stays; of what a schedule makes nearly all goes by itself.
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)
    try:
        for seed in seeds:
            if stop.is_set():
                break
            report = run_seed(seed, bench, twice=seed % TWICE == 0)
            reports.send(report if report.check else Report(seed, report.tally))
    finally:
        bench.close()
        reports.close()


@contextmanager
def _workers(first: int, last: int | None, number: int) -> Iterator[list[Connection]]:
    """The processes, each with every so-manieth seed. Told to stop at the end, they end after the seed they are at."""
    stop, ends, processes = get_context().Event(), [], []
    for place in range(number):
        mine, theirs = Pipe(duplex=False)
        seeds = count(first + place, number) if last is None else range(first + place, last + 1, number)
        processes.append(Process(target=_work, args=(theirs, seeds, stop)))
        processes[-1].start()
        theirs.close()
        ends.append(mine)
    try:
        yield ends
    finally:
        stop.set()
        for process in processes:
            process.join(_LAST_SEED_S)
            process.kill()


def _reports(ends: list[Connection]) -> Iterator[Report]:
    """Reports as seeds end."""
    while ends:
        for end in wait(ends):
            assert isinstance(end, Connection)
            try:
                yield end.recv()
            except EOFError:
                ends.remove(end)


def _many(asked: argparse.Namespace) -> int:
    total, broken, started = Tally(), list[Report](), time.monotonic()
    before = _read(asked.ledger)
    first, last = _bounds(asked)
    wanted = None if asked.seeds else asked.device_days - before["device_days"]
    done = first
    try:
        with _workers(first, last, 1 if asked.idle else PROCESSES) as ends:
            for report in _reports(ends):
                total.add(report.tally)
                done = max(done, report.seed + 1)
                if report.check:
                    broken.append(report)
                    print(f"✗ seed {report.seed}: {report.check}: {report.text[:600]}", flush=True)
                if total.seeds % 50 == 0:
                    _write(asked.ledger, before, total, done, broken)
                    _progress(total, broken, time.monotonic() - started)
                    _in_all(asked.ledger)
                if (broken and asked.until_red) or (wanted is not None and total.device_days >= wanted):
                    break
    except KeyboardInterrupt:
        print("interrupted", flush=True)
    _write(asked.ledger, before, total, done, broken)
    _in_all(asked.ledger)
    _show(total, broken, time.monotonic() - started)
    return 1 if broken else 0


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


def _in_all(ledger: Path | None) -> None:
    if ledger is not None:
        kept = _read(ledger)
        far = f"{kept['seeds']:,} seeds, {kept['device_days']:,} device-days, {kept['syncs']:,} syncs"
        print(f"in all runs: {far}, {kept['failures']} failures", flush=True)


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
