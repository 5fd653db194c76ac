"""The table of change plans: what administrators prepare, until it is applied and after."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from server.platform.db import metadata

plans: Final = sa.Table(
    "unit_plan",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("day", sa.String(10), nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("decision", sa.Text),
    # JSON: the lines as they were told, and who goes on where several could.
    sa.Column("rows", sa.Text, nullable=False),
    sa.Column("keep", sa.Text, nullable=False),
    sa.Column("changed", sa.BigInteger, nullable=False),
    sa.Column("by", sa.String(36), nullable=False),
    # When it took effect, ms; null while it is a plan.
    sa.Column("applied", sa.BigInteger),
)
