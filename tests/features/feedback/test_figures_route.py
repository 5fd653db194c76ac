"""`GET /api/feedback/figures`: what counts, as of which day, and for whom."""

from __future__ import annotations

from typing import Any

from tests.cast import AWAY
from tests.factories import id_of
from tests.features.feedback.stories import answered, owned, raised, say
from tests.hand import Hand, Hands, new_id

_DAY_MS = 86_400_000


def figures(hand: Hand, as_of: str | None = None) -> dict[str, Any]:
    answer = hand.phone.get("/api/feedback/figures", query_string={"as_of": as_of} if as_of else None)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def test_the_figures_follow_what_was_said_by_that_day(hands: Hands) -> None:
    item = answered(hands)
    raised(hands.owner)
    say(hands.contact, "refer", new_id(), unit=id_of("Xã An"))
    hands.cast.here.clock.move(_DAY_MS)  # type: ignore[attr-defined]
    say(hands.contact, "confirm", item, round=1)
    today = figures(hands.clerk)
    assert today == figures(hands.clerk, "2024-06-26")
    assert (today["total"], today["closed"], today["transferred"], today["open"]) == (3, 1, 1, 1)
    assert today["finally_answered_percent"] == 66.7
    before = figures(hands.supervisor, "2024-06-25")
    assert (before["total"], before["closed"], before["in_progress"], before["open"]) == (3, 0, 1, 2)
    assert figures(hands.clerk, "2024-06-24")["finally_answered_percent"] is None


def test_an_item_nobody_answers_is_overdue_the_day_after_its_date(hands: Hands) -> None:
    owned(hands, urgency="urgent")
    assert figures(hands.clerk, "2024-07-02")["overdue_unanswered"] == 0
    assert figures(hands.clerk, "2024-07-03")["overdue_unanswered"] == 1


def test_everyone_counts_what_is_in_his_scope(hands: Hands) -> None:
    raised(hands.owner)
    raised(hands.stranger, unit=id_of(AWAY))
    say(hands.contact, "refer", new_id(), unit=id_of("Xã An"))
    assert figures(hands.clerk)["total"] == figures(hands.supervisor)["total"] == 3
    assert figures(hands.leader)["total"] == figures(hands.far_leader)["total"] == 1


def test_figures_are_not_there_for_other_roles(hands: Hands) -> None:
    for hand in (hands.owner, hands.contact, hands.agency, hands.admin):
        answer = hand.phone.get("/api/feedback/figures")
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (404, "not_found")
    assert hands.cast.visitor().get("/api/feedback/figures").status_code == 401


def test_a_day_that_does_not_exist_is_refused(hands: Hands) -> None:
    for day, code in (("2024-02-30", "bad_day"), ("yesterday", "invalid")):
        answer = hands.clerk.phone.get("/api/feedback/figures", query_string={"as_of": day})
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (422, code)
