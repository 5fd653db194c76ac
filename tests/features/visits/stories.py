"""Reports as the cast writes them."""

from __future__ import annotations

from typing import Any

from tests.cast import HOME
from tests.factories import id_of
from tests.hand import Hand, Outcome, new_id

REPORT: dict[str, Any] = {
    "unit": id_of(HOME),
    "kind": "site_check",
    "starts": "2024-06-24",
    "ends": "2024-06-24",
    "findings": "Kênh N3 bồi lấp 340 m.",
    "difficulties": "Xã thiếu kinh phí thuê máy đào.",
    "recommendations": "Hỗ trợ 45 triệu đồng.",
}


def save(hand: Hand, visit: str | None = None, **changed: Any) -> str:
    """A draft with these words; returns the visit's id."""
    visit = visit or new_id("visit")
    assert hand.do("draft.save", visit, set={**REPORT, **changed}) == "applied"
    return visit


def submit(hand: Hand, visit: str | None = None, **changed: Any) -> str:
    """A report that was sent; returns the visit's id."""
    visit = visit or new_id("visit")
    assert hand.do("visit.submit", visit, round=1, set={**REPORT, **changed}) == "applied"
    return visit


def decide(hand: Hand, step: str, visit: str, *, of_round: int = 1, comment: str | None = "Bổ sung số hộ.") -> Outcome:
    """A supervisor's decision."""
    said: dict[str, Any] = {"round": of_round, "review": new_id("review"), "comment": comment}
    return hand.do(f"visit.{step}", visit, role="supervisor", **said)
