"""What became of a unit, and what it was made of: merged, split, renamed, put elsewhere, abolished.

Owns pure decisions, which the phone makes too (`client_pwa/src/features/units/lineage.ts`); both run
`sync/vectors/lineage.json`. No clock, no store and no network may enter: units and days are arguments.

Every change is a succession. A unit never changes its name or its place in the tree: it ends on a day, and others, with
ids of their own, begin on the next. What was written of it stays with it.

    predecessors ──▶ unit [valid_from … valid_to] ──▶ successors
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from server.features.units.rules import Unit

# Where words of a day about a unit belong: to itself, to its only heir, to one of several, to none; or it was not yet
# there, and those it was made of are named; or nobody knows it.
HERE: Final = "here"
MOVED: Final = "moved"
DIVIDED: Final = "divided"
ABOLISHED: Final = "abolished"
UNBORN: Final = "unborn"
UNKNOWN: Final = "unknown"


class Place(NamedTuple):
    """Where words belong: the verdict, and the units of that day that it speaks of."""

    verdict: str
    units: tuple[str, ...] = ()


def place_on(units: Mapping[str, Unit], unit: str, day: str) -> Place:
    """Where words of that day about that unit belong."""
    known = units.get(unit)
    if known is None:
        return Place(UNKNOWN)
    if known.valid_on(day):
        return Place(HERE, (unit,))
    if known.valid_from is not None and day < known.valid_from:
        return Place(UNBORN, _standing(units, unit, day, forward=False))
    heirs = _standing(units, unit, day, forward=True)
    return Place({0: ABOLISHED, 1: MOVED}.get(len(heirs), DIVIDED), heirs)


def kin_of(units: Mapping[str, Unit], unit: str) -> tuple[str, ...]:
    """The unit, all that it was made of and all that it became: under these its history is found."""
    before, after = _walk(units, unit, forward=False), _walk(units, unit, forward=True)
    return (*reversed(before), unit, *after)


class Tree(NamedTuple):
    """How figures are summed: the units under each, and those that each was made of and that have no other heir."""

    below: Mapping[str, tuple[str, ...]]
    before: Mapping[str, tuple[str, ...]]


def tree_on(units: Mapping[str, Unit], day: str) -> Tree:
    """The tree of that day with all that ended by then.

    What has one heir goes with it; what was divided or abolished is put under what its parent became.
    """
    below: dict[str, list[str]] = {}
    before: dict[str, list[str]] = {}
    for id in sorted(units):
        heir, parent = _only_heir(units, id, day), units[id].parent
        if (units[id].valid_from or "") > day:
            continue
        if heir is not None:
            before.setdefault(heir, []).append(id)
        elif parent is not None:
            below.setdefault(_become(units, parent, day), []).append(id)
    return Tree({id: tuple(each) for id, each in below.items()}, {id: tuple(each) for id, each in before.items()})


def _only_heir(units: Mapping[str, Unit], id: str, day: str) -> str | None:
    unit = units[id]
    heirs = _next(units, id, forward=True)
    return heirs[0] if unit.valid_to is not None and unit.valid_to < day and len(heirs) == 1 else None


def _become(units: Mapping[str, Unit], id: str, day: str) -> str:
    """What stands in its place on that day: its only heir, and of what was abolished the one above it."""
    seen: set[str] = set()
    while id in units and id not in seen:
        seen.add(id)
        unit = units[id]
        if unit.valid_to is None or unit.valid_to >= day or len(_next(units, id, forward=True)) > 1:
            break
        id = _only_heir(units, id, day) or unit.parent or id
    return id


def _walk(units: Mapping[str, Unit], unit: str, *, forward: bool) -> list[str]:
    found, open_ = [unit], [unit]
    while open_:
        for each in _next(units, open_.pop(0), forward=forward):
            if each not in found:
                found.append(each)
                open_.append(each)
    return found[1:]


def _standing(units: Mapping[str, Unit], unit: str, day: str, *, forward: bool) -> tuple[str, ...]:
    """The nearest units on that way which stand on that day; what lies behind one of them is not looked at."""
    found: list[str] = []
    seen, open_ = {unit}, [unit]
    while open_:
        for each in _next(units, open_.pop(0), forward=forward):
            if each in seen:
                continue
            seen.add(each)
            (found if units[each].valid_on(day) else open_).append(each)
    return tuple(found)


def _next(units: Mapping[str, Unit], unit: str, *, forward: bool) -> tuple[str, ...]:
    known = units[unit]
    return tuple(each for each in (known.successors if forward else known.predecessors) if each in units)
