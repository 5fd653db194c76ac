"""Judging a spreadsheet's rows one by one: what is new, what changes, what is there already, what cannot be. Pure.

    rows ─▶ judge_units / judge_people / judge_assignments ─▶ one Judged a row
                      ▲ a working picture, to which every good row is added: a row may build on an earlier one

A bad row never keeps a good one out, and a file that was taken before has nothing new in it. An empty cell says nothing
and takes nothing away. A user name never gives a person another name, for that would be another person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from server.days import read_day
from server.faults import Fault
from server.features.people.directory import Assignment, Directory, Person
from server.features.people.rules import check_assignment, check_username, clean_username
from server.features.units.names import named
from server.features.units.rules import TYPES, Unit, check_unit

NEW: Final = "new"
CHANGED: Final = "changed"
SAME: Final = "same"
BAD: Final = "bad"

# A row's cells by column, and what a word in a cell means ("xã" → "commune").
Cells = Mapping[str, str]
Meanings = Mapping[str, str]
Wanted = Unit | Person | Assignment
_UNIT_FIELDS: Final = ("name", "type", "level", "code", "parent", "valid_from", "valid_to")
# What a later sheet may say of an assignment that is there; an empty cell takes nothing away.
_TOLD_LATER: Final = ("ends", "decision", "reason", "substitute")
_YES: Final = frozenset({"x", "1", "có", "yes", "true"})


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of a row. `wanted` is what it leaves (new or changed); `username` goes with a new person."""

    verdict: str
    fault: Fault | None = None
    wanted: Wanted | None = None
    username: str | None = None


@dataclass(frozen=True, slots=True)
class Bench:
    """What rows are judged by: the directory, logins by user name, the office's day, words, and fresh ids."""

    directory: Directory
    usernames: Mapping[str, str]
    today: str
    meanings: Meanings
    new_id: Callable[[], str]


def judge_units(rows: Iterable[Cells], bench: Bench) -> list[Judged]:
    """Judge rows of units."""
    units = dict(bench.directory.units)
    judged = []
    for cells in rows:
        one = _judge_unit(cells, units, bench)
        if isinstance(one.wanted, Unit):
            units[one.wanted.id] = one.wanted
        judged.append(one)
    return judged


def judge_people(rows: Iterable[Cells], bench: Bench) -> list[Judged]:
    """Judge rows of people."""
    persons, usernames = dict(bench.directory.persons), dict(bench.usernames)
    judged = []
    for cells in rows:
        one = _judge_person(cells, persons, usernames, bench.new_id)
        if isinstance(one.wanted, Person):
            persons[one.wanted.id] = one.wanted
            if one.username:
                usernames[one.username] = one.wanted.id
        judged.append(one)
    return judged


def judge_assignments(rows: Iterable[Cells], bench: Bench) -> list[Judged]:
    """Judge rows of assignments."""
    assignments = dict(bench.directory.assignments)
    directory = replace(bench.directory, assignments=assignments)
    judged = []
    for cells in rows:
        one = _judge_assignment(cells, directory, bench)
        if isinstance(one.wanted, Assignment):
            assignments[one.wanted.id] = one.wanted
        judged.append(one)
    return judged


JUDGES: Final = {"units": judge_units, "people": judge_people, "assignments": judge_assignments}


def _judge_unit(cells: Cells, units: Mapping[str, Unit], bench: Bench) -> Judged:
    type = bench.meanings.get(cells["type"].casefold(), cells["type"])
    days = [_day(cells, name) for name in ("valid_from", "valid_to")]
    for day in days:
        if isinstance(day, Fault):
            return Judged(BAD, day)
    above = find_unit(units.values(), cells["parent"], "", bench) if cells["parent"] else None
    if isinstance(above, Fault):
        return Judged(BAD, Fault("parent_unknown"))
    wanted = Unit(
        id=bench.new_id(), name=cells["name"], type=type, level=TYPES.get(type), code=cells["code"] or None,
        parent=above.id if above else None, valid_from=str(days[0] or "") or None, valid_to=str(days[1] or "") or None,
    )  # fmt: skip
    there = next((unit for unit in units.values() if _is_meant(unit, wanted, bench.today)), None)
    if there is not None:
        told = {name: getattr(wanted, name) for name in _UNIT_FIELDS if getattr(wanted, name) is not None}
        wanted = replace(there, **told)
        if wanted == there:
            return Judged(SAME)
    fault = check_unit(units, wanted)
    return Judged(BAD, fault) if fault else Judged(NEW if there is None else CHANGED, wanted=wanted)


