"""Judging the rows of leave. Pure; see `judging`.

A row is known again by who is away and from which day on: an office numbers no leave. What a hand noted already, with
the same days, is there; what overlaps it, or was taken back here, waits for a person's word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from server.faults import Fault
from server.features.duty.keeping import units_of_leave
from server.features.duty.records import cutoff_of, locked_of
from server.features.duty.rules import changed_days, check_leave, touched
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
    row_id,
    stops,
    twice,
)
from server.features.imports.reading import Cells, at_place, day_in, describe_posts, persons_in, said
from server.features.people.directory import Person
from sync.entities import LINE_MAX
from sync.operations import BY_NAME_KIND
from sync.ports import Record, Value
from sync.values import text_of

_EVERYONE: Final = "all"
_SAID: Final = tuple(each.name for each in BY_NAME_KIND["leave.set"].arguments)


@dataclass(frozen=True, slots=True)
class _Leave:
    """What a row says: `fields` as the operation takes them; whether the person works where the row says."""

    person: Person
    fields: Mapping[str, Value]
    at_home: bool

    def text(self, name: str) -> str:
        return text_of(self.fields.get(name))


def judge_leave(cells: Cells, number: int, bench: Bench) -> Judged:
    """What becomes of a row of the list of leave."""
    leave = _read(cells, bench)
    if isinstance(leave, Fault):
        return Judged(ASK if leave.code == "list_person_unclear" else BAD, leave)
    id = row_id("leave", "", leave.person.id, leave.text("starts"))
    fault = twice(bench, id, number)
    if fault is not None:
        return Judged(BAD, fault)
    there = bench.record("leave", id)
    standing = [each for each in _standing(leave, bench) if each.id != id]
    if any(_says(leave, each) for each in ([there] if there else []) + standing):
        return Judged(SAME)
    decision = text_of(there.body.get("decision")) if there is not None else ""
    fields: Mapping[str, Value] = {**({"decision": decision} if decision else {}), **leave.fields}
    fault = _locked(there, fields, bench)
    if fault is not None:
        return Judged(BAD, fault)
    told = Told("leave.set", id, bench.new_id(), fields)
    return doubtful(cells, _doubt(leave, there, standing, bench)) or Judged(CHANGED if there else NEW, None, (told,))


def _read(cells: Cells, bench: Bench) -> _Leave | Fault:
    for name in ("away", "first", "last"):
        if not said(cells, name):
            return Fault("cell_missing", {"column": name})
    starts, ends = day_in(cells, "first"), day_in(cells, "last")
    decision = said(cells, "decision")
    for each in (starts, ends):
        if isinstance(each, Fault):
            return each
    if len(decision) > LINE_MAX:
        return Fault("cell_long", {"column": "decision", "limit": LINE_MAX})
    person = _person_in(cells, bench)
    if isinstance(person, Fault):
        return person
    fields: dict[str, Value] = {"person": person.id, "starts": str(starts), "ends": str(ends)}
    fields |= {"decision": decision} if decision else {}
    place = said(cells, "workplace")
    leave = _Leave(person, fields, not place or at_place(person, place, bench.reading))
    return _fault_of(leave, bench) or leave


def _person_in(cells: Cells, bench: Bench) -> Person | Fault:
    """The one person meant: of several of one name, the one who works where the row says."""
    text, place, reading = said(cells, "away"), said(cells, "workplace"), bench.reading
    found = persons_in(text, reading)
    if not found:
        return Fault("list_person_unknown", {"name": text[:LINE_MAX]})
    there = [one for one in found if place and at_place(one, place, reading)]
    if len(found) > 1 and len(there) != 1:
        return Fault("list_person_unclear", {"names": describe_posts(there or found, reading)})
    return found[0] if len(found) == 1 else there[0]


def _fault_of(leave: _Leave, bench: Bench) -> Fault | None:
    refused = check_leave(leave.fields)
    if refused is not None:
        return Fault(refused.code)
    directory, today = bench.reading.directory, bench.reading.today
    days = (leave.text("starts"), leave.text("ends"))
    units = units_of_leave(directory, leave.person.id, days=days, keeper=bench.actor, role="clerk", day=today)
    if not all(directory.holds(bench.actor, "clerk", unit, today) for unit in units):
        return Fault("unit_outside_assignment")
    return stops((leave.text("decision"),))


def _standing(leave: _Leave, bench: Bench) -> list[Record]:
    """The person's leaves that stand and share a day with the row's."""
    return [
        each
        for each in bench.near("leave", _EVERYONE)
        if each.body.get("person") == leave.person.id
        and not each.body.get("cancelled")
        and text_of(each.body.get("starts")) <= leave.text("ends")
        and leave.text("starts") <= text_of(each.body.get("ends"))
    ]


def _says(leave: _Leave, record: Record) -> bool:
    """Whether the record says all that the row says. An empty cell takes nothing away."""
    body = record.body
    return not body.get("cancelled") and all(body.get(name) == value for name, value in leave.fields.items())


def _locked(there: Record | None, fields: Mapping[str, Value], bench: Bench) -> Fault | None:
    cutoffs = [cutoff_of(each) for each in bench.near("period", _EVERYONE)]
    spans = locked_of(bench.near("closing", _EVERYONE), cutoffs)
    before = None if there is None else {name: there.body.get(name) for name in _SAID}
    span = touched(spans, *changed_days(before, fields))
    return Fault("period_locked", {"period": span.key}) if span else None


def _doubt(leave: _Leave, there: Record | None, standing: Iterable[Record], bench: Bench) -> Fault | None:
    if not leave.at_home:
        return Fault("list_person_elsewhere", {"names": describe_posts([leave.person], bench.reading)})
    if there is not None and there.body.get("cancelled"):
        return Fault("list_leave_back")
    other = next(iter(standing), None)
    if other is None:
        return None
    days = {name: text_of(other.body.get(name)) for name in ("starts", "ends")}
    return Fault("list_leave_there", {name: "/".join(reversed(day.split("-"))) for name, day in days.items()})
