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
        *_vacant(directory, today),
        *_doubles(directory, today),
        *_ending(directory, current, today),
        *_several(current),
    ]


def _left(directory: Directory, current: Iterable[Assignment]) -> list[Trouble]:
    """Persons whose account is closed and who still hold an assignment, or stand in for somebody."""
    gone = _gone(directory)
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


def _vacant(directory: Directory, today: str) -> list[Trouble]:
    """Communes without a monitor, without a contact; of one that is to come, on its first day."""
    until, gone = add_days(today, AHEAD_DAYS), _gone(directory)
    communes = [unit for unit in directory.units.values() if unit.level == "commune"]
    days = {unit.id: max(today, unit.valid_from or today) for unit in communes}
    there = [unit.id for unit in communes if unit.valid_on(days[unit.id]) and days[unit.id] <= until]
    held: dict[str, set[tuple[str, str | None]]] = {}
    for day in {days[unit] for unit in there}:
        stand = (a for a in directory.assignments.values() if a.current_on(day))
        held[day] = {(a.role, a.unit) for a in stand if {a.person, a.substitute or a.person} - gone}
    return [
        Trouble(f"no_{role}", unit, day=days[unit] if days[unit] > today else None)
        for role in _POSTS
        for unit in there
        if (role, unit) not in held[days[unit]]
    ]


def _doubles(directory: Directory, today: str) -> list[Trouble]:
    """Communes with several monitors at once, now or from a day that is near."""
    until = add_days(today, AHEAD_DAYS)
    by_unit: dict[str, list[Assignment]] = defaultdict(list)
    for a in directory.assignments.values():
        if a.role == "cadre" and a.unit in directory.units:
            by_unit[str(a.unit)].append(a)
    found = []
    for unit, held in by_unit.items():
        for day in sorted({today, *(a.starts for a in held if today < a.starts <= until)}):
            people = tuple(a.person for a in held if a.current_on(day))
            if len(people) > 1:
                found.append(Trouble("double", unit, people, day=day if day > today else None))
                break
    return found


def _ending(directory: Directory, current: Iterable[Assignment], today: str) -> list[Trouble]:
    """Assignments of any role that end soon and that nobody takes over; of a desk or a clerk, others may go on."""
    until = add_days(today, AHEAD_DAYS)
    soon = [a for a in current if a.ends is not None and a.ends <= until]
    return [
        Trouble("ending", a.unit, (a.person,), a.id, a.ends)
        for a in sorted(soon, key=lambda a: (str(a.ends), a.id))
        if not _is_followed(directory.assignments.values(), a)
    ]


def _is_followed(others: Iterable[Assignment], ending: Assignment) -> bool:
    following, place = day_after(str(ending.ends)), (ending.role, ending.unit, ending.agency)
    return any((o.role, o.unit, o.agency) == place and o.current_on(following) for o in others)


def _gone(directory: Directory) -> set[str]:
    return {person.id for person in directory.persons.values() if person.disabled}


def _several(current: Sequence[Assignment]) -> list[Trouble]:
    """Persons who monitor several communes: meant, perhaps, but to be known."""
    by_person: dict[str, list[str]] = defaultdict(list)
    for a in current:
        if a.role == "cadre":
            by_person[a.person].append(a.id)
    return [Trouble("several", None, (person,)) for person, held in by_person.items() if len(held) > 1]
