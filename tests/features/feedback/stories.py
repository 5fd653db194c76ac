"""Feedback items as the cast raises them."""

from __future__ import annotations

from typing import Any

from tests.cast import HOME, WATER
from tests.factories import id_of
from tests.hand import Hand, Hands, Outcome, new_id

ITEM: dict[str, Any] = {
    "unit": id_of(HOME),
    "kind": "issue",
    "theme": id_of("thủy lợi"),
    "urgency": "normal",
    "matter": "Kênh N3 bồi lấp 340 m, 38 hộ thiếu nước.",
}


def say(hand: Hand, step: str, item: str, **said: Any) -> Outcome:
    """One step with an item."""
    return hand.do(f"feedback.{step}", item, entry=new_id("entry"), **said)


def raised(hand: Hand, **changed: Any) -> str:
    """An item that was raised; returns its id."""
    item = new_id("item")
    assert say(hand, "raise", item, set={**ITEM, **changed}) == "applied"
    return item


def owned(hands: Hands, **changed: Any) -> str:
    """An item that the water agency owns."""
    item = raised(hands.owner, **changed)
    assert say(hands.clerk, "own", item, owner=id_of(WATER)) == "applied"
    return item


def answered(hands: Hands, outcome: str = "settled") -> str:
    """An item that the water agency has answered."""
    item = owned(hands)
    assert say(hands.agency, "answer", item, round=1, outcome=outcome, text="Đã nạo vét 340/340 m.") == "applied"
    return item


def of(hand: Hand, item: str) -> dict[str, Any]:
    """The item as that person's phone has it."""
    found = hand.sees("feedback", item)
    assert found is not None
    return found


def kinds(item: dict[str, Any]) -> list[str]:
    """The kinds of its thread's entries."""
    return [entry[1] for entry in item["thread"]]
