"""What items came to, as a copy for figures over years; a nightly job fills it.

Revision ID: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
_FLAGS = (
    "wants", "presses", "is_open", "is_explained", "is_forwarded", "is_answered", "is_on_time", "is_unanswered",
    "reopened", "extended",
)  # fmt: skip


def upgrade() -> None:
    """Add the table of courses, empty, and up to where it is filled."""
    op.create_table(
        "feedback_course",
        sa.Column("last", sa.String(10), primary_key=True),
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("first", sa.String(10), nullable=False),
        sa.Column("unit", sa.String(36), nullable=False),
        sa.Column("raised", sa.String(10), nullable=False),
        sa.Column("owner", sa.String(36)),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("due", sa.String(10)),
        *(sa.Column(name, sa.SmallInteger, nullable=False) for name in _FLAGS),
        sa.Column("closed_after_days", sa.Integer),
        sa.Index("ix_feedback_course_id", "id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "feedback_kept",
        sa.Column("id", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("pos", sa.BigInteger, nullable=False),
    )
