"""The only writers of secret calendar addresses: one a person, made anew or ended by himself."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from server.features.agenda.model import addresses
from server.platform.passwords import digest


def do_make_address(connection: Connection, person: str, secret: str, *, now: int) -> None:
    """Open the person's calendar under that secret; the address that he had ends."""
    do_end_address(connection, person)
    connection.execute(addresses.insert().values(person=person, secret_hash=digest(secret), made=now))


def do_end_address(connection: Connection, person: str) -> None:
    """Close the person's calendar, if it was open."""
    connection.execute(sa.delete(addresses).where(addresses.c.person == person))
