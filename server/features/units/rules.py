"""What a unit is, and what makes a sound one. Pure: no I/O, no clock, no chance.

Each `check_` answers None or the Fault that says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from server.days import read_day
from server.faults import Fault

LEVELS: Final = ("province", "district", "commune", "village")
# What a unit calls itself, and on which level it stands.
TYPES: Final[Mapping[str, str]] = {
    "province": "province", "municipality": "province",
    "city": "district", "town": "district", "district": "district",
    "commune": "commune", "ward": "commune", "township": "commune",
    "village": "village", "block": "village",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """A place in the tree: province, district (former), commune, village. `valid_to` is its last day, if it has one."""

    id: str
    name: str
    type: str | None = None
    level: str | None = None
    code: str | None = None
    parent: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()

    def valid_on(self, day: str) -> bool:
        """Whether the unit exists on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def read_unit(id: str, body: Mapping[str, object]) -> Unit:
    """The unit of a record's body."""
    return Unit(
        id=id,
        name=_text(body, "name") or "",
        type=_text(body, "type"),
        level=_text(body, "level"),
        code=_text(body, "code"),
        parent=_text(body, "parent"),
        valid_from=_text(body, "valid_from"),
        valid_to=_text(body, "valid_to"),
        predecessors=_ids(body, "predecessors"),
        successors=_ids(body, "successors"),
    )


def check_unit(units: Mapping[str, Unit], wanted: Unit) -> Fault | None:
    """Whether that unit may stand beside the others; `units` may hold its former self under its own id."""
    if not wanted.name:
        return Fault("name_missing")
    if wanted.level not in LEVELS or TYPES.get(wanted.type or "") != wanted.level:
        return Fault("level_unknown")
    if any(id not in units or id == wanted.id for id in wanted.predecessors):
        return Fault("unit_unknown")
    return _check_days(wanted) or _check_parent(units, wanted) or _check_twins(units, wanted)


def find_twin(units: Mapping[str, Unit], wanted: Unit) -> Unit | None:
    """Another unit, valid at the same time, with the same code on its level or the same name in the same place.

    The code alone never names a unit: codes were reused for other places later.
    """
    for unit in units.values():
        if unit.id == wanted.id or unit.level != wanted.level or not _overlap(unit, wanted):
            continue
        if wanted.code is not None and unit.code == wanted.code:
            return unit
        if (unit.name, unit.type, unit.parent) == (wanted.name, wanted.type, wanted.parent):
            return unit
    return None


def _check_days(wanted: Unit) -> Fault | None:
    for name, day in (("valid_from", wanted.valid_from), ("valid_to", wanted.valid_to)):
        if day is not None and read_day(day) != day:
            return Fault("bad_day", {"field": name})
    if wanted.valid_from and wanted.valid_to and wanted.valid_to < wanted.valid_from:
        return Fault("end_before_start")
    return None


def _check_parent(units: Mapping[str, Unit], wanted: Unit) -> Fault | None:
    if wanted.parent is None:
        return None if wanted.level == "province" else Fault("parent_unknown")
    above = units.get(wanted.parent)
    if wanted.parent == wanted.id:
        return Fault("parent_loop")
    if above is None:
        return Fault("parent_unknown")
    if LEVELS.index(above.level or "village") >= LEVELS.index(wanted.level or "province"):
        return Fault("parent_loop")
    return None


def _check_twins(units: Mapping[str, Unit], wanted: Unit) -> Fault | None:
    twin = find_twin(units, wanted)
    return Fault("unit_twice", {"unit": twin.name}) if twin is not None else None


def _overlap(one: Unit, other: Unit) -> bool:
    return (one.valid_to is None or other.valid_from is None or other.valid_from <= one.valid_to) and (
        other.valid_to is None or one.valid_from is None or one.valid_from <= other.valid_to
    )


def _text(body: Mapping[str, object], name: str) -> str | None:
    value = body.get(name)
    return value if isinstance(value, str) and value else None


def _ids(body: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = body.get(name)
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, (list, tuple)) else ()
