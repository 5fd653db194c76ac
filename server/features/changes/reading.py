"""A plan's lines as people tell them, by codes and names, read against the units of the day before it.

Owns what the cells of a line are called. Pure: units and days are arguments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from server.days import day_before
from server.faults import Fault
from server.features.changes.rules import BAD, Change, Judged, Line, abolish_level, judge
from server.features.units.names import named
from server.features.units.rules import TYPES, Unit

# One unit that ends, and what follows it. `old` is its name, its code or its id.
CELLS: Final = ("old_code", "old", "above", "name", "type", "code", "parent", "abolish")
Cells = Mapping[str, str]
_YES: Final = frozenset({"x", "1", "có", "yes", "true"})


@dataclass(frozen=True, slots=True)
class Reading:
    """By what lines are read: the units, the plan's day, and what a word for a type means, in every language."""

    units: Mapping[str, Unit]
    day: str
    meanings: Mapping[str, str]


def judge_cells(rows: Sequence[Cells], reading: Reading) -> Change:
    """Judge a plan by its cells; a line that cannot be read is bad and changes nothing."""
    finder = _Finder(reading)
    read = [finder.read(cells, rows) for cells in rows]
    change = judge(reading.units, reading.day, [line for line in read if isinstance(line, Line)])
    verdicts = iter(change.judged)
    judged = tuple(Judged(BAD, one) if isinstance(one, Fault) else next(verdicts) for one in read)
    return replace(change, judged=judged)


def without_level(rows: Sequence[Cells], reading: Reading, level: str) -> list[Cells]:
    """The plan's lines, and those that take a level out of the tree. What a line says of a unit already stays.

    Only where such a line leaves its unit below one that ends, it is put above it.
    """
    finder = _Finder(reading)
    taken = {line.old: line for line in abolish_level(reading.units, level, reading.day)}
    told, named_ones = [], set()
    for cells in rows:
        old = finder.old(cells)
        line = taken.get(old.id) if isinstance(old, Unit) else None
        if line is not None:
            named_ones.add(line.old)
        moved = line is not None and not line.abolish and not _said(cells, "parent") and line.parent is not None
        told.append({**cells, "parent": line.parent or ""} if moved and line is not None else dict(cells))
    return [*told, *(_cells(line) for line in taken.values() if line.old not in named_ones)]


def _cells(line: Line) -> Cells:
    said = {"old": line.old, "abolish": "x" if line.abolish else "", "parent": line.parent, "name": line.name,
            "type": line.type, "code": line.code}  # fmt: skip
    return {name: value for name, value in said.items() if value}


class _Finder:
    def __init__(self, reading: Reading) -> None:
        self.units, self.meanings = reading.units, reading.meanings
        last = day_before(reading.day)
        self.there = [unit for unit in self.units.values() if unit.valid_on(last)]

    def read(self, cells: Cells, rows: Sequence[Cells]) -> Line | Fault:
        """One line. `rows` are all, for a unit above that is new itself."""
        old = self.old(cells)
        if isinstance(old, Fault):
            return old
        if _said(cells, "abolish").casefold() in _YES:
            return Line(old.id, abolish=True)
        parent = self._parent(_said(cells, "parent"), rows)
        if isinstance(parent, Fault):
            return parent
        said = _said(cells, "type")
        type = self.meanings.get(said.casefold(), said) or None
        return Line(old.id, _said(cells, "name") or None, type, _said(cells, "code") or None, parent)

    def old(self, cells: Cells) -> Unit | Fault:
        """The unit that a line speaks of."""
        found = self._find(_said(cells, "old_code"), _said(cells, "old"))
        above = _said(cells, "above")
        if above:
            found = [one for one in found if one.parent in {each.id for each in self._find("", above)}]
        if not found:
            return Fault("unit_unknown")
        return found[0] if len(found) == 1 else Fault("unit_unclear")

    def _parent(self, said: str, rows: Sequence[Cells]) -> str | Fault | None:
        if not said:
            return None
        found = self._find("", said)
        if len(found) == 1:
            return found[0].id
        for cells in rows:
            type = self.meanings.get(_said(cells, "type").casefold(), _said(cells, "type"))
            new = Unit(id="", name=_said(cells, "name"), type=type)
            if type in TYPES and new.name and named([new], said, self.meanings):
                return f"{type}|{new.name}"
        return Fault("unit_unclear" if found else "parent_unknown")

    def _find(self, code: str, said: str) -> list[Unit]:
        """By id, by code, by name; a code and a name that do not go together name nothing."""
        if said in self.units:
            return [self.units[said]]
        coded = [one for one in self.there if one.code == (code or said)]
        if code:
            return [one for one in coded if not said or named([one], said, self.meanings)]
        return coded or named(self.there, said, self.meanings)


def _said(cells: Cells, name: str) -> str:
    return (cells.get(name) or "").strip()
