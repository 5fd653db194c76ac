"""Runs one schedule, or the same one twice, and says what came of it.

Owns the running of a seed. `run_seed` is also what mutants are met with: it says which promise broke.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from hashlib import sha256
from traceback import format_exception

from tests.simulation.bench import Bench
from tests.simulation.plan import Plan, plan_of
from tests.simulation.tally import Tally
from tests.simulation.world import Broken, World

# The check that breaks when something is raised that nobody promised.
FAULT = "no-surprises"


@dataclass(frozen=True, slots=True)
class Report:
    """What came of one seed. `check` names the broken promise; None when all were kept."""

    seed: int
    tally: Tally
    check: str | None = None
    text: str = ""
    trace: tuple[str, ...] = ()


def run_seed(seed: int, bench: Bench, *, days: int | None = None, traced: bool = False, twice: bool = False) -> Report:
    """One schedule, or the same schedule twice: then both must be equal to the last line of their traces."""
    plan = plan_of(seed, days=days)
    report = run_plan(plan, bench, traced=traced or twice)
    if twice and report.check is None:
        again = run_plan(plan, bench, traced=True)
        if _digest(again) != _digest(report):
            return Report(seed, report.tally, "determinism", _first_difference(report, again), report.trace)
        report.tally.checks["determinism"] += 1
    return report


def run_plan(plan: Plan, bench: Bench, *, traced: bool = False) -> Report:
    """One schedule. Anything that the product raises breaks a promise too."""
    # Nothing may ask for other chance: if it does, it gets the same each time, and the trace tells.
    random.seed(plan.seed)
    bench.clear()
    world = World(plan, bench, traced=traced)
    try:
        tally = world.run()
    except Broken as broken:
        return Report(plan.seed, world.tally, broken.check, broken.text, tuple(world.trace))
    except Exception as error:  # noqa: BLE001 - a run goes on with its next seed
        bench.drop_node()
        text = "".join(format_exception(error)[-4:])
        return Report(plan.seed, world.tally, FAULT, text, tuple(world.trace))
    return Report(plan.seed, tally, trace=tuple(world.trace))


def _digest(report: Report) -> str:
    return sha256("\n".join(report.trace).encode()).hexdigest()


def _first_difference(one: Report, other: Report) -> str:
    pairs = zip(one.trace, other.trace, strict=False)
    return next((f"{a!r} and then {b!r}" for a, b in pairs if a != b), "one trace is longer")
