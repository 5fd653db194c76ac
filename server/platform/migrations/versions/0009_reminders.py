"""The outbox of reminders, what was tried, and the phones that take pushes.

Revision ID: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the tables."""
    _add_outbox()
    _add_ways()
    # Since when a phone says that its browser may empty the store.
    op.add_column("device", sa.Column("unkept_since", sa.BigInteger))


def _add_outbox() -> None:
    op.create_table(
        "reminder",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("key", sa.String(200), nullable=False, unique=True),
        sa.Column("person", sa.String(36), nullable=False),
        sa.Column("occasion", sa.String(40), nullable=False),
        sa.Column("entity", sa.String(40), nullable=False),
        sa.Column("record", sa.String(36), nullable=False),
        sa.Column("turn", sa.String(40), nullable=False),
        sa.Column("unit", sa.String(36)),
        sa.Column("args", sa.Text, nullable=False),
        sa.Column("made", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("why", sa.String(40)),
        sa.Column("letter", sa.String(36), index=True),
        sa.Column("road", sa.String(40)),
        sa.Column("due", sa.BigInteger, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("leased_until", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("holder", sa.String(36)),
        sa.Column("ended", sa.BigInteger, index=True),
    )
    op.create_index("ix_reminder_state_due", "reminder", ["state", "due"])
    for columns in (("made", "id"), *((each, "made", "id") for each in ("person", "occasion", "unit", "state"))):
        op.create_index("ix_reminder_" + "_".join(columns), "reminder", columns)
    op.create_table(
        "sending",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("reminder", sa.String(36), nullable=False, index=True),
        sa.Column("road", sa.String(40), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
    )
    op.create_table(
        "reminding",
        sa.Column("id", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("since", sa.String(10), nullable=False),
    )


def _add_ways() -> None:
    op.create_table(
        "contact_address",
        sa.Column("person", sa.String(36), primary_key=True),
        sa.Column("mail", sa.String(254)),
        sa.Column("gateway", sa.String(254)),
    )
    op.create_table(
        "push_key",
        sa.Column("id", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("pem", sa.LargeBinary, nullable=False),
        sa.Column("point", sa.LargeBinary, nullable=False),
        sa.Column("made", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "push_subscription",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("person", sa.String(36), nullable=False),
        sa.Column("device", sa.String(36), nullable=False),
        sa.Column("endpoint", sa.Text, nullable=False, unique=True),
        sa.Column("p256dh", sa.String(120), nullable=False),
        sa.Column("auth", sa.String(40), nullable=False),
        sa.Column("made", sa.BigInteger, nullable=False),
        sa.Column("taken", sa.BigInteger),
        sa.Column("shown", sa.BigInteger),
        sa.Column("retired", sa.BigInteger, index=True),
    )
    op.create_index("ix_push_subscription_person_retired", "push_subscription", ["person", "retired"])
    op.create_table(
        "calendar_address",
        sa.Column("person", sa.String(36), primary_key=True),
        sa.Column("secret_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("made", sa.BigInteger, nullable=False),
    )
