"""What a conflict is between, and what a person's choice makes of it.

Owns pure decisions. No clock, no store and no network may enter.
"""

from __future__ import annotations

import json
from typing import Final
from uuid import UUID, uuid5

from sync.entities import ITEM_COLUMNS, ITEMS_MAX, LINE_MAX, WORDS_MAX, Entity, Field, Policy, Type
from sync.fold import changed_list, column_of, with_column
from sync.ports import Fields, Value

# `edit`: two edits of one field of a draft. `late_edit`: words that reached a visit after it was sent. `delete`: a
# deletion met an edit. `stale`: a command named something that had moved on.
KINDS: Final = ("edit", "late_edit", "delete", "stale")
MINE: Final = "mine"
THEIRS: Final = "theirs"
BOTH: Final = "both"
CHOICES: Final = (MINE, THEIRS, BOTH)

_PLAIN: Final = frozenset({Type.ID, Type.CODE, Type.LINE, Type.WORDS, Type.DAY})
_JOINED: Final = frozenset({Type.LINE, Type.WORDS})


def conflict_id(op: str, record: str, field: str) -> str:
    """The id of the conflict about that field: a repeated operation makes no second one."""
    return str(uuid5(UUID(op), f"{record}:{field}"))


def text_of(field: Field, value: Value) -> str | None:
    """A field's value as a conflict shows it: strings as they are, anything else as canonical JSON."""
    if value is None:
        return None
    if field.type in _PLAIN:
        return str(value)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def value_of(field: Field, text: str | None) -> Value:
    """The value that `text_of` wrote. ValueError when a person's own text is no such value."""
    if text is None:
        return None
    value: Value = text if field.type in _PLAIN else json.loads(text)
    return value


def field_at(entity: Entity, path: str) -> Field:
    """The field that a clash's path names: a field, a whole child `list/<id>`, or one column of a child."""
    parts = path.split("/")
    if len(parts) == 1:
        return entity.field(path)
    if len(parts) == 2:
        return Field(path, Type.ITEMS, Policy.VALUE, limit=ITEMS_MAX)
    type_ = ITEM_COLUMNS[parts[2]]
    return Field(path, type_, Policy.VALUE, limit=WORDS_MAX if type_ is Type.WORDS else LINE_MAX)


def field_with(entity: Entity, body: Fields, path: str, value: Value) -> tuple[str, Value]:
    """The name and new value of the field in which that path holds the value; a child without value goes."""
    name, *inside = path.split("/")
    if not inside:
        return name, value
    column = column_of(entity, path) if len(inside) == 2 else None
    if column is not None:
        return name, with_column(body.get(name), inside[0], column[2], value)
    return name, changed_list(body.get(name), [value] if value is not None else [], [inside[0]])


def can_be_joined(field: Field) -> bool:
    """Whether both sides can be kept in one value: texts can, a date cannot."""
    return field.type in _JOINED


def joined(field: Field, *, theirs: str | None, mine: str | None) -> str:
    """Both texts, what stood first: a paragraph each for prose."""
    between = "\n\n" if field.type is Type.WORDS else " "
    return between.join(part for part in (theirs, mine) if part)
