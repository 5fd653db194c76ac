"""Who may look after refused work, and how it falls into cases. Pure: no I/O, no clock, no chance."""

from __future__ import annotations

from collections.abc import Sequence

from server.features.people.directory import Directory
from sync.stored import StoredOp


def serves(directory: Directory, clerk: str, author: str, day: str) -> bool:
    """Whether the clerk's scope on that day holds a unit that the author ever worked for.

    An author without a unit, such as an agency's, is served by every clerk.
    """
    units = [held.unit for held in directory.held_by(author) if held.unit is not None]
    if not units:
        return directory.holds(clerk, "clerk", None, day)
    return any(directory.holds(clerk, "clerk", unit, day) for unit in units)


def in_cases(ops: Sequence[StoredOp]) -> list[list[StoredOp]]:
    """Operations by record, each case in order of arrival: they are one matter to their author."""
    cases: dict[tuple[str, str], list[StoredOp]] = {}
    for op in ops:
        cases.setdefault((op.author, op.record), []).append(op)
    return list(cases.values())
