"""The table of cases that their authors handed over to the office. Instants are real milliseconds since 1970."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from server.platform.db import metadata

handed_over: Final = sa.Table(
    "handed_over",
    metadata,
    sa.Column("author", sa.String(36), primary_key=True),
    sa.Column("op_id", sa.String(36), primary_key=True),
    sa.Column("handed", sa.BigInteger, nullable=False),
    sa.Column("closed", sa.BigInteger),
    sa.Column("closed_by", sa.String(36)),
)
