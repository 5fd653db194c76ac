"""Runs every gate of `make test`, two at a time; what measures time or takes both cores comes alone.

Owns the order, the table at the end and two rules that no single gate can see: SQLite and PostgreSQL ran the same
tests, and nothing was skipped. What a gate does is in the Makefile under its name.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / ".cache" / "gates"
# Beside the reports, not among the sources, which some tests copy or count.
COMPILED = ROOT / ".cache" / "compiled"
# Begun in this order, two at a time: what fails in seconds, the long ones, and what fits between their ends.
SHARED = (
    "lint", "contracts", "types", "test-rules", "test-pg", "commands", "test-sqlite", "client-check", "client-test",
    "tidy",
)  # fmt: skip
ALONE = ("sim", "e2e")
CORES = 2
PYTEST_GATES = {"tidy", "test-rules", "test-sqlite", "test-pg", "commands", "e2e"}
# On a desk that does other work too, the slowest takes a quarter of an hour: what takes twice that has come to a stand.
GATE_SECONDS_MAX = 1800
# Fresh databases and browsers' profiles by the hundred: in memory, where there is enough of it, none waits for a disk.
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own inside it
MEMORY_BYTES_MIN = 6 << 30
SHOWING = Lock()
CLOSING = re.compile(r"\d+ (?:passed|failed|error)")


@dataclass(frozen=True)
class Outcome:
    gate: str
    ok: bool
    seconds: float
    output: str

    @property
    def words(self) -> str:
        return closing_words(self.output)


def run_gate(gate: str) -> Outcome:
    report = REPORTS / f"{gate}.xml"
    report.unlink(missing_ok=True)
    extra = [f"ARGS=--junitxml={report}"] if gate in PYTEST_GATES else []
    log = REPORTS / f"{gate}.log"
    started = time.monotonic()
    with log.open("w") as said:
        process = subprocess.Popen(
            ["make", gate, *extra],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            env=surroundings(),
            start_new_session=True,
        )
        code = ended(process)
    return Outcome(gate, code == 0, time.monotonic() - started, log.read_text(errors="replace"))


def surroundings() -> dict[str, str]:
    """This shell's, but what Python has compiled is kept: hundreds of processes begin with the same modules."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(COMPILED), "NO_COLOR": "1"}


def ended(process: subprocess.Popen[bytes]) -> int:
    """Its exit code; a gate that hangs is ended with all that it started, and is red."""
    try:
        return process.wait(GATE_SECONDS_MAX)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return process.wait()


def closing_words(output: str) -> str:
    """The line by which a tool sums itself up: pytest's counts, else its last words."""
    lines = [line.strip() for line in output.splitlines() if line.strip() and not line.startswith("make:")]
    counts = [line for line in lines if CLOSING.search(line)]
    return (counts or lines or ["nothing said"])[-1]


def run_all() -> list[Outcome]:
    """Every gate's outcome, in the order above; each is shown when it ends."""
    with ThreadPoolExecutor(CORES) as pool:
        outcomes = list(pool.map(run_shown, SHARED))
    return outcomes + [run_shown(gate) for gate in ALONE]


def run_shown(gate: str) -> Outcome:
    outcome = run_gate(gate)
    with SHOWING:
        show(outcome)
    return outcome


def show(outcome: Outcome) -> None:
    print(f"{'✓' if outcome.ok else '✗'} {outcome.gate:13} {outcome.seconds:6.1f} s", flush=True)
    if outcome.ok:
        print(outcome.words, flush=True)
    else:
        print(f"{'─' * 100}\n{outcome.output[-20_000:]}\n{'─' * 100}", flush=True)


def tests_of(report: Path) -> tuple[set[str], int]:
    """The names of the tests that a gate ran, and how many of them it skipped, by pytest's own report."""
    if not report.is_file():
        return set(), 0
    cases = list(ET.parse(report).iter("testcase"))  # noqa: S314 - our own file
    skipped = [case for case in cases for note in case.findall("skipped") if note.get("type") != "pytest.xfail"]
    return {f"{case.get('classname')}::{case.get('name')}" for case in cases}, len(skipped)


def faults_across_gates(reports: Path = REPORTS) -> list[str]:
    """What is wrong although each gate may be green: a gate without tests, a skip, a test on one store only."""
    found = {gate: tests_of(reports / f"{gate}.xml") for gate in sorted(PYTEST_GATES)}
    faults = [f"{gate}: no test ran" for gate, (names, _) in found.items() if not names]
    faults += [f"{gate}: {skipped} skipped; such a test must fail" for gate, (_, skipped) in found.items() if skipped]
    uneven = sorted(found["test-sqlite"][0] ^ found["test-pg"][0])
    faults += [f"not on both stores: {name}" for name in uneven[:20]]
    return faults


def counted(word: str, words: str) -> int:
    found = re.search(rf"(\d+) {word}", words)
    return int(found.group(1)) if found else 0


@contextmanager
def scratch_folder() -> Iterator[None]:
    """What the gates put into their temporary folder goes when they have ended, whoever forgot it."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= MEMORY_BYTES_MIN
    with tempfile.TemporaryDirectory(prefix="diaban-gates-", dir=MEMORY if roomy else None) as folder:
        Path(folder).chmod(0o711)  # PostgreSQL runs as another user when the tests run as root
        os.environ["TMPDIR"] = folder
        yield


def main() -> int:
    REPORTS.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with scratch_folder():
        outcomes = run_all()
    faults = faults_across_gates()
    print(f"\n{'gate':15} {'seconds':>8}  result")
    for outcome in outcomes:
        print(f"{'✓' if outcome.ok else '✗'} {outcome.gate:13} {outcome.seconds:8.1f}  {outcome.words}")
    ran = [outcome for outcome in outcomes if outcome.gate in PYTEST_GATES]
    counts = (len(tests_of(REPORTS / f"{gate}.xml")[0]) for gate in ("test-sqlite", "test-pg", "test-rules"))
    sqlite, postgresql, storeless = counts
    print(f"\nthe same tests on both stores: SQLite {sqlite}, PostgreSQL {postgresql}; {storeless} ask for no store")
    for fault in faults:
        print(f"✗ {fault}")
    red = sum(not outcome.ok for outcome in outcomes) + bool(faults)
    print(f"{time.monotonic() - started:.0f} s in all; {'every gate is green' if not red else f'{red} red'}")
    passed, failed = (sum(counted(word, outcome.words) for outcome in ran) for word in ("passed", "failed"))
    print(f"{passed} passed, {failed} failed")
    return 1 if red else 0


if __name__ == "__main__":
    sys.exit(main())
