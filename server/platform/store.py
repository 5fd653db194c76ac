"""The store in SQL: the engine's port over SQLite or PostgreSQL.

Owns every query on the engine's tables. Core, not ORM: an object for each row costs many times the work, and a push of
a thousand visits is thirteen thousand rows. Nothing is decided here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from itertools import islice
from operator import attrgetter
from typing import Any, Final, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from server.platform import queries as q
from server.platform import tables as t
from server.platform.db import read_transaction, write_transaction, writers_of
from server.platform.queries import names_of
from server.platform.statements import ask, ask_one, put
from server.platform.turns import Places
from sync.batch import record_of
from sync.ports import Reader, Record, Tx
from sync.stored import Case, Erasure, Head, Incarnation, Member, Meta, StoredChange, StoredOp, StoredRecord, Subscribed

# Rows fetched at a time when a whole kind is read, and rows written at a time.
_CHUNK: Final = 500
_T = TypeVar("_T")


class SqlStore:
    """The records of one office in one database."""

    faults: Final[tuple[type[Exception], ...]] = (sa.exc.SQLAlchemyError,)

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def initialise(self, *, epoch: str, genesis: bytes, cursor_key: bytes) -> None:
        """Begin the first life of an empty database; nothing when it has one."""
        with write_transaction(self.engine) as connection:
            if connection.execute(sa.select(t.meta.c.id)).first() is None:
                values = {"id": 1, "epoch": epoch, "genesis": genesis, "cursor_key": cursor_key, "safe_pos": 0}
                connection.execute(t.meta.insert().values(values))

    @property
    def places(self) -> Places:
        """The few places of this process for those who reckon between reading and writing."""
        return writers_of(self.engine).places

    @contextmanager
    def read(self) -> Iterator[SqlReader]:
        """A short consistent reading."""
        with read_transaction(self.engine) as connection:
            yield _Moment(connection)

    @contextmanager
    def write(self) -> Iterator[SqlTx]:
        """The one writer's transaction: commits on leaving, rolls back when anything is raised."""
        with write_transaction(self.engine) as connection:
            yield SqlTx(connection)


