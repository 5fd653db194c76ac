"""The golden vectors of `sync/vectors`, which Vitest runs too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parents[2] / "sync" / "vectors"


def vectors(name: str) -> dict[str, Any]:
    """One file of vectors."""
    content: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text())
    return content


def named(cases: list[dict[str, Any]]) -> list[Any]:
    """Cases as parameters, each under its own name."""
    import pytest

    return [pytest.param(case, id=case["name"]) for case in cases]
