"""What one office's list told of is no other office's to correct: the numbers of two lists may be the same."""

from __future__ import annotations

from typing import Any

import pytest

from server.features.imports.judging import row_id
from tests.cast import AWAY, FAR, HOME, NEAR, PROVINCE, WATER, Cast
from tests.factories import assignment, id_of
from tests.features.feedback.stories import say
from tests.features.imports.lists import with_themes
from tests.features.scope import assign, end, hire
from tests.features.visits.stories import REPORT
from tests.hand import Hand, Hands, new_id


@pytest.fixture(autouse=True)
def themes(cast: Cast) -> None:
    with_themes(cast)


def test_a_clerk_does_not_correct_an_item_of_another_district(hands: Hands) -> None:
    near, far = hire(hands, "near", "clerk", NEAR), hire(hands, "far", "clerk", FAR)
    item = row_id("feedback", "1")
    assert _item(near, item, HOME, of_round=1) == "applied"
    before = near.sees("feedback", item)
    # Whether it is as he guessed or not, he learns nothing of it.
    for guessed in (1, 2, 3):
        assert _item(far, item, AWAY, of_round=guessed) == ("quarantined", "not_found")
    assert (near.sees("feedback", item), far.sees("feedback", item)) == (before, None)
    assert _item(near, item, HOME, of_round=2) == "applied"
    assert _item(hands.clerk, item, HOME, of_round=3) == "applied"


def test_who_brought_an_item_in_is_no_clerk_of_it_when_he_does_not_keep_the_books_any_more(hands: Hands) -> None:
    item = row_id("feedback", "1")
    assert _item(hands.clerk, item, HOME, of_round=1) == "applied"
    end(hands, assignment("clerk", "clerk", PROVINCE), "2024-06-24")
    assert say(hands.clerk, "own", item, owner=id_of(WATER)) == ("quarantined", "not_allowed")
    assert say(hands.clerk, "explain", item, text="Đã xong.") == ("quarantined", "not_allowed")
    assert say(hands.clerk, "set_due", item, due="2025-01-01", text="Chờ.") == ("quarantined", "not_allowed")


def test_a_supervisor_does_not_correct_a_visit_of_another_district(hands: Hands) -> None:
    near, far = hire(hands, "near", "supervisor", NEAR), hire(hands, "far", "supervisor", FAR)
    assign(hands, assignment("owner", "cadre", AWAY))
    visit = row_id("visit", "1")
    assert _visit(near, visit, HOME, of_round=1) == "applied"
    for guessed in (1, 2, 3):
        assert _visit(far, visit, AWAY, of_round=guessed) == ("quarantined", "not_found")
    assert far.all("visit") == far.all("report") == far.all("round") == []
    assert _visit(near, visit, HOME, of_round=2) == "applied"


def _item(hand: Hand, id: str, unit: str, *, of_round: int) -> Any:
    said = {"kind": "issue", "theme": id_of("Thủy lợi"), "urgency": "normal", "source": "commune", "matter": "Kênh N3."}
    told: dict[str, Any] = {"entry": new_id(), "raised": "2024-03-01", "round": of_round, "list_name": "Sổ"}
    return hand.do("feedback.enter", id, **told, list_ref="1", set={**said, "unit": id_of(unit)})


def _visit(hand: Hand, id: str, unit: str, *, of_round: int) -> Any:
    told: dict[str, Any] = {"person": id_of("owner"), "round": of_round, "list_name": "Sổ", "list_ref": "1"}
    return hand.do("visit.enter", id, **told, set={**REPORT, "unit": id_of(unit)})
