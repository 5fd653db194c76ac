"""The table of secret addresses. Of a secret only the hash is kept: nobody reads an address out of a database."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from server.platform.db import metadata

addresses: Final = sa.Table(
    "calendar_address",
    metadata,
    sa.Column("person", sa.String(36), primary_key=True),
    sa.Column("secret_hash", sa.String(64), nullable=False, unique=True),
    # Real milliseconds since 1970.
    sa.Column("made", sa.BigInteger, nullable=False),
)
