"""Photos on their way, and photos that have arrived.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ID = sa.String(36)
HASH = sa.String(64)


def upgrade() -> None:
    """Make the tables of photos' bytes."""
    op.create_table(
        "upload",
        sa.Column("id", ID, primary_key=True),
        sa.Column("photo", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("visit", ID, nullable=False),
        sa.Column("sha", HASH, nullable=False),
        sa.Column("size_bytes", sa.Integer, nullable=False),
        sa.Column("received_bytes", sa.Integer, nullable=False),
        sa.Column("begun", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("person", "photo", name="uq_upload_person_photo"),
    )
    op.create_table(
        "photo",
        sa.Column("photo", ID, primary_key=True),
        sa.Column("sha", HASH, nullable=False),
        sa.Column("stored_sha", HASH, nullable=False),
        sa.Column("stored_bytes", sa.Integer, nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("stored", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_photo_stored_sha", "photo", ["stored_sha"])
