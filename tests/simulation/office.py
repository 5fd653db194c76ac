"""The office of a schedule: two workers over one database, and everything that can happen to them.

Owns the server's side. Real are the exchange, the handlers, the directory and SQL. A worker ends at named points
(`Crashed`), its store can break, an operation's handler can break, and between two of its transactions the other worker
may serve somebody else.

    arrive ─▶ door ─▶ Exchange.answer ─▶ lines
               │            └── before_commit, after_commit, gap (the other worker's turn)
               └── signed_out, account_disabled
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any, Final

import sqlalchemy as sa

from server.context import Server
from server.features.devices.model import devices
from server.features.devices.rules import ACTIVE, LOST
from server.features.people import queries
from server.features.people.directory import Directory
from server.features.people.queries import load_directory
from server.platform import changes
from server.platform.acts import NOBODY, Act
from server.platform.clock import day_of
from server.platform.store import SqlReader, SqlStore, SqlTx
from server.registry import HANDLERS, Handler
from sync.applying import Contact
from sync.applying import Office as EngineOffice
from sync.exchange import Exchange
from sync.held import retry_held
from sync.ports import Work
from sync.protocol import BadBody, TooLarge, read_request
from tests.simulation.disk import Disk
from tests.simulation.house import house
from tests.simulation.journal import Journal, Watched
from tests.simulation.phone import Answer

BEFORE_COMMIT: Final = "before_commit"
AFTER_COMMIT: Final = "after_commit"
STORE_FAULT: Final = "store_fault"


class Crashed(BaseException):
    """The worker's process ended. No `except Exception` of the product may catch it."""


@dataclass
class Trips:
    """What goes wrong at the next passing of a point, and how often the point is passed before."""

    point: str | None = None
    passes: int = 0

    def at(self, point: str) -> bool:
        """Whether it goes wrong here and now; then it is spent."""
        if self.point != point:
            return False
        self.passes -= 1
        if self.passes >= 0:
            return False
        self.point = None
        return True


class WorkerStore:
    """The store as one worker holds it."""

    faults = SqlStore.faults

    def __init__(self, inner: SqlStore, trips: Trips, journal: Journal, gap: Callable[[], None]) -> None:
        self.inner = inner
        self._trips = trips
        self._journal = journal
        self._gap = gap

    @contextmanager
    def read(self) -> Iterator[SqlReader]:
        """See `Store.read`."""
        self._gap()
        with self.inner.read() as reader:
            yield reader

    @contextmanager
    def write(self) -> Iterator[SqlTx]:
        """See `Store.write`."""
        self._gap()
        with self.inner.write() as tx:
            watched = Watched(tx)
            yield tx
            if self._trips.at(STORE_FAULT):
                raise sa.exc.OperationalError("commit", {}, Exception("disk is full"))
            if self._trips.at(BEFORE_COMMIT):
                raise Crashed
        self._journal.take(watched)
        if self._trips.at(AFTER_COMMIT):
            raise Crashed


