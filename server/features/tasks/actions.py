"""The only writers of difficult tasks.

The frame (who, what, until when, open or not) moves by commands that name the round that was read; what was measured
and reached only ever grows, so it may be told offline by several people. Percents are written by nobody.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from server.features.audiences import may_read, persons
from server.features.conflicts.actions import do_open
from server.features.handling import (
    argument,
    check_authority,
    check_id_free,
    done_at,
    not_found,
    number,
    place_of,
    refusal,
    round_argument,
    text,
    text_or_none,
)
from server.features.people.directory import Directory
from server.features.tasks.records import (
    LOG_COLUMNS,
    POINT_COLUMNS,
    cells_of,
    frame_text,
    goals_of,
    has_entry,
    milestones_of,
    points_of,
)
from server.features.tasks.rules import (
    GIVER_ROLES,
    GOALS_MAX,
    LEADS_TO,
    MILESTONES_MAX,
    TELLER_ROLES,
    Point,
    Refusal,
    check_point,
    check_step,
    check_task,
)
from server.measures import Measure
from server.stop_words import find_stop
from sync.entities import ITEMS_MAX, THREAD_MAX
from sync.operations import BY_NAME_KIND
from sync.ports import Record, Value, Work
from sync.values import ids_of, int_of, items_of, text_of

_LIMITS: Final = {"goals": GOALS_MAX, "milestones": MILESTONES_MAX}
# Step → the kind of its entry.
_SAID: Final = {"extend": "extended", "close": "closed", "drop": "dropped", "reopen": "reopened"}
_WRITTEN: Final = ("title", "why", "text", "source", "document")


def do_set(work: Work, directory: Directory) -> None:
    """`task.set`: take a task on, or correct its frame. Its deadline moves by `task.extend` alone."""
    before = work.read("task", work.op.id)
    if before is not None:
        access_task(work, directory, before, GIVER_ROLES)
        if has_entry(before, argument(work, "entry") or ""):
            return
    names = [each.name for each in BY_NAME_KIND["task.set"].arguments if each.name not in ("entry", "round")]
    fields = {name: work.op.args.get(name) for name in names}
    # Written without a network for a unit that has ended: its only heir's.
    unit = place_of(directory, argument(work, "unit") or "", work.today)
    fields["unit"] = unit
    check_authority(work, directory, roles=GIVER_ROLES, unit=unit, day=work.today)
    if before is None:
        # Whether an id is taken is nobody's to learn who may give no task.
        check_id_free(work, work.op.id)
        # A correction that came back before what it corrects: an older database was put back.
        if round_argument(work):
            raise not_found()
    elif _is_late(work, directory, before, "set", mine=frame_text(fields), theirs=frame_text(before.body)):
        return
    _check_frame(work, directory, before, fields)
    frame: dict[str, Value] = {**fields, "status": "open", "ends_original": fields["ends"], "by": work.op.author}
    if before is not None:
        kept = ("points", "visits", "ends_original", "by")
        frame |= {name: before.body.get(name) for name in kept}
    _write(work, directory, before, frame, kind="changed" if before else "set", moved=True)


def do_step(work: Work, directory: Directory) -> None:
    """`task.extend`, `.close`, `.drop`, `.reopen`: by who gives tasks; the deadline's first date is kept."""
    task = _task(work, directory, GIVER_ROLES)
    if has_entry(task, argument(work, "entry") or ""):
        return
    step, until = work.op.kind.removeprefix("task."), argument(work, "until")
    mine = argument(work, "text") or work.op.kind
    if _is_late(work, directory, task, step, mine=mine, theirs=f"task.{text(task, 'status')}"):
        return
    _pass(_check_step(work, task, step))
    if step == "extend" and until is not None and until < text(task, "starts"):
        raise refusal("end_before_start")
    fields: dict[str, Value] = {"ends": until} if step == "extend" else {"status": LEADS_TO[step]}
    _write(work, directory, task, fields, kind=_SAID[step], moved=True, due=until)


