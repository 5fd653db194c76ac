"""Values for tests, made short: ids that tell what they name, units, persons, assignments, a small directory.

Nothing here touches an app or a database.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from server.features.people.directory import Agency, Assignment, Directory, Person
from server.features.units.rules import Unit

_SPACE = uuid.UUID("00000000-0000-4000-8000-d1aba0000000")


def id_of(name: str) -> str:
    """The same UUID for the same name, in every run."""
    return str(uuid.uuid5(_SPACE, name))


def unit(name: str, *, level: str = "commune", above: str | None = None, **more: object) -> Unit:
    """A unit with the id of its name; `above` names its parent."""
    fields = {"type": level, "level": level, "parent": id_of(above) if above else None, **more}
    return Unit(id=id_of(name), name=name, **fields)  # type: ignore[arg-type]


def assignment(
    person: str, role: str, over: str | None = None, *, starts: str = "2024-01-01", **more: object
) -> Assignment:
    """An assignment of the named person over the named unit, or agency where the role is `agency`."""
    scope = {"agency" if role == "agency" else "unit": id_of(over)} if over else {}
    fields = {"id": id_of(f"{person} {role} {over} {starts}"), "starts": starts, **scope, **more}
    return Assignment(person=id_of(person), role=role, **fields)  # type: ignore[arg-type]


def directory(
    *,
    units: Iterable[Unit] = (),
    people: Iterable[str] = (),
    agencies: Iterable[str] = (),
    held: Iterable[Assignment] = (),
) -> Directory:
    """A directory of these."""
    return Directory(
        units={each.id: each for each in units},
        persons={id_of(name): Person(id_of(name), name) for name in people},
        agencies={id_of(name): Agency(id_of(name), name) for name in agencies},
        assignments={each.id: each for each in held},
    )
