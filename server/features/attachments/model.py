"""The tables of photos' bytes: what is being received, and what has arrived. No feed reads them.

Instants are real milliseconds since 1970; hashes are SHA-256 in lower-case hex.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from server.platform.db import metadata

uploads: Final = sa.Table(
    "upload",
    metadata,
    # The part on disk has this name; a photo begun anew gets another.
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("photo", sa.String(36), nullable=False),
    sa.Column("person", sa.String(36), nullable=False),
    sa.Column("visit", sa.String(36), nullable=False),
    sa.Column("sha", sa.String(64), nullable=False),
    sa.Column("size_bytes", sa.Integer, nullable=False),
    sa.Column("received_bytes", sa.Integer, nullable=False),
    sa.Column("begun", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("person", "photo"),
)

photos: Final = sa.Table(
    "photo",
    metadata,
    sa.Column("photo", sa.String(36), primary_key=True),
    # What the phone sent, as the report names it, and what was written anew from it.
    sa.Column("sha", sa.String(64), nullable=False),
    sa.Column("stored_sha", sa.String(64), nullable=False, index=True),
    sa.Column("stored_bytes", sa.Integer, nullable=False),
    sa.Column("width", sa.Integer, nullable=False),
    sa.Column("height", sa.Integer, nullable=False),
    sa.Column("stored", sa.BigInteger, nullable=False),
)
