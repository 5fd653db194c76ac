"""The table of what items came to: for each span of days in which nothing is said of one, its course.

A copy, made of the threads by a nightly job, so that figures over years are one question to the database. What was said
since (the record's position is beyond `feedback_kept.pos`) is not in it and is folded when it is asked for. No feed
reads it.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from server.platform.db import metadata

# The last day of what stands until something is said.
OPEN_END: Final = "9999-12-31"

courses: Final = sa.Table(
    "feedback_course",
    metadata,
    # Ordered by its last day: who asks about today reads what stands, and none of what was.
    sa.Column("last", sa.String(10), primary_key=True),
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("first", sa.String(10), nullable=False),
    # The rest are the fields of `accounts.Course`; what is yes or no is 1 or 0, to be summed.
    sa.Column("unit", sa.String(36), nullable=False),
    sa.Column("raised", sa.String(10), nullable=False),
    sa.Column("owner", sa.String(36)),
    sa.Column("category", sa.String(40), nullable=False),
    sa.Column("due", sa.String(10)),
    sa.Column("wants", sa.SmallInteger, nullable=False),
    sa.Column("presses", sa.SmallInteger, nullable=False),
    sa.Column("is_open", sa.SmallInteger, nullable=False),
    sa.Column("is_explained", sa.SmallInteger, nullable=False),
    sa.Column("is_forwarded", sa.SmallInteger, nullable=False),
    sa.Column("is_answered", sa.SmallInteger, nullable=False),
    sa.Column("is_on_time", sa.SmallInteger, nullable=False),
    sa.Column("is_unanswered", sa.SmallInteger, nullable=False),
    sa.Column("reopened", sa.SmallInteger, nullable=False),
    sa.Column("extended", sa.SmallInteger, nullable=False),
    sa.Column("closed_after_days", sa.Integer),
    sa.Index("ix_feedback_course_id", "id"),
    sqlite_with_rowid=False,
)

# One row: up to which position of the log items are kept.
kept: Final = sa.Table(
    "feedback_kept",
    metadata,
    sa.Column("id", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("pos", sa.BigInteger, nullable=False),
)
