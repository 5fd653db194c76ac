"""Everything that was ever committed, in every life of the database: what the oracle knows and no phone can.

Owns the record of commits. It is written beside the database, so a database that is put back does not take it along.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from server.platform.store import SqlTx
from sync.ports import Value
from sync.stored import StoredChange, StoredOp, StoredRecord
from tests.simulation.phone import Pair


@dataclass(frozen=True, slots=True)
class Version:
    """One committed state of a record: in which life, at which version, and what it said."""

    life: int
    v: int
    pos: int
    removed: bool
    body: str
    op_id: str

    def fields(self) -> list[Value]:
        """The fields' values, in order."""
        decoded: list[Value] = msgspec.json.decode(self.body)
        return decoded


class Watched:
    """A write transaction whose writes are noted."""

    def __init__(self, tx: SqlTx) -> None:
        self.records: list[StoredRecord] = []
        self.changes: list[StoredChange] = []
        self.ops: list[StoredOp] = []
        self._append, self._put_ops = tx.append, tx.put_ops
        tx.append = self._note_append  # type: ignore[method-assign]
        tx.put_ops = self._note_ops  # type: ignore[method-assign]

    def _note_append(
        self, changes: Sequence[StoredChange], records: Sequence[StoredRecord], members: Sequence[Any]
    ) -> None:
        self.records += records
        self.changes += changes
        self._append(changes, records, members)

    def _note_ops(self, ops: Sequence[StoredOp]) -> None:
        self.ops += ops
        self._put_ops(ops)


@dataclass
class Journal:
    """What was committed. `life` counts how often the database was put back."""

    life: int = 0
    commits: int = 0
    versions: dict[Pair, list[Version]] = field(default_factory=dict)
    ops: dict[str, list[tuple[int, StoredOp]]] = field(default_factory=dict)
    wrote: dict[str, int] = field(default_factory=dict)
    # By operation, those that it was sent instead of.
    replaced: dict[str, set[str]] = field(default_factory=dict)
    surprises: list[str] = field(default_factory=list)

    def take(self, watched: Watched) -> None:
        """A transaction was committed."""
        self.commits += 1
        for one in watched.records:
            version = Version(self.life, one.v, one.pos, one.removed, one.body, one.op_id)
            self.versions.setdefault((one.entity, one.id), []).append(version)
        # That an operation was refused is told by a record, and is nothing that it did.
        self.wrote |= {change.op_id: self.life for change in watched.changes if change.entity != "outcome"}
        for op in watched.ops:
            self.ops.setdefault(op.op_id, []).append((self.life, op))
            if op.superseded is not None:
                self.replaced.setdefault(op.superseded, set()).add(op.op_id)

    def has(self, op_id: str) -> bool:
        """Whether the operation was ever committed with an outcome."""
        return op_id in self.ops

    def has_written(self, op_id: str) -> bool:
        """Whether the operation changed anything when the office took it last. False: its wish stood already."""
        found = self.ops.get(op_id)
        return found is not None and self.wrote.get(op_id) == found[-1][0]

    def replacement(self, op_id: str) -> str | None:
        """The operation that replaced this refused one, as a life of the database knew; None when none did."""
        return next((op.superseded for _, op in reversed(self.ops.get(op_id, [])) if op.superseded is not None), None)

    def outcome(self, op_id: str) -> str | None:
        """The latest outcome that was committed."""
        found = self.ops.get(op_id)
        return found[-1][1].outcome if found else None

    def outcomes(self, op_ids: Collection[str]) -> Mapping[str, int]:
        """How many of these ended in each outcome."""
        counts: dict[str, int] = {}
        for op_id in op_ids:
            name = self.outcome(op_id) or "never arrived"
            counts[name] = counts.get(name, 0) + 1
        return counts
