"""The policies, for any two people's edits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.entities import BY_NAME
from sync.fold import folded
from sync.merge import merge
from sync.ports import Merge, Patch, Refused, Value
from sync.values import seen
from tests.factories import id_of

DRAFT = BY_NAME["draft"]
NAMES = ("village", "kind", "starts", "ends", "findings")
IDS = [id_of(str(n)) for n in range(4)]

texts = st.none() | st.sampled_from(["Thôn 3", "Thôn 4", "Đường vào thôn hỏng nặng.", "Trạm y tế thiếu thuốc."])
bodies = st.fixed_dictionaries(dict.fromkeys(NAMES, texts))
ids = st.lists(st.sampled_from(IDS), unique=True)


def wish(before: dict[str, Value], after: dict[str, Value]) -> Patch:
    """What a phone sends for this edit: what changed, and a pair of dates whole."""
    changed = [name for name in NAMES if before[name] != after[name]]
    if {"starts", "ends"} & set(changed):
        changed = [*dict.fromkeys([*changed, "starts", "ends"])]
    return Patch(set={name: after[name] for name in changed}, was={name: seen(before[name]) for name in changed})


def meet(current: dict[str, Value], patch: Patch, base: dict[str, Value]) -> Merge:
    return merge(DRAFT, current, patch, lambda field, _was: str(base[field]) if base[field] is not None else None)


@given(bodies, bodies)
def test_an_edit_of_what_was_seen_is_taken_whole(base: dict[str, Value], mine: dict[str, Value]) -> None:
    result = meet(base, wish(base, mine), base)
    assert {**base, **result.fields} == mine
    assert result.clashes == ()


@given(bodies, bodies)
def test_an_edit_that_comes_again_changes_nothing(base: dict[str, Value], mine: dict[str, Value]) -> None:
    result = meet(mine, wish(base, mine), base)
    assert (dict(result.fields), result.clashes) == ({}, ())


@pytest.mark.invariant("no-value-vanishes")
@pytest.mark.failure(25)
@given(bodies, bodies, bodies)
def test_nothing_that_anyone_wrote_vanishes(
    base: dict[str, Value], mine: dict[str, Value], theirs: dict[str, Value]
) -> None:
    result = meet(theirs, wish(base, mine), base)
    after = {**theirs, **result.fields}
    clashes = {one.field: one for one in result.clashes}
    for name in NAMES:
        if mine[name] != base[name] and mine[name] != theirs[name]:
            assert after[name] == mine[name] or name in clashes or (name == "findings" and result.merged)
        if theirs[name] != base[name] and mine[name] != theirs[name]:
            assert after[name] == theirs[name] or result.merged
    assert all(theirs[name] == one.theirs and mine[name] == one.mine for name, one in clashes.items())


@given(bodies, bodies, bodies)
def test_a_pair_of_dates_is_never_made_of_two_peoples(
    base: dict[str, Value], mine: dict[str, Value], theirs: dict[str, Value]
) -> None:
    after = {**theirs, **meet(theirs, wish(base, mine), base).fields}
    pairs = [(body["starts"], body["ends"]) for body in (mine, theirs)]
    assert (after["starts"], after["ends"]) in pairs


@given(ids, ids, ids, ids)
def test_sets_unite(current: list[str], add: list[str], dels: list[str], other: list[str]) -> None:
    there = list(dict.fromkeys([*current, *other]))
    result = merge(DRAFT, {"companions": there}, Patch(add={"companions": add}, dels={"companions": dels}), _none)
    after = result.fields.get("companions", there)
    assert isinstance(after, list)
    assert set(after) == (set(there) - set(dels)) | set(add)
    assert len(after) == len(set(after))


@given(bodies, bodies, ids, ids)
def test_the_phones_guess_is_right_when_nobody_else_wrote(
    base: dict[str, Value], mine: dict[str, Value], add: list[str], dels: list[str]
) -> None:
    edit = wish(base, mine)
    patch = Patch(edit.set, edit.was, {"companions": add}, {"companions": dels})
    before = folded(DRAFT, {**base, "companions": IDS[:2]}, Patch())
    result = merge(DRAFT, before, patch, _none)
    assert {**before, **result.fields} == folded(DRAFT, before, patch)


def test_a_union_over_its_bound_is_refused() -> None:
    many: list[Value] = [id_of(f"x{n}") for n in range(50)]
    try:
        merge(DRAFT, {"companions": many}, Patch(add={"companions": IDS[:1]}), _none)
    except Refused as refused:
        assert (refused.code, refused.details) == ("too_many", {"field": "companions", "limit": 50})
    else:
        raise AssertionError("not refused")


def _none(_field: str, _was: Value) -> str | None:
    return None
