"""One operation being applied: what a handler holds in its hands.

Owns the working of the `Work` port over a stage of the batch. No rule of the office may enter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from sync.batch import Author, Batch, Stage, State, Written
from sync.entities import BY_NAME
from sync.erasing import WRITTEN, Sieve, said_in_conflict, said_in_op
from sync.errors import HELD, QUARANTINED
from sync.fold import value_at
from sync.merge import merge
from sync.ports import Change, Fields, Merge, Operation, Record, Value
from sync.replaced import Spoken, replaced_by, said_again
from sync.values import text_of, was_seen


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a push came, in real ms, what the phone's clock said when it left, and what day the office has.

    `epoch`: the life of the database that the request met; its words are not taken into another. None: any.
    """

    received: int
    sent: int
    today: str
    epoch: str | None = None


class Job:
    """The `Work` of one operation."""

    def __init__(self, batch: Batch, op: Operation, arrival: Arrival) -> None:
        self.op = op
        self.now = arrival.received
        self.done_at = min(op.at + arrival.received - arrival.sent, arrival.received)
        self.today = arrival.today
        self.merged = False
        self.met: tuple[str, dict[str, Value]] | None = None
        self._stage = Stage(batch, Author(op.op_id, op.author, arrival.received))
        self._sieve = self._sieve_of(batch) if batch.has_erasures else None
        if self._sieve is not None:
            conflict = self._stage.read(("conflict", op.id))
            self.op = self._sieve.sifted(conflict.body if conflict is not None else {})

    def _sieve_of(self, batch: Batch) -> Sieve:
        def unplaced(matter: str) -> Iterator[tuple[str, Value]]:
            for one in self._stage.records("conflict", {f"person:{self.op.author}"}):
                if one.body.get("record") == matter and one.body.get("mine_by") == self.op.author:
                    yield from said_in_conflict(one.body)
            for refused in (*batch.tx.ops_on([matter], (QUARANTINED, HELD)), *batch.refused):
                mine = (refused.author, refused.record) == (self.op.author, matter)
                if mine and refused.body is not None:
                    yield from said_in_op(refused.body)

        @cache
        def replaced() -> list[Spoken]:
            return replaced_by(batch, self.op.author, self.op.supersedes)

        def again(place: str, at: int) -> bool:
            return said_again(replaced(), place, at)

        return Sieve(self.op, self.done_at, batch.erasures, self.history, unplaced, again)

    @property
    def written(self) -> tuple[Written, ...]:
        """What was written, in order of position."""
        return self._stage.written

    @property
    def own(self) -> State | None:
        """The operation's own record."""
        return self._stage.state((self.op.entity, self.op.id))

    def keep(self) -> None:
        """Hand what was written to the batch."""
        self._stage.keep()

    def read(self, entity: str, id: str) -> Record | None:
        """See `Work.read`."""
        return self._stage.read((entity, id))

    def read_removed(self, entity: str, id: str) -> Record | None:
        """See `Work.read_removed`."""
        state = self._stage.state((entity, id))
        return state.record if state is not None and state.record.removed else None

    def kinds_of(self, id: str) -> Collection[str]:
        """See `Work.kinds_of`."""
        return self._stage.kinds_of(id)

    def records(self, entity: str, keys: Collection[str]) -> Iterable[Record]:
        """See `Work.records`."""
        return self._stage.records(entity, keys)

    def write(
        self, entity: str, id: str, fields: Fields, *, keys: Collection[str] | None = None, author: str | None = None
    ) -> Record:
        """See `Work.write`. What was erased meanwhile is not written again."""
        if self._sieve is not None:
            before = self.read(entity, id)
            body = before.body if before else {}
            fields = self._sieve.passed(entity, id, body, fields, sound=self._beside(entity, id))
        return self._stage.write((entity, id), fields, keys, author)

    def _beside(self, entity: str, id: str) -> Fields:
        """What stands of it in the visit's other records: it has been through the sieve, whoever sends or takes it."""
        others = [one for one in WRITTEN if one != entity] if entity in WRITTEN else ()
        found = [self.read(one, id) for one in others]
        return {name: value for one in found if one is not None for name, value in one.body.items()}

    def remove(self, entity: str, id: str) -> None:
        """See `Work.remove`."""
        self._stage.remove((entity, id))

    def erased_places(self) -> Collection[str]:
        """See `Work.erased_places`."""
        return self._sieve.erased(self.op.id) if self._sieve is not None else ()

    def barred_places(self, matter: str) -> Collection[str]:
        """The places of a matter into which this operation may put nothing, since its words of them were erased."""
        return self._sieve.barred(matter) if self._sieve is not None else ()

    def merge(self, entity: str, current: Fields, *, base_of: tuple[str, str]) -> Merge:
        """See `Work.merge`."""

        def find_base(field: str, was: Value) -> str | None:
            for change in reversed(self._stage.history(base_of)):
                value = value_at(BY_NAME[entity], change.fields or {}, field)
                if value is not None and was_seen(value, was):
                    return text_of(value)
            return None

        result = merge(BY_NAME[entity], current, self.op.patch, find_base)
        self.merged = self.merged or result.merged
        return result

    def next_number(self, series: str) -> int:
        """See `Work.next_number`."""
        return self._stage.next_number(series)

    def history(self, entity: str, id: str) -> Sequence[Change]:
        """See `Work.history`."""
        return self._stage.history((entity, id))

    def conflict(self, code: str, **details: Value) -> None:
        """See `Work.conflict`."""
        self.met = (code, details)
