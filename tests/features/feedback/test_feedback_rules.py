"""Who may take which step, what an item counts as on a day, when it is due: the same answers as the phone's."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest

from server.features.calendar.rules import vietnam_days
from server.features.feedback import figures, rules
from server.worktime import Calendar, settle_due
from tests.features.vectors import named, vectors

RULES, FIGURES, DATES = vectors("feedback_rules"), vectors("feedback_figures"), vectors("due_dates")


def entries(thread: list[dict[str, Any]]) -> list[figures.Entry]:
    return [figures.Entry(**entry) for entry in thread]


@pytest.mark.parametrize("case", named(RULES["steps"]))
def test_a_step_is_taken_or_refused_as_on_the_phone(case: dict[str, Any]) -> None:
    step, item, actor = rules.Step(**case["step"]), rules.Item(**case["item"]), rules.Actor(**case["actor"])
    refused = rules.check_step(step, item, actor)
    assert (None if refused is None else list(refused)) == case["refusal"]


@pytest.mark.parametrize("case", named(RULES["raised"]))
def test_a_new_item_is_checked_as_on_the_phone(case: dict[str, Any]) -> None:
    assert [list(refused) for refused in rules.check_raised(case["fields"])] == case["refusals"]


@pytest.mark.parametrize("case", named(FIGURES["items"]))
def test_an_item_counts_by_what_was_said_up_to_that_day(case: dict[str, Any]) -> None:
    thread = entries(case["thread"])
    found = [figures.category(figures.standing(thread, at["day"]), at["day"]) for at in case["as_of"]]
    assert found == [at["category"] for at in case["as_of"]]


@pytest.mark.parametrize("case", named(FIGURES["figures"]))
def test_the_figures_as_of_a_day(case: dict[str, Any]) -> None:
    threads = [entries(thread) for thread in FIGURES["threads"]]
    assert asdict(figures.figures(threads, case["as_of"])) == case["figures"]


@pytest.mark.parametrize("case", FIGURES["percents"])
def test_a_share_has_one_decimal_and_rounds_halves_up(case: dict[str, Any]) -> None:
    assert figures.percent(case["part"], case["whole"]) == case["percent"]


@pytest.mark.parametrize("case", named(DATES["cases"]))
def test_an_item_is_due_after_working_days(case: dict[str, Any]) -> None:
    calendar = Calendar(days_off=frozenset(DATES["days_off"]))
    assert settle_due(calendar, raised=case["raised"], urgency=case["urgency"]) == case["due"]


def test_the_vectors_holidays_are_vietnams() -> None:
    assert set(vietnam_days(2024)[0]) == set(DATES["days_off"])
