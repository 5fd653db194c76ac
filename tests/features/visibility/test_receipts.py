"""The receipt: what the office says it has, beside what the phone counts."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.cast import AWAY, HOME
from tests.factories import assignment, id_of
from tests.features.attachments.stories import photo, send, submit_with
from tests.features.scope import end
from tests.features.visits.stories import submit
from tests.hand import Hand, Hands, new_id

pytestmark = pytest.mark.invariant("counts-are-true", "quiet-means-equal")


def receipt_of(hand: Hand) -> dict[str, Any]:
    """What the office tells at the end of an answer."""
    body = {
        "p": 1, "person": hand.id, "device": hand._device, "sent": 0, "cursor": None, "push": None,
        "want": {"bytes": 4_000_000, "receipt": True},
    }  # fmt: skip
    answer = hand.phone.post("/api/sync", body, headers={"Accept-Encoding": "identity"})
    import json

    lines = [json.loads(line) for line in answer.get_data().splitlines()]
    assert lines[-1]["receipt"]["pos"] == lines[-2]["pos"]
    return dict(lines[-1]["receipt"])


def counted(hand: Hand) -> dict[str, int]:
    """The phone's own count of all it holds."""
    return dict(Counter(entity for entity, _ in hand.rows()))


def test_phone_and_office_count_the_same(hands: Hands) -> None:
    submit(hands.owner)
    submit(hands.leader)
    submit(hands.stranger, unit=id_of(AWAY))
    hands.owner.do("draft.save", new_id(), set={"findings": "Cầu gãy."})
    told = receipt_of(hands.owner)
    assert told["own"] == {"draft": 1, "visit": 1, "feedback": 0, "photo": 0}
    for hand in (hands.owner, hands.colleague, hands.stranger, hands.contact, hands.supervisor, hands.admin):
        assert receipt_of(hand)["read"] == counted(hand)


def test_a_photo_counts_once_it_is_stored(hands: Hands) -> None:
    taken = photo()
    visit = submit_with(hands.owner, taken)
    assert receipt_of(hands.owner)["own"]["photo"] == 0
    send(hands.owner, visit, taken)
    assert receipt_of(hands.owner)["own"]["photo"] == 1
    assert receipt_of(hands.supervisor)["own"]["photo"] == 0


def test_what_is_out_of_sight_is_not_counted(hands: Hands) -> None:
    mine, theirs = submit(hands.owner), submit(hands.leader)
    assert mine != theirs
    end(hands, assignment("owner", "cadre", HOME), "2024-06-24")
    told = receipt_of(hands.owner)
    assert told["own"]["visit"] == told["read"]["visit"] == 1
    assert told["read"] == counted(hands.owner)


def test_nothing_is_counted_that_nobody_asked_for(hands: Hands) -> None:
    assert hands.owner.sync()[-1] == {"end": True, "more": False}
