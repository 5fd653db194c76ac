"""The golden vectors of lineage and of change plans, and their laws for any sequence of changes."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.features.changes.rules import BAD, Change, Line, abolish_level, judge, made_units
from server.features.people.directory import Directory
from server.features.units.lineage import ABOLISHED, DIVIDED, HERE, MOVED, kin_of, place_on, tree_on
from server.features.units.rules import Unit
from tests.factories import unit
from tests.features.vectors import named, vectors

LINEAGE = vectors("lineage")
CHANGES = vectors("unit_changes")
Units = dict[str, Unit]


def units_of(rows: list[dict[str, Any]]) -> Units:
    lists = ("predecessors", "successors")
    return {row["id"]: Unit(**{**row, **{name: tuple(row[name]) for name in lists}}) for row in rows}


@pytest.mark.parametrize("case", named(LINEAGE["places"]))
def test_words_of_a_day_belong_to_one_place(case: dict[str, Any]) -> None:
    place = place_on(units_of(case["units"]), case["unit"], case["day"])
    assert (place.verdict, list(place.units)) == (case["verdict"], case["places"])


@pytest.mark.parametrize("case", named(LINEAGE["trees"]))
def test_figures_are_summed_by_the_tree_of_a_day(case: dict[str, Any]) -> None:
    tree = tree_on(units_of(case["units"]), case["day"])
    assert {id: list(each) for id, each in tree.below.items()} == case["below"]
    assert {id: list(each) for id, each in tree.before.items()} == case["before"]


@pytest.mark.parametrize("case", named(LINEAGE["kin"]))
def test_history_is_found_under_all_kin(case: dict[str, Any]) -> None:
    assert list(kin_of(units_of(case["units"]), case["unit"])) == case["kin"]


@pytest.mark.parametrize("case", named(CHANGES["plans"]))
def test_a_plan_is_judged_line_by_line(case: dict[str, Any]) -> None:
    change = judge(units_of(case["units"]), case["day"], [Line(**line) for line in case["lines"]])
    judged = [{"verdict": one.verdict, "code": one.fault.code if one.fault else None} for one in change.judged]
    begins = [{**asdict(one), "predecessors": list(one.predecessors)} for one in change.begins.values()]
    told = (judged, begins, list(change.carried), {old: list(keys) for old, keys in change.ends.items()}, change.fits)
    assert told == (case["judged"], case["begins"], case["carried"], case["ends"], case["fits"])


@pytest.mark.parametrize("case", named(CHANGES["levels"]))
def test_a_level_is_taken_out_of_the_tree(case: dict[str, Any]) -> None:
    assert [asdict(line) for line in abolish_level(units_of(case["units"]), case["level"], case["day"])] == case[
        "lines"
    ]


# --- Laws ------------------------------------------------------------------------------------------------------------

FIRST = date(2024, 12, 1)
FOUNDING = (
    unit("Tỉnh", level="province"),
    *(unit(f"Huyện {n}", level="district", above="Tỉnh") for n in range(2)),
    *(unit(f"Xã {n}", above=f"Huyện {n % 2}", code=str(n)) for n in range(5)),
    unit("Thôn", level="village", above="Xã 0"),
)
TYPES = {"province": "province", "district": "town", "commune": "ward", "village": "block"}
chains = settings(max_examples=60, deadline=None)


@st.composite
def plans(draw: st.DrawFn, units: Units, day: str) -> list[Line]:
    """Some units of one level, each merged, split, renamed, put elsewhere or abolished, sometimes against the rules."""
    there = [one for one in units.values() if one.valid_on(day) and one.valid_to is None]
    level = draw(st.sampled_from(sorted({str(one.level) for one in there})))
    olds = draw(
        st.lists(st.sampled_from([one for one in there if one.level == level]), min_size=1, max_size=4, unique=True)
    )
    names = st.sampled_from([f"Mới {n}" for n in range(3)] + [one.name for one in olds])
    lines = []
    for old in olds:
        above = st.sampled_from([None, *(one.id for one in there if one.level != "village")])
        if draw(st.integers(0, 4)) == 0:
            lines.append(Line(old.id, abolish=True))
            continue
        type = draw(st.sampled_from((None, TYPES[level])))
        lines += [
            Line(old.id, draw(names), type, None, draw(above) if draw(st.booleans()) else None)
            for _ in range(draw(st.sampled_from((1, 1, 2))))
        ]
    if level == "district" and draw(st.booleans()):
        return abolish_level(units, "district", day)
    return lines


@st.composite
def histories(draw: st.DrawFn) -> tuple[Units, list[Change]]:
    """Units after some plans, those applied that fit, and what they did."""
    units, changes = {one.id: one for one in FOUNDING}, []
    for number in range(draw(st.integers(1, 4))):
        day = (FIRST + timedelta(days=100 * number)).isoformat()
        change = judge(units, day, draw(plans(units, day)))
        if change.fits:
            ids = {key: f"{number}:{key}" for key in change.begins}
            units = {**units, **{one.id: one for one in made_units(units, change, ids)}}
            changes.append(change)
    return units, changes


@chains
@given(histories())
def test_every_unit_reaches_one_that_stands_or_is_said_to_be_abolished(history: tuple[Units, list[Change]]) -> None:
    units, changes = history
    today = (FIRST + timedelta(days=900)).isoformat()
    abolished = {old for change in changes for old, heirs in change.ends.items() if not heirs}
    for id in units:
        place = place_on(units, id, today)
        assert place.verdict in (HERE, MOVED, DIVIDED, ABOLISHED)
        assert all(units[one].valid_on(today) for one in place.units)
        assert place.verdict != ABOLISHED or not abolished.isdisjoint(kin_of(units, id))


@chains
@given(histories())
def test_no_unit_is_lost_or_doubled(history: tuple[Units, list[Change]]) -> None:
    units, changes = history
    for change in changes:
        ended = set(change.ends)
        origins = [old for new in change.begins.values() for old in new.predecessors]
        # Each pair stands on both sides, and what ends does so once, with at least one heir or none at all by decision.
        assert sorted(origins) == sorted(old for old, heirs in change.ends.items() for _ in heirs)
        assert all(not units[old].valid_on(change.day) for old in ended)
    for id, one in units.items():
        assert all(id in units[heir].predecessors for heir in one.successors)
        assert all(id in units[origin].successors for origin in one.predecessors)
        assert all(units[heir].valid_from > (one.valid_to or "9") for heir in one.successors)  # type: ignore[operator]


@chains
@given(histories())
def test_who_stands_has_a_parent_that_stands_above_it(history: tuple[Units, list[Change]]) -> None:
    units, changes = history
    for day in ["2024-06-25", *(change.day for change in changes)]:
        standing = [one for one in units.values() if one.valid_on(day)]
        for one in standing:
            assert one.level == "province" or (one.parent in units and units[one.parent].valid_on(day))
        places = [(one.level, one.type, one.name, one.parent) for one in standing]
        assert len(places) == len(set(places))


@chains
@given(histories())
def test_history_is_found_under_every_name_that_a_place_ever_had(history: tuple[Units, list[Change]]) -> None:
    units, _ = history
    directory = Directory(units=units)
    for id in units:
        kin = kin_of(units, id)
        assert id in kin
        assert all(id in kin_of(units, one) for one in kin if one in _heirs_of(units, id))
        # Who holds an heir reads what it was made of, at any depth and after any number of changes.
        assert all(directory.covers(heir, id) for heir in _heirs_of(units, id))


@chains
@given(histories(), st.integers(0, 1000))
def test_words_of_any_day_belong_somewhere_and_each_only_heir_is_one_answer(
    history: tuple[Units, list[Change]], after: int
) -> None:
    units, _ = history
    day = (FIRST + timedelta(days=after)).isoformat()
    for id, one in units.items():
        place = place_on(units, id, day)
        assert (place.verdict == HERE) == one.valid_on(day)
        assert len(place.units) == 1 or place.verdict != MOVED
        assert len(place.units) > 1 or place.verdict != DIVIDED
        assert len(set(place.units)) == len(place.units)


@chains
@given(histories(), st.integers(0, 1000))
def test_every_place_is_summed_exactly_once(history: tuple[Units, list[Change]], after: int) -> None:
    units, _ = history
    day = (FIRST + timedelta(days=after)).isoformat()
    tree = tree_on(units, day)
    begun = [id for id, one in units.items() if (one.valid_from or "") <= day]
    held = [each for found in (*tree.below.values(), *tree.before.values()) for each in found]
    tops = [id for id in begun if units[id].parent is None and id not in held]
    assert sorted([*held, *tops]) == sorted(begun)


def _heirs_of(units: Units, id: str) -> set[str]:
    """All that a unit became, by any number of steps."""
    found: set[str] = set()
    open_ = [id]
    while open_:
        fresh = set(units[open_.pop()].successors) - found
        found |= fresh
        open_ += fresh
    return found


@chains
@given(st.data())
def test_an_unfit_plan_says_which_line_is_bad(data: st.DataObject) -> None:
    units = {one.id: one for one in FOUNDING}
    lines = data.draw(plans(units, "2024-12-01"))
    change = judge(units, "2024-12-01", lines)
    assert len(change.judged) == len(lines)
    assert change.fits or not change.ends or any(one.verdict == BAD and one.fault for one in change.judged)
