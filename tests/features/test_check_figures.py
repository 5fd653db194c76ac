"""The figures that the office's own articles state: fed as operations, read from what the screens ask for.

Each test is a row of the table of check figures; the inputs are counts, never names.
"""

from __future__ import annotations

from typing import Final

from tests.cast import HOME
from tests.factories import id_of
from tests.features.indicators.stories import HALF, YEAR, categories, define, of, plan, table, tell, tenths, whole
from tests.features.tasks.stories import give, goal, listed, measure, register
from tests.hand import Hands

FOUNDED_IN: Final = ("2019-01-01", "2022-12-31")
DISSOLVED_IN: Final = ("2019-01-01", "2024-06-25")
SINCE_2019: Final = ("2019-01-01", "2024-12-31")
KINDS: Final = ("cells", "unions", "youth", "veterans", "women")


def test_admissions_in_enterprises_are_879_with_shares_of_4_2_72_0_and_23_8(hands: Hands) -> None:
    admitted = define(hands.admin, "admissions", categories=categories("owners", "indirect", "direct"))
    for category, count in {"owners": 37, "indirect": 633, "direct": 209}.items():
        assert tell(hands.contact, admitted, count, FOUNDED_IN, category=category) == "applied"
    row = table(hands.clerk, span=FOUNDED_IN)["admissions"]
    assert whole(row["total"]["actual"]) == 879
    shares = {category: tenths(share) for category, share in of(row, "share").items()}
    assert shares == {"owners": 4.2, "indirect": 72.0, "direct": 23.8}


def test_founded_less_dissolved_says_that_it_is_of_different_periods(hands: Hands) -> None:
    founded = define(hands.admin, "founded", categories=categories(*KINDS))
    dissolved = define(hands.admin, "dissolved", categories=categories(*KINDS))
    define(hands.admin, "net", formula="net", parts=[founded, dissolved])
    for category, count in {"unions": 124, "youth": 16, "veterans": 2, "women": 2}.items():
        tell(hands.contact, founded, count, FOUNDED_IN, category=category)
    for category, count in {"cells": 1, "unions": 36, "youth": 3, "veterans": 0, "women": 1}.items():
        tell(hands.contact, dissolved, count, DISSOLVED_IN, category=category)
    told = table(hands.clerk, span=SINCE_2019)
    net = {category: whole(actual) for category, actual in of(told["net"], "actual").items()}
    assert net == {"cells": None, "unions": 88, "youth": 13, "veterans": 2, "women": 1}
    labelled = {category for category, differ in of(told["net"], "periods_differ").items() if differ}
    assert labelled == {"unions", "youth", "veterans", "women"}
    assert (whole(of(told["dissolved"], "actual")["cells"]), of(told["founded"], "actual")["cells"]) == (1, None)
    assert told["net"]["total"]["actual"] is None


def test_12_new_of_255_party_organisations_are_4_7_percent(hands: Hands) -> None:
    new, every = define(hands.admin, "new"), define(hands.admin, "every", cumulative=False)
    define(hands.admin, "share", formula="ratio", parts=[new, every], adds_up=False)
    tell(hands.contact, new, 12, FOUNDED_IN)
    tell(hands.contact, every, 255, (FOUNDED_IN[1], FOUNDED_IN[1]))
    assert table(hands.clerk, span=FOUNDED_IN)["share"]["total"]["actual"]["value_e3"] == 4700


def test_12_admissions_assigned_and_4_done_are_33_3_percent(hands: Hands) -> None:
    told = {"farmers": (3, 2), "women": (3, 0), "youth": (4, 0), "veterans": (2, 2)}
    admitted = define(hands.admin, "admissions", categories=categories(*told))
    for category, (planned, done) in told.items():
        plan(hands.clerk, admitted, planned, category=category)
        tell(hands.contact, admitted, done, category=category)
    total = table(hands.owner)["admissions"]["total"]
    assert (whole(total["plan"]), whole(total["actual"]), tenths(total["percent"])) == (12, 4, 33.3)


def test_of_5_cells_without_admission_2_are_left_when_3_leave_the_list(hands: Hands) -> None:
    listed_, left = define(hands.admin, "listed", cumulative=False), define(hands.admin, "left")
    define(hands.admin, "drought", formula="net", parts=[listed_, left], direction="lower")
    tell(hands.contact, listed_, 5, ("2024-01-01", "2024-01-01"))
    tell(hands.contact, left, 3)
    total = table(hands.clerk)["drought"]["total"]
    # A list at its beginning less those who left it is no comparison of two periods.
    assert (whole(total["actual"]), total["periods_differ"]) == (2, False)


def test_34_houses_built_and_14_repaired_are_48(hands: Hands) -> None:
    housing, years = (
        define(hands.admin, "housing", categories=categories("built", "repaired")),
        ("2019-01-01", "2023-12-31"),
    )
    tell(hands.contact, housing, 34, years, category="built")
    tell(hands.contact, housing, 14, years, category="repaired")
    assert whole(table(hands.clerk, span=years)["housing"]["total"]["actual"]) == 48


def test_3_done_where_2_were_planned_are_150_percent(hands: Hands) -> None:
    housing = define(hands.admin, "housing")
    plan(hands.clerk, housing, 2)
    tell(hands.contact, housing, 3)
    assert tenths(table(hands.clerk)["housing"]["total"]["percent"]) == 150.0
    task = give(hands.clerk, goals=[goal(target=2000)])
    measure(hands.contact, task, 3000)
    assert listed(hands.contact, task)["percent"] == {"value_e1": 1500, "comparator": "eq"}


def test_32_tasks_of_16_persons_are_2_0_each(hands: Hands) -> None:
    owners = [_add_person(hands, n) for n in range(16)]
    for n in range(32):
        give(hands.clerk, owner=owners[n % 16], title=f"Việc {n + 1}")
    told = register(hands.clerk)
    assert (told["count"], told["owners"], told["each_e1"]) == (32, 16, 20)


def test_forest_103_budget_over_64_jobs_over_70_and_fund_129_keep_their_comparators(hands: Hands) -> None:
    stated = {"forest": (103, "eq"), "budget": (64, "gt"), "jobs": (70, "gt"), "fund": (129, "eq")}
    for code, (value, comparator) in stated.items():
        counted = define(hands.admin, code, cumulative=False, adds_up=False, measure_vi="%", measure_en="%")
        plan(hands.clerk, counted, 100)
        assert tell(hands.contact, counted, value, HALF, comparator=comparator) == "applied"
    # In storage and over the wire …
    kept = {(each["value_e3"] // 1000, each["comparator"]) for each in hands.leader.all("progress")}
    assert kept == set(stated.values())
    # … and in what the screens read.
    told = table(hands.leader, id_of(HOME), YEAR)
    for code, (value, comparator) in stated.items():
        total = told[code]["total"]
        assert (whole(total["actual"]), total["actual"]["comparator"]) == (value, comparator)
        assert total["percent"] == {"value_e1": value * 10, "comparator": comparator}
    assert [told[code]["total"]["verdict"] for code in stated] == ["met", "unclear", "unclear", "met"]


def _add_person(hands: Hands, n: int) -> str:
    """A person without an account, as an administrator adds one."""
    answer = hands.admin.phone.post("/api/admin/people", {"name": f"Cán bộ {n + 1}"})
    assert answer.status_code == 201, answer.text
    return str(answer.get_json()["id"])
