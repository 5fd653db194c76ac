"""What a change plan makes of the units: which end, which begin, and what is wrong with a line of it.

Owns pure decisions, which the screen makes too (`client_pwa/src/features/changes/rules.ts`); both run
`sync/vectors/unit_changes.json`. No clock, no chance, no store: days and units are arguments, ids are given later.

A plan is a list of lines "old unit → new unit" that take effect on one day. Several lines with the same new unit are a
merger, several with the same old one a split. A new unit is known by its key until it gets an id:

    key = type|name|parent        the parent is the id of a unit that stays, or the key of a new one

What lies below a unit that has one heir goes along with it by itself, under its own name.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from server.days import day_before
from server.faults import Fault
from server.features.units.names import spelled
from server.features.units.rules import LEVELS, TYPES, Unit

BAD: Final = "bad"
SAME: Final = "same"
MERGE: Final = "merge"
SPLIT: Final = "split"
RENAME: Final = "rename"
REPARENT: Final = "reparent"
ABOLISH: Final = "abolish"
VERDICTS: Final = (MERGE, SPLIT, RENAME, REPARENT, ABOLISH, SAME, BAD)


@dataclass(frozen=True, slots=True)
class Line:
    """What one unit becomes. `abolish`: it ends and nothing follows. Without a type or a parent it keeps its own.

    `parent` is the id of a unit (or what that becomes), or `type|name` of a new unit of the plan.
    """

    old: str
    name: str | None = None
    type: str | None = None
    code: str | None = None
    parent: str | None = None
    abolish: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of a line."""

    verdict: str
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Beginning:
    """A unit that begins. `parent` is an id or a key."""

    key: str
    name: str
    type: str
    level: str
    code: str | None
    parent: str | None
    predecessors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """The whole of a plan: each line's verdict, what goes along, what begins by key, what ends and what follows it."""

    day: str
    judged: tuple[Judged, ...] = ()
    carried: tuple[str, ...] = ()
    begins: Mapping[str, Beginning] = field(default_factory=dict)
    ends: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def fits(self) -> bool:
        """Whether it can be applied: nothing is wrong with it, and something changes."""
        return bool(self.ends) and all(one.verdict != BAD for one in self.judged)


def judge(units: Mapping[str, Unit], day: str, lines: Sequence[Line]) -> Change:
    """Judge a plan that takes effect on that day against the units as they stand."""
    return _Judging(units, day, lines).done()


def abolish_level(units: Mapping[str, Unit], level: str, day: str) -> list[Line]:
    """The lines that take a level out of the tree: its units end, what lies below each is put above it."""
    last = day_before(day)
    standing = [unit for unit in units.values() if unit.valid_on(last) and _stays(unit, day)]
    ending = {unit.id: unit for unit in standing if unit.level == level}
    below = [Line(unit.id, unit.name, unit.type, unit.code, ending[unit.parent].parent)
             for unit in standing if unit.parent in ending]  # fmt: skip
    return [*(Line(id, abolish=True) for id in ending), *below]


def made_units(units: Mapping[str, Unit], change: Change, ids: Mapping[str, str]) -> list[Unit]:
    """Every unit that the change writes: those that end, with their heirs, and those that begin. `ids` by key."""
    last = day_before(change.day)
    written = [
        replace(units[old], valid_to=last, successors=(*units[old].successors, *(ids[key] for key in heirs)))
        for old, heirs in change.ends.items()
    ]
    for key, new in change.begins.items():
        parent = ids.get(new.parent or "", new.parent)
        written.append(Unit(
            id=ids[key], name=new.name, type=new.type, level=new.level, code=new.code, parent=parent,
            valid_from=change.day, predecessors=new.predecessors,
        ))  # fmt: skip
    return written


