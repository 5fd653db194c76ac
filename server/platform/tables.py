"""The engine's tables: the log, the records it leaves, who may see them, and what happened to every operation.

Owns the columns only. Ids are lower-case UUIDs as text; instants are ms; nothing refers by foreign key, because an
operation may come before what it speaks of.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from server.platform.db import metadata

_Id: Final = sa.String(36)
_Word: Final = sa.String(40)
# On SQLite an INTEGER key is the row's own number: the log is then appended to without a second index.
_Pos: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_HELD: Final = sa.text("outcome = 'held'")
_REFUSED: Final = sa.text("outcome = 'quarantined'")

meta: Final = sa.Table(
    "meta",
    metadata,
    sa.Column("id", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("epoch", _Id, nullable=False),
    sa.Column("genesis", sa.LargeBinary, nullable=False),
    sa.Column("cursor_key", sa.LargeBinary, nullable=False),
    sa.Column("safe_pos", sa.BigInteger, nullable=False),
    # Up to here the log is the one of the life before; above, it is this life's own.
    sa.Column("branch_pos", sa.BigInteger, nullable=False, server_default="0"),
    # Since when phones hand in again what a restore lost, ms; null when nobody waits for that any more.
    sa.Column("refill_since", sa.BigInteger),
    sa.Column("erasures", sa.Integer, nullable=False, server_default="0"),
)

# What was erased here. `places` and `blobs` are JSON lists. The list that counts lies outside of the database.
erasure: Final = sa.Table(
    "erasure",
    metadata,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("matter", _Id, nullable=False, index=True),
    sa.Column("number", sa.String(40)),
    sa.Column("places", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("by", _Id, nullable=False),
    sa.Column("ground", _Word, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("blobs", sa.Text, nullable=False),
)

# Backups that were made, and up to where each holds the log. Beyond `until` (ms) none is counted on.
backup: Final = sa.Table(
    "backup",
    metadata,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("epoch", _Id, nullable=False),
    sa.Column("pos", sa.BigInteger, nullable=False),
    sa.Column("made", sa.BigInteger, nullable=False),
    sa.Column("until", sa.BigInteger, nullable=False),
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("size_bytes", sa.BigInteger, nullable=False),
)

# The log. `payload` and `salt` become null by erasure; the chain still verifies.
change: Final = sa.Table(
    "change",
    metadata,
    sa.Column("pos", _Pos, primary_key=True, autoincrement=False),
    sa.Column("entity", _Word, nullable=False),
    sa.Column("id", _Id, nullable=False),
    sa.Column("v", sa.Integer, nullable=False),
    sa.Column("op_id", _Id, nullable=False),
    sa.Column("actor", _Id, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("salt", sa.LargeBinary),
    sa.Column("payload", sa.Text),
    sa.Column("payload_hash", sa.LargeBinary, nullable=False),
    sa.Column("head", sa.LargeBinary, nullable=False),
    sa.Index(None, "id", "entity", "pos"),
)

# The latest version of every record. `body` is a JSON array of its first `width` fields in layout `schema`.
record: Final = sa.Table(
    "record",
    metadata,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("entity", _Word, primary_key=True),
    sa.Column("author", _Id, nullable=False),
    sa.Column("v", sa.Integer, nullable=False),
    sa.Column("pos", sa.BigInteger, nullable=False, unique=True),
    sa.Column("removed", sa.Boolean, nullable=False),
    sa.Column("schema", sa.SmallInteger, nullable=False),
    sa.Column("width", sa.SmallInteger, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("op_id", _Id, nullable=False),
    sa.Index(None, "entity", "id"),
)

# A record under a key since `pos`, or gone from it since then.
membership: Final = sa.Table(
    "membership",
    metadata,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("entity", _Word, primary_key=True),
    sa.Column("key", sa.String(80), primary_key=True),
    sa.Column("pos", sa.BigInteger, nullable=False),
    sa.Column("present", sa.Boolean, nullable=False),
    sa.Index(None, "key", "pos"),
    sqlite_with_rowid=False,
)

# The keys that a person gained or lost, and where in the log that was noticed.
subscription: Final = sa.Table(
    "subscription",
    metadata,
    sa.Column("person", _Id, primary_key=True),
    sa.Column("key", sa.String(80), primary_key=True),
    sa.Column("pos", sa.BigInteger, nullable=False),
    sa.Column("present", sa.Boolean, nullable=False),
    sqlite_with_rowid=False,
)

incarnation: Final = sa.Table(
    "incarnation",
    metadata,
    sa.Column("inc", _Id, primary_key=True),
    sa.Column("person", _Id, nullable=False),
    sa.Column("device", _Id, nullable=False),
    sa.Column("last_n", sa.BigInteger, nullable=False),
)

device_log: Final = sa.Table(
    "device_log",
    metadata,
    sa.Column("inc", _Id, primary_key=True),
    sa.Column("n", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("op_id", _Id, nullable=False),
    sqlite_with_rowid=False,
)

# Every operation that ever arrived. `result` is the tail of its result row; `body` is kept while it may be needed.
op: Final = sa.Table(
    "op",
    metadata,
    sa.Column("author", _Id, primary_key=True),
    sa.Column("op_id", _Id, primary_key=True),
    sa.Column("device", _Id, nullable=False),
    sa.Column("kind", _Word, nullable=False),
    sa.Column("schema", sa.Integer, nullable=False),
    sa.Column("entity", _Word, nullable=False),
    sa.Column("record", _Id, nullable=False),
    sa.Column("outcome", _Word, nullable=False),
    sa.Column("code", _Word),
    sa.Column("result", sa.Text, nullable=False),
    sa.Column("body", sa.Text),
    sa.Column("received", sa.BigInteger, nullable=False),
    sa.Column("superseded", _Id),
    sa.Column("old_epoch", _Id),
    sa.Column("old_pos", sa.BigInteger),
    sa.Column("n", sa.BigInteger, nullable=False),
    sa.Column("via", _Id),
    sa.Index(None, "record", "outcome"),
    sa.Index("ix_op_quarantined", "author", sqlite_where=_REFUSED, postgresql_where=_REFUSED),
    sa.Index("ix_op_held", "received", sqlite_where=_HELD, postgresql_where=_HELD),
)

# Numbers given on arrival, without gaps.
series: Final = sa.Table(
    "series",
    metadata,
    sa.Column("name", sa.String(80), primary_key=True),
    sa.Column("last", sa.BigInteger, nullable=False),
)
