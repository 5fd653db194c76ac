"""Scoped readings of difficult tasks: how far each is, and how many a person has. Nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass

from server.features.handling import text
from server.features.people.directory import Directory
from server.features.tasks.records import closed_of, goals_of, milestones_of, owner_of, points_of, reached_of
from server.features.tasks.rules import Due, Standing, least_percent, standings, stands_to, tasks_each
from server.measures import Measure
from server.platform.bodies import records_of_few
from server.platform.clock import day_of
from server.platform.store import SqlReader
from sync.ports import Record


@dataclass(frozen=True, slots=True)
class Told:
    """A task as of a day: its aims, its milestones, its deadline, and the percent of the aim furthest behind."""

    record: Record
    standings: list[Standing]
    percent: Measure | None
    milestones: list[tuple[str, Due]]
    deadline: Due


@dataclass(frozen=True, slots=True)
class Register:
    """The tasks of a scope as of a day, and how many each owner has, in tenths. Dropped ones are not counted."""

    tasks: list[Told]
    owners: int
    each_e1: int | None


def read_register(reader: SqlReader, directory: Directory, *, person: str, today: str, as_of: str) -> Register:
    """The tasks that the person may read today. No task is filed by months."""
    keys = directory.scope_keys(person, today)
    tasks = [each for each in records_of_few(reader, "task", keys) if text(each, "status") != "dropped"]
    owners = [owner_of(each) for each in tasks]
    return Register([_told(each, as_of) for each in tasks], len(set(owners)), tasks_each(owners))


def _told(task: Record, as_of: str) -> Told:
    found = standings(goals_of(task.body.get("goals")), points_of(task), as_of)
    reached = reached_of(task)
    milestones = [
        (id, stands_to(due, reached.get(id), as_of)) for id, _, due in milestones_of(task.body.get("milestones"))
    ]
    closed = closed_of(task)
    deadline = stands_to(text(task, "ends"), day_of(closed) if closed is not None else None, as_of)
    return Told(task, found, least_percent(found), milestones, deadline)
