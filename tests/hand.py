"""A person's phone as the field's tests need it: it pushes one operation and keeps what it pulls.

    hands.owner.do("draft.save", visit, set={"findings": "…"})      → Outcome
    hands.owner.rows()                                              → {("draft", id): {field: value}}

Everything goes over `POST /api/sync`, as a phone's does. Fixture: `hands`.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

import pytest

from sync.entities import BY_NAME
from sync.values import hashed, seen
from tests.cast import Cast, Member, Phone
from tests.factories import id_of

Fields = Mapping[str, Any]
_fresh: Final = count(1)


def new_id(name: str = "") -> str:
    """An id that nothing has yet; the same in every run."""
    return id_of(f"{name} {next(_fresh)}")


@dataclass(frozen=True)
class Outcome:
    """What became of an operation."""

    name: str
    code: str | None = None
    details: Fields = field(default_factory=dict)
    writes: Sequence[Sequence[Any]] | None = None

    def __eq__(self, other: object) -> bool:
        """`outcome == "applied"`, `outcome == ("quarantined", "not_found")`."""
        if isinstance(other, Outcome):
            return (self.name, self.code, self.details) == (other.name, other.code, other.details)
        return other in (self.name, (self.name, self.code))

    __hash__ = None  # type: ignore[assignment]


class Hand:
    """One person with one phone in his hand."""

    def __init__(self, member: Member, device: str, now_ms: Any) -> None:
        self.member = member
        self.id = member.id
        self.role = member.role
        self.phone: Phone = member.phone(device)
        self._device = member.device(device)
        self._now_ms = now_ms
        self._inc = new_id(f"{member.username} {device} incarnation")
        self._n = 0
        self._last: str | None = None

    def do(self, kind: str, id: str, /, *, role: str | None = None, at: int | None = None, **said: Any) -> Outcome:
        """Push one operation. `set`, `was`, `add`, `dels` make the patch; everything else is an argument."""
        cells = {"role": role or self.role, "at": self._now_ms() if at is None else at, "id": id, **_cells(said)}
        return self.push([(kind, cells)])[0]

    def push(self, ops: Sequence[tuple[str, dict[str, Any]]]) -> list[Outcome]:
        """Push operations together, in order."""
        first, previous = self._n + 1, self._last
        groups = [self._group(kind, cells) for kind, cells in ops]
        push = {"inc": self._inc, "from": first, "prev": previous, "refill": None, "groups": groups}
        lines = self.sync(push=push)
        results = next(line["results"] for line in lines if "results" in line)
        return [_outcome(result) for result in results]

    def sync(self, *, push: object = None, cursor: str | None = None) -> list[dict[str, Any]]:
        """One request and the lines of its answer."""
        body = {
            "p": 1, "person": self.id, "device": self._device, "sent": self._now_ms(), "cursor": cursor, "push": push,
            "want": {"bytes": 4_000_000},
        }  # fmt: skip
        answer = self.phone.post("/api/sync", body, headers={"Accept-Encoding": "identity"})
        assert answer.status_code == 200, answer.text
        lines = [json.loads(line) for line in answer.get_data().splitlines()]
        assert lines[0]["error"] is None, lines[0]
        return lines

    def rows(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Everything that this person's phone would hold after a first load."""
        found: dict[tuple[str, str], dict[str, Any]] = {}
        cursor, more = None, True
        while more:
            lines = self.sync(cursor=cursor)
            for line in lines:
                for table in line.get("rows", ()):
                    found |= _rows(table)
                for entity, id in line.get("gone", ()):
                    found.pop((entity, id), None)
                cursor = line.get("cursor", cursor)
            more = lines[-1]["more"]
        return found

    def sees(self, entity: str, id: str) -> dict[str, Any] | None:
        """One record of what the phone would hold."""
        return self.rows().get((entity, id))

    def all(self, entity: str) -> list[dict[str, Any]]:
        """Every record of a kind, each with its id."""
        return [{"id": id, **body} for (kind, id), body in self.rows().items() if kind == entity]

    def _group(self, kind: str, cells: dict[str, Any]) -> dict[str, Any]:
        self._n += 1
        self._last = str(uuid.uuid5(uuid.UUID(self._inc), str(self._n)))
        row = {"n": self._n, "op_id": self._last, **cells}
        return {"k": kind, "s": 1, "cols": list(row), "rows": [list(row.values())]}


class Hands:
    """The cast, each with a phone; `second` gives another phone of the same person."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self._kept: dict[tuple[str, str], Hand] = {}

    def __getattr__(self, name: str) -> Hand:
        if name.startswith("_"):
            raise AttributeError(name)
        return self.of(name, "phone")

    def of(self, name: str, device: str) -> Hand:
        """One person's phone of that name."""
        if (name, device) not in self._kept:
            self._kept[name, device] = Hand(getattr(self.cast, name), device, self.cast.here.clock.now_ms)
        return self._kept[name, device]

    def second(self, name: str) -> Hand:
        """The person's tablet."""
        return self.of(name, "tablet")


@pytest.fixture
def hands(cast: Cast) -> Hands:
    """Everyone with a phone."""
    return Hands(cast)


def saw(value: Any) -> Any:
    """The `was` of a value that a person had on his screen."""
    return seen(value)


def digest_of(body: Fields, names: Sequence[str]) -> str:
    """The `seen` of a deletion."""
    return hashed([body.get(name) for name in names])


def _cells(said: dict[str, Any]) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for name, value in said.items():
        prefix = {"set": "set", "was": "was", "add": "add", "dels": "del"}.get(name)
        columns |= {f"{prefix}.{path}": one for path, one in value.items()} if prefix else {name: value}
    return columns


def _outcome(result: Sequence[Any]) -> Outcome:
    _n, name, _v, _pos, *rest = result
    if rest and isinstance(rest[0], dict):
        return Outcome(name, rest[0]["code"], rest[0]["details"])
    return Outcome(name, writes=rest[0] if rest else None)


def _rows(table: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    names = [each.name for each in BY_NAME[table["e"]].fields]
    bodies = (dict(zip(table["cols"], row, strict=True)) for row in table["rows"])
    return {(table["e"], body["id"]): {name: body.get(name) for name in names} for body in bodies}