@dataclass
class Office:
    """Two workers over one database."""

    disk: Disk
    chance: Random
    now: Callable[[], int]
    gap: Callable[[], None]
    journal: Journal
    trips: Trips = field(default_factory=Trips)
    poisoned: set[str] = field(default_factory=set)
    disabled: set[str] = field(default_factory=set)
    withdrawn: dict[tuple[str, str], str] = field(default_factory=dict)
    reports: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.disk.begin()
        self.handlers: Mapping[str, Handler] = {kind: self._guarded(kind) for kind in HANDLERS}
        self.stores = [WorkerStore(SqlStore(one), self.trips, self.journal, self.gap) for one in self.disk.engines]
        self._pictures: list[dict[bytes, Directory]] = [{}, {}]
        # The office's own salts.
        vars(changes)["urandom"] = self.chance.randbytes
        self.refresh()

    def refresh(self) -> None:
        """The database is another one, or the directory changed: who may not sign in, and on which devices?"""
        with self.stores[0].inner.read() as reader:
            persons = load_directory(reader).persons
            rows = reader.connection.execute(sa.select(devices).where(devices.c.state != ACTIVE))
            self.withdrawn = {(row.person, row.id): row.state for row in rows}
        self.disabled = {id for id, person in persons.items() if person.disabled}

    @property
    def photos(self) -> Path:
        """The folder of photos' bytes."""
        return self.disk.folder / "photos"

    @property
    def today(self) -> str:
        """The office's civil day."""
        return day_of(self.now())

    def new_id(self) -> str:
        """A new UUID of this schedule."""
        return uuid_of(self.chance)

    def engine_office(self) -> EngineOffice[Directory]:
        """What the engine is given."""
        return EngineOffice(self.handlers, load_directory, self.chance.randbytes, self._report)

    def answer(self, body: bytes, who: Contact, *, worker: int = 0) -> tuple[int, Iterator[bytes]]:
        """Take a request: HTTP status and the body's lines as they are made. Crashed when the worker ended."""
        if who.person in self.disabled:
            return 401, iter([problem("account_disabled")])
        state = self.withdrawn.get((who.person, who.device))
        who = replace(who, draining=state is not None, lost=state == LOST)
        exchange = Exchange(self.stores[worker], self.engine_office(), self.new_id)
        try:
            with self._as(worker):
                lines = exchange.answer(read_request(body), who, now=self.now(), today=self.today)
            return 200, self._lines(worker, lines)
        except TooLarge:
            return 413, iter([problem("too_large")])
        except BadBody as error:
            return 400, iter([problem("bad_body", field=error.field)])
        except SqlStore.faults:
            return 503, iter([problem("busy")])

    @contextmanager
    def house(self, worker: int = 0) -> Iterator[Server]:
        """What other rooms than the feed find around them."""
        with self._as(worker), house(self.stores[worker], self.now, self.engine_office(), self.photos) as around:
            yield around

    def retry(self, worker: int = 0) -> int:
        """Try what is held once more."""
        with self._as(worker):
            return retry_held(self.stores[worker], self.engine_office(), now=self.now(), today=self.today)

    def act(self, do: Callable[[Act], Any]) -> Any:
        """Something an administrator does."""
        with self.stores[0].write() as tx:
            done = do(Act(tx, NOBODY, self.now(), self.today, self.new_id))
        self.refresh()
        return done

    def directory(self) -> Directory:
        """Who is who, now."""
        with self.stores[0].inner.read() as reader:
            return load_directory(reader)

    def _lines(self, worker: int, lines: Iterator[bytes]) -> Iterator[bytes]:
        while True:
            with self._as(worker):
                line = next(lines, None)
            if line is None:
                return
            yield line

    @contextmanager
    def _as(self, worker: int) -> Iterator[None]:
        """Each worker keeps its own picture of the directory, as two processes do."""
        before, queries._kept = queries._kept, self._pictures[worker]
        try:
            yield
        finally:
            queries._kept = before

    def _guarded(self, kind: str) -> Handler:
        inner = HANDLERS[kind]

        def take(work: Work, directory: Directory) -> None:
            inner(work, directory)
            if work.op.op_id in self.poisoned:
                raise ZeroDivisionError(kind)

        return take

    def _report(self, what: str, error: Exception) -> None:
        name = type(error).__name__
        self.reports[name] = self.reports.get(name, 0) + 1
        if name not in ("ZeroDivisionError", "OperationalError"):
            self.journal.surprises.append(f"{what}: {name}: {error}"[:400])


def problem(code: str, **details: str) -> bytes:
    """The body of a refused request."""
    return json.dumps({"error": {"code": code, "message": code, "details": details, "retry": False}}).encode()


def uuid_of(chance: Random) -> str:
    """A UUID made of this chance."""
    digits = f"{chance.getrandbits(128):032x}"
    return f"{digits[:8]}-{digits[8:12]}-7{digits[13:16]}-8{digits[17:20]}-{digits[20:]}"


def collected(status: int, lines: Iterator[bytes]) -> Answer:
    """A whole answer, or as much of it as the worker gave before it ended."""
    body = b""
    try:
        for line in lines:
            body += line
    except Crashed:
        return Answer(status, body, whole=False)
    return Answer(status, body)
