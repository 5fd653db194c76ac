"""The log's chain, and what follows from the log: records, who may see them, and the keys that people hold.

Owns the fold of a record's changes. A record of which an erasure took something is checked for its place only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from server.platform import tables as t
from server.platform.backup.finding import Finding
from server.platform.store import SqlReader
from sync.batch import record_of
from sync.changelog import first_broken
from sync.entities import BY_NAME
from sync.ports import Value
from sync.stored import Member, StoredChange, StoredRecord
from sync.values import is_id, same

_STEP: Final = 500
_SUBSCRIPTION: Final = "subscription"
_decode: Final = msgspec.json.Decoder(dict[str, Any]).decode
Pair = tuple[str, str]


def check_chain(reader: SqlReader) -> Iterator[Finding]:
    """Every link of the log follows from the one before it."""
    previous, pos = reader.meta().genesis, 0
    while changes := reader.changes(pos, _STEP):
        for change in changes:
            if change.pos != pos + 1:
                yield Finding("change", f"pos {change.pos}", "hole")
            if first_broken(previous, [change]) is not None:
                yield Finding("change", f"pos {change.pos}", "broken")
            previous, pos = change.head, change.pos


def check_records(reader: SqlReader) -> Iterator[Finding]:
    """Every record, and every place it has under a key, is what its changes make of it."""
    known = set(reader.connection.execute(sa.select(t.change.c.actor).distinct()).scalars())
    known |= set(reader.connection.execute(sa.select(t.record.c.id).where(t.record.c.entity == "person")).scalars())
    after: Pair = ("", "")
    while stored := _records_after(reader, after):
        changes = _changes_of(reader, {one.id for one in stored})
        places = _by_pair(reader.members([(one.entity, one.id) for one in stored]))
        for one in stored:
            pair = (one.entity, one.id)
            if not (is_id(one.author) and one.author in known):
                yield Finding("record", _named(pair), "form")
            yield from _check_record(one, changes.get(pair, []), places.get(pair, []))
        after = (stored[-1].id, stored[-1].entity)


def check_orphans(reader: SqlReader) -> Iterator[Finding]:
    """No change and no place is of a record that is not there."""
    for table in (t.change, t.membership):
        there = sa.exists().where(t.record.c.id == table.c.id, t.record.c.entity == table.c.entity)
        lone = sa.select(table.c.entity, table.c.id).where(~there, table.c.entity != _SUBSCRIPTION).distinct()
        for entity, id in reader.connection.execute(lone.limit(_STEP)):
            yield Finding(table.name, _named((entity, id)), "orphan")


def check_subscriptions(reader: SqlReader) -> Iterator[Finding]:
    """The keys that people hold are those that the log says they gained and lost."""
    query = sa.select(t.change.c.id, t.change.c.pos, t.change.c.payload).where(t.change.c.entity == _SUBSCRIPTION)
    said: dict[Pair, tuple[int, bool]] = {}
    erased: set[str] = set()
    for person, pos, payload in reader.connection.execute(query.order_by(t.change.c.pos)):
        if payload is None:
            erased.add(person)
            continue
        told = _decoded(payload)
        said |= {(person, key): (pos, True) for key in told.get("gained", ())}
        said |= {(person, key): (pos, False) for key in told.get("lost", ())}
    one = t.subscription.c
    rows = reader.connection.execute(sa.select(one.person, one.key, one.pos, one.present))
    there = {(row.person, row.key): (row.pos, row.present) for row in rows}
    for pair in sorted(said.keys() | there.keys()):
        if pair[0] not in erased and said.get(pair) != there.get(pair):
            yield Finding("subscription", f"{pair[0]} {pair[1]}", "unlike")


@dataclass(slots=True)
class _Fold:
    """A record as its changes make it. `whole` is False when an erasure took one of them."""

    body: dict[str, Value] = field(default_factory=dict)
    keys: frozenset[str] = frozenset()
    left: dict[str, int] = field(default_factory=dict)
    removed: bool = False
    whole: bool = True

    def take(self, change: StoredChange) -> None:
        """Go on by one version."""
        if change.payload is None:
            self.whole = False
            return
        payload = _decoded(change.payload)
        if payload.get("whole"):
            self.body, self.keys, self.left, self.whole = {}, frozenset(), {}, True
        elif self.removed:
            self.body = {}
        self.removed = bool(payload.get("removed"))
        self.body.update(payload.get("fields", {}))
        if "keys" in payload:
            keys = frozenset(payload["keys"])
            gone = dict.fromkeys(self.keys - keys, change.pos)
            self.left = {key: at for key, at in {**self.left, **gone}.items() if key not in keys}
            self.keys = keys


def _check_record(one: StoredRecord, changes: Sequence[StoredChange], places: Sequence[Member]) -> Iterator[Finding]:
    at = _named((one.entity, one.id))
    if not changes:
        yield Finding("record", at, "orphan")
        return
    fold = _Fold()
    for number, change in enumerate(changes, 1):
        if change.v != number:
            yield Finding("change", f"pos {change.pos}", "unlike")
        fold.take(change)
    last = changes[-1]
    if (one.v, one.pos, one.op_id) != (last.v, last.pos, last.op_id) or (fold.whole and not _is_alike(one, fold)):
        yield Finding("record", at, "unlike")
    if fold.whole:
        yield from _check_places(one, fold, places, {change.pos for change in changes})


def _is_alike(one: StoredRecord, fold: _Fold) -> bool:
    entity = BY_NAME.get(one.entity)
    if entity is None or not 1 <= one.schema <= entity.schema or one.removed != fold.removed:
        return False
    try:
        cells = msgspec.json.decode(one.body, type=list[Any])
    except (msgspec.DecodeError, msgspec.ValidationError):
        return False
    body = record_of(one).body
    return len(cells) == one.width and all(same(body.get(name), fold.body.get(name)) for name in body)


def _check_places(
    one: StoredRecord, fold: _Fold, places: Sequence[Member], positions: Collection[int]
) -> Iterator[Finding]:
    at = _named((one.entity, one.id))
    present = {place.key: place.pos for place in places if place.present}
    left = {place.key: place.pos for place in places if not place.present}
    for key in sorted(present.keys() ^ fold.keys):
        yield Finding("membership", f"{at} {key}", "unlike")
    for key in sorted(present.keys() & fold.keys):
        if present[key] != one.pos:
            yield Finding("membership", f"{at} {key}", "unlike")
    for key in sorted(left.keys() | fold.left.keys()):
        # A key that one operation gave and took again leaves a place of which the log says nothing.
        expected = fold.left.get(key, left.get(key) if left.get(key) in positions and key not in fold.keys else None)
        if left.get(key) != expected or key not in left:
            yield Finding("membership", f"{at} {key}", "unlike")


def _records_after(reader: SqlReader, after: Pair) -> list[StoredRecord]:
    one = t.record.c
    columns = [one[name] for name in StoredRecord.__dataclass_fields__]
    beyond = sa.or_(one.id > after[0], sa.and_(one.id == after[0], one.entity > after[1]))
    query = sa.select(*columns).where(beyond).order_by(one.id, one.entity).limit(_STEP)
    return [StoredRecord(*row) for row in reader.connection.execute(query)]


def _changes_of(reader: SqlReader, ids: Collection[str]) -> Mapping[Pair, list[StoredChange]]:
    columns = [t.change.c[name] for name in StoredChange.__dataclass_fields__]
    query = sa.select(*columns).where(t.change.c.id.in_(list(ids)), t.change.c.entity != _SUBSCRIPTION)
    changes = [StoredChange(*row) for row in reader.connection.execute(query.order_by(t.change.c.pos))]
    found: dict[Pair, list[StoredChange]] = {}
    for change in changes:
        found.setdefault((change.entity, change.id), []).append(change)
    return found


def _by_pair(members: Sequence[Member]) -> dict[Pair, list[Member]]:
    def pair_of(one: Member) -> Pair:
        return one.entity, one.id

    return {pair: list(group) for pair, group in groupby(sorted(members, key=pair_of), pair_of)}


def _decoded(payload: str) -> dict[str, Any]:
    try:
        return _decode(payload)
    except (msgspec.DecodeError, msgspec.ValidationError):
        # The chain says so already.
        return {}


def _named(pair: Pair) -> str:
    return f"{pair[0]} {pair[1]}"
