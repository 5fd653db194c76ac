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
from server.features.people.months import bare, month_of
from server.platform.clock import day_of
from sync.ports import Reader, Record

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


def visit_keys(
    directory: Directory, *, unit: str, author: str, companions: Collection[str], month: str | None = None
) -> set[str]:
    """What the commune may read, and those who went along."""
    return directory.unit_keys("unit", unit, month) | persons(author, *companions)


def report_keys(
    directory: Directory, *, unit: str, author: str, companions: Collection[str], month: str | None = None
) -> set[str]:
    """The report proper, its earlier rounds and its photos."""
    return directory.unit_keys("desk", unit, month) | persons(author, *companions)


def review_keys(directory: Directory, *, unit: str, author: str, month: str | None = None) -> set[str]:
    """Review comments: who judges, and the visit's author."""
    return directory.unit_keys("review", unit, month) | persons(author)


def feedback_keys(
    directory: Directory, *, unit: str, author: str, owner: str | None, month: str | None = None
) -> set[str]:
    """An item and its thread: the commune, who raised it, and the agency that owns it now."""
    return directory.unit_keys("unit", unit, month) | persons(author) | ({f"agency:{owner}"} if owner else set())


def month_received(visit: Record | None) -> str | None:
    """The month under which all records of a visit are filed: that in which its last round arrived."""
    received = visit.body.get("received") if visit is not None else None
    return month_of(day_of(received)) if isinstance(received, int) else None


def may_read(directory: Directory, keys: Collection[str], *, person: str, today: str) -> bool:
    """Whether a record under these keys is one that the person may read today, in the window or before it."""
    return not {bare(key) for key in keys}.isdisjoint(directory.scope_keys(person, today))


def whole_scope(reader: Reader, keys: Collection[str], after: str = "") -> frozenset[str]:
    """These keys with every month there is of them after the given one: for what the office itself counts."""
    return frozenset(each for key in keys for each in reader.keys_within(key, after))
