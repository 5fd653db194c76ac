"""The database under a schedule: made new for each, copied and put back within it.

Owns files and tables. An SQLite file lies where memory is (tmpfs), and is copied whole; on PostgreSQL the rows of every
table are read and put back.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from server.features.devices import model as _devices
from server.features.people import model as _people
from server.platform import tables as _tables
from server.platform.db import engine_of, metadata, write_transaction
from server.platform.migrate import migrate
from server.platform.store import SqlStore
from tests.simulation.people import found_office

__all__ = ["Disk", "SqliteDisk", "TableDisk"]
_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - a folder of our own inside it
# Known to `metadata` once imported.
_KNOWN: Final = (_devices, _people, _tables)


class Disk(Protocol):
    """One office's database, open to two workers."""

    engines: tuple[Engine, Engine]
    # For the bytes of photos.
    folder: Path

    def begin(self) -> None:
        """Make it a newly founded office."""

    def copy(self) -> Any:
        """Everything that is committed."""

    def put_back(self, kept: Any) -> None:
        """Put what was copied in place of what stands."""

    def close(self) -> None:
        """Throw it away."""


class SqliteDisk:
    """A file of this process."""

    def __init__(self) -> None:
        self.folder = _new_folder()
        self._path = self.folder / f"{os.getpid()}.sqlite3"
        url = f"sqlite:///{self._path}"
        migrate(url)
        self.engines = (_quick(engine_of(url)), _quick(engine_of(url)))
        found_office(SqlStore(self.engines[0]))
        self._founded = self.copy()

    def begin(self) -> None:
        """Make it a newly founded office."""
        self.put_back(self._founded)

    def copy(self) -> bytes:
        """The whole file, with what stands in its log."""
        with self.engines[0].connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
        return self._path.read_bytes()

    def put_back(self, kept: bytes) -> None:
        """Put a copied file in place of the one that stands, as somebody with a shell would."""
        for engine in self.engines:
            engine.dispose()
        for part in ("", "-wal", "-shm"):
            Path(f"{self._path}{part}").unlink(missing_ok=True)
        self._path.write_bytes(kept)

    def close(self) -> None:
        """Remove the file."""
        for engine in self.engines:
            engine.dispose()
        shutil.rmtree(self.folder, ignore_errors=True)


class TableDisk:
    """A prepared database at an address, whose tables are copied row by row."""

    def __init__(self, url: str) -> None:
        self.folder = _new_folder()
        self.engines = (engine_of(url), engine_of(url))
        found_office(SqlStore(self.engines[0]))
        self._founded = self.copy()

    def begin(self) -> None:
        """Make it a newly founded office."""
        self.put_back(self._founded)

    def copy(self) -> dict[str, list[Any]]:
        """Every row of every table."""
        with self.engines[0].connect() as connection:
            return {
                table.name: [dict(row) for row in connection.execute(sa.select(table)).mappings()]
                for table in metadata.sorted_tables
            }

    def put_back(self, kept: dict[str, list[Any]]) -> None:
        """Put these rows in place of those that stand."""
        with write_transaction(self.engines[0]) as connection:
            for table in metadata.sorted_tables:
                connection.execute(table.delete())
                if kept[table.name]:
                    connection.execute(table.insert(), kept[table.name])

    def close(self) -> None:
        """Hang up."""
        for engine in self.engines:
            engine.dispose()
        shutil.rmtree(self.folder, ignore_errors=True)


def _new_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="diaban-sim-", dir=_MEMORY if _MEMORY.is_dir() else None))


def _quick(engine: Engine) -> Engine:
    """Without flushes: power loss is another test's, and memory needs none."""

    def relax(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA synchronous=OFF")

    sa.event.listen(engine, "connect", relax)
    return engine


Open = Callable[[], Disk]
