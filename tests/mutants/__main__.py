"""`make mutants`: put each fault into a copy of the sources, run the tests that must notice it, and say who did.

Owns the copies and the table. Tests first run on the healthy copy: one that fails there proves nothing. Ends with 1
when a mutant survives.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Final

from tests.mutants.catalogue import ROOT, Mutant, mutants, places
from tests.tidy.sources import files

CORES: Final = 2
# A mutant that loops for ever is noticed, too.
SECONDS_MAX: Final = 120
PYTEST: Final = ("-x", "-q", "--no-header", "-p", "no:cacheprovider", "--db", "sqlite")
# pytest's summary, or Vitest's.
_FAILED: Final = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$|^ *FAIL +(.+)$", re.MULTILINE)
_COLOUR: Final = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Run:
    """What tests said of a copy: whether all passed, and the first that did not."""

    passed: bool
    noticed_by: str
    seconds: float


def main(words: Sequence[str]) -> int:
    """Run the mutants whose names begin with one of `words` (all without one); 0 when every one was noticed."""
    chosen = [one for one in mutants() if not words or one.name.startswith(tuple(words))]
    with tempfile.TemporaryDirectory() as folder:
        copies: SimpleQueue[Path] = SimpleQueue()
        for n in range(CORES):
            copies.put(copied(Path(folder) / str(n)))
        with ThreadPoolExecutor(CORES) as pool:
            suites = list(dict.fromkeys(one.by for one in chosen))
            if not all(list(pool.map(lambda by: healthy(copies, by), suites))):
                return 1
            alive = [one.name for one, run in pool.map(lambda one: proved(copies, one), chosen) if run.passed]
    print(f"{len(chosen) - len(alive)} of {len(chosen)} mutants were noticed; alive: {', '.join(alive) or 'none'}")
    return 1 if alive else 0


def copied(folder: Path) -> Path:
    """The project's files, and its installed packages by link."""
    for name in files():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)
    for linked in ("client_pwa/node_modules", "client_pwa/src/gen", "server/static"):
        if not (folder / linked).exists() and (ROOT / linked).exists():
            (folder / linked).symlink_to(ROOT / linked)
    return folder


def healthy(copies: SimpleQueue[Path], by: tuple[str, ...]) -> bool:
    """Whether these tests pass without any fault; says so when they do not."""
    with borrowed(copies) as copy:
        run = tested(copy, by)
    if not run.passed:
        print(f"✗ fails on healthy code: {' '.join(by)}: {run.noticed_by}", flush=True)
    return run.passed


def proved(copies: SimpleQueue[Path], mutant: Mutant) -> tuple[Mutant, Run]:
    """Put the fault in, run its tests, take it out, and say what came of it."""
    with borrowed(copies) as copy, planted(copy, mutant):
        run = tested(copy, mutant.by)
    said = "✗ SURVIVED" if run.passed else f"✓ {run.noticed_by}"
    print(f"{mutant.name:44} {run.seconds:5.1f} s  {said}", flush=True)
    return mutant, run


@contextmanager
def borrowed(copies: SimpleQueue[Path]) -> Iterator[Path]:
    copy = copies.get()
    try:
        yield copy
    finally:
        copies.put(copy)


@contextmanager
def planted(copy: Path, mutant: Mutant) -> Iterator[None]:
    if places(mutant, copy) != 1:
        raise LookupError(f"{mutant.name}: its good text is not in {mutant.file} exactly once")
    file = copy / mutant.file
    good = file.read_text(encoding="utf-8")
    file.write_text(good.replace(mutant.good, mutant.bad), encoding="utf-8")
    try:
        yield
    finally:
        file.write_text(good, encoding="utf-8")


def tested(copy: Path, by: tuple[str, ...]) -> Run:
    """Run these tests on the copy. Tests that do not end in time have noticed."""
    started = time.monotonic()
    try:
        done = vitest(copy, by) if by[0].endswith(".ts") else pytest(copy, by)
    except subprocess.TimeoutExpired:
        return Run(False, "did not end", time.monotonic() - started)
    said = _COLOUR.sub("", done.stdout + done.stderr)
    return Run(done.returncode == 0, first_failure(said), time.monotonic() - started)


def pytest(copy: Path, by: Sequence[str]) -> subprocess.CompletedProcess[str]:
    # -B: two mutants of one size within a second would share their compiled files.
    command = [sys.executable, "-B", "-m", "pytest", *PYTEST, *by]
    return subprocess.run(command, cwd=copy, text=True, capture_output=True, timeout=SECONDS_MAX)


def vitest(copy: Path, by: Sequence[str]) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("node")), "node_modules/vitest/vitest.mjs", "run", "--bail", "1", *by]
    return subprocess.run(command, cwd=copy / "client_pwa", text=True, capture_output=True, timeout=SECONDS_MAX)


def first_failure(said: str) -> str:
    """The first test that a runner's output says has failed."""
    found = _FAILED.search(said)
    return next((one.strip() for one in found.groups() if one), "") if found else said.strip()[-100:]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
