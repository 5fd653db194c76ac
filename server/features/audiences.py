"""Who reads what: the membership keys that each kind of record is written under.

Owns the one list of audiences; the keys a person subscribes to are the directory's (`Directory.keys`). Pure.

    unit:   the commune's audience: contacts, cadres, leaders, clerks, supervisors
    desk:   those who read reports: cadres, leaders, clerks, supervisors
    review: those who judge them: clerks, supervisors
    bin:, visit:, linked:  nobody subscribes to these; they are how a job or a handler finds records again
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from server.features.people.directory import Directory

# Deleted drafts lie here until they are purged.
BIN: Final = "bin"


def persons(*ids: str | None) -> set[str]:
    """The keys of single persons; absent ones have none."""
    return {f"person:{id}" for id in ids if id}


def of_visit(visit: str) -> str:
    """The index key under which everything that belongs to a visit is found again."""
    return f"visit:{visit}"


def linked_to(item: str) -> str:
    """The index key under which the items are found that wait for this one, which says the same."""
    return f"linked:{item}"


def draft_keys(author: str, *, deleted: bool = False) -> set[str]:
    """A draft reaches its writer's devices only."""
    return persons(author) | ({BIN} if deleted else set())


def visit_keys(directory: Directory, *, unit: str, author: str, companions: Collection[str]) -> set[str]:
    """What the commune may read, and those who went along."""
    return directory.unit_keys("unit", unit) | persons(author, *companions)


def report_keys(directory: Directory, *, unit: str, author: str, companions: Collection[str]) -> set[str]:
    """The report proper, its earlier rounds and its photos."""
    return directory.unit_keys("desk", unit) | persons(author, *companions)


def review_keys(directory: Directory, *, unit: str, author: str) -> set[str]:
    """Review comments: who judges, and the visit's author."""
    return directory.unit_keys("review", unit) | persons(author)


def feedback_keys(directory: Directory, *, unit: str, author: str, owner: str | None) -> set[str]:
    """An item and its thread: the commune, who raised it, and the agency that owns it now."""
    return directory.unit_keys("unit", unit) | persons(author) | ({f"agency:{owner}"} if owner else set())
