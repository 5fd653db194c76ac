"""Operations that wait at the office, tried again.

Owns the retry: after an upgrade that knows a newer kind, after a fault was mended, when a refill's target has come. The
author learns of it by an `outcome` record. Sans-I/O.

After a restore, phones hand in again in any order; what came early is tried in the old order, again and again, for as
long as one that could be done may be what another waits for.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from sync.applying import Applier, Arrival, Contact, Office
from sync.errors import HELD
from sync.outcomes import announce
from sync.ports import D, Store, Tx
from sync.reading import read_kept
from sync.stored import StoredOp

# Held operations looked at in one go, and those about what a push has just brought.
HELD_MAX: Final = 500
RELEASED_MAX: Final = 100
# Every round lets at least one operation go; a chain longer than this waits for the next time.
ROUNDS_MAX: Final = 20


def retry_held(store: Store, office: Office[D], *, now: int, today: str) -> int:
    """Try every held operation, each in a transaction of its own. How many are held no more."""
    done = 0
    for _ in range(ROUNDS_MAX):
        moved = _round(store, office, Arrival(now, now, today))
        done += moved
        if not moved:
            break
    return done


def release(store: Store, office: Office[D], records: Collection[str], *, now: int, today: str) -> int:
    """Try what waits for a refill about these records, oldest position first. How many wait no more."""
    with store.read() as reader:
        there = reader.ops_on(records, [HELD], RELEASED_MAX)
    waiting = sorted((one for one in there if one.code == "refill"), key=lambda one: (one.old_pos is None, one.old_pos))
    done = 0
    for _ in range(ROUNDS_MAX):
        left = [one for one in waiting if not _retry(store, office, one, Arrival(now, now, today))]
        done += len(waiting) - len(left)
        if not left or len(left) == len(waiting):
            break
        waiting = left
    return done


def _round(store: Store, office: Office[D], arrival: Arrival) -> int:
    """Try each once. Those that stay are stepped over, so that they keep nobody behind them waiting."""
    done = stayed = 0
    while True:
        with store.read() as reader:
            waiting = reader.held(HELD_MAX, stayed)
        moved = sum(_retry(store, office, one, arrival) for one in waiting)
        done, stayed = done + moved, stayed + len(waiting) - moved
        if len(waiting) < HELD_MAX:
            return done


def _retry(store: Store, office: Office[D], one: StoredOp, arrival: Arrival) -> bool:
    if one.body is None or _is_beyond_us(one, one.body):
        return False
    try:
        with store.write() as tx:
            return _retry_within(tx, Applier(tx, office, store.faults), one, arrival)
    except Exception as error:  # noqa: BLE001 - what breaks its transaction goes on waiting
        office.report(one.op_id, error)
        return False


def _is_beyond_us(one: StoredOp, body: str) -> bool:
    """Whether this server still does not know the kind: nothing to try."""
    sealed, _ = read_kept(body, author=one.author, device=one.device)
    return sealed.fault is not None and sealed.fault.outcome == HELD


def _retry_within(tx: Tx, applier: Applier[D], one: StoredOp, arrival: Arrival) -> bool:
    current = tx.ops(one.author, [one.op_id]).get(one.op_id)
    # Gone: an older database was put back meanwhile.
    if current is None or current.outcome != HELD or current.superseded is not None or current.body is None:
        return False
    sealed, sent = read_kept(current.body, author=one.author, device=one.device)
    applier.prepare({sealed.id}, one.author, arrival.today)
    arrived = Arrival(one.received, sent, arrival.today)
    done = applier.apply(sealed, Contact(one.author, one.device), arrived, old_epoch=one.old_epoch)
    if done.outcome == HELD:
        return False
    announce(applier, done, arrival.received)
    applier.flush()
    tx.put_ops([replace(done, old_pos=one.old_pos, via=one.via)])
    return True
