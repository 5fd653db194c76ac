"""Devices that were withdrawn, work that came by another hand, refused work that others look after, and secrets.

Revision ID: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ID = sa.String(36)
REFUSED = sa.text("outcome = 'quarantined'")


def upgrade() -> None:
    """Add the columns and tables."""
    op.add_column("device", sa.Column("state", sa.String(10), nullable=False, server_default="active"))
    op.add_column("device", sa.Column("withdrawn", sa.BigInteger))
    op.add_column("device", sa.Column("wiped", sa.BigInteger))
    op.add_column("device", sa.Column("unsent", sa.Integer))
    op.add_column("device", sa.Column("told", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("op", sa.Column("via", ID))
    op.create_table(
        "secret",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("value", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "handed_over",
        sa.Column("author", ID, primary_key=True),
        sa.Column("op_id", ID, primary_key=True),
        sa.Column("handed", sa.BigInteger, nullable=False),
        sa.Column("closed", sa.BigInteger),
        sa.Column("closed_by", ID),
    )
    op.create_index("ix_op_quarantined", "op", ["author"], sqlite_where=REFUSED, postgresql_where=REFUSED)
