"""Writes the list of everything that may stand on the wire: `python -m sync.wire_page > docs/wire.md`.

Owns the shape of that page, and the digest that ties the lists to the protocol's version. A test compares the page with
`render()`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from hashlib import sha256
from typing import Final

from sync import errors, limits
from sync.entities import ENTITIES, Entity, Field
from sync.operations import KINDS, Argument, Kind
from sync.schema_json import schema

_DIGEST_CHARS: Final = 16
_INTRODUCTION: Final = f"""\
# Everything that may stand on the wire

Written by `python -m sync.wire_page`; what it means is in [protocol.md](protocol.md), how fields merge and why in
[conflicts.md](conflicts.md). Protocol {limits.PROTOCOL}, lists `{{digest}}`: the digest of all kinds, fields, codes and
limits. It changes when any of them does; what an old phone may still send is then looked at, and the row of
`sync/vectors/wire_history.json` is added."""


def digest() -> str:
    """The beginning of the SHA-256 of all that phones and server must have alike, in hexadecimal."""
    whole = json.dumps(schema(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(whole.encode()).hexdigest()[:_DIGEST_CHARS]


def render() -> str:
    """The page's text, ending in a newline."""
    return "\n".join([_INTRODUCTION.format(digest=digest()), *_operations(), *_records(), *_codes(), *_limits(), ""])


def _operations() -> Iterator[str]:
    yield "\n## Operations\nEach also has `n`, `op_id`, `role`, `at`, `id`; perhaps `supersedes`, `old_pos`."
    yield "| kind | schema | about | arguments | may patch |\n|---|---|---|---|---|"
    for kind in KINDS:
        arguments = ", ".join(map(_argument, kind.arguments)) or "–"
        yield f"| `{kind.name}` | {kind.schema} | `{kind.entity}` | {arguments} | {_patches(kind)} |"


def _patches(kind: Kind) -> str:
    return ", ".join(f"`{name}`" for name in kind.patches) or "–"


def _argument(one: Argument) -> str:
    columns = f" ({', '.join(one.columns)})" if one.columns else ""
    return f"`{one.name}` {one.type.value}{columns}{'' if one.required else ', optional'}"


def _records() -> Iterator[str]:
    yield "\n## Records"
    for entity in ENTITIES:
        yield from _record(entity)


def _record(entity: Entity) -> Iterator[str]:
    yield f"\n### `{entity.name}`, layout {entity.schema}\n| field | type | limit | policy | group or columns |"
    yield "|---|---|---|---|---|"
    for field in entity.fields:
        yield f"| `{field.name}` | {field.type.value} | {field.limit} | {field.policy.value} | {_beside(field)} |"


def _beside(field: Field) -> str:
    return ", ".join(field.columns) or field.group or "–"


def _codes() -> Iterator[str]:
    yield "\n## Codes\n| where | code | HTTP | details | again may help |\n|---|---|---|---|---|"
    for group, codes in errors.BY_GROUP.items():
        for one in codes:
            details = ", ".join(f"`{name}`" for name in one.details) or "–"
            yield f"| {group} | `{one.name}` | {one.status or '–'} | {details} | {'yes' if one.retry else 'no'} |"


def _limits() -> Iterator[str]:
    yield "\n## Limits\nWhy each is as it is stands in `sync/limits.py`.\n\n| limit | value |\n|---|---|"
    for name, value in schema()["limits"].items():
        yield f"| `{name}` | {value:,} |"


if __name__ == "__main__":
    sys.stdout.write(render())
