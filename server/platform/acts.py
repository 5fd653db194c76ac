"""One act of the office inside the write transaction: who, when, under which op_id.

Owns the shape that every action of units and people takes, so that time, chance and the actor arrive as arguments.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from server.platform.changes import Removal, Write, append
from server.platform.store import SqlTx
from sync.ports import Record

# Who acts when it is the command line or the office's own founding: nobody of the directory.
NOBODY: Final = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True, slots=True)
class Act:
    """`actor` is the acting person, `at` real ms, `today` the office's civil day, `new_id` gives UUIDs."""

    tx: SqlTx
    actor: str
    at: int
    today: str
    new_id: Callable[[], str]

    def append(self, *changes: Write | Removal) -> list[Record]:
        """Write records under one new op_id and return them as they stand."""
        return append(self.tx, changes, actor=self.actor, op_id=self.new_id(), at=self.at)
