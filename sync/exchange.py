"""One request and its answer: cursor, push and feed put together.

Owns the order of things within a request. Sans-I/O. All that a request can be refused for is done before the first
line is given; rows are made as they are read.

    theirs? ──▶ cursor good? ──▶ push ──▶ keys gained, lost ──▶ head, results, segments, end
       │             │             │                             │
    wrong_person   resync      fork, gap                    drain, lost, upgrade: no segments
       └─────────────┴─────────────┴── head and end only
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Generic

from sync import limits
from sync.applying import Contact, Office
from sync.changelog import HEAD_BYTES
from sync.cursor import Cursor, epoch_mark, opened
from sync.engine import Pushed, push
from sync.feed import Reading, TooMuchGone, differing, note_keys, segments
from sync.held import release
from sync.ports import D, Reader, Store
from sync.protocol import Request, brief_head_line, end_line, head_line, results_line
from sync.stored import Meta
from sync.work import Arrival


@dataclass(frozen=True, slots=True)
class Exchange(Generic[D]):
    """Answers requests over one store. `new_id` gives a new UUID, for an epoch."""

    store: Store
    office: Office[D]
    new_id: Callable[[], str]

    def answer(self, request: Request, who: Contact, *, now: int, today: str) -> Iterator[bytes]:
        """The answer's lines. BadBody when the operations are not as they must be; the store's faults pass through."""
        with self.store.read() as reader:
            meta = reader.meta()
            if not request.is_of(who.person, who.device):
                return _refused(meta, now, "wrong_person")
            start = _start(reader, meta, request.cursor, who)
        if isinstance(start, _Lost):
            return _refused(self._new_life(start, meta, now), now, "resync")
        if self.office.lacks(meta):
            # Somebody put it back, and this phone cannot tell: before anything is read or taken.
            with self.store.write() as tx:
                self.office.reborn(tx)
        pushed = self._push(request, who, Arrival(now, request.sent, today, meta.epoch))
        if pushed.error in ("fork", "gap"):
            return _refused(meta, now, pushed.error, pushed.last_n)
        if pushed.error == "resync":
            with self.store.read() as reader:
                return _refused(reader.meta(), now, "resync")
        if meta.refill_since is not None and pushed.fresh:
            release(self.store, self.office, pushed.fresh, now=now, today=today)
        return self._answer(request, who, _Taken(meta, start, pushed), now=now, today=today)

    def _push(self, request: Request, who: Contact, arrival: Arrival) -> Pushed:
        if request.push is None:
            return Pushed(0)
        return push(self.store, self.office, who, request.push, arrival)

    def _answer(self, request: Request, who: Contact, taken: _Taken, *, now: int, today: str) -> Iterator[bytes]:
        meta, pushed = taken.meta, taken.pushed
        withdrawn = "lost" if who.lost else "drain" if who.draining else None
        error = withdrawn or ("upgrade" if request.p < limits.PROTOCOL else None)
        rows = iter([end_line(more=False)])
        if error is None:
            try:
                rows = self._rows(request, who, taken, now=now, today=today)
            except TooMuchGone:
                return _refused(meta, now, "resync", pushed.last_n)
        if request.is_brief and error is None:
            head = brief_head_line(epoch=meta.epoch, safe_pos=meta.safe_pos, time=now)
        else:
            head = head_line(epoch=meta.epoch, last_n=pushed.last_n, safe_pos=meta.safe_pos, time=now, error=error)
        results = [results_line(pushed.results)] if pushed.results else []
        return chain([head], results, rows)

    def _rows(self, request: Request, who: Contact, taken: _Taken, *, now: int, today: str) -> Iterator[bytes]:
        wanted = request.want is not None and request.want.receipt
        with self.store.read() as reader:
            keys = self.office.directory_of(reader).keys(who.person, today)
            reading = Reading(who.person, who.device, taken.pushed.told, taken.start, taken.meta.epoch, wanted)
            if not any(differing(reader.subscription(who.person), keys)):
                return self._begun(request, taken, reading, reader)
        note_keys(self.store, who.person, keys, now=now, chance=self.office.chance)
        with self.store.read() as reader:
            return self._begun(request, taken, reading, reader)

    def _begun(self, request: Request, taken: _Taken, reading: Reading, here: Reader) -> Iterator[bytes]:
        """The rows, of which the first step is made here: it tells whether there is an answer at all."""
        asked = bool(taken.pushed.results)
        lines = segments(self.store, reading, request.answer_bytes, at_least_one=asked, here=here)
        return chain([next(lines)], lines)

    def _new_life(self, lost: _Lost, meta: Meta, now: int) -> Meta:
        """The database's life as it is now: a new one when a cursor of this life is beyond or beside the log."""
        if not lost.in_this_life:
            return meta
        with self.store.write() as tx:
            if tx.meta().epoch == meta.epoch:
                tx.put_epoch(self.new_id(), now)
                self.office.reborn(tx)
            return tx.meta()


@dataclass(frozen=True, slots=True)
class _Taken:
    """What stands when the rows begin."""

    meta: Meta
    start: Cursor | None
    pushed: Pushed


@dataclass(frozen=True, slots=True)
class _Lost:
    """A cursor that leads nowhere. `in_this_life`: this server gave it in this epoch, so its log was put back since."""

    in_this_life: bool


def _start(reader: Reader, meta: Meta, sent: str | None, who: Contact) -> Cursor | _Lost | None:
    if sent is None:
        return None
    cursor = opened(sent, meta, person=who.person, device=who.device)
    if cursor is None:
        return _Lost(in_this_life=False)
    if any((reader.hash_at(place.pos) or b"")[:HEAD_BYTES] != place.head for place in cursor.places):
        return _Lost(in_this_life=cursor.epoch == epoch_mark(meta.epoch))
    if cursor.fill is not None and cursor.epoch != epoch_mark(meta.epoch):
        # It was on its way to keys that this life has perhaps not given: nobody would name what came under them.
        return _Lost(in_this_life=False)
    return cursor


def _refused(meta: Meta, now: int, error: str, last_n: int = 0) -> Iterator[bytes]:
    head = head_line(epoch=meta.epoch, last_n=last_n, safe_pos=meta.safe_pos, time=now, error=error)
    return iter([head, end_line(more=False)])
