"""The writer of tasks whose unit was changed: to its only heir by themselves, to one of several by the clerk's word.

    unit ended, one heir ──▶ the task is the heir's, with an entry `moved` that names where it came from
    several, or none     ──▶ waits; `task.move` by the clerk

What has ended stays where it was. Owner, deadline, aims and points stay, and so does the round: who read the task
before it moved has read its frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID, uuid5

from server.features.handling import argument, check_heir, done_at, not_found, refusal, text
from server.features.people.directory import Directory
from server.features.tasks.actions import access_task, keys_of
from server.features.tasks.records import LOG_COLUMNS, has_entry
from server.features.units.lineage import MOVED, place_on
from server.platform.acts import Act
from server.platform.changes import Write
from server.stop_words import find_stop
from sync.entities import THREAD_MAX
from sync.ports import Record, Value, Work
from sync.values import items_of

OPEN: Final = "open"
_MOVER_ROLES: Final = frozenset({"clerk"})


def do_move_tasks(act: Act, directory: Directory, tasks: Sequence[Record], *, at: int) -> int:
    """Move the tasks whose unit has one heir today; how many. `at`: the office's instant of the entries, ms."""
    writes = []
    for task in tasks:
        place = place_on(directory.units, text(task, "unit"), act.today)
        if place.verdict == MOVED:
            id = str(uuid5(UUID(task.id), f"moved:{place.units[0]}"))
            fields = _moved(task, place.units[0], {"id": id, "at": at})
            after = replace(task, body={**task.body, **fields})
            writes.append(Write("task", task.id, fields, keys_of(directory, after)))
    if writes:
        act.append(*writes)
    return len(writes)


def do_move(work: Work, directory: Directory) -> None:
    """`task.move`: the clerk says which unit takes a task whose own was split or abolished."""
    task = work.read("task", work.op.id)
    if task is None:
        raise not_found()
    access_task(work, directory, task, _MOVER_ROLES)
    if has_entry(task, argument(work, "entry") or ""):
        return
    words, heir = argument(work, "text"), argument(work, "unit") or ""
    code = find_stop([words or ""])
    if code is not None:
        raise refusal(code, field="text")
    if work.op.role not in _MOVER_ROLES or text(task, "status") != OPEN:
        raise refusal("not_allowed", role=work.op.role)
    check_heir(work, directory, unit=text(task, "unit"), heir=heir)
    said: dict[str, Value] = {
        "id": argument(work, "entry"), "at": done_at(work, directory), "person": work.op.author, "role": work.op.role,
        "text": words,
    }  # fmt: skip
    fields = _moved(task, heir, said)
    after = replace(task, body={**task.body, **fields})
    work.write("task", task.id, fields, keys=keys_of(directory, after))


def _moved(task: Record, heir: str, said: dict[str, Value]) -> dict[str, Value]:
    """The fields of a task that is the heir's now. A log that is full says no more, and the task moves all the same."""
    log = list(items_of(task.body.get("log")))
    entry = {**said, "kind": "moved", "unit": text(task, "unit")}
    if len(log) < THREAD_MAX:
        log.append([entry.get(column) for column in LOG_COLUMNS])
    return {"unit": heir, "log": log}
