"""Who is who, and who is responsible for what on which day: one frozen picture of the directory's records.

Owns the questions of scope: `holds`, `keys`, `unit_keys`, `current_contacts`. Pure: no I/O, no clock, no chance.
Days are civil dates of the office, "2024-06-25"; ids are lower-case UUIDs.

A unit's scope is its subtree, and what the units in it were made of:

    holder's unit ──► children, villages …            (subtree)
          │
          └────────► predecessors, and their subtrees  (a report dated before a merger belongs to the old unit)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from server.features.people.months import FILED, WINDOW_DAYS, first_day, in_month, months_from
from server.features.units.rules import LEVELS, Unit, read_unit
from server.worktime import DEFAULT_CALENDAR, Calendar, read_calendar

ENTITIES: Final = ("office", "calendar", "unit", "agency", "theme", "person", "assignment")

# Which keys an assignment to a unit opens. `desk` is where reports are read, `review` where they are judged.
_PREFIXES: Final[Mapping[str, tuple[str, ...]]] = {
    "contact": ("unit",),
    "cadre": ("unit", "desk"),
    "leader": ("unit", "desk"),
    "clerk": ("unit", "desk", "review"),
    "supervisor": ("unit", "desk", "review"),
}
UNIT_ROLES: Final = tuple(_PREFIXES)

Body = Mapping[str, object]
# Answers of `keys` that are kept: everyone of a province, twice a day. Each is a few hundred bytes.
_KEYS_KEPT_MAX: Final = 2_000


@dataclass(frozen=True, slots=True)
class Agency:
    """A body that answers feedback."""

    id: str
    name: str
    phone: str | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Theme:
    """What a matter is about, in both languages."""

    id: str
    name_vi: str
    name_en: str
    order: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """Someone of the directory. A disabled person keeps his name on what he wrote."""

    id: str
    name: str
    title: str | None = None
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Assignment:
    """A dated instrument: who, in which role, for which unit or agency, from its first day to its last."""

    id: str
    person: str
    role: str
    unit: str | None = None
    agency: str | None = None
    starts: str = "0001-01-01"
    ends: str | None = None
    decision: str | None = None
    reason: str | None = None
    replaces: str | None = None
    substitute: str | None = None

    def current_on(self, day: str) -> bool:
        """Whether the assignment is in force on that day, its first and last included."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True)
class Office:
    """The office itself."""

    id: str
    name: str
    phone: str | None = None
    province: str | None = None
    clock_offset_ms: int = 0
    demo: bool = False
    window_days: int | None = None
    window_from: str | None = None


