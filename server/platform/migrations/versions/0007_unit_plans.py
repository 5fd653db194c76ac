"""Plans of changes of units, which are looked at before they take effect.

Revision ID: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the table of plans."""
    op.create_table(
        "unit_plan",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("decision", sa.Text),
        sa.Column("rows", sa.Text, nullable=False),
        sa.Column("keep", sa.Text, nullable=False),
        sa.Column("changed", sa.BigInteger, nullable=False),
        sa.Column("by", sa.String(36), nullable=False),
        sa.Column("applied", sa.BigInteger),
    )
