"""The office's leader in a schedule: it looks around at random moments, its process ends, and another goes on.

Owns the leader, and the check of what it told. Real are the watch, the finders, the outbox, the sender and SQL; the one
road keeps what arrives. Between two of its transactions a phone may be served or the database put back; between two
looks anything happens.

    at-most-once        a key is in the outbox once, and each row of it has its one notice; a message arrives once, but
                        where its sender ended between handing it over and noting that
    told-in-time        what may be told does not wait when a sender has gone through the outbox
    notices-stand       a leader that knows nothing but the database finds nothing to put in and nothing to take out
    inbox-is-ones-own   a notice lies in its person's inbox and in no other
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from server.context import Server
from server.features.reminders.means import KEPT
from server.features.reminders.model import reminders
from server.features.reminders.outbox import Message
from server.features.reminders.planning import Looked
from server.features.reminders.reach import Reached
from server.features.reminders.sending import Sender, Sent, Transaction, Wishes
from server.features.reminders.watch import Watch
from server.platform import tables as t
from server.platform.store import SqlReader, SqlStore
from server.registry import FINDERS, REMINDED
from sync.ports import Record, Value
from tests.simulation.office import AFTER_COMMIT, BEFORE_COMMIT, Crashed

if TYPE_CHECKING:
    from tests.simulation.world import World

Records = Mapping[tuple[str, str], Record]
# How often a leader's process ends: between two looks, and within one.
_ENDS: Final = 0.2
_ENDS_WITHIN: Final = 0.1
_ENDED: Final[tuple[type[BaseException], ...]] = (Crashed, *SqlStore.faults)


class Reminders:
    """The leader of one schedule."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._watch: Watch | None = None
        self._worker = 0
        self._holder = ""
        # What was put in, by life of the database and key; how often it arrived, and how often it may have.
        self._told: dict[tuple[int, str], str] = {}
        self._arrived: Counter[tuple[int, str]] = Counter()
        self._in_hand: Counter[tuple[int, str]] = Counter()

    def look(self) -> None:
        """The leader looks around and sends, or its process ends at that. Another one, at the other worker, goes on."""
        world, chance = self._world, self._world.chance
        if chance.random() < _ENDS:
            self._end()
        trips = world.office.trips
        before, trips.point, trips.passes = (trips.point, trips.passes), None, 0
        if chance.random() < _ENDS_WITHIN:
            trips.point, trips.passes = chance.choice((BEFORE_COMMIT, AFTER_COMMIT)), chance.randrange(3)
        arrived = Counter(self._arrived)
        try:
            self._looked()
            self._sent()
        except _ENDED:
            self._in_hand += self._arrived - arrived
            self._end()
        finally:
            trips.point, trips.passes = before
            self._note()

    def look_at_once(self) -> None:
        """One look and what it sends, for stories told by hand."""
        self._looked()
        self._sent()
        self._note()

    def last(self) -> None:
        """Nothing moves any more: the leader looks once more, and one that has just begun finds nothing to do."""
        if not self._told and self._watch is None:
            return
        world = self._world
        self.look_at_once()
        self._watch = None
        looked = self._looked()
        ok = (looked.put_in, looked.taken_out) == (0, 0)
        world.expect(ok, "notices-stand", lambda: f"a leader that knows nothing finds {looked}")
        self._note()

    def check(self, reader: SqlReader, records: Records) -> None:
        """Each row has its notice, each notice its row, its inbox and something that it is about."""
        rows = {row.id: row for row in reader.connection.execute(sa.select(reminders))}
        notices = {id: one for (entity, id), one in records.items() if entity == "notice"}
        self._world.expect(
            rows.keys() == notices.keys(), "at-most-once", lambda: f"{len(rows)} in the outbox, {len(notices)} notices"
        )
        often = [one for one, count in self._arrived.items() if count > 1 + self._in_hand[one]]
        self._world.expect(not often, "at-most-once", lambda: f"told more than once: {often[:3]}")
        late = [row.key for row in rows.values() if row.state == "waiting" and row.due <= self._world.now]
        self._world.expect(not late or not self._told, "told-in-time", lambda: f"nobody was told of {late[:3]}")
        places = _places(reader)
        for id, notice in notices.items():
            self._one(rows[id], notice, places.get(id, []), records)
        for holder in self._world.holders:
            self._inbox(holder.name, holder.person, holder.phone.rows())

    def _one(
        self,
        row: sa.Row[tuple[object, ...]],
        notice: Record,
        keys: list[str],
        records: Mapping[tuple[str, str], Record],
    ) -> None:
        expect, body = self._world.expect, notice.body
        mine = f"person:{row.person}"
        said = f"{row.occasion} to {row.person[:8]} about {row.entity} {row.record}"
        expect(keys == [mine] and body["person"] == row.person, "inbox-is-ones-own", lambda: f"{said} under {keys}")
        stands = row.ended is None
        expect(stands == (body["ended"] is None), "notices-stand", lambda: f"{said} stands here and not there")
        if stands:
            problem = _pointless(notice, records)
            expect(problem is None, "notices-stand", lambda: f"{said} stands, though {problem}")

    def _inbox(self, name: str, person: str, rows: Mapping[tuple[str, str], tuple[int, Mapping[str, Value]]]) -> None:
        strange = [id for (entity, id), (_, body) in rows.items() if entity in _OWN and body["person"] != person]
        self._world.expect(not strange, "inbox-is-ones-own", lambda: f"{name} has another's {strange[:3]}")

    def _looked(self) -> Looked:
        with self._world.office.house(self._worker) as here:
            if self._watch is None:
                self._watch = self._begun(here)
            looked = self._watch.look()
        if looked.put_in or looked.taken_out:
            self._world.tally.faults["reminded"] += looked.put_in
            self._world.say_trace("leader", f"{looked.put_in} in, {looked.taken_out} out")
        return looked

    def _begun(self, here: Server) -> Watch:
        self._holder = self._world.office.new_id()
        return Watch(
            here.store, here.clock, here.office_clock, kinds=REMINDED, finders=FINDERS,
            new_id=self._world.office.new_id, can=(KEPT,),
        )  # fmt: skip

    def _sent(self) -> None:
        """Whatever may be told goes out."""
        watch = self._watch
        assert watch is not None
        with self._world.office.house(self._worker) as here:
            sender = Sender(
                holder=self._holder, read=_reading(here.store), write=_writing(here.store), roads={KEPT: self._arrive},
                wishes=Wishes(lambda person, reached: watch.wishes.roads(person, reached.roads), watch.allowed),
                look=watch.look, now_ms=here.clock.now_ms, new_id=self._world.office.new_id,
            )  # fmt: skip
            tried = sender.send()
        if tried:
            self._world.tally.faults["told"] += tried
            self._world.say_trace("leader", f"{tried} told")

    def _arrive(self, message: Message, _reached: Reached) -> Sent:
        life = self._world.journal.life
        self._arrived.update((life, part.id) for part in message.parts or (message,))
        return Sent("taken")

    def _end(self) -> None:
        self._watch, self._worker = None, 1 - self._worker
        self._world.tally.faults["leader_ends"] += 1

    def _note(self) -> None:
        """Whatever is in the outbox was put in once in this life of the database."""
        world = self._world
        with world.office.stores[0].inner.read() as reader:
            rows = reader.connection.execute(sa.select(reminders.c.id, reminders.c.key)).all()
        world.scene.made["notice"] = sorted(row.id for row in rows)
        keys = Counter(row.key for row in rows)
        for row in rows:
            first = self._told.setdefault((world.journal.life, row.key), row.id)
            ok = keys[row.key] == 1 and first == row.id
            world.expect(ok, "at-most-once", lambda: f"told twice: {row.key}")  # noqa: B023


