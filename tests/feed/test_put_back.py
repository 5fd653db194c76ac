"""The database is put back while requests are under way, and connections die in the middle of a write."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from server.backups import HOLDINGS
from server.platform.backup.verify import verify
from server.platform.store import SqlStore
from sync.client import Client
from sync.ports import Reader, Store, Tx
from tests.factories import id_of
from tests.world import AN, HERE, THERE, World, matter, outcomes, take

KILLS = 12


class PutBackBefore:
    """A store that is put back before somebody's n-th transaction of a kind, once."""

    def __init__(self, store: Store, kind: str, count: int, put_back: Callable[[], None]) -> None:
        self._store, self._kind, self._left, self._put_back = store, kind, count, put_back

    @property
    def faults(self) -> tuple[type[Exception], ...]:
        return self._store.faults

    @contextmanager
    def read(self) -> Iterator[Reader]:
        self._count("read")
        with self._store.read() as reader:
            yield reader

    @contextmanager
    def write(self) -> Iterator[Tx]:
        self._count("write")
        with self._store.write() as tx:
            yield tx

    def _count(self, kind: str) -> None:
        if kind == self._kind:
            self._left -= 1
            if self._left == 0:
                self._put_back()


@pytest.mark.invariant("restored-server-refilled", "acked-is-durable")
@pytest.mark.parametrize(("kind", "count"), [("write", 1), ("read", 2), ("read", 3)])
def test_a_request_that_a_restore_overtakes_says_so_and_mixes_no_two_lives(world: World, kind: str, count: int) -> None:
    world.may_read(AN, f"unit:{HERE}")
    phone = world.phone(AN)
    matter(phone, "một")
    world.sync(phone)
    matter(phone, "hai")
    world.sync(phone)
    matter(phone, "ba")
    # What he gains is noted by a transaction of its own, between the second reading and the third.
    world.may_read(AN, f"unit:{HERE}", f"unit:{THERE}")
    real = world.store

    def put_back() -> None:
        with real.write() as tx:
            tx.put_epoch(id_of("restored"), world.now)

    world.store = PutBackBefore(real, kind, count, put_back)
    lines = world.lines(phone)
    world.store = real
    with real.read() as reader:
        assert reader.meta().epoch == id_of("restored")
    # No segment, and so no cursor, of an answer that began in the other life.
    restored = b'"epoch":"' + id_of("restored").encode()
    assert restored in lines[0] or not any(b'"cursor":' in line for line in lines)
    take(phone, lines)
    world.sync(phone)
    assert outcomes(phone) == ["applied"] * 3
    world.agree(phone)


@pytest.mark.invariant("acked-is-durable", "at-most-once", "feed-is-commit-order")
@pytest.mark.failure(2, 14)
def test_connections_that_die_under_writers_lose_nothing_and_double_nothing(world: World) -> None:
    """On PostgreSQL their backends are killed, on SQLite their statements are broken off, by somebody else."""
    world.may_read(AN, f"unit:{HERE}")
    reader, writers = world.phone(AN), [world.phone(id_of(f"writer {n}")) for n in range(3)]
    stopped, answered = threading.Event(), threading.Semaphore(0)
    threads = [threading.Thread(target=_write, args=(world, phone, stopped, answered)) for phone in writers]
    for thread in threads:
        thread.start()
    try:
        with _killing(world.store) as kill:
            for _ in range(KILLS):
                assert all(answered.acquire(timeout=60) for _ in range(4))
                kill()
                _read(world, reader)
    finally:
        stopped.set()
        for thread in threads:
            thread.join(60)
    for phone in (*writers, reader):
        world.sync(phone)
    for phone in writers:
        assert set(outcomes(phone)) == {"applied"}
    assert len(reader.rows) == sum(len(phone.ops) for phone in writers)
    world.agree(reader)
    if isinstance(world.store, SqlStore):
        assert list(verify(world.store.engine, None, HOLDINGS, lambda *_: None).findings) == []


def _write(world: World, phone: Client, stopped: threading.Event, answered: threading.Semaphore) -> None:
    turn = 0
    while not stopped.is_set():
        turn += 1
        matter(phone, f"{phone.person} {turn}")
        _read(world, phone)
        answered.release()


def _read(world: World, reader: Client) -> None:
    try:
        take(reader, world.lines(reader))
    except world.store.faults:
        reader.listen(reader.cursor)


@contextmanager
def _killing(store: Store) -> Iterator[Callable[[], None]]:
    """Ends every transaction that is open now: the backend on PostgreSQL, the statement that runs on SQLite."""
    if not isinstance(store, SqlStore):
        yield lambda: None
        return
    out: set[Any] = set()
    sa.event.listen(store.engine, "checkout", lambda driver, *_: out.add(driver))
    sa.event.listen(store.engine, "checkin", lambda driver, *_: out.discard(driver))
    if store.engine.dialect.name == "sqlite":

        def interrupt() -> None:
            for driver in list(out):
                driver.interrupt()

        yield interrupt
        return
    admin = sa.create_engine(store.engine.url, isolation_level="AUTOCOMMIT")

    def kill() -> None:
        with admin.connect() as connection:
            connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    yield kill
    admin.dispose()
