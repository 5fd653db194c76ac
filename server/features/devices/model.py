"""The tables of devices and of the sessions on them. Instants are real milliseconds since 1970."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from server.platform.db import metadata

devices: Final = sa.Table(
    "device",
    metadata,
    # A shared phone is one device for each of its people.
    sa.Column("person", sa.String(36), primary_key=True),
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("label", sa.String(100), nullable=False),
    sa.Column("first_seen", sa.BigInteger, nullable=False),
    sa.Column("last_seen", sa.BigInteger, nullable=False),
    # Withdrawn at `withdrawn`; emptied itself at `wiped`, when it still had `unsent` things that the office lacks.
    sa.Column("state", sa.String(10), nullable=False, server_default="active"),
    sa.Column("withdrawn", sa.BigInteger),
    sa.Column("wiped", sa.BigInteger),
    sa.Column("unsent", sa.Integer),
    # Since when the browser says that it may empty the store; null: it keeps it, or has said nothing.
    sa.Column("unkept_since", sa.BigInteger),
    # The person has read of the loss.
    sa.Column("told", sa.Boolean, nullable=False, server_default=sa.false()),
)

sessions: Final = sa.Table(
    "session",
    metadata,
    # The token itself is only ever in the browser's cookie.
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("id", sa.String(36), nullable=False, unique=True),
    sa.Column("person", sa.String(36), nullable=False, index=True),
    sa.Column("device", sa.String(36), nullable=False),
    sa.Column("created", sa.BigInteger, nullable=False),
    sa.Column("last_seen", sa.BigInteger, nullable=False),
)

attempts: Final = sa.Table(
    "sign_in_attempt",
    metadata,
    # `account:<hash of the user name>` or `address:<hash of the address>`: nothing readable about who tried.
    sa.Column("key", sa.String(80), primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("last", sa.BigInteger, nullable=False, index=True),
)

secrets: Final = sa.Table(
    "secret",
    metadata,
    # In the database, so that a backup holds what its rescue files can be opened with.
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
)
