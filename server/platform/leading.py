"""Which of several processes does what must be done once: the leader.

Owns how that place is taken and kept; what a leader does is not known here. A process that dies loses it at once:
the kernel frees the lock on a file beside an SQLite database, and PostgreSQL the advisory lock of an ended session.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final, Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

if sys.platform != "win32":
    import fcntl

# Any number that nothing else in the database locks by.
LEADER_LOCK: Final = 0x44_42_4C_45_41_44
# A leader that cannot be reached has lost its place before another takes it.
_LOST: Final = {"tcp_user_timeout": 4000, "keepalives_idle": 2, "keepalives_interval": 1, "keepalives_count": 2}


class Leader(Protocol):
    """A place that one process at a time has."""

    def lead(self) -> bool:
        """Whether this process has the place: it keeps it, or takes it where it is free. Never waits for another."""
        ...

    def resign(self) -> None:
        """Leave the place to others."""
        ...


def leader_of(engine: Engine) -> Leader:
    """The place that belongs to a database."""
    if engine.dialect.name == "sqlite":
        assert engine.url.database is not None
        return FileLeader(Path(f"{engine.url.database}-leader"))
    return SessionLeader(engine)


class FileLeader:
    """Leads while it holds the lock on a file. Where there is no `flock`, one process serves and leads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def lead(self) -> bool:
        """See Leader. OSError when the folder cannot be written to."""
        if self._handle is not None or sys.platform == "win32":
            return True
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def resign(self) -> None:
        """See Leader."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


class SessionLeader:
    """Leads while a session of its own lasts, which holds an advisory lock."""

    def __init__(self, engine: Engine) -> None:
        self._engine = sa.create_engine(engine.url, poolclass=sa.NullPool, connect_args=_LOST)
        self._session: Connection | None = None

    def lead(self) -> bool:
        """See Leader. False also where the database cannot be reached."""
        try:
            return self._lasts() or self._take()
        except sa.exc.DBAPIError:
            self.resign()
            return False

    def resign(self) -> None:
        """See Leader."""
        if self._session is not None:
            self._session.invalidate()
            self._session.close()
            self._session = None

    def _lasts(self) -> bool:
        if self._session is None:
            return False
        self._session.exec_driver_sql("SELECT 1")
        return True

    def _take(self) -> bool:
        session = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if session.execute(sa.text("SELECT pg_try_advisory_lock(:key)"), {"key": LEADER_LOCK}).scalar():
            self._session = session
            return True
        session.close()
        return False
