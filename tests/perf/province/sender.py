"""Phones of the made-up province: each sends its week's work as one push, or several when it was much.

Owns the envelope. What does not come out as `applied` ends the making: then the product or the story is wrong.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from server.demo.ids import made_id, record_id
from server.features.people.directory import Directory
from server.features.people.queries import load_directory
from server.platform.clock import day_of
from server.platform.store import SqlStore
from server.registry import HANDLERS
from sync.applying import Arrival, Contact, Office
from sync.engine import push
from sync.limits import OPS_MAX
from sync.operations import BY_NAME_KIND
from sync.ports import Value
from sync.protocol import Group, Push


@dataclass(frozen=True, slots=True)
class Said:
    """One operation: who, in which role, what, when, and its columns as they stand on the wire."""

    person: str
    role: str
    kind: str
    id: str
    at_ms: int
    cells: Mapping[str, Value]


class NotTakenError(Exception):
    """The engine did not apply an operation of the story."""


@dataclass(slots=True)
class _Outbox:
    n: int = 0
    last: str | None = None


@dataclass
class Sender:
    """Sends what people said. `sent` counts operations, by kind."""

    store: SqlStore
    seed: int
    sent: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._outboxes: dict[str, _Outbox] = {}
        chance: Final = random.Random(self.seed)
        self._office: Office[Directory] = Office(HANDLERS, load_directory, chance.randbytes, _raise)

    def send(self, said: Sequence[Said], arrived_ms: int) -> None:
        """Push these, each person's in order; who speaks first is heard first."""
        by_person: dict[str, list[Said]] = {}
        for one in said:
            by_person.setdefault(one.person, []).append(one)
        for person, theirs in by_person.items():
            for begin in range(0, len(theirs), OPS_MAX):
                self._push(person, theirs[begin : begin + OPS_MAX], arrived_ms)

    def _push(self, person: str, said: Sequence[Said], arrived_ms: int) -> None:
        device = record_id("device", f"years:{person}")
        outbox = self._outboxes.setdefault(device, _Outbox())
        first, previous = outbox.n + 1, outbox.last
        groups: list[Group] = []
        for one in said:
            outbox.n += 1
            outbox.last = made_id(one.at_ms, f"{device}:{outbox.n}")
            _add(groups, one, outbox.n, outbox.last)
            self.sent[one.kind] = self.sent.get(one.kind, 0) + 1
        envelope = Push(record_id("incarnation", device), first, previous, None, groups)
        arrival = Arrival(arrived_ms, arrived_ms, day_of(arrived_ms))
        pushed = push(self.store, self._office, Contact(person, device), envelope, arrival)
        for (_, tail), one in zip(pushed.results, said, strict=True):
            if not tail.startswith('["applied"'):
                raise NotTakenError(f"{one} of {day_of(arrived_ms)}: {tail}")
        if pushed.error is not None:
            raise NotTakenError(pushed.error)


def _add(groups: list[Group], one: Said, n: int, op_id: str) -> None:
    """To the last group where that is of the same kind and columns, else to a new one."""
    columns = ["n", "op_id", "role", "at", "id", *one.cells]
    row = [n, op_id, one.role, one.at_ms, one.id, *one.cells.values()]
    if not groups or groups[-1].k != one.kind or groups[-1].cols != columns:
        groups.append(Group(one.kind, BY_NAME_KIND[one.kind].schema, columns, []))
    groups[-1].rows.append(msgspec.to_builtins(row))


def _raise(_about: str, error: Exception) -> None:
    raise error
