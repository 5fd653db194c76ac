"""Runs every gate of `make test`, cheap ones first, two at a time where they do not disturb each other.

Owns the order, the table at the end and two rules that no single gate can see: SQLite and PostgreSQL ran the same
tests, and nothing was skipped. What a gate does is in the Makefile under its name.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / ".cache" / "gates"
# Gates of one row share the machine's two cores; browsers measure time, so they have it alone.
ROWS: tuple[tuple[str, ...], ...] = (
    ("lint", "contracts"),
    ("types", "client-check"),
    ("client-test", "tidy"),
    ("test-sqlite", "test-pg"),
    ("e2e",),
)
PYTEST_GATES = {"tidy", "test-sqlite", "test-pg", "e2e"}
CLOSING = re.compile(r"\d+ (?:passed|failed|error)")


@dataclass(frozen=True)
class Outcome:
    gate: str
    ok: bool
    seconds: float
    words: str
    output: str


def run_gate(gate: str) -> Outcome:
    report = REPORTS / f"{gate}.xml"
    report.unlink(missing_ok=True)
    extra = [f"ARGS=--junitxml={report}"] if gate in PYTEST_GATES else []
    started = time.monotonic()
    done = subprocess.run(
        ["make", gate, *extra], cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    output = done.stdout + done.stderr
    (REPORTS / f"{gate}.log").write_text(output)
    return Outcome(gate, done.returncode == 0, time.monotonic() - started, closing_words(output), output)


def closing_words(output: str) -> str:
    """The line by which a tool sums itself up: pytest's counts, else its last words."""
    lines = [line.strip("= \n") for line in output.splitlines() if line.strip() and not line.startswith("make:")]
    counts = [line for line in lines if CLOSING.search(line)]
    return (counts or lines or ["nothing said"])[-1]


def run_row(gates: tuple[str, ...]) -> list[Outcome]:
    with ThreadPoolExecutor(len(gates)) as pool:
        outcomes = list(pool.map(run_gate, gates))
    for outcome in outcomes:
        show(outcome)
    return outcomes


def show(outcome: Outcome) -> None:
    print(f"{'✓' if outcome.ok else '✗'} {outcome.gate:13} {outcome.seconds:6.1f} s  {outcome.words}", flush=True)
    if not outcome.ok:
        print(f"{'─' * 100}\n{outcome.output[-20_000:]}\n{'─' * 100}", flush=True)


def tests_of(gate: str) -> tuple[set[str], int]:
    """The names of the tests that a gate ran, and how many of them it skipped."""
    report = REPORTS / f"{gate}.xml"
    if not report.is_file():
        return set(), 0
    cases = list(ET.parse(report).iter("testcase"))  # noqa: S314 - our own file
    skipped = [case for case in cases for note in case.findall("skipped") if note.get("type") != "pytest.xfail"]
    return {f"{case.get('classname')}::{case.get('name')}" for case in cases}, len(skipped)


def faults_across_gates() -> list[str]:
    found = {gate: tests_of(gate) for gate in sorted(PYTEST_GATES)}
    faults = [f"{gate}: no test ran" for gate, (names, _) in found.items() if not names]
    faults += [f"{gate}: {skipped} skipped; such a test must fail" for gate, (_, skipped) in found.items() if skipped]
    uneven = sorted(found["test-sqlite"][0] ^ found["test-pg"][0])
    faults += [f"not on both stores: {name}" for name in uneven[:20]]
    return faults


def main() -> int:
    REPORTS.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    outcomes = [outcome for row in ROWS for outcome in run_row(row)]
    faults = faults_across_gates()
    print(f"\n{'gate':15} {'seconds':>8}  result")
    for outcome in outcomes:
        print(f"{'✓' if outcome.ok else '✗'} {outcome.gate:13} {outcome.seconds:8.1f}  {outcome.words}")
    sqlite, postgresql = len(tests_of("test-sqlite")[0]), len(tests_of("test-pg")[0])
    print(f"\nthe same tests on both stores: SQLite {sqlite}, PostgreSQL {postgresql}")
    for fault in faults:
        print(f"✗ {fault}")
    red = sum(not outcome.ok for outcome in outcomes) + bool(faults)
    print(f"{time.monotonic() - started:.0f} s in all; {'every gate is green' if not red else f'{red} red'}")
    return 1 if red else 0


if __name__ == "__main__":
    sys.exit(main())