@dataclass(frozen=True)
class Directory:
    """The whole directory at one position of the change log. All mappings are by id."""

    units: Mapping[str, Unit] = field(default_factory=dict)
    agencies: Mapping[str, Agency] = field(default_factory=dict)
    themes: Mapping[str, Theme] = field(default_factory=dict)
    persons: Mapping[str, Person] = field(default_factory=dict)
    assignments: Mapping[str, Assignment] = field(default_factory=dict)
    office: Office | None = None
    calendar: Calendar = DEFAULT_CALENDAR

    def holds(self, person: str, role: str, unit: str | None, day: str) -> bool:
        """Whether the person holds that role over that unit on that day (`unit` None: the role anywhere)."""
        return bool(self.holdings(person, role, unit, day))

    def holdings(self, person: str, role: str, unit: str | None, day: str) -> tuple[Assignment, ...]:
        """The assignments by which the person holds that role over that unit on that day."""
        held = (a for a in self.held_by(person) if a.role == role and a.current_on(day))
        return tuple(a for a in held if unit is None or (a.unit is not None and self.covers(a.unit, unit)))

    def owns(self, person: str, agency: str | None, day: str) -> bool:
        """Whether the person answers for that agency on that day (None: for any)."""
        return any(
            a.role == "agency" and a.current_on(day) and agency in (None, a.agency) for a in self.assignments_of(person)
        )

    def is_admin(self, person: str, day: str) -> bool:
        """Whether the person administers people and units on that day."""
        return self.holds(person, "admin", None, day)

    def roles(self, person: str, day: str) -> tuple[Assignment, ...]:
        """The person's assignments in force on that day, oldest first."""
        return tuple(a for a in self.held_by(person) if a.current_on(day))

    def keys(self, person: str, day: str) -> frozenset[str]:
        """The membership keys that the person's phone subscribes to on that day: of a province, the window's months."""
        found = self._keys.get((person, day))
        if found is None:
            months = tuple(months_from(self.window_from(day), day))
            found = frozenset(each for key in self.scope_keys(person, day) for each in self._subscribed(key, months))
            if len(self._keys) >= _KEYS_KEPT_MAX:
                self._keys.clear()
            self._keys[person, day] = found
        return found

    @cached_property
    def _keys(self) -> dict[tuple[str, str], frozenset[str]]:
        """What `keys` has answered: each sync asks twice."""
        return {}

    def window_from(self, day: str) -> str:
        """The first day of which a province-wide person's phone holds the records."""
        days = self.office.window_days if self.office else None
        return first_day(today=day, days=days or WINDOW_DAYS, moved_to=self.office.window_from if self.office else None)

    def scope_keys(self, person: str, day: str) -> frozenset[str]:
        """All that the person may read on that day, as keys without months (`bare`)."""
        keys = {"all", f"person:{person}"}
        for a in self.roles(person, day):
            if a.role == "agency" and a.agency is not None:
                keys.add(f"agency:{a.agency}")
            if a.unit is not None and a.role in _PREFIXES:
                keys.update(f"{prefix}:{root}" for prefix in _PREFIXES[a.role] for root in self.roots(a.unit))
        return frozenset(keys)

    def unit_keys(self, prefix: str, unit: str, month: str | None = None) -> set[str]:
        """The keys that a record of that unit is written under: its own and its ancestors'; a province's by month.

        Without a month it stands outside of the window: every phone of its readers holds it for good.
        """
        chain = (unit, *self.ancestors(unit))
        return {in_month(f"{prefix}:{each}", month if self.is_province(each) else None) for each in chain}

    def is_province(self, unit: str) -> bool:
        """Whether so much lies under the unit that it is filed by months."""
        return unit in self.units and self.units[unit].level == LEVELS[0]

    def _subscribed(self, key: str, months: Iterable[str]) -> Iterable[str]:
        prefix, _, unit = key.partition(":")
        if prefix not in FILED or not self.is_province(unit):
            return (key,)
        return (key, *(in_month(key, month) for month in months))

    def current_contacts(self, unit: str, day: str) -> tuple[str, ...]:
        """The persons who are the commune's contacts on that day and may sign in; its own, not its district's."""
        found = {
            person: None
            for a in self.assignments.values()
            for person in (a.person, a.substitute or a.person)
            if a.role == "contact" and a.unit is not None and a.current_on(day) and self._is_or_became(unit, a.unit)
        }
        return tuple(person for person in found if person in self.persons and not self.persons[person].disabled)

    def covers(self, scope: str, unit: str) -> bool:
        """Whether `unit` lies in the scope of `scope`: its subtree, and what its units were made of."""
        return not self.roots(scope).isdisjoint((unit, *self.ancestors(unit)))

    def roots(self, scope: str) -> frozenset[str]:
        """The tops of the trees that make up a scope: the unit, and predecessors that lie elsewhere."""
        if scope not in self._roots:
            self._roots[scope] = self._find_roots(scope)
        return self._roots[scope]

    def tops(self) -> tuple[str, ...]:
        """The whole office: its province, or every unit that stands on top."""
        province = self.office.province if self.office else None
        return (province,) if province else tuple(unit.id for unit in self.units.values() if unit.parent is None)

    def ancestors(self, unit: str) -> tuple[str, ...]:
        """The units above that one, nearest first. A loop or an unknown parent ends the walk."""
        chain: list[str] = []
        above = self.units[unit].parent if unit in self.units else None
        while above is not None and above in self.units and above not in chain and above != unit:
            chain.append(above)
            above = self.units[above].parent
        return tuple(chain)

    def subtree(self, unit: str) -> frozenset[str]:
        """The unit and all below it."""
        found, open_ = {unit}, [unit]
        while open_:
            below = [child for child in self._children.get(open_.pop(), ()) if child not in found]
            found.update(below)
            open_.extend(below)
        return frozenset(found)

    def assignments_of(self, person: str) -> tuple[Assignment, ...]:
        """All assignments the person ever had, oldest first."""
        return self._by_person.get(person, ())

    def held_by(self, person: str) -> tuple[Assignment, ...]:
        """The person's assignments, and those in which he stands in for their holder and may do what he may."""
        return self.assignments_of(person) + self._stood_in.get(person, ())

    def _is_or_became(self, unit: str, later: str) -> bool:
        seen, open_ = {later}, [later]
        while open_:
            before = self.units[each].predecessors if (each := open_.pop()) in self.units else ()
            open_.extend(b for b in before if b not in seen)
            seen.update(before)
        return unit in seen

    def _find_roots(self, scope: str) -> frozenset[str]:
        roots, covered = {scope}, set(self.subtree(scope))
        open_ = list(covered)
        while open_:
            unit = self.units.get(open_.pop())
            for before in unit.predecessors if unit else ():
                if before not in covered:
                    roots.add(before)
                    fresh = self.subtree(before) - covered
                    covered |= fresh
                    open_.extend(fresh)
        # A predecessor may be found before the one that it lay in.
        return frozenset(root for root in roots if roots.isdisjoint(self.ancestors(root)))

    @cached_property
    def _roots(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _children(self) -> Mapping[str, tuple[str, ...]]:
        children: dict[str, list[str]] = {}
        for unit in self.units.values():
            if unit.parent is not None:
                children.setdefault(unit.parent, []).append(unit.id)
        return {parent: tuple(below) for parent, below in children.items()}

    @cached_property
    def _by_person(self) -> Mapping[str, tuple[Assignment, ...]]:
        held: dict[str, list[Assignment]] = {}
        for a in sorted(self.assignments.values(), key=lambda a: (a.starts, a.id)):
            held.setdefault(a.person, []).append(a)
        return {person: tuple(assignments) for person, assignments in held.items()}

    @cached_property
    def _stood_in(self) -> Mapping[str, tuple[Assignment, ...]]:
        held: dict[str, list[Assignment]] = {}
        for a in sorted(self.assignments.values(), key=lambda a: (a.starts, a.id)):
            if a.substitute is not None:
                held.setdefault(a.substitute, []).append(a)
        return {person: tuple(assignments) for person, assignments in held.items()}


def build_directory(rows: Iterable[tuple[str, str, Body]]) -> Directory:
    """The directory made of records `(entity, id, body)`; removed ones must not be among them."""
    units: dict[str, Unit] = {}
    agencies: dict[str, Agency] = {}
    themes: dict[str, Theme] = {}
    persons: dict[str, Person] = {}
    assignments: dict[str, Assignment] = {}
    office: Office | None = None
    calendar = DEFAULT_CALENDAR
    for entity, id, body in rows:
        match entity:
            case "calendar":
                calendar = read_calendar(body)
            case "unit":
                units[id] = read_unit(id, body)
            case "agency":
                agencies[id] = Agency(id, _text(body, "name") or "", _text(body, "phone"), bool(body.get("closed")))
            case "theme":
                themes[id] = Theme(id, _text(body, "name_vi") or "", _text(body, "name_en") or "", _int(body, "order"))
            case "person":
                persons[id] = Person(id, _text(body, "name") or "", _text(body, "title"), bool(body.get("disabled")))
            case "assignment":
                assignments[id] = _read_assignment(id, body)
            case "office":
                office = _read_office(id, body)
            case _:
                pass
    return Directory(units, agencies, themes, persons, assignments, office, calendar)


def _read_assignment(id: str, body: Body) -> Assignment:
    return Assignment(
        id=id,
        person=_text(body, "person") or "",
        role=_text(body, "role") or "",
        unit=_text(body, "unit"),
        agency=_text(body, "agency"),
        starts=_text(body, "starts") or "0001-01-01",
        ends=_text(body, "ends"),
        decision=_text(body, "decision"),
        reason=_text(body, "reason"),
        replaces=_text(body, "replaces"),
        substitute=_text(body, "substitute"),
    )


def _read_office(id: str, body: Body) -> Office:
    return Office(
        id=id,
        name=_text(body, "name") or "",
        phone=_text(body, "phone"),
        province=_text(body, "province"),
        clock_offset_ms=_int(body, "clock_offset_ms"),
        demo=bool(body.get("demo")),
        window_days=_int(body, "window_days") or None,
        window_from=_text(body, "window_from"),
    )


def _text(body: Body, name: str) -> str | None:
    value = body.get(name)
    return value if isinstance(value, str) and value else None


def _int(body: Body, name: str) -> int:
    value = body.get(name)
    return value if isinstance(value, int) else 0
