"""The only writers of change plans, and of what they do: units, assignments, and the open items that move.

A plan is applied in one transaction, wholly or not at all. It may be applied before its day: units and assignments bear
dates, so nothing changes for anyone until the day comes; open items move on that day.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID, uuid5

from server.errors import Problem
from server.features.changes.carrying import carried_duties
from server.features.changes.model import plans
from server.features.changes.passing import Kept, ended, gone_on
from server.features.changes.queries import Looked, Plan, find_plan, look, open_items, open_tasks
from server.features.changes.rules import made_units
from server.features.feedback.moving import do_move_items
from server.features.people.actions import do_put_assignments, do_put_office
from server.features.people.directory import Assignment
from server.features.people.queries import load_directory
from server.features.tasks.moving import do_move_tasks
from server.features.units.actions import do_put_units
from server.features.units.lineage import MOVED, place_on
from server.platform.acts import Act
from sync.check import is_day

LINES_MAX: Final = 5_000


def do_put_plan(
    act: Act, id: str, *, day: str, title: str, decision: str | None, rows: Sequence[Mapping[str, str]],
    keep: Collection[Kept] = (),
) -> None:  # fmt: skip
    """Write a plan, new or changed. Problem `bad_day`, `name_missing`; `already_done` once it is applied."""
    there = find_plan(act.tx, id)
    if there is not None and there.applied is not None:
        raise Problem("already_done")
    if not is_day(day):
        raise Problem("bad_day", {"field": "day"})
    if not title.strip():
        raise Problem("name_missing")
    if len(rows) > LINES_MAX:
        raise Problem("sheet_too_large", {"limit": LINES_MAX})
    values = {
        "day": day, "title": title.strip(), "decision": decision or None,
        "rows": json.dumps([dict(row) for row in rows], ensure_ascii=False), "keep": json.dumps(sorted(keep)),
        "changed": act.at, "by": act.actor,
    }  # fmt: skip
    if there is None:
        act.tx.connection.execute(plans.insert().values(id=id, applied=None, **values))
    else:
        act.tx.connection.execute(plans.update().where(plans.c.id == id).values(values))


def do_drop_plan(act: Act, id: str) -> None:
    """Forget a plan that was not applied. Problem `not_found`, `already_done`."""
    _waiting(act, id)
    act.tx.connection.execute(plans.delete().where(plans.c.id == id))


def do_apply(act: Act, id: str) -> int:
    """Apply a plan as a whole; how many open items and tasks moved at once.

    Problem `plan_unfit` while a line of it is bad, `already_done`, `not_found`.
    """
    plan = _waiting(act, id)
    looked = look(act.tx, plan)
    if not looked.change.fits:
        raise Problem("plan_unfit")
    ids = unit_ids(plan, looked)
    do_put_units(act, made_units(looked.directory.units, looked.change, ids))
    do_put_assignments(act, _assignments(looked, ids))
    duties = carried_duties(act.tx, looked, ids)
    if duties:
        act.append(*duties)
    act.tx.connection.execute(plans.update().where(plans.c.id == id).values(applied=act.at))
    return do_catch_up(act)


def do_catch_up(act: Act) -> int:
    """Let follow what units left behind that ended: open items and tasks, the office's province. How many moved."""
    directory = load_directory(act.tx)
    gone = [unit.id for unit in directory.units.values() if unit.valid_to is not None and unit.valid_to < act.today]
    office = directory.office
    heir = place_on(directory.units, office.province or "", act.today) if office else None
    if office is not None and heir is not None and heir.verdict == MOVED:
        do_put_office(
            act, office.id, name=office.name, phone=office.phone, province=heir.units[0],
            clock_offset_ms=office.clock_offset_ms, demo=office.demo,
        )  # fmt: skip
    at = act.at + (office.clock_offset_ms if office else 0)
    items = do_move_items(act, directory, list(open_items(act.tx, directory, gone)), at=at)
    return items + do_move_tasks(act, directory, list(open_tasks(act.tx, gone)), at=at)


def unit_ids(plan: Plan, looked: Looked) -> dict[str, str]:
    """The ids of the new units by key: the same however often the plan is looked at."""
    return {key: str(uuid5(UUID(plan.id), f"unit:{key}")) for key in looked.change.begins}


def _assignments(looked: Looked, ids: Mapping[str, str]) -> list[Assignment]:
    plan, passing = looked.plan, looked.passing
    why = (plan.decision, plan.title)
    going_on = [
        gone_on(one, id=str(uuid5(UUID(plan.id), f"{one.id}:{key}")), unit=ids[key], day=plan.day, why=why)
        for one, key in passing.going_on
    ]
    return [*(ended(one, plan.day) for one in passing.ending), *going_on]


def _waiting(act: Act, id: str) -> Plan:
    plan = find_plan(act.tx, id)
    if plan is None:
        raise Problem("not_found")
    if plan.applied is not None:
        raise Problem("already_done")
    return plan
