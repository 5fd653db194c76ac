"""What a phone must fetch, compressed as it travels, beside its limit. The build itself ends when one is passed."""

from __future__ import annotations

import json
from pathlib import Path

REPORT = Path(__file__).parents[2] / ".cache" / "bundle.json"


def test_the_app_is_within_its_budgets() -> None:
    weights = json.loads(REPORT.read_text())
    for weight in weights:
        print(f"{weight['what']:40} {weight['bytes'] / 1024:8.1f} KB br   limit {weight['limit_bytes'] / 1024:.0f} KB")
    assert [weight["what"] for weight in weights if weight["bytes"] > weight["limit_bytes"]] == []
