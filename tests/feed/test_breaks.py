"""The database breaks under those who write: nothing that was answered for is lost, nothing is doubled or skipped.

sever   PostgreSQL: every backend of this database is killed       SQLite: every statement under way is interrupted
die     PostgreSQL: the postmaster is killed and started again     SQLite: the process whose turn it is is killed
"""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any, Final, Protocol

import psutil
import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from server.platform.db import engine_of
from server.platform.store import SqlStore
from sync.client import Client
from tests.conftest import prepare
from tests.factories import id_of
from tests.stores import PostgresqlStores, Stores
from tests.world import AN, HERE, World, matter

WRITERS: Final = 4
TURNS: Final = 12
BREAKS: Final = 6
# Long enough for any machine; nothing waits for it when all is well.
PATIENCE_S: Final = 60
# A writer that begins, writes, tells of it, and never comes to an end.
HOLDER: Final = """
import sys, time
from server.platform.db import engine_of, write_transaction
from server.platform.tables import series
with write_transaction(engine_of(sys.argv[1])) as connection:
    connection.execute(series.insert().values(name="of the dead", last=1))
    print("inside", flush=True)
    time.sleep(600)
"""


class Breaks(Protocol):
    """What can happen to a database."""

    def sever(self) -> None: ...

    def die(self) -> None: ...


class SqliteBreaks:
    def __init__(self, engine: Engine, url: str) -> None:
        self._url = url
        self._connections: list[Any] = []
        sa.event.listen(engine, "connect", lambda connection, _record: self._connections.append(connection))

    def sever(self) -> None:
        for each in self._connections:
            each.interrupt()

    def die(self) -> None:
        with subprocess.Popen([sys.executable, "-c", HOLDER, self._url], stdout=subprocess.PIPE) as holder:
            assert holder.stdout is not None
            assert holder.stdout.readline() == b"inside\n"
            holder.kill()


class PostgresqlBreaks:
    def __init__(self, url: str, stores: PostgresqlStores | None) -> None:
        self._url = url
        self._stores = stores

    def sever(self) -> None:
        with psycopg.connect(self._url, autocommit=True) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    def die(self) -> None:
        assert self._stores is not None
        server = self._stores._server
        postmaster = psutil.Process(server.get_pid())
        backends = postmaster.children()
        os.kill(postmaster.pid, signal.SIGKILL)
        # They notice by themselves; a new one does not start beside them.
        psutil.wait_procs([postmaster, *backends], PATIENCE_S)
        server.ensure_postgres_running()


