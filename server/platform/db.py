"""The database: how an engine is opened, and who may write.

Owns the settings that make a commit durable and writers fair. No table, no query and no Flask may enter.

SQLite: WAL with `synchronous=FULL` (with NORMAL a power cut loses acknowledged commits), driven by the bundled
`pysqlite3` because older SQLite libraries can corrupt a WAL that is being reset. Transactions are begun by hand: the
driver's own habit of beginning late would let a reader turn writer half-way and fail. Writers of this process queue in
order of arrival; writers of other processes wait for `busy_timeout`.
PostgreSQL: an advisory lock makes the order of the log the order of commits, so that no reader skips a late commit.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

# A writer elsewhere holds the lock for one push, at most a few seconds.
BUSY_TIMEOUT_MS: Final = 15_000
# Any number that nothing else in the database locks by.
LOG_LOCK: Final = 0x44_42_4C_4F_47

# Every table of the product hangs here; alembic compares it with the database.
metadata: Final = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class FairLock:
    """A lock given in order of arrival. A plain lock lets one busy thread starve the others for seconds."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False

    def acquire(self) -> None:
        """Wait for one's turn."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            turn = threading.Event()
            self._waiting.append(turn)
        turn.wait()

    def release(self) -> None:
        """Hand the lock to who has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()


def engine_of(url: str) -> Engine:
    """An engine for `sqlite:///…` or `postgresql://…`, prepared."""
    return prepare(sa.create_engine(normal_url(url), **engine_options(url)))


def normal_url(url: str) -> str:
    """The address with the driver that we use: psycopg 3 for PostgreSQL."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def engine_options(url: str) -> dict[str, Any]:
    """What `create_engine` needs for this address (also Flask-SQLAlchemy's SQLALCHEMY_ENGINE_OPTIONS)."""
    if url.startswith("sqlite"):
        return {"module": sqlite_module(), "connect_args": {"timeout": BUSY_TIMEOUT_MS / 1000}}
    return {"pool_pre_ping": True}


def sqlite_module() -> ModuleType:
    """The bundled SQLite where there is one, else the system's when it is new enough. RuntimeError otherwise."""
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        import sqlite3.dbapi2 as dbapi2
    if dbapi2.sqlite_version_info < (3, 51, 3):
        raise RuntimeError(f"SQLite {dbapi2.sqlite_version} can corrupt its log; 3.51.3 or newer is needed")
    module: ModuleType = dbapi2
    return module


def prepare(engine: Engine) -> Engine:
    """Make the engine's connections durable and its transactions explicit. Returns it."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_sqlite_connect)
        event.listen(engine, "begin", _on_sqlite_begin)
    return engine


def _on_sqlite_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_sqlite_begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


_locks: dict[str, FairLock] = {}
_locks_guard: Final = threading.Lock()


def _lock_of(engine: Engine) -> FairLock:
    # One lock per database, not per engine object: two engines of one process write to one file.
    with _locks_guard:
        return _locks.setdefault(engine.url.render_as_string(), FairLock())


@contextmanager
def write_transaction(engine: Engine) -> Iterator[Connection]:
    """The one writer's transaction: commits on leaving, rolls back when anything is raised."""
    if engine.dialect.name == "sqlite":
        with _lock_of(engine), engine.connect().execution_options(writing=True) as connection, connection.begin():
            yield connection
        return
    with engine.begin() as connection:
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOG_LOCK})
        # Whatever the server is set to for others: what is answered for here has been flushed.
        connection.exec_driver_sql("SET LOCAL synchronous_commit TO on")
        yield connection


@contextmanager
def read_transaction(engine: Engine) -> Iterator[Connection]:
    """A consistent reading: every statement inside sees the same moment, and none can write."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            with _only_reading(connection), connection.begin():
                yield connection
            return
        reading = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with reading.begin():
            yield reading


@contextmanager
def _only_reading(connection: Connection) -> Iterator[None]:
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA query_only = ON")
    try:
        yield
    finally:
        driver.execute("PRAGMA query_only = OFF")
