"""The one way by which the office itself changes records: units, people, assignments, and what is computed.

Owns `append`: what an administrator does enters the same log, under a name and an op_id, as what a phone sends, and so
reaches every phone by the feed. No rule of a feature may enter.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from os import urandom

from sync.batch import Author, Batch, Stage
from sync.ports import Fields, Record, Tx


@dataclass(frozen=True, slots=True)
class Write:
    """Put `fields` over a record. `keys` is its complete membership (None: as it is; a new record needs keys)."""

    entity: str
    id: str
    fields: Fields
    keys: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class Removal:
    """Leave a tombstone of a record."""

    entity: str
    id: str


def append(tx: Tx, changes: Sequence[Write | Removal], *, actor: str, op_id: str, at: int) -> list[Record]:
    """Write records inside a write transaction, in order, and return them as they stand (removed ones left out).

    `actor` is the acting person's id, `op_id` a new UUID for this act, `at` real ms. KeyError: the kind has no such
    field. ValueError: a new record without keys.
    """
    batch = Batch(tx, urandom)
    batch.prefetch({change.id for change in changes})
    stage = Stage(batch, Author(op_id, actor, at))
    records: list[Record] = []
    for change in changes:
        pair = (change.entity, change.id)
        if isinstance(change, Removal):
            stage.remove(pair)
        else:
            records.append(stage.write(pair, change.fields, change.keys, actor))
    stage.keep()
    batch.flush()
    return records
