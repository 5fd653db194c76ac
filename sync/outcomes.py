"""The `outcome` records: what an author reads of his operations on each of his devices, whichever sent them.

Owns their ids and words. A result row tells the device that asked; the record tells the others that an operation was
refused, and all of them what became of it later. One that another operation replaced needs nobody: its record goes.
Sans-I/O.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID, uuid5

from sync.applying import Applier
from sync.batch import Author, Pair, Stage
from sync.errors import QUARANTINED
from sync.ports import D
from sync.stored import StoredOp

# The id of an `outcome` record is made of the operation it speaks of, so that nothing makes a second one.
_OUTCOME_IDS: Final = UUID("5b1f8a52-6a0e-4f5c-9d0c-2f1f1f6f6d11")


def announce(applier: Applier[D], done: StoredOp, now: int) -> None:
    """Tell the author what became of an operation after its result was sent."""
    stage = Stage(applier.batch, Author(done.op_id, done.author, now))
    fields = {
        "op": done.op_id, "outcome": done.outcome, "code": done.code, "entity": done.entity or None,
        "record": done.record,
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


def _take_back(applier: Applier[D], replaced: StoredOp, now: int) -> None:
    stage = Stage(applier.batch, Author(replaced.op_id, replaced.author, now))
    stage.remove(_pair(replaced))
    stage.keep()


def _pair(one: StoredOp) -> Pair:
    return "outcome", str(uuid5(_OUTCOME_IDS, f"{one.author}:{one.op_id}"))
