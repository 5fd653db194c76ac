"""An erasure in the database: words go from records, from the log, from kept operations and from told results.

Owns the one place where anything of the log is ever changed, and what is changed there: payload and salt become null,
hashes stay. Each record gets one more version, which says what was erased and when, so that every phone gets it again
without the words. Which records a matter has is its feature's to say.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

import sqlalchemy as sa

from server.platform import tables as t
from server.platform.queries import columns
from server.platform.store import SqlReader, SqlTx
from sync.batch import Author, Batch, Pair, State, Written
from sync.erasing import blanked, can_be_marked, clean_body, clean_result, holds, marked
from sync.ports import Fields, Value
from sync.stored import Erasure, StoredOp

# A record with more versions than this is a thread that was written to every hour for a year.
_CHANGES_MAX: Final = 10_000


@dataclass(frozen=True, slots=True)
class Done:
    """What an erasure found: records that got a version without words, links of the log, operations."""

    records: int
    changes: int
    ops: int


def erase(tx: SqlTx, erasure: Erasure, pairs: Collection[Pair], *, chance: Callable[[int], bytes]) -> Done:
    """Take the words of the erasure's places from these records and from everything that was kept of them."""
    with _overwriting(tx):
        batch = Batch(tx, chance)
        batch.prefetch({id for _, id in pairs})
        states = [state for pair in sorted(set(pairs)) if (state := batch.state(pair)) is not None]
        bodies = {state.pair: state.record.body for state in states}
        positions = {state.pair: _positions(tx, state, erasure) for state in states}
        written = [_version(batch, at, state, erasure) for at, state in enumerate(_hit(states, positions, erasure))]
        batch.keep(written, {}, Author(erasure.id, erasure.by, erasure.at))
        batch.flush()
        blanks = {pos for found in positions.values() for pos in found}
        tx.blank_changes(blanks)
        ops = _clean_ops(tx, erasure, bodies)
        tx.put_erasure(erasure)
    return Done(len(written), len(blanks), ops)


@contextmanager
def _overwriting(tx: SqlTx) -> Iterator[None]:
    """Let SQLite write zeros over what goes: else it stays readable in the file until the page is used again."""
    if tx.connection.dialect.name != "sqlite":
        yield
        return
    tx.connection.exec_driver_sql("PRAGMA secure_delete = ON")
    try:
        yield
    finally:
        tx.connection.exec_driver_sql("PRAGMA secure_delete = OFF")


def _hit(states: Collection[State], positions: dict[Pair, set[int]], erasure: Erasure) -> list[State]:
    """The records that hold words of the erasure's places, or did."""
    return [one for one in states if positions[one.pair] or blanked(*one.pair, one.record.body, erasure.places)]


def _positions(tx: SqlTx, state: State, erasure: Erasure) -> set[int]:
    body, places = state.record.body, erasure.places
    found = tx.changes_of(*state.pair, limit=_CHANGES_MAX)
    return {one.pos for one in found if holds(one.payload, *state.pair, places, body)}


def _version(batch: Batch, at: int, state: State, erasure: Erasure) -> Written:
    """The record's next version: all of it, for the log has no longer what it was made of. A tombstone stays one."""
    record = state.record
    changed = blanked(*state.pair, record.body, erasure.places)
    body: dict[str, Value] = {**record.body, **changed}
    if can_be_marked(record.entity):
        body["erased"] = marked(record.entity, record.body, changed, erasure.places, erasure.at) or None
    after = replace(record, v=record.v + 1, pos=batch.next_pos() + at, body=body)
    return Written(state, replace(state, record=after), after.body, whole=True)


def _clean_ops(tx: SqlTx, erasure: Erasure, bodies: dict[Pair, Fields]) -> int:
    """Take the words from operations about the matter and about conflicts over it; how many had any."""
    records = {erasure.matter, *(id for entity, id in bodies if entity == "conflict")}
    query = columns(t.op, StoredOp).where(t.op.c.record.in_(records))
    ops = [StoredOp(*row) for row in tx.connection.execute(query)]

    def body_of(entity: str, id: str) -> Fields:
        return bodies.get((entity, id), {})

    clean = [
        replace(
            one,
            body=one.body and clean_body(one.body, erasure.places),
            result=clean_result(one.result, erasure.places, body_of),
        )
        for one in ops
    ]
    changed = [after for one, after in zip(ops, clean, strict=True) if one != after]
    tx.put_ops(changed)
    return len(changed)


def conflicts_about(tx: SqlTx, matter: str) -> list[Pair]:
    """The conflicts over a matter's words. A conflict names it in its body: all of them are looked through."""
    one = t.record.c
    query = sa.select(one.id).where(one.entity == "conflict", one.body.contains(matter, autoescape=True))
    return [("conflict", id) for id in tx.connection.execute(query).scalars()]


def under(reader: SqlReader, key: str) -> list[Pair]:
    """The records that are, or were, under a key."""
    one = t.membership.c
    query = sa.select(one.entity, one.id).where(one.key == key)
    return [(row.entity, row.id) for row in reader.connection.execute(query)]
