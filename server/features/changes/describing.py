"""All that is looked at before a plan takes effect, in words for an administrator. Nothing here writes.

Of what people wrote nothing is told: numbers, names of units and persons, no matter and no title.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from server.days import day_before
from server.errors import sentence_of
from server.features.audiences import whole_scope
from server.features.changes.carrying import touched_excuses, touched_rules
from server.features.changes.queries import Looked, open_items, open_tasks, summary
from server.features.changes.reading import CELLS
from server.features.changes.rules import BAD
from server.features.handling import text
from server.features.units.rules import LEVELS
from server.platform.store import SqlReader
from server.words import say
from sync.ports import Record

# What waits is named one by one up to here; beyond, its number says enough.
SHOWN_MAX: Final = 200


def describe(reader: SqlReader, looked: Looked, language: str) -> dict[str, Any]:
    """All that is looked at before a plan takes effect."""
    change, names = looked.change, _Names(looked, language)
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
        **_describe_open(reader, looked, names),
        **_describe_people(looked, names),
        **_describe_duty(reader, looked, names),
        **_describe_ahead(reader, looked),
    }  # fmt: skip


def _describe_people(looked: Looked, names: _Names) -> dict[str, Any]:
    passing, persons = looked.passing, looked.directory.persons
    held = {one.id: one for one in passing.ending}
    kept = {(one.id, key) for one, key in passing.going_on}
    staying = {(one.person, one.role, key) for one, key in passing.going_on}
    monitored = {key for one, key in passing.going_on if one.role == "cadre"}
    communes = [new.key for new in looked.change.begins.values() if new.level == "commune"]

    def who(id: str) -> str:
        return persons[held[id].person].name if held[id].person in persons else ""

    return {
        "assignments_ending": len(passing.ending),
        "leaving": [
            {"person": who(one.id), "role": one.role, "from": names.of(one.unit or "")}
            for one in passing.ending
            if not any((one.person, one.role, key) in staying for key in looked.change.ends[one.unit or ""])
        ],
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


def _describe_open(reader: SqlReader, looked: Looked, names: _Names) -> dict[str, Any]:
    """Open items and tasks: how many follow their units by themselves, and which wait for the clerk."""
    told: dict[str, Any] = {}
    for kind, records in (
        ("items", list(open_items(reader, looked.directory, looked.change.ends))),
        ("tasks", list(open_tasks(reader, looked.change.ends))),
    ):
        asking = [one for one in records if len(looked.change.ends[text(one, "unit")]) != 1]
        told[f"{kind}_moving"] = len(records) - len(asking)
        told[f"{kind}_waiting"] = len(asking)
        told[f"{kind}_asking"] = [
            {"id": one.id, "number": text(one, "number"), "unit": names.of(text(one, "unit")),
             "heirs": [names.of(key) for key in looked.change.ends[text(one, "unit")]]}
            for one in asking[:SHOWN_MAX]
        ]  # fmt: skip
    return told


def _describe_duty(reader: SqlReader, looked: Looked, names: _Names) -> dict[str, Any]:
    """Rules about visits and excuses that name units which end: over which new ones they go on."""
    rules = [
        {
            "id": rule.id, "decision": text(rule, "decision"),
            "units": [names.of(one) for one in following.ended], "heirs": [names.of(one) for one in following.heirs],
            "unclear": [names.of(one) for one in following.unclear],
        }
        for rule, following in touched_rules(reader, looked)
    ]  # fmt: skip
    keys = {key: key for key in looked.change.begins}
    return {"duties": rules, "excuses": sum(1 for _ in touched_excuses(reader, looked, keys))}


def _describe_ahead(reader: SqlReader, looked: Looked) -> dict[str, int]:
    """What of units that end goes beyond the day: targets and meetings with one heir, and those without."""
    ends, day = looked.change.ends, looked.change.day
    keys = whole_scope(reader, {f"unit:{unit}" for unit in ends})
    told: dict[str, int] = {}
    for entity, name, last in (("target", "targets", "ends"), ("invitation", "meetings", "starts")):
        ahead = [
            ends[text(each, "unit")]
            for each in (reader.records(entity, keys) if keys else ())
            if text(each, "unit") in ends and _stands(each) and text(each, last) >= day
        ]
        told[f"{name}_following"] = sum(len(heirs) == 1 for heirs in ahead)
        told[f"{name}_asking"] = len(ahead) - told[f"{name}_following"]
    return told


def _stands(record: Record) -> bool:
    return not record.body.get("cancelled") and text(record, "status") in ("", "open")


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
        # A code names a unit of its day: it may be another's later.
        self.last = day_before(looked.change.day)

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
        """The old unit of a line: as it was told, and by its name where only its code was."""
        told = " ".join(cells[name] for name in ("old_code", "old", "above") if cells[name])
        coded = (unit.id for unit in self.units.values() if unit.code == told and unit.valid_on(self.last))
        found = next(coded, None)
        return self.of(cells["old"]) or (f"{self.of(found)} ({told})" if found else told)

    def _called(self, type: str | None, name: str) -> str:
        return say("unit-name", self.language, {"type": type or "", "name": name})
