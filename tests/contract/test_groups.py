"""Writers who wait share one commit; what one of them does wrong is his alone, and nobody is told before the flush."""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from server.platform.db import engine_of, read_transaction, write_transaction, writers_of
from server.platform.groups import PARTS_MAX, PLACES, NotCommitted
from server.platform.tables import series
from server.platform.turns import Places, Turnstile

# Long enough for any machine; nothing waits for it when all is well.
PATIENCE_S = 30


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = engine_of(database_url)
    yield engine
    engine.dispose()


class Commits:
    """How often the engine's connections commit; and a fault to raise instead, if any."""

    def __init__(self, engine: Engine) -> None:
        self.count = 0
        self.fault: Exception | None = None
        sa.event.listen(engine, "commit", self._on_commit)

    def _on_commit(self, connection: Connection) -> None:
        if not connection.get_execution_options().get("postgresql_readonly"):
            self.count += 1
        if self.fault is not None:
            raise self.fault


def put(connection: Connection, name: str) -> None:
    connection.execute(series.insert().values(name=name, last=1))


def names(engine: Engine) -> set[str]:
    with read_transaction(engine) as connection:
        return set(connection.execute(sa.select(series.c.name)).scalars())


class Queue:
    """Writers who came while another had his turn; `run` lets them all go and tells what became of each."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._go = threading.Event()
        self._threads: list[threading.Thread] = []
        self.faults: dict[str, Exception | None] = {}
        self._join("first", lambda _connection: self._go.wait(PATIENCE_S))

    def join(self, name: str, work: Callable[[Connection], object] = lambda _connection: None) -> None:
        """One more, who puts his name and does this work."""
        self._join(name, work)
        until = len(self._threads) - 1
        while writers_of(self._engine).waiting < until:
            pass

    def _join(self, name: str, work: Callable[[Connection], object]) -> None:
        inside = threading.Event()

        def write() -> None:
            try:
                with write_transaction(self._engine) as connection:
                    inside.set()
                    put(connection, name)
                    work(connection)
                self.faults[name] = None
            except Exception as error:  # noqa: BLE001 - a thread's failure is told by the test's own
                self.faults[name] = error

        self._threads.append(threading.Thread(target=write))
        self._threads[-1].start()
        if len(self._threads) == 1:
            assert inside.wait(PATIENCE_S)

    def run(self) -> dict[str, Exception | None]:
        self._go.set()
        for thread in self._threads:
            thread.join(PATIENCE_S)
        return self.faults


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Groups that end when nobody waits, however slow the machine is."""
    monkeypatch.setattr("server.platform.groups.GROUP_S_MAX", PATIENCE_S)


@pytest.mark.usefixtures("patient")
def test_who_waits_together_is_flushed_together(engine: Engine) -> None:
    queue, commits = Queue(engine), Commits(engine)
    for name in ("second", "third", "fourth"):
        queue.join(name)
    assert set(queue.run().values()) == {None}
    assert commits.count == 1
    assert names(engine) == {"first", "second", "third", "fourth"}


@pytest.mark.usefixtures("patient")
@pytest.mark.invariant("nothing-blocks")
def test_who_fails_leaves_nothing_and_touches_no_one(engine: Engine) -> None:
    def fail(connection: Connection) -> None:
        put(connection, "of the failing one")
        raise ZeroDivisionError

    def break_rule(connection: Connection) -> None:
        put(connection, "fourth")

    queue, commits = Queue(engine), Commits(engine)
    queue.join("second", fail)
    queue.join("third")
    queue.join("fourth", break_rule)
    queue.join("fifth")
    faults = queue.run()
    assert commits.count == 1
    assert isinstance(faults["second"], ZeroDivisionError)
    assert isinstance(faults["fourth"], sa.exc.IntegrityError)
    assert {name for name, fault in faults.items() if fault is None} == {"first", "third", "fifth"}
    assert names(engine) == {"first", "third", "fifth"}


@pytest.mark.usefixtures("patient")
@pytest.mark.invariant("acked-is-durable")
def test_nobody_goes_on_before_the_flush(engine: Engine) -> None:
    order: list[str] = []
    queue = Queue(engine)
    sa.event.listen(engine, "commit", lambda _connection: order.append("flush"))
    queue.join("second", lambda _connection: order.append("written"))
    queue.join("third", lambda _connection: order.append("written"))
    queue.run()
    seen = names(engine)
    assert order[:3] == ["written", "written", "flush"]
    assert seen == {"first", "second", "third"}


