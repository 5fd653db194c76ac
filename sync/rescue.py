"""Work that came in a file and not from its phone: each operation takes effect as if the phone had sent it.

Owns the one difference: a file has no numbering. What is known by (author, op_id) keeps the result it has, so the same
file twice, or the phone itself afterwards, changes nothing. Sans-I/O.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sync.applying import Applier, Arrival, Contact, Office
from sync.engine import superseded_by
from sync.errors import HELD
from sync.outcomes import announce_refused
from sync.ports import D, Store, Tx
from sync.protocol import Group, Push
from sync.reading import Fault, Sealed, read_ops
from sync.stored import StoredOp

# The file's operations stand in the order in which they were done: their numbers mean nothing else.
_NO_INCARNATION = ""


def take_file(
    store: Store, office: Office[D], who: Contact, groups: Sequence[Group], arrival: Arrival
) -> list[tuple[StoredOp, bool]]:
    """What became of each operation, in order, and whether it is new. BadBody when they are not as they must be.

    Each in a transaction of its own: a file is short, and one that breaks must not keep out those behind it.
    """
    push = Push(inc=_NO_INCARNATION, first=1, prev=None, refill=None, groups=list(groups))
    ops = read_ops(push, author=who.person, device=who.device)
    return [_take(store, office, who, one, arrival) for one in ops]


def _take(store: Store, office: Office[D], who: Contact, one: Sealed, arrival: Arrival) -> tuple[StoredOp, bool]:
    try:
        with store.write() as tx:
            return _within(tx, Applier(tx, office, store.faults), who, one, arrival)
    except Exception as error:  # noqa: BLE001 - what breaks its transaction is held
        office.report(one.op_id, error)
        broken = replace(one, op=None, fault=Fault(HELD, "server_fault", {}))
        with store.write() as tx:
            return _within(tx, Applier(tx, office, store.faults), who, broken, arrival)


def _within(tx: Tx, applier: Applier[D], who: Contact, one: Sealed, arrival: Arrival) -> tuple[StoredOp, bool]:
    known = tx.ops(who.person, [one.op_id]).get(one.op_id)
    if known is not None:
        return known, False
    applier.prepare({one.id}, who.person, arrival.today)
    done = applier.apply(one, who, arrival)
    replaced = superseded_by(tx, who.person, [one], {})
    announce_refused(applier, [*replaced, done], arrival.received)
    applier.flush()
    tx.put_ops([*replaced, done])
    return done, True
