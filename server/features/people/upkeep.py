"""What of the assignments will hurt, shown before it does: vacancies, doubles, who left, ends without a successor.

Owns these questions of the directory on a day. Pure: no I/O, no clock, no chance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from server.days import add_days, day_after
from server.features.people.directory import Assignment, Directory

# Long enough for a decision to be drafted and signed.
AHEAD_DAYS: Final = 45
_POSTS: Final = ("cadre", "contact")


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing to mend. `kind` says what; the ids are those it is about; `day`: by when, where there is a day."""

    kind: str
    unit: str | None = None
    persons: tuple[str, ...] = ()
    assignment: str | None = None
    day: str | None = None


def find_troubles(directory: Directory, today: str) -> list[Trouble]:
    """Everything to mend, in the order of urgency."""
    current = [a for a in directory.assignments.values() if a.current_on(today)]
    return [
        *_left(directory, current),
        *_abolished(directory, current, today),
        *_vacant(directory, current, today),
        *_doubles(directory, current),
        *_ending(directory, current, today),
        *_several(current),
    ]


def _left(directory: Directory, current: Iterable[Assignment]) -> list[Trouble]:
    """Persons whose account is closed and who still hold an assignment, or stand in for somebody."""
    gone = {person.id for person in directory.persons.values() if person.disabled}
    held = [Trouble("left", a.unit, (a.person,), a.id) for a in current if a.person in gone]
    stood = [
        Trouble("substitute_left", a.unit, (a.substitute,), a.id)
        for a in current
        if a.substitute in gone and a.substitute
    ]
    return held + stood


def _abolished(directory: Directory, current: Iterable[Assignment], today: str) -> list[Trouble]:
    """Assignments to units that are no more, or will not be for long."""
    found = []
    for a in current:
        unit = directory.units.get(a.unit or "")
        last = unit.valid_to if unit else None
        if last is not None and last <= add_days(today, AHEAD_DAYS) and (a.ends is None or a.ends > last):
            found.append(Trouble("unit_abolished", a.unit, (a.person,), a.id, last))
    return found


def _vacant(directory: Directory, current: Iterable[Assignment], today: str) -> list[Trouble]:
    """Communes without a monitor, without a contact."""
    gone = {person.id for person in directory.persons.values() if person.disabled}
    held = {(a.role, a.unit) for a in current if a.person not in gone or (a.substitute and a.substitute not in gone)}
    communes = [unit.id for unit in directory.units.values() if unit.level == "commune" and unit.valid_on(today)]
    return [Trouble(f"no_{role}", unit) for role in _POSTS for unit in communes if (role, unit) not in held]


def _doubles(directory: Directory, current: Iterable[Assignment]) -> list[Trouble]:
    """Communes with several monitors at once."""
    by_unit: dict[str, list[str]] = defaultdict(list)
    for a in current:
        if a.role == "cadre" and a.unit in directory.units:
            by_unit[str(a.unit)].append(a.person)
    return [Trouble("double", unit, tuple(people)) for unit, people in by_unit.items() if len(people) > 1]


def _ending(directory: Directory, current: Iterable[Assignment], today: str) -> list[Trouble]:
    """Assignments that end soon and that nobody takes over."""
    until = add_days(today, AHEAD_DAYS)
    soon = [a for a in current if a.role in _POSTS and a.ends is not None and a.ends <= until]
    return [
        Trouble("ending", a.unit, (a.person,), a.id, a.ends)
        for a in sorted(soon, key=lambda a: (str(a.ends), a.id))
        if not _is_followed(directory.assignments.values(), a)
    ]


def _is_followed(others: Iterable[Assignment], ending: Assignment) -> bool:
    following = day_after(str(ending.ends))
    return any(o.role == ending.role and o.unit == ending.unit and o.current_on(following) for o in others)


def _several(current: Sequence[Assignment]) -> list[Trouble]:
    """Persons who monitor several communes: meant, perhaps, but to be known."""
    by_person: dict[str, list[str]] = defaultdict(list)
    for a in current:
        if a.role == "cadre":
            by_person[a.person].append(a.id)
    return [Trouble("several", None, (person,)) for person, held in by_person.items() if len(held) > 1]
