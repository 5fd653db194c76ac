"""A phone without a screen: outbox, numbering, records, and what an answer does to them.

Owns the phone's half of docs/protocol.md in Python: the tests, the demonstration and the simulator speak by it. Pure:
chance, ids and time are arguments, and bytes go in and out; `http_transport` carries them. `client_pwa/src/sync/` is
its twin, and `vectors/` keep the two equal.

    say() ─▶ Op pending ─ request() ─▶ sealed ─ take(results) ─▶ done | refused | held
                                                     │
    rows ◀── take(segment): rows and cursor together ┘  an op leaves the overlay when the cursor passes its last write

What is shown of a record is its row, the writes of operations that are done, and the patches of those that wait.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from sync import limits
from sync.entities import BY_NAME, Policy
from sync.errors import APPLIED, CONFLICT, HELD, MERGED, OUTCOMES, QUARANTINED
from sync.fold import folded, without
from sync.operations import BY_NAME_KIND
from sync.ports import Fields, Patch, Value
from sync.protocol import short_name
from sync.values import canonical, digest, seen

Pair = tuple[str, str]
Write = tuple[str, str, int, dict[str, Value] | None]
PENDING: Final = "pending"
DONE: Final = "done"
REFUSED: Final = "refused"
_PATCHED: Final = frozenset({Policy.WORDS, Policy.VALUE, Policy.SET, Policy.ITEMS})


class NotOurs(Exception):
    """A line that is no part of an answer: a captive portal's page, a broken stream. Nothing is cleared by it."""


@dataclass(slots=True)
class Op:
    """One thing a person did. `cells` is the row after its number, sealed: these bytes are never made anew."""

    n: int
    op_id: str
    kind: str
    schema: int
    id: str
    cols: tuple[str, ...]
    cells: str
    patch: Patch
    state: str = PENDING
    outcome: str | None = None
    v: int | None = None
    pos: int | None = None
    writes: list[Write] | None = None
    problem: Mapping[str, Any] = field(default_factory=dict)
    old_pos: int | None = None
    covered: bool = False
    untold: bool = False
    hidden: bool = False
    told: bool = False


@dataclass(slots=True)
class Row:
    """A record as the office sent it, or as a result's writes made it. `load` is the load that last confirmed it."""

    v: int
    body: dict[str, Value]
    load: int


