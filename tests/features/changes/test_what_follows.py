"""What follows a change of units beside feedback: difficult tasks, duty rules and excuses, and targets."""

from __future__ import annotations

from typing import Any

import pytest

from server.features.changes.duties import follow
from server.features.changes.rules import Line, judge
from server.features.units.rules import Unit
from server.platform.clock import SetClock
from tests.cast import AWAY, HOME, NEAR, NEXT_DOOR, Cast
from tests.factories import id_of
from tests.features.changes.stories import (
    DAY,
    HOME_ID,
    JOINED,
    MERGER,
    SPLIT,
    applied,
    come,
    looked,
    planned,
    unit_called,
)
from tests.features.indicators.stories import define
from tests.features.indicators.stories import plan as plan_for
from tests.features.invitations.stories import invite
from tests.features.tasks.stories import frame, give, measure
from tests.hand import Hand, Hands, Outcome, new_id

LEVEL = [
    {"old": NEAR, "abolish": "x"},
    *({"old": name, "name": name, "parent": "Tỉnh"} for name in (HOME, NEXT_DOOR)),
]


def task_of(hand: Hand, id: str) -> dict[str, Any]:
    return hand.sees("task", id) or {}


def move(hand: Hand, task: str, unit: str, **said: Any) -> Outcome:
    return hand.do("task.move", task, entry=new_id("entry"), unit=unit, **said)


def rule(hand: Hand, *units: str, **said: Any) -> str:
    """A duty rule that names units; returns its id."""
    id = new_id("rule")
    told = {"for_role": "cadre", "units": list(units), "every_months": 3, "starts": "2024-01-01", **said}
    assert hand.do("cadence.set", id, **told) == "applied"
    return id


def rules(hand: Hand) -> dict[str, dict[str, Any]]:
    return {each["id"]: each for each in hand.all("cadence")}


def test_an_open_task_moves_to_the_only_heir_and_says_from_where(cast: Cast, hands: Hands, clock: SetClock) -> None:
    task, ended = give(hands.clerk), give(hands.clerk)
    assert hands.clerk.do("task.close", ended, entry=new_id("entry"), round=1) == "applied"
    plan = planned(cast)
    assert (looked(cast, plan)["tasks_moving"], looked(cast, plan)["tasks_asking"]) == (1, [])
    applied(cast, plan)
    assert task_of(hands.clerk, task)["unit"] == HOME_ID
    come(cast, clock)
    moved = task_of(hands.clerk, task)
    assert moved["unit"] == unit_called(cast, JOINED)
    assert (moved["log"][-1][1], moved["log"][-1][-1], moved["round"]) == ("moved", HOME_ID, 1)
    assert task_of(hands.clerk, ended)["unit"] == HOME_ID
    come(cast, clock, "2024-07-02")
    assert task_of(hands.clerk, task) == moved


def test_who_monitors_the_heir_and_the_owner_go_on_telling_of_a_task_that_moved(
    cast: Cast, hands: Hands, clock: SetClock
) -> None:
    task = give(hands.clerk)
    applied(cast, planned(cast))
    come(cast, clock)
    assert measure(hands.contact, task, 4000, "2024-07-01") == "applied"
    assert hands.clerk.do("task.extend", task, entry=new_id("e"), round=1, until="2024-12-31", text="Mưa.") == "applied"
    assert hands.stranger.sees("task", task) is None


def test_a_task_of_a_unit_that_was_split_waits_for_the_clerk(cast: Cast, hands: Hands, clock: SetClock) -> None:
    task = give(hands.clerk)
    plan = planned(cast, SPLIT)
    [asking] = looked(cast, plan)["tasks_asking"]
    assert (asking["id"], len(asking["heirs"]), "Xóa nhà" in str(looked(cast, plan))) == (task, 2, False)
    applied(cast, plan)
    come(cast, clock)
    east, west = unit_called(cast, "Xã An Đông"), unit_called(cast, "Xã An Tây")
    assert task_of(hands.clerk, task)["unit"] == HOME_ID
    assert move(hands.contact, task, east) == ("quarantined", "not_allowed")
    assert move(hands.stranger, task, east) == ("quarantined", "not_found")
    assert move(hands.clerk, task, id_of(AWAY)) == ("quarantined", "unknown_code")
    assert move(hands.clerk, task, east, text="Gọi chị Lía 0903 123 456") == ("quarantined", "phone_number")
    assert move(hands.clerk, task, east, text="Các nhà ở phía đông.") == "applied"
    moved = task_of(hands.clerk, task)
    assert (moved["unit"], moved["log"][-1][1], moved["log"][-1][-1]) == (east, "moved", HOME_ID)
    assert move(hands.clerk, task, west) == ("quarantined", "not_allowed")


def test_the_same_choice_sent_twice_is_one(cast: Cast, hands: Hands, clock: SetClock) -> None:
    task = give(hands.clerk)
    applied(cast, planned(cast, SPLIT))
    come(cast, clock)
    entry, east = new_id("entry"), unit_called(cast, "Xã An Đông")
    for _ in range(2):
        assert hands.clerk.do("task.move", task, entry=entry, unit=east) == "applied"
    assert len(task_of(hands.clerk, task)["log"]) == 2


def test_a_task_that_has_ended_is_not_moved_by_hand(cast: Cast, hands: Hands, clock: SetClock) -> None:
    task = give(hands.clerk)
    assert hands.clerk.do("task.close", task, entry=new_id("entry"), round=1) == "applied"
    applied(cast, planned(cast, SPLIT))
    come(cast, clock)
    assert move(hands.clerk, task, unit_called(cast, "Xã An Đông")) == ("quarantined", "not_allowed")


