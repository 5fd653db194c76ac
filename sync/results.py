"""What an operation's author is told: the result row.

Owns the rule of `writes`: for each record that the operation wrote and its author may see, what does not follow from
the record as he had it and his own patch. So a phone can make the new record itself, and the row need not be sent.
Pure.
"""

from __future__ import annotations

from collections.abc import Sequence

from sync.batch import State, Written
from sync.entities import BY_NAME
from sync.errors import CONFLICT
from sync.fold import folded
from sync.ports import Operation, Value
from sync.protocol import result_tail
from sync.values import same

Write = tuple[str, str, int, dict[str, Value] | None]


def is_seen(state: State | None, keys: frozenset[str]) -> bool:
    """Whether someone with these keys sees the record."""
    return state is not None and not state.record.removed and not state.keys.isdisjoint(keys)


def writes_of(op: Operation, written: Sequence[Written], keys: frozenset[str]) -> list[Write]:
    """What the author cannot know of what was written; None for a record that is gone from his sight."""
    writes: list[Write] = []
    for one in written:
        before, after = is_seen(one.before, keys), is_seen(one.after, keys)
        if before or after:
            record = one.after.record
            fields = _unknown_fields(op, one, known=before) if after else None
            writes.append((record.entity, record.id, record.v, fields))
    return writes


def result_of(op: Operation, outcome: str, written: Sequence[Written], own: State | None, keys: frozenset[str]) -> str:
    """The tail of the row of an operation that took effect, wholly or in part."""
    writes = writes_of(op, written, keys)
    v = own.record.v if own is not None else None
    pos = written[-1].after.record.pos if written else own.record.pos if own is not None else None
    as_sent = outcome != CONFLICT and len(writes) == 1 and writes[0] == (op.entity, op.id, v, {})
    return result_tail(outcome, v, pos, None if as_sent else writes)


def _unknown_fields(op: Operation, one: Written, *, known: bool) -> dict[str, Value]:
    after = one.after.record
    entity = BY_NAME[after.entity]
    before = one.before.record.body if known and one.before is not None else {}
    guess = folded(entity, before, op.patch) if after.id == op.id else before
    return {
        field.name: after.body.get(field.name)
        for field in entity.fields
        if not same(after.body.get(field.name), guess.get(field.name)) or field.name in op.normalised
    }
