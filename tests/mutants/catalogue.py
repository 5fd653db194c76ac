"""What a mutant is, and the list of them all: `catalogue.toml`. Reads only."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
LIST: Final = Path(__file__).with_name("catalogue.toml")


@dataclass(frozen=True)
class Mutant:
    """One fault: in `file`, `good` (there exactly once) becomes `bad`; the tests `by` must notice.

    `by` is what pytest is given, or a path from client_pwa to a Vitest file.
    """

    name: str
    file: str
    good: str
    bad: str
    by: tuple[str, ...]

    @property
    def in_typescript(self) -> bool:
        """Whether Vitest has to notice."""
        return self.by[0].endswith(".ts")


@cache
def mutants() -> tuple[Mutant, ...]:
    """Every mutant of the list, in its order."""
    rows = tomllib.loads(LIST.read_text(encoding="utf-8"))["mutant"]
    return tuple(Mutant(**{**row, "by": tuple(row["by"].split())}) for row in rows)


def places(mutant: Mutant, root: Path = ROOT) -> int:
    """How often the good text is in its file. Anything but 1 means that the list has outlived the code."""
    return (root / mutant.file).read_text(encoding="utf-8").count(mutant.good)
