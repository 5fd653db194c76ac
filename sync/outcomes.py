"""The `outcome` records: what an author reads of his operations on each of his devices, whichever sent them.

Owns their ids and words. A result row tells the device that asked; the record tells the others that an operation was
refused, and all of them what became of it later. One that another operation replaced needs nobody: its record goes.
Sans-I/O.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from uuid import UUID, uuid5

import msgspec

from sync.applying import Applier
from sync.batch import Author, Pair, Stage
from sync.entities import BY_NAME, Field, Type
from sync.errors import QUARANTINED, REFUSAL_CODES
from sync.limits import SAFE_INTEGER_MAX
from sync.ports import D, Fields, Value
from sync.stored import StoredOp
from sync.values import is_id

# What a refusal's sentence may name: the details of its code, and of these the values that are nobody's words.
_NAMED: Final = {code.name: code.details for code in REFUSAL_CODES}
DETAILS: Final = tuple(
    field for field in BY_NAME["outcome"].fields if any(field.name in names for names in _NAMED.values())
)
_NAME: Final = re.compile(r"[a-z0-9_./-]{1,80}")

# The id of an `outcome` record is made of the operation it speaks of, so that nothing makes a second one.
_OUTCOME_IDS: Final = UUID("5b1f8a52-6a0e-4f5c-9d0c-2f1f1f6f6d11")


def announce(applier: Applier[D], done: StoredOp, now: int) -> None:
    """Tell the author what became of an operation after its result was sent."""
    stage = Stage(applier.batch, Author(done.op_id, done.author, now))
    fields = {
        "op": done.op_id, "outcome": done.outcome, "code": done.code, "entity": done.entity or None,
        "record": done.record, **details_of(done),
    }  # fmt: skip
    stage.write(_pair(done), fields, {f"person:{done.author}"}, done.author)
    stage.keep()


def announce_refused(applier: Applier[D], done: Sequence[StoredOp], now: int) -> None:
    """Tell the author's devices which of these were refused; of those that were replaced, nothing more."""
    refused = [one for one in done if one.outcome == QUARANTINED]
    if refused:
        applier.batch.prefetch({_pair(one)[1] for one in refused})
    for one in refused:
        if one.superseded is None:
            announce(applier, one, now)
        else:
            _take_back(applier, one, now)


def details_of(done: StoredOp) -> Fields:
    """What the sentence of its refusal names: numbers, ids, codes and names of fields; null where it names nothing.

    A person's words are in none of them, whatever a handler put into a refusal.
    """
    named = _NAMED.get(done.code or "", ()) if done.outcome == QUARANTINED else ()
    problem = msgspec.json.decode(done.result)[-1] if named else None
    told = problem.get("details", {}) if isinstance(problem, dict) and problem.get("code") == done.code else {}
    return {field.name: _plain(field, told.get(field.name)) if field.name in named else None for field in DETAILS}


def _plain(field: Field, value: Value) -> Value:
    if field.type is Type.INT:
        is_count = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= SAFE_INTEGER_MAX
        return value if is_count else None
    if field.type is Type.ID:
        return value if is_id(value) else None
    return value if isinstance(value, str) and _NAME.fullmatch(value) else None


def _take_back(applier: Applier[D], replaced: StoredOp, now: int) -> None:
    stage = Stage(applier.batch, Author(replaced.op_id, replaced.author, now))
    stage.remove(_pair(replaced))
    stage.keep()


def _pair(one: StoredOp) -> Pair:
    return "outcome", str(uuid5(_OUTCOME_IDS, f"{one.author}:{one.op_id}"))
