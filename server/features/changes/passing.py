"""Whose assignments end with a plan, whose go on by themselves, and where a person must choose. Pure.

Where one person holds a role over what a new unit is made of, and none of it was split, he goes on. Where several meet,
or a unit is split, all end but those whom the plan names (`keep`). Who keeps the province's books, clerk or supervisor,
goes on beside others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from server.days import day_before
from server.features.changes.rules import Change
from server.features.people.directory import Assignment

# Roles that several persons hold over one unit as a matter of course.
_SHARED: Final = frozenset({"clerk", "supervisor"})
# (assignment, key of the new unit)
Kept = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """A new unit and a role that several could go on in, or whose holders had a unit that was split."""

    key: str
    role: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passing:
    """`ending`: assignments that end. `going_on`: those that go on, each with the key of its new unit."""

    ending: tuple[Assignment, ...]
    going_on: tuple[tuple[Assignment, str], ...]
    choices: tuple[Choice, ...]


def pass_on(assignments: Iterable[Assignment], change: Change, keep: Collection[Kept] = ()) -> Passing:
    """What a change does to the assignments."""
    ending = tuple(
        one for one in assignments if one.unit in change.ends and (one.ends is None or one.ends >= change.day)
    )
    going_on, choices = [], []
    for (key, role), held in _by_heir(ending, change).items():
        if _goes_by_itself(role, held, change):
            going_on += [(one, key) for one in _one_each(held)]
            continue
        choices.append(Choice(key, role, tuple(one.id for one in held)))
        going_on += [(one, key) for one in _one_each(one for one in held if (one.id, key) in keep)]
    return Passing(ending, tuple(going_on), tuple(choices))


def ended(assignment: Assignment, day: str) -> Assignment:
    """The assignment with its last day: the one before the change, or its first, when that was to come later."""
    return replace(assignment, ends=max(day_before(day), assignment.starts))


def gone_on(assignment: Assignment, *, id: str, unit: str, day: str, why: tuple[str | None, str]) -> Assignment:
    """The assignment that goes on from it over another unit; `why`: decision and reason."""
    decision, reason = why
    starts = max(day, assignment.starts)
    return replace(
        assignment, id=id, unit=unit, starts=starts, decision=decision, reason=reason, replaces=assignment.id
    )


def _by_heir(ending: Iterable[Assignment], change: Change) -> Mapping[tuple[str, str], list[Assignment]]:
    held: dict[tuple[str, str], list[Assignment]] = {}
    for one in ending:
        for key in change.ends[one.unit or ""]:
            held.setdefault((key, one.role), []).append(one)
    return held


def _goes_by_itself(role: str, held: Collection[Assignment], change: Change) -> bool:
    alone = all(len(change.ends[one.unit or ""]) == 1 for one in held)
    return alone and (role in _SHARED or len({one.person for one in held}) == 1)


def _one_each(held: Iterable[Assignment]) -> list[Assignment]:
    """Who held two units that become one holds that once."""
    return list({one.person: one for one in held}.values())
