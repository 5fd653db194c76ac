"""What a store keeps, row by row: records, links of the log, outcomes, memberships and the life of the database.

Owns these shapes alone; what is done with them is a store's (`sync.ports.Store`). Nothing that runs may enter.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the log: its last position (0 when empty) and the chain's 32 bytes there."""

    pos: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Meta:
    """One life of the database. `genesis` is the chain's first link; `cursor_key` signs cursors.

    `safe_pos` is held by every backup that may still be restored. Up to `branch_pos` the log is the earlier life's.
    `refill_since`: since when, in ms, phones hand in again what this life lacks; None when nobody waits for that.
    `erasures`: how many there have been: an office without any never looks for them.
    """

    epoch: str
    genesis: bytes
    cursor_key: bytes
    safe_pos: int
    branch_pos: int = 0
    refill_since: int | None = None
    erasures: int = 0


@dataclass(frozen=True, slots=True)
class Incarnation:
    """One numbering of a phone's operations and the last number that arrived."""

    inc: str
    person: str
    device: str
    last_n: int


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record as its store keeps it: `body` is the JSON array of its first `width` fields under layout `schema`."""

    entity: str
    id: str
    author: str
    v: int
    pos: int
    removed: bool
    schema: int
    width: int
    body: str
    op_id: str


@dataclass(frozen=True, slots=True)
class StoredChange:
    """A link of the log. `payload` is the JSON object of the changed fields; it and `salt` are None once erased."""

    pos: int
    entity: str
    id: str
    v: int
    op_id: str
    actor: str
    at: int
    salt: bytes | None
    payload: str | None
    payload_hash: bytes
    head: bytes


@dataclass(frozen=True, slots=True)
class StoredOp:
    """An operation's outcome, kept for ever. `result` is the tail of its result row: `["applied",3,8200]`.

    `body` holds the sealed operation for as long as it is held or quarantined; `superseded` the op that replaced it;
    `via` who carried it here in a file.
    """

    author: str
    op_id: str
    n: int
    device: str
    kind: str
    schema: int
    entity: str
    record: str
    outcome: str
    code: str | None
    result: str
    body: str | None
    received: int
    superseded: str | None = None
    old_epoch: str | None = None
    old_pos: int | None = None
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Erasure:
    """A named act that took words away: who, when (real ms), on which legal ground, why, and from where.

    `matter`: the id that a visit's records share, or an item's; `number` the one on paper. `places`: `findings`,
    `commitments/<id>/text`, `thread/<id>/text`, `photos/<id>`. `blobs`: the contents that went with them.
    """

    id: str
    matter: str
    number: str | None
    places: tuple[str, ...]
    at: int
    by: str
    ground: str
    reason: str
    blobs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """An operation that waits for a person or for the office."""

    record: str
    author: str
    op_id: str
    code: str | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A record's place under a key since `pos`. `present` False: it left the key then."""

    key: str
    entity: str
    id: str
    pos: int
    present: bool


@dataclass(frozen=True, slots=True)
class Subscribed:
    """A key that a person gained (`present`) or lost at `pos`."""

    key: str
    pos: int
    present: bool
