"""Whose books a leave is written in: the units it touches, as the one who keeps them sees it. Pure."""

from __future__ import annotations

from server.features.people.directory import Directory


def units_of_leave(
    directory: Directory, person: str, *, days: tuple[str, str], keeper: str, role: str, day: str
) -> tuple[str, ...]:
    """The units of the person's assignments in those days: those that the keeper has in scope that day, else all.

    Who has none then is in the books of where he ever was. Whoever has no unit's post, as the people of an agency,
    stands in those of the whole office; a stranger to the directory in none.
    """
    if person not in directory.persons:
        return ()
    held = directory.assignments_of(person)
    first, last = days
    then = [a for a in held if a.starts <= last and (a.ends is None or a.ends >= first)]
    units = tuple({a.unit: None for a in then or held if a.unit is not None})
    mine = tuple(unit for unit in units if directory.holds(keeper, role, unit, day))
    return mine or units or directory.tops()
