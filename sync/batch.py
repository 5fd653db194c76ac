"""What one write transaction will have written: records, places and links of the log, gathered before the append.

Owns versions, positions and places. It reads through a `Tx` and writes to it once, in `flush`.

    Batch ── what stands so far          Stage ── what one operation adds
      ▲                                    │ keep(): becomes part of the batch, takes positions
      └────────────────────────────────────┘ dropped: leaves no trace, not even a number or a position

So an operation that is refused half-way needs no savepoint, and a thousand operations are a handful of statements.

A place is a record under a key. A place that is present always has the position of the record's latest version; one
that was left keeps the position at which the record left.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from sync import changelog
from sync.entities import BY_NAME
from sync.ports import Change, Fields, Record, Tx, Value
from sync.stored import Erasure, Head, Member, StoredChange, StoredOp, StoredRecord
from sync.values import canonical_object, same

Pair = tuple[str, str]
# What a person saw is among a record's last versions. A text that is not found makes a conflict, which loses nothing.
HISTORY_MAX = 200


@dataclass(frozen=True, slots=True)
class State:
    """A record within a transaction: the record, the keys it is under, and those it left, with where."""

    record: Record
    keys: frozenset[str]
    left: Mapping[str, int] = field(default_factory=dict)

    @property
    def pair(self) -> Pair:
        """(entity, id)."""
        return self.record.entity, self.record.id


@dataclass(frozen=True, slots=True)
class Written:
    """What an operation did to one record. `before` is None when there was none, not even a tombstone.

    `whole`: `fields` are all of the record's, since those before it may have lost theirs.
    """

    before: State | None
    after: State
    fields: Fields
    whole: bool = False

    @property
    def pair(self) -> Pair:
        """(entity, id)."""
        return self.after.pair


@dataclass(frozen=True, slots=True)
class Author:
    """To whom and to what a change is put down."""

    op_id: str
    person: str
    at: int


class Batch:
    """One write transaction's records."""

    def __init__(self, tx: Tx, chance: Callable[[int], bytes]) -> None:
        """`chance` gives so many random bytes (salts of the log)."""
        self.tx = tx
        self.meta, self._head = tx.life()
        self._chance = chance
        self._states: dict[Pair, State | None] = {}
        # Under which key a record was found or put here: it may have left since.
        self._filed: dict[str, dict[Pair, None]] = {}
        self._whole: set[str] = set()
        self._versions: list[tuple[Written, Author]] = []
        self._numbers: dict[str, int] = {}
        # Whether anything was ever erased here: else nobody looks.
        self.has_erasures = self.meta.erasures > 0
        self._erasures: dict[str, list[Erasure]] = {}
        # Operations that were refused in this transaction: the database has them after it.
        self.refused: list[StoredOp] = []

    def prefetch(self, ids: Collection[str]) -> None:
        """Read all records of these ids in one go; what is not among them is then known to be absent."""
        stored = self.tx.stored(ids)
        places: dict[Pair, list[Member]] = {}
        for member in self.tx.members([(one.entity, one.id) for one in stored]):
            places.setdefault((member.entity, member.id), []).append(member)
        for one in stored:
            pair = one.entity, one.id
            if self._states.get(pair) is None:
                self._hold(_state_of(one, places.get(pair, [])))
        self._whole.update(ids)

    def state(self, pair: Pair) -> State | None:
        """The record as it stands in this transaction, tombstones too; None when there never was one."""
        if pair not in self._states and pair[1] not in self._whole:
            self.prefetch([pair[1]])
        return self._states.get(pair)

    def has(self, pair: Pair) -> bool:
        """Whether this transaction has looked at or written the record."""
        return self._states.get(pair) is not None

    def filed(self, keys: Collection[str]) -> list[Pair]:
        """What this transaction has found or put under any of the keys; some of it may have left since."""
        return list({pair: None for key in keys for pair in self._filed.get(key, ())})

    def entities_of(self, id: str) -> set[str]:
        """The kinds of which a record with this id is or was there."""
        self.state(("", id))
        return {entity for entity in BY_NAME if self._states.get((entity, id)) is not None}

    def erasures(self, matter: str) -> Sequence[Erasure]:
        """What was erased of a matter, oldest first."""
        if matter not in self._erasures:
            self._erasures[matter] = self.tx.erasures([matter])
        return self._erasures[matter]

    def last_number(self, series: str) -> int:
        """The last number given in a series."""
        if series not in self._numbers:
            self._numbers[series] = self.tx.last_number(series)
        return self._numbers[series]

    def history(self, pair: Pair) -> list[Change]:
        """The record's changes, oldest first, with those of this transaction."""
        stored = [_change_of(one) for one in reversed(self.tx.changes_of(*pair, limit=HISTORY_MAX))]
        return stored + [_change_now(one, by) for one, by in self._versions if one.pair == pair]

    @property
    def taken(self) -> set[str]:
        """The operations of this transaction that wrote something."""
        return {by.op_id for _, by in self._versions}

    def next_pos(self) -> int:
        """The position that the next change will have."""
        return self._head.pos + len(self._versions) + 1

    def keep(self, written: Sequence[Written], numbers: Mapping[str, int], by: Author) -> None:
        """Take over what an operation wrote. Positions are given in order."""
        for one in written:
            self._versions.append((one, by))
            self._hold(one.after)
        self._numbers.update(numbers)

    def _hold(self, state: State) -> None:
        self._states[state.pair] = state
        for key in state.keys:
            self._filed.setdefault(key, {})[state.pair] = None

    def flush(self) -> None:
        """Append everything to the log."""
        if not self._versions:
            return
        changes = self._links()
        final = {one.pair: one.after for one, _ in self._versions}
        ops = {one.pair: by.op_id for one, by in self._versions}
        records = [_stored(state, ops[pair]) for pair, state in final.items()]
        members = [member for state in final.values() for member in _members(state)]
        self.tx.append(changes, records, members)
        self.tx.put_numbers(self._numbers)
        self._head = Head(changes[-1].pos, changes[-1].head)
        self._versions = []

    def _links(self) -> list[StoredChange]:
        changes: list[StoredChange] = []
        previous = self._head.hash
        for one, by in self._versions:
            record = one.after.record
            change = changelog.link(
                previous, pos=record.pos, entity=record.entity, id=record.id, v=record.v, op_id=by.op_id,
                actor=by.person, at=by.at, salt=self._chance(changelog.SALT_BYTES), payload=_payload(one),
            )  # fmt: skip
            previous = change.head
            changes.append(change)
        return changes


