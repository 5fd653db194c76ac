"""The writer of items whose unit was changed: to its only heir by themselves, to one of several by the clerk's word.

    unit ended, one heir ──▶ the item is the heir's, with an entry `moved` that names where it came from
    several, or none     ──▶ waits; `feedback.move` by the clerk

What is closed stays where it was. An item's readers are found anew, its number and its dates stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID, uuid5

from server.features.feedback.evidence import followers
from server.features.feedback.joining import append_entry
from server.features.feedback.records import entry_of, keys_of, thread_of
from server.features.handling import argument, check_heir, number, text
from server.features.people.directory import Directory
from server.features.people.months import month_of
from server.features.units.lineage import MOVED, place_on
from server.platform.acts import Act
from server.platform.changes import Write
from sync.entities import BY_NAME, THREAD_MAX
from sync.ports import Record, Value, Work

_COLUMNS: Final = BY_NAME["feedback"].field("thread").columns


def do_move_items(act: Act, directory: Directory, items: Sequence[Record], *, at: int) -> int:
    """Move the items whose unit has one heir today; how many. `at`: the office's instant of the entries, ms."""
    writes: list[Write] = []
    for item in items:
        place = place_on(directory.units, text(item, "unit"), act.today)
        if place.verdict == MOVED:
            moved = _moved(directory, item, place.units[0], at=at, month=month_of(act.today))
            writes += [moved, *followers(act.tx, item, set(moved.keys or ()))]
    if writes:
        act.append(*writes)
    return sum(write.entity == "feedback" for write in writes)


def do_move(work: Work, directory: Directory, item: Record) -> None:
    """`feedback.move`: the clerk says which unit takes an item whose own was split or abolished."""
    unit, wanted = text(item, "unit"), argument(work, "unit") or ""
    check_heir(work, directory, unit=unit, heir=wanted)
    append_entry(work, directory, item, {"unit": wanted}, entry_of(work, directory, item, "moved", unit=unit))


def _moved(directory: Directory, item: Record, heir: str, *, at: int, month: str) -> Write:
    thread = thread_of(item)
    entry: dict[str, Value] = {
        "id": str(uuid5(UUID(item.id), f"moved:{heir}")), "kind": "moved", "at": at, "round": number(item, "round"),
        "unit": text(item, "unit"),
    }  # fmt: skip
    if len(thread) < THREAD_MAX:
        thread.append([entry.get(column) for column in _COLUMNS])
    fields: dict[str, Value] = {"unit": heir, "thread": thread}
    after = replace(item, body={**item.body, **fields})
    return Write("feedback", item.id, fields, keys_of(directory, after, month))