def _is_meant(unit: Unit, wanted: Unit, today: str) -> bool:
    """Whether a row is about that unit: by its code where both have one, else by its name in its place."""
    if unit.level != wanted.level or not unit.valid_on(today):
        return False
    if unit.code is not None and wanted.code is not None:
        return unit.code == wanted.code
    return (unit.name, unit.type, unit.parent) == (wanted.name, wanted.type, wanted.parent)


def _judge_person(
    cells: Cells, persons: Mapping[str, Person], usernames: Mapping[str, str], new_id: Callable[[], str]
) -> Judged:
    name, title, username = cells["name"], cells["title"] or None, clean_username(cells["username"])
    if not name:
        return Judged(BAD, Fault("name_missing"))
    if not username:
        there = any((one.name, one.title) == (name, title) for one in persons.values())
        return Judged(SAME) if there else Judged(NEW, wanted=Person(new_id(), name, title))
    fault = check_username(username)
    if fault:
        return Judged(BAD, fault)
    if username in usernames:
        owner = persons.get(usernames[username])
        if owner is None or owner.name != name:
            return Judged(BAD, Fault("username_taken"))
        return Judged(SAME) if title in (None, owner.title) else Judged(CHANGED, wanted=replace(owner, title=title))
    return Judged(NEW, wanted=Person(new_id(), name, title), username=username)


def _judge_assignment(cells: Cells, directory: Directory, bench: Bench) -> Judged:
    wanted = _read_assignment(cells, directory, bench)
    if isinstance(wanted, Fault):
        return Judged(BAD, wanted)
    told = ("person", "role", "unit", "agency", "starts")
    there = next(
        (one for one in directory.assignments.values() if all(getattr(one, n) == getattr(wanted, n) for n in told)),
        None,
    )
    if there is not None:
        said = {name: getattr(wanted, name) for name in _TOLD_LATER if getattr(wanted, name) is not None}
        wanted = replace(there, **said)
        if wanted == there:
            return Judged(SAME)
    beside = cells["beside"].casefold() in _YES
    fault = check_assignment(directory, wanted, beside_others=beside)
    return Judged(BAD, fault) if fault else Judged(NEW if there is None else CHANGED, wanted=wanted)


def _read_assignment(cells: Cells, directory: Directory, bench: Bench) -> Assignment | Fault:
    role = bench.meanings.get(cells["role"].casefold(), cells["role"])
    starts, ends = _day(cells, "starts"), _day(cells, "ends")
    if isinstance(starts, Fault) or isinstance(ends, Fault) or not starts:
        return Fault("bad_day", {"field": "ends" if isinstance(ends, Fault) else "starts"})
    scope = _read_scope(cells, directory, bench)
    if isinstance(scope, Fault):
        return scope
    unit, agency = scope
    substitute = bench.usernames.get(clean_username(cells["substitute"]))
    if cells["substitute"] and substitute is None:
        return Fault("substitute_unknown")
    return Assignment(
        id=bench.new_id(), person=bench.usernames.get(clean_username(cells["username"]), ""), role=role, unit=unit,
        agency=agency, starts=starts, ends=ends, decision=cells["decision"] or None, reason=cells["reason"] or None,
        substitute=substitute,
    )  # fmt: skip


def _read_scope(cells: Cells, directory: Directory, bench: Bench) -> tuple[str | None, str | None] | Fault:
    unit = find_unit(directory.units.values(), cells["unit"], cells["above"], bench) if cells["unit"] else None
    if isinstance(unit, Fault):
        return unit
    named = [one.id for one in directory.agencies.values() if one.name.casefold() == cells["agency"].casefold()]
    if cells["agency"] and not named:
        return Fault("agency_unknown")
    return unit.id if unit else None, named[0] if named else None


def find_unit(units: Iterable[Unit], said: str, above: str, bench: Bench) -> Unit | Fault:
    """The unit, valid today, that a cell names by its code or name; `above` names the unit it belongs to.

    Fault `unit_unknown`, or `unit_unclear` where several have that name.
    """
    known = {unit.id: unit for unit in units}
    valid = [unit for unit in known.values() if unit.valid_on(bench.today)]
    coded = [unit for unit in valid if unit.code == said]
    found = coded or named(valid, said, bench.meanings)
    if above:
        found = [unit for unit in found if _is_called(known.get(unit.parent or ""), above, bench.meanings)]
    if not found:
        return Fault("unit_unknown")
    return found[0] if len(found) == 1 else Fault("unit_unclear")


def _is_called(unit: Unit | None, said: str, meanings: Meanings) -> bool:
    return unit is not None and (unit.code == said or bool(named((unit,), said, meanings)))


def _day(cells: Cells, name: str) -> str | Fault | None:
    if not cells[name]:
        return None
    return read_day(cells[name]) or Fault("bad_day", {"field": name})
