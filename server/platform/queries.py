"""The engine's questions to its tables, each written once and given its values when it is asked.

Owns the statements behind the store's readings. Putting a statement together costs several times as much as asking it,
and one sync asks some thirty.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import fields
from functools import cache
from typing import Any, Final, cast

import sqlalchemy as sa

from server.platform import tables as t
from sync.errors import HELD, QUARANTINED
from sync.stored import Case, Erasure, Incarnation, Member, Meta, StoredChange, StoredOp, StoredRecord, Subscribed


@cache
def names_of(kind: Hashable) -> tuple[str, ...]:
    """The names of a dataclass's fields, which are those of its table's columns."""
    return tuple(field.name for field in fields(cast("Any", kind)))


def columns(table: sa.Table, kind: Any) -> sa.Select[Any]:
    """A table's columns in the order of a dataclass's fields."""
    return sa.select(*(table.c[name] for name in names_of(kind)))


def _given(name: str) -> Any:
    return sa.bindparam(name)


def _any_of(name: str) -> Any:
    return sa.bindparam(name, expanding=True)


_record, _place, _change, _op = t.record.c, t.membership.c, t.change.c, t.op.c
_open: Final = _op.superseded.is_(None)
_of_kind: Final = (_record.entity == _given("entity"), ~_record.removed)
_under: Final = sa.select(_place.id).where(
    _place.key.in_(_any_of("keys")), _place.entity == _given("entity"), _place.present
)

META: Final = columns(t.meta, Meta)
HEAD: Final = sa.select(_change.pos, _change.head).order_by(_change.pos.desc()).limit(1)
# Both in one: whoever needs the one mostly needs the other.
LIFE: Final = (
    columns(t.meta, Meta)
    .add_columns(_change.pos, _change.head)
    .select_from(t.meta.outerjoin(t.change, _change.pos == sa.select(sa.func.max(_change.pos)).scalar_subquery()))
)
HASH_AT: Final = sa.select(_change.head).where(_change.pos == _given("pos"))
RECORD: Final = columns(t.record, StoredRecord).where(_record.id == _given("id"), *_of_kind)
# A page of a kind, by id, beyond the last one.
RECORDS: Final = (
    columns(t.record, StoredRecord)
    .where(*_of_kind, _record.id > _given("after"))
    .order_by(_record.id)
    .limit(_given("limit"))
)
RECORDS_UNDER: Final = RECORDS.where(_record.id.in_(_under))
IDS_UNDER: Final = _under.where(_place.id > _given("after"))
RECORDS_OF: Final = (
    columns(t.record, StoredRecord).where(*_of_kind, _record.id.in_(_any_of("ids"))).order_by(_record.id)
)
STORED: Final = columns(t.record, StoredRecord).where(_record.id.in_(_any_of("ids")))
STORED_AT: Final = columns(t.record, StoredRecord).where(_record.pos.in_(_any_of("positions")))
PLACES: Final = columns(t.membership, Member).where(_place.id.in_(_any_of("ids")))
LAST_POS: Final = sa.select(sa.func.max(_place.pos)).where(_place.key == _given("key"))
MARK: Final = sa.select(_change.head).where(_change.pos == LAST_POS.scalar_subquery())
# The next key in order, so that a walk over keys costs one seek each, however much lies under them.
NEXT_KEY: Final = sa.select(sa.func.min(_place.key)).where(_place.key > _given("after"), _place.key < _given("below"))
# Keys that are walked at once, by the names of their values: a cadre of three communes has seven.
KEYS: Final = tuple(f"key_{place}" for place in range(12))


def _touched(key: str) -> sa.Select[Any]:
    found = columns(t.membership, Member).where(_place.key == _given(key), _place.pos > _given("after"))
    return found.order_by(_place.pos).limit(_given("limit"))


def _latest(key: str) -> sa.Select[Any]:
    found = columns(t.membership, Member).where(_place.key == _given(key), _place.pos < _given("below"), _place.present)
    return found.order_by(_place.pos.desc()).limit(_given("limit"))


@cache
def touched(count: int) -> Any:
    """Places under so many keys after a position, from each key as many as would do alone. For `KEYS`."""
    return _together(_touched, count)


@cache
def latest(count: int) -> Any:
    """Places present under so many keys below a position, in the same way, newest first."""
    return _together(_latest, count)


def _together(walk: Callable[[str], sa.Select[Any]], count: int) -> Any:
    parts = [sa.select(walk(key).subquery()) for key in KEYS[:count]]
    return parts[0] if count == 1 else sa.union_all(*parts)


LAST_NUMBER: Final = sa.select(t.series.c.last).where(t.series.c.name == _given("name"))
CHANGES_OF: Final = (
    columns(t.change, StoredChange)
    .where(_change.id == _given("id"), _change.entity == _given("entity"))
    .order_by(_change.pos.desc())
    .limit(_given("limit"))
)
CHANGES: Final = (
    columns(t.change, StoredChange).where(_change.pos > _given("after")).order_by(_change.pos).limit(_given("limit"))
)
SUBSCRIPTION: Final = columns(t.subscription, Subscribed).where(t.subscription.c.person == _given("person"))
ERASURES: Final = columns(t.erasure, Erasure).order_by(t.erasure.c.at, t.erasure.c.id)
ERASURES_OF: Final = ERASURES.where(t.erasure.c.matter.in_(_any_of("matters")))
_logged = sa.and_(t.device_log.c.inc == t.incarnation.c.inc, t.device_log.c.n.between(_given("first"), _given("last")))
NUMBERING: Final = (
    columns(t.incarnation, Incarnation)
    .add_columns(t.device_log.c.n, t.device_log.c.op_id)
    .select_from(t.incarnation.outerjoin(t.device_log, _logged))
    .where(t.incarnation.c.inc == _given("inc"))
)
OPS: Final = columns(t.op, StoredOp).where(_op.author == _given("author"), _op.op_id.in_(_any_of("op_ids")))
CASES: Final = (
    columns(t.op, Case)
    .where(_op.record.in_(_any_of("records")), _op.outcome.in_((QUARANTINED, HELD)), _open)
    .order_by(_op.received, _op.n)
    .limit(_given("limit"))
)
OPS_ON: Final = (
    columns(t.op, StoredOp)
    .where(_op.record.in_(_any_of("records")), _op.outcome.in_(_any_of("outcomes")), _open)
    .order_by(_op.received, _op.n)
    .limit(_given("limit"))
)
# Refills in their old order, then in order of arrival.
WAITING: Final = (
    columns(t.op, StoredOp)
    .where(_op.outcome == HELD, _open)
    .order_by(_op.old_pos.is_(None), _op.old_pos, _op.received, _op.n, _op.op_id)
    .limit(_given("limit"))
    .offset(_given("skip"))
)
