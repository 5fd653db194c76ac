"""An office whose people are told, with a push service in the same process that reads what it takes.

office = telling(cast) ; office.task("owner") ; office.turn()       a milestone is due; the leader looks and sends
office.arrived("owner")                                             the ids of what the person's phone was sent
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Final

import sqlalchemy as sa

from server.context import Server
from server.features.reminders.means import do_keep_key
from server.features.reminders.model import reminders, sendings
from server.features.tasks import reminding as task_reminding
from server.platform.acts import NOBODY, Act
from server.platform.changes import Write
from server.platform.channels.addresses import Answer, Endpoint, UnreachedError
from server.platform.channels.push import new_push_key, topic_of
from server.platform.clock import SetClock
from server.platform.ids import new_id
from server.platform.store import SqlStore, SqlTx
from server.reminding import Reminding
from sync.ports import Value
from tests.cast import HOME, TODAY, Cast
from tests.factories import id_of
from tests.push_service import Browser

MINUTE_MS: Final = 60_000
HOUR_MS: Final = 60 * MINUTE_MS
DAY_MS: Final = 24 * HOUR_MS


class Killed(BaseException):
    """The process is no more."""


@dataclass(frozen=True)
class Push:
    """What a service was handed for one browser, and what it said."""

    to: str
    topic: str
    content: dict[str, Any]
    at: int
    status: int


@dataclass
class Wire:
    """The way out, and a push service at its end. It answers 201, or what was ordered; 0 is silence."""

    clock: SetClock
    browsers: dict[str, Browser] = field(default_factory=dict)
    pushes: list[Push] = field(default_factory=list)
    ordered: deque[int] = field(default_factory=deque)
    # What happens when something has been handed over.
    then: Callable[[], None] = lambda: None

    def post(self, endpoint: Endpoint, body: bytes, headers: Mapping[str, str]) -> Answer:
        """As `Outside.post`."""
        to = endpoint.path.rpartition("/")[2]
        status = self.ordered.popleft() if self.ordered else 201
        content = json.loads(self.browsers[to].open(body))
        self.pushes.append(Push(to, headers["Topic"], content, self.clock.now_ms(), status))
        self.then()
        if status == 0:
            raise UnreachedError("silence")
        return Answer(status, {"retry-after": "120"}, b"")


class Store(SqlStore):
    """A store whose process may die before or after a commit, as `fate` says."""

    def __init__(self, store: SqlStore, fate: Callable[[], None]) -> None:
        super().__init__(store.engine)
        self._fate = fate

    @contextmanager
    def write(self) -> Iterator[SqlTx]:
        """See SqlStore."""
        self._fate()
        with super().write() as tx:
            yield tx
        self._fate()


class Telling:
    """The office. `worker` makes what a process that leads has; `turn` is one of its rounds."""

    def __init__(self, cast: Cast, clock: SetClock) -> None:
        self.cast = cast
        # Nobody listens there: letters are told of in tests/features/reminders/test_channels.py.
        mail_url, mail_from = "smtp://127.0.0.1:1", "diaban@example.vn"
        origin = "https://diaban.example.vn"
        config = replace(cast.here.config, public_origin=origin, mail_url=mail_url, mail_from=mail_from)
        self.here: Server = replace(cast.here, config=config)
        self.clock = clock
        self.wire = Wire(clock)
        with self.here.store.write() as tx:
            do_keep_key(tx.connection, new_push_key(), now=clock.now_ms())
        self._worker: Reminding | None = None

    def worker(self, fate: Callable[[], None] = lambda: None) -> Reminding:
        """What another process would have."""
        here = replace(self.here, store=Store(self.here.store, fate))
        return Reminding(here, outside=self.wire, finders=(task_reminding.FINDER,))  # type: ignore[arg-type]

    def turn(self) -> int:
        """One round of the leader: how many messages were tried."""
        if self._worker is None:
            self._worker = self.worker()
        return self._worker.tick()

    def subscribe(self, name: str, device: str = "phone") -> None:
        """Let that phone take pushes."""
        browser = self.wire.browsers[f"{name}-{device}"] = Browser()
        asked = {
            "endpoint": f"https://fcm.googleapis.com/send/{name}-{device}",
            "p256dh": browser.p256dh,
            "auth": browser.auth,
        }
        answer = getattr(self.cast, name).phone(device).post("/api/reminders/subscriptions", asked)
        assert answer.status_code in (200, 201), answer.text

    def task(self, name: str, day: str = TODAY) -> str:
        """A task of that person with a milestone on that day; its id."""
        id = new_id()
        fields: dict[str, Value] = {
            "title": "Kè", "unit": id_of(HOME), "owner": id_of(name), "status": "open", "round": 1,
            "milestones": [[new_id(), "Xong móng", day]],
        }  # fmt: skip
        self.write(Write("task", id, fields, {f"person:{id_of(name)}"}))
        return id

    def finish(self, task: str) -> None:
        """It is done: nobody needs to be reminded of it."""
        self.write(Write("task", task, {"status": "closed"}))

    def write(self, *changes: Write) -> None:
        """The office writes."""
        with self.here.store.write() as tx:
            Act(tx, NOBODY, self.clock.now_ms(), self.here.today, new_id).append(*changes)

    def rows(self, table: sa.Table = reminders) -> list[dict[str, Any]]:
        """The outbox, in the order of making."""
        with self.here.store.read() as reader:
            found = [dict(row._mapping) for row in reader.connection.execute(sa.select(table))]
        return sorted(found, key=lambda row: (row.get("made", row.get("at")), row["id"]))

    def tries(self) -> list[tuple[str, str]]:
        """Road and outcome of every try, in order."""
        return [(row["road"], row["outcome"]) for row in self.rows(sendings)]

    def row_of(self, task: str) -> dict[str, Any]:
        """The one row about a task."""
        [row] = [row for row in self.rows() if row["record"] == task]
        return row

    def arrived(self, name: str) -> list[str]:
        """Topics that this person's phones were sent and that were taken, in order."""
        return [push.topic for push in self.wire.pushes if push.to.startswith(f"{name}-") and push.status == 201]

    def topic(self, task: str) -> str:
        """The name under which the message about a task leaves by itself."""
        return topic_of(self.row_of(task)["id"])
