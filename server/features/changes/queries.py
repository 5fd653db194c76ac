"""Readings of change plans: the list, and what a plan would do if it were applied now. Nothing here writes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from server.days import day_before
from server.errors import sentence_of
from server.features.audiences import whole_scope
from server.features.changes.model import plans
from server.features.changes.passing import Kept, Passing, pass_on
from server.features.changes.reading import CELLS, Reading, judge_cells
from server.features.changes.rules import BAD, Change
from server.features.handling import text
from server.features.people.directory import Directory
from server.features.people.queries import load_directory
from server.features.units.rules import LEVELS, TYPES
from server.platform.spreadsheets import fold
from server.platform.store import SqlReader
from server.words import LANGUAGES, say
from sync.ports import Record
from sync.values import ids_of

# Open items that are named one by one; beyond, their number says enough.
ITEMS_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as it is kept. `applied`: when it took effect, ms."""

    id: str
    day: str
    title: str
    decision: str | None
    rows: tuple[Mapping[str, str], ...]
    keep: frozenset[Kept]
    changed: int
    applied: int | None


@dataclass(frozen=True, slots=True)
class Looked:
    """A plan, the directory it meets, and what it does there."""

    plan: Plan
    directory: Directory
    change: Change
    passing: Passing


def list_plans(reader: SqlReader) -> list[Plan]:
    """Every plan, the earliest day first."""
    rows = reader.connection.execute(sa.select(plans).order_by(plans.c.day, plans.c.id))
    return [_plan(row) for row in rows]


def find_plan(reader: SqlReader, id: str) -> Plan | None:
    """One plan."""
    row = reader.connection.execute(sa.select(plans).where(plans.c.id == id)).first()
    return _plan(row) if row is not None else None


def look(reader: SqlReader, plan: Plan) -> Looked:
    """What the plan would do to the directory as it stands."""
    directory = load_directory(reader)
    change = judge_cells(plan.rows, Reading(directory.units, plan.day, meanings()))
    return Looked(plan, directory, change, pass_on(directory.assignments.values(), change, plan.keep))


def meanings() -> dict[str, str]:
    """What a word for a unit's type means, in every language."""
    return {fold(say(f"sheet-type-{name}", language)): name for name in TYPES for language in LANGUAGES}


def open_items(reader: SqlReader, directory: Directory, units: Iterable[str]) -> Iterator[Record]:
    """The items of these units themselves that are not closed. A province's own are counts, which never are open."""
    wanted = {unit for unit in units if not directory.is_province(unit)}
    keys = whole_scope(reader, {f"unit:{unit}" for unit in wanted}) if wanted else ()
    for item in reader.records("feedback", keys) if keys else ():
        if text(item, "unit") in wanted and text(item, "status") != "confirmed":
            yield item


def describe(reader: SqlReader, looked: Looked, language: str) -> dict[str, Any]:
    """All that is looked at before a plan takes effect."""
    change, names = looked.change, _Names(looked, language)
    items = list(open_items(reader, looked.directory, change.ends))
    asking = [item for item in items if len(change.ends[text(item, "unit")]) != 1]
    return {
        **summary(looked.plan),
        "rows": _tell_rows(looked, names, language),
        "fits": change.fits and looked.plan.applied is None,
        "levels": _levels(looked),
        "carried": len(change.carried),
        "moves": [
            {"key": key, "name": names.of(key), "from": [names.of(one) for one in new.predecessors]}
            for key, new in change.begins.items()
        ],
        "abolished": [names.of(id) for id, heirs in change.ends.items() if not heirs],
        "items_moving": len(items) - len(asking),
        "items_asking": [
            {"id": item.id, "number": text(item, "number"), "unit": names.of(text(item, "unit")),
             "heirs": [names.of(key) for key in change.ends[text(item, "unit")]]}
            for item in asking[:ITEMS_SHOWN]
        ],
        **_describe_people(looked, names),
        "duties": _duties(reader, change, names),
    }  # fmt: skip


def summary(plan: Plan) -> dict[str, Any]:
    """A plan in a list."""
    return {
        "id": plan.id, "day": plan.day, "title": plan.title, "decision": plan.decision, "lines": len(plan.rows),
        "applied": plan.applied,
    }  # fmt: skip


