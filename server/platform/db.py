"""The database: how an engine is opened, and who may write.

Owns the settings that make a commit durable and writers fair. No table, no query and no Flask may enter.

SQLite: WAL with `synchronous=FULL` (with NORMAL a power cut loses acknowledged commits), driven by the bundled
`pysqlite3` because older SQLite libraries can corrupt a WAL that is being reset. Transactions are begun by hand: the
driver's own habit of beginning late would let a reader turn writer half-way and fail. Writers of this process queue in
order of arrival; writers of other processes take turns with it, and who knows nothing of turns waits `busy_timeout`.
PostgreSQL: an advisory lock makes the order of the log the order of commits, so that no reader skips a late commit.
It is held through the flush, which is why those who wait for it share their commits (decision 8).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from server.platform.groups import Writers
from server.platform.turns import Turnstile

# A writer elsewhere holds the lock for one push, at most a few seconds.
BUSY_TIMEOUT_MS: Final = 15_000
# Connections of a process to SQLite: one that is opened anew reads the schema again. The last one used is taken first,
# so that a quiet office holds one or two; nobody waits for one.
READERS_KEPT: Final = 16
READERS_MAX: Final = 128
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


def engine_of(url: str) -> Engine:
    """An engine for `sqlite:///…` or `postgresql://…`, prepared."""
    return prepare(sa.create_engine(normal_url(url), **engine_options(url)))


def normal_url(url: str) -> str:
    """The address with the driver that we use: psycopg 3 for PostgreSQL."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def engine_options(url: str) -> dict[str, Any]:
    """What `create_engine` needs for this address (also Flask-SQLAlchemy's SQLALCHEMY_ENGINE_OPTIONS)."""
    if url.startswith("sqlite"):
        connections = {"pool_size": READERS_KEPT, "max_overflow": READERS_MAX - READERS_KEPT, "pool_use_lifo": True}
        return {"module": sqlite_module(), "connect_args": {"timeout": BUSY_TIMEOUT_MS / 1000}, **connections}
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
    if connection.get_execution_options().get("writing", False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return
    # Nothing is locked yet and nothing can go wrong, so it need not go through the engine: readings are many.
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("BEGIN")


_writers: dict[str, Writers] = {}
_writers_guard: Final = threading.Lock()


def writers_of(engine: Engine) -> Writers:
    """Those of this process who write to the engine's database."""
    # One queue per database, not per engine object: two engines of one process write to one file.
    with _writers_guard:
        return _writers.setdefault(engine.url.render_as_string(), Writers())


@contextmanager
def write_transaction(engine: Engine) -> Iterator[Connection]:
    """The one writer's transaction: committed when it is left, rolled back when anything is raised.

    Those who wait for their turn share one commit (`groups`). NotCommitted when that was lost by another's fault.
    """
    with writers_of(engine).part(lambda: _transaction(engine)) as connection:
        yield connection


@contextmanager
def _transaction(engine: Engine) -> Iterator[Connection]:
    if engine.dialect.name == "sqlite":
        with _turnstile(engine).passed(), engine.connect() as opened:
            connection = opened.execution_options(writing=True)
            with connection.begin():
                yield connection
        return
    with engine.begin() as connection:
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOG_LOCK})
        # Whatever the server is set to for others: what is answered for here has been flushed.
        connection.exec_driver_sql("SET LOCAL synchronous_commit TO on")
        yield connection


def _turnstile(engine: Engine) -> Turnstile:
    assert engine.url.database is not None
    return Turnstile(Path(engine.url.database))


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
