"""Each field of a draft under the hands of two phones, by its policy; and what no hand may touch."""

from __future__ import annotations

from typing import Any

import pytest

from sync.entities import BY_NAME, ENTITIES, Field, Policy, Type
from sync.operations import KINDS
from tests.cast import HOME, NEXT_DOOR
from tests.factories import id_of
from tests.features.visits.stories import save
from tests.hand import Hands, new_id, saw

DRAFT = BY_NAME["draft"].fields
WORDS = [field.name for field in DRAFT if field.policy is Policy.WORDS]
VALUES = [field for field in DRAFT if field.policy is Policy.VALUE and field.group is None]
GROUPS = sorted({field.group for field in DRAFT if field.group is not None})

BEFORE = "Một câu đầu tiên. Một câu ở giữa thật dài. Một câu cuối cùng."
FIRST, LAST = BEFORE.replace("đầu tiên", "mở đầu"), BEFORE.replace("cuối cùng", "kết thúc")


def two_values(field: Field) -> tuple[Any, Any]:
    """Two values that two people might give a field."""
    if field.name == "unit":
        return id_of(HOME), id_of(NEXT_DOOR)
    return {
        Type.ID: (id_of("one"), id_of("other")),
        Type.CODE: ("dialogue", "cell_meeting"),
        Type.LINE: ("Tân Hòa", "Tân Lập"),
        Type.DAY: ("2024-06-20", "2024-06-21"),
        Type.INT: (45, 48),
    }[field.type]


def conflicts(hands: Hands) -> dict[str, tuple[str, str]]:
    return {each["field"]: (each["mine"], each["theirs"]) for each in hands.owner.all("conflict")}


def draft_of(hands: Hands, visit: str) -> dict[str, Any]:
    found = hands.owner.sees("draft", visit)
    assert found is not None
    return found


def test_prose_that_two_phones_change_in_different_places_is_joined(hands: Hands) -> None:
    visit = save(hands.owner, **dict.fromkeys(WORDS, BEFORE))
    was = dict.fromkeys(WORDS, saw(BEFORE))
    hands.owner.do("draft.save", visit, set=dict.fromkeys(WORDS, FIRST), was=was)
    assert hands.second("owner").do("draft.save", visit, set=dict.fromkeys(WORDS, LAST), was=was) == "merged"
    draft = draft_of(hands, visit)
    assert {draft[name] for name in WORDS} == {FIRST.replace("cuối cùng", "kết thúc")}
    assert conflicts(hands) == {}


def test_prose_that_two_phones_change_in_one_place_keeps_both(hands: Hands) -> None:
    visit = save(hands.owner, **dict.fromkeys(WORDS, BEFORE))
    was = dict.fromkeys(WORDS, saw(BEFORE))
    other = BEFORE.replace("đầu tiên", "thứ nhất")
    hands.owner.do("draft.save", visit, set=dict.fromkeys(WORDS, FIRST), was=was)
    assert hands.second("owner").do("draft.save", visit, set=dict.fromkeys(WORDS, other), was=was) == "conflict"
    assert conflicts(hands) == dict.fromkeys(WORDS, (other, FIRST))
    assert {draft_of(hands, visit)[name] for name in WORDS} == {FIRST}


def test_a_value_that_two_phones_change_keeps_both(hands: Hands) -> None:
    visit = new_id("visit")
    first = {field.name: two_values(field)[0] for field in VALUES}
    other = {field.name: two_values(field)[1] for field in VALUES}
    assert hands.owner.do("draft.save", visit, set=first) == "applied"
    assert hands.second("owner").do("draft.save", visit, set=other) == "conflict"
    assert conflicts(hands) == {name: (other[name], first[name]) for name in first}
    assert {name: draft_of(hands, visit)[name] for name in first} == first


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_is_never_made_of_two_phones_values(hands: Hands, group: str) -> None:
    fields = [field for field in DRAFT if field.group == group]
    visit = new_id("visit")
    first = {field.name: two_values(field)[0] for field in fields}
    other = {field.name: two_values(field)[1] for field in fields}
    assert hands.owner.do("draft.save", visit, set=first) == "applied"
    assert hands.second("owner").do("draft.save", visit, set=other) == "conflict"
    assert {name: draft_of(hands, visit)[name] for name in first} == first
    assert set(conflicts(hands)) == set(first)


def test_companions_commitments_and_photos_unite(hands: Hands) -> None:
    visit = save(hands.owner)
    mine: dict[str, list[Any]] = {
        "companions": [id_of("colleague")],
        "commitments": [[new_id(), "gửi dự toán", "2024-07-08"]],
        "photos": [[new_id(), "ab", 10, 4, 3]],
    }
    theirs: dict[str, list[Any]] = {
        "companions": [id_of("leader")],
        "commitments": [[new_id(), "gửi bản vẽ", None]],
        "photos": [[new_id(), "cd", 12, 4, 3]],
    }
    assert hands.owner.do("draft.save", visit, add=mine) == "applied"
    assert hands.second("owner").do("draft.save", visit, add=theirs) == "applied"
    draft = draft_of(hands, visit)
    assert {name: draft[name] for name in mine} == {name: [*mine[name], *theirs[name]] for name in mine}
    assert hands.owner.do("draft.save", visit, dels={"companions": mine["companions"]}) == "applied"
    assert draft_of(hands, visit)["companions"] == theirs["companions"]


def test_no_operation_patches_what_the_server_or_a_command_gives() -> None:
    closed = {Policy.SERVER, Policy.COMMAND, Policy.APPEND}
    for kind in KINDS:
        entity = BY_NAME[kind.patch_entity or kind.entity]
        assert not {field.name for field in entity.fields if field.policy in closed} & set(kind.patches), kind.name


def test_only_drafts_and_new_items_are_patched_at_all() -> None:
    assert {kind.patch_entity for kind in KINDS} - {None} == {"draft", "feedback"}
    assert {entity.name for entity in ENTITIES} > {"draft", "feedback"}
