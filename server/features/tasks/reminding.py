"""Whose milestone is near or past. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from server.features.handling import text, text_or_none
from server.features.occasions import Due, Finder, Scene
from server.features.tasks.records import milestones_of, reached_of
from sync.ports import Record


def is_live(record: Record) -> bool:
    """Whether anything is still to be reached."""
    return text(record, "status") == "open"


def find(scene: Scene) -> Iterator[Due]:
    """The milestones of open tasks that are near or past and were not reached."""
    for task in scene.of("task"):
        reached = reached_of(task)
        for id, _, day in milestones_of(task.body.get("milestones")):
            turn = scene.turn("milestone_due", day)
            if turn is None or reached.get(id):
                continue
            unit = text(task, "unit")
            for person in scene.told(_whose(scene, task)):
                args = {"day": day}
                yield Due(person, "milestone_due", "task", task.id, f"{id[:8]}:{turn[0]}", turn[1], args, unit)


def _whose(scene: Scene, task: Record) -> list[str]:
    owner, agency = text_or_none(task, "owner"), text_or_none(task, "agency")
    return [owner] if owner else scene.desk(agency or "")


FINDER: Final = Finder(find, frozenset({"milestone_due"}))
