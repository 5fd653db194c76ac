"""Judging the rows of open items. Pure; see `judging`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from server.faults import Fault
from server.features.feedback.entering import only_listed, told_of
from server.features.imports.judging import (
    ASK,
    BAD,
    CHANGED,
    NEW,
    SAME,
    Bench,
    Judged,
    Told,
    doubtful,
    listed,
    may,
    row_id,
    stands_at,
    stops,
    twice,
)
from server.features.imports.reading import Cells, agency_in, code_in, day_in, long_in, said, theme_in, unit_in
from server.features.units.names import plain
from server.platform.clock import day_of
from sync.entities import WORDS_MAX
from sync.ports import Record, Value
from sync.values import int_of, text_of

# What a list may leave out, and what is meant then.
_MEANT: Final[Mapping[str, str]] = {"urgency": "normal", "source": "commune"}
_CHOSEN: Final = ("kind", "urgency", "source")
# What only the list can change of an item.
_FIXED: Final = ("kind", "theme", "urgency", "source", "matter")


@dataclass(frozen=True, slots=True)
class _Item:
    """What a row says: `fields` as on the record, and its dates and owner; None where it says nothing."""

    ref: str
    raised: str
    due: str | None
    owner: str | None
    fields: Mapping[str, Value]

    @property
    def unit(self) -> str:
        return text_of(self.fields["unit"])


def judge_item(cells: Cells, number: int, bench: Bench) -> Judged:
    """What becomes of a row of the list of open items."""
    item = _read(cells, bench)
    if isinstance(item, Fault):
        return Judged(BAD, item)
    id = row_id("feedback", item.ref, item.unit, item.raised, plain(text_of(item.fields["matter"])))
    fault = twice(bench, id, number)
    if fault is not None:
        return Judged(BAD, fault)
    there = bench.record("feedback", id)
    if there is not None:
        return _known(item, there, bench)
    return doubtful(cells, _similar(item, bench)) or Judged(NEW, None, _entered(id, item, bench, None))


def _read(cells: Cells, bench: Bench) -> _Item | Fault:
    reading = bench.reading
    for name in ("unit", "raised", "matter"):
        if not said(cells, name):
            return Fault("cell_missing", {"column": name})
    days = {name: day_in(cells, name) for name in ("raised", "due")}
    chosen = {name: code_in(cells, name, reading) for name in _CHOSEN}
    owner, theme = agency_in(cells, reading), theme_in(cells, reading)
    matter = long_in(cells, "matter", WORDS_MAX)
    for each in (*days.values(), *chosen.values(), theme, owner, matter):
        if isinstance(each, Fault):
            return each
    if chosen["kind"] is None:
        return Fault("cell_missing", {"column": "kind"})
    raised, due = str(days["raised"]), days["due"]
    unit = unit_in(cells, raised, reading)
    if isinstance(unit, Fault):
        return unit
    fault = _fault_of(
        bench, unit=unit.id, raised=raised, due=str(due or raised), texts=(str(matter), said(cells, "ref"))
    )
    assert not isinstance(theme, Fault) and not isinstance(owner, Fault)
    fields: dict[str, Value] = {name: str(chosen[name] or _MEANT.get(name)) for name in _CHOSEN}
    fields |= {"unit": unit.id, "theme": theme.id, "matter": str(matter)}
    return fault or _Item(said(cells, "ref"), raised, str(due) if due else None, owner.id if owner else None, fields)


def _fault_of(bench: Bench, *, unit: str, raised: str, due: str, texts: tuple[str, ...]) -> Fault | None:
    if raised > bench.reading.today:
        return Fault("date_in_future")
    if due < raised:
        return Fault("end_before_start")
    return may(bench, "clerk", unit) or stops(texts)


def _known(item: _Item, there: Record, bench: Bench) -> Judged:
    """A row whose item is there: as it was told, told otherwise, or gone its own way."""
    body, number = there.body, text_of(there.body.get("number"))
    here = stands_at(bench, item.unit, text_of(body.get("unit")))
    same = here and all(body.get(name) == item.fields[name] for name in _FIXED)
    same = same and day_of(int_of(body.get("raised"))) == item.raised
    if not here and body.get("matter") != item.fields["matter"]:
        return Judged(ASK, Fault("list_ref_used", {"number": number}))
    if not only_listed(there):
        return Judged(SAME) if same else Judged(ASK, Fault("list_worked_on", {"number": number}))
    dated = item.due is None or item.due == body.get("due")
    owned = item.owner is None or item.owner == body.get("owner")
    if same and dated and owned:
        return Judged(SAME)
    told = _entered(there.id, item, bench, there) if not (same and dated) else ()
    return Judged(CHANGED, None, told if owned else told + _owned(there.id, item, bench, again=bool(body.get("owner"))))


def _entered(id: str, item: _Item, bench: Bench, there: Record | None) -> tuple[Told, ...]:
    due = item.due or (text_of(there.body.get("due")) if there else "") or None
    cells: dict[str, Value] = {
        "entry": bench.new_id(), "raised": item.raised, "round": told_of(there) + 1 if there else 1,
        **({"due": due} if due else {}), **listed(bench, item.ref),
        **{f"set.{name}": value for name, value in item.fields.items()},
    }  # fmt: skip
    first = Told("feedback.enter", id, bench.new_id(), cells)
    return (first, *_owned(id, item, bench, again=False)) if there is None and item.owner else (first,)


def _owned(id: str, item: _Item, bench: Bench, *, again: bool) -> tuple[Told, ...]:
    cells: dict[str, Value] = {"entry": bench.new_id(), "owner": item.owner}
    if item.due and not again:
        # The first owner's date is the promise that later dates are measured by: the list's.
        cells["due"] = item.due
    return (Told("feedback.own", id, bench.new_id(), {**cells, **({"text": bench.reason} if again else {})}),)


def _similar(item: _Item, bench: Bench) -> Fault | None:
    """An open item of the same words in the same unit: probably the same matter, told twice."""
    words = plain(text_of(item.fields["matter"]))
    for other in bench.near("feedback", f"unit:{item.unit}"):
        open_ = other.body.get("status") != "confirmed"
        if open_ and other.body.get("unit") == item.unit and plain(text_of(other.body.get("matter"))) == words:
            return Fault("list_similar", {"number": text_of(other.body.get("number"))})
    return None
