"""Runs schedules: many seeds on two processes, each from its own chance, and says what came of them.

Owns the running and the report of one seed. `run_seed` is also what mutants are met with: it says which promise broke.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from hashlib import sha256

from tests.simulation.disk import Disk, SqliteDisk
from tests.simulation.plan import Plan, plan_of
from tests.simulation.tally import Tally
from tests.simulation.world import Broken, MakePhone, World, python_phone

# A part of the seeds is lived twice and must be the same to the last line of its trace.
TWICE: int = 10


@dataclass(frozen=True, slots=True)
class Report:
    """What came of one seed. `check` names the broken promise; None when all were kept."""

    seed: int
    tally: Tally
    check: str | None = None
    text: str = ""
    trace: tuple[str, ...] = ()


def run_seed(seed: int, disk: Disk, *, days: int | None = None, traced: bool = False, twice: bool = False) -> Report:
    """One schedule, or the same schedule twice."""
    plan = plan_of(seed, days=days)
    report = run_plan(plan, disk, traced=traced or twice)
    if twice and report.check is None:
        again = run_plan(plan, disk, traced=True)
        if _digest(again) != _digest(report):
            return Report(seed, report.tally, "determinism", _first_difference(report, again), report.trace)
        report.tally.checks["determinism"] += 1
    return report


def run_plan(plan: Plan, disk: Disk, *, make: MakePhone = python_phone, traced: bool = False) -> Report:
    """One schedule. Anything that the product raises breaks a promise too."""
    # Nothing may ask for other chance: if it does, it gets the same each time, and the trace tells.
    random.seed(plan.seed)
    world = World(plan, disk, make=make, traced=traced)
    try:
        tally = world.run()
    except Broken as broken:
        return Report(plan.seed, world.tally, broken.check, broken.text, tuple(world.trace))
    return Report(plan.seed, tally, trace=tuple(world.trace))


def _digest(report: Report) -> str:
    return sha256("\n".join(report.trace).encode()).hexdigest()


def _first_difference(one: Report, other: Report) -> str:
    pairs = zip(one.trace, other.trace, strict=False)
    return next((f"{a!r} and then {b!r}" for a, b in pairs if a != b), "one trace is longer")


def open_disk() -> Disk:
    """A database of this process."""
    return SqliteDisk()
