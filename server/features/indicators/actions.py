"""The only writers of indicators, plans and figures: each instrument whole, the later writing stands.

Everyone reads what is counted; plans and figures are read by who reads their unit. A part of a computed indicator is
never itself computed.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from server.features.handling import (
    argument,
    check_authority,
    check_id_free,
    done_at,
    not_found,
    refusal,
    text,
)
from server.features.indicators.figures import Indicator
from server.features.indicators.records import indicator_of
from server.features.indicators.rules import (
    CATEGORIES_MAX,
    PLANNER_ROLES,
    TELLER_ROLES,
    Refusal,
    check_indicator,
    check_plan,
    check_progress,
)
from server.features.people.directory import Directory
from server.platform.clock import day_of
from server.stop_words import find_stop
from sync.operations import BY_NAME_KIND
from sync.ports import Record, Value, Work
from sync.values import items_of

EVERYONE: Final = frozenset({"all"})
_WRITTEN: Final = ("name_vi", "name_en", "source", "decision")


def do_set_indicator(work: Work, directory: Directory) -> None:
    """`indicator.set`: what the office counts, and how; by an administrator, without code."""
    if work.op.role != "admin" or not directory.is_admin(work.op.author, work.today):
        raise refusal("not_allowed", role=work.op.role)
    fields, _ = _instrument(work)
    known = {each.id: indicator_of(each.id, each.body) for each in work.records("indicator", EVERYONE)}
    made = indicator_of(work.op.id, fields)
    _pass(check_indicator(fields, made, [list(row) for row in items_of(fields["categories"])], known))
    if made.formula and any(made.id in each.parts for each in known.values()):
        raise refusal("unknown_code", field="formula")
    work.write("indicator", work.op.id, {**fields, "by": work.op.author}, keys=EVERYONE)


def do_set_target(work: Work, directory: Directory) -> None:
    """`target.set`: what a unit shall reach in a span of days; by who plans for it."""
    fields, before = _instrument(work)
    _pass(check_plan(fields, _indicator(work)))
    _check_units(work, directory, before, PLANNER_ROLES, day=work.today)
    _put(work, directory, "target", fields)


def do_set_progress(work: Work, directory: Directory) -> None:
    """`progress.set`: what a unit reached in a span of days: a count, never whose."""
    fields, before = _instrument(work)
    _pass(check_progress(fields, _indicator(work), today=work.today))
    _check_units(work, directory, before, TELLER_ROLES, day=day_of(done_at(work, directory)))
    _put(work, directory, "progress", fields)


def _instrument(work: Work) -> tuple[dict[str, Value], Record | None]:
    """What the operation says, whole, and the record before it."""
    kind = BY_NAME_KIND[work.op.kind]
    before = work.read(kind.entity, work.op.id)
    if before is None:
        check_id_free(work, work.op.id)
    for name in _WRITTEN:
        code = find_stop([argument(work, name) or ""])
        if code is not None:
            raise refusal(code, field=name)
    return {each.name: work.op.args.get(each.name) for each in kind.arguments}, before


def _indicator(work: Work) -> Indicator | None:
    record = work.read("indicator", argument(work, "indicator") or "")
    return indicator_of(record.id, record.body) if record else None


def _check_units(work: Work, directory: Directory, before: Record | None, roles: Collection[str], *, day: str) -> None:
    """Refuse who has no say in the unit; where it is moved, in the unit before too."""
    unit = argument(work, "unit") or ""
    if work.op.role == "admin":
        if not directory.is_admin(work.op.author, work.today) or "admin" not in roles:
            raise refusal("not_allowed", role=work.op.role)
        if unit not in directory.units:
            raise refusal("unit_outside_assignment", unit=unit)
        return
    if before is not None and not directory.holds(work.op.author, work.op.role, text(before, "unit"), work.today):
        raise not_found()
    check_authority(work, directory, roles=roles, unit=unit, day=day)


def _put(work: Work, directory: Directory, entity: str, fields: dict[str, Value]) -> None:
    stamp: dict[str, Value] = {"by": work.op.author, "at": done_at(work, directory)}
    keys = directory.unit_keys("unit", argument(work, "unit") or "")
    work.write(entity, work.op.id, {**fields, **stamp}, keys=keys)


def _pass(refused: Refusal | None) -> None:
    if refused is not None:
        raise refusal(refused.code, field=refused.field, limit=CATEGORIES_MAX)
