"""Logins, one-time codes, devices, sessions, failed sign-ins, and spreadsheets that were checked.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.String(36)
HASH = sa.String(64)


def upgrade() -> None:
    """Make the tables of accounts."""
    make_logins()
    make_sessions()
    op.create_table(
        "import_preview",
        sa.Column("token_hash", HASH, primary_key=True),
        sa.Column("person", ID, nullable=False, index=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("rows", sa.Text, nullable=False),
        sa.Column("expires", sa.BigInteger, nullable=False),
    )


def make_logins() -> None:
    """User names, password hashes and one-time codes."""
    op.create_table(
        "login",
        sa.Column("person", ID, primary_key=True),
        sa.Column("username", sa.String(40), nullable=False, unique=True),
        sa.Column("password_hash", sa.String(200)),
        sa.Column("must_change", sa.Boolean, nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "one_time_code",
        sa.Column("person", ID, primary_key=True),
        sa.Column("code_hash", HASH, nullable=False),
        sa.Column("expires", sa.BigInteger, nullable=False),
    )


def make_sessions() -> None:
    """Devices, the sessions on them, and failed attempts to open one."""
    op.create_table(
        "device",
        sa.Column("person", ID, primary_key=True),
        sa.Column("id", ID, primary_key=True),
        sa.Column("label", sa.String(100), nullable=False),
        sa.Column("first_seen", sa.BigInteger, nullable=False),
        sa.Column("last_seen", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "session",
        sa.Column("token_hash", HASH, primary_key=True),
        sa.Column("id", ID, nullable=False, unique=True),
        sa.Column("person", ID, nullable=False, index=True),
        sa.Column("device", ID, nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("last_seen", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("key", sa.String(80), primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last", sa.BigInteger, nullable=False, index=True),
    )
