"""Readings of refused work. Nothing here writes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from typing import Any

import sqlalchemy as sa

from server.features.cases.model import handed_over
from server.platform import tables as t
from server.platform.store import SqlReader
from sync.errors import HELD, QUARANTINED
from sync.stored import StoredOp

# Refused operations shown at once; more than these is no list that a person works through.
CASES_MAX = 200


def list_refused(reader: SqlReader, author: str) -> list[StoredOp]:
    """The author's refused operations that nothing replaced and nobody closed, in order of arrival."""
    query = _open().where(t.op.c.author == author)
    return _ops(reader, query)


def list_droppable(reader: SqlReader, author: str, op_ids: list[str]) -> list[str]:
    """Which of these are the author's refused operations that nobody else has in hand and nobody closed."""
    op = t.op.c
    query = _open().where(op.author == author, op.op_id.in_(op_ids), handed_over.c.handed.is_(None))
    return [one.op_id for one in _ops(reader, query)]


def find_waiting(reader: SqlReader, records: Collection[str]) -> set[tuple[str, str]]:
    """By whom, and about which of these records, there is work that is held, or refused and not closed."""
    op, handed = t.op.c, handed_over.c
    joined = t.op.outerjoin(handed_over, sa.and_(handed.author == op.author, handed.op_id == op.op_id))
    query = sa.select(op.author, op.record).select_from(joined).distinct()
    waits = query.where(op.record.in_(records), op.outcome.in_((QUARANTINED, HELD)), op.superseded.is_(None))
    return {(author, record) for author, record in reader.connection.execute(waits.where(handed.closed.is_(None)))}


def authors_handed(reader: SqlReader) -> list[str]:
    """Who has handed work to the office that nobody closed."""
    one = handed_over.c
    query = sa.select(one.author).where(one.closed.is_(None)).distinct().order_by(one.author)
    return list(reader.connection.execute(query).scalars())


def list_handed(reader: SqlReader, authors: list[str]) -> list[StoredOp]:
    """Refused operations that these authors handed to the office, in order of arrival."""
    return _ops(reader, _open().where(handed_over.c.handed.is_not(None), t.op.c.author.in_(authors)))


def handed_at(reader: SqlReader, ops: list[StoredOp]) -> dict[tuple[str, str], int]:
    """Since when each of these has been in the office's hands."""
    query = sa.select(handed_over).where(handed_over.c.op_id.in_([op.op_id for op in ops]))
    return {(row.author, row.op_id): row.handed for row in reader.connection.execute(query)}


def is_handed(reader: SqlReader, author: str, op_id: str) -> bool:
    """Whether the author handed it over and it is not closed."""
    one = handed_over.c
    query = sa.select(one.op_id).where(one.author == author, one.op_id == op_id, one.closed.is_(None))
    return reader.connection.execute(query).first() is not None


def _open() -> sa.Select[Any]:
    op, handed = t.op.c, handed_over.c
    columns = [op[field.name] for field in fields(StoredOp)]
    joined = t.op.outerjoin(handed_over, sa.and_(handed.author == op.author, handed.op_id == op.op_id))
    query = sa.select(*columns).select_from(joined)
    return query.where(op.outcome == QUARANTINED, op.superseded.is_(None), handed.closed.is_(None))


def _ops(reader: SqlReader, query: sa.Select[Any]) -> list[StoredOp]:
    ordered = query.order_by(t.op.c.received, t.op.c.n).limit(CASES_MAX)
    return [StoredOp(*row) for row in reader.connection.execute(ordered)]
