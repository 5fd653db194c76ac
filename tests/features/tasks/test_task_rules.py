"""What may be written of difficult tasks and how far they are: the same answers as the phone's."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.features.tasks import rules
from server.features.tasks.rules import Due, Goal, Point, Refusal, Standing
from server.measures import Measure
from tests.features.vectors import named, vectors

TASKS = vectors("tasks")
DAYS = st.dates().map(str)


def goal(fields: dict[str, Any]) -> Goal:
    return Goal(**{**fields, "target": Measure(*fields["target"])})


def point(fields: dict[str, Any]) -> Point:
    return Point(**{**fields, "value": Measure(*fields["value"])})


def refusal(told: list[Any] | None) -> Refusal | None:
    return None if told is None else Refusal(*told)


def measure(told: list[Any] | None) -> Measure | None:
    return None if told is None else Measure(*told)


@pytest.mark.parametrize("case", named(TASKS["tasks"]))
def test_a_task_is_sound_or_says_why_not(case: dict[str, Any]) -> None:
    milestones = [(id, text, due) for id, text, due in case["milestones"]]
    found = rules.check_task(case["fields"], [goal(each) for each in case["goals"]], milestones)
    assert found == refusal(case["refused"])


@pytest.mark.parametrize("case", named(TASKS["points"]))
def test_a_point_is_sound_or_says_why_not(case: dict[str, Any]) -> None:
    assert rules.check_point(case["goals"], point(case["point"]), today="2024-06-25") == refusal(case["refused"])


@pytest.mark.parametrize("case", named(TASKS["steps"]))
def test_a_step_is_taken_or_says_why_not(case: dict[str, Any]) -> None:
    found = rules.check_step(
        case["step"], status=case["status"], current=case["current"], read=case["read"], text=case["text"]
    )
    assert found == refusal(case["refused"])


@pytest.mark.parametrize("case", named(TASKS["standings"]))
def test_an_aim_stands_by_its_last_point(case: dict[str, Any]) -> None:
    points = {each["id"]: point(each) for each in case["points"]}
    found = rules.standings([goal(each) for each in case["goals"]], list(points.values()), case["as_of"])
    assert found == [Standing(id, points.get(of), measure(way), met) for id, of, way, met in case["told"]]
    assert rules.least_percent(found) == measure(case["least"])


@pytest.mark.parametrize("case", named(TASKS["dues"]))
def test_lateness_is_counted_in_whole_days(case: dict[str, Any]) -> None:
    assert rules.stands_to(case["due"], case["done"], case["as_of"]) == Due(case["state"], case["days"])


@pytest.mark.parametrize("case", named(TASKS["each"]))
def test_tasks_a_person_have_one_decimal(case: dict[str, Any]) -> None:
    assert rules.tasks_each(case["owners"]) == case["each"]


@given(due=DAYS, done=DAYS, as_of=DAYS)
def test_what_is_done_never_becomes_undone_as_days_go_by(due: str, done: str, as_of: str) -> None:
    late = rules.stands_to(due, done, max(done, as_of))
    assert late == rules.stands_to(due, done, "9999-12-31")
    assert (late.days > 0) == (done > due)
