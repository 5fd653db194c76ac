"""Words that must not be here are refused, with their own codes, and the office keeps nothing of them."""

from __future__ import annotations

from typing import Any

import pytest

from server.stop_words import find_stop
from tests.features.feedback.stories import ITEM, answered, owned, raised, say
from tests.features.vectors import vectors
from tests.hand import Hand, Hands, new_id

DENOUNCING = "Đơn tố cáo ông A nhận tiền của dân"
NUMBERED = "Bà B, căn cước 052184000123, xin hỗ trợ"
CALLED = "Gọi chị C 0905 123 456"
STOPPED = [(DENOUNCING, "denunciation"), (NUMBERED, "identity_number"), (CALLED, "phone_number")]


@pytest.mark.parametrize("case", vectors("stop_words")["cases"], ids=lambda case: case["text"][:40] or "empty")
def test_a_text_is_stopped_as_on_the_phone(case: dict[str, Any]) -> None:
    assert find_stop([case["text"]]) == case["stop"]


def kept(hands: Hands) -> str:
    """Everything that the office's tables hold, as one text."""
    here = hands.cast.here
    with here.store.engine.connect() as connection:
        tables = ("op", "record", "change", "device_log")
        rows = [connection.exec_driver_sql(f'SELECT * FROM "{table}"').fetchall() for table in tables]  # noqa: S608
    return str(rows)


@pytest.mark.parametrize(("text", "code"), STOPPED)
def test_an_item_that_holds_it_is_refused_and_not_kept(hands: Hands, text: str, code: str) -> None:
    refused = say(hands.owner, "raise", new_id(), set={**ITEM, "matter": text})
    assert refused == ("quarantined", code)
    assert refused.details == {"field": "matter"}
    assert hands.clerk.all("feedback") == []
    assert text not in kept(hands)


def test_no_step_of_the_exchange_may_carry_it(hands: Hands) -> None:
    new, mine, theirs = raised(hands.owner), owned(hands), answered(hands)
    parts = [[new_id("part"), each, "issue", ITEM["theme"], "normal"] for each in ("Kênh.", CALLED)]
    steps: list[tuple[Hand, str, str, dict[str, Any]]] = [
        (hands.owner, "explain", new, {"text": CALLED}),
        (hands.owner, "message", new, {"text": CALLED}),
        (hands.agency, "answer", mine, {"round": 1, "outcome": "settled", "text": CALLED}),
        (hands.agency, "answer", mine, {"round": 1, "outcome": "settled", "text": "Xong.", "document": CALLED}),
        (hands.agency, "ask_extension", mine, {"until": "2024-08-01", "text": CALLED}),
        (hands.clerk, "set_due", mine, {"due": "2024-08-01", "text": CALLED}),
        (hands.clerk, "split", new, {"parts": parts}),
        (hands.contact, "reopen", theirs, {"round": 1, "text": CALLED}),
    ]
    for hand, step, item, said in steps:
        assert say(hand, step, item, **said) == ("quarantined", "phone_number"), step
    assert CALLED not in kept(hands)


def test_who_may_not_read_an_item_learns_nothing_by_what_he_writes(hands: Hands) -> None:
    item = raised(hands.owner)
    assert say(hands.stranger, "message", item, text=CALLED) == ("quarantined", "not_found")
    assert say(hands.stranger, "message", new_id(), text=CALLED) == ("quarantined", "not_found")


def test_an_id_of_twelve_digits_is_no_persons_number(hands: Hands) -> None:
    raised(hands.owner, theme="01900000-0000-7000-8000-052184000123")