def test_a_task_given_offline_for_an_abolished_unit_is_its_heirs(cast: Cast, hands: Hands, clock: SetClock) -> None:
    applied(cast, planned(cast))
    come(cast, clock)
    task = give(hands.clerk)
    assert task_of(hands.clerk, task)["unit"] == unit_called(cast, JOINED)


def test_a_task_given_offline_for_a_divided_unit_asks_which_heir(cast: Cast, hands: Hands, clock: SetClock) -> None:
    applied(cast, planned(cast, SPLIT))
    come(cast, clock)
    assert hands.clerk.do("task.set", new_id("task"), **frame()) == ("quarantined", "unit_divided")


def test_a_rule_goes_on_over_the_heir_of_what_it_named(cast: Cast, hands: Hands) -> None:
    old = rule(hands.clerk, HOME_ID, id_of(NEXT_DOOR), decision="7-QĐ")
    plan = planned(cast)
    [told] = looked(cast, plan)["duties"]
    assert (told["decision"], len(told["units"]), told["unclear"]) == ("7-QĐ", 2, [])
    assert told["heirs"] == ["xã Xã An Bình, huyện Huyện Một"]
    applied(cast, plan)
    kept = rules(hands.clerk)
    assert kept.pop(old)["ends"] == "2024-06-30"
    [new] = kept.values()
    assert (new["units"], new["starts"], new["ends"], new["decision"]) == (
        [unit_called(cast, JOINED)],
        DAY,
        None,
        "7-QĐ",
    )


def test_a_rule_that_held_for_one_half_only_is_left_to_a_person(cast: Cast, hands: Hands) -> None:
    old = rule(hands.clerk, HOME_ID)
    plan = planned(cast)
    [told] = looked(cast, plan)["duties"]
    assert (told["heirs"], told["unclear"]) == ([], ["xã Xã An Bình, huyện Huyện Một"])
    applied(cast, plan)
    assert [(id, each["ends"]) for id, each in rules(hands.clerk).items()] == [(old, None)]


def test_a_rule_of_an_abolished_district_goes_on_for_its_communes(cast: Cast, hands: Hands) -> None:
    old = rule(hands.clerk, id_of(NEAR))
    applied(cast, planned(cast, LEVEL))
    [new] = [each for id, each in rules(hands.clerk).items() if id != old]
    assert set(new["units"]) == {unit_called(cast, HOME), unit_called(cast, NEXT_DOOR)}


def test_a_rule_that_is_to_come_names_the_heirs_from_its_beginning(cast: Cast, hands: Hands) -> None:
    later = rule(hands.clerk, HOME_ID, id_of(NEXT_DOOR), starts="2024-10-01")
    applied(cast, planned(cast))
    [new] = hands.clerk.all("cadence")
    assert (new["id"], new["units"], new["starts"]) == (later, [unit_called(cast, JOINED)], "2024-10-01")


@pytest.mark.parametrize("ends", ["2024-06-30", "2024-05-31"])
def test_a_rule_that_ends_before_the_day_is_left_alone(cast: Cast, hands: Hands, ends: str) -> None:
    rule(hands.clerk, HOME_ID, id_of(NEXT_DOOR), ends=ends)
    plan = planned(cast)
    assert looked(cast, plan)["duties"] == []
    applied(cast, plan)
    assert len(rules(hands.clerk)) == 1


def test_an_excuse_goes_on_with_the_unit_and_with_who_goes_on(cast: Cast, hands: Hands) -> None:
    said: dict[str, Any] = {"starts": "2024-06-01", "ends": "2024-08-31", "reason": "Bão."}
    for unit in (HOME_ID, id_of(NEXT_DOOR)):
        assert hands.clerk.do("excuse.set", new_id("excuse"), unit=unit, **said) == "applied"
    plan = planned(cast, SPLIT)
    assert looked(cast, plan)["excuses"] == 2
    applied(cast, plan)
    new = {(each["unit"], each["starts"], each["ends"]) for each in hands.clerk.all("excuse")[2:]}
    heirs = {unit_called(cast, name) for name in ("Xã An Đông", "Xã An Tây")}
    assert new == {(heir, DAY, "2024-08-31") for heir in heirs}


def test_the_look_counts_the_targets_that_go_beyond_the_day(cast: Cast, hands: Hands) -> None:
    indicator = define(hands.admin, "cells")
    for ends in ("2024-12-31", "2024-03-31"):
        assert plan_for(hands.clerk, indicator, 5, ("2024-01-01", ends)) == "applied"
    told = [looked(cast, planned(cast, rows)) for rows in (MERGER, SPLIT)]
    assert [(each["targets_following"], each["targets_asking"]) for each in told] == [(1, 0), (0, 1)]


def test_nothing_that_is_named_and_stays_is_touched() -> None:
    units = {
        "p": Unit("p", "P", "province", "province"),
        "a": Unit("a", "A", "commune", "commune", parent="p"),
        "b": Unit("b", "B", "commune", "commune", parent="p"),
    }
    change = judge(units, "2025-07-01", [Line("a", "C", "commune")])
    assert follow(units, change, ["b"]).heirs == ()
    assert follow(units, change, ["p"]).heirs == ()
    assert (follow(units, change, ["a", "b"]).stay, len(follow(units, change, ["a", "b"]).heirs)) == (("b",), 1)


def test_the_look_counts_the_meetings_after_the_day(cast: Cast, hands: Hands) -> None:
    for day in (DAY, "2024-06-30"):
        invite(hands.contact, starts=day, ends=day)
    told = [looked(cast, planned(cast, rows)) for rows in (MERGER, SPLIT)]
    assert [(each["meetings_following"], each["meetings_asking"]) for each in told] == [(1, 0), (0, 1)]
