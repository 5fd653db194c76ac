"""The push: operations take effect at most once, in their order, and none blocks those behind it.

Owns numbering, replay, outcomes and what happens when something breaks. Sans-I/O: store, handlers, directory and
chance are arguments.

What is known of a push's first number decides (`last_n` is the last that arrived from this incarnation):

    from ≤ last_n + 1, op_ids as logged       overlap gets its stored results, the rest is applied
    from ≤ last_n + 1, another op_id          fork: this phone's store was cloned or put back
    from > last_n + 1                         gap: something between never came
    incarnation of another person or device   fork

An operation is looked up by (author, op_id) before it is applied, so that one that comes again, in whatever
incarnation, gets the result it has. All of a push is one transaction. When anything but an outcome is raised inside an
operation, that one is held; when the transaction itself breaks, the push is taken op by op, each in its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sync.applying import Applier, Arrival, Contact, Office, Told
from sync.batch import Pair
from sync.errors import HELD
from sync.outcomes import announce_refused
from sync.ports import D, Reader, Store, Tx
from sync.protocol import Push
from sync.reading import Fault, Sealed, read_ops
from sync.stored import Incarnation, StoredOp


@dataclass(slots=True)
class Pushed:
    """What became of a push. `results` are numbers with tails of result rows; `fresh` the records that it was about."""

    last_n: int
    error: str | None = None
    results: list[tuple[int, str]] = field(default_factory=list)
    told: dict[Pair, Told] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)


def push(store: Store, office: Office[D], who: Contact, sent: Push, arrival: Arrival) -> Pushed:
    """Take a push. BadBody when its columns or numbers are not as they must be; the store's own faults pass through."""
    ops = read_ops(sent, author=who.person, device=who.device)
    if not ops:
        with store.read() as reader:
            return _checked(reader, who, sent, ops)
    try:
        with store.write() as tx:
            return _take(tx, Applier(tx, office, store.faults), who, sent, arrival, ops)
    except Exception as error:  # noqa: BLE001 - whatever broke must not block the operations behind it
        office.report("push", error)
        return _one_by_one(store, office, who, sent, arrival)


def _one_by_one(store: Store, office: Office[D], who: Contact, sent: Push, arrival: Arrival) -> Pushed:
    """Each operation in a transaction of its own; the one that breaks it is held."""
    whole = Pushed(0)
    previous = sent.prev
    for one in read_ops(sent, author=who.person, device=who.device):
        alone = _alone(sent, one.n, previous)
        previous = one.op_id
        try:
            with store.write() as tx:
                part = _take(tx, Applier(tx, office, store.faults), who, alone, arrival, [one])
        except Exception as error:  # noqa: BLE001 - see above
            office.report(one.op_id, error)
            with store.write() as tx:
                part = _take(tx, Applier(tx, office, store.faults), who, alone, arrival, [_broken(one)])
        whole = Pushed(part.last_n, part.error, whole.results + part.results, fresh=whole.fresh | part.fresh)
        if part.error is not None and not part.results:
            break
    return whole


def _alone(sent: Push, n: int, previous: str | None) -> Push:
    return Push(inc=sent.inc, first=n, prev=previous, refill=sent.refill, groups=[])


def _broken(one: Sealed) -> Sealed:
    return replace(one, op=None, fault=Fault(HELD, "server_fault", {}))


def _checked(reader: Reader, who: Contact, sent: Push, ops: Sequence[Sealed]) -> Pushed:
    """Whether the numbers follow on what is known. See the table above."""
    known, logged = reader.numbering(sent.inc, sent.first - 1, sent.first + len(ops) - 1)
    if known is not None and (known.person, known.device) != (who.person, who.device):
        return Pushed(0, "fork")
    last_n = known.last_n if known is not None else 0
    if sent.first > last_n + 1:
        return Pushed(last_n, "gap")
    wanted = {one.n: one.op_id for one in ops if one.n <= last_n}
    if sent.prev is not None:
        wanted[sent.first - 1] = sent.prev
    forked = any(logged.get(n) != op_id for n, op_id in wanted.items())
    return Pushed(last_n, "fork" if forked else None)


def _take(tx: Tx, applier: Applier[D], who: Contact, sent: Push, arrival: Arrival, ops: Sequence[Sealed]) -> Pushed:
    """Within one write transaction: apply what is new, answer what is known, and store both."""
    if arrival.epoch not in (None, applier.epoch):
        # The database was put back while the request ran: the phone learns of it before anything is taken.
        return Pushed(0, "resync")
    pushed = _checked(tx, who, sent, ops)
    if pushed.error is not None:
        return pushed
    known = tx.ops(who.person, [one.op_id for one in ops])
    fresh = [one for one in ops if one.op_id not in known]
    applier.prepare({one.id for one in fresh}, who.person, arrival.today)
    new: dict[str, StoredOp] = {}
    for one in fresh:
        if one.op_id not in new:
            old_epoch = sent.refill.epoch if sent.refill is not None and one.old_pos is not None else None
            new[one.op_id] = applier.apply(one, who, arrival, old_epoch=old_epoch)
    replaced = superseded_by(tx, who.person, fresh, new)
    announce_refused(applier, [*replaced, *new.values()], arrival.received)
    applier.flush()
    tx.put_ops([*replaced, *new.values()])
    known |= new
    pushed.results = [(one.n, known[one.op_id].result) for one in ops]
    pushed.told = applier.told
    pushed.fresh = {one.id for one in fresh}
    pushed.error = "drain" if who.draining else None
    _log(tx, who, sent, ops, pushed)
    return pushed


def superseded_by(tx: Tx, author: str, fresh: Sequence[Sealed], new: dict[str, StoredOp]) -> list[StoredOp]:
    """The author's earlier operations that these replace. Those of this very push are marked in `new`."""
    by = {old: one.op_id for one in fresh for old in one.supersedes}
    for op_id in by.keys() & new.keys():
        new[op_id] = replace(new[op_id], superseded=by[op_id])
    stored = tx.ops(author, [op_id for op_id in by if op_id not in new]) if by else {}
    return [replace(one, superseded=by[op_id]) for op_id, one in stored.items()]


def _log(tx: Tx, who: Contact, sent: Push, ops: Sequence[Sealed], pushed: Pushed) -> None:
    logged = {one.n: one.op_id for one in ops if one.n > pushed.last_n}
    pushed.last_n = max(pushed.last_n, *logged, 0)
    if logged:
        tx.put_incarnation(Incarnation(sent.inc, who.person, who.device, pushed.last_n), logged)
