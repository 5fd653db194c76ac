"""SQLite through `apsw` as SQLAlchemy expects a driver: the product's own store, settings and statements run over it.

Owns the few names that the dialect asks for. Unlike the product's driver it lets every file operation be watched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from types import SimpleNamespace
from typing import Any

import apsw


class Cursor:
    """One statement's cursor. Columns are noted before the first row, because a finished statement forgets them."""

    arraysize = 500

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cursor = connection.raw.cursor()
        self._cursor.exec_trace = self._note
        self._rows: list[Any] = []
        self.description: Sequence[Any] | None = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    def _note(self, cursor: apsw.Cursor, _sql: str, _bindings: object) -> bool:
        described = cursor.get_description()
        self.description = [(name, *[None] * 6) for name, *_ in described] or None
        return True

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Cursor:
        self._rows = list(self._cursor.execute(sql, tuple(parameters)))
        self._done()
        return self

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> Cursor:
        self._rows = list(self._cursor.executemany(sql, [tuple(row) for row in rows]))
        self._done()
        return self

    def _done(self) -> None:
        self._rows.reverse()
        self.rowcount = self._connection.raw.changes()
        self.lastrowid = self._connection.raw.last_insert_rowid()

    def fetchone(self) -> Any:
        return self._rows.pop() if self._rows else None

    def fetchmany(self, size: int = arraysize) -> list[Any]:
        return [self._rows.pop() for _ in range(min(size, len(self._rows)))]

    def fetchall(self) -> list[Any]:
        return self.fetchmany(len(self._rows))

    def close(self) -> None:
        self._cursor.close()


class Connection:
    """One connection; transactions are begun by statement, as the product does."""

    isolation_level: str | None = None

    def __init__(self, raw: apsw.Connection) -> None:
        self.raw = raw

    def cursor(self) -> Cursor:
        return Cursor(self)

    def execute(self, sql: str) -> Cursor:
        return self.cursor().execute(sql)

    def create_function(self, *_a: object, **_k: object) -> None:
        """The dialect's `regexp`: nothing here asks for it."""

    def commit(self) -> None:
        if self.raw.in_transaction:
            self.raw.execute("COMMIT")

    def rollback(self) -> None:
        if self.raw.in_transaction:
            self.raw.execute("ROLLBACK")

    def close(self) -> None:
        self.raw.close()


def module_over(vfs: str) -> Any:
    """What `create_engine(module=…)` takes: SQLite whose files are those of this `apsw` VFS."""

    def connect(path: str, **_options: object) -> Connection:
        return Connection(apsw.Connection(path, vfs=vfs))

    errors = dict.fromkeys(
        ("Error", "DatabaseError", "OperationalError", "IntegrityError", "InterfaceError", "ProgrammingError"),
        apsw.Error,
    )
    version = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
    make: Callable[..., Any] = SimpleNamespace
    return make(connect=connect, paramstyle="qmark", sqlite_version_info=version, Binary=bytes, **errors)