class Stage:
    """What one operation has written so far. Nothing reaches the batch before `keep`."""

    def __init__(self, batch: Batch, by: Author) -> None:
        self._batch = batch
        self._by = by
        self._written: dict[Pair, Written] = {}
        self._numbers: dict[str, int] = {}

    @property
    def written(self) -> tuple[Written, ...]:
        """What was written, in order of position."""
        return tuple(self._written.values())

    def state(self, pair: Pair) -> State | None:
        """The record as this operation sees it."""
        mine = self._written.get(pair)
        return mine.after if mine is not None else self._batch.state(pair)

    def read(self, pair: Pair) -> Record | None:
        """The record as this operation sees it; None when absent or removed."""
        state = self.state(pair)
        return state.record if state is not None and not state.record.removed else None

    def kinds_of(self, id: str) -> set[str]:
        """See `Work.kinds_of`."""
        return self._batch.entities_of(id) | {entity for entity, one in self._written if one == id}

    def records(self, entity: str, keys: Collection[str]) -> list[Record]:
        """See `Work.records`."""
        wanted = frozenset(keys)
        here = {pair for pair in (*self._batch.filed(wanted), *self._written) if pair[0] == entity}
        states = [state for pair in here if (state := self.state(pair)) is not None]
        mine = [state.record for state in states if state.keys & wanted]
        stored = (((entity, one.id), one) for one in self._batch.tx.records(entity, wanted))
        others = [one for pair, one in stored if pair not in self._written and not self._batch.has(pair)]
        return sorted(mine + others, key=lambda one: one.id)

    def write(self, pair: Pair, fields: Fields, keys: Collection[str] | None, author: str | None) -> Record:
        """See `Work.write`."""
        state = self.state(pair)
        there = state is not None and not state.record.removed
        before = state.record.body if state is not None and there else {}
        changed = _changed(pair[0], before, fields)
        new_keys = self._new_keys(pair, state, keys)
        if state is not None and there and not changed and new_keys == state.keys:
            return state.record
        owner = state.record.author if state is not None and there else author or self._by.person
        body = {**_empty(pair[0]), **before, **changed}
        return self._put(pair, changed, new_keys, Record(*pair, owner, 0, 0, False, body))

    def remove(self, pair: Pair) -> None:
        """See `Work.remove`."""
        record = self.read(pair)
        if record is not None:
            self._put(pair, {}, frozenset(), replace(record, removed=True))

    def next_number(self, series: str) -> int:
        """See `Work.next_number`."""
        number = self._numbers.get(series, self._batch.last_number(series)) + 1
        self._numbers[series] = number
        return number

    def history(self, pair: Pair) -> list[Change]:
        """The record's changes, oldest first, with this operation's."""
        mine = self._written.get(pair)
        return self._batch.history(pair) + ([_change_now(mine, self._by)] if mine else [])

    def keep(self) -> None:
        """Hand everything to the batch."""
        self._batch.keep(self.written, self._numbers, self._by)

    def _new_keys(self, pair: Pair, state: State | None, keys: Collection[str] | None) -> frozenset[str]:
        if keys is not None:
            return frozenset(keys)
        if state is None or state.record.removed:
            raise ValueError(f"{pair[0]}: a new record needs keys")
        return state.keys

    def _put(self, pair: Pair, changed: Fields, keys: frozenset[str], record: Record) -> Record:
        """One version for each record that an operation writes, however often it does."""
        mine = self._written.get(pair)
        before = mine.before if mine is not None else self._batch.state(pair)
        old = self.state(pair)
        pos = mine.after.record.pos if mine is not None else self._batch.next_pos() + len(self._written)
        done = replace(record, v=(before.record.v if before is not None else 0) + 1, pos=pos)
        left = _left(old, keys, pos)
        fields = {**(mine.fields if mine is not None else {}), **changed}
        self._written[pair] = Written(before, State(done, keys, left), fields)
        return done


