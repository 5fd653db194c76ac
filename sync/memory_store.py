"""The store in memory: the twin of the one in SQL, for tests and simulations.

Owns the `Store` port over dictionaries. `tests/contract/` runs one suite over this and over SQLite and PostgreSQL. A
committed state is never changed again: a reader keeps the one it was given, a writer works on a copy.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Final

from sync.batch import record_of
from sync.errors import HELD, QUARANTINED
from sync.ports import Reader, Record, Tx
from sync.stored import Case, Erasure, Head, Incarnation, Member, Meta, StoredChange, StoredOp, StoredRecord, Subscribed

Pair = tuple[str, str]


class MemoryFaultError(Exception):
    """What a test makes this store raise."""


@dataclass
class _State:
    meta: Meta
    log: list[StoredChange] = field(default_factory=list)
    records: dict[Pair, StoredRecord] = field(default_factory=dict)
    places: dict[str, dict[Pair, Member]] = field(default_factory=dict)
    subscriptions: dict[str, dict[str, Subscribed]] = field(default_factory=dict)
    incarnations: dict[str, Incarnation] = field(default_factory=dict)
    logged: dict[tuple[str, int], str] = field(default_factory=dict)
    ops: dict[tuple[str, str], StoredOp] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    erasures: list[Erasure] = field(default_factory=list)

    def copy(self) -> _State:
        """A state of which every part may be changed."""
        return _State(
            self.meta, list(self.log), dict(self.records), {key: dict(one) for key, one in self.places.items()},
            {person: dict(one) for person, one in self.subscriptions.items()}, dict(self.incarnations),
            dict(self.logged), dict(self.ops), dict(self.numbers), list(self.erasures),
        )  # fmt: skip


class MemoryStore:
    """The records of one office in memory."""

    faults: Final[tuple[type[Exception], ...]] = (MemoryFaultError,)

    def __init__(self, *, epoch: str, genesis: bytes, cursor_key: bytes) -> None:
        self._state = _State(Meta(epoch, genesis, cursor_key, 0))
        self._lock = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[MemoryReader]:
        """A consistent reading."""
        yield MemoryReader(self._state)

    @contextmanager
    def write(self) -> Iterator[MemoryTx]:
        """The one writer's transaction."""
        with self._lock:
            state = self._state.copy()
            yield MemoryTx(state)
            self._state = state

    def snapshot(self) -> _State:
        """The state as a backup would have it."""
        return self._state

    def put_back(self, state: _State) -> None:
        """Go back to a backup, as if nothing had come since."""
        self._state = state


class MemoryReader(Reader):
    """Reads of one state."""

    def __init__(self, state: _State) -> None:
        self.state = state

    def meta(self) -> Meta:
        """See `Reader.meta`."""
        return self.state.meta

    def head(self) -> Head:
        """See `Reader.head`."""
        log = self.state.log
        return Head(log[-1].pos, log[-1].head) if log else Head(0, self.state.meta.genesis)

    def life(self) -> tuple[Meta, Head]:
        """See `Reader.life`."""
        return self.meta(), self.head()

    def hash_at(self, pos: int) -> bytes | None:
        """See `Reader.hash_at`."""
        if pos == 0:
            return self.state.meta.genesis
        return self.state.log[pos - 1].head if 0 < pos <= len(self.state.log) else None

    def record(self, entity: str, id: str) -> Record | None:
        """See `Reader.record`."""
        stored = self.state.records.get((entity, id))
        return record_of(stored) if stored is not None and not stored.removed else None

    def records(self, entity: str, keys: Collection[str] | None = None) -> Iterable[Record]:
        """See `Reader.records`."""
        for pair in sorted(self.state.records):
            stored = self.state.records[pair]
            under = keys is None or not self.keys_of(*pair).isdisjoint(keys)
            if pair[0] == entity and not stored.removed and under:
                yield record_of(stored)

    def keys_of(self, entity: str, id: str) -> frozenset[str]:
        """See `Reader.keys_of`."""
        return frozenset(one.key for one in self.members([(entity, id)]) if one.present)

    def count(self, keys: Collection[str], *, author: str | None = None) -> dict[str, int]:
        """See `Reader.count`."""
        there = {pair for key in keys for pair, one in self.state.places.get(key, {}).items() if one.present}
        kept = [entity for entity, id in there if author in (None, self.state.records[entity, id].author)]
        return {entity: kept.count(entity) for entity in set(kept)}

    def keys_within(self, key: str, after: str = "") -> list[str]:
        """See `Reader.keys_within`."""
        made = [one for one in self.state.places if one.startswith(f"{key}@")]
        return [key, *sorted(one for one in made if one > f"{key}@{after}")]

    def mark(self, key: str) -> bytes:
        """See `Reader.mark`."""
        last = max((one.pos for one in self.state.places.get(key, {}).values()), default=0)
        return self.hash_at(last) or b""

    def stored(self, ids: Collection[str]) -> list[StoredRecord]:
        """See `Reader.stored`."""
        return [one for one in self.state.records.values() if one.id in ids]

    def stored_at(self, positions: Collection[int]) -> list[StoredRecord]:
        """See `Reader.stored_at`."""
        return [one for one in self.state.records.values() if one.pos in positions]

    def members(self, pairs: Collection[Pair]) -> list[Member]:
        """See `Reader.members`."""
        return [places[pair] for places in self.state.places.values() for pair in pairs if pair in places]

    def touched(self, keys: Collection[str], after: int, limit: int) -> list[Member]:
        """See `Reader.touched`."""
        found = [one for key in keys for one in self.state.places.get(key, {}).values() if one.pos > after]
        return _whole(sorted(found, key=lambda one: one.pos), limit)

    def latest(self, keys: Collection[str], below: int, limit: int) -> list[Member]:
        """See `Reader.latest`."""
        places = [one for key in keys for one in self.state.places.get(key, {}).values()]
        found = [one for one in places if one.present and one.pos < below]
        return _whole(sorted(found, key=lambda one: -one.pos), limit)

    def last_number(self, series: str) -> int:
        """See `Reader.last_number`."""
        return self.state.numbers.get(series, 0)

    def changes_of(self, entity: str, id: str, limit: int) -> list[StoredChange]:
        """See `Reader.changes_of`."""
        return [one for one in reversed(self.state.log) if (one.entity, one.id) == (entity, id)][:limit]

    def changes(self, after: int, limit: int) -> list[StoredChange]:
        """See `Reader.changes`."""
        return self.state.log[after : after + limit]

    def subscription(self, person: str) -> list[Subscribed]:
        """See `Reader.subscription`."""
        return list(self.state.subscriptions.get(person, {}).values())

    def numbering(self, inc: str, first: int, last: int) -> tuple[Incarnation | None, dict[int, str]]:
        """See `Reader.numbering`."""
        numbers = range(max(first, 1), last + 1)
        logged = {n: self.state.logged[inc, n] for n in numbers if (inc, n) in self.state.logged}
        return self.state.incarnations.get(inc), logged

    def ops(self, author: str, op_ids: Collection[str]) -> dict[str, StoredOp]:
        """See `Reader.ops`."""
        return {op_id: self.state.ops[author, op_id] for op_id in op_ids if (author, op_id) in self.state.ops}

    def cases(self, records: Collection[str], limit: int) -> list[Case]:
        """See `Reader.cases`."""
        found = [one for one in self._open_ops() if one.record in records and one.outcome in (QUARANTINED, HELD)]
        found.sort(key=lambda one: (one.received, one.n))
        return [Case(one.record, one.author, one.op_id, one.code, one.kind) for one in found[:limit]]

    def ops_on(self, records: Collection[str], outcomes: Collection[str], limit: int = 100) -> list[StoredOp]:
        """See `Reader.ops_on`."""
        found = [one for one in self._open_ops() if one.record in records and one.outcome in outcomes]
        return sorted(found, key=lambda one: (one.received, one.n))[:limit]

    def held(self, limit: int, skip: int = 0) -> list[StoredOp]:
        """See `Reader.held`."""
        found = [one for one in self._open_ops() if one.outcome == HELD]
        found.sort(key=lambda one: (one.old_pos is None, one.old_pos or 0, one.received, one.n, one.op_id))
        return found[skip : skip + limit]

    def erasures(self, matters: Collection[str] | None = None) -> list[Erasure]:
        """See `Reader.erasures`."""
        found = [one for one in self.state.erasures if matters is None or one.matter in matters]
        return sorted(found, key=lambda one: (one.at, one.id))

    def _open_ops(self) -> Iterator[StoredOp]:
        return (one for one in self.state.ops.values() if one.superseded is None)