class Office:
    """The small office and its writers, one after the other or side by side."""

    def __init__(self, engine: Engine) -> None:
        store = SqlStore(engine)
        store.initialise(epoch=id_of("epoch"), genesis=b"g" * 32, cursor_key=b"k" * 32)
        self.world = World(store)
        self.world.may_read(AN, f"unit:{HERE}")
        self.faults = 0
        self.raised: set[str] = set()

    def sync(self, phone: Client) -> None:
        """Again and again, as phones do, until it is done."""
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                self.world.sync(phone)
            except sa.exc.SQLAlchemyError:
                self.faults += 1
                assert time.monotonic() < until, "the pool did not recover"
            else:
                return

    def write(self, number: int, begun: threading.Barrier) -> None:
        phone = self.world.phone(id_of(f"writer {number}"))
        begun.wait(PATIENCE_S)
        for turn in range(TURNS):
            id = matter(phone, f"{number} {turn}")
            self.sync(phone)
            self.raised.add(id)

    def at_work(self) -> list[threading.Thread]:
        """The writers, all begun."""
        begun = threading.Barrier(WRITERS + 1)
        threads = [threading.Thread(target=self.write, args=(number, begun)) for number in range(WRITERS)]
        for thread in threads:
            thread.start()
        begun.wait(PATIENCE_S)
        return threads

    def check(self, threads: list[threading.Thread], reader: Client) -> None:
        """All that was answered for is there, once, in an unbroken log, and on the reader's phone."""
        for thread in threads:
            thread.join(PATIENCE_S)
        # What broke twice in a row is kept by the office, which tries again.
        self.world.retry()
        self.sync(reader)
        assert len(self.raised) == WRITERS * TURNS
        assert {id for _, id in reader.rows} == self.raised
        self.world.agree(reader)
        with self.world.store.read() as store:
            changes = store.changes(0, 10_000)
            assert [one.pos for one in changes] == list(range(1, store.head().pos + 1))
        made = [one.id for one in changes if one.entity == "feedback" and one.v == 1]
        assert sorted(made) == sorted(self.raised)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = engine_of(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def own_database(store_kind: str, stores: Stores) -> Iterator[tuple[str, Stores]]:
    """A database that may be killed: on PostgreSQL one of a server of its own."""
    mine = PostgresqlStores(prepare) if store_kind == "postgresql" else stores
    yield mine.prepared("mortal"), mine
    if mine is not stores:
        mine.close()


def breaks_of(engine: Engine, url: str, stores: Stores | None = None) -> Breaks:
    if engine.dialect.name == "sqlite":
        return SqliteBreaks(engine, url)
    return PostgresqlBreaks(url, stores if isinstance(stores, PostgresqlStores) else None)


@pytest.mark.invariant("acked-is-durable", "at-most-once", "nothing-blocks", "feed-is-commit-order")
def test_connections_that_are_cut_lose_nothing_and_come_back_by_themselves(engine: Engine, database_url: str) -> None:
    breaks, office = breaks_of(engine, database_url), Office(engine)
    reader = office.world.phone(AN)
    threads = office.at_work()
    for _ in range(BREAKS):
        breaks.sever()
        office.sync(reader)
    office.check(threads, reader)


@pytest.mark.invariant("acked-is-durable", "at-most-once", "outbox-drains")
def test_a_database_that_dies_at_work_comes_back_with_all_it_answered_for(own_database: tuple[str, Stores]) -> None:
    url, stores = own_database
    engine = engine_of(url)
    breaks, office = breaks_of(engine, url, stores), Office(engine)
    reader = office.world.phone(AN)
    threads = office.at_work()
    breaks.die()
    office.check(threads, reader)
    engine.dispose()


@pytest.mark.invariant("feed-is-commit-order", "cursor-with-rows")
@pytest.mark.failure(14, 15)
def test_a_commit_that_comes_late_is_not_skipped(database_url: str) -> None:
    """Two processes write. The first has its positions and is held at the flush; nobody gets by."""
    first, second = _process(database_url, 0), _process(database_url, 1)
    reader = second.phone(AN)
    second.sync(reader)
    held, go = threading.Event(), threading.Event()

    def hold(connection: Connection) -> None:
        if _writes(connection):
            held.set()
            go.wait(PATIENCE_S)

    sa.event.listen(engine_behind(first), "commit", hold)
    late, quick = (threading.Thread(target=_raise, args=one) for one in ((first, "late"), (second, "quick")))
    late.start()
    try:
        assert held.wait(PATIENCE_S)
        quick.start()
        second.sync(reader)
        assert reader.rows == {}
        assert quick.is_alive(), "nobody commits before the one whose positions are lower"
    finally:
        go.set()
    for thread in (late, quick):
        thread.join(PATIENCE_S)
    second.sync(reader)
    assert sorted(str(row.body["matter"]) for row in reader.rows.values()) == ["late", "quick"]
    second.agree(reader)
    for world in (first, second):
        engine_behind(world).dispose()


def _writes(connection: Connection) -> bool:
    given = connection.get_execution_options()
    sqlite = connection.dialect.name == "sqlite"
    return bool(given.get("writing")) if sqlite else not given.get("postgresql_readonly")


def engine_behind(world: World) -> Engine:
    assert isinstance(world.store, SqlStore)
    return world.store.engine


def _process(url: str, number: int) -> World:
    """The office as another process has it: its own connections, and its own queue of those who wait."""
    own = f"timeout={15 + number}" if url.startswith("sqlite") else f"application_name=worker{number}"
    engine = engine_of(f"{url}{'&' if '?' in url else '?'}{own}")
    store = SqlStore(engine)
    store.initialise(epoch=id_of("epoch"), genesis=b"g" * 32, cursor_key=b"k" * 32)
    world = World(store)
    world._ids = itertools.count(number * 100_000)
    world.may_read(AN, f"unit:{HERE}")
    return world


def _raise(world: World, name: str) -> None:
    phone = world.phone(id_of(name))
    matter(phone, name)
    world.sync(phone)
