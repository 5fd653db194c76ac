"""Readings of sessions and devices."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from server.features.devices.model import attempts, devices, sessions
from server.features.devices.rules import is_over, wait_ms
from server.features.people.model import logins


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that has not ended, and the state of its person's login."""

    id: str
    person: str
    device: str
    last_seen: int
    must_change: bool
    disabled: bool


@dataclass(frozen=True, slots=True)
class SeenDevice:
    """A session as an administrator sees it."""

    id: str
    device: str
    label: str
    created: int
    last_seen: int


def find_open_session(connection: Connection, token_hash: str, now: int) -> OpenSession | None:
    """The session of a token; None when there is none or it is over."""
    query = (
        sa.select(sessions, logins.c.must_change, logins.c.disabled)
        .join(logins, logins.c.person == sessions.c.person)
        .where(sessions.c.token_hash == token_hash)
    )
    row = connection.execute(query).first()
    if row is None or is_over(row.created, row.last_seen, now):
        return None
    return OpenSession(row.id, row.person, row.device, row.last_seen, row.must_change, row.disabled)


def list_sessions(connection: Connection, person: str, now: int) -> list[SeenDevice]:
    """The open sessions of a person, latest first."""
    query = (
        sa.select(sessions.c.id, sessions.c.device, devices.c.label, sessions.c.created, sessions.c.last_seen)
        .join(devices, sa.and_(devices.c.person == sessions.c.person, devices.c.id == sessions.c.device))
        .where(sessions.c.person == person)
        .order_by(sessions.c.last_seen.desc())
    )
    rows = [SeenDevice(*row) for row in connection.execute(query)]
    return [row for row in rows if not is_over(row.created, row.last_seen, now)]


def longest_wait_ms(connection: Connection, keys: list[str], now: int) -> int:
    """How long the next attempt must wait for all of these keys (`account:…`, `address:…`)."""
    rows = connection.execute(sa.select(attempts).where(attempts.c.key.in_(keys)))
    return max((wait_ms(row.key.split(":", 1)[0], row.failures, row.last, now) for row in rows), default=0)
