"""Takes due messages out of the outbox, hands each to its road, and notes what became of it.

Owns the order of these three. A road is asked outside of any transaction: a silent one holds nobody up but itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final

from sqlalchemy.engine import Connection
from structlog import get_logger

from server.features.reminders import outbox
from server.features.reminders.outbox import Message
from server.features.reminders.rules import Step, after_refused, after_silence, after_taken

# Messages under way at once: a push service answers in a tenth of a second, and most of that is waiting.
THREADS: Final = 8


@dataclass(frozen=True, slots=True)
class Sent:
    """What a road made of a message: taken, refused, or silent; a silent one may say when to come again."""

    outcome: str
    status: int = 0
    wait_ms: int = 0


Road = Callable[[Message], Sent]
Transaction = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True, slots=True)
class Sender:
    """One sender of possibly several. `roads_of`: those open to a person now, in order."""

    holder: str
    write: Transaction
    roads: Mapping[str, Road]
    roads_of: Callable[[str], Sequence[str]]
    now_ms: Callable[[], int]

    def send(self) -> int:
        """Send everything that is due. Returns how many messages were tried."""
        tried = 0
        with ThreadPoolExecutor(THREADS, thread_name_prefix="reminders") as pool:
            while batch := self._claim():
                sent = list(pool.map(self._try, batch))
                self._note(batch, sent)
                tried += len(batch)
        return tried

    def _claim(self) -> list[Message]:
        with self.write() as connection:
            return outbox.claim(connection, now=self.now_ms(), holder=self.holder)

    def _try(self, message: Message) -> Sent:
        road = self.roads.get(message.road or "")
        if road is None or message.road not in self.roads_of(message.person):
            return Sent("refused")
        try:
            return road(message)
        except Exception as fault:  # noqa: BLE001
            # One road's fault must not keep the other messages of the batch from being noted.
            get_logger().exception("reminder_fault", road=message.road, kind=type(fault).__name__)
            return Sent("fault")

    def _note(self, batch: Sequence[Message], sent: Sequence[Sent]) -> None:
        now = self.now_ms()
        with self.write() as connection:
            for message, each in zip(batch, sent, strict=True):
                step = self._step(message, each, now)
                outbox.note(
                    connection, message, step, holder=self.holder, now=now, outcome=each.outcome, status=each.status
                )

    def _step(self, message: Message, sent: Sent, now: int) -> Step:
        roads, road = self.roads_of(message.person), message.road or ""
        if sent.outcome == "taken":
            return after_taken(road, roads, now)
        if sent.outcome == "refused":
            return after_refused(road, roads, now)
        return after_silence(road, roads, now, tries=message.tries + 1, wait_ms=sent.wait_ms)