def do_progress(work: Work, directory: Directory) -> None:
    """`task.progress`: what was measured on a day, with its comparator and source."""
    task = _task(work, directory, TELLER_ROLES)
    if has_entry(task, argument(work, "entry") or ""):
        return
    args = work.op.args
    value = Measure(int_of(args.get("value_e3")), argument(work, "comparator") or "")
    point = Point("", argument(work, "goal") or "", argument(work, "day") or "", value)
    goals = [each.id for each in goals_of(task.body.get("goals"))]
    _pass(check_point(goals, point, today=work.today))
    cells: dict[str, Value] = {**args, **_signed(work, directory)}
    points = [*items_of(task.body.get("points")), [cells.get(name) for name in POINT_COLUMNS]]
    if len(points) > THREAD_MAX:
        raise refusal("too_many", field="points", limit=THREAD_MAX)
    _check_words(work)
    _keep(work, directory, task, {"points": points})


def do_strike(work: Work, directory: Directory) -> None:
    """`task.strike`: a point that was told in error stays readable and counts no more."""
    task = _task(work, directory, TELLER_ROLES)
    if has_entry(task, argument(work, "entry") or ""):
        return
    if argument(work, "point") not in {each.id for each in points_of(task)}:
        raise refusal("already_done")
    _need_reason(work)
    _write(work, directory, task, {}, kind="struck", about=argument(work, "point"))


def do_reach(work: Work, directory: Directory) -> None:
    """`task.reach`: a milestone was reached on a day, with its evidence; without a day it was not after all."""
    task = _task(work, directory, TELLER_ROLES)
    if has_entry(task, argument(work, "entry") or ""):
        return
    milestone, day = argument(work, "milestone"), argument(work, "day")
    if milestone not in {id for id, _, _ in milestones_of(task.body.get("milestones"))}:
        raise refusal("unknown_code", field="milestone")
    if day is not None and day > work.today:
        raise refusal("date_in_future", field="day")
    if day is None:
        _need_reason(work)
    kind, document = "reached" if day else "unreached", argument(work, "document")
    _write(work, directory, task, {}, kind=kind, day=day, about=milestone, document=document)


def do_tie(work: Work, directory: Directory) -> None:
    """`task.tie`: a visit that dealt with the task. Whoever ties it can read that visit."""
    task = _task(work, directory, TELLER_ROLES)
    visit = work.read("visit", argument(work, "visit") or "")
    if visit is None:
        raise not_found()
    seen = directory.unit_keys("unit", text(visit, "unit")) | persons(visit.author)
    if not may_read(directory, seen, person=work.op.author, today=work.today):
        raise not_found()
    visits = ids_of(task.body.get("visits"))
    if visit.id in visits:
        return
    if len(visits) >= ITEMS_MAX:
        raise refusal("too_many", field="visits", limit=ITEMS_MAX)
    _keep(work, directory, task, {"visits": [*visits, visit.id]})


def keys_of(directory: Directory, task: Record) -> set[str]:
    """Who reads a task: its place, its owner, and who gave it. Tasks are few: every phone of its readers holds them."""
    return _keys(directory, {name: task.body.get(name) for name in ("unit", "owner", "agency", "by")})


def access_task(work: Work, directory: Directory, task: Record, roles: Collection[str]) -> None:
    """Refuse who may not read it (`not_found`), and who has no such say in it (`not_allowed`)."""
    person, role, today = work.op.author, work.op.role, work.today
    if not may_read(directory, keys_of(directory, task), person=person, today=today):
        raise not_found()
    if role in roles and directory.holds(person, role, text(task, "unit"), today):
        return
    desk = role == "agency" and directory.owns(person, text_or_none(task, "agency"), today)
    own = text(task, "owner") == person and any(each.role == role for each in directory.roles(person, today))
    if roles is GIVER_ROLES or not (own or (desk and text_or_none(task, "agency"))):
        raise refusal("not_allowed", role=role)


