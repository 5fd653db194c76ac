"""What a plan that is applied writes of duty: rules that name units which end go on over their heirs, excuses too.

Leave is a person's and periods are the office's: neither names a unit. Records are made of others; nothing is decided
here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from uuid import UUID, uuid5

from server.days import day_before
from server.features.changes.duties import Following, follow
from server.features.changes.queries import Looked
from server.features.handling import text
from server.platform.changes import Write
from server.platform.store import SqlReader
from sync.ports import Record, Value
from sync.values import ids_of

EVERYONE: Final = frozenset({"all"})
Ids = Mapping[str, str]


def touched_rules(reader: SqlReader, looked: Looked) -> Iterator[tuple[Record, Following]]:
    """The duty rules that name units which end and that go beyond the plan's day, and what becomes of each."""
    for rule in reader.records("cadence", EVERYONE):
        named = ids_of(rule.body.get("units"))
        if any(unit in looked.change.ends for unit in named) and _lasts(rule, looked.change.day):
            yield rule, follow(looked.directory.units, looked.change, named)


def carried_duties(reader: SqlReader, looked: Looked, ids: Ids) -> list[Write]:
    """The rules and excuses that are written when the plan is applied. `ids`: of the new units, by key."""
    writes: list[Write] = []
    for rule, following in touched_rules(reader, looked):
        writes += _rule(looked, rule, following, ids)
    for excuse, target in touched_excuses(reader, looked, ids):
        writes.append(_excuse(looked, excuse, target))
    return writes


def touched_excuses(reader: SqlReader, looked: Looked, ids: Ids) -> Iterator[tuple[Record, Mapping[str, Value]]]:
    """The excuses that go on, each with the assignment or unit that it goes on for."""
    day, plan = looked.change.day, looked.plan
    going = [(one.id, str(uuid5(UUID(plan.id), f"{one.id}:{key}"))) for one, key in looked.passing.going_on]
    for excuse in reader.records("excuse", EVERYONE):
        if excuse.body.get("cancelled") or not _lasts(excuse, day):
            continue
        unit, assignment = text(excuse, "unit"), text(excuse, "assignment")
        if unit in looked.change.ends:
            heirs = follow(looked.directory.units, looked.change, (unit,)).heirs
            yield from ((excuse, {"unit": ids[key], "assignment": None}) for key in heirs)
        yield from ((excuse, {"unit": None, "assignment": new}) for old, new in going if old == assignment)


def _rule(looked: Looked, rule: Record, following: Following, ids: Ids) -> Iterable[Write]:
    """The rule ends with its units and another begins. One that is to come names the heirs from its beginning."""
    units: list[Value] = [*following.stay, *(ids[key] for key in following.heirs)]
    # A rule that names no unit would hold for all.
    if not units:
        return []
    if text(rule, "starts") >= looked.change.day:
        return [Write("cadence", rule.id, {"units": units})]
    later = {**rule.body, "units": units, "starts": looked.change.day}
    return [
        Write("cadence", rule.id, {"ends": day_before(looked.change.day)}),
        Write("cadence", str(uuid5(UUID(looked.plan.id), rule.id)), later, EVERYONE),
    ]


def _excuse(looked: Looked, excuse: Record, target: Mapping[str, Value]) -> Write:
    about = target["unit"] or target["assignment"]
    fields = {**excuse.body, **target, "starts": max(text(excuse, "starts"), looked.change.day)}
    return Write("excuse", str(uuid5(UUID(looked.plan.id), f"{excuse.id}:{about}")), fields, EVERYONE)


def _lasts(record: Record, day: str) -> bool:
    """Whether it says something about that day or a later one."""
    ends = text(record, "ends")
    return not ends or ends >= day