def _left(old: State | None, keys: frozenset[str], pos: int) -> dict[str, int]:
    if old is None:
        return {}
    gone = dict.fromkeys(old.keys - keys, pos)
    return {key: at for key, at in {**old.left, **gone}.items() if key not in keys}


def _changed(entity: str, before: Fields, fields: Fields) -> dict[str, Value]:
    known = _names(entity)
    unknown = fields.keys() - known.keys()
    if unknown:
        raise KeyError(f"{entity} has no {sorted(unknown)}")
    return {name: value for name, value in fields.items() if not same(value, before.get(name))}


def _names(entity: str) -> dict[str, Value]:
    return {field.name: None for field in BY_NAME[entity].fields}


_empty = _names


# --- Stored forms ----------------------------------------------------------------------------------------------------

_decode_list: Any = msgspec.json.Decoder(list[Any]).decode
_decode_object: Any = msgspec.json.Decoder(dict[str, Any]).decode


def record_of(stored: StoredRecord) -> Record:
    """A stored record, decoded: fields that its layout had not yet are null."""
    entity = BY_NAME[stored.entity]
    values = _decode_list(stored.body)
    body = _empty(stored.entity)
    body.update({field.name: value for field, value in zip(entity.fields, values, strict=False)})
    return Record(stored.entity, stored.id, stored.author, stored.v, stored.pos, stored.removed, body)


def _state_of(stored: StoredRecord, places: Sequence[Member]) -> State:
    keys = frozenset(place.key for place in places if place.present)
    left = {place.key: place.pos for place in places if not place.present}
    return State(record_of(stored), keys, left)


def _stored(state: State, op_id: str) -> StoredRecord:
    record = state.record
    entity = BY_NAME[record.entity]
    body = msgspec.json.encode([record.body.get(field.name) for field in entity.fields]).decode()
    return StoredRecord(
        record.entity, record.id, record.author, record.v, record.pos, record.removed,
        entity.schema, len(entity.fields), body, op_id,
    )  # fmt: skip


def _members(state: State) -> list[Member]:
    pair, pos = state.pair, state.record.pos
    present = [Member(key, *pair, pos, True) for key in sorted(state.keys)]
    return present + [Member(key, *pair, at, False) for key, at in sorted(state.left.items())]


def _payload(one: Written) -> str:
    payload: dict[str, object] = {"fields": one.fields}
    if one.whole or one.before is None or one.before.keys != one.after.keys:
        payload["keys"] = sorted(one.after.keys)
    if one.whole:
        payload["whole"] = True
    if one.after.record.removed:
        payload["removed"] = True
    return canonical_object(payload)


def _change_of(stored: StoredChange) -> Change:
    fields = None if stored.payload is None else _decode_object(stored.payload).get("fields")
    return Change(stored.pos, stored.entity, stored.id, stored.v, stored.op_id, stored.actor, stored.at, fields)


def _change_now(one: Written, by: Author) -> Change:
    record = one.after.record
    return Change(record.pos, record.entity, record.id, record.v, by.op_id, by.person, by.at, one.fields)
