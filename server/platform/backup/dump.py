"""An office becomes a file: every row of one moment, then every photo that those rows name.

Owns what stands in a backup. It is the same on SQLite and on PostgreSQL, so either can be restored into the other. The
rows are read in one transaction that sees one moment and keeps nobody from writing; photos are named by their content
and never change.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence, Set
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from server.platform.backup.archive import END, Writer
from server.platform.blobs import Blobs
from server.platform.db import metadata, read_transaction
from server.platform.store import SqlReader, SqlTx

ABOUT: Final = "about"
ROWS: Final = "rows"
BLOB: Final = "blob"
# Rows put into one frame: bounded in number and, as well as one knows before they are packed, in size.
_ROWS_MAX: Final = 1_000
_ROWS_BYTES: Final = 4_000_000
# Of each step: what is being read, how much is done, how much there is.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Holdings:
    """What an office consists of besides the engine's tables.

    `named_by`: the columns that name photos by their content. `left_out`: tables of things under way, which begin anew.
    `kept`: tables whose newest rows count even after a restore, when they can still be read (who may sign in).
    `erased`: contents that a restore may not bring back, but for what rows still name once `settle` has taken the words
    from it that were erased since.
    """

    named_by: Sequence[sa.Column[Any]]
    left_out: Collection[str] = ()
    kept: Sequence[sa.Table] = ()
    erased: Set[str] = frozenset()
    settle: Callable[[SqlTx], object] = lambda _tx: None


class About(msgspec.Struct, frozen=True):
    """What a backup is of. `genesis` and `head` are the log's first and last link there, in hex."""

    made: int
    revision: str
    epoch: str
    genesis: str
    pos: int
    head: str


class Totals(msgspec.Struct, frozen=True):
    """What a whole backup holds: rows by table, photos and their bytes, and photos that were not there or whole."""

    rows: dict[str, int]
    blobs: int
    blob_bytes: int
    missing: list[str]


def dump(engine: Engine, blobs: Blobs, holdings: Holdings, writer: Writer, *, now: int, tell: Progress) -> About:
    """Write everything. `now` in ms."""
    with read_transaction(engine) as connection:
        about = _about(connection, now)
        writer.put(ABOUT, content=msgspec.to_builtins(about))
        tables = [table for table in metadata.sorted_tables if table.name not in holdings.left_out]
        rows = {str(table.name): _dump_table(connection, table, writer, tell) for table in tables}
        named = find_named(connection, holdings)
    totals = _dump_blobs(blobs, named, writer, tell)
    whole = Totals(rows, totals.blobs, totals.blob_bytes, totals.missing)
    writer.put(END, content=msgspec.to_builtins(whole))
    return about


def _about(connection: Connection, now: int) -> About:
    reader = SqlReader(connection)
    meta, head = reader.meta(), reader.head()
    revision = str(connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one())
    return About(now, revision, meta.epoch, meta.genesis.hex(), head.pos, head.hash.hex())


def _dump_table(connection: Connection, table: sa.Table, writer: Writer, tell: Progress) -> int:
    names = [str(column.name) for column in table.columns]
    total = connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
    done = 0
    for rows in _parts(connection, table):
        writer.put(ROWS, str(table.name), done, {"cols": names, "rows": rows})
        done += len(rows)
        tell(table.name, done, total)
    return done


def _parts(connection: Connection, table: sa.Table) -> Iterator[list[list[Any]]]:
    """The table's rows by primary key, in parts that fit a frame."""
    part: list[list[Any]] = []
    size = 0
    query = sa.select(table).order_by(*table.primary_key.columns)
    with connection.execution_options(yield_per=_ROWS_MAX).execute(query) as result:
        for row in result:
            part.append(list(row))
            size += sum(map(_bytes_of, row))
            if len(part) >= _ROWS_MAX or size >= _ROWS_BYTES:
                yield part
                part, size = [], 0
    if part:
        yield part


def _bytes_of(cell: object) -> int:
    # A letter takes up to four bytes, and a season of long texts would then not fit a frame.
    return len(cell.encode() if isinstance(cell, str) else cell) if isinstance(cell, str | bytes) else 0


def find_named(connection: Connection, holdings: Holdings) -> list[str]:
    """The contents of all photos that the rows name."""
    found: set[str] = set()
    for column in holdings.named_by:
        found.update(connection.execute(sa.select(column).distinct()).scalars())
    return sorted(found)


def _dump_blobs(blobs: Blobs, named: Sequence[str], writer: Writer, tell: Progress) -> Totals:
    missing: list[str] = []
    size = 0
    for done, name in enumerate(named, 1):
        data = blobs.read(name)
        # One that a disk has damaged must not keep all the rest from being backed up.
        if data is None or sha256(data).hexdigest() != name:
            missing.append(name)
        else:
            writer.put(BLOB, name, content=data)
            size += len(data)
        tell("photos", done, len(named))
    return Totals({}, len(named) - len(missing), size, missing)
