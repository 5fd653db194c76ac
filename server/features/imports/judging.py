"""Judging the rows of an office's list: what is new, what the list corrects, what is there, what a person must decide.

    rows ─▶ judge_item / judge_visit / judge_leave ─▶ one Judged a row, with the operations that a good one becomes

Pure: what is there already is asked of `Bench`. A row is known again by its number in the list, or, where it has none,
by what it is about, so that the same file twice changes nothing and a corrected one changes what was corrected. A row
that looks like something that is there waits for a person's word (`anyway`); a bad row never keeps a good one out.
The handlers of the operations ask everything again: nothing here lets in what they would refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID, uuid5

from server.faults import Fault
from server.features.imports.reading import Cells, Reading, agrees, broken_in, said
from server.features.units.lineage import MOVED, place_on
from server.stop_words import find_stop
from sync.entities import LINE_MAX
from sync.ports import Record, Value

NEW: Final = "new"
CHANGED: Final = "changed"
SAME: Final = "same"
ASK: Final = "ask"
BAD: Final = "bad"
VERDICTS: Final = (NEW, CHANGED, SAME, ASK, BAD)
_SPACE: Final = UUID("6f1c5a0e-52c2-4a5e-9a5f-6c7d7a1f0b11")


@dataclass(frozen=True, slots=True)
class Told:
    """One operation that a row becomes: its kind, its record, its own id, and the cells of its row on the wire."""

    kind: str
    id: str
    op_id: str
    cells: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of a row."""

    verdict: str
    fault: Fault | None = None
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Bench:
    """What rows are judged by.

    `record` gives what stands under an id (entity, id); `near` what of an entity is filed under a key, `unit:…` or
    `all`; `reason` the words with which the list hands an item over; `list_name` what the list is called.
    """

    reading: Reading
    actor: str
    list_name: str
    reason: str
    record: Callable[[str, str], Record | None]
    near: Callable[[str, str], Sequence[Record]]
    new_id: Callable[[], str]
    seen: dict[str, int] = field(default_factory=dict)


Judge = Callable[[Cells, int, Bench], Judged]


def judge_all(rows: Iterable[tuple[int, Cells]], judge: Judge, bench: Bench) -> list[Judged]:
    """Judge numbered rows, one after the other."""
    return [_judged(cells, number, judge, bench) for number, cells in rows]


def row_id(kind: str, ref: str, *about: str) -> str:
    """The id of the record that a row tells of: of its number in the list, else of what it is about."""
    return str(uuid5(_SPACE, "|".join((kind, "ref", ref.casefold()) if ref else (kind, "about", *about))))


def twice(bench: Bench, id: str, number: int) -> Fault | None:
    """Whether an earlier row of the sheet told of the same."""
    first = bench.seen.setdefault(id, number)
    return Fault("list_row_twice", {"row": first}) if first != number else None


def stops(texts: Iterable[str | None]) -> Fault | None:
    """What no exchange may hold, in any of these words."""
    code = find_stop(texts)
    return Fault(code) if code else None


def may(bench: Bench, role: str, unit: str) -> Fault | None:
    """Whether who brings the list works for that unit today."""
    reading = bench.reading
    return None if reading.directory.holds(bench.actor, role, unit, reading.today) else Fault("not_found")


def stands_at(bench: Bench, unit: str, there: str) -> bool:
    """Whether a record of the unit may by now lie at the other, its only heir."""
    place = place_on(bench.reading.directory.units, unit, bench.reading.today)
    return unit == there or (place.verdict == MOVED and there in place.units)


def listed(bench: Bench, ref: str) -> dict[str, Value]:
    """Where the record comes from, as its operation says it."""
    return {"list_name": bench.list_name[:LINE_MAX], "list_ref": ref[:LINE_MAX] or None}


def _judged(cells: Cells, number: int, judge: Judge, bench: Bench) -> Judged:
    fault = broken_in(cells)
    if fault is None and len(said(cells, "ref")) > LINE_MAX:
        fault = Fault("cell_long", {"column": "ref", "limit": LINE_MAX})
    return Judged(BAD, fault) if fault else judge(cells, number, bench)


def doubtful(cells: Cells, fault: Fault | None) -> Judged | None:
    """A row that waits for a person's word, unless it has it."""
    return Judged(ASK, fault) if fault is not None and not agrees(cells) else None
