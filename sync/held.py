"""Operations that wait at the office, tried again.

Owns the retry: after an upgrade that knows a newer kind, after a fault was mended, when a refill's target has come. The
author learns of it by an `outcome` record. Sans-I/O.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from uuid import UUID, uuid5

from sync.applying import Applier, Arrival, Contact, Office
from sync.batch import Author, Stage
from sync.errors import HELD
from sync.ports import D, Store, StoredOp, Tx
from sync.reading import read_kept

# Held operations looked at in one go.
HELD_MAX: Final = 500
# The id of an `outcome` record is made of the operation it speaks of, so that no retry makes a second one.
_OUTCOME_IDS: Final = UUID("5b1f8a52-6a0e-4f5c-9d0c-2f1f1f6f6d11")


def retry_held(store: Store, office: Office[D], *, now: int, today: str) -> int:
    """Try every held operation once, each in a transaction of its own. How many are held no more."""
    with store.read() as reader:
        waiting = reader.held(HELD_MAX)
    return sum(_retry(store, office, one, Arrival(now, now, today)) for one in waiting)


def _retry(store: Store, office: Office[D], one: StoredOp, arrival: Arrival) -> bool:
    try:
        with store.write() as tx:
            return _retry_within(tx, Applier(tx, office, store.faults), one, arrival)
    except Exception as error:  # noqa: BLE001 - what breaks its transaction goes on waiting
        office.report(one.op_id, error)
        return False


def _retry_within(tx: Tx, applier: Applier[D], one: StoredOp, arrival: Arrival) -> bool:
    current = tx.ops(one.author, [one.op_id])[one.op_id]
    if current.outcome != HELD or current.superseded is not None or current.body is None:
        return False
    sealed, sent = read_kept(current.body, author=one.author, device=one.device)
    applier.prepare({sealed.id}, one.author, arrival.today)
    arrived = Arrival(one.received, sent, arrival.today)
    done = applier.apply(sealed, Contact(one.author, one.device), arrived, old_epoch=one.old_epoch)
    if done.outcome == HELD:
        return False
    _announce(applier, done, arrival.received)
    applier.flush()
    tx.put_ops([replace(done, old_pos=one.old_pos)])
    return True


def _announce(applier: Applier[D], done: StoredOp, now: int) -> None:
    stage = Stage(applier.batch, Author(done.op_id, done.author, now))
    id = str(uuid5(_OUTCOME_IDS, f"{done.author}:{done.op_id}"))
    fields = {
        "op": done.op_id, "outcome": done.outcome, "code": done.code, "entity": done.entity or None,
        "record": done.record,
    }  # fmt: skip
    stage.write(("outcome", id), fields, {f"person:{done.author}"}, done.author)
    stage.keep()
