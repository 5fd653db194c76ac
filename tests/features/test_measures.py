"""Measured values and their comparators: the phone's answers, and the laws that sums and percents keep."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.measures import COMPARATORS, Measure, average_e1, difference, percent, share_of_way, sum_of, verdict
from tests.features.vectors import named, vectors

MEASURES = vectors("measures")
VALUES = st.integers(0, 10**12)
COMPARED = st.builds(Measure, VALUES, st.sampled_from(COMPARATORS))
# What a comparator allows the true value to be, beside the value said: below, the same, above.
ALLOWED = {"eq": {0}, "gt": {1}, "ge": {0, 1}, "lt": {-1}, "le": {-1, 0}, "approx": {-1, 0, 1}}


def measure(cells: list[Any] | None) -> Measure | None:
    return None if cells is None else Measure(*cells)


def stated(cells: list[Any]) -> Measure:
    return Measure(*cells)


@pytest.mark.parametrize("case", named(MEASURES["percents"]))
def test_a_percent_is_what_the_phone_shows(case: dict[str, Any]) -> None:
    assert percent(stated(case["part"]), stated(case["whole"])) == measure(case["percent"])


@pytest.mark.parametrize("case", named(MEASURES["sums"]))
def test_a_sum_keeps_what_is_unsure(case: dict[str, Any]) -> None:
    assert sum_of([stated(each) for each in case["of"]]) == measure(case["sum"])


@pytest.mark.parametrize("case", named(MEASURES["differences"]))
def test_a_difference_turns_the_second_round(case: dict[str, Any]) -> None:
    assert difference(stated(case["one"]), stated(case["other"])) == measure(case["less"])


@pytest.mark.parametrize("case", named(MEASURES["ways"]))
def test_the_way_to_a_target_is_never_capped(case: dict[str, Any]) -> None:
    assert share_of_way(stated(case["value"]), stated(case["target"]), case["baseline"]) == measure(case["percent"])


@pytest.mark.parametrize("case", named(MEASURES["verdicts"]))
def test_an_aim_is_met_missed_or_open(case: dict[str, Any]) -> None:
    assert verdict(stated(case["value"]), stated(case["target"]), case["direction"]) == case["verdict"]


@pytest.mark.parametrize("case", named(MEASURES["averages"]))
def test_an_average_has_one_decimal(case: dict[str, Any]) -> None:
    assert average_e1(case["count"], case["of"]) == case["each"]


@given(st.lists(COMPARED, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_parts_changes_no_sum(parts: list[Measure], chance: Any) -> None:
    mixed = list(parts)
    chance.shuffle(mixed)
    assert sum_of(mixed) == sum_of(parts)


@given(COMPARED, COMPARED, st.data())
def test_a_sum_allows_whatever_its_parts_allow(one: Measure, other: Measure, data: Any) -> None:
    found = sum_of([one, other])
    assert found is not None
    sides = [data.draw(st.sampled_from(sorted(ALLOWED[each.comparator]))) for each in (one, other)]
    true = one.value + other.value + sum(sides)
    # Sides that pull apart by different amounts could land anywhere: "about" is then all that may be said.
    side = (true > found.value) - (true < found.value)
    assert side in ALLOWED[found.comparator]


@given(VALUES, st.integers(1, 10**12))
def test_a_percent_is_within_half_a_tenth(part: int, whole: int) -> None:
    found = percent(Measure(part), Measure(whole))
    assert found is not None
    assert abs(found.value * whole - part * 1000) * 2 <= whole


@given(COMPARED, st.builds(Measure, VALUES, st.sampled_from(["eq", "ge", "gt"])))
def test_what_is_met_stays_met_when_more_is_done(value: Measure, target: Measure) -> None:
    more = value._replace(value=value.value + 1)
    order = ["missed", "unclear", "met"]
    assert order.index(verdict(more, target, "higher")) >= order.index(verdict(value, target, "higher"))
