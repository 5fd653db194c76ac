"""What stands, held in the leader's memory: the live records of the kinds that reminders ask about.

Owns how it is filled and kept up: once from the whole store, then from what was written since. Reading everything each
minute would cost an office of five years a second of work each time; what has changed in a minute is a handful.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from sync.batch import record_of
from sync.ports import Reader, Record
from sync.stored import Head

# Links of the log read at once.
_CHUNK: Final = 500

# Whether a record is one that anything may be asked about; and whether time has made it dead by a civil day.
Live = Callable[[Record], bool]
Past = Callable[[Record, str], bool]


class Kind(NamedTuple):
    """What is held of a kind: its live records until they are past; of these the `fields` that are asked for or all."""

    is_live: Live
    fields: tuple[str, ...] | None = None
    is_past: Past | None = None


Kinds = Mapping[str, Kind]


class Picture:
    """The live records of some kinds, by kind and id, as of a position of one life of the database."""

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds
        self._forgot = ""
        self._epoch: str | None = None
        # How far it follows the log, and the log's hash there.
        self._pos = 0
        self._hash = b""
        self.records: dict[str, dict[str, Record]] = {kind: {} for kind in kinds}

    def catch_up(self, reader: Reader) -> bool:
        """Take in what was written since. Returns whether that was anything of these kinds."""
        epoch, head = reader.meta().epoch, reader.head()
        if epoch == self._epoch and self._is_begin_of(reader, head):
            changed = head.pos > self._pos and self._follow(reader)
        else:
            self._fill(reader)
            changed = True
        self._epoch, self._pos, self._hash = epoch, head.pos, head.hash
        return changed

    def _is_begin_of(self, reader: Reader, head: Head) -> bool:
        """Whether the log that was followed goes on in this one: a database that was put back may have grown since."""
        there = head.hash if head.pos == self._pos else reader.hash_at(self._pos)
        return there == self._hash

    def forget(self, today: str) -> None:
        """Drop, once a day, what time has made dead: nothing is written when a year has gone by."""
        if today == self._forgot:
            return
        self._forgot = today
        for name, kind in self._kinds.items():
            if kind.is_past is not None:
                held = self.records[name]
                for id in [id for id, record in held.items() if kind.is_past(record, today)]:
                    del held[id]

    def _fill(self, reader: Reader) -> None:
        for kind in self._kinds:
            self.records[kind].clear()
            for record in reader.records(kind):
                self._take(record)

    def _follow(self, reader: Reader) -> bool:
        is_changed, after = False, self._pos
        while changes := reader.changes(after, _CHUNK):
            touched = dict.fromkeys((each.entity, each.id) for each in changes if each.entity in self._kinds)
            stored = {(one.entity, one.id): one for one in reader.stored({id for _, id in touched}) if not one.removed}
            for kind, id in touched:
                one = stored.get((kind, id))
                is_changed |= self._renew(kind, record_of(one) if one else None, id)
            after = changes[-1].pos
        return is_changed

    def _renew(self, kind: str, record: Record | None, id: str) -> bool:
        """Whether what is held changed: a record of which nothing may be asked, before and after, is none."""
        before = self.records[kind].pop(id, None)
        return (record is not None and self._take(record)) or before is not None

    def _take(self, record: Record) -> bool:
        is_live, names, _ = self._kinds[record.entity]
        if not is_live(record):
            return False
        body = record.body if names is None else {name: record.body.get(name) for name in names}
        self.records[record.entity][record.id] = replace(record, body=body)
        return True
