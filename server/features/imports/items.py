"""Judging the rows of items, open or settled before. Pure; see `judging`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from server.faults import Fault
from server.features.feedback.entering import Settled, only_listed, settled_of, told_of
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
from server.features.imports.reading import Cells, Reading, agency_in, code_in, day_in, long_in, said, theme_in, unit_in
from server.features.units.names import plain
from server.platform.clock import day_of
from sync.entities import LINE_MAX, WORDS_MAX
from sync.ports import Record, Value
from sync.values import int_of, text_of

# What a list may leave out, and what is meant then.
_MEANT: Final[Mapping[str, str]] = {"urgency": "normal", "source": "commune"}
_CHOSEN: Final = ("kind", "urgency", "source", "outcome")
_TOLD_OF: Final = ("kind", "urgency", "source")
# What only the list can change of an item.
_FIXED: Final = ("kind", "theme", "urgency", "source", "matter")


@dataclass(frozen=True, slots=True)
class _Item:
    """What a row says: `fields` as on the record, and its dates and owner; None where it says nothing.

    `settled`: how it ended before, None while it is open.
    """

    ref: str
    raised: str
    due: str | None
    owner: str | None
    settled: Settled | None
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
    days = {name: day_in(cells, name) for name in ("raised", "due", "settled")}
    chosen = {name: code_in(cells, name, reading) for name in _CHOSEN}
    owner, theme = agency_in(cells, reading), theme_in(cells, reading)
    matter = long_in(cells, "matter", WORDS_MAX)
    outcome = chosen["outcome"] or _said_outright(cells, reading)
    said_of = _result_in(cells, closed=days["settled"] is not None, outcome=outcome)
    for each in (*days.values(), *chosen.values(), theme, owner, matter, said_of):
        if isinstance(each, Fault):
            return each
    if chosen["kind"] is None:
        return Fault("cell_missing", {"column": "kind"})
    raised, due = str(days["raised"]), days["due"]
    unit = unit_in(cells, raised, reading)
    if isinstance(unit, Fault):
        return unit
    assert not isinstance(theme, Fault) and not isinstance(owner, Fault) and not isinstance(said_of, Fault)
    fields: dict[str, Value] = {name: str(chosen[name] or _MEANT.get(name)) for name in _TOLD_OF}
    fields |= {"unit": unit.id, "theme": theme.id, "matter": str(matter)}
    agency = owner.id if owner else None
    settled = Settled(str(days["settled"]), *said_of, agency) if said_of else None
    item = _Item(said(cells, "ref"), raised, str(due) if due else None, agency, settled, fields)
    return _fault_of(item, bench) or item


def _result_in(cells: Cells, *, closed: bool, outcome: str | Fault | None) -> tuple[str, str | None] | Fault | None:
    """How a row says that its matter ended: the outcome, and the words with whose they are; None where it is open.

    A day without any result, and an outcome without a day, are half told: who brings the list is asked for the rest.
    """
    result, by = long_in(cells, "result", WORDS_MAX - LINE_MAX - 2), long_in(cells, "settled_by", LINE_MAX)
    if isinstance(result, Fault):
        return result
    if isinstance(by, Fault):
        return by
    if not closed:
        return Fault("cell_missing", {"column": "settled"}) if outcome is not None else None
    if outcome is None and result is None:
        return Fault("cell_missing", {"column": "outcome"})
    return str(outcome or "settled"), ": ".join(filter(None, (by, result))) or None


def _said_outright(cells: Cells, reading: Reading) -> str | None:
    """The outcome, where the result says nothing but that: "Đã giải quyết"."""
    found = code_in({"outcome": said(cells, "result")}, "outcome", reading)
    return found if isinstance(found, str) else None


def _fault_of(item: _Item, bench: Bench) -> Fault | None:
    today, settled = bench.reading.today, item.settled
    if max(item.raised, settled.day if settled else "") > today:
        return Fault("date_in_future")
    if min(item.due or item.raised, settled.day if settled else item.raised) < item.raised:
        return Fault("end_before_start")
    texts = (text_of(item.fields["matter"]), item.ref, settled.text if settled else None)
    return may(bench, "clerk", item.unit) or stops(texts)


def _known(item: _Item, there: Record, bench: Bench) -> Judged:
    """A row whose item is there: as it was told, told otherwise, or gone its own way."""
    body, number = there.body, text_of(there.body.get("number"))
    here = stands_at(bench, item.unit, text_of(body.get("unit")))
    same = here and all(body.get(name) == item.fields[name] for name in _FIXED)
    same = same and day_of(int_of(body.get("raised"))) == item.raised
    if not here and body.get("matter") != item.fields["matter"]:
        return Judged(ASK, Fault("list_ref_used", {"number": number}))
    if not only_listed(there):
        same = same and (item.settled is None or body.get("status") == "confirmed")
        return Judged(SAME) if same else Judged(ASK, Fault("list_worked_on", {"number": number}))
    ended = settled_of(there)
    if ended is not None and item.settled is None and item.owner not in (None, ended.owner):
        return Judged(ASK, Fault("list_worked_on", {"number": number}))
    dated = item.due is None or item.due == body.get("due")
    owned = item.settled is not None or item.owner is None or item.owner == body.get("owner")
    same = same and dated and (item.settled is None or _ended_so(item.settled, ended))
    if same and owned:
        return Judged(SAME)
    told = () if same else _entered(there.id, item, bench, there)
    return Judged(CHANGED, None, told if owned else told + _owned(there.id, item, bench, again=bool(body.get("owner"))))


def _ended_so(settled: Settled, there: Settled | None) -> bool:
    """Whether the books have it so. An empty cell takes nothing away."""
    if there is None or (settled.day, settled.outcome) != (there.day, there.outcome):
        return False
    return settled.text in (None, there.text) and settled.owner in (None, there.owner)


def _entered(id: str, item: _Item, bench: Bench, there: Record | None) -> tuple[Told, ...]:
    due = item.due or (text_of(there.body.get("due")) if there else "") or None
    cells: dict[str, Value] = {
        "entry": bench.new_id(), "raised": item.raised, "round": told_of(there) + 1 if there else 1,
        **({"due": due} if due else {}), **listed(bench, item.ref), **_settlement(item.settled, there),
        **{f"set.{name}": value for name, value in item.fields.items()},
    }  # fmt: skip
    first = Told("feedback.enter", id, bench.new_id(), cells)
    opens = there is None and item.owner is not None and item.settled is None
    return (first, *_owned(id, item, bench, again=False)) if opens else (first,)


def _settlement(settled: Settled | None, there: Record | None) -> dict[str, Value]:
    """The operation's cells of how it ended; what the row leaves empty stays as the list told it before."""
    if settled is None:
        return {}
    before = settled_of(there) if there is not None else None
    if before is not None:
        settled = settled._replace(text=settled.text or before.text, owner=settled.owner or before.owner)
    told = {"settled": settled.day, "outcome": settled.outcome, "text": settled.text, "owner": settled.owner}
    return {name: value for name, value in told.items() if value}


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