def _describe_people(looked: Looked, names: _Names) -> dict[str, Any]:
    passing, persons = looked.passing, looked.directory.persons
    held = {one.id: one for one in passing.ending}
    kept = {(one.id, key) for one, key in passing.going_on}
    monitored = {key for one, key in passing.going_on if one.role == "cadre"}
    communes = [new.key for new in looked.change.begins.values() if new.level == "commune"]

    def who(id: str) -> str:
        return persons[held[id].person].name if held[id].person in persons else ""

    return {
        "assignments_ending": len(passing.ending),
        "going_on": [
            {"person": who(one.id), "role": one.role, "from": names.of(one.unit or ""), "to": names.of(key)}
            for one, key in passing.going_on
        ],
        "choices": [
            {
                "key": choice.key, "unit": names.of(choice.key), "role": choice.role,
                "candidates": [
                    {"assignment": id, "person": who(id), "from": names.of(held[id].unit or ""),
                     "kept": (id, choice.key) in kept}
                    for id in choice.candidates
                ],
            }
            for choice in passing.choices
        ],
        "vacant": [names.of(key) for key in communes if key not in monitored],
    }  # fmt: skip


def _duties(reader: SqlReader, change: Change, names: _Names) -> list[dict[str, Any]]:
    """Rules about visits that name units which end: they say nothing of the new ones."""
    found = []
    for rule in reader.records("cadence"):
        touched = [unit for unit in ids_of(rule.body.get("units")) if unit in change.ends]
        ends = text(rule, "ends")
        if touched and (not ends or ends >= change.day):
            found.append(
                {"id": rule.id, "decision": text(rule, "decision"), "units": [names.of(one) for one in touched]}
            )
    return found


def _levels(looked: Looked) -> list[dict[str, Any]]:
    units, change = looked.directory.units.values(), looked.change
    last = day_before(change.day)
    told = []
    for level in LEVELS:
        before = sum(unit.level == level and unit.valid_on(last) for unit in units)
        stay = sum(unit.level == level and unit.valid_on(change.day) and unit.id not in change.ends for unit in units)
        begin = sum(new.level == level for new in change.begins.values())
        if before or stay or begin:
            told.append({"level": level, "before": before, "after": stay + begin})
    return told


def _tell_rows(looked: Looked, names: _Names, language: str) -> list[dict[str, Any]]:
    told = []
    for number, (cells, one) in enumerate(zip(looked.plan.rows, looked.change.judged, strict=True), start=1):
        said = {name: cells.get(name) or "" for name in CELLS}
        line: dict[str, Any] = {"row": number, "verdict": one.verdict, "cells": said, "old": names.told(said)}
        if one.verdict == BAD and one.fault is not None:
            message = sentence_of(one.fault.code, one.fault.details, language)
            line |= {"code": one.fault.code, "message": message}
        told.append(line)
    return told


class _Names:
    """What units are called, those that are there and those that the plan would make."""

    def __init__(self, looked: Looked, language: str) -> None:
        self.units, self.begins, self.language = looked.directory.units, looked.change.begins, language

    def of(self, id: str) -> str:
        """A unit by its id or key, with the one above it where that is no province."""
        unit = self.units.get(id) or self.begins.get(id)
        if unit is None:
            return ""
        above = self.units.get(unit.parent or "") or self.begins.get(unit.parent or "")
        own = self._called(unit.type, unit.name)
        if above is None or above.level == LEVELS[0]:
            return own
        return say("unit-in", self.language, {"unit": own, "above": self._called(above.type, above.name)})

    def told(self, cells: Mapping[str, str]) -> str:
        """The old unit of a line, as it was told."""
        return self.of(cells["old"]) or " ".join(cells[name] for name in ("old_code", "old", "above") if cells[name])

    def _called(self, type: str | None, name: str) -> str:
        return say("unit-name", self.language, {"type": type or "", "name": name})


def _plan(row: sa.Row[Any]) -> Plan:
    rows: Sequence[Mapping[str, str]] = json.loads(row.rows)
    keep = frozenset((assignment, key) for assignment, key in json.loads(row.keep))
    return Plan(row.id, row.day, row.title, row.decision, tuple(rows), keep, row.changed, row.applied)
