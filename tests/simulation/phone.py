"""What a schedule may do with a phone, whatever it is made of: the one shape that every kind of phone has here.

Owns shapes only. A phone never sends anything itself: a turn gives the bytes of a request and is given an answer.

    turn = phone.turn(now)
    request = next(turn)                         bytes of POST /api/sync
    request = turn.send(Answer(200, body))       … until StopIteration(Ended)

Between two steps of a turn anything else may happen to the phone: its person says more, or it is switched off, and
then the turn is closed (`turn.close()`) and `crash` is called.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from server.features.devices.rescue import RescueKeys
from sync.ports import Fields, Value

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """One thing a person does, whole: nothing of it is left to chance or to the phone's clock.

    `values`: what he wants to stand in the kind's patch entity, by field or `list/<id>/<column>`; the phone makes the
    patch from what it shows. Lists hold what is added, `dels` the ids taken out. `seen`: the argument of that name is
    the digest of what the phone shows (draft.delete).
    """

    op_id: str
    kind: str
    id: str
    role: str
    at: int
    args: Fields = field(default_factory=dict)
    values: Fields = field(default_factory=dict)
    dels: Mapping[str, Sequence[str]] = field(default_factory=dict)
    seen: bool = False
    supersedes: tuple[str, ...] = ()
    # A photo that is taken into the draft; `values` names it.
    photo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came over the network. `status` None: nothing did. `whole` False: the line broke after `body`.

    `looked`: what the oracle saw of the office when this was made; no phone sees it.
    """

    status: int | None
    body: bytes = b""
    whole: bool = True
    headers: Mapping[str, str] = field(default_factory=dict)
    looked: Any = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A request about a photo."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes


class Ended(StrEnum):
    """How a turn ended. `done`: nothing is left to send or to fetch. All others are tried again later."""

    DONE = "done"
    OFFLINE = "offline"
    SIGNED_OUT = "signed_out"
    OTHER_PERSON = "other_person"
    DRAINED = "drained"
    LOST = "lost"
    BUSY = "busy"


Turn = Generator[bytes, Answer, Ended]
Upload = Generator[Asked, Answer, bool]


class NoRoom(Exception):
    """The phone could not keep what was said: its person was told so, and nothing of it stands anywhere."""


class Died(Exception):
    """The process ended at the write that it was told to end at."""


class SimPhone(Protocol):
    """One person's store on one device."""

    @property
    def person(self) -> str:
        """Whose store it is."""

    @property
    def device(self) -> str:
        """The device's id. A clone has the same."""

    @property
    def shows_refused(self) -> bool:
        """Whether refused words stand over the record until their writer has mended or dropped them."""

    def say(self, said: Said) -> None:
        """Keep what the person did. When it returns, it is on the disk. NoRoom when it could not be kept."""

    def turn(self, now: int) -> Turn:
        """Send and fetch until nothing is left or something fails. `now` is the phone's own clock, ms.

        NoRoom comes out of the turn when the answer could not be kept; what was kept before stays.
        """

    def shown(self, entity: str, id: str) -> Mapping[str, Value] | None:
        """The record as the person sees it now, every field of its kind; None when there is none."""

    def words(self, id: str) -> Mapping[str, Value] | None:
        """The words of a visit as its writer has them before him when he opens it; None when there are none."""

    def rows(self) -> Mapping[Pair, tuple[int, Mapping[str, Value]]]:
        """Every confirmed record: (entity, id) → (version, every field that the office sent)."""

    def unsent(self) -> Sequence[str]:
        """The op_ids that the office has not answered for, in their order."""

    def outcomes(self) -> Mapping[str, str]:
        """What the phone says became of ops it still knows: op_id → outcome."""

    def forgotten(self) -> Sequence[str]:
        """The op_ids of answered operations that went from the disk with records of a lost scope."""

    def position(self) -> int:
        """The place in the feed up to which the phone's rows stand."""

    def snapshot(self) -> Any:
        """The whole disk, as it is: for a backup, a clone, or a store that is put back."""

    def restore(self, kept: Any) -> None:
        """Put the disk back. An empty store (as on the first day) when `kept` is None."""

    def crash(self) -> None:
        """The process ends: whatever was not on the disk is lost."""

    def rescue(self, keys: RescueKeys) -> bytes | None:
        """What is unsent, closed into a file that only the office can open; None when there is nothing."""

    def wipe(self) -> int:
        """A withdrawn device forgets everything; how much of it the office never got."""

    def full(self, is_full: bool) -> None:
        """From now on the disk takes nothing more (or takes again): what is said or kept raises NoRoom."""

    def close(self) -> None:
        """Let go of whatever the phone is made of."""
