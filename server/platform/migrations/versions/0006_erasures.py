"""What was erased, by whom and why, so that nothing that comes later brings the words back.

Revision ID: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the list of erasures, and how many there are."""
    op.add_column("meta", sa.Column("erasures", sa.Integer, nullable=False, server_default="0"))
    op.create_table(
        "erasure",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("matter", sa.String(36), nullable=False),
        sa.Column("number", sa.String(40)),
        sa.Column("places", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.String(36), nullable=False),
        sa.Column("ground", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("blobs", sa.Text, nullable=False),
    )
    op.create_index("ix_erasure_matter", "erasure", ["matter"])
