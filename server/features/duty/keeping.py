"""Whose books a leave is written in: the units it touches, as the one who keeps them sees it. Pure."""

from __future__ import annotations

from server.features.people.directory import Directory


def roots(directory: Directory) -> tuple[str, ...]:
    """The whole office: its province, or every unit that stands on top."""
    province = directory.office.province if directory.office else None
    return (province,) if province else tuple(unit.id for unit in directory.units.values() if unit.parent is None)


def units_of_leave(directory: Directory, person: str, *, keeper: str, role: str, day: str) -> tuple[str, ...]:
    """The units of the person's assignments: those that the keeper has in scope that day, else all of them.

    Whoever has no unit's post, as the people of an agency, stands in the books of the whole office; a stranger to the
    directory in none.
    """
    if person not in directory.persons:
        return ()
    units = tuple({a.unit: None for a in directory.assignments_of(person) if a.unit is not None})
    return tuple(unit for unit in units if directory.holds(keeper, role, unit, day)) or units or roots(directory)
