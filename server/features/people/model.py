"""The tables of logins: what no feed ever reads.

Persons themselves are records. Here stand their user names, password hashes, one-time codes, and checked spreadsheets.
Instants are real milliseconds since 1970.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from server.platform.db import metadata

logins: Final = sa.Table(
    "login",
    metadata,
    sa.Column("person", sa.String(36), primary_key=True),
    sa.Column("username", sa.String(40), nullable=False, unique=True),
    # Null until the first code is used: nobody can sign in by password before.
    sa.Column("password_hash", sa.String(200)),
    sa.Column("must_change", sa.Boolean, nullable=False),
    sa.Column("disabled", sa.Boolean, nullable=False),
    sa.Column("created", sa.BigInteger, nullable=False),
)

codes: Final = sa.Table(
    "one_time_code",
    metadata,
    # One code a person: a new one ends the old.
    sa.Column("person", sa.String(36), primary_key=True),
    sa.Column("code_hash", sa.String(64), nullable=False),
    sa.Column("expires", sa.BigInteger, nullable=False),
)

imports: Final = sa.Table(
    "import_preview",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("person", sa.String(36), nullable=False, index=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("rows", sa.Text, nullable=False),
    sa.Column("expires", sa.BigInteger, nullable=False),
)
