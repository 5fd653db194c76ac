"""Where a database lives, and how another takes its place: a file of SQLite, a database of a PostgreSQL server.

Owns both ways. On SQLite the new content goes into the live file through the backup API, as one transaction under the
lock that all writers take: whoever has the file open sees the old database whole or the new one whole. On PostgreSQL
the new database gets the old one's name, after everybody who was connected has been sent away.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Final, Protocol

import sqlalchemy as sa

from server.platform.clock import stamp_of
from server.platform.db import normal_url, sqlite_module

# A writer holds the lock for one push, at most a few seconds; who has it for longer is not going to give it. Each try
# waits for it as long as the pause after it.
_TRIES: Final = 40
_PAUSE_S: Final = 0.25
# SQLITE_BUSY and SQLITE_LOCKED: another process, or another connection of this one, has the lock.
_BUSY: Final = (5, 6)
_SENT_AWAY_MS_MAX: Final = 10_000


class LockedError(Exception):
    """Somebody holds the live database and does not give it free."""


class PlaceError(Exception):
    """The database server does not let us: the message is its own."""


class Place(Protocol):
    """The live database's place."""

    def exists(self) -> bool:
        """Whether there is one."""

    def aside(self) -> AbstractContextManager[str]:
        """The address of an empty database that is thrown away unless it takes over."""

    def take_over(self) -> str | None:
        """Put it in the live one's place. The name under which the replaced one is kept; None when there was none."""


def place_of(url: str, now: int) -> Place:
    """The place at an address."""
    stamp = stamp_of(now)
    if url.startswith("sqlite"):
        return _FilePlace(Path(str(sa.make_url(url).database)), stamp)
    return _ServerPlace(url, stamp)


class _FilePlace:
    """A file of SQLite."""

    def __init__(self, live: Path, stamp: str) -> None:
        self._live = live
        self._fresh = live.with_name(f"{live.name}.restoring-{stamp}")
        self._before = live.with_name(f"{live.name}.before-{stamp}")

    def exists(self) -> bool:
        return self._live.exists()

    @contextmanager
    def aside(self) -> Iterator[str]:
        try:
            yield f"sqlite:///{self._fresh}"
        finally:
            for path in self._fresh.parent.glob(f"{self._fresh.name}*"):
                path.unlink()

    def take_over(self) -> str | None:
        there = self.exists()
        if there:
            _copy(self._live, self._before)
        _copy(self._fresh, self._live)
        return str(self._before) if there else None


def _copy(source: Path, target: Path) -> None:
    """One database over another, as one transaction."""
    module: Any = sqlite_module()
    here, there = module.connect(str(source)), module.connect(str(target), timeout=_PAUSE_S)
    try:
        there.execute("PRAGMA journal_mode=WAL")
        there.execute("PRAGMA synchronous=FULL")
        here.backup(there, pages=-1, progress=_Patience(), sleep=_PAUSE_S)
        there.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except module.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        raise (LockedError if code in _BUSY else PlaceError)(str(error)) from error
    finally:
        here.close()
        there.close()


class _Patience:
    """Gives up after as many tries as a busy office may need."""

    def __init__(self) -> None:
        self._left = _TRIES

    def __call__(self, status: int, _remaining: int, _total: int) -> None:
        if status & 0xFF in _BUSY:
            self._left -= 1
        if not self._left:
            raise LockedError("busy")


class _ServerPlace:
    """A database of a PostgreSQL server."""

    def __init__(self, url: str, stamp: str) -> None:
        self._url = sa.make_url(normal_url(url))
        self._live = str(self._url.database)
        # Names end at 63 bytes; the stamp is what makes them differ.
        self._fresh = f"{self._live[:30]}_restoring_{stamp.replace('-', '_')}"
        self._before = f"{self._live[:30]}_before_{stamp.replace('-', '_')}"
        # Under which name the old database is now: its new one once it has it, its own when the swap broke off.
        self._kept = self._live

    def exists(self) -> bool:
        with self._server() as server:
            return server.exec_driver_sql(
                "SELECT 1 FROM pg_database WHERE datname = %s", (self._live,)
            ).first() is not None  # fmt: skip

    @contextmanager
    def aside(self) -> Iterator[str]:
        with self._server() as server:
            _say(server, "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", self._fresh)
        try:
            yield self._url.set(database=self._fresh).render_as_string(hide_password=False)
        finally:
            with self._server() as server:
                _say(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", self._fresh)

    def take_over(self) -> str | None:
        there = self.exists()
        with self._server() as server:
            if there:
                _say(server, "ALTER DATABASE {} WITH ALLOW_CONNECTIONS false", self._live)
            try:
                self._swap(server, there=there)
            finally:
                if there:
                    _say(server, "ALTER DATABASE {} WITH ALLOW_CONNECTIONS true", self._kept)
        return self._before if there else None

    def _swap(self, server: sa.Connection, *, there: bool) -> None:
        for name in (self._live, self._fresh):
            server.exec_driver_sql(
                "SELECT pg_terminate_backend(pid, %s) FROM pg_stat_activity WHERE datname = %s",
                (_SENT_AWAY_MS_MAX, name),
            )
        if there:
            _say(server, "ALTER DATABASE {} RENAME TO {}", self._live, self._before)
            self._kept = self._before
        _say(server, "ALTER DATABASE {} RENAME TO {}", self._fresh, self._live)

    @contextmanager
    def _server(self) -> Iterator[sa.Connection]:
        engine = sa.create_engine(self._url.set(database="postgres"), isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                yield connection
        except sa.exc.DBAPIError as error:
            raise PlaceError(str(error.orig).strip().split("\n")[0]) from error
        finally:
            engine.dispose()


def _say(server: sa.Connection, statement: str, *names: str) -> None:
    quoted = [server.dialect.identifier_preparer.quote_identifier(name) for name in names]
    server.exec_driver_sql(statement.format(*quoted))
