"""Readings of the directory and of logins. Nothing here writes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from server.features.people.directory import ENTITIES, Assignment, Directory, Person, build_directory
from server.features.people.model import codes, logins
from server.platform.store import SqlReader
from sync.ports import Reader, Record

# Pictures kept: the present one, and the one that requests begun a moment ago still ask for.
_KEPT_MAX: Final = 2
_kept: dict[bytes, Directory] = {}
_guard: Final = threading.Lock()


def load_directory(reader: Reader) -> Directory:
    """The directory as it stands in that reading.

    Kept by the log's hash at the last change that everyone sees: a hash, because a position that was rolled back is
    given again to something else.
    """
    head = reader.mark("all")
    found = _kept.get(head)
    if found is None:
        found = build_directory(_rows(reader))
        with _guard:
            while len(_kept) >= _KEPT_MAX:
                _kept.pop(next(iter(_kept)))
            _kept[head] = found
    return found


@dataclass(frozen=True, slots=True)
class DescribedPerson:
    """A person as an administrator sees him: with his login's state and his assignments, without any secret."""

    id: str
    name: str
    title: str | None
    disabled: bool
    username: str | None
    has_password: bool
    assignments: tuple[Assignment, ...]


def list_people(reader: SqlReader) -> list[DescribedPerson]:
    """Everyone of the directory, by name."""
    directory = load_directory(reader)
    known = {row.person: row for row in reader.connection.execute(sa.select(logins))}
    people = sorted(directory.persons.values(), key=lambda person: (person.name, person.id))
    return [_describe(directory, person, known.get(person.id)) for person in people]


def describe_person(reader: SqlReader, id: str) -> DescribedPerson:
    """One person of the directory. KeyError when there is none."""
    directory = load_directory(reader)
    return _describe(directory, directory.persons[id], login_of(reader, id))


def usernames_of(reader: SqlReader) -> dict[str, str]:
    """Every login's person by user name."""
    return {
        row.username: row.person for row in reader.connection.execute(sa.select(logins.c.username, logins.c.person))
    }


def find_login(reader: SqlReader, username: str) -> sa.Row[Any] | None:
    """The login of a (clean) user name: person, username, password_hash, must_change, disabled."""
    return reader.connection.execute(sa.select(logins).where(logins.c.username == username)).first()


def login_of(reader: SqlReader, person: str) -> sa.Row[Any] | None:
    """The login of a person, None for those who cannot sign in at all."""
    return reader.connection.execute(sa.select(logins).where(logins.c.person == person)).first()


def find_code(reader: SqlReader, person: str) -> sa.Row[Any] | None:
    """The one-time code that a person was given: code_hash, expires."""
    return reader.connection.execute(sa.select(codes).where(codes.c.person == person)).first()


def _rows(reader: Reader) -> Iterator[tuple[str, str, dict[str, object]]]:
    for entity in ENTITIES:
        for record in reader.records(entity):
            yield entity, record.id, _plain(record)


def _plain(record: Record) -> dict[str, object]:
    return dict(record.body)


def _describe(directory: Directory, person: Person, login: sa.Row[Any] | None) -> DescribedPerson:
    return DescribedPerson(
        person.id,
        person.name,
        person.title,
        person.disabled,
        login.username if login is not None else None,
        login is not None and login.password_hash is not None,
        directory.assignments_of(person.id),
    )
