"""`docs/conflicts.md` speaks of every field there is, truly, and names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

from sync.entities import ENTITIES

_ROOT = Path(__file__).parents[3]
_TEST = re.compile(r"^(?:async )?def (test_\w+)", re.MULTILINE)


def rows() -> dict[tuple[str, str], tuple[str, str, list[str]]]:
    """(entity, field) → policy, why, tests."""
    found: dict[tuple[str, str], tuple[str, str, list[str]]] = {}
    entity = ""
    for line in (_ROOT / "docs" / "conflicts.md").read_text().splitlines():
        if line.startswith("### `"):
            entity = line.split("`")[1]
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if entity and len(cells) == 4 and cells[0].startswith("`"):
            for name in re.findall(r"`(\w+)`", cells[0]):
                assert (entity, name) not in found, f"{entity}.{name} stands twice"
                found[entity, name] = (cells[1], cells[2], re.findall(r"`(test_\w+)`", cells[3]))
    return found


def test_every_field_of_every_kind_has_its_row_and_no_other_has() -> None:
    fields = {(entity.name, field.name) for entity in ENTITIES for field in entity.fields}
    assert set(rows()) == fields


def test_every_row_tells_the_policy_that_the_field_has() -> None:
    told = {key: policy for key, (policy, _, _) in rows().items()}
    assert told == {(entity.name, field.name): field.policy.value for entity in ENTITIES for field in entity.fields}


def test_every_row_says_why_and_names_a_test_that_exists() -> None:
    tests = {name for path in (_ROOT / "tests").rglob("test_*.py") for name in _TEST.findall(path.read_text())}
    for key, (_, why, named) in rows().items():
        assert why, key
        assert named, key
        assert set(named) <= tests, key
