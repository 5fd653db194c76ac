"""The doors between the engine, the rules of the office and a store.

Owns the shapes that cross those doors: what a handler is given (`Work`), what it may raise (`Refused`, `Stale`), what
the office must know (`Directory`), and what a store must do (`Store`, `Reader`, `Tx`). Nothing that runs may enter.

    push bytes → protocol → Operation ─▶ handler(work, directory) ─▶ work.write(…) ─▶ batch ─▶ Tx
                                                                                              │
    answer lines ◀──────────────────────────────── feed ◀── Reader ◀──────────────────────────┘
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias, TypeVar

from sync.stored import Case, Erasure, Head, Incarnation, Member, Meta, StoredChange, StoredOp, StoredRecord, Subscribed

# Strings, safe integers, booleans, null, and lists of these: nothing else is on the wire or in a record.
Value: TypeAlias = "bool | int | str | Sequence[Value] | None"
Fields: TypeAlias = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Record:
    """The state of one entity. `v` counts its versions from 1; `pos` is the place of the latest one in the log.

    `body` holds every field of the kind, null where nothing was said. A removed record keeps its last body.
    """

    entity: str
    id: str
    author: str
    v: int
    pos: int
    removed: bool
    body: Fields


@dataclass(frozen=True, slots=True)
class Patch:
    """What a person changed, by the paths of docs/protocol.md, and what he saw there (`was`).

    `set`: `field` or `list/<id>/<column>` → value. `was`: the same paths → value or hash. `add`: field → ids, or whole
    items. `dels`: field → ids.
    """

    set: Fields = field(default_factory=dict)
    was: Fields = field(default_factory=dict)
    add: Mapping[str, Sequence[Value]] = field(default_factory=dict)
    dels: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether anything is changed at all."""
        return bool(self.set or self.add or self.dels)


@dataclass(frozen=True, slots=True)
class Operation:
    """One sealed intent, parsed: every value has the type and bounds of its kind.

    `at` is the phone's clock; `normalised` names the patched fields whose text the server had to bring to NFC.
    """

    n: int
    op_id: str
    kind: str
    schema: int
    entity: str
    id: str
    author: str
    role: str
    device: str
    at: int
    args: Fields
    patch: Patch
    supersedes: tuple[str, ...] = ()
    normalised: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Clash:
    """Two people's words in one place: `mine` is the operation's, `theirs` stands in the record and stays there."""

    field: str
    mine: Value
    theirs: Value


@dataclass(frozen=True, slots=True)
class Merge:
    """A patch met a record: `fields` to write, `clashes` to show to both, `merged` when prose of two was joined."""

    fields: Fields
    clashes: tuple[Clash, ...] = ()
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One version of a record in the log. `fields` holds what this version changed (null after an erasure)."""

    pos: int
    entity: str
    id: str
    v: int
    op_id: str
    actor: str
    at: int
    fields: Fields | None


class Refused(Exception):
    """The operation is refused for good: `quarantined`. `code` stands in sync/errors.py."""

    def __init__(self, code: str, **details: Value) -> None:
        super().__init__(code)
        self.code = code
        self.details: dict[str, Value] = details


class Stale(Exception):
    """The operation names something that has moved on: `conflict`, and nothing it wrote is kept."""

    def __init__(self, code: str, **details: Value) -> None:
        super().__init__(code)
        self.code = code
        self.details: dict[str, Value] = details


class Work(Protocol):
    """One operation being applied inside the write transaction. What a handler writes is kept only if it returns."""

    @property
    def op(self) -> Operation:
        """The operation."""

    @property
    def now(self) -> int:
        """When it arrived, real ms."""

    @property
    def done_at(self) -> int:
        """When it was done, ms: the phone's `at`, corrected by the clock difference of the push, never after `now`."""

    @property
    def today(self) -> str:
        """The office's civil day, `2024-06-25`."""

    def read(self, entity: str, id: str) -> Record | None:
        """The record as it stands, with what this push has written so far; None when absent or removed."""

    def read_removed(self, entity: str, id: str) -> Record | None:
        """The last state of a removed record; None when it is there or never was."""

    def kinds_of(self, id: str) -> Collection[str]:
        """The kinds of which a record with this id is there or was, with what this push has written so far."""

    def records(self, entity: str, keys: Collection[str]) -> Iterable[Record]:
        """The present records of a kind under any of these keys, with what this push has written so far."""

    def write(
        self,
        entity: str,
        id: str,
        fields: Fields,
        *,
        keys: Collection[str] | None = None,
        author: str | None = None,
    ) -> Record:
        """Put `fields` over the record's body and return it as it stands then. Creates it when absent.

        `keys` is the complete new membership; None leaves it as it is (a new record needs keys). `author` is set when
        the record is created (the operation's author unless given). Writing what stands there already is no version.
        """

    def remove(self, entity: str, id: str) -> None:
        """Leave a tombstone and take the record from every key. Nothing when it is absent."""

    def merge(self, entity: str, current: Fields, *, base_of: tuple[str, str]) -> Merge:
        """The operation's patch met with `current` by the policies of `entity`'s fields.

        `base_of` names the record among whose changes the text that the person saw is looked for.
        """

    def next_number(self, series: str) -> int:
        """The next number of a gapless series, from 1."""

    def history(self, entity: str, id: str) -> Sequence[Change]:
        """The record's latest changes, oldest first, with those of this push."""

    def erased_places(self) -> Collection[str]:
        """Where words of the operation's own matter were erased: what is missing there is nobody's fault."""

    def conflict(self, code: str, **details: Value) -> None:
        """Make the outcome `conflict` and keep what was written (such as the conflict record that says why)."""


