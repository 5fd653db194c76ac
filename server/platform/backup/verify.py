"""Whether an office is whole: the log's chain, and everything else against the log.

Owns the order of the checks and those of the file, of plain tables and of photos. Each names the place where it found
something, so that somebody can look there. All checks of a database share one reading: it may be served meanwhile.

    log          each link follows from the one before        record      the fold of its changes
    membership   the keys that its changes say                subscription  what the log says was gained or lost
    op           outcome, result and log agree                device_log  numbers without holes, each with its op
    photos       each content has its own name, and those that rows name are there
    every other table: ids and hashes look like ids and hashes (nothing says what they should be)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from server.platform import tables as t
from server.platform.backup.check_log import check_chain, check_orphans, check_records, check_subscriptions
from server.platform.backup.check_ops import check_numbers, check_operations
from server.platform.backup.dump import Holdings, Progress
from server.platform.backup.finding import Finding
from server.platform.blobs import Blobs
from server.platform.db import metadata, read_transaction
from server.platform.store import SqlReader
from sync.values import is_id

# More of one kind tell nobody more.
FINDINGS_MAX: Final = 20
_STEP: Final = 500
_HASH: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at, and what is wrong: at most FINDINGS_MAX of each check."""

    pos: int
    rows: dict[str, int]
    photos: int
    findings: Sequence[Finding]


def verify(engine: Engine, blobs: Blobs | None, holdings: Holdings, tell: Progress) -> Verified:
    """Look at a database and its photos (None: at the database alone)."""
    findings: list[Finding] = []
    with read_transaction(engine) as connection, _readable(connection) as damaged:
        reader = SqlReader(connection)
        checks = [*_CHECKS, *([_photos_check(blobs, holdings)] if blobs is not None else [])]
        for done, (place, check) in enumerate(checks, 1):
            found = _found(place, check, reader)
            findings += found or [Finding(place, "UTF-8", "unreadable") for _ in damaged[:1]]
            damaged.clear()
            tell(place, done, len(checks))
        rows = {table.name: _count(connection, table) for table in metadata.sorted_tables}
        pos = reader.head().pos
    return Verified(pos, rows, len(blobs.names()) if blobs is not None else 0, findings)


Check = Callable[[SqlReader], Iterator[Finding]]


def _found(place: str, check: Check, reader: SqlReader) -> list[Finding]:
    found: list[Finding] = []
    try:
        found.extend(islice(check(reader), FINDINGS_MAX))
    except (sa.exc.SQLAlchemyError, ValueError, TypeError) as error:
        found.append(Finding(place, type(error).__name__, "unreadable"))
    return found


@contextmanager
def _readable(connection: Connection) -> Iterator[list[int]]:
    """Let text that is no UTF-8 any more be read as damaged text. How long each such text was is noted in the list."""
    driver: Any = connection.connection.driver_connection
    damaged: list[int] = []
    if connection.dialect.name != "sqlite":
        yield damaged
        return

    def read(data: bytes) -> str:
        try:
            return data.decode()
        except UnicodeDecodeError:
            damaged.append(len(data))
            return data.decode("utf-8", "replace")

    usual = driver.text_factory
    driver.text_factory = read
    try:
        yield damaged
    finally:
        driver.text_factory = usual


def _count(connection: Connection, table: sa.Table) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def check_file(reader: SqlReader) -> Iterator[Finding]:
    """SQLite's own look at its pages and indexes."""
    if reader.connection.dialect.name == "sqlite":
        for (said,) in reader.connection.exec_driver_sql(f"PRAGMA integrity_check({FINDINGS_MAX})"):
            if said != "ok":
                yield Finding("file", said, "unreadable")


def check_meta(reader: SqlReader) -> Iterator[Finding]:
    """The database's own life makes sense."""
    meta, head = reader.meta(), reader.head()
    formed = is_id(meta.epoch) and len(meta.genesis) == len(meta.cursor_key) == 32
    if not (formed and 0 <= meta.safe_pos <= head.pos and 0 <= meta.branch_pos <= head.pos):
        yield Finding("meta", "1", "form")
    if meta.erasures != _count(reader.connection, t.erasure):
        yield Finding("meta", "1", "form")
    for row in reader.connection.execute(sa.select(t.backup)):
        if not (0 <= row.pos <= head.pos and row.made <= row.until):
            yield Finding("backup", row.id, "form")


def check_forms(reader: SqlReader) -> Iterator[Finding]:
    """Ids and hashes of all tables look like what they are."""
    for table in metadata.sorted_tables:
        formed = [(column.name, _form_of(column)) for column in table.columns]
        wanted = [(name, form) for name, form in formed if form is not None]
        keys = [column.name for column in table.primary_key.columns]
        query = sa.select(table).execution_options(yield_per=_STEP)
        for row in reader.connection.execute(query) if wanted else ():
            cells = row._mapping
            if not all(cells[name] is None or form(cells[name]) for name, form in wanted):
                yield Finding(table.name, " ".join(str(cells[key]) for key in keys), "form")


def _form_of(column: sa.Column[Any]) -> Callable[[object], bool] | None:
    length = getattr(column.type, "length", None)
    if length == 36:
        return is_id
    if length == 64:
        return lambda cell: isinstance(cell, str) and _HASH.fullmatch(cell) is not None
    return None


def _photos_check(blobs: Blobs, holdings: Holdings) -> tuple[str, Check]:
    def check(reader: SqlReader) -> Iterator[Finding]:
        there = blobs.names()
        for name in sorted(there):
            if sha256(blobs.read(name) or b"").hexdigest() != name:
                yield Finding("photos", name, "broken")
        for column in holdings.named_by:
            for named in reader.connection.execute(sa.select(column).distinct()).scalars():
                if named not in there:
                    yield Finding("photos", named, "missing")

    return "photos", check


_CHECKS: Final[Sequence[tuple[str, Check]]] = (
    ("file", check_file),
    ("meta", check_meta),
    ("change", check_chain),
    ("record", check_records),
    ("membership", check_orphans),
    ("subscription", check_subscriptions),
    ("op", check_operations),
    ("device_log", check_numbers),
    ("forms", check_forms),
)
