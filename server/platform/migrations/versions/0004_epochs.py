"""Lives of the database: where this one branched off, whether lost work is still handed in, and what backups hold.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add what a restore needs to know."""
    op.add_column("meta", sa.Column("branch_pos", sa.BigInteger, nullable=False, server_default="0"))
    op.add_column("meta", sa.Column("refill_since", sa.BigInteger))
    op.create_table(
        "backup",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("epoch", sa.String(36), nullable=False),
        sa.Column("pos", sa.BigInteger, nullable=False),
        sa.Column("made", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
    )
