"""Indicators over the wire: definitions are data, plans and figures have their authors, and counts alone are kept."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import AWAY, HOME, NEAR, NEXT_DOOR, PROVINCE
from tests.factories import id_of
from tests.features.indicators.stories import (
    HALF,
    YEAR,
    categories,
    define,
    plan,
    table,
    tell,
    tenths,
    try_define,
    whole,
)
from tests.hand import Hands, new_id


def test_an_administrator_defines_what_is_counted_and_everyone_learns_of_it(hands: Hands) -> None:
    counted = define(hands.admin, "housing", categories=categories("built", "repaired"), name_vi="Nhà ở")
    told = hands.stranger.sees("indicator", counted)
    assert told is not None
    assert (told["name_vi"], [row[0] for row in told["categories"]]) == ("Nhà ở", ["built", "repaired"])
    define(hands.admin, "housing", counted, name_vi="Hỗ trợ nhà ở")
    told = hands.contact.sees("indicator", counted)
    assert told is not None
    assert told["name_vi"] == "Hỗ trợ nhà ở"


@pytest.mark.parametrize("role", ["clerk", "supervisor", "leader", "owner", "contact"])
def test_nobody_else_defines_anything(hands: Hands, role: str) -> None:
    assert try_define(getattr(hands, role), "housing", new_id("x")) == ("quarantined", "not_allowed")


def test_an_indicator_that_parts_are_computed_of_stays_counted(hands: Hands) -> None:
    one, other = define(hands.admin, "new"), define(hands.admin, "all")
    define(hands.admin, "share", formula="ratio", parts=[one, other])
    ring = try_define(hands.admin, "new", one, formula="net", parts=[other, new_id("x")])
    assert ring == ("quarantined", "unknown_code")
    third = define(hands.admin, "third")
    assert try_define(hands.admin, "new", one, formula="net", parts=[other, third]) == ("quarantined", "unknown_code")


def test_a_retired_indicator_is_shown_no_more_and_its_figures_stay(hands: Hands) -> None:
    counted = define(hands.admin, "housing")
    assert tell(hands.contact, counted, 3) == "applied"
    define(hands.admin, "housing", counted, retired=True)
    assert table(hands.contact) == {}
    assert len(hands.contact.all("progress")) == 1


def test_a_half_year_beside_a_full_year_is_labelled(hands: Hands) -> None:
    budget = define(hands.admin, "budget")
    assert plan(hands.clerk, budget, 4200) == "applied"
    assert tell(hands.contact, budget, 2310) == "applied"
    total = table(hands.owner)["budget"]["total"]
    assert (whole(total["plan"]), whole(total["actual"]), tenths(total["percent"])) == (4200, 2310, 55.0)
    assert total["periods_differ"] is True
    assert (total["plan"]["ends"], total["actual"]["ends"]) == (YEAR[1], HALF[1])


def test_lower_is_better_has_a_verdict_and_no_percent(hands: Hands) -> None:
    poor = define(hands.admin, "poor", direction="lower", cumulative=False, adds_up=False, decimals=2)
    assert plan(hands.clerk, poor, 0, value_e3=2100) == "applied"
    assert tell(hands.contact, poor, 0, value_e3=2650) == "applied"
    total = table(hands.owner)["poor"]["total"]
    assert (total["percent"], total["verdict"], total["actual"]["value_e3"]) == (None, "missed", 2650)


def test_a_district_is_the_sum_of_its_communes_and_says_of_how_many(hands: Hands) -> None:
    forest = define(hands.admin, "forest")
    tell(hands.contact, forest, 41)
    tell(hands.colleague, forest, 9, unit=id_of(NEXT_DOOR))
    tell(hands.stranger, forest, 500, unit=id_of(AWAY))
    total = table(hands.leader, id_of(NEAR))["forest"]["total"]
    assert (whole(total["actual"]), total["actual"]["units"]) == (50, 2)
    assert whole(table(hands.clerk, id_of(PROVINCE))["forest"]["total"]["actual"]) == 550


def test_a_figure_is_corrected_whole_or_taken_back(hands: Hands) -> None:
    forest, figure = define(hands.admin, "forest"), new_id("progress")
    said: dict[str, Any] = {"indicator": forest, "unit": id_of(HOME), "starts": HALF[0], "ends": HALF[1]}
    assert hands.contact.do("progress.set", figure, **said, value_e3=41000, comparator="eq") == "applied"
    assert hands.owner.do("progress.set", figure, **said, value_e3=42000, comparator="eq") == "applied"
    assert whole(table(hands.clerk)["forest"]["total"]["actual"]) == 42
    gone = hands.owner.do("progress.set", figure, **said, value_e3=42000, comparator="eq", cancelled=True)
    assert gone == "applied"
    assert table(hands.clerk)["forest"]["total"]["actual"] is None


def test_plans_and_figures_reach_who_reads_their_unit_and_nobody_else(hands: Hands) -> None:
    forest = define(hands.admin, "forest")
    plan(hands.clerk, forest, 120)
    tell(hands.contact, forest, 41)
    for reader in (hands.contact, hands.owner, hands.leader, hands.clerk):
        assert [len(reader.all(kind)) for kind in ("target", "progress")] == [1, 1]
    assert [len(hands.stranger.all(kind)) for kind in ("target", "progress")] == [0, 0]
    asked = {"unit": id_of(HOME), "starts": YEAR[0], "ends": YEAR[1]}
    refused = hands.stranger.phone.get("/api/indicators/table", query_string=asked)
    none = hands.stranger.phone.get("/api/indicators/table", query_string={**asked, "unit": new_id("unit")})
    assert (refused.status_code, refused.get_json()) == (404, none.get_json())


def test_a_stranger_changes_no_figure_of_another_place(hands: Hands) -> None:
    forest, figure = define(hands.admin, "forest"), new_id("progress")
    said: dict[str, Any] = {"indicator": forest, "starts": HALF[0], "ends": HALF[1], "comparator": "eq"}
    hands.contact.do("progress.set", figure, **said, unit=id_of(HOME), value_e3=41000)
    moved = hands.stranger.do("progress.set", figure, **said, unit=id_of(AWAY), value_e3=1000)
    assert moved == ("quarantined", "not_found")
    outside = tell(hands.stranger, forest, 1)
    assert outside == ("quarantined", "unit_outside_assignment")
    assert whole(table(hands.clerk)["forest"]["total"]["actual"]) == 41


def test_who_tells_does_not_plan_and_who_plans_is_in_scope(hands: Hands) -> None:
    forest = define(hands.admin, "forest")
    assert plan(hands.contact, forest, 1) == ("quarantined", "not_allowed")
    assert plan(hands.owner, forest, 1) == ("quarantined", "not_allowed")
    assert plan(hands.admin, forest, 1) == "applied"
    assert plan(hands.admin, forest, 1, unit=new_id("unit")) == ("quarantined", "unit_outside_assignment")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"value_e3": -1}, "out_of_range"),
        ({"comparator": "more"}, "unknown_code"),
        ({"category": "bought"}, "unknown_code"),
        ({"indicator": id_of("nothing is counted")}, "unknown_code"),
        ({"ends": "2023-12-31"}, "end_before_start"),
        ({"ends": "2024-06-30"}, "date_in_future"),
        ({"starts": "2024-07-01", "ends": "2024-12-31", "estimated": True}, "date_in_future"),
        ({"source": "Hộ ông Bảy, 0905 123 456"}, "phone_number"),
        ({"ends": "2024-06-30", "estimated": True}, None),
        ({"comparator": "approx"}, None),
    ],
)
def test_bad_figures_are_refused_with_what_is_wrong(hands: Hands, said: dict[str, Any], code: str | None) -> None:
    counted = define(hands.admin, "housing", categories=categories("built"))
    assert tell(hands.contact, counted, 3, **said) == (("quarantined", code) if code else "applied")


def test_what_is_computed_is_not_told(hands: Hands) -> None:
    one, other = define(hands.admin, "one"), define(hands.admin, "other")
    both = define(hands.admin, "both", formula="sum", parts=[one, other])
    assert tell(hands.contact, both, 3) == ("quarantined", "unknown_code")
    assert plan(hands.clerk, both, 10) == "applied"
    tell(hands.contact, one, 2)
    tell(hands.contact, other, 3)
    assert tenths(table(hands.clerk)["both"]["total"]["percent"]) == 50.0


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"starts": "2024-02-30", "ends": "2024-12-31"}, "bad_day"),
        ({"starts": "2024-12-31", "ends": "2024-01-01"}, "end_before_start"),
    ],
)
def test_a_table_asks_for_days_that_exist_and_follow(hands: Hands, asked: dict[str, str], code: str) -> None:
    answer = hands.clerk.phone.get("/api/indicators/table", query_string={"unit": id_of(HOME), **asked})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (422, code)