class SqlReader(Reader):
    """Reads over one connection. `connection` is for the plain tables of a feature, inside the same transaction."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def meta(self) -> Meta:
        """This life of the database."""
        return Meta(*ask(self.connection, q.META)[0])

    def head(self) -> Head:
        """The end of the log."""
        row = ask_one(self.connection, q.HEAD)
        return Head(0, self.meta().genesis) if row is None else Head(*row)

    def life(self) -> tuple[Meta, Head]:
        """This life of the database and the end of its log, asked in one go."""
        *life, pos, head = ask(self.connection, q.LIFE)[0]
        meta = Meta(*life)
        return meta, Head(0, meta.genesis) if pos is None else Head(pos, head)

    def hash_at(self, pos: int) -> bytes | None:
        """The chain's 32 bytes at a position; None when the log has no such position."""
        if pos == 0:
            return self.meta().genesis
        row = ask_one(self.connection, q.HASH_AT, pos=pos)
        return None if row is None else row[0]

    def record(self, entity: str, id: str) -> Record | None:
        """One record, decoded; None when absent or removed."""
        row = ask_one(self.connection, q.RECORD, id=id, entity=entity)
        return None if row is None else record_of(StoredRecord(*row))

    def records(self, entity: str, keys: Collection[str] | None = None) -> Iterable[Record]:
        """Every present record of a kind, by id; of those under any of `keys` when given."""
        query = q.RECORDS if keys is None else q.RECORDS_UNDER
        given: dict[str, Any] = {"entity": entity, "limit": _CHUNK}
        if keys is not None:
            given["keys"] = list(keys)
        after = ""
        while True:
            rows = self._all(StoredRecord, query, **given, after=after)
            yield from map(record_of, rows)
            if len(rows) < _CHUNK:
                return
            after = rows[-1].id
            if keys is not None:
                yield from self._records_under(entity, given["keys"], after)
                return

    def _records_under(self, entity: str, keys: Sequence[str], after: str) -> Iterator[Record]:
        """The rest of many: which they are is asked once, not again for each page of them."""
        found = {row[0] for row in ask(self.connection, q.IDS_UNDER, entity=entity, keys=keys, after=after)}
        left = iter(sorted(found))
        while some := list(islice(left, _CHUNK)):
            yield from map(record_of, self._all(StoredRecord, q.RECORDS_OF, entity=entity, ids=some))

    def keys_of(self, entity: str, id: str) -> frozenset[str]:
        """The keys that the record is under now."""
        return frozenset(member.key for member in self.members([(entity, id)]) if member.present)

    def count(self, keys: Collection[str], *, author: str | None = None) -> dict[str, int]:
        """How many records of each kind are under any of `keys`; of one author, when he is named."""
        place = t.membership.c
        distinct = sa.func.count(place.id.distinct())
        query = sa.select(place.entity, distinct).where(place.key.in_(list(keys)), place.present)
        if author is not None:
            same = sa.and_(t.record.c.id == place.id, t.record.c.entity == place.entity)
            query = query.select_from(t.membership.join(t.record, same)).where(t.record.c.author == author)
        return {row[0]: row[1] for row in self.connection.execute(query.group_by(place.entity))}

    def keys_within(self, key: str, after: str = "") -> list[str]:
        """The key, and those made of it (`key@…`, beyond `key@after`) under which something lies or lay, in order."""
        # "A" follows "@": whatever begins with `key@` lies between.
        found, below = [f"{key}@{after}"], f"{key}A"
        while (beyond := ask(self.connection, q.NEXT_KEY, after=found[-1], below=below)[0][0]) is not None:
            found.append(beyond)
        return [key, *found[1:]]

    def mark(self, key: str) -> bytes:
        """The chain's 32 bytes at the latest change under a key: what was built from what lies there still holds."""
        row = ask_one(self.connection, q.MARK, key=key)
        return self.meta().genesis if row is None else row[0]

    def stored(self, ids: Collection[str]) -> list[StoredRecord]:
        """Every record, removed ones too, that has one of these ids."""
        return self._all(StoredRecord, q.STORED, ids=list(ids))

    def stored_at(self, positions: Collection[int]) -> list[StoredRecord]:
        """The records whose latest version is at one of these positions."""
        return self._all(StoredRecord, q.STORED_AT, positions=list(positions))

    def members(self, pairs: Collection[tuple[str, str]]) -> list[Member]:
        """Every place, left ones too, of these (entity, id)."""
        if not pairs:
            return []
        wanted = set(pairs)
        places = self._all(Member, q.PLACES, ids=list({id for _, id in wanted}))
        return [one for one in places if (one.entity, one.id) in wanted]

    def touched(self, keys: Collection[str], after: int, limit: int) -> list[Member]:
        """Places under `keys` that changed after a position, oldest first; about `limit`, never half a position."""
        return self._walk(q.touched, keys, {"after": after}, limit, newest=False)

    def latest(self, keys: Collection[str], below: int, limit: int) -> list[Member]:
        """Places present under `keys` below a position, newest first; about `limit`, never half a position."""
        return self._walk(q.latest, keys, {"below": below}, limit, newest=True)

    def _walk(
        self, walk: Callable[[int], Any], keys: Collection[str], given: Mapping[str, int], limit: int, *, newest: bool
    ) -> list[Member]:
        """One walk over several keys' indexes. Of many keys most have nothing near: one row of each tells which."""

        def reached(some: Sequence[str], count: int) -> list[Member]:
            named = dict(zip(q.KEYS, some, strict=False))
            return self._all(Member, walk(len(some)), **named, limit=count, **given) if some else []

        if len(keys) <= len(q.KEYS):
            return _merged(reached([*keys], limit), limit, newest=newest)
        firsts = [row for some in _some(keys, len(q.KEYS)) for row in reached(some, 1)]
        firsts.sort(key=lambda one: one.pos, reverse=newest)
        rows: list[Member] = []
        for first in firsts:
            # The edge: what is beyond it in keys not looked into cannot come before it.
            edge = sorted((one.pos for one in rows), reverse=newest)[limit - 1 : limit]
            if edge and (first.pos < edge[0] if newest else first.pos > edge[0]):
                break
            rows += reached([first.key], limit)
        return _merged(rows, limit, newest=newest)

    def last_number(self, series: str) -> int:
        """The last number given in a series; 0 when there is none."""
        row = ask_one(self.connection, q.LAST_NUMBER, name=series)
        return 0 if row is None else row[0]

    def changes_of(self, entity: str, id: str, limit: int) -> list[StoredChange]:
        """The record's latest changes, newest first."""
        return self._all(StoredChange, q.CHANGES_OF, id=id, entity=entity, limit=limit)

    def changes(self, after: int, limit: int) -> list[StoredChange]:
        """The log after a position, in order."""
        return self._all(StoredChange, q.CHANGES, after=after, limit=limit)

    def subscription(self, person: str) -> list[Subscribed]:
        """The keys a person gained and lost."""
        return self._all(Subscribed, q.SUBSCRIPTION, person=person)

    def numbering(self, inc: str, first: int, last: int) -> tuple[Incarnation | None, dict[int, str]]:
        """What is known of an incarnation, and its op_ids at the numbers first … last."""
        rows = ask(self.connection, q.NUMBERING, inc=inc, first=first, last=last)
        if not rows:
            return None, {}
        return Incarnation(*rows[0][:-2]), {row[-2]: row[-1] for row in rows if row[-2] is not None}

    def ops(self, author: str, op_ids: Collection[str]) -> dict[str, StoredOp]:
        """The author's operations among these."""
        return {one.op_id: one for one in self._all(StoredOp, q.OPS, author=author, op_ids=list(op_ids))}

    def cases(self, records: Collection[str], limit: int) -> list[Case]:
        """Quarantined and held operations on these record ids that nothing superseded, in order of arrival."""
        return self._all(Case, q.CASES, records=list(records), limit=limit)

    def ops_on(self, records: Collection[str], outcomes: Collection[str], limit: int = 100) -> list[StoredOp]:
        """Operations on these record ids with one of these outcomes, not superseded, in order of arrival."""
        return self._all(StoredOp, q.OPS_ON, records=list(records), outcomes=list(outcomes), limit=limit)

    def held(self, limit: int, skip: int = 0) -> list[StoredOp]:
        """Held operations that nothing superseded: refills in their old order, then in order of arrival."""
        return self._all(StoredOp, q.WAITING, limit=limit, skip=skip)

    def erasures(self, matters: Collection[str] | None = None) -> list[Erasure]:
        """What was erased of these matters, of all when None is given; oldest first."""
        found = self._all(Erasure, q.ERASURES) if matters is None else self._all(
            Erasure, q.ERASURES_OF, matters=list(matters)
        )  # fmt: skip
        return [replace(one, places=_unlisted(one.places), blobs=_unlisted(one.blobs)) for one in found]

    def _all(self, kind: type[_T], query: sa.Select[Any], **given: object) -> list[_T]:
        return [kind(*row) for row in ask(self.connection, query, **given)]


