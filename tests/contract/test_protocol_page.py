"""The pages of the protocol are whole: nothing can be on the wire that they do not name."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from sync import limits
from sync.errors import BY_GROUP, OUTCOMES
from sync.protocol import Request, end_line, head_line, results_line, segment_line, table_of
from sync.wire_page import digest, render
from tests.tidy.sources import ROOT

PAGE = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
HISTORY = json.loads((ROOT / "sync" / "vectors" / "wire_history.json").read_text(encoding="utf-8"))


def named(word: str) -> bool:
    """Whether the page speaks of it: in code type, or as a name in an example."""
    return f"`{word}" in PAGE or f'"{word}"' in PAGE


def fields_of(struct: type[msgspec.Struct]) -> set[str]:
    """The names on the wire of a struct's fields and of those below them."""
    schema = msgspec.json.schema(struct)
    shapes = schema["$defs"].values()
    return {name for shape in shapes for name in shape.get("properties", {})}


def parts() -> list[dict[str, Any]]:
    """One line of each sort that an answer is made of."""
    lines = [
        head_line(epoch="e", last_n=0, safe_pos=0, time=0, error="fork"),
        results_line([]),
        segment_line([table_of("visit", 1, [], [])], [], cursor="c", pos=0),
        end_line(more=False, receipt={}),
    ]
    return [json.loads(line) for line in lines]


def test_every_field_of_a_request_is_named() -> None:
    assert sorted(name for name in fields_of(Request) if not named(name)) == []


def test_every_part_of_an_answer_is_named() -> None:
    names = {name for part in parts() for name in part} | set(parts()[2]["rows"][0])
    assert sorted(name for name in names if not named(name)) == []


@pytest.mark.parametrize("group", ["head", "held"])
def test_every_code_of_a_whole_answer_is_named_with_its_recovery(group: str) -> None:
    assert [code.name for code in BY_GROUP[group] if not named(code.name)] == []


def test_every_outcome_is_named() -> None:
    assert [name for name in OUTCOMES if not named(name)] == []


def test_the_list_of_the_wire_is_the_one_in_force() -> None:
    """When this fails: `python -m sync.wire_page > docs/wire.md`."""
    assert (ROOT / "docs" / "wire.md").read_text(encoding="utf-8") == render()


def test_the_lists_are_pinned_to_the_protocols_version() -> None:
    """When this fails, the wire has changed: see that older phones are still understood, then add a row."""
    assert HISTORY[-1] == {"protocol": limits.PROTOCOL, "lists": digest(), "why": HISTORY[-1]["why"]}
    assert len({row["lists"] for row in HISTORY}) == len(HISTORY)