class MemoryTx(MemoryReader, Tx):
    """Writes to a copy that becomes the state when the transaction commits."""

    def put_numbers(self, numbers: Mapping[str, int]) -> None:
        """See `Tx.put_numbers`."""
        self.state.numbers.update(numbers)

    def append(
        self, changes: Sequence[StoredChange], records: Sequence[StoredRecord], members: Sequence[Member]
    ) -> None:
        """See `Tx.append`."""
        self.state.log.extend(changes)
        self.state.records.update({(one.entity, one.id): one for one in records})
        for one in members:
            self.state.places.setdefault(one.key, {})[one.entity, one.id] = one

    def put_ops(self, ops: Sequence[StoredOp]) -> None:
        """See `Tx.put_ops`."""
        self.state.ops.update({(one.author, one.op_id): one for one in ops})

    def put_incarnation(self, incarnation: Incarnation, logged: Mapping[int, str]) -> None:
        """See `Tx.put_incarnation`."""
        self.state.incarnations[incarnation.inc] = incarnation
        self.state.logged.update({(incarnation.inc, n): op_id for n, op_id in logged.items()})

    def put_subscription(self, person: str, rows: Sequence[Subscribed]) -> None:
        """See `Tx.put_subscription`."""
        self.state.subscriptions.setdefault(person, {}).update({one.key: one for one in rows})

    def put_epoch(self, epoch: str, now: int) -> None:
        """See `Tx.put_epoch`."""
        meta, pos = self.state.meta, self.head().pos
        safe_pos = min(meta.safe_pos, pos)
        self.state.meta = replace(meta, epoch=epoch, safe_pos=safe_pos, branch_pos=pos, refill_since=now)
        self.state.numbers = {series: next_thousand(last) for series, last in self.state.numbers.items()}

    def close_refill(self) -> None:
        """See `Tx.close_refill`."""
        self.state.meta = replace(self.state.meta, refill_since=None)

    def put_erasure(self, erasure: Erasure) -> None:
        """See `Tx.put_erasure`."""
        self.state.erasures = [*self.state.erasures, erasure]
        self.state.meta = replace(self.state.meta, erasures=len(self.state.erasures))

    def blank_changes(self, positions: Collection[int]) -> None:
        """See `Tx.blank_changes`."""
        blanked = set(positions)
        log = self.state.log
        self.state.log = [replace(one, salt=None, payload=None) if one.pos in blanked else one for one in log]


def next_thousand(last: int) -> int:
    """After which number a new life goes on, in a series whose last known one is `last`."""
    return (last // 1000 + 1) * 1000


def _whole(rows: list[Member], limit: int) -> list[Member]:
    """The first `limit` places and all that share the last one's position."""
    if len(rows) <= limit:
        return rows
    edge = rows[limit - 1].pos
    return [one for at, one in enumerate(rows) if at < limit or one.pos == edge]
