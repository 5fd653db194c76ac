"""Going back to a backup: a database is made of it, given a life of its own, and put in the live one's place.

    file ─ load ─▶ database aside ─ looked through ─▶ + what must not go back (who may sign in, numbers given)
                                                      − what was erased since
                                                      + a new epoch, refill open ─▶ takes the live one's place at once

Owns that order. Until the last step nothing of the live database is touched; it stays beside, under another name. A
server that runs goes on over the restore: every transaction of its reads the epoch.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from server.platform import tables as t
from server.platform.backup.archive import Frame
from server.platform.backup.dump import BLOB, Holdings, find_named
from server.platform.backup.load import Contents, load, read_through
from server.platform.backup.make import Means, UnfitError
from server.platform.backup.places import place_of
from server.platform.backup.positions import Kept, counted_until, note_backup
from server.platform.backup.verify import verify
from server.platform.blobs import Blobs
from server.platform.db import engine_of, read_transaction
from server.platform.migrate import is_current, upgrade
from server.platform.store import SqlReader, SqlTx

_CHUNK: Final = 500


class OtherOfficeError(Exception):
    """The live database is another office's than the backup: it is not overwritten."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did. `before` names the database that was replaced; None when there was none."""

    contents: Contents
    epoch: str
    pos: int
    before: str | None


def restore(
    path: Path, pass_phrase: bytes | None, url: str, blobs: Blobs, holdings: Holdings, means: Means
) -> Restored:
    """Let the backup at `path` be the database at `url`, in a new life.

    ArchiveError, DamagedError: the file cannot be opened. UnfitError: what it holds is not whole. OtherOfficeError.
    LockedError: the live database is not given free. PlaceError: the database server forbids it.
    """
    place = place_of(url, means.now)
    with place.aside() as address:
        fresh = engine_of(address)
        try:
            contents = load(path, pass_phrase, fresh, _keeper(blobs, holdings), means.tell)
            verified = verify(fresh, None, holdings, means.tell)
            if verified.findings:
                raise UnfitError(verified.findings)
            _begin_life(fresh, path, url if place.exists() else None, holdings, means)
            with read_transaction(fresh) as connection:
                epoch, pos = SqlReader(connection).meta().epoch, SqlReader(connection).head().pos
                spared = holdings.erased & set(find_named(connection, holdings))
            _keep_spared(path, pass_phrase, blobs, spared, means)
        finally:
            fresh.dispose()
        before = place.take_over()
    return Restored(contents, epoch, pos, before)


def _keeper(blobs: Blobs, holdings: Holdings) -> Callable[[bytes], object]:
    """Keeps a photo that the file brings, unless it was erased since."""

    def keep(data: bytes) -> object:
        return None if sha256(data).hexdigest() in holdings.erased else blobs.put(data)

    return keep


def _keep_spared(path: Path, pass_phrase: bytes | None, blobs: Blobs, spared: Collection[str], means: Means) -> None:
    """Bring what was erased in one place and stands in another too: the same picture may be in two reports."""

    def take(frame: Frame) -> None:
        if frame.kind == BLOB and frame.name in spared:
            blobs.put(frame.content)

    # Whether it stands anywhere is known only now, and it is rare enough to read the file for it once more.
    if spared:
        read_through(path, pass_phrase, take, means.tell)


def _begin_life(fresh: Engine, path: Path, live: str | None, holdings: Holdings, means: Means) -> None:
    with _writing(fresh) as connection:
        tx = SqlTx(connection)
        if live is not None:
            _take_along(connection, live, holdings)
        tx.put_epoch(means.new_id(), means.now)
        holdings.settle(tx)
        meta, pos = tx.meta(), tx.head().pos
        until = counted_until(means.now)
        kept = Kept(means.new_id(), meta.epoch, pos, means.now, until, str(path), path.stat().st_size)
        note_backup(tx, kept, now=means.now)


def _take_along(fresh: Connection, url: str, holdings: Holdings) -> None:
    """What must not go back with the rest, from the live database, as far as it can be read."""
    live = engine_of(url)
    try:
        if not sa.inspect(live).has_table(t.meta.name):
            return
        if not is_current(live):
            upgrade(live)
        with read_transaction(live) as connection:
            if SqlReader(connection).head().pos == 0:
                return
            _check_same_office(fresh, connection)
            _raise_numbers(fresh, connection)
            for table in holdings.kept:
                # Of one that cannot be read to its end the backup's own rows hold, and the others come along.
                with suppress(sa.exc.SQLAlchemyError), fresh.begin_nested(), connection.begin_nested():
                    _replace(fresh, connection, table)
    except sa.exc.SQLAlchemyError:
        # It is damaged: that may be why somebody restores. What the backup has of this holds then.
        return
    finally:
        live.dispose()


def _check_same_office(fresh: Connection, live: Connection) -> None:
    there, mine = SqlReader(live), SqlReader(fresh)
    if there.meta().genesis != mine.meta().genesis:
        raise OtherOfficeError


def _raise_numbers(fresh: Connection, live: Connection) -> None:
    for name, last in live.execute(sa.select(t.series.c.name, t.series.c.last)):
        SqlTx(fresh).put_numbers({name: max(last, SqlReader(fresh).last_number(name))})


def _replace(fresh: Connection, live: Connection, table: sa.Table) -> None:
    """The table as it is now, of those people whom the backup knows where it is about people."""
    fresh.execute(table.delete())
    people = set(fresh.execute(sa.select(t.record.c.id).where(t.record.c.entity == "person")).scalars())
    for rows in live.execute(sa.select(table)).partitions(_CHUNK):
        known = [dict(row._mapping) for row in rows if "person" not in table.c or row._mapping["person"] in people]
        if known:
            fresh.execute(table.insert(), known)


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        yield connection
