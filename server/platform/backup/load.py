"""A file becomes an office again: its rows in an empty database, its photos in a folder.

Owns the way back from `dump`. The tables are made as they were when the backup was, and then brought up to date by the
same migrations as everyone's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from server.platform.backup.archive import END, ArchiveError, DamagedError, Frame, read_frames
from server.platform.backup.dump import ABOUT, BLOB, ROWS, About, Progress, Totals
from server.platform.migrate import knows, upgrade

# What every backup begins with; alembic's own table is made by the migrations.
_UNKNOWN: Final = About(0, "", "", "", 0, "")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup turned out to hold."""

    about: About
    totals: Totals


def look_into(path: Path, pass_phrase: bytes | None) -> About:
    """What the backup is of, from its beginning. ArchiveError, DamagedError."""
    with path.open("rb") as file:
        return _about_of(next(read_frames(file, pass_phrase)))


def read_through(path: Path, pass_phrase: bytes | None, take: Callable[[Frame], None], tell: Progress) -> Contents:
    """Give every frame of rows and every photo to `take`. ArchiveError, DamagedError."""
    counted: dict[str, int] = {}
    blobs, size_bytes = 0, path.stat().st_size
    about, totals = _UNKNOWN, Totals({}, 0, 0, [])
    with path.open("rb") as file:
        for frame in read_frames(file, pass_phrase):
            if frame.kind == ABOUT:
                about = _about_of(frame)
            elif frame.kind == END:
                totals = msgspec.convert(frame.content, Totals)
            elif frame.kind == BLOB and sha256(frame.content).hexdigest() != frame.name:
                raise DamagedError(file.tell(), f"photo {frame.name}")
            else:
                take(frame)
            if frame.kind == ROWS:
                counted[frame.name] = counted.get(frame.name, 0) + len(frame.content["rows"])
            blobs += frame.kind == BLOB
            tell("file", file.tell(), size_bytes)
    held = {name: rows for name, rows in totals.rows.items() if rows}
    if (counted, blobs) != (held, totals.blobs):
        raise DamagedError(size_bytes, "its last part: the counts do not agree")
    return Contents(about, totals)


def load(
    path: Path, pass_phrase: bytes | None, engine: Engine, keep_blob: Callable[[bytes], object], tell: Progress
) -> Contents:
    """Fill an empty database, and give every photo to `keep_blob`. ArchiveError, DamagedError."""
    revision = look_into(path, pass_phrase).revision
    if not knows(revision):
        raise ArchiveError("newer_build")
    upgrade(engine, revision)
    with _filling(engine) as connection:
        tables = sa.MetaData()
        tables.reflect(connection)

        def take(frame: Frame) -> None:
            if frame.kind == ROWS:
                _insert(connection, tables.tables[frame.name], frame.content)
            elif frame.kind == BLOB:
                keep_blob(frame.content)

        contents = read_through(path, pass_phrase, take, tell)
    upgrade(engine)
    return contents


@contextmanager
def _filling(engine: Engine) -> Iterator[Connection]:
    # Nobody else has this database yet, and what breaks off is thrown away: one plain transaction.
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        yield connection


def _insert(connection: Connection, table: sa.Table, content: dict[str, Any]) -> None:
    names: Iterable[str] = content["cols"]
    rows = [dict(zip(names, row, strict=True)) for row in content["rows"]]
    connection.execute(table.insert(), rows)


def _about_of(frame: Frame) -> About:
    if frame.kind != ABOUT:
        raise DamagedError(0, "its head")
    return msgspec.convert(frame.content, About)