class _Judging:
    """One pass over a plan, from the top of the tree down: a parent's heirs are known before its children's."""

    def __init__(self, units: Mapping[str, Unit], day: str, lines: Sequence[Line]) -> None:
        self.units, self.day, self.last = units, day, day_before(day)
        self.told = [_clean(line) for line in lines]
        self.carried = _carried(units, day, self.told)
        self.lines = [*self.told, *self.carried]
        self.faults: dict[int, Fault] = {}
        self.same: set[int] = set()
        self.heirs: dict[str, list[str]] = {}
        self.begins: dict[str, Beginning] = {}
        self.keys: dict[int, str] = {}
        self.lines_of = Counter(line.old for line in self.lines)
        # How many units a new one of that name in that place is made of, as it was told.
        self.made_of = Counter(self._target(line) for line in self.lines if not line.abolish)

    def done(self) -> Change:
        """The judgement."""
        for at in sorted(range(len(self.lines)), key=lambda at: (self._level_of(self.lines[at]), at)):
            self._take(at)
        self._check_contradictions()
        self._check_twins()
        self._blame_parents()
        judged = tuple(self._verdict(at) for at in range(len(self.told)))
        ends = {old: tuple(keys) for old, keys in self.heirs.items()}
        return Change(self.day, judged, tuple(line.old for line in self.carried if line.old in ends), self.begins, ends)

    def _level_of(self, line: Line) -> int:
        known = self.units.get(line.old)
        level = TYPES.get(line.type or "") or (known.level if known else None)
        return LEVELS.index(level) if level in LEVELS else len(LEVELS)

    def _take(self, at: int) -> None:
        line, known = self.lines[at], self.units.get(self.lines[at].old)
        fault = self._check_old(line)
        if fault or known is None:
            self.faults[at] = fault or Fault("unit_unknown")
            return
        if line.abolish:
            self.heirs.setdefault(line.old, [])
            return
        new = self._read_new(line, known)
        if isinstance(new, Fault):
            self.faults[at] = new
        elif self._is_same(line, known, new):
            self.same.add(at)
        elif new.key in self.heirs.get(line.old, ()):
            self.faults[at] = Fault("row_twice")
        else:
            self.keys[at] = new.key
            self.heirs.setdefault(line.old, []).append(new.key)
            there = self.begins.get(new.key, new)
            self.begins[new.key] = Beginning(
                new.key, there.name, new.type, new.level, there.code or new.code, new.parent,
                (*there.predecessors, line.old),
            )  # fmt: skip

    def _check_old(self, line: Line) -> Fault | None:
        known = self.units.get(line.old)
        if known is None or (known.valid_from is not None and self.last < known.valid_from):
            return Fault("unit_unknown")
        if not known.valid_on(self.last) or not _stays(known, self.day) or known.successors:
            return Fault("unit_abolished", {"unit": known.name})
        return None

    def _read_new(self, line: Line, known: Unit) -> Beginning | Fault:
        name, type = line.name, line.type or known.type or ""
        if not name:
            return Fault("name_missing")
        level = TYPES.get(type)
        if level is None:
            return Fault("level_unknown")
        parent = self._find_parent(line.parent or known.parent, level)
        if isinstance(parent, Fault):
            return parent
        alone = self.lines_of[line.old] == 1
        code = line.code or (
            known.code if alone and spelled(name) == spelled(known.name) and type == known.type else None
        )
        return Beginning(f"{type}|{spelled(name)}|{parent or ''}", name, type, level, code, parent)

    def _find_parent(self, said: str | None, level: str) -> str | Fault | None:
        """The unit above: as it is, as what it becomes, or a new one of the plan."""
        if said is None:
            return None if level == LEVELS[0] else Fault("parent_unknown")
        if said in self.heirs:
            [*heirs] = self.heirs[said]
            above = self.begins.get(heirs[0]) if len(heirs) == 1 else None
            return self._below(above.key, above.level, level) if above else Fault("parent_unknown")
        known = self.units.get(said)
        if known is not None:
            stands = known.valid_on(self.day) or (known.valid_on(self.last) and _stays(known, self.day))
            return self._below(said, known.level, level) if stands else Fault("parent_unknown")
        made = [new for key, new in self.begins.items() if key.startswith(f"{spelled(said)}|")]
        return self._below(made[0].key, made[0].level, level) if len(made) == 1 else Fault("parent_unknown")

    def _below(self, parent: str, above: str | None, level: str) -> str | Fault:
        return parent if above in LEVELS and LEVELS.index(above) < LEVELS.index(level) else Fault("parent_loop")

    def _is_same(self, line: Line, known: Unit, new: Beginning) -> bool:
        """A line that leaves everything as it is: whole provinces come as a list, changed or not."""
        kept = (new.type, new.parent, new.code) == (known.type, known.parent, known.code)
        return (
            kept
            and spelled(new.name) == spelled(known.name)
            and self.lines_of[line.old] == 1
            and self.made_of[self._target(line)] == 1
        )

    def _target(self, line: Line) -> tuple[str | None, str | None, str | None]:
        known = self.units.get(line.old)
        kept_type, kept_parent = (known.type, known.parent) if known else (None, None)
        return line.type or kept_type, spelled(line.name or ""), line.parent or kept_parent

    def _check_contradictions(self) -> None:
        """A unit that is abolished has no heirs."""
        for at, line in enumerate(self.lines):
            if line.abolish and at not in self.faults and self.lines_of[line.old] > 1:
                self.faults[at] = Fault("row_twice")

    def _check_twins(self) -> None:
        """Two units of one name in one place, or of one code on one level, at the same time."""
        ending = set(self.heirs)
        staying = [unit for unit in self.units.values() if unit.id not in ending and _stays(unit, self.day)]
        for at, key in self.keys.items():
            new = self.begins[key]
            others: list[Unit | Beginning] = [*staying, *(one for one in self.begins.values() if one.key != key)]
            twin = next((one for one in others if _is_twin(one, new)), None)
            if twin is not None:
                self.faults[at] = Fault("unit_twice", {"unit": twin.name})

    def _blame_parents(self) -> None:
        """What cannot go along with a unit is that unit's fault: its line must say where its children go."""
        for at in range(len(self.told), len(self.lines)):
            if at in self.faults:
                self._blame(at)

    def _blame(self, at: int) -> None:
        child: Unit | None = self.units[self.lines[at].old]
        while child is not None and child.parent is not None:
            for above, line in enumerate(self.told):
                if line.old == child.parent:
                    self.faults.setdefault(above, Fault("children_left", {"unit": self.units[self.lines[at].old].name}))
            child = self.units.get(child.parent)

    def _verdict(self, at: int) -> Judged:
        line = self.lines[at]
        if at in self.faults:
            return Judged(BAD, self.faults[at])
        if at in self.same:
            return Judged(SAME)
        if line.abolish:
            return Judged(ABOLISH)
        if len(self.heirs[line.old]) > 1:
            return Judged(SPLIT)
        new, known = self.begins[self.keys[at]], self.units[line.old]
        if len(new.predecessors) > 1:
            return Judged(MERGE)
        return Judged(REPARENT if (new.name, new.type) == (known.name, known.type) and new.code == known.code
                      else RENAME)  # fmt: skip


