"""The phone of `sync/client.py` in a schedule: its store is a disk, its turns are the engine's own steps.

Owns what surrounds the engine on a real phone: what is on the disk when the process ends, a disk that is full, and how
an answer is read from a line that may break anywhere.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any, Final

import msgspec

from server.features.devices.rescue import RescueKeys
from server.platform.boxes import closed, new_key
from sync import limits
from sync.client import Client, NotOurs
from sync.entities import BY_NAME
from sync.fold import column_of, id_of
from sync.operations import BY_NAME_KIND
from sync.ports import Fields, Patch, Value
from sync.values import list_of, seen
from tests.simulation.office import uuid_of
from tests.simulation.phone import Answer, Ended, NoRoom, Pair, Said, Turn

# Recoveries (fork, gap, resync) in one turn; more in a row are the office's fault and are tried again later.
RECOVERIES_MAX: Final = 5
_ENDS: Final = {"wrong_person": Ended.OTHER_PERSON, "drain": Ended.DRAINED, "lost": Ended.LOST}


class PythonPhone:
    """One person's store on one device, by the engine in Python."""

    kind = "python"
    shows_refused = False

    def __init__(self, person: str, device: str, seed: int, *, want: int = limits.ANSWER_BYTES) -> None:
        self.person = person
        self.device = device
        self._chance = Random(seed)
        self._want = want
        self._full = False
        self.client = Client(person, device, self._new_id)

    def say(self, said: Said) -> None:
        """See `SimPhone.say`."""
        self._check_room()
        args = dict(said.args)
        if said.seen:
            args["seen"] = self.client.digest(BY_NAME_KIND[said.kind].entity, said.id)
        self.client.say(
            said.kind, said.id, role=said.role, at=said.at, args=args, patch=self._patch(said),
            supersedes=said.supersedes, op_id=said.op_id,
        )  # fmt: skip

    def turn(self, now: int) -> Turn:
        """See `SimPhone.turn`."""
        recoveries = 0
        while True:
            ended = self._taken((yield self.client.request(now, want=self._want)))
            if ended is not None:
                return ended
            recoveries = recoveries + 1 if self.client.error else 0
            if recoveries > RECOVERIES_MAX:
                return Ended.OFFLINE
            if not (self.client.error or self.client.more or self.client.unsent):
                return Ended.DONE

    def shown(self, entity: str, id: str) -> Mapping[str, Value] | None:
        """See `SimPhone.shown`."""
        return self.client.shown(entity, id)

    def words(self, id: str) -> Mapping[str, Value] | None:
        """See `SimPhone.words`."""
        return self.client.shown("draft", id)

    def rows(self) -> Mapping[Pair, tuple[int, Mapping[str, Value]]]:
        """See `SimPhone.rows`."""
        return {pair: (row.v, row.body) for pair, row in self.client.rows.items()}

    def unsent(self) -> Sequence[str]:
        """See `SimPhone.unsent`."""
        return [op.op_id for op in self.client.unsent]

    def outcomes(self) -> Mapping[str, str]:
        """See `SimPhone.outcomes`."""
        return {op.op_id: op.outcome for op in self.client.ops if op.outcome is not None}

    def forgotten(self) -> Sequence[str]:
        """See `SimPhone.forgotten`."""
        return ()

    def position(self) -> int:
        """See `SimPhone.position`."""
        return self.client.pos

    def snapshot(self) -> bytes:
        """See `SimPhone.snapshot`."""
        return pickle.dumps({name: value for name, value in vars(self.client).items() if name != "new_id"})

    def restore(self, kept: bytes | None) -> None:
        """See `SimPhone.restore`."""
        self.client = Client(self.person, self.device, self._new_id)
        if kept is not None:
            vars(self.client).update(pickle.loads(kept))  # noqa: S301 - our own bytes

    def crash(self) -> None:
        """See `SimPhone.crash`: every step of the engine is a commit, so nothing is lost but the turn."""

    def rescue(self, keys: RescueKeys) -> bytes | None:
        """See `SimPhone.rescue`."""
        rows = [
            {"k": op.kind, "s": op.schema, "cols": ("n", *op.cols), "rows": [msgspec.Raw(f"[{n},{op.cells}".encode())]}
            for n, op in enumerate(self.client.unsent, 1)
        ]
        about = {"v": 1, "person": self.person, "device": self.device, "proof": keys.proof(self.person, self.device)}
        words = msgspec.json.encode({**about, "made": 0, "groups": rows, "photos": []})
        content = len(words).to_bytes(4) + words
        return closed(content, keys.point, new_key(self._chance.randbytes(48))) if rows else None

    def wipe(self) -> int:
        """See `SimPhone.wipe`."""
        unsent = len(self.unsent())
        self.restore(None)
        return unsent

    def full(self, is_full: bool) -> None:
        """See `SimPhone.full`."""
        self._full = is_full

    def close(self) -> None:
        """See `SimPhone.close`."""

    def _new_id(self) -> str:
        return uuid_of(self._chance)

    def _check_room(self) -> None:
        if self._full:
            raise NoRoom

    def _taken(self, answer: Answer) -> Ended | None:
        """What an answer did to the store; None when the turn goes on."""
        if answer.status == 401 and _code(answer) is not None:
            return Ended.SIGNED_OUT
        if answer.status != 200:
            return Ended.OFFLINE
        try:
            for line in _lines(answer):
                self._check_room()
                self.client.take(line)
        except NotOurs:
            return Ended.OFFLINE
        if not self.client.ended:
            return Ended.OFFLINE
        # A withdrawn device hands everything in before it ends.
        is_at_it = self.client.error == "drain" and self.client.unsent
        return None if is_at_it else _ENDS.get(self.client.error or "")

    def _patch(self, said: Said) -> Patch:
        kind = BY_NAME_KIND.get(said.kind)
        if kind is None or kind.patch_entity is None or not (said.values or said.dels):
            return Patch()
        plain = {name: value for name, value in said.values.items() if "/" not in name}
        patch = self.client.patch(kind.patch_entity, said.id, plain)
        columns = {path: value for path, value in said.values.items() if "/" in path}
        shown = self.client.shown(kind.patch_entity, said.id) or {}
        paths = [*columns, *_columns_of(kind.patch_entity, said.dels)]
        was = {path: seen(_column(kind.patch_entity, shown, path)) for path in paths}
        return Patch({**patch.set, **columns}, {**patch.was, **was}, patch.add, dict(said.dels))


def _columns_of(entity: str, dels: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The columns of the items that are taken out: as the app does, the phone says what it saw of them."""
    for name, ids in dels.items():
        yield from (f"{name}/{id}/{column}" for id in ids for column in BY_NAME[entity].field(name).columns[1:])


def _column(entity: str, shown: Fields, path: str) -> Value:
    """What the person sees in one column of one item."""
    found = column_of(BY_NAME[entity], path)
    if found is None:
        return None
    name, item, column = found
    return next((list_of(one)[column] for one in list_of(shown.get(name)) if id_of(one) == item), None)


def _lines(answer: Answer) -> list[bytes]:
    return [line for line in answer.body.split(b"\n") if line]


def _code(answer: Answer) -> str | None:
    """The code of a refusal of ours; None for anybody else's page."""
    try:
        body: Any = msgspec.json.decode(answer.body)
        return str(body["error"]["code"])
    except (msgspec.DecodeError, TypeError, KeyError):
        return None