@dataclass
class Client:
    """One person's store on one device."""

    person: str
    device: str
    new_id: Callable[[], str]
    inc: str = ""
    cursor: str | None = None
    pos: int = 0
    epoch: str | None = None
    load: int = 0
    loading: bool = True
    error: str | None = None
    more: bool = False
    ended: bool = False
    ops: list[Op] = field(default_factory=list)
    rows: dict[Pair, Row] = field(default_factory=dict)
    safe_pos: int = 0
    refilling: str | None = None
    _next_n: int = 1
    _sent_cursor: str | None = None
    _sent_inc: str = ""
    _sent: dict[int, Op] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.inc = self._sent_inc = self.inc or self.new_id()

    # --- What a person does ------------------------------------------------------------------------------------------

    def say(
        self, kind: str, id: str, *, role: str, at: int, args: Fields | None = None, patch: Patch | None = None,
        supersedes: Sequence[str] = (), op_id: str | None = None,
    ) -> str:  # fmt: skip
        """Do something; its op_id. Ids of operations and records come from `new_id` unless given."""
        patch = patch or Patch()
        cells: dict[str, Any] = {"op_id": op_id or self.new_id(), "role": role, "at": at, "id": id}
        if supersedes:
            cells["supersedes"] = list(supersedes)
        cells |= args or {}
        # In one order, so that operations alike stand in one group.
        cells |= {f"set.{path}": patch.set[path] for path in sorted(patch.set)}
        cells |= {f"was.{path}": patch.was[path] for path in sorted(patch.was) if patch.was[path] is not None}
        cells |= {f"add.{path}": patch.add[path] for path in sorted(patch.add)}
        cells |= {f"del.{path}": patch.dels[path] for path in sorted(patch.dels)}
        sealed = canonical(list(cells.values())).decode()[1:]
        schema = BY_NAME_KIND[kind].schema if kind in BY_NAME_KIND else 1
        self.ops.append(
            Op(self._next_n, cells["op_id"], kind, schema, id, tuple(cells), sealed, patch),
        )
        self._next_n += 1
        return str(cells["op_id"])

    def patch(self, entity: str, id: str, now: Fields) -> Patch:
        """The patch that makes the record as it is shown into one with these values; a group goes whole."""
        shown = self.shown(entity, id) or {}
        groups = {one.group for one in BY_NAME[entity].fields if one.group and one.name in now}
        sets: dict[str, Value] = {}
        adds: dict[str, Sequence[Value]] = {}
        for one in BY_NAME[entity].fields:
            if one.policy in (Policy.SET, Policy.ITEMS) and one.name in now:
                value = now[one.name]
                adds[one.name] = value if isinstance(value, list) else []
            elif one.name in now or (one.group in groups):
                sets[one.name] = now.get(one.name, shown.get(one.name))
        return Patch(set=sets, was={path: seen(shown.get(path)) for path in sets}, add=adds)

    def digest(self, entity: str, id: str) -> str:
        """The digest of the record's content as it is shown."""
        names = [one.name for one in BY_NAME[entity].fields if one.policy in _PATCHED]
        return digest(self.shown(entity, id) or {}, names)

    def shown(self, entity: str, id: str) -> dict[str, Value] | None:
        """The record as it is shown; None when there is none."""
        row = self.rows.get((entity, id))
        version, body = (row.v, row.body) if row is not None else (0, None)
        if old := row is not None and self.loading and row.load != self.load:
            # It may be another life's, whose versions say nothing: an operation's writes are news to it, unless that
            # life had told of them.
            version = 0
        for op in self.ops:
            for write in op.writes or () if op.state == DONE else ():
                # What that life told of stands in its row; over what another operation wrote since, it does not.
                told = old and op.told and version == 0
                gone = body is None and self._is_passed(op)
                if write[:2] == (entity, id) and write[2] > version and not (told or gone):
                    version, body = write[2], _written(op, write, body)
        # What the office has written of later operations does not take the words that still wait.
        waiting = self._waiting(entity, id)
        return _overlaid(entity, body, waiting) if waiting else body

    def _waiting(self, entity: str, id: str) -> list[Patch]:
        """What lies over a record's rows and writes, in the order in which it was said."""
        lying: list[Patch] = []
        for op in (one for one in self.ops if _is_about(one, entity, id)):
            if op.state == DONE:
                # What was said since and answered stands in the record or beside it: earlier words tell nothing of it.
                lying = [without(BY_NAME[entity], left, op.patch) for left in lying]
            if (op.state in (PENDING, HELD) and not op.hidden) or op.untold:
                lying.append(op.patch)
        return lying

    @property
    def unsent(self) -> list[Op]:
        """What the office has not answered yet."""
        return [op for op in self.ops if op.state == PENDING]

    # --- What is sent ------------------------------------------------------------------------------------------------

    def request(self, now: int, *, want: int = limits.ANSWER_BYTES, ops_max: int = limits.OPS_MAX) -> bytes:
        """The request that brings the outbox up and asks for the feed."""
        self.listen(self.cursor)
        ops = self.unsent[:ops_max]
        self._sent = {op.n: op for op in ops}
        names = {"person": self.person, "device": self.device}
        if self.cursor is not None and not ops:
            names = {"who": short_name(self.person, self.device)}
        envelope: dict[str, Any] = {"p": limits.PROTOCOL, **names, "sent": now, "cursor": self.cursor}
        if want != limits.ANSWER_BYTES:
            envelope["want"] = {"bytes": want}
        if ops:
            envelope["push"] = self._push(ops)
        return msgspec.json.encode(envelope)

    def _push(self, ops: Sequence[Op]) -> dict[str, Any]:
        groups: dict[tuple[str, int, tuple[str, ...]], list[msgspec.Raw]] = {}
        for op in ops:
            place = "" if op.old_pos is None else f"{op.old_pos},"
            cols = ("n", *op.cols) if op.old_pos is None else ("n", "old_pos", *op.cols)
            row = msgspec.Raw(f"[{op.n},{place}{op.cells}".encode())
            groups.setdefault((op.kind, op.schema, cols), []).append(row)
        first = ops[0].n
        previous = next((op.op_id for op in self.ops if op.n == first - 1 > 0), None)
        return {
            "inc": self.inc, "from": first, "prev": previous,
            "refill": {"epoch": self.refilling} if self.refilling else None,
            "groups": [{"k": k, "s": s, "cols": cols, "rows": rows} for (k, s, cols), rows in groups.items()],
        }  # fmt: skip

    def listen(self, cursor: str | None) -> None:
        """What comes next answers a request that was made at this cursor."""
        self._sent_cursor, self._sent_inc, self.ended, self.error = cursor, self.inc, False, None

    # --- What comes back ---------------------------------------------------------------------------------------------

    def take(self, line: bytes) -> None:
        """Take one line of an answer. NotOurs when it is none; what was taken before stays."""
        part = _part(line)
        if "p" in part:
            self._head(part)
        elif "results" in part:
            for row in part["results"]:
                self._result(row)
            if self.inc != self._sent_inc:
                # The head of this answer gave new numbers to what waits; what is answered for by now needs none.
                self._new_incarnation()
        elif "cursor" in part:
            self._segment(part)
        else:
            self._end(part)

    def _head(self, head: Mapping[str, Any]) -> None:
        error = head.get("error")
        self.error = error["code"] if error else None
        if self.error == "fork":
            self._new_incarnation()
        if self.error == "gap":
            # The office lacks numbers that it had answered for: it lost them, and does not know it yet.
            self._refill(self.epoch)
        if self.error == "resync":
            self.cursor, self.pos, self.loading = None, 0, True
            self.load += 1
        if self.epoch is not None and self.error != "wrong_person" and head["epoch"] != self.epoch:
            self._refill(self.epoch)
        if self.error != "wrong_person":
            self.epoch, self.safe_pos = head["epoch"], head["safe_pos"]

    def _refill(self, old: str | None) -> None:
        """The server has another life than the one that answered for these: hand in again all that is kept.

        What it does have gets the results it has. As long as the cursor is good, the log up to it is what it was.
        """
        self.refilling = old
        for op in self.ops:
            if op.state != PENDING and (op.pos is None or op.pos > self.pos):
                # What was not taken did not stand on the screen any more, and does not because it is asked again.
                op.told = op.state == DONE and not op.writes and op.outcome in (APPLIED, MERGED)
                op.old_pos, op.hidden = op.pos, op.hidden or op.state == REFUSED or op.outcome == CONFLICT
                op.state, op.outcome, op.pos, op.writes, op.untold = PENDING, None, None, None, False
        self._new_incarnation()

    def _new_incarnation(self) -> None:
        """The same operations under new numbers. Those that are answered for need none."""
        self.inc = self.new_id()
        for op in self.ops:
            op.n = 0
        for n, op in enumerate(self.unsent, 1):
            op.n = n
        self._next_n = len(self.unsent) + 1

    def _result(self, row: Sequence[Any]) -> None:
        n, outcome, v, pos, *rest = row
        # By the number it was sent under, which may not be its number any more.
        op = self._sent.get(n) or next((op for op in self.ops if op.n == n), None)
        if op is None or outcome not in OUTCOMES:
            return
        more = rest[0] if rest else None
        # What did not stand on the screen any more does not because another life has yet to take it.
        op.outcome, op.v, op.pos, op.hidden = outcome, v, pos, op.hidden and outcome == HELD
        op.state = {QUARANTINED: REFUSED, HELD: HELD}.get(outcome, DONE)
        if isinstance(more, dict):
            # A conflict does not tell what became of the words: they stay until its rows have come.
            op.problem, op.untold = more, op.state == DONE
        elif more is not None:
            # Perhaps of other records only: then the op's own has no version.
            op.writes = [_write(write) for write in more]
        elif v is not None:
            op.writes = [(BY_NAME_KIND[op.kind].entity, op.id, v, {})]
        # Told again of what the feed has brought long ago, and may have taken away since; or a load will bring it.
        op.covered = self.loading if self.cursor is None else (pos or 0) <= self.pos
        if op.covered and not self.loading:
            op.untold = False

    def _segment(self, segment: Mapping[str, Any]) -> None:
        if self.cursor != self._sent_cursor:
            return
        touched: set[Pair] = set()
        for table in segment["rows"]:
            for cells in table["rows"]:
                row = dict(zip(table["cols"], cells, strict=True))
                pair = (table["e"], row.pop("id"))
                touched.add(pair)
                self.rows[pair] = Row(row.pop("v"), row, self.load)
                if table["e"] == "outcome":
                    self._late(row, segment["pos"])
        for entity, id in segment["gone"]:
            touched.add((entity, id))
            self.rows.pop((entity, id), None)
        self.cursor = self._sent_cursor = segment["cursor"]
        self.pos = segment["pos"]
        self._settle(touched)

    def _late(self, outcome: Mapping[str, Any], pos: int) -> None:
        """What the office held, or refused and then let count, has another outcome now."""
        for op in self.ops:
            if op.op_id == outcome["op"] and op.state in (HELD, REFUSED):
                op.outcome, op.pos, op.writes = outcome["outcome"], pos, None
                op.state = REFUSED if op.outcome == QUARANTINED else DONE

    def _is_passed(self, op: Op) -> bool:
        """Whether the rows are those of a place behind the operation: a record that is not there is gone."""
        return not self.loading and (op.pos or 0) <= self.pos

    def _settle(self, touched: set[Pair], *, whole: bool = False) -> None:
        """Let operations that the cursor has passed leave the overlay; their writes become rows. Where a later version
        is to come with the rest of the answer they stay until it has, or the answer is `whole`."""
        for op in self.ops:
            if op.state != DONE or (op.pos or 0) > self.pos or (op.covered and self.loading):
                continue
            left = [write for write in op.writes or () if write[:2] not in touched]
            for write in left:
                if not op.covered:
                    self._keep(op, write)
            op.untold, op.covered = False, not self.loading
            if whole or not any(self._is_behind(write) for write in left):
                op.writes = None

    def _is_behind(self, write: Write) -> bool:
        row = self.rows.get(write[:2])
        return row is not None and row.v < write[2]

    def _keep(self, op: Op, write: Write) -> None:
        pair = (write[0], write[1])
        row = self.rows.get(pair)
        if row is not None and row.v >= write[2]:
            return
        if write[3] is None:
            self.rows.pop(pair, None)
        elif row is None or row.v == write[2] - 1:
            # Made of what it was made of there; over anything else the feed brings it.
            body = _written(op, write, row.body if row is not None else None)
            self.rows[pair] = Row(write[2], body or {}, self.load)

    def _end(self, end: Mapping[str, Any]) -> None:
        self.ended, self.more = True, end["more"]
        whole = self.error is None and not self.more
        self._settle(set(), whole=whole)
        if not self.unsent:
            self.refilling = None
        self._let_go()
        if whole and self.loading:
            # The load is whole: what it did not bring is not this person's any more.
            self.rows = {pair: row for pair, row in self.rows.items() if row.load == self.load}
            self.loading = False
            self._settle(set(), whole=True)

    def _let_go(self) -> None:
        """Forget what is done and in every backup that the office may go back to; the last one proves the numbering,
        and what was said after words that wait keeps these from lying over it."""
        last = max((op.n for op in self.ops if op.state != PENDING), default=0)
        waited: set[str] = set()
        kept: list[Op] = []
        for op in self.ops:
            waited |= {op.id} if op.state in (PENDING, HELD) or op.untold else set()
            is_safe = op.state == DONE and not op.writes and op.pos is not None and op.pos <= self.safe_pos
            if op.n == last or op.id in waited or not is_safe:
                kept.append(op)
        self.ops = kept


def _overlaid(entity: str, body: dict[str, Value] | None, patches: Sequence[Patch]) -> dict[str, Value]:
    for patch in patches:
        body = folded(BY_NAME[entity], body or {}, patch)
    return body or {}


def _written(op: Op, write: Write, before: dict[str, Value] | None) -> dict[str, Value] | None:
    entity, id, _, fields = write
    if fields is None:
        return None
    base = folded(BY_NAME[entity], before or {}, op.patch if id == op.id else Patch())
    return {**base, **fields}


def _write(cells: Sequence[Any]) -> Write:
    entity, id, v, fields = cells
    return entity, id, v, fields


def _is_about(op: Op, entity: str, id: str) -> bool:
    kind = BY_NAME_KIND.get(op.kind)
    return op.id == id and kind is not None and kind.patch_entity == entity


def _part(line: bytes) -> dict[str, Any]:
    try:
        part = msgspec.json.decode(line, type=dict[str, Any])
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise NotOurs("no line of an answer") from error
    if not ({"p", "results", "cursor"} & part.keys() or {"end", "more"} <= part.keys() <= {"end", "more", "receipt"}):
        raise NotOurs("no line of an answer")
    return part
