"""Writes the lists that Python and TypeScript share: `python -m sync.schema_json > client_pwa/src/sync/schema.json`.

Owns the shape of that file. A test compares the file with `render()`.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from sync import errors, limits, operations
from sync.entities import AGGREGATE, ENTITIES, ITEM_COLUMNS, LINE_MAX, Entity, Field
from sync.operations import KINDS, Argument, Kind


def render() -> str:
    """The file's text, ending in a newline."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def schema() -> dict[str, Any]:
    """Protocol number, limits, entities, kinds, code lists and error codes. What equals a default is left out."""
    return {
        "protocol": limits.PROTOCOL,
        "limits": {name.lower(): value for name, value in sorted(vars(limits).items()) if name.isupper()},
        "aggregate": AGGREGATE,
        "item_columns": {name: type.value for name, type in ITEM_COLUMNS.items()},
        "entities": [_entity(entity) for entity in ENTITIES],
        "kinds": [_kind(kind) for kind in KINDS],
        "codes": _codes(),
        "outcomes": list(errors.OUTCOMES),
        "errors": {group: [code.name for code in codes] for group, codes in errors.BY_GROUP.items()},
    }


def _entity(entity: Entity) -> dict[str, Any]:
    return {"name": entity.name, "schema": entity.schema, "fields": [_field(field) for field in entity.fields]}


def _field(field: Field) -> dict[str, Any]:
    shown: dict[str, Any] = {"name": field.name, "type": field.type.value, "policy": field.policy.value}
    if field.group is not None:
        shown["group"] = field.group
    if field.columns:
        shown["columns"] = list(field.columns)
    if field.limit != LINE_MAX:
        shown["limit"] = field.limit
    return shown


def _kind(kind: Kind) -> dict[str, Any]:
    return {
        "name": kind.name,
        "schema": kind.schema,
        "entity": kind.entity,
        "arguments": [_argument(argument) for argument in kind.arguments],
        "patches": list(kind.patches),
        "patch_entity": kind.patch_entity,
    }


def _argument(argument: Argument) -> dict[str, Any]:
    shown: dict[str, Any] = {"name": argument.name, "type": argument.type.value, "required": argument.required}
    if argument.limit != LINE_MAX:
        shown["limit"] = argument.limit
    if argument.columns:
        shown["columns"] = list(argument.columns)
    return shown


def _codes() -> dict[str, list[str]]:
    return {
        "roles": list(operations.ROLES),
        "visit_kinds": list(operations.VISIT_KINDS),
        "visit_states": list(operations.VISIT_STATES),
        "feedback_kinds": list(operations.FEEDBACK_KINDS),
        "feedback_states": list(operations.FEEDBACK_STATES),
        "feedback_sources": list(operations.FEEDBACK_SOURCES),
        "urgencies": list(operations.URGENCIES),
        "settlements": list(operations.SETTLEMENTS),
        "thread_kinds": list(operations.THREAD_KINDS),
    }


if __name__ == "__main__":
    sys.stdout.write(render())
