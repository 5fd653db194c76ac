"""What is kept of operations: their outcomes, and the numbers under which phones sent them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from server.platform import tables as t
from server.platform.backup.finding import Finding
from server.platform.store import SqlReader
from sync.errors import APPLIED, HELD, MERGED, OUTCOMES, QUARANTINED
from sync.operations import BY_NAME_KIND
from sync.protocol import BadBody
from sync.reading import read_kept
from sync.values import is_id

_STEP: Final = 500
# A row of a query: its columns by name.
Row = Any
Trace = Mapping[str, Sequence[Row]]


def check_operations(reader: SqlReader) -> Iterator[Finding]:
    """Each operation's columns agree with each other, with its result and with the log."""
    after = ("", "")
    head = reader.head().pos
    while ops := _ops_after(reader, after):
        traces = _traces(reader, {op.record for op in ops})
        fitting = {op.op_id: op for op in ops if _is_formed(op) and _agrees(op, head)}
        links = _links(reader, {pos for op in fitting.values() if (pos := _told(op)[1]) is not None})
        for op in ops:
            if op.op_id not in fitting:
                yield Finding("op", f"{op.author} {op.op_id}", "form")
            elif not _is_in_log(op, traces.get(op.record, ()), links):
                yield Finding("op", f"{op.author} {op.op_id}", "unlike")
        after = (ops[-1].author, ops[-1].op_id)


def check_numbers(reader: SqlReader) -> Iterator[Finding]:
    """Each incarnation's numbers begin at 1, have no hole, end where it says, and name operations of its person."""
    log, inc, op = t.device_log.c, t.incarnation.c, t.op.c
    counted = sa.select(log.inc, sa.func.count().label("count"), sa.func.max(log.n).label("last")).group_by(log.inc)
    found = counted.subquery()
    query = sa.select(inc.inc, inc.person, inc.device, inc.last_n, found.c.count, found.c.last)
    for row in reader.connection.execute(query.outerjoin(found, found.c.inc == inc.inc).order_by(inc.inc)):
        if not all(map(is_id, (row.inc, row.person, row.device))):
            yield Finding("incarnation", row.inc, "form")
        if not row.last_n == row.count == row.last:
            yield Finding("incarnation", row.inc, "hole")
    known = sa.exists().where(inc.inc == log.inc)
    for number in reader.connection.execute(sa.select(log.inc, log.n).where(~known).limit(_STEP)):
        yield Finding("device_log", f"{number.inc} n {number.n}", "orphan")
    named = sa.exists().where(op.author == inc.person, op.op_id == log.op_id)
    joined = sa.select(log.inc, log.n).join(t.incarnation, inc.inc == log.inc).where(~named).limit(_STEP)
    for number in reader.connection.execute(joined):
        yield Finding("device_log", f"{number.inc} n {number.n}", "orphan")


def _ops_after(reader: SqlReader, after: tuple[str, str]) -> Sequence[Row]:
    one = t.op.c
    beyond = sa.or_(one.author > after[0], sa.and_(one.author == after[0], one.op_id > after[1]))
    return reader.connection.execute(sa.select(t.op).where(beyond).order_by(one.author, one.op_id).limit(_STEP)).all()


def _traces(reader: SqlReader, records: set[str]) -> Trace:
    """What the log has of these records."""
    one = t.change.c
    query = sa.select(one.op_id, one.id, one.entity, one.actor, one.at, one.v).where(one.id.in_(records))
    found: dict[str, list[Row]] = {}
    for row in reader.connection.execute(query):
        found.setdefault(row.id, []).append(row)
    return found


def _links(reader: SqlReader, positions: set[int]) -> Mapping[int, Row]:
    one = t.change.c
    query = sa.select(one.pos, one.op_id, one.entity, one.id, one.v).where(one.pos.in_(positions))
    return {row.pos: row for row in reader.connection.execute(query)}


def _is_formed(op: Row) -> bool:
    ids = (op.author, op.op_id, op.device, op.record)
    others = (op.superseded, op.old_epoch)
    kind = BY_NAME_KIND.get(op.kind)
    of_kind = op.outcome in (HELD, QUARANTINED) or (
        kind is not None and op.entity == kind.entity and op.schema <= kind.schema
    )
    if kind is not None:
        of_kind = of_kind and op.entity in ("", kind.entity)
    formed = all(map(is_id, ids)) and all(one is None or is_id(one) for one in others)
    return formed and of_kind and op.n >= 1 and op.received >= 0 and op.schema >= 1 and op.outcome in OUTCOMES


def _agrees(op: Row, head: int) -> bool:
    """Whether outcome, code, result and body say the same."""
    try:
        outcome, _v, pos, *rest = msgspec.json.decode(op.result, type=list[Any])
        kept = op.body is None or _is_kept(op)
    except (msgspec.DecodeError, msgspec.ValidationError, ValueError, BadBody):
        return False
    problem = rest[0] if rest and isinstance(rest[0], dict) else {}
    return kept and outcome == op.outcome and (pos is None or 0 < pos <= head) and (
        op.outcome in (APPLIED, MERGED) or not problem or problem.get("code") == op.code
    )  # fmt: skip


def _is_kept(op: Row) -> bool:
    sealed, _sent = read_kept(op.body, author=op.author, device=op.device)
    return (sealed.op_id, sealed.id, sealed.kind, sealed.schema) == (op.op_id, op.record, op.kind, op.schema)


def _is_in_log(op: Row, trace: Sequence[Row], links: Mapping[int, Row]) -> bool:
    """Whether the log has the version and place that its author was told, and what it wrote is his and of its time."""
    mine = [row for row in trace if row.entity == op.entity]
    if any((row.actor, row.at) != (op.author, op.received) for row in mine if row.op_id == op.op_id):
        return False
    v, pos = _told(op)
    link = links.get(pos) if pos is not None else None
    if pos is not None and (link is None or not _is_its(op, link, v)):
        return False
    return v is None or any(row.v == v for row in mine)


def _is_its(op: Row, link: Row, v: int | None) -> bool:
    """Whether a change is the operation's last, or, when it wrote nothing, the version that it found."""
    own = (link.entity, link.id) == (op.entity, op.record)
    return (own and link.v == v) or (not own and link.op_id == op.op_id)


def _told(op: Row) -> tuple[int | None, int | None]:
    """Version and position in the result."""
    _outcome, v, pos, *_rest = msgspec.json.decode(op.result, type=list[Any])
    return v, pos
