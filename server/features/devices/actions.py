"""The only writers of devices, sessions and sign-in attempts.

An attempt is counted before the password is looked at, and struck out when it was right: so a hundred guesses at once
are a hundred guesses.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from server.errors import Problem
from server.features.devices.model import attempts, devices, sessions
from server.features.devices.queries import find_device, longest_wait_ms
from server.features.devices.rules import ACTIVE, FORGET_MS, SESSION_IDLE_MS
from server.platform.passwords import digest

# A person has a phone, a tablet, a desk and some that were replaced; more is a program that signs in.
SESSIONS_MAX: Final = 20


@dataclass(frozen=True, slots=True)
class Device:
    """A browser's store, as it names itself."""

    id: str
    label: str


def keys_of(username: str, address: str) -> list[str]:
    """Under which keys an attempt counts."""
    return [f"account:{digest(username)}", f"address:{digest(address)}"]


def do_count_attempt(connection: Connection, keys: list[str], now: int) -> None:
    """Count an attempt as failed until it is struck out. Problem `slow_down` when it comes too soon."""
    wait = longest_wait_ms(connection, keys, now)
    if wait > 0:
        raise Problem("slow_down", {"retry_after_s": ceil(wait / 1000)})
    connection.execute(attempts.delete().where(attempts.c.last < now - FORGET_MS))
    known = set(connection.execute(sa.select(attempts.c.key).where(attempts.c.key.in_(keys))).scalars())
    for key in keys:
        if key in known:
            more = {"failures": attempts.c.failures + 1, "last": now}
            connection.execute(attempts.update().where(attempts.c.key == key).values(**more))
        else:
            connection.execute(attempts.insert().values(key=key, failures=1, last=now))


def do_strike_out_attempt(connection: Connection, keys: list[str]) -> None:
    """The attempt was right: forget the account's failures, and this one of the address."""
    account, address = keys
    connection.execute(attempts.delete().where(attempts.c.key == account))
    one_less = {"failures": attempts.c.failures - 1}
    connection.execute(attempts.update().where(attempts.c.key == address, attempts.c.failures > 0).values(**one_less))


def do_open_session(connection: Connection, person: str, device: Device, *, token: str, id: str, now: int) -> None:
    """Note the device and open a session on it; the one that was open on it ends, and the oldest beyond twenty."""
    same = (devices.c.person == person) & (devices.c.id == device.id)
    values = {"label": device.label, "last_seen": now}
    # One that has emptied itself begins anew.
    fresh = {"state": ACTIVE, "withdrawn": None, "wiped": None, "unsent": None, "told": False}
    connection.execute(devices.update().where(same, devices.c.wiped.is_not(None)).values(fresh))
    if connection.execute(devices.update().where(same).values(values)).rowcount == 0:
        connection.execute(devices.insert().values(person=person, id=device.id, first_seen=now, **values))
    connection.execute(sessions.delete().where(sessions.c.person == person, sessions.c.device == device.id))
    connection.execute(sessions.delete().where(sessions.c.last_seen < now - SESSION_IDLE_MS))
    kept = sa.select(sessions.c.id).where(sessions.c.person == person).order_by(sessions.c.last_seen.desc())
    for surplus in connection.execute(kept).scalars().all()[SESSIONS_MAX - 1 :]:
        connection.execute(sessions.delete().where(sessions.c.id == surplus))
    row = {"token_hash": digest(token), "id": id, "person": person, "device": device.id}
    connection.execute(sessions.insert().values(**row, created=now, last_seen=now))


def do_withdraw(connection: Connection, person: str, device: str, state: str, now: int) -> None:
    """Withdraw a device (`drain`, `lost`), or let it work again (`active`). Problem `not_found`, `already_done`.

    Its session stays: by it the device learns of the withdrawal. One that has emptied itself cannot be given back.
    """
    there = find_device(connection, person, device)
    if there is None:
        raise Problem("not_found")
    if there.wiped is not None or there.state == state:
        raise Problem("already_done")
    values = {"state": state, "withdrawn": None if state == ACTIVE else now, "told": False}
    same = (devices.c.person == person) & (devices.c.id == device)
    connection.execute(devices.update().where(same).values(values))


def do_note_wiped(connection: Connection, person: str, device: str, *, unsent: int, now: int) -> None:
    """Note that a withdrawn device has emptied itself, and end its session. Problem `not_allowed` for one at work."""
    same = (devices.c.person == person) & (devices.c.id == device)
    noted = devices.update().where(same, devices.c.state != ACTIVE).values(wiped=now, unsent=unsent)
    if connection.execute(noted).rowcount == 0:
        raise Problem("not_allowed")
    connection.execute(sessions.delete().where(sessions.c.person == person, sessions.c.device == device))


def do_note_kept(connection: Connection, person: str, device: str, *, kept: bool, now: int) -> None:
    """Note what a device says of its browser: that it keeps the store, or may empty it when room is short."""
    same = (devices.c.person == person) & (devices.c.id == device)
    connection.execute(devices.update().where(same).values(unkept_since=None if kept else now))


def do_note_told(connection: Connection, person: str) -> None:
    """Note that the person has read which devices were withdrawn or lost."""
    connection.execute(devices.update().where(devices.c.person == person, devices.c.state != ACTIVE).values(told=True))


def do_note_seen(connection: Connection, id: str, now: int) -> None:
    """Note that the session's person looked in."""
    connection.execute(sessions.update().where(sessions.c.id == id).values(last_seen=now))


def do_end_session(connection: Connection, person: str, id: str) -> None:
    """End one session of a person. Problem `not_found`."""
    ended = connection.execute(sessions.delete().where(sessions.c.person == person, sessions.c.id == id))
    if ended.rowcount == 0:
        raise Problem("not_found")


def do_end_sessions(connection: Connection, person: str, *, except_for: str | None = None) -> int:
    """End all sessions of a person but one, and answer how many: after a new password, or by an administrator."""
    theirs = sessions.c.person == person
    ended = connection.execute(sessions.delete().where(theirs & (sessions.c.id != (except_for or ""))))
    return int(ended.rowcount)
