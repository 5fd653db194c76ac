"""The only writers of feedback items.

Owns every step of an item's life, its thread, its dates and its readers. Each step appends one entry, under the id
that the phone made. A step that names a round which has passed, or an owner given meanwhile, is `stale`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from server.features.audiences import feedback_keys
from server.features.conflicts.actions import do_open
from server.features.feedback.evidence import named_with
from server.features.feedback.joining import append_entry, do_close_linked, do_link, do_split, do_unlink
from server.features.feedback.moving import do_move
from server.features.feedback.records import (
    access_item,
    actor_of,
    entry_instant,
    entry_of,
    has_entry,
    has_kind,
    has_linked,
    item_of,
    step_of,
)
from server.features.feedback.rules import (
    RAISER_ROLES,
    REFERRER_ROLES,
    Refusal,
    Step,
    check_raised,
    check_step,
    feedback_number,
    source_of,
)
from server.features.handling import (
    argument,
    check_authority,
    check_id_free,
    check_words,
    number,
    place_of,
    refusal,
    text,
    text_or_none,
)
from server.features.people.directory import Directory
from server.features.people.months import month_of
from server.platform.clock import day_of
from server.worktime import answer_due, settle_due
from sync.entities import BY_NAME
from sync.ports import Record, Value, Work
from sync.values import items_of

_COLUMNS: Final = BY_NAME["feedback"].field("thread").columns


def do_raise(work: Work, directory: Directory) -> None:
    """`feedback.raise`: put one matter before the office, numbered on arrival, due by its urgency."""
    check_id_free(work, work.op.id)
    fields = {**work.op.patch.set, "source": work.op.patch.set.get("source") or source_of(work.op.role)}
    for problem in check_raised(fields):
        raise refusal(problem.code, field=problem.field)
    check_words(work)
    raised = entry_instant(work, directory, None)
    unit = place_of(directory, str(fields["unit"]), day_of(raised))
    check_authority(work, directory, roles=RAISER_ROLES, unit=unit, day=day_of(raised))
    urgency = str(fields["urgency"])
    due = settle_due(directory.calendar, raised=day_of(raised), urgency=urgency)
    stamp: dict[str, Value] = {
        "unit": unit,
        "number": feedback_number(work.next_number("feedback")),
        "author": work.op.author,
        "role": work.op.role,
        "raised": raised,
        "status": "new",
        "due": due,
        "due_original": due,
        "answer_due": answer_due(directory.calendar, raised=raised, urgency=urgency),
        "round": 1,
        "thread": [entry_of(work, directory, None, "raised", due=due)],
    }
    keys = feedback_keys(directory, unit=unit, author=work.op.author, owner=None, month=month_of(work.today))
    work.write("feedback", work.op.id, {**fields, **stamp}, keys=keys)


def do_refer(work: Work, directory: Directory) -> None:
    """`feedback.refer`: count, for the province alone, a matter that belongs to the inspectorate; keep none of it."""
    check_id_free(work, work.op.id)
    unit = argument(work, "unit") or ""
    if work.op.role not in REFERRER_ROLES:
        raise refusal("not_allowed", role=work.op.role)
    if not directory.holds(work.op.author, work.op.role, unit, work.today):
        raise refusal("unit_outside_assignment", unit=unit)
    province = directory.ancestors(unit)[-1:] or (unit,)
    referred = entry_instant(work, directory, None)
    # Neither who brought it nor from where: a count must not lead back to a person.
    entry = {"id": argument(work, "entry"), "kind": "referred", "at": referred, "outcome": "transferred", "round": 1}
    fields: dict[str, Value] = {
        "unit": province[0],
        "number": feedback_number(work.next_number("feedback")),
        "raised": referred,
        "status": "confirmed",
        "outcome": "transferred",
        "round": 1,
        "thread": [[entry.get(column) for column in _COLUMNS]],
    }
    work.write("feedback", work.op.id, fields, keys=directory.unit_keys("unit", province[0], month_of(work.today)))


def do_step(work: Work, directory: Directory) -> None:
    """Every other step: explain, own, message, answer, confirm, reopen, extend, split, link …"""
    item = access_item(work, directory)
    if has_entry(item, argument(work, "entry") or ""):
        return
    check_words(work)
    step = step_of(work)
    if _gives_again(work, item, step):
        return
    _check_owner(work, directory)
    refused = check_step(step, item_of(item, has_linked=has_linked(work, item)), actor_of(work, directory, item))
    refused = refused or _given_meanwhile(work, item)
    if refused and _is_race(work, refused):
        _open_stale(work, directory, item)
        return
    if refused:
        raise refusal(refused.code, field=refused.field, role=work.op.role)
    if step.name in _JOINING:
        _JOINING[step.name](work, directory, item)
        return
    kind, fields, entry = _STEPS[step.name](work, item)
    after = append_entry(work, directory, item, fields, entry_of(work, directory, item, kind, **entry))
    if fields.get("status") == "confirmed":
        do_close_linked(work, directory, after)


_Outcome = tuple[str, dict[str, Value], dict[str, Value]]


def _explain(_work: Work, _item: Record) -> _Outcome:
    return "explained", {"status": "confirmed", "outcome": "settled"}, {"outcome": "settled"}


def _own(work: Work, item: Record) -> _Outcome:
    owner, due, first = argument(work, "owner"), argument(work, "due"), text(item, "status") == "new"
    fields: dict[str, Value] = {"status": "owned", "owner": owner, "asked_until": None}
    if due is not None:
        # The date given with the first owner is the promise that later dates are measured by. One that had an owner
        # before it was linked to another keeps it when it is taken out again.
        fields |= {"due": due} if has_kind(item, "owned") else {"due": due, "due_original": due}
    return "owned" if first else "handed", fields, {"owner": owner, "due": due}


def _message(_work: Work, _item: Record) -> _Outcome:
    return "message", {}, {}


def _answer(work: Work, item: Record) -> _Outcome:
    outcome = argument(work, "outcome")
    said: dict[str, Value] = {"outcome": outcome, "document": argument(work, "document")}
    fields: dict[str, Value] = {"status": "answered", "outcome": outcome, "asked_until": None}
    if items_of(work.op.args.get("photos")):
        fields["photos"] = named_with(work, item)
    return "answered", fields, said


def _confirm(_work: Work, item: Record) -> _Outcome:
    return "confirmed", {"status": "confirmed"}, {"outcome": text(item, "outcome")}


def _reopen(_work: Work, item: Record) -> _Outcome:
    return "reopened", {"status": "owned", "outcome": None, "round": number(item, "round") + 1}, {}


def _ask_extension(work: Work, _item: Record) -> _Outcome:
    until = argument(work, "until")
    return "extension_asked", {"asked_until": until}, {"due": until}


def _extend(work: Work, _item: Record) -> _Outcome:
    until = argument(work, "until")
    return "extended", {"due": until, "asked_until": None}, {"due": until}


def _set_due(work: Work, _item: Record) -> _Outcome:
    due = argument(work, "due")
    return "due_set", {"due": due}, {"due": due}


# Step → what it makes of the item: the entry's kind, the item's fields, the entry's columns.
_STEPS: Final[Mapping[str, Callable[[Work, Record], _Outcome]]] = {
    "explain": _explain,
    "own": _own,
    "message": _message,
    "answer": _answer,
    "confirm": _confirm,
    "reopen": _reopen,
    "ask_extension": _ask_extension,
    "extend": _extend,
    "set_due": _set_due,
}

# Steps that change more than one item.
_JOINING: Final[Mapping[str, Callable[[Work, Directory, Record], None]]] = {
    "split": do_split,
    "link": do_link,
    "unlink": do_unlink,
    "move": do_move,
}


def _check_owner(work: Work, directory: Directory) -> None:
    owner = argument(work, "owner")
    if owner is not None and (owner not in directory.agencies or directory.agencies[owner].closed):
        raise refusal("unknown_code", field="owner")


def _gives_again(work: Work, item: Record, step: Step) -> bool:
    """Whether it only repeats the owner that the item has: nothing to note. With a reason or a date it is said."""
    same = step.name == "own" and argument(work, "owner") == text_or_none(item, "owner")
    return same and step.due is None and not (step.text or "").strip()


def _given_meanwhile(work: Work, item: Record) -> Refusal | None:
    """`stale` where it has another owner than the one that was read, or has one at all where none was."""
    seen = argument(work, "seen")
    return Refusal("stale") if seen not in (None, text_or_none(item, "owner") or item.id) else None


def _is_race(work: Work, refused: Refusal) -> bool:
    """Whether someone was faster. A clerk who gives an owner without a reason has seen an item without one, whether or
    not his phone says what it showed.
    """
    return refused.code == "stale" or (
        refused.code == "reason_required" and work.op.kind == "feedback.own" and work.op.role == "clerk"
    )


def _open_stale(work: Work, directory: Directory, item: Record) -> None:
    thread = items_of(item.body.get("thread"))
    last = dict(zip(_COLUMNS, thread[-1], strict=False)) if thread else {}
    do_open(
        work,
        directory,
        kind="stale",
        about=("feedback", item.id),
        field="status",
        mine=argument(work, "text") or work.op.kind.removeprefix("feedback."),
        theirs=text(item, "status"),
        theirs_by=str(last.get("person") or item.author),
        theirs_at=number(item, "raised") if not last else int(str(last["at"])),
        of_round=number(item, "round"),
    )
    work.conflict("stale", round=number(item, "round"))
