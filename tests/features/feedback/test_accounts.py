"""`GET /api/feedback/accounts`: what became of the matters of each agency and unit, and for whom."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest

from server.features.feedback import accounts, figures
from tests.cast import AWAY, HOME, ROADS, WATER
from tests.factories import id_of
from tests.features.feedback.stories import answered, owned, raised, say
from tests.features.vectors import named, vectors
from tests.hand import Hand, Hands, new_id

CASES = vectors("feedback_accounts")
_DAY_MS = 86_400_000


def matter(said: dict[str, Any]) -> accounts.Matter:
    return accounts.Matter(said["unit"], said["raised"], [figures.Entry(**each) for each in said["thread"]])


MATTERS = {name: matter(said) for name, said in CASES["matters"].items()}


@pytest.mark.parametrize("case", named(CASES["cases"]))
def test_an_account_is_as_on_the_phone(case: dict[str, Any]) -> None:
    found = accounts.account([MATTERS[name] for name in case["matters"]], case["as_of"])
    assert asdict(found) == case["account"]


@pytest.mark.parametrize("case", named(CASES["groups"]))
def test_accounts_are_grouped_as_on_the_phone(case: dict[str, Any]) -> None:
    found = accounts.accounts(MATTERS.values(), case["as_of"], case["by"])
    assert [asdict(each) for each in found] == case["accounts"]


def ask(hand: Hand, **query: str) -> dict[str, Any]:
    answer = hand.phone.get("/api/feedback/accounts", query_string={"by": "agency", **query})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def test_an_agency_is_measured_by_what_it_owns(hands: Hands) -> None:
    answered(hands)
    late = owned(hands, urgency="urgent")
    hands.cast.here.clock.move(15 * _DAY_MS)  # type: ignore[attr-defined]
    found = ask(hands.clerk)
    [water] = found["accounts"]
    assert (water["key"], water["received"], water["overdue"], water["escalated"]) == (id_of(WATER), 2, 1, 1)
    assert water["on_time_percent"] == 50.0
    assert say(hands.agency, "own", late, owner=id_of(ROADS), text="Việc của Sở Đường.") == "applied"
    keys = [each["key"] for each in ask(hands.clerk)["accounts"]]
    assert keys == sorted([id_of(WATER), id_of(ROADS)])
    assert found["total"]["received"] == 2


def test_units_are_told_apart_within_ones_scope(hands: Hands) -> None:
    raised(hands.owner)
    raised(hands.stranger, unit=id_of(AWAY))
    assert {each["key"] for each in ask(hands.clerk, by="unit")["accounts"]} == {id_of(HOME), id_of(AWAY)}
    assert [each["key"] for each in ask(hands.leader, by="unit")["accounts"]] == [id_of(HOME)]
    assert ask(hands.far_leader, by="unit")["total"]["received"] == 1
    assert ask(hands.clerk, by="unit", as_of="2024-06-24")["accounts"] == []


def test_accounts_are_not_there_for_other_roles_or_questions(hands: Hands) -> None:
    for hand in (hands.owner, hands.contact, hands.agency, hands.admin):
        answer = hand.phone.get("/api/feedback/accounts", query_string={"by": "unit"})
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (404, "not_found")
    for query, code in (
        ({"by": "person"}, "invalid"),
        ({}, "invalid"),
        ({"by": "unit", "as_of": "2024-02-30"}, "bad_day"),
    ):
        answer = hands.clerk.phone.get("/api/feedback/accounts", query_string=query)
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (422, code)


def test_a_split_moves_no_figure_of_the_days_before(hands: Hands) -> None:
    item = raised(hands.owner)
    hands.cast.here.clock.move(_DAY_MS)  # type: ignore[attr-defined]
    parts = [[new_id(), text, "issue", id_of("thủy lợi"), "normal"] for text in ("Kênh.", "Đường.")]
    assert say(hands.clerk, "split", item, parts=parts) == "applied"
    assert ask(hands.clerk, as_of="2024-06-25")["total"]["received"] == 1
    assert ask(hands.clerk, as_of="2024-06-26")["total"]["received"] == 2
