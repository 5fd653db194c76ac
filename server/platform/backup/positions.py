"""Up to where backups hold the log, and so what phones need not keep any more.

Owns the table of backups and `meta.safe_pos`: the position held by the oldest backup that somebody may still go back
to. A backup is counted on for 30 days; when none is that young, the newest is what one would go back to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from server.platform import tables as t
from server.platform.clock import DAY_MS
from server.platform.store import SqlReader, SqlTx

RESTORABLE_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup that was made. `until` (ms): how long it is counted on."""

    id: str
    epoch: str
    pos: int
    made: int
    until: int
    file: str
    size_bytes: int


def note_backup(tx: SqlTx, kept: Kept, *, now: int) -> None:
    """Count on a backup from now on."""
    values = {name: getattr(kept, name) for name in Kept.__dataclass_fields__}
    tx.connection.execute(t.backup.insert().values(values))
    note_safe_pos(tx, now=now)


def note_safe_pos(tx: SqlTx, *, now: int) -> int:
    """Work out anew what every backup holds that may still be restored; the position."""
    backups = list_backups(tx)
    young = [one.pos for one in backups if one.until > now]
    safe_pos = min(young, default=backups[-1].pos if backups else 0)
    tx.connection.execute(t.meta.update().values(safe_pos=safe_pos))
    return safe_pos


def list_backups(reader: SqlReader) -> Sequence[Kept]:
    """The backups that were made in this life and those before it, oldest first."""
    columns = [t.backup.c[name] for name in Kept.__dataclass_fields__]
    return [Kept(*row) for row in reader.connection.execute(sa.select(*columns).order_by(t.backup.c.made))]


def counted_until(made: int) -> int:
    """How long a backup made at that instant is counted on, in ms."""
    return made + RESTORABLE_DAYS * DAY_MS
