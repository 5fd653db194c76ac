"""Brings a database to the shape this build needs. Runs inside the server, at its start, before anything else.

Owns the call of alembic and the first life of a new database. No table may be named here.
"""

from __future__ import annotations

from os import urandom
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Engine

from server.platform.db import engine_of, read_transaction, write_transaction
from server.platform.store import SqlStore

_MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Apply every step that the database has not had, in one transaction. Two servers starting at once take turns."""
    # Imported only when there is something to do: a server that is up to date keeps those 11 MB.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with write_transaction(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def migrate(url: str) -> None:
    """Bring the database at an address up to date and leave it closed."""
    engine = engine_of(url)
    upgrade(engine)
    engine.dispose()


def is_current(engine: Engine) -> bool:
    """Whether the database has had every step of this build. Steps are files whose names begin with their number."""
    newest = max(path.name.split("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*_*.py"))
    with read_transaction(engine) as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return False
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == newest


def knows(revision: str) -> bool:
    """Whether this build has that step: a database or a backup of a newer one has others."""
    return any(path.name.split("_")[0] == revision for path in (_MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def open_store(engine: Engine) -> SqlStore:
    """The store over a database that is brought up to date and has a life of its own."""
    if not is_current(engine):
        upgrade(engine)
    store = SqlStore(engine)
    store.initialise(epoch=str(UUID(bytes=urandom(16), version=4)), genesis=urandom(32), cursor_key=urandom(32))
    return store