class _Moment(SqlReader):
    """A reading: nothing changes while it lasts, so what the engine asks again and again is asked once."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._life: tuple[Meta, Head] | None = None
        self._subscriptions: dict[str, list[Subscribed]] = {}

    def life(self) -> tuple[Meta, Head]:
        """See `SqlReader.life`."""
        if self._life is None:
            self._life = super().life()
        return self._life

    def meta(self) -> Meta:
        """See `SqlReader.meta`."""
        return self.life()[0]

    def head(self) -> Head:
        """See `SqlReader.head`."""
        return self.life()[1]

    def hash_at(self, pos: int) -> bytes | None:
        """See `SqlReader.hash_at`."""
        head = self.head()
        return head.hash if pos == head.pos else super().hash_at(pos)

    def subscription(self, person: str) -> list[Subscribed]:
        """See `SqlReader.subscription`."""
        if person not in self._subscriptions:
            self._subscriptions[person] = super().subscription(person)
        return self._subscriptions[person]


class SqlTx(SqlReader, Tx):
    """Writes over one connection, inside the one writer's transaction."""

    def put_numbers(self, numbers: Mapping[str, int]) -> None:
        """Store the last numbers given in these series."""
        self._put(t.series, ("name", "last"), numbers.items())

    def append(
        self, changes: Sequence[StoredChange], records: Sequence[StoredRecord], members: Sequence[Member]
    ) -> None:
        """Add links to the log, and put the records and places they leave."""
        self._put_all(t.change, StoredChange, changes, over=False)
        self._put_all(t.record, StoredRecord, records)
        self._put_all(t.membership, Member, members)

    def put_ops(self, ops: Sequence[StoredOp]) -> None:
        """Store outcomes, in place of earlier ones of the same author and op_id."""
        self._put_all(t.op, StoredOp, ops)

    def put_incarnation(self, incarnation: Incarnation, logged: Mapping[int, str]) -> None:
        """Store the incarnation and add `n → op_id` to its log."""
        self._put_all(t.incarnation, Incarnation, [incarnation])
        rows = ((incarnation.inc, n, op_id) for n, op_id in logged.items())
        self._put(t.device_log, ("inc", "n", "op_id"), rows, over=False)

    def put_subscription(self, person: str, rows: Sequence[Subscribed]) -> None:
        """Store keys gained and lost."""
        kept = ((person, one.key, one.pos, one.present) for one in rows)
        self._put(t.subscription, ("person", "key", "pos", "present"), kept)

    def put_epoch(self, epoch: str, now: int) -> None:
        """Begin a new life of the database, which branches off here and waits for refills."""
        pos = self.head().pos
        safe_pos = min(self.meta().safe_pos, pos)
        life = {"epoch": epoch, "branch_pos": pos, "safe_pos": safe_pos, "refill_since": now}
        self.connection.execute(t.meta.update().values(life))
        self.connection.execute(t.series.update().values(last=(t.series.c.last // 1000 + 1) * 1000))

    def close_refill(self) -> None:
        """Wait no more for what phones hand in again."""
        self.connection.execute(t.meta.update().values(refill_since=None))

    def put_erasure(self, erasure: Erasure) -> None:
        """Note an erasure: from now on nothing that is older brings its words back."""
        row = {**asdict(erasure), "places": _listed(erasure.places), "blobs": _listed(erasure.blobs)}
        self._put(t.erasure, tuple(row), [tuple(row.values())])
        count = sa.select(sa.func.count()).select_from(t.erasure).scalar_subquery()
        self.connection.execute(t.meta.update().values(erasures=count))

    def blank_changes(self, positions: Collection[int]) -> None:
        """Take payload and salt from these links of the log; their hashes stay, and the chain with them."""
        for some in _some(sorted(positions), _CHUNK):
            blank = t.change.update().where(t.change.c.pos.in_(some)).values(payload=None, salt=None)
            self.connection.execute(blank)

    def _put_all(self, table: sa.Table, kind: Any, rows: Iterable[Any], *, over: bool = True) -> None:
        names = names_of(kind)
        self._put(table, names, map(attrgetter(*names), rows), over=over)

    def _put(
        self, table: sa.Table, names: tuple[str, ...], rows: Iterable[tuple[Any, ...]], *, over: bool = True
    ) -> None:
        """Some at a time: the driver makes its own copy of what it is given at once."""
        for some in _some(rows, _CHUNK):
            put(self.connection, table, names, some, over=over)


def _merged(rows: list[Member], limit: int, *, newest: bool) -> list[Member]:
    """One walk over several keys' indexes: each gave at most `limit` rows, the union is cut where it is whole.

    A key that gave `limit` rows may have more beyond its last one, so nothing beyond the nearest such place counts.
    """
    rows.sort(key=lambda one: one.pos, reverse=newest)
    return _whole(rows, limit)


def _whole(rows: list[Member], limit: int) -> list[Member]:
    if len(rows) <= limit:
        return rows
    edge = rows[limit - 1].pos
    end = limit
    while end < len(rows) and rows[end].pos == edge:
        end += 1
    return rows[:end]


def _some(all_of: Iterable[_T], count: int) -> Iterator[list[_T]]:
    left = iter(all_of)
    while some := list(islice(left, count)):
        yield some


def _listed(texts: Sequence[str]) -> str:
    return json.dumps(list(texts), ensure_ascii=False)


def _unlisted(text: Any) -> tuple[str, ...]:
    return tuple(json.loads(text))