@pytest.mark.usefixtures("patient")
@pytest.mark.invariant("acked-is-durable")
def test_a_lost_commit_is_told_to_everyone_who_shared_it(engine: Engine) -> None:
    queue, commits = Queue(engine), Commits(engine)
    queue.join("second")
    queue.join("third")
    commits.fault = OSError("the disk is full")
    faults = queue.run()
    commits.fault = None
    assert all(isinstance(fault, NotCommitted) for fault in faults.values())
    assert len(faults) == 3
    assert names(engine) == set()
    with write_transaction(engine) as connection:
        put(connection, "next")
    assert names(engine) == {"next"}


@pytest.mark.usefixtures("patient")
@pytest.mark.invariant("nothing-blocks")
def test_who_loses_the_transaction_does_not_end_the_queue(engine: Engine) -> None:
    """On SQLite the transaction is dropped whole when the disk is full, on PostgreSQL when the backend is killed."""

    def lose(connection: Connection) -> None:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("ROLLBACK")
            raise OSError("the disk is full")
        connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")

    queue = Queue(engine)
    queue.join("second", lose)
    queue.join("third")
    faults = queue.run()
    assert isinstance(faults["first"], NotCommitted)
    assert faults["second"] is not None
    assert faults["third"] is None
    assert names(engine) == {"third"}


@pytest.mark.invariant("work-is-bounded")
def test_a_group_that_runs_long_is_flushed_whoever_waits(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.platform.groups.GROUP_S_MAX", 0)
    queue, commits = Queue(engine), Commits(engine)
    queue.join("second")
    queue.run()
    assert commits.count == 2


@pytest.mark.usefixtures("patient")
@pytest.mark.invariant("work-is-bounded")
def test_a_group_has_an_end(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert PARTS_MAX <= 64, "PostgreSQL keeps 64 parts of a transaction in memory"
    monkeypatch.setattr("server.platform.groups.PARTS_MAX", 2)
    queue, commits = Queue(engine), Commits(engine)
    for name in ("second", "third"):
        queue.join(name)
    queue.run()
    assert commits.count == 2
    assert names(engine) == {"first", "second", "third"}


def test_two_processes_take_turns(tmp_path: Path) -> None:
    """Who has just written does not pass one who waits. Each process is played by a thread with a turnstile."""
    order: list[str] = []
    asked = threading.Event()

    def be_the_other() -> None:
        asked.set()
        with Turnstile(tmp_path / "office").passed():
            order.append("other")

    other = threading.Thread(target=be_the_other)
    with Turnstile(tmp_path / "office").passed():
        other.start()
        asked.wait(PATIENCE_S)
        while _is_free(tmp_path / "office-gate"):
            pass
    with Turnstile(tmp_path / "office").passed():
        order.append("first again")
    other.join(PATIENCE_S)
    assert order == ["other", "first again"]


def _is_free(gate: Path) -> bool:
    with gate.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def test_few_reckon_at_once_and_who_came_first_goes_first() -> None:
    places, told = Places(2), list[int]()
    leave = [threading.Event() for _ in range(4)]
    arrived = [threading.Semaphore(0) for _ in range(4)]

    def reckon(number: int) -> None:
        with places.taken():
            told.append(number)
            arrived[number].release()
            leave[number].wait(PATIENCE_S)

    threads = [threading.Thread(target=reckon, args=[number]) for number in range(4)]
    for number, thread in enumerate(threads):
        thread.start()
        while len(told) + places.waiting <= number:
            pass
    assert (told, places.waiting) == ([0, 1], 2)
    for number in (1, 0):
        leave[number].set()
        assert arrived[3 - number].acquire(timeout=PATIENCE_S)
    assert told == [0, 1, 2, 3]
    for one in leave:
        one.set()
    for thread in threads:
        thread.join(PATIENCE_S)


def test_who_waits_to_write_keeps_nobody_from_reckoning(engine: Engine) -> None:
    places, queue, done = writers_of(engine).places, Queue(engine), threading.Event()

    def write() -> None:
        with places.taken(), write_transaction(engine):
            pass

    def reckon() -> None:
        with places.taken():
            done.set()

    writers = [threading.Thread(target=write) for _ in range(PLACES)]
    for thread in writers:
        thread.start()
    while writers_of(engine).waiting < PLACES:
        pass
    other = threading.Thread(target=reckon)
    other.start()
    assert done.wait(PATIENCE_S)
    assert writers_of(engine).waiting == PLACES
    assert set(queue.run().values()) == {None}
    for thread in (*writers, other):
        thread.join(PATIENCE_S)


def test_a_place_comes_back_from_who_failed() -> None:
    places = Places(1)
    with pytest.raises(ZeroDivisionError), places.taken(), places.given_up():
        raise ZeroDivisionError
    with places.taken():
        assert places.waiting == 0
