"""One operation's way to its outcome, within a write transaction.

Owns what is common to every kind: ids that are taken, cases that depend on each other, the five outcomes, and what is
kept of each. What a kind means is its handler's. Sans-I/O.

    the handler returns            applied; merged when prose was joined; conflict when it said so
    it raises Refused              quarantined, with a code
    it raises Stale                conflict, and nothing of it is kept
    it raises anything else        held: a fault of ours, tried again later

While phones hand in again what a restore lost, what is refused or clashes may only be early: then it is held.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final, Generic

from sync.batch import Batch, Pair, State
from sync.entities import AGGREGATE
from sync.erasing import clean_body, matter_of
from sync.errors import APPLIED, CONFLICT, HELD, MERGED, QUARANTINED, UNKEPT
from sync.operations import BY_NAME_KIND
from sync.ports import D, Handler, Operation, Reader, Refused, Stale, Tx
from sync.protocol import result_tail
from sync.reading import Fault, Sealed
from sync.replaced import replaced_by, said_again
from sync.results import is_seen, result_of
from sync.stored import Case, Meta, StoredOp
from sync.values import text_of
from sync.work import Arrival, Job

# Open cases looked at for one push: beyond these, a refused operation is a case of its own.
CASES_MAX: Final = 2_000
__all__ = ["Applier", "Arrival", "Contact", "Office", "Told"]


@dataclass(frozen=True, slots=True)
class Contact:
    """Who is speaking: the session's person and device.

    `draining`: the device was withdrawn and may only hand in. `lost`: besides, it is to forget everything at once.
    `via`: who carried the work here, when it was not the device itself.
    """

    person: str
    device: str
    draining: bool = False
    lost: bool = False
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Office(Generic[D]):
    """What the engine is given of the office: its handlers by kind, its directory, chance, and whom to tell of faults.

    `report` takes what broke (an op_id) and the exception; no text of a person's may be logged. `reborn` is called when
    a database that was put back begins a new life, and whenever one `lacks` what was done beside it: what must not come
    back with it is taken away again.
    """

    handlers: Mapping[str, Handler[D]]
    directory_of: Callable[[Reader], D]
    chance: Callable[[int], bytes]
    report: Callable[[str, Exception], None]
    reborn: Callable[[Tx], object] = lambda _tx: None
    lacks: Callable[[Meta], bool] = lambda _meta: False


@dataclass(frozen=True, slots=True)
class Told:
    """A record that was written and of which its author was fully told: as it was before, and its last position."""

    before: State | None
    pos: int


@dataclass(frozen=True, slots=True)
class _Outcome:
    name: str
    result: str
    code: str | None = None


class Applier(Generic[D]):
    """Applies operations one after the other, and remembers what their authors were told."""

    def __init__(self, tx: Tx, office: Office[D], faults: tuple[type[Exception], ...]) -> None:
        self.batch = Batch(tx, office.chance)
        meta = self.batch.meta
        self.epoch, self._refilled = meta.epoch, meta.refill_since is not None
        self._tx = tx
        self._office = office
        self._faults = faults
        self._told: dict[Pair, Told] = {}
        self._untold: set[Pair] = set()
        self._cases: dict[str, list[Case]] = {}

    @property
    def told(self) -> dict[Pair, Told]:
        """Records of which the results tell everything that happened to them here."""
        return {pair: told for pair, told in self._told.items() if pair not in self._untold}

    def prepare(self, ids: Collection[str], person: str, today: str) -> None:
        """Read what operations of one person on these records will need."""
        self.batch.prefetch(ids)
        self._directory = self._office.directory_of(self._tx)
        self._keys = self._directory.keys(person, today)
        for case in self._tx.cases(ids, CASES_MAX):
            self._cases.setdefault(case.record, []).append(case)

    def apply(self, one: Sealed, who: Contact, arrival: Arrival, *, old_epoch: str | None = None) -> StoredOp:
        """Apply one operation and give what is to be stored of it. Only faults of the store are raised."""
        outcome = self._outcome(one, who, arrival, refill=old_epoch is not None)
        keeps = outcome.name in (QUARANTINED, HELD) and outcome.code not in UNKEPT
        kept = self._kept(one, who, arrival) if keeps else None
        stored = StoredOp(
            who.person, one.op_id, one.n, who.device, one.kind, one.schema, one.entity, one.id, outcome.name,
            outcome.code, outcome.result, kept, arrival.received, None, old_epoch, one.old_pos, who.via,
        )  # fmt: skip
        if kept is not None:
            self._cases.setdefault(one.id, []).append(Case(one.id, who.person, one.op_id, outcome.code, one.kind))
            self.batch.refused.append(stored)
        return stored

    def flush(self) -> None:
        """Append what was written to the log."""
        self.batch.flush()

    def _outcome(self, one: Sealed, who: Contact, arrival: Arrival, *, refill: bool) -> _Outcome:
        if who.draining or who.lost:
            return self._failed(one, who, Fault(QUARANTINED, "device_withdrawn", {}))
        if one.op is None:
            return self._failed(one, who, one.fault or Fault(HELD, "server_fault", {}))
        early = self._may_be_early(one, refill=refill)
        try:
            return self._applied(one.op, arrival, early=early)
        except Refused as refused:
            waits = (early or (self._refilled and refused.code == "not_found")) and refused.code not in UNKEPT
            fault = Fault(HELD, "refill", {}) if waits else Fault(QUARANTINED, refused.code, refused.details)
            return self._failed(one, who, fault)
        except Stale as stale:
            fault = Fault(HELD, "refill", {}) if early else Fault(CONFLICT, stale.code, stale.details)
            return self._failed(one, who, fault)
        except self._faults:
            raise
        except Exception as error:  # noqa: BLE001 - a poisoned operation must not block those behind it
            self._office.report(one.op_id, error)
            return self._failed(one, who, Fault(HELD, "server_fault", {}))

    def _kept(self, one: Sealed, who: Contact, arrival: Arrival) -> str:
        """The operation as it came, without words that had been erased when it did."""
        body = one.body(arrival.sent)
        if not self.batch.has_erasures:
            return body
        conflict = self.batch.state(("conflict", one.id))
        about = conflict.record.body if conflict is not None else {}
        places = self._barred(one, who, arrival, matter_of("conflict", one.id, about) or one.id)
        return clean_body(body, places, text_of(about.get("field"))) if places else body

    def _barred(self, one: Sealed, who: Contact, arrival: Arrival, matter: str) -> Collection[str]:
        if one.op is not None:
            return Job(self.batch, one.op, arrival).barred_places(matter)
        # What it saw cannot be read: only when it was done is known, and what it replaces.
        done_at = one.row[one.cols.index("at")] + arrival.received - arrival.sent
        replaced = replaced_by(self.batch, who.person, one.supersedes)
        listed = [(place, each.at) for each in self.batch.erasures(matter) for place in each.places]
        return {place for place, at in listed if done_at <= at or said_again(replaced, place, at)}

    def _may_be_early(self, one: Sealed, *, refill: bool) -> bool:
        """Whether it may have come before what it builds on: after a restore, phones hand in again in any order.

        So may whatever else speaks of a record about which handed-in work waits.
        """
        return self._refilled and (refill or any(case.code == "refill" for case in self._cases.get(one.id, ())))

    def _applied(self, op: Operation, arrival: Arrival, *, early: bool) -> _Outcome:
        self._check_id(op)
        job = Job(self.batch, op, arrival)
        self._office.handlers[op.kind](job, self._directory)
        if early and job.met is not None:
            # What it clashes with may be what its author had seen, in a version that has yet to come again.
            raise Stale(job.met[0])
        name = CONFLICT if job.met is not None else MERGED if job.merged else APPLIED
        code, details = job.met if job.met is not None else (None, {})
        own = job.own
        partly = any(one.pair == (op.entity, op.id) for one in job.written)
        if name == CONFLICT and not partly:
            pos = job.written[-1].after.record.pos if job.written else None
            result = result_tail(name, None, pos, {"code": code, "details": details})
            self._untold.update(one.pair for one in job.written)
        else:
            result = result_of(op, name, job.written, own, self._keys)
            self._tell(job)
        job.keep()
        return _Outcome(name, result, code)

    def _tell(self, job: Job) -> None:
        for one in job.written:
            if not (is_seen(one.before, self._keys) or is_seen(one.after, self._keys)):
                self._untold.add(one.pair)
            first = self._told.get(one.pair)
            self._told[one.pair] = Told(first.before if first else one.before, one.after.record.pos)

    def _failed(self, one: Sealed, who: Contact, fault: Fault) -> _Outcome:
        problem: dict[str, object] = {"code": fault.code, "details": dict(fault.details)}
        depends = self._depends(one, who)
        if depends is not None:
            problem["depends"] = depends
        return _Outcome(fault.outcome, result_tail(fault.outcome, None, None, problem), fault.code)

    def _depends(self, one: Sealed, who: Contact) -> str | None:
        """The first refused operation of the same person on the same record: they are one case for him."""
        over = {one.op_id, *one.supersedes}
        mine = (case.op_id for case in self._cases.get(one.id, ()) if case.author == who.person)
        return next((op_id for op_id in mine if op_id not in over), None)

    def _check_id(self, op: Operation) -> None:
        """Refuse to make a record of an id that names something else, or that waits for its author's own words.

        A command makes none: for its handler such an id is absent, as it is for whoever may not know of it.
        """
        if BY_NAME_KIND[op.kind].patch_entity is None:
            return
        there = {AGGREGATE[entity] for entity in self.batch.entities_of(op.id)}
        authors = {case.author for case in self._cases.get(op.id, ()) if _makes_records(case.kind)}
        if there - {AGGREGATE[op.entity]} or (not there and authors and op.author not in authors):
            raise Refused("id_taken")


def _makes_records(kind: str) -> bool:
    """Whether such an operation may have been the first words about a record: a kind we do not know may."""
    known = BY_NAME_KIND.get(kind)
    return known is None or known.patch_entity is not None
