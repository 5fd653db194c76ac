"""Takes due messages out of the outbox, hands each to its road, and notes what became of it.

Owns the order of these steps. A road is asked outside of any transaction and reads no database: a silent one holds
nobody up but itself, and a batch costs the store the same few statements whatever is in it.

    claim ─▶ look around once more ─▶ what is still held ─▶ letters ─▶ roads ─▶ note
                                      and may be told now
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Final

from sqlalchemy.engine import Connection
from structlog import get_logger

from server.features.reminders import outbox
from server.features.reminders.outbox import LEASE_MS, Message, Tried
from server.features.reminders.phones import Phone
from server.features.reminders.reach import NOWHERE, Reached, note_phones, read_reached
from server.features.reminders.rules import RETRY_MS, Step, after_refused, after_silence, after_taken
from server.logs import places_of

# Messages under way at once: a push service answers in a tenth of a second, and most of that is waiting.
THREADS: Final = 8
# After a batch the sender rests so many times as long as it took, for whoever else needs the machine: of thousands of
# messages the last one can wait half a minute, and a sync cannot.
REST_PART: Final = 1
# Nothing of a batch is begun later than this: what is under way then ends within its time limits before the lease does.
START_MS_MAX: Final = LEASE_MS // 2
# So many silences in a row of one road: nobody is there, and the rest need not wait for a time limit each.
SILENT_MAX: Final = 8
# What a road may make of a message besides `taken`: these are tried again; any other word means that it leads nowhere.
_SILENT: Final = ("later", "silent", "fault")


@dataclass(frozen=True, slots=True)
class Sent:
    """What a road made of a message: a word that the office sees, and the other side's status, 0 for none.

    A silent one may say when to come again. `took`, `gone`: the phones whose services took it, or know them no more.
    """

    outcome: str
    status: int = 0
    wait_ms: int = 0
    took: tuple[str, ...] = ()
    gone: tuple[Phone, ...] = ()


Road = Callable[[Message, Reached], Sent]
Transaction = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True, slots=True)
class Wishes:
    """How people want to be told: the open roads to a person, in order, and the first instant at which he may be told
    of an occasion."""

    roads: Callable[[str, Reached], Sequence[str]]
    allowed: Callable[[str, str, int], int]


@dataclass(slots=True)
class _Batch:
    """What is known while one batch is sent."""

    begun: int
    reached: Mapping[str, Reached]
    silent: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sender:
    """One sender of possibly several. `look` brings the outbox up to what stands; `stops`: whether to leave off;
    `rest`: do nothing for so many ms; `give_way`: wait for a moment in which nobody else needs this process."""

    holder: str
    read: Transaction
    write: Transaction
    roads: Mapping[str, Road]
    wishes: Wishes
    look: Callable[[], object]
    now_ms: Callable[[], int]
    new_id: Callable[[], str]
    stops: Callable[[], bool] = lambda: False
    rest: Callable[[int], object] = lambda _ms: None
    give_way: Callable[[], object] = lambda: None

    def send(self) -> int:
        """Send everything that is due. Returns how many messages were tried."""
        tried = 0
        with ThreadPoolExecutor(THREADS, thread_name_prefix="reminders") as pool:
            while not self.stops() and (batch := self._claim()):
                begun = self.now_ms()
                tried += self._send(batch, pool)
                self.rest((self.now_ms() - begun) * REST_PART)
        return tried

    def _claim(self) -> list[Message]:
        with self.write() as connection:
            return outbox.claim(connection, now=self.now_ms(), holder=self.holder)

    def _send(self, claimed: Sequence[Message], pool: ThreadPoolExecutor) -> int:
        batch, held = self._read_again(claimed)
        may, later = self._by_hour(held, batch.begun)
        letters = letters_of(may)
        sent = list(pool.map(lambda letter: self._try(letter, batch), letters))
        tried = [each for pair in zip(letters, sent, strict=True) for each in self._outcomes(*pair, batch)]
        self._note([*later, *tried], sent)
        return sum(each.outcome is not None for each in tried)

    def _read_again(self, claimed: Sequence[Message]) -> tuple[_Batch, list[Message]]:
        """What stands still: whatever was done, seen or excused since these came due is not sent."""
        begun = self.now_ms()
        self.look()
        with self.read() as connection:
            held = outbox.held(connection, [message.id for message in claimed], holder=self.holder)
            reached = read_reached(connection, [message.person for message in claimed], now=begun)
        return _Batch(begun, reached), [message for message in claimed if message.id in held]

    def _by_hour(self, held: Sequence[Message], now: int) -> tuple[list[Message], list[Tried]]:
        """Those that may be told now, and those that wait for an hour at which they may."""
        hours = {message.id: self.wishes.allowed(message.person, message.occasion, now) for message in held}
        may = [message for message in held if hours[message.id] <= now]
        late = [message for message in held if hours[message.id] > now]
        return may, [_put_off(message, hours[message.id]) for message in late]

    def _try(self, letter: Message, batch: _Batch) -> Sent | None:
        """What its road makes of it; None when it was not asked."""
        name = letter.road or ""
        reached = batch.reached.get(letter.person, NOWHERE)
        road = self.roads.get(name)
        if road is None or name not in self.wishes.roads(letter.person, reached):
            return Sent("refused")
        is_late = self.now_ms() - batch.begun >= START_MS_MAX
        if is_late or self.stops() or batch.silent.get(name, 0) >= SILENT_MAX:
            return None
        self.give_way()
        sent = _asked(road, letter, reached)
        batch.silent[name] = batch.silent.get(name, 0) + 1 if sent.outcome == "silent" else 0
        return sent

    def _outcomes(self, letter: Message, sent: Sent | None, batch: _Batch) -> list[Tried]:
        """Where every message of a letter goes from here."""
        parts = letter.parts or (letter,)
        if sent is None:
            return [_put_off(part, self.now_ms() + RETRY_MS) for part in parts]
        roads = self.wishes.roads(letter.person, batch.reached.get(letter.person, NOWHERE))
        return [Tried(part, self._step(part, sent, roads), sent.outcome, sent.status) for part in parts]

    def _step(self, message: Message, sent: Sent, roads: Sequence[str]) -> Step:
        now, road = self.now_ms(), message.road or ""
        if sent.outcome == "taken":
            step = after_taken(road, roads, now)
        elif sent.outcome in _SILENT:
            step = after_silence(road, roads, now, tries=message.tries + 1, wait_ms=sent.wait_ms)
        else:
            step = after_refused(road, roads, now)
        if step.road is None:
            return step
        # A later road, and another try, keep the person's quiet as the first did.
        return replace(step, due=self.wishes.allowed(message.person, message.occasion, step.due))

    def _note(self, tried: Sequence[Tried], sent: Sequence[Sent | None]) -> None:
        now, asked = self.now_ms(), [each for each in sent if each is not None]
        with self.write() as connection:
            outbox.note(connection, tried, holder=self.holder, now=now, new_id=self.new_id)
            note_phones(
                connection,
                took=[id for each in asked for id in each.took],
                gone=[phone for each in asked for phone in each.gone],
                now=now,
            )


def letters_of(messages: Sequence[Message]) -> list[Message]:
    """What leaves by itself, and for each letter one message that stands for all in it."""
    together: dict[tuple[str, str | None], list[Message]] = {}
    for message in messages:
        together.setdefault((message.wire_id, message.road), []).append(message)
    return [_together(parts) for parts in together.values()]


def _together(parts: Sequence[Message]) -> Message:
    first = parts[0]
    if len(parts) == 1:
        return first
    args = {"count": len(parts)}
    return replace(first, occasion="digest", entity="", record="", turn="+0", args=args, unit=None, parts=tuple(parts))


def _put_off(message: Message, due: int) -> Tried:
    return Tried(message, Step("waiting", message.road, due, message.tries))


def _asked(road: Road, letter: Message, reached: Reached) -> Sent:
    try:
        return road(letter, reached)
    except Exception as fault:  # noqa: BLE001
        # One road's fault must not keep the other messages of the batch from being noted.
        get_logger().error("reminder_fault", road=letter.road, fault=type(fault).__name__, places=places_of(fault))
        return Sent("fault")
