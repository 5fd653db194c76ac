"""The only writers of duty rules, leave, excuses, cut-offs and the closing of periods.

Everyone reads them: a phone counts what is due by itself. A locked period is no longer changed by any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from server.features.conflicts.actions import do_open
from server.features.duty.keeping import units_of_leave
from server.features.duty.periods import Cutoff, closing_id
from server.features.duty.records import cutoff_of, locked_of
from server.features.duty.rules import (
    KEEPER_ROLES,
    LEADS_TO,
    Closing,
    Fields,
    Refusal,
    changed_days,
    check_cadence,
    check_cutoff,
    check_excuse,
    check_leave,
    check_step,
    figure_locked,
    touched,
)
from server.features.handling import (
    argument,
    check_id_free,
    done_at,
    number,
    office_instant,
    refusal,
    round_argument,
    text,
)
from server.features.people.directory import Directory
from sync.entities import BY_NAME, THREAD_MAX
from sync.operations import BY_NAME_KIND
from sync.ports import Record, Value, Work
from sync.values import ids_of, items_of

EVERYONE: Final = frozenset({"all"})
_LOG: Final = BY_NAME["closing"].field("log").columns


def do_set_cadence(work: Work, directory: Directory) -> None:
    """`cadence.set`: from when to when holders of a role, for which units, owe a visit how often."""
    _put(work, directory, check_cadence, lambda fields: ids_of(fields.get("units")) or directory.tops())


def do_set_leave(work: Work, directory: Directory) -> None:
    """`leave.set`: the days that a person is on leave; or that this is taken back."""
    _put(work, directory, check_leave, lambda fields: _leave_units(work, directory, fields))


def do_set_excuse(work: Work, directory: Directory) -> None:
    """`excuse.set`: the days for which an assignment, or a unit's whole scope, owes nothing, and why."""
    _put(work, directory, check_excuse, lambda fields: _excused(directory, fields))


def do_set_period(work: Work, directory: Directory) -> None:
    """`period.set`: the day on which the office's months begin, from a day on."""
    _put(work, directory, check_cutoff, lambda _fields: directory.tops())


def do_step(work: Work, directory: Directory) -> None:
    """`closing.close`, `.lock`, `.reopen`: a period's figures are taken, fixed, or open again with a reason."""
    step, period = work.op.kind.removeprefix("closing."), argument(work, "period") or ""
    if work.op.id != closing_id(period):
        raise refusal("unknown_code", field="period")
    _check_keeper(work, directory, directory.tops())
    record = work.read("closing", work.op.id)
    now = Closing(period, text(record, "status") if record else "open", number(record, "round") if record else 0)
    refused = check_step(
        step, now, read=round_argument(work), text=argument(work, "text"), cutoffs=_cutoffs(work), today=work.today
    )
    if refused and refused.code == "stale":
        _open_stale(work, directory, record, now)
        return
    _pass(refused, period=period)
    _take(work, directory, record, now, step)


def _put(
    work: Work,
    directory: Directory,
    check: Callable[[Fields], Refusal | None],
    units_of: Callable[[Fields], Iterable[str]],
) -> None:
    """Write the whole instrument, if its author keeps the books of every unit it is about, before and after."""
    entity = BY_NAME_KIND[work.op.kind].entity
    before = work.read(entity, work.op.id)
    fields = {each.name: work.op.args.get(each.name) for each in BY_NAME_KIND[work.op.kind].arguments}
    _pass(check(fields))
    for told in (fields, *((before.body,) if before else ())):
        _check_keeper(work, directory, tuple(units_of(told)))
    if before is None:
        check_id_free(work, work.op.id, but_for=(entity,))
    _check_locked(work, None if before is None else {name: before.body.get(name) for name in fields}, fields)
    work.write(entity, work.op.id, {**fields, "by": work.op.author}, keys=EVERYONE)


def _check_keeper(work: Work, directory: Directory, units: Iterable[str]) -> None:
    role, author = work.op.role, work.op.author
    if role not in KEEPER_ROLES or (role == "admin" and not directory.is_admin(author, work.today)):
        raise refusal("not_allowed", role=role)
    told = tuple(units)
    for unit in told:
        if unit not in directory.units or (role != "admin" and not directory.holds(author, role, unit, work.today)):
            raise refusal("unit_outside_assignment", unit=unit)
    if not told and role != "admin":
        raise refusal("not_found")


def _check_locked(work: Work, before: Fields | None, after: Fields) -> None:
    cutoffs = _cutoffs(work)
    first, last = changed_days(before, after)
    span = touched(locked_of(work.records("closing", EVERYONE), cutoffs), first, last)
    if span is not None:
        raise refusal("period_locked", period=span.key)


def check_figure(work: Work) -> None:
    """Refuse a plan or a figure of a locked period: `period_locked`, until it is reopened with a reason."""
    before = work.read(work.op.entity, work.op.id)
    locked = locked_of(work.records("closing", EVERYONE), _cutoffs(work))
    span = figure_locked(locked, before=text(before, "ends") if before else None, after=argument(work, "ends"))
    if span is not None:
        raise refusal("period_locked", period=span.key)


def _leave_units(work: Work, directory: Directory, fields: Fields) -> tuple[str, ...]:
    person, days = str(fields.get("person")), (str(fields.get("starts")), str(fields.get("ends")))
    return units_of_leave(directory, person, days=days, keeper=work.op.author, role=work.op.role, day=work.today)


def _excused(directory: Directory, fields: Fields) -> tuple[str, ...]:
    if fields.get("unit"):
        return (str(fields["unit"]),)
    assignment = directory.assignments.get(str(fields.get("assignment")))
    if assignment is None or assignment.unit is None:
        raise refusal("not_found")
    return (assignment.unit,)


def _cutoffs(work: Work) -> list[Cutoff]:
    return [cutoff_of(each) for each in work.records("period", EVERYONE)]


def _pass(refused: Refusal | None, **details: Value) -> None:
    if refused is not None:
        raise refusal(refused.code, field=refused.field, **details)


def _take(work: Work, directory: Directory, record: Record | None, now: Closing, step: str) -> None:
    log = list(items_of(record.body.get("log"))) if record else []
    if len(log) >= THREAD_MAX:
        raise refusal("too_many", field="log", limit=THREAD_MAX)
    columns: dict[str, Value] = {
        "id": argument(work, "entry"),
        "kind": step,
        "at": done_at(work, directory),
        "person": work.op.author,
        "role": work.op.role,
        "text": argument(work, "text"),
    }
    until = {"close": office_instant(directory, work.now), "reopen": None}
    fields: dict[str, Value] = {
        "period": now.period,
        "status": LEADS_TO[step],
        "round": now.round + 1,
        "until": until[step] if step in until else (record.body.get("until") if record else None),
        "log": [*log, [columns[name] for name in _LOG]],
    }
    work.write("closing", work.op.id, fields, keys=EVERYONE)


def _open_stale(work: Work, directory: Directory, record: Record | None, now: Closing) -> None:
    log = items_of(record.body.get("log")) if record else []
    last = dict(zip(_LOG, log[-1], strict=False)) if log else {}
    do_open(
        work,
        directory,
        kind="stale",
        about=("closing", work.op.id),
        field="status",
        # The reason that was given stands there, as nobody reads it anywhere else.
        mine=(argument(work, "text") or "").strip() or work.op.kind,
        theirs=now.status,
        theirs_by=str(last["person"]) if last else None,
        theirs_at=int(str(last["at"])) if last else None,
        of_round=now.round,
    )
    work.conflict("stale", round=now.round)
