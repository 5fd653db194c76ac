"""Words taken over from an earlier report: allowed, noticed on the phone before sending, and told to who reviews."""

from __future__ import annotations

from typing import Any

import pytest

from server.features.visits.clones import said_in
from tests.cast import NEXT_DOOR
from tests.factories import id_of
from tests.features.vectors import named, vectors
from tests.features.visits.stories import REPORT, decide, submit
from tests.hand import Hands


def repeats(hands: Hands, visit: str) -> Any:
    """The earlier visit in the same words, as the reviewer's phone has it."""
    report = hands.supervisor.sees("report", visit)
    assert report is not None
    return report["repeats"]


@pytest.mark.parametrize("case", named(vectors("clones")["same"]))
def test_words_are_the_same_as_on_the_phone(case: dict[str, Any]) -> None:
    one, other = said_in(case["one"]), said_in(case["other"])
    assert (one != "" and one == other) is case["same"]


def test_the_reviewer_sees_which_report_was_copied(hands: Hands) -> None:
    first = submit(hands.owner)
    assert repeats(hands, first) is None
    copied = submit(hands.owner, findings=f"  {REPORT['findings'].upper()} ")
    assert repeats(hands, copied) == first
    assert repeats(hands, submit(hands.owner, findings="Kênh N4 đã thông.")) is None


def test_a_colleagues_words_are_no_copy_of_ones_own(hands: Hands) -> None:
    submit(hands.colleague, unit=id_of(NEXT_DOOR))
    assert repeats(hands, submit(hands.owner)) is None


def test_a_report_that_is_corrected_repeats_nothing_and_came_when_it_first_came(hands: Hands, clock: Any) -> None:
    visit = submit(hands.owner)
    before = hands.owner.sees("visit", visit)
    assert before is not None
    assert decide(hands.supervisor, "return", visit) == "applied"
    clock.move(3 * 86_400_000)
    assert hands.owner.do("visit.submit", visit, round=2, set={"findings": REPORT["findings"]}) == "applied"
    after = hands.owner.sees("visit", visit)
    assert after is not None
    assert after["first_received"] == before["received"] < after["received"]
    assert after["first_submitted"] == before["submitted"]
    assert repeats(hands, visit) is None


def test_what_was_taken_back_had_not_come(hands: Hands, clock: Any) -> None:
    visit = submit(hands.owner)
    assert hands.owner.do("visit.withdraw", visit, round=1) == "applied"
    clock.move(3 * 86_400_000)
    assert hands.owner.do("visit.submit", visit, round=2) == "applied"
    after = hands.owner.sees("visit", visit)
    assert after is not None
    assert after["first_received"] == after["received"]


def test_a_correction_that_was_taken_back_leaves_the_day_on_which_the_report_first_came(
    hands: Hands, clock: Any
) -> None:
    visit = submit(hands.owner)
    before = hands.owner.sees("visit", visit)
    assert before is not None
    assert decide(hands.supervisor, "return", visit) == "applied"
    clock.move(3 * 86_400_000)
    assert hands.owner.do("visit.submit", visit, round=2) == "applied"
    assert hands.owner.do("visit.withdraw", visit, round=2) == "applied"
    clock.move(86_400_000)
    assert hands.owner.do("visit.submit", visit, round=3) == "applied"
    after = hands.owner.sees("visit", visit)
    assert after is not None
    assert (after["first_received"], after["first_submitted"]) == (before["received"], before["submitted"])
