"""What a phone makes of the records that it has pulled: the app's own functions, run by Node.

Owns the way to `client_pwa/agent/figures.ts` and back.

    figures_of(hands.clerk)["table"]["housing"]     as GET /api/indicators/table tells it
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from tests.cast import HOME, TODAY
from tests.factories import id_of
from tests.hand import Hand

_CLIENT: Final = Path(__file__).resolve().parents[2] / "client_pwa"
_NODE: Final = Path(sys.executable).parent / "node"
_YEAR: Final = ("2024-01-01", "2024-12-31")


def figures_of(
    hand: Hand, *, as_of: str = TODAY, unit: str | None = None, span: tuple[str, str] = _YEAR
) -> dict[str, Any]:
    """Everything that the person's phone counts, in the shapes of the server's answers."""
    records: dict[str, dict[str, Any]] = {}
    for (kind, id), body in hand.rows().items():
        records.setdefault(kind, {})[id] = body
    question = {"records": records, "as_of": as_of, "unit": unit or id_of(HOME), "span": _span(span)}
    answer = subprocess.run(
        [_NODE, "--no-warnings", "agent/figures.ts"], input=json.dumps(question).encode(), cwd=_CLIENT,
        stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    told: dict[str, Any] = json.loads(answer.stdout)
    told["table"] = {code: _row(row) for code, row in told["table"].items()}
    told["tasks"] = {id: _tenths(percent) for id, percent in told["tasks"].items()}
    return told


def _span(span: tuple[str, str]) -> dict[str, str]:
    return {"first": span[0], "last": span[1]}


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {"total": _cell(row["total"]), "categories": [_cell(each) for each in row["categories"]]}


def _cell(cell: dict[str, Any]) -> dict[str, Any]:
    figures = {name: _figure(cell[name]) for name in ("plan", "actual")}
    return {**cell, **figures, "percent": _tenths(cell["percent"]), "share": _tenths(cell["share"])}


def _figure(figure: dict[str, Any] | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    value = figure["value"]
    said = {"value_e3": value["value"], "comparator": value["comparator"], "starts": figure["first"]}
    return {**said, "ends": figure["last"], "estimated": figure["estimated"], "units": figure["units"]}


def _tenths(percent: dict[str, Any] | None) -> dict[str, Any] | None:
    return None if percent is None else {"value_e1": percent["value"], "comparator": percent["comparator"]}
