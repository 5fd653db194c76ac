"""How duty rules and excuses that name units go on when those units change, and where a person must say it. Pure.

A rule goes on over a new unit whose predecessors it all held for; over one that also has others, a person says which
rule holds. What it named and still stands stays in it. A unit of a level that was abolished hands it to those below.

    names district D (abolished) ──▶ the communes that were in D       names A, A + B become C ──▶ unclear over C
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from server.features.changes.rules import Change
from server.features.units.rules import Unit


@dataclass(frozen=True, slots=True)
class Following:
    """`ended`: named units that end; `stay`: named ones that do not; `heirs` and `unclear`: keys of new units."""

    ended: tuple[str, ...]
    stay: tuple[str, ...]
    heirs: tuple[str, ...]
    unclear: tuple[str, ...]


def follow(units: Mapping[str, Unit], change: Change, named: Collection[str]) -> Following:
    """What becomes of something that names these units."""
    ended = tuple(one for one in named if one in change.ends)
    stay = tuple(one for one in named if one not in change.ends)
    held = {old for old in change.ends if not set(ended).isdisjoint(_old_chain(units, old))}
    whole, part = set(), set()
    for key, new in change.begins.items():
        if held.issuperset(new.predecessors):
            whole.add(key)
        elif not held.isdisjoint(new.predecessors):
            part.add(key)
    parents = {new.parent for new in change.begins.values()}
    covered = {key for key in change.begins if not whole.union(stay).isdisjoint(_new_chain(units, change, key))}
    return Following(
        ended, stay,
        tuple(key for key in change.begins if key in whole - covered),
        tuple(key for key in change.begins if key in part - covered and key not in parents),
    )  # fmt: skip


def _old_chain(units: Mapping[str, Unit], unit: str) -> Iterator[str]:
    """The unit and those above it, as they were."""
    seen: set[str] = set()
    at: str | None = unit
    while at is not None and at in units and at not in seen:
        seen.add(at)
        yield at
        at = units[at].parent


def _new_chain(units: Mapping[str, Unit], change: Change, key: str) -> Iterator[str]:
    """What will stand above a new unit: keys of new ones, then ids of those that stay."""
    at = change.begins[key].parent
    while at is not None and at in change.begins:
        yield at
        at = change.begins[at].parent
    if at is not None:
        yield from _old_chain(units, at)
