"""How a person can be reached: the phones that take pushes for him, and the addresses that he gave.

Owns both tables' statements. A phone is open while its person is signed in there, it is not withdrawn and his account
is open: read each time anew, so that no way of leaving can forget to close it. What a push service knows no more is
retired, and the person is asked again when he next opens the app.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from server.features.devices.model import devices, sessions
from server.features.devices.rules import ACTIVE, DAY_MS, SESSION_IDLE_MS, SESSION_LIFE_MS
from server.features.people.model import logins
from server.features.reminders.model import addresses
from server.features.reminders.model import subscriptions as s
from server.features.reminders.outbox import ASKED_AT_ONCE

# A person has a phone, a tablet, a desk, and browsers that he has forgotten.
PHONES_MAX: Final = 8
# So long a person, and the office, may see that a phone no longer takes pushes.
RETIRED_SHOWN_MS: Final = 30 * DAY_MS


@dataclass(frozen=True, slots=True)
class Phone:
    """A browser that takes pushes. Instants in real ms: last `taken` for it by its service, last `shown` by itself.

    `retired`: since when it takes none; `is_open`: whether one would be sent to it now.
    """

    id: str
    person: str
    device: str
    label: str
    endpoint: str
    p256dh: str
    auth: str
    made: int
    taken: int | None
    shown: int | None
    retired: int | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class Subscribed:
    """What a browser handed in, checked."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a person can be reached besides his phone: his own mail, and his number at the office's gateway."""

    mail: str | None = None
    gateway: str | None = None


def list_phones(connection: Connection, *, now: int, persons: Collection[str]) -> list[Phone]:
    """The phones of these people by their age; those retired longer ago than a month are left out."""
    return _phones(connection, _listed(now).where(s.c.person.in_(persons)))


def open_phones(connection: Connection, *, now: int, persons: Collection[str] | None = None) -> list[Phone]:
    """Where pushes to these people, or to all, go now. What takes none any more is not read."""
    query = _listed(now).where(s.c.retired.is_(None))
    phones = _phones(connection, query if persons is None else query.where(s.c.person.in_(persons)))
    return [phone for phone in phones if phone.is_open]


def had_phones(connection: Connection, persons: Sequence[str], *, now: int) -> set[str]:
    """Who of these people has a browser that takes pushes, or had one until lately."""
    parts = (persons[start : start + ASKED_AT_ONCE] for start in range(0, len(persons), ASKED_AT_ONCE))
    return {person for part in parts for person in connection.execute(had_query(part, now=now)).scalars()}


def had_query(persons: Sequence[str], *, now: int) -> sa.Select[Any]:
    """The question behind it, which an index answers alone."""
    lately = sa.or_(s.c.retired.is_(None), s.c.retired > now - RETIRED_SHOWN_MS)
    return sa.select(s.c.person).where(s.c.person.in_(persons), lately).distinct()


def do_subscribe(
    connection: Connection, phone: Subscribed, *, id: str, person: str, device: str, now: int
) -> tuple[str, bool]:
    """Keep a browser as this device of this person, whosever it was; his oldest beyond eight are retired.

    Returns its id, and whether it is new here.
    """
    there = connection.execute(sa.select(s.c.id).where(s.c.endpoint == phone.endpoint)).scalar()
    kept = there or id
    # A browser has one subscription: what this device had before leads nowhere any more.
    connection.execute(s.delete().where(s.c.person == person, s.c.device == device, s.c.id != kept))
    whose = {"person": person, "device": device, "p256dh": phone.p256dh, "auth": phone.auth, "retired": None}
    if there:
        connection.execute(s.update().where(s.c.id == there).values(**whose))
    else:
        fresh = {"id": id, "endpoint": phone.endpoint, "made": now, "taken": None, "shown": None}
        connection.execute(s.insert().values(**fresh, **whose))
    mine = sa.select(s.c.id).where(s.c.person == person, s.c.retired.is_(None)).order_by(s.c.made.desc(), s.c.id)
    surplus = [other for other in connection.execute(mine).scalars() if other != kept][PHONES_MAX - 1 :]
    _retire(connection, surplus, now)
    _forget_retired(connection, person)
    return kept, there is None


def do_unsubscribe(connection: Connection, person: str, id: str) -> bool:
    """Forget a browser of this person. Whether there was one."""
    return connection.execute(s.delete().where(s.c.person == person, s.c.id == id)).rowcount == 1


def do_note_taken(connection: Connection, ids: Collection[str], now: int) -> None:
    """Their services took a message for them."""
    if ids:
        connection.execute(s.update().where(s.c.id.in_(sorted(set(ids)))).values(taken=now))


