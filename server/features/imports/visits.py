"""Judging the rows of past visits. Pure; see `judging`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from server.days import day_after
from server.faults import Fault
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
    stops,
    twice,
)
from server.features.imports.reading import (
    Cells,
    code_in,
    day_in,
    describe,
    long_in,
    number_in,
    persons_in,
    said,
    unit_in,
)
from server.features.people.directory import Person
from server.features.visits.entering import role_on, stands_as_listed
from server.features.visits.rules import PUBLIC_FIELDS, check_report
from sync.entities import LINE_MAX, WORDS_MAX
from sync.ports import Record, Value
from sync.values import ids_of, int_of, text_of

_PROSE: Final = ("findings", "difficulties", "recommendations", "proposals")
_NUMBERS: Final = ("attendance_due", "attendance_present")


@dataclass(frozen=True, slots=True)
class _Visit:
    """What a row says: who, the words as on the record (absent: nothing said), and who went along."""

    ref: str
    person: str
    fields: Mapping[str, Value]
    companions: Sequence[str]

    def text(self, name: str) -> str:
        return text_of(self.fields.get(name))


def judge_visit(cells: Cells, number: int, bench: Bench) -> Judged:
    """What becomes of a row of the list of past visits."""
    visit = _read(cells, bench)
    if isinstance(visit, Fault):
        return Judged(ASK if visit.code == "list_person_unclear" else BAD, visit)
    id = row_id("visit", visit.ref, visit.person, visit.text("unit"), visit.text("starts"), visit.text("kind"))
    fault = twice(bench, id, number)
    if fault is not None:
        return Judged(BAD, fault)
    there = bench.record("visit", id)
    if there is not None:
        return _known(visit, there, bench)
    return doubtful(cells, _joint(visit, number, bench) or _there(visit, bench)) or Judged(
        NEW, None, (_entered(id, visit, bench, 0),)
    )


def _read(cells: Cells, bench: Bench) -> _Visit | Fault:
    for name in ("person", "unit", "starts", "visit_kind"):
        if not said(cells, name):
            return Fault("cell_missing", {"column": name})
    days = {name: day_in(cells, name) for name in ("starts", "ends")}
    numbers = {name: number_in(cells, name) for name in _NUMBERS}
    prose = {name: long_in(cells, name, WORDS_MAX) for name in _PROSE} | {
        "village": long_in(cells, "village", LINE_MAX)
    }
    kind = code_in(cells, "visit_kind", bench.reading)
    for each in (*days.values(), *numbers.values(), *prose.values(), kind):
        if isinstance(each, Fault):
            return each
    unit = unit_in(cells, str(days["starts"]), bench.reading)
    if isinstance(unit, Fault):
        return unit
    told: dict[str, Value] = {"unit": unit.id, "kind": str(kind), **_no_faults({**days, **numbers, **prose})}
    return _with_people(cells, {"ends": told["starts"], **told}, bench)


def _no_faults(cells: Mapping[str, str | int | Fault | None]) -> dict[str, Value]:
    return {name: value for name, value in cells.items() if value is not None and not isinstance(value, Fault)}


def _with_people(cells: Cells, fields: dict[str, Value], bench: Bench) -> _Visit | Fault:
    unit, day = text_of(fields["unit"]), text_of(fields["starts"])
    person = _person_in(said(cells, "person"), unit, day, bench)
    if isinstance(person, Fault):
        return person
    companions: list[str] = []
    for text in filter(None, (part.strip() for part in cells["companions"].replace("\n", ";").split(";"))):
        found = persons_in(text, bench.reading)
        if len(found) != 1:
            return _who(text, found)
        companions.append(found[0].id)
    visit = _Visit(
        said(cells, "ref"), person.id, fields, [one for one in dict.fromkeys(companions) if one != person.id]
    )
    return _fault_of(visit, person, bench) or visit


def _person_in(text: str, unit: str, day: str, bench: Bench) -> Person | Fault:
    """The one person meant: of several of one name, the one who held the unit on that day."""
    found = persons_in(text, bench.reading)
    holding = [one for one in found if role_on(bench.reading.directory, one.id, unit, day)]
    if len(found) == 1:
        return found[0]
    return holding[0] if len(holding) == 1 else _who(text, found)


def _who(text: str, found: Sequence[Person]) -> Fault:
    if not found:
        return Fault("list_person_unknown", {"name": text[:LINE_MAX]})
    return Fault("list_person_unclear", {"names": describe(found)})


def _fault_of(visit: _Visit, person: Person, bench: Bench) -> Fault | None:
    reading, unit = bench.reading, visit.text("unit")
    if person.id == bench.actor:
        return Fault("own_report")
    problems = check_report(visit.fields, tomorrow=day_after(reading.today))
    if problems:
        return Fault(problems[0].code)
    if role_on(reading.directory, person.id, unit, visit.text("starts")) is None:
        names = {"person": person.name, "unit": reading.directory.units[unit].name}
        return Fault("list_not_assigned", names)
    texts = [value for value in visit.fields.values() if isinstance(value, str)]
    return may(bench, "supervisor", unit) or stops([*texts, visit.ref])


def _known(visit: _Visit, there: Record, bench: Bench) -> Judged:
    """A row whose visit is there: as it was told, or told otherwise. What a row leaves empty stays as it was."""
    number = text_of(there.body.get("number"))
    if there.author != visit.person:
        return Judged(ASK, Fault("list_ref_used", {"number": number}))
    if not stands_as_listed(there):
        return Judged(ASK, Fault("list_worked_on", {"number": number}))
    report = bench.record("report", there.id)
    words = {**(report.body if report else {}), **{name: there.body.get(name) for name in PUBLIC_FIELDS}}
    companions = ids_of(words.get("companions"))
    if all(words.get(name) == value for name, value in visit.fields.items()) and (
        not visit.companions or set(visit.companions) == set(companions)
    ):
        return Judged(SAME)
    kept = {name: value for name, value in words.items() if value is not None and name in _SAID}
    after = _Visit(visit.ref, visit.person, {**kept, **visit.fields}, visit.companions or companions)
    return Judged(CHANGED, None, (_entered(there.id, after, bench, int_of(there.body.get("round"))),))


# What a list can say of a visit, besides who went along.
_SAID: Final = frozenset({"unit", "kind", "starts", "ends", "village", *_NUMBERS, *_PROSE})


def _entered(id: str, visit: _Visit, bench: Bench, told: int) -> Told:
    cells: dict[str, Value] = {
        "person": visit.person, "round": told + 1, **listed(bench, visit.ref),
        **{f"set.{name}": value for name, value in visit.fields.items()},
    }  # fmt: skip
    if visit.companions:
        cells["add.companions"] = list(visit.companions)
    return Told("visit.enter", id, bench.new_id(), cells)


def _joint(visit: _Visit, number: int, bench: Bench) -> Fault | None:
    """Another row of the same trip: it is one report, credited to each who went."""
    first = bench.seen.setdefault(
        "|".join(("trip", visit.text("unit"), visit.text("starts"), visit.text("kind"))), number
    )
    return Fault("list_joint_row", {"row": first}) if first != number else None


def _there(visit: _Visit, bench: Bench) -> Fault | None:
    """A visit of that unit which began on that day and stands in the books already."""
    for other in bench.near("visit", f"unit:{visit.text('unit')}"):
        body = other.body
        if body.get("status") != "withdrawn" and (body.get("unit"), body.get("starts")) == (
            visit.fields["unit"],
            visit.fields["starts"],
        ):
            return Fault("list_visit_there", {"number": text_of(body.get("number"))})
    return None
