"""An erasure in the database: words go from records, from the log, from kept operations and from told results.

Owns the one place where anything of the log is ever changed, and what is changed there: payload and salt become null,
hashes stay. Each record gets one more version, which says what was erased and when, so that every phone gets it again
without the words. Which records a matter has is its feature's to say.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
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
from sync.stored import Erasure, StoredChange, StoredOp
from sync.values import list_of, text_of

# A record with more versions than this is a thread that was written to every hour for a year.
_CHANGES_MAX: Final = 10_000
_ASKED_AT_ONCE: Final = 500
# Whoever went along reads these because of it.
_COMPANIONS: Final = "companions"
_SHARED: Final = ("visit", "report", "round", "attachment")


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
        links = {state.pair: tx.changes_of(*state.pair, limit=_CHANGES_MAX) for state in states}
        positions = {state.pair: _positions(links[state.pair], state, erasure) for state in states}
        along = _along(states, erasure)
        hit = _hit(states, positions, erasure, along)
        written = [_version(batch, at, state, erasure, along) for at, state in enumerate(hit)]
        batch.keep(written, {}, Author(erasure.id, erasure.by, erasure.at))
        batch.flush()
        blanks = {pos for found in positions.values() for pos in found}
        tx.blank_changes(blanks)
        ops = _clean_ops(tx, erasure, bodies, {one.op_id: one.actor for found in links.values() for one in found})
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


def _along(states: Collection[State], erasure: Erasure) -> frozenset[str]:
    """The keys of those who read the matter only because they went along, which is erased."""
    if _COMPANIONS not in erasure.places:
        return frozenset()
    shared = [one.record for one in states if one.record.entity in _SHARED]
    along = {text_of(id) for one in shared for id in list_of(one.body.get(_COMPANIONS))}
    return frozenset(f"person:{id}" for id in along - {one.author for one in shared})


def _hit(
    states: Collection[State], positions: dict[Pair, set[int]], erasure: Erasure, along: Collection[str]
) -> list[State]:
    """The records that hold words of the erasure's places, or did, and those that lie where these people read."""

    def is_hit(one: State) -> bool:
        is_there = one.record.entity in _SHARED and not one.keys.isdisjoint(along)
        return is_there or bool(positions[one.pair] or blanked(*one.pair, one.record.body, erasure.places))

    return [one for one in states if is_hit(one)]


def _positions(links: Collection[StoredChange], state: State, erasure: Erasure) -> set[int]:
    body, places = state.record.body, erasure.places
    return {one.pos for one in links if holds(one.payload, *state.pair, places, body)}


def _version(batch: Batch, at: int, state: State, erasure: Erasure, along: Collection[str]) -> Written:
    """The record's next version: all of it, for the log has no longer what it was made of. A tombstone stays one."""
    record = state.record
    changed = blanked(*state.pair, record.body, erasure.places)
    body: dict[str, Value] = {**record.body, **changed}
    if can_be_marked(record.entity):
        body["erased"] = marked(record.entity, record.body, changed, erasure.places, erasure.at) or None
    after = replace(record, v=record.v + 1, pos=batch.next_pos() + at, body=body)
    gone = state.keys & frozenset(along if record.entity in _SHARED else ())
    left = {**state.left, **dict.fromkeys(gone, after.pos)}
    return Written(state, State(after, state.keys - gone, left), after.body, whole=True)


def _clean_ops(tx: SqlTx, erasure: Erasure, bodies: dict[Pair, Fields], writers: Mapping[str, str]) -> int:
    """Take the words from operations about the matter, about conflicts over it, and about others that wrote it."""
    records = {erasure.matter, *(id for entity, id in bodies if entity == "conflict")}
    queries = [columns(t.op, StoredOp).where(t.op.c.record.in_(records))]
    # Asked by author too: so the operations of one person are found by an index.
    elsewhere = columns(t.op, StoredOp).where(t.op.c.record.not_in(records), t.op.c.author.in_(set(writers.values())))
    queries += [elsewhere.where(t.op.c.op_id.in_(some)) for some in _batches(sorted(writers))]
    ops = [StoredOp(*row) for query in queries for row in tx.connection.execute(query)]

    def body_of(entity: str, id: str) -> Fields | None:
        return bodies.get((entity, id))

    def about(id: str) -> str:
        return text_of(bodies.get(("conflict", id), {}).get("field"))

    clean = [
        replace(
            one,
            body=one.body and clean_body(one.body, erasure.places, about(one.record)),
            result=clean_result(one.result, erasure.places, body_of),
        )
        for one in ops
    ]
    changed = [after for one, after in zip(ops, clean, strict=True) if one != after]
    tx.put_ops(changed)
    return len(changed)


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    yield from (ids[at : at + _ASKED_AT_ONCE] for at in range(0, len(ids), _ASKED_AT_ONCE))


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
