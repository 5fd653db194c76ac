"""A small office over any store: toy handlers with the engine's own policies, a directory of keys, and phones.

    world.sync(phone)     whole exchange, until nothing is left
    world.lines(phone)    one request's answer, for tests that lose or repeat it

Nothing here is the product's: what the product's handlers do is tested through HTTP. Ids are made from names.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import pytest

from server.platform.db import engine_of
from server.platform.store import SqlStore
from sync import limits
from sync.applying import Contact, Office
from sync.client import Client
from sync.exchange import Exchange
from sync.held import retry_held
from sync.memory_store import MemoryStore
from sync.ports import Patch, Reader, Refused, Stale, Store, Value, Work
from sync.protocol import read_request
from tests.factories import id_of

NOON = 1_719_291_600_000
TODAY = "2024-06-25"
AN, BINH, CHAU = id_of("an"), id_of("binh"), id_of("chau")
HERE, THERE = id_of("here"), id_of("there")


@dataclass
class Keys:
    """The directory: who reads what, whatever the day."""

    of: dict[str, set[str]] = field(default_factory=dict)

    def keys(self, person: str, day: str) -> frozenset[str]:
        return frozenset({"all", f"person:{person}", *self.of.get(person, ())})


def save_draft(work: Work, _keys: Keys) -> None:
    """A draft of its author's; what clashes becomes a conflict record."""
    draft = work.read("draft", work.op.id)
    if draft is not None and draft.author != work.op.author:
        raise Refused("not_found")
    if work.op.patch.set.get("village") == "poison":
        raise ZeroDivisionError
    merge = work.merge("draft", draft.body if draft else {}, base_of=("draft", work.op.id))
    work.write("draft", work.op.id, merge.fields, keys={f"person:{work.op.author}"})
    for clash in merge.clashes:
        fields = {"entity": "draft", "record": work.op.id, "field": clash.field, "kind": "edit", "state": "open",
                  "mine": str(clash.mine), "theirs": str(clash.theirs)}  # fmt: skip
        work.write("conflict", id_of(work.op.op_id + clash.field), fields, keys={f"person:{work.op.author}"})
    if merge.clashes:
        work.conflict("keep_both", fields=[clash.field for clash in merge.clashes])


def delete_draft(work: Work, _keys: Keys) -> None:
    if work.read("draft", work.op.id) is None:
        raise Refused("not_found")
    work.remove("draft", work.op.id)


def submit_visit(work: Work, _keys: Keys) -> None:
    """What the unit may read, and the report; the draft goes."""
    draft = work.read("draft", work.op.id)
    merge = work.merge("draft", draft.body if draft else {}, base_of=("draft", work.op.id))
    body = {**(draft.body if draft else {}), **merge.fields}
    if not body.get("unit"):
        raise Refused("missing", field="unit")
    number = f"BC-{work.next_number('visits')}"
    if body.get("village") == "late refusal":
        raise Refused("empty_report")
    keys = {f"unit:{body['unit']}", f"person:{work.op.author}"}
    public: dict[str, Value] = {name: body.get(name) for name in ("unit", "kind", "starts", "ends", "recommendations")}
    work.write(
        "visit", work.op.id, {**public, "number": number, "status": "sent", "round": work.op.args["round"]}, keys=keys
    )
    report = {name: body.get(name) for name in ("village", "findings", "difficulties")}
    work.write("report", work.op.id, report, keys={f"desk:{body['unit']}", f"person:{work.op.author}"})
    work.remove("draft", work.op.id)


def approve_visit(work: Work, _keys: Keys) -> None:
    visit = work.read("visit", work.op.id)
    if visit is None:
        raise Refused("not_found")
    if visit.body["round"] != work.op.args["round"]:
        raise Stale("stale", round=visit.body["round"])
    work.write("visit", work.op.id, {"status": "approved"})


def raise_matter(work: Work, _keys: Keys) -> None:
    if work.read("feedback", work.op.id) is not None:
        raise Refused("already_done")
    merge = work.merge("feedback", {}, base_of=("feedback", work.op.id))
    unit = merge.fields.get("unit")
    if not isinstance(unit, str):
        raise Refused("missing", field="unit")
    work.write("feedback", work.op.id, {**merge.fields, "status": "new"}, keys={f"unit:{unit}"})


def refer_matter(work: Work, _keys: Keys) -> None:
    """Move a matter to another unit."""
    if work.read("feedback", work.op.id) is None:
        raise Refused("not_found")
    work.write("feedback", work.op.id, {"unit": work.op.args["unit"]}, keys={f"unit:{work.op.args['unit']}"})


HANDLERS: dict[str, Callable[[Work, Keys], None]] = {
    "draft.save": save_draft,
    "draft.delete": delete_draft,
    "visit.submit": submit_visit,
    "visit.approve": approve_visit,
    "feedback.raise": raise_matter,
    "feedback.refer": refer_matter,
}