class Directory(Protocol):
    """What the engine asks about people; the office's own directory knows more."""

    def keys(self, person: str, day: str) -> frozenset[str]:
        """The membership keys that the person reads on that day."""


D = TypeVar("D", bound=Directory)
Handler: TypeAlias = Callable[[Work, D], None]


class Reader(Protocol):
    """A consistent reading of the store. Every list is bounded by its caller."""

    def meta(self) -> Meta:
        """This life of the database."""

    def head(self) -> Head:
        """The end of the log."""

    def life(self) -> tuple[Meta, Head]:
        """This life of the database and the end of its log, asked in one go."""

    def hash_at(self, pos: int) -> bytes | None:
        """The chain's 32 bytes at a position; None when the log has no such position."""

    def record(self, entity: str, id: str) -> Record | None:
        """One record, decoded; None when absent or removed."""

    def records(self, entity: str, keys: Collection[str] | None = None) -> Iterable[Record]:
        """Every present record of a kind, by id; of those under any of `keys` when given."""

    def keys_of(self, entity: str, id: str) -> frozenset[str]:
        """The keys that the record is under now."""

    def count(self, keys: Collection[str], *, author: str | None = None) -> dict[str, int]:
        """How many records of each kind are under any of `keys`; of one author, when he is named."""

    def keys_within(self, key: str, after: str = "") -> list[str]:
        """The key, and those made of it (`key@…`, beyond `key@after`) under which something lies or lay, in order."""

    def mark(self, key: str) -> bytes:
        """The chain's 32 bytes at the latest change under a key: what was built from what lies there still holds."""

    def stored(self, ids: Collection[str]) -> list[StoredRecord]:
        """Every record, removed ones too, that has one of these ids."""

    def stored_at(self, positions: Collection[int]) -> list[StoredRecord]:
        """The records whose latest version is at one of these positions."""

    def members(self, pairs: Collection[tuple[str, str]]) -> list[Member]:
        """Every place, left ones too, of these (entity, id)."""

    def touched(self, keys: Collection[str], after: int, limit: int) -> list[Member]:
        """Places under `keys` that changed after a position, oldest first; about `limit`, never half a position."""

    def latest(self, keys: Collection[str], below: int, limit: int) -> list[Member]:
        """Places present under `keys` below a position, newest first; about `limit`, never half a position."""

    def last_number(self, series: str) -> int:
        """The last number given in a series; 0 when there is none."""

    def changes_of(self, entity: str, id: str, limit: int) -> list[StoredChange]:
        """The record's latest changes, newest first."""

    def changes(self, after: int, limit: int) -> list[StoredChange]:
        """The log after a position, in order."""

    def subscription(self, person: str) -> list[Subscribed]:
        """The keys a person gained and lost."""

    def numbering(self, inc: str, first: int, last: int) -> tuple[Incarnation | None, dict[int, str]]:
        """What is known of an incarnation, and its op_ids at the numbers first … last."""

    def ops(self, author: str, op_ids: Collection[str]) -> dict[str, StoredOp]:
        """The author's operations among these."""

    def cases(self, records: Collection[str], limit: int) -> list[Case]:
        """Quarantined and held operations on these record ids that nothing superseded, in order of arrival."""

    def ops_on(self, records: Collection[str], outcomes: Collection[str], limit: int = 100) -> list[StoredOp]:
        """Operations on these record ids with one of these outcomes, not superseded, in order of arrival."""

    def held(self, limit: int, skip: int = 0) -> list[StoredOp]:
        """Held operations that nothing superseded: refills in their old order, then in order of arrival."""

    def erasures(self, matters: Collection[str] | None = None) -> list[Erasure]:
        """What was erased of these matters, of all when None is given; oldest first."""


class Tx(Reader, Protocol):
    """One write transaction. Nothing is seen by others, or survives, unless it commits."""

    def put_numbers(self, numbers: Mapping[str, int]) -> None:
        """Store the last numbers given in these series."""

    def append(
        self, changes: Sequence[StoredChange], records: Sequence[StoredRecord], members: Sequence[Member]
    ) -> None:
        """Add links to the log, and put the records and places they leave."""

    def put_ops(self, ops: Sequence[StoredOp]) -> None:
        """Store outcomes, in place of earlier ones of the same author and op_id."""

    def put_incarnation(self, incarnation: Incarnation, logged: Mapping[int, str]) -> None:
        """Store the incarnation and add `n → op_id` to its log."""

    def put_subscription(self, person: str, rows: Sequence[Subscribed]) -> None:
        """Store keys gained and lost."""

    def put_epoch(self, epoch: str, now: int) -> None:
        """Begin a new life of the database at `now`, in ms: it branches off here and waits for refills.

        Numbers go on at the next thousand: what the lost life had given from the present one is on paper somewhere.
        """

    def close_refill(self) -> None:
        """Wait no more for what phones hand in again."""

    def put_erasure(self, erasure: Erasure) -> None:
        """Note an erasure: from now on nothing that is older brings its words back."""

    def blank_changes(self, positions: Collection[int]) -> None:
        """Take payload and salt from these links of the log; their hashes stay, and the chain with them."""


class Store(Protocol):
    """Where records live. `faults` are its own errors: not the operation's, and not to be taken for a refusal."""

    @property
    def faults(self) -> tuple[type[Exception], ...]:
        """What it raises when it, and not its user, fails."""

    def read(self) -> AbstractContextManager[Reader]:
        """A short consistent reading."""

    def write(self) -> AbstractContextManager[Tx]:
        """The one writer's transaction: commits on leaving, rolls back when anything is raised."""