_OWN: Final = ("notice", "preference")


def _reading(store: SqlStore) -> Transaction:
    @contextmanager
    def read() -> Iterator[Connection]:
        with store.read() as reader:
            yield reader.connection

    return read


def _writing(store: SqlStore) -> Transaction:
    @contextmanager
    def write() -> Iterator[Connection]:
        with store.write() as tx:
            yield tx.connection

    return write


def _places(reader: SqlReader) -> dict[str, list[str]]:
    """Under which keys each notice lies."""
    one = t.membership.c
    found: dict[str, list[str]] = {}
    for row in reader.connection.execute(sa.select(one.id, one.key).where(one.entity == "notice", one.present)):
        found.setdefault(row.id, []).append(row.key)
    return found


def _pointless(notice: Record, records: Records) -> str | None:
    """Why nobody should be told of this any more, worked out by hand; None when it may stand."""
    body = notice.body
    pair = str(body["about"]), str(body["record"])
    about = records.get(pair)
    if about is None:
        return f"there is no {pair[0]} any more" if pair[0] in _ABOUT else None
    wanted = _STATES.get(str(body["occasion"]))
    state = about.body.get("status")
    return None if wanted is None or state in wanted else f"it is {state}"


_ABOUT: Final = ("draft", "visit", "feedback", "task", "invitation")
_STATES: Final[Mapping[str, tuple[str, ...]]] = {
    "report_waiting": ("sent", "in_review"),
    "report_returned": ("returned",),
    "item_unowned": ("new",),
    "answer_due": ("owned",),
    "result_to_confirm": ("answered",),
}
