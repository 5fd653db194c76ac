"""What stands on a day among the people of the cast, told to finders without any store."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from server.features.occasions import OCCASIONS, Due, Phone, Scene
from server.features.people.directory import Assignment, Directory, Office
from server.features.units.rules import Unit
from server.platform.clock import start_of
from server.registry import FINDERS, REMINDED
from server.worktime import DEFAULT_CALENDAR, Calendar
from sync.entities import BY_NAME
from sync.ports import Record
from tests.cast import PROVINCE, ROADS, ROLES, UNITS, WATER
from tests.factories import assignment, directory, id_of

DEFAULTS: Final = {code: occasion.turns for code, occasion in OCCASIONS.items()}
HOUR: Final = 3_600_000
# Whoever stands in for somebody of the cast.
STAND_IN: Final = "stand_in"
NAMES: Final = {id_of(name): name for name in (*ROLES, STAND_IN)}


def office(
    *,
    held: Iterable[Assignment] | None = None,
    units: Iterable[Unit] = UNITS,
    calendar: Calendar = DEFAULT_CALENDAR,
    withdrawn: Iterable[str] = (),
) -> Directory:
    """The cast's directory, and somebody who may stand in."""
    posts = [assignment(name, role, over) for name, (role, over) in ROLES.items()] if held is None else list(held)
    made = directory(units=units, people=[*ROLES, STAND_IN], agencies=(WATER, ROADS), held=posts)
    people = {id: replace(one, disabled=NAMES[id] in withdrawn) for id, one in made.persons.items()}
    return replace(
        made, persons=people, calendar=calendar, office=Office(id_of("office"), "Văn phòng", None, id_of(PROVINCE))
    )


def changed(name: str, **fields: Any) -> Directory:
    """The cast, where one person's post is another."""
    posts = [assignment(each, role, over) for each, (role, over) in ROLES.items()]
    return office(held=[replace(post, **fields) if post.person == id_of(name) else post for post in posts])


def record(entity: str, name: str, author: str, **fields: Any) -> Record:
    """A record as the office holds it: what is not said is null, lists of items by their columns."""
    body: dict[str, Any] = {field.name: None for field in BY_NAME[entity].fields}
    for key, value in fields.items():
        columns = BY_NAME[entity].field(key).columns
        is_items = columns and value and isinstance(value[0], dict)
        body[key] = [[row.get(column) for column in columns] for row in value] if is_items else value
    return Record(entity, id_of(name), id_of(author), 1, 1, False, body)


def scene(
    today: str,
    *records: Record,
    here: Directory | None = None,
    away: Iterable[str] = (),
    turns: dict[str, tuple[int, ...]] | None = None,
    phones: Iterable[Phone] = (),
    hour: float = 8,
) -> Scene:
    """That day at that hour, of the records what the leader holds of them."""
    kinds: dict[str, dict[str, Record]] = {}
    for each in records:
        kind = REMINDED[each.entity]
        if kind.is_live(each) and not (kind.is_past and kind.is_past(each, today)):
            body = each.body if kind.fields is None else {name: each.body[name] for name in kind.fields}
            kinds.setdefault(each.entity, {})[each.id] = replace(each, body=body)
    return Scene(
        here or office(), kinds, today, start_of(today) + int(hour * HOUR), {**DEFAULTS, **(turns or {})},
        frozenset(id_of(name) for name in away), tuple(phones),
    )  # fmt: skip


def dues(at: Scene) -> list[Due]:
    """Everything that every finder finds."""
    found = [(finder, due) for finder in FINDERS for due in finder.find(at)]
    assert all(due.occasion in finder.occasions for finder, due in found)
    return [due for _, due in found]


def told(at: Scene) -> set[tuple[str, str, str]]:
    """Who is told of what, and in which turn: ("owner", "visit_due", "2024-06-30-5")."""
    found = dues(at)
    keys = [(due.person, due.occasion, due.record, due.turn) for due in found]
    assert len(set(keys)) == len(keys), "nobody is told the same thing twice"
    return {(NAMES[due.person], due.occasion, due.turn) for due in found}


def whom(at: Scene) -> set[tuple[str, str]]:
    """Who is told of what."""
    return {(name, occasion) for name, occasion, _ in told(at)}
