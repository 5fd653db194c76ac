"""Readings of change plans: the list, and what a plan would do if it were applied now. Nothing here writes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from server.features.changes.model import plans
from server.features.changes.passing import Kept, Passing, pass_on
from server.features.changes.reading import Reading, judge_cells
from server.features.changes.rules import Change
from server.features.feedback.kept import open_items as items_of_units
from server.features.handling import text
from server.features.people.directory import Directory
from server.features.people.queries import load_directory
from server.features.tasks.moving import OPEN
from server.features.units.rules import TYPES
from server.platform.spreadsheets import fold
from server.platform.store import SqlReader
from server.words import LANGUAGES, say
from sync.ports import Record


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
    change = judge_cells(plan.rows, _reading(directory, plan))
    return Looked(plan, directory, change, pass_on(directory.assignments.values(), change, plan.keep))


def read_by(reader: SqlReader, plan: Plan) -> Reading:
    """By what the plan's lines are read."""
    return _reading(load_directory(reader), plan)


def meanings() -> dict[str, str]:
    """What a word for a unit's type means, in every language."""
    return {fold(say(f"sheet-type-{name}", language)): name for name in TYPES for language in LANGUAGES}


def open_items(reader: SqlReader, directory: Directory, units: Iterable[str]) -> Iterator[Record]:
    """The items of these units themselves that are not closed. A province's own are counts, which never are open."""
    return items_of_units(reader, {unit for unit in units if not directory.is_province(unit)})


def open_tasks(reader: SqlReader, units: Iterable[str]) -> Iterator[Record]:
    """The difficult tasks of these units themselves that are under way."""
    wanted = set(units)
    for task in reader.records("task", {f"unit:{unit}" for unit in wanted}) if wanted else ():
        if text(task, "unit") in wanted and text(task, "status") == OPEN:
            yield task


def summary(plan: Plan) -> dict[str, Any]:
    """A plan in a list."""
    return {
        "id": plan.id, "day": plan.day, "title": plan.title, "decision": plan.decision, "lines": len(plan.rows),
        "applied": plan.applied,
    }  # fmt: skip


def _reading(directory: Directory, plan: Plan) -> Reading:
    return Reading(directory.units, plan.day, meanings())


def _plan(row: sa.Row[Any]) -> Plan:
    rows: Sequence[Mapping[str, str]] = json.loads(row.rows)
    keep = frozenset((assignment, key) for assignment, key in json.loads(row.keep))
    return Plan(row.id, row.day, row.title, row.decision, tuple(rows), keep, row.changed, row.applied)
