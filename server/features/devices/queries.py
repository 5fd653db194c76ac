"""Readings of sessions and devices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from server.features.devices.model import attempts, devices, sessions
from server.features.devices.rules import ACTIVE, is_over, wait_ms
from server.features.people.model import logins
from server.platform.statements import ask, ask_one


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that has not ended, and the state of its person's login."""

    id: str
    person: str
    device: str
    last_seen: int
    must_change: bool
    disabled: bool
    state: str


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A device of a person as an administrator sees it.

    `wiped` is when it emptied itself, `unsent` how many things it then still had; `sent` the last number that came.
    """

    id: str
    label: str
    first_seen: int
    last_seen: int
    state: str
    withdrawn: int | None
    wiped: int | None
    unsent: int | None
    told: bool


@dataclass(frozen=True, slots=True)
class SeenDevice:
    """A session as an administrator sees it."""

    id: str
    device: str
    label: str
    created: int
    last_seen: int


# Asked at every request, so put together once.
_SESSION: Final = (
    sa.select(
        sessions.c.created,
        sessions.c.id,
        sessions.c.person,
        sessions.c.device,
        sessions.c.last_seen,
        logins.c.must_change,
        logins.c.disabled,
        devices.c.state,
    )
    .join(logins, logins.c.person == sessions.c.person)
    .join(devices, sa.and_(devices.c.person == sessions.c.person, devices.c.id == sessions.c.device))
    .where(sessions.c.token_hash == sa.bindparam("token_hash"))
)


def find_open_session(connection: Connection, token_hash: str, now: int) -> OpenSession | None:
    """The session of a token; None when there is none or it is over."""
    row = ask_one(connection, _SESSION, token_hash=token_hash)
    if row is None:
        return None
    created, *found = row
    open_session = OpenSession(*found)
    return None if is_over(created, open_session.last_seen, now) else open_session


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


def list_devices(connection: Connection, person: str) -> list[KnownDevice]:
    """Every device that the person ever signed in on, latest first."""
    columns = [devices.c[name] for name in KnownDevice.__dataclass_fields__]
    query = sa.select(*columns).where(devices.c.person == person).order_by(devices.c.last_seen.desc(), devices.c.id)
    return [KnownDevice(*row) for row in connection.execute(query)]


@dataclass(frozen=True, slots=True)
class WorkingDevice:
    """A device that may work and whose session is open. `seen`: when it last looked in, to the day."""

    person: str
    id: str
    seen: int
    unkept_since: int | None


_WORKING: Final = (
    sa.select(sessions.c.person, sessions.c.device, sessions.c.last_seen, devices.c.unkept_since, sessions.c.created)
    .join(devices, sa.and_(devices.c.person == sessions.c.person, devices.c.id == sessions.c.device))
    .where(devices.c.state == ACTIVE, devices.c.wiped.is_(None))
    .order_by(sessions.c.person, sessions.c.device)
)


def list_working(connection: Connection, now: int) -> list[WorkingDevice]:
    """Every device at work."""
    rows = ask(connection, _WORKING)
    return [WorkingDevice(*working) for *working, created in rows if not is_over(created, working[2], now)]


def keeps(connection: Connection, person: str, device: str) -> bool:
    """Whether the device's browser has not said that it may empty the store."""
    same = (devices.c.person == person) & (devices.c.id == device)
    return connection.execute(sa.select(devices.c.unkept_since).where(same)).scalar() is None


def find_device(connection: Connection, person: str, id: str) -> KnownDevice | None:
    """One device of a person."""
    return next((one for one in list_devices(connection, person) if one.id == id), None)


def list_losses(connection: Connection, person: str) -> list[KnownDevice]:
    """The person's devices that were withdrawn or lost, of which he has not yet read."""
    return [one for one in list_devices(connection, person) if one.state != ACTIVE and not one.told]


def longest_wait_ms(connection: Connection, keys: list[str], now: int) -> int:
    """How long the next attempt must wait for all of these keys (`account:…`, `address:…`)."""
    rows = connection.execute(sa.select(attempts).where(attempts.c.key.in_(keys)))
    return max((wait_ms(row.key.split(":", 1)[0], row.failures, row.last, now) for row in rows), default=0)
