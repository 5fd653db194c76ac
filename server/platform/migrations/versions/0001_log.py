"""The log, its records, who sees them, and the operations.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.String(36)
WORD = sa.String(40)
KEY = sa.String(80)
# On SQLite an INTEGER key is the row's own number: the log is then appended to without a second index.
POS = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
HELD = sa.text("outcome = 'held'")


def upgrade() -> None:
    """Make the engine's tables."""
    make_meta()
    make_log()
    make_records()
    make_operations()


def make_meta() -> None:
    """The life of the database, and its numbers."""
    op.create_table(
        "meta",
        sa.Column("id", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("epoch", ID, nullable=False),
        sa.Column("genesis", sa.LargeBinary, nullable=False),
        sa.Column("cursor_key", sa.LargeBinary, nullable=False),
        sa.Column("safe_pos", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "series",
        sa.Column("name", KEY, primary_key=True),
        sa.Column("last", sa.BigInteger, nullable=False),
    )


def make_log() -> None:
    """The append-only log."""
    op.create_table(
        "change",
        sa.Column("pos", POS, primary_key=True, autoincrement=False),
        sa.Column("entity", WORD, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("v", sa.Integer, nullable=False),
        sa.Column("op_id", ID, nullable=False),
        sa.Column("actor", ID, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("salt", sa.LargeBinary),
        sa.Column("payload", sa.Text),
        sa.Column("payload_hash", sa.LargeBinary, nullable=False),
        sa.Column("head", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_change_id_entity_pos", "change", ["id", "entity", "pos"])


def make_records() -> None:
    """Records, their places under keys, and the keys of people."""
    op.create_table(
        "record",
        sa.Column("id", ID, primary_key=True),
        sa.Column("entity", WORD, primary_key=True),
        sa.Column("author", ID, nullable=False),
        sa.Column("v", sa.Integer, nullable=False),
        sa.Column("pos", sa.BigInteger, nullable=False),
        sa.Column("removed", sa.Boolean, nullable=False),
        sa.Column("schema", sa.SmallInteger, nullable=False),
        sa.Column("width", sa.SmallInteger, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("op_id", ID, nullable=False),
        sa.UniqueConstraint("pos", name="uq_record_pos"),
    )
    op.create_index("ix_record_entity_id", "record", ["entity", "id"])
    op.create_table(
        "membership",
        sa.Column("id", ID, primary_key=True),
        sa.Column("entity", WORD, primary_key=True),
        sa.Column("key", KEY, primary_key=True),
        sa.Column("pos", sa.BigInteger, nullable=False),
        sa.Column("present", sa.Boolean, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_membership_key_pos", "membership", ["key", "pos"])
    op.create_table(
        "subscription",
        sa.Column("person", ID, primary_key=True),
        sa.Column("key", KEY, primary_key=True),
        sa.Column("pos", sa.BigInteger, nullable=False),
        sa.Column("present", sa.Boolean, nullable=False),
        sqlite_with_rowid=False,
    )


def make_operations() -> None:
    """Incarnations, their numbering, and what became of every operation."""
    op.create_table(
        "incarnation",
        sa.Column("inc", ID, primary_key=True),
        sa.Column("person", ID, nullable=False),
        sa.Column("device", ID, nullable=False),
        sa.Column("last_n", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "device_log",
        sa.Column("inc", ID, primary_key=True),
        sa.Column("n", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("op_id", ID, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "op",
        sa.Column("author", ID, primary_key=True),
        sa.Column("op_id", ID, primary_key=True),
        sa.Column("device", ID, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("schema", sa.Integer, nullable=False),
        sa.Column("entity", WORD, nullable=False),
        sa.Column("record", ID, nullable=False),
        sa.Column("outcome", WORD, nullable=False),
        sa.Column("code", WORD),
        sa.Column("result", sa.Text, nullable=False),
        sa.Column("body", sa.Text),
        sa.Column("received", sa.BigInteger, nullable=False),
        sa.Column("superseded", ID),
        sa.Column("old_epoch", ID),
        sa.Column("old_pos", sa.BigInteger),
        sa.Column("n", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_op_record_outcome", "op", ["record", "outcome"])
    op.create_index("ix_op_held", "op", ["received"], sqlite_where=HELD, postgresql_where=HELD)