def _carried(units: Mapping[str, Unit], day: str, told: Sequence[Line]) -> list[Line]:
    """A line for everything that lies below the units of the plan and is not in it itself."""
    named, carried = {line.old for line in told}, []
    open_ = list(named)
    last = day_before(day)
    below: dict[str, list[Unit]] = {}
    for unit in units.values():
        if unit.parent is not None and unit.valid_on(last) and _stays(unit, day):
            below.setdefault(unit.parent, []).append(unit)
    while open_:
        for child in below.get(open_.pop(0), ()):
            if child.id not in named:
                named.add(child.id)
                carried.append(Line(child.id, child.name, child.type, child.code))
                open_.append(child.id)
    order = {id: place for place, id in enumerate(units)}
    return sorted(carried, key=lambda line: order[line.old])


def _clean(line: Line) -> Line:
    name = " ".join(unicodedata.normalize("NFC", line.name or "").split()) or None
    return Line(line.old, name, line.type or None, line.code or None, line.parent or None, line.abolish)


def _stays(unit: Unit, day: str) -> bool:
    """Whether nothing has ended it yet."""
    return unit.valid_to is None or unit.valid_to >= day


def _is_twin(one: Unit | Beginning, other: Beginning) -> bool:
    if one.level != other.level:
        return False
    same_code = other.code is not None and one.code == other.code
    same_place = (one.type, one.parent) == (other.type, other.parent)
    return same_code or (same_place and spelled(one.name) == spelled(other.name))
