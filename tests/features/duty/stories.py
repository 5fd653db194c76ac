"""Duty as the clerk of the cast keeps it."""

from __future__ import annotations

from typing import Any

from server.features.duty.periods import closing_id
from tests.hand import Hand, Outcome, new_id

MONTHLY: dict[str, Any] = {"for_role": "cadre", "every_months": 1, "starts": "2024-01-01"}
CUTOFF: dict[str, Any] = {"first_day": 15, "starts": "2024-01-01"}


def put(hand: Hand, kind: str, id: str | None = None, **fields: Any) -> str:
    """An instrument that was taken; returns its id."""
    id = id or new_id(kind)
    assert hand.do(f"{kind}.set", id, **fields) == "applied"
    return id


def begin(hand: Hand) -> None:
    """Every cadre owes a visit a month, from the 15th to the 14th."""
    put(hand, "period", **CUTOFF)
    put(hand, "cadence", **MONTHLY)


def step(hand: Hand, name: str, period: str = "2024-05", *, round: int = 0, text: str | None = None) -> Outcome:  # noqa: A002 - the wire's noun
    """A step of a period's closing."""
    said: dict[str, Any] = {"text": text} if text else {}
    return hand.do(f"closing.{name}", closing_id(period), entry=new_id("entry"), period=period, round=round, **said)


def ledger(hand: Hand, as_of: str | None = None) -> dict[str, dict[str, Any]]:
    """The accounts that the person may ask for, by the unit's id."""
    answer = hand.phone.get("/api/duty/ledger", query_string={"as_of": as_of} if as_of else None)
    assert answer.status_code == 200, answer.text
    return {each["unit"]: each for each in answer.get_json()}


def states(account: dict[str, Any]) -> dict[str, str]:
    """Month → state."""
    return {line["last_month"]: line["state"] for line in account["lines"]}
