"""What stands, held in the leader's memory: the live records of the kinds that reminders ask about.

Owns how it is filled and kept up: once from the whole store, then from what was written since. Reading everything each
minute would cost an office of five years a second of work each time; what has changed in a minute is a handful.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from sync.ports import Reader, Record

# Links of the log read at once.
_CHUNK: Final = 500

# Whether a record is one that anything may be asked about, and those of its fields that are asked for (None: all).
Live = Callable[[Record], bool]
Kinds = Mapping[str, tuple[Live, tuple[str, ...] | None]]


class Picture:
    """The live records of some kinds, by kind and id, as of a position of one life of the database."""

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds
        self._epoch: str | None = None
        self._pos = 0
        self.records: dict[str, dict[str, Record]] = {kind: {} for kind in kinds}

    def catch_up(self, reader: Reader) -> bool:
        """Take in what was written since. Returns whether that was anything."""
        epoch, head = reader.meta().epoch, reader.head().pos
        if epoch != self._epoch or head < self._pos:
            self._fill(reader)
        elif head == self._pos:
            return False
        else:
            self._follow(reader)
        self._epoch, self._pos = epoch, head
        return True

    def forget(self, kind: str, is_past: Live) -> None:
        """Drop what time has made dead: nothing is written when a year has gone by."""
        held = self.records[kind]
        for id in [id for id, record in held.items() if is_past(record)]:
            del held[id]

    def _fill(self, reader: Reader) -> None:
        for kind in self._kinds:
            self.records[kind] = {}
            self._take(reader.records(kind))

    def _follow(self, reader: Reader) -> None:
        touched: dict[tuple[str, str], None] = {}
        after = self._pos
        while changes := reader.changes(after, _CHUNK):
            touched.update(((change.entity, change.id), None) for change in changes if change.entity in self._kinds)
            after = changes[-1].pos
        for kind, id in touched:
            self.records[kind].pop(id, None)
            record = reader.record(kind, id)
            self._take([] if record is None else [record])

    def _take(self, records: Iterable[Record]) -> None:
        for record in records:
            is_live, names = self._kinds[record.entity]
            if is_live(record):
                body = record.body if names is None else {name: record.body.get(name) for name in names}
                self.records[record.entity][record.id] = replace(record, body=body)