class World:
    """One office and its phones."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.directory = Keys()
        self.now = NOON
        self.reported: list[str] = []
        self.handlers = dict(HANDLERS)
        self._ids = itertools.count()
        self._chance = itertools.count()

    @property
    def exchange(self) -> Exchange[Keys]:
        return Exchange(self.store, self.office, self.new_id)

    @property
    def office(self) -> Office[Keys]:
        return Office(self.handlers, self._keys, self._bytes, lambda what, _error: self.reported.append(what))

    def _keys(self, _reader: Reader) -> Keys:
        return self.directory

    def _bytes(self, count: int) -> bytes:
        return sha256(str(next(self._chance)).encode()).digest()[:count]

    def new_id(self) -> str:
        return id_of(f"new {next(self._ids)}")

    def may_read(self, person: str, *keys: str) -> None:
        """From now on the person reads these keys, and no others but his own."""
        self.directory.of[person] = set(keys)

    def phone(self, person: str, device: str = "phone") -> Client:
        return Client(person, id_of(f"{person} {device}"), self.new_id)

    def lines(
        self, phone: Client, body: bytes | None = None, *, draining: bool = False, want: int = limits.ANSWER_BYTES
    ) -> list[bytes]:
        """One request and its whole answer."""
        request = read_request(body or phone.request(self.now, want=want))
        who = Contact(phone.person, phone.device, draining)
        return list(self.exchange.answer(request, who, now=self.now, today=TODAY))

    def sync(self, phone: Client, *, want: int = limits.ANSWER_BYTES) -> list[bytes]:
        """Exchange until nothing is left. The lines of all answers."""
        seen: list[bytes] = []
        for _ in range(50):
            answer = self.lines(phone, want=want)
            take(phone, answer)
            seen += answer
            if phone.ended and not phone.more and phone.error is None and not phone.unsent:
                return seen
        raise AssertionError(f"no end: {phone.error}, {len(phone.unsent)} unsent")

    def retry(self) -> int:
        return retry_held(self.store, self.office, now=self.now, today=TODAY)

    def body(self, entity: str, id: str) -> dict[str, Any]:
        """What the office has; empty when it has none."""
        with self.store.read() as reader:
            record = reader.record(entity, id)
        return dict(record.body) if record is not None else {}

    def agree(self, phone: Client) -> None:
        """Everything the person may read, and nothing else, is on his phone, byte for byte."""
        keys = self.directory.keys(phone.person, TODAY)
        there = {}
        with self.store.read() as reader:
            for entity in ("draft", "visit", "report", "feedback", "conflict", "outcome", "unit", "theme"):
                for record in reader.records(entity, keys):
                    there[entity, record.id] = (record.v, dict(record.body))
        assert {pair: (row.v, row.body) for pair, row in phone.rows.items()} == there


def take(phone: Client, lines: Iterable[bytes]) -> None:
    """Give a phone these lines."""
    for line in lines:
        phone.take(line)


def draft(**values: Value) -> Patch:
    """A patch of a draft that was empty there."""
    return Patch(set=values)


def words(phone: Client, id: str, *, at: int = NOON, **values: Value) -> str:
    """Write these fields into one's draft, having seen what the phone shows."""
    return phone.say("draft.save", id, role="cadre", at=at, patch=phone.patch("draft", id, values))


def submit(phone: Client, id: str, *, round: int = 1, supersedes: Sequence[str] = (), **values: Value) -> str:  # noqa: A002 - the wire's noun
    """Send a visit with these last words."""
    return phone.say(
        "visit.submit", id, role="cadre", at=NOON, args={"round": round}, patch=draft(**values), supersedes=supersedes
    )


def matter(phone: Client, name: str, unit: str = HERE, **values: Value) -> str:
    """Raise a matter about a unit; its id."""
    patch = Patch(set={"unit": unit, "matter": name, **values})
    phone.say("feedback.raise", id_of(name), role="contact", at=NOON, args={"entry": id_of(name + "!")}, patch=patch)
    return id_of(name)


def outcomes(phone: Client) -> list[str | None]:
    """What became of the phone's operations, in order."""
    return [op.outcome for op in phone.ops]


def open_memory_store() -> MemoryStore:
    return MemoryStore(epoch=id_of("epoch"), genesis=b"g" * 32, cursor_key=b"k" * 32)


@pytest.fixture(params=["memory", pytest.param("sql", marks=pytest.mark.either_store)])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Each store there is: the one in memory, and the one of `--db`."""
    if request.param == "memory":
        yield open_memory_store()
        return
    engine = engine_of(request.getfixturevalue("database_url"))
    sql = SqlStore(engine)
    sql.initialise(epoch=id_of("epoch"), genesis=b"g" * 32, cursor_key=b"k" * 32)
    yield sql
    engine.dispose()


@pytest.fixture
def world(store: Store) -> World:
    """An office over each store."""
    return World(store)