def _task(work: Work, directory: Directory, roles: Collection[str]) -> Record:
    task = work.read("task", work.op.id)
    if task is None:
        raise not_found()
    access_task(work, directory, task, roles)
    return task


def _check_step(work: Work, task: Record | None, step: str) -> Refusal | None:
    status = text(task, "status") if task else "open"
    current = number(task, "round") if task else 0
    return check_step(step, status=status, current=current, read=round_argument(work), text=argument(work, "text"))


def _check_frame(work: Work, directory: Directory, before: Record | None, fields: dict[str, Value]) -> None:
    goals = goals_of(fields["goals"])
    _pass(check_task(fields, goals, milestones_of(fields["milestones"])))
    _pass(_check_step(work, before, "set"))
    if before is not None and fields["ends"] != before.body.get("ends"):
        raise refusal("reason_required", field="ends")
    told = {each.goal for each in points_of(before)} if before else set()
    if not told <= {each.id for each in goals}:
        raise refusal("missing", field="goals")
    for name, there in (("owner", directory.persons), ("assigner", directory.persons), ("agency", directory.agencies)):
        if fields[name] is not None and fields[name] not in there:
            raise refusal("unknown_code", field=name)


def _need_reason(work: Work) -> None:
    if not (argument(work, "text") or "").strip():
        raise refusal("reason_required", field="text")


def _check_words(work: Work) -> None:
    for name in _WRITTEN:
        code = find_stop([argument(work, name) or ""])
        if code is not None:
            raise refusal(code, field=name)


def _pass(refused: Refusal | None) -> None:
    if refused is not None:
        raise refusal(refused.code, field=refused.field, limit=_LIMITS.get(refused.field or ""))


def _is_late(work: Work, directory: Directory, task: Record, step: str, *, mine: str, theirs: str) -> bool:
    """Whether somebody was faster: then what was wanted stands beside what is, for its writer to decide anew."""
    refused = _check_step(work, task, step)
    if refused is None or refused.code != "stale":
        return False
    last = list(cells_of(task, "log"))[-1]
    do_open(
        work,
        directory,
        kind="stale",
        about=("task", task.id),
        field="frame" if step == "set" else "status",
        mine=mine,
        theirs=theirs,
        theirs_by=text_of(last["person"]),
        theirs_at=int_of(last["at"]),
        of_round=number(task, "round"),
    )
    work.conflict("stale", round=number(task, "round"))
    return True


def _signed(work: Work, directory: Directory) -> dict[str, Value]:
    return {
        "id": argument(work, "entry"),
        "at": done_at(work, directory),
        "person": work.op.author,
        "role": work.op.role,
    }


def _write(
    work: Work,
    directory: Directory,
    task: Record | None,
    fields: dict[str, Value],
    *,
    kind: str,
    moved: bool = False,
    **said: Value,
) -> None:
    """The task with these fields and one entry more. `moved`: its frame is another now."""
    _check_words(work)
    log = list(items_of(task.body.get("log"))) if task else []
    if len(log) >= THREAD_MAX:
        raise refusal("too_many", field="log", limit=THREAD_MAX)
    cells = {**_signed(work, directory), "kind": kind, "text": argument(work, "text"), **said}
    round_ = (number(task, "round") if task else 0) + moved
    entry: list[Value] = [cells.get(name) for name in LOG_COLUMNS]
    _keep(work, directory, task, {**fields, "round": round_, "log": [*log, entry]})


def _keep(work: Work, directory: Directory, task: Record | None, fields: dict[str, Value]) -> None:
    after = {**(task.body if task else {}), **fields}
    work.write("task", work.op.id, after, keys=_keys(directory, after))


def _keys(directory: Directory, body: dict[str, Value]) -> set[str]:
    def said(name: str) -> str | None:
        value = body.get(name)
        return value if isinstance(value, str) else None

    desk = {f"agency:{said('agency')}"} if said("agency") else set[str]()
    return directory.unit_keys("unit", said("unit") or "") | persons(said("owner"), said("by")) | desk
