"""By which ways the people of one batch can be reached, read at once, and what sending to them taught.

Owns nothing of what is kept: that is `phones`'. A batch of a hundred messages asks two questions, not two hundred.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.engine import Connection

from server.features.reminders.phones import Addresses, Phone, addresses_by, do_note_gone, do_note_taken, open_phones


@dataclass(frozen=True, slots=True)
class Reached:
    """The ways to one person: his open phones, and what he gave."""

    phones: tuple[Phone, ...] = ()
    addresses: Addresses = field(default_factory=Addresses)

    @property
    def roads(self) -> frozenset[str]:
        """Those that lead anywhere."""
        ways = {"push": self.phones, "mail": self.addresses.mail, "gateway": self.addresses.gateway}
        return frozenset(road for road, way in ways.items() if way)


NOWHERE: Final = Reached()


def read_reached(connection: Connection, persons: Collection[str] | None = None, *, now: int) -> Mapping[str, Reached]:
    """The ways to these persons, or to all; who has none, or whose account is closed, is left out."""
    asked = None if persons is None else sorted(set(persons))
    phones: dict[str, list[Phone]] = {}
    for phone in open_phones(connection, now=now, persons=asked):
        phones.setdefault(phone.person, []).append(phone)
    given = addresses_by(connection, asked)
    there = phones.keys() | given.keys()
    return {person: Reached(tuple(phones.get(person, ())), given.get(person, Addresses())) for person in there}


def note_phones(connection: Connection, *, took: Collection[str], gone: Collection[Phone], now: int) -> None:
    """Note which phones' services took something, and which know the phone no more."""
    do_note_taken(connection, took, now)
    for phone in gone:
        do_note_gone(connection, phone, now)
