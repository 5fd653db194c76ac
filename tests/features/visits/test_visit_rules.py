"""What keeps a report from being sent: the same answers as the phone's."""

from __future__ import annotations

from typing import Any

import pytest

from server.features.handling import still_counts
from server.features.visits import rules
from tests.features.vectors import named, vectors

VECTORS = vectors("visit_rules")


@pytest.mark.parametrize("case", named(VECTORS["report"]))
def test_a_report_is_checked_as_on_the_phone(case: dict[str, Any]) -> None:
    problems = rules.check_report(case["content"], tomorrow=VECTORS["tomorrow"])
    assert [[problem.code, problem.field] for problem in problems] == case["problems"]


@pytest.mark.parametrize("case", VECTORS["steps"])
def test_a_step_starts_from_its_states_only(case: dict[str, Any]) -> None:
    assert rules.may_step(case["step"], case["status"]) is case["may"]


@pytest.mark.parametrize("case", VECTORS["sealed"])
def test_words_are_late_for_a_visit_that_stands_with_others(case: dict[str, Any]) -> None:
    assert rules.is_sealed(case["status"]) is case["sealed"]


@pytest.mark.parametrize("case", VECTORS["late"])
def test_words_count_for_thirty_days_after_the_assignment(case: dict[str, Any]) -> None:
    assert still_counts(assignment_ends=case["assignment_ends"], today=case["today"]) is case["counts"]


@pytest.mark.parametrize("case", VECTORS["numbers"])
def test_a_visit_is_called_by_year_and_running_number(case: dict[str, Any]) -> None:
    assert rules.visit_number(year=case["year"], running=case["running"]) == case["number"]


@pytest.mark.parametrize("case", VECTORS["round_ids"])
def test_an_earlier_round_has_the_same_id_everywhere(case: dict[str, Any]) -> None:
    assert rules.round_id(case["visit"], case["round"]) == case["id"]


def test_a_deleted_draft_is_kept_thirty_days() -> None:
    day_ms = 86_400_000
    assert not rules.deletion_is_final(deleted_ms=0, now_ms=30 * day_ms - 1)
    assert rules.deletion_is_final(deleted_ms=0, now_ms=30 * day_ms)
