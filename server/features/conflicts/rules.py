"""What a conflict is between, and what a person's choice makes of it.

Owns pure decisions. No clock, no store and no network may enter.
"""

from __future__ import annotations

import json
from typing import Final
from uuid import UUID, uuid5

from sync.entities import Field, Type
from sync.ports import Value

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


def can_be_joined(field: Field) -> bool:
    """Whether both sides can be kept in one value: texts can, a date cannot."""
    return field.type in _JOINED


def joined(field: Field, *, theirs: str | None, mine: str | None) -> str:
    """Both texts, what stood first: a paragraph each for prose."""
    between = "\n\n" if field.type is Type.WORDS else " "
    return between.join(part for part in (theirs, mine) if part)