def do_note_gone(connection: Connection, phone: Phone, now: int) -> None:
    """Its service knows it no more; unless the browser has handed in another address meanwhile."""
    same = (s.c.id == phone.id) & (s.c.endpoint == phone.endpoint) & (s.c.p256dh == phone.p256dh)
    connection.execute(s.update().where(same).values(retired=now))


def do_note_shown(connection: Connection, *, person: str, device: str, now: int) -> None:
    """This device has shown a message."""
    connection.execute(s.update().where(s.c.person == person, s.c.device == device).values(shown=now))


def do_retire_all(connection: Connection, now: int) -> int:
    """Retire every browser: the key that they were made for is no more. Returns how many there were."""
    return int(connection.execute(s.update().where(s.c.retired.is_(None)).values(retired=now)).rowcount)


def addresses_of(connection: Connection, person: str) -> Addresses:
    """What the person gave."""
    row = connection.execute(sa.select(addresses).where(addresses.c.person == person)).one_or_none()
    return Addresses(row.mail, row.gateway) if row else Addresses()


def do_set_addresses(connection: Connection, person: str, given: Addresses) -> None:
    """Keep what the person gives now in place of what he gave before."""
    connection.execute(addresses.delete().where(addresses.c.person == person))
    if given != Addresses():
        connection.execute(addresses.insert().values(person=person, mail=given.mail, gateway=given.gateway))


def do_forget_person(connection: Connection, person: str) -> None:
    """Nothing is left by which this person could be reached: his name was erased."""
    do_set_addresses(connection, person, Addresses())
    connection.execute(s.delete().where(s.c.person == person))


def addresses_by(connection: Connection, persons: Collection[str] | None = None) -> dict[str, Addresses]:
    """What these people, or all, gave, of those whose account is open."""
    query = sa.select(addresses).join(logins, logins.c.person == addresses.c.person).where(~logins.c.disabled)
    rows = connection.execute(query if persons is None else query.where(addresses.c.person.in_(persons)))
    return {row.person: Addresses(row.mail, row.gateway) for row in rows}


_SAME_DEVICE: Final = (devices.c.person == s.c.person) & (devices.c.id == s.c.device)
_SAME_SESSION: Final = (sessions.c.person == s.c.person) & (sessions.c.device == s.c.device)
_JOINED: Final = (
    s.outerjoin(devices, _SAME_DEVICE)
    .outerjoin(sessions, _SAME_SESSION)
    .outerjoin(logins, logins.c.person == s.c.person)
)  # fmt: skip


def _listed(now: int) -> sa.Select[Any]:
    kept = sa.or_(s.c.retired.is_(None), s.c.retired > now - RETIRED_SHOWN_MS)
    return sa.select(*_columns(now)).select_from(_JOINED).where(kept).order_by(s.c.person, s.c.made, s.c.id)


def _phones(connection: Connection, query: sa.Select[Any]) -> list[Phone]:
    return [_phone(row) for row in connection.execute(query)]


def _columns(now: int) -> Collection[sa.ColumnElement[Any]]:
    at_work = (devices.c.state == ACTIVE) & ~logins.c.disabled
    signed_in = (sessions.c.last_seen >= now - SESSION_IDLE_MS) & (sessions.c.created >= now - SESSION_LIFE_MS)
    is_open = sa.case((s.c.retired.is_(None) & at_work & signed_in, True), else_=False)
    own = [s.c[name] for name in ("id", "person", "device", "endpoint", "p256dh", "auth", "made", "taken", "shown")]
    withdrawn = sa.case((devices.c.state != ACTIVE, devices.c.withdrawn))
    retired = sa.func.coalesce(s.c.retired, withdrawn).label("retired")
    return [*own, devices.c.label, retired, is_open.label("is_open")]


def _phone(row: sa.Row[Any]) -> Phone:
    fields = row._asdict()
    return Phone(**{**fields, "label": fields["label"] or "", "is_open": bool(fields["is_open"])})


def _retire(connection: Connection, ids: Collection[str], now: int) -> None:
    if ids:
        connection.execute(s.update().where(s.c.id.in_(ids)).values(retired=now))


def _forget_retired(connection: Connection, person: str) -> None:
    """Of the phones that a person had, as many are remembered as he may have."""
    query = sa.select(s.c.id).where(s.c.person == person, s.c.retired.is_not(None)).order_by(s.c.retired.desc(), s.c.id)
    past = connection.execute(query).scalars().all()[PHONES_MAX:]
    if past:
        connection.execute(s.delete().where(s.c.id.in_(past)))
