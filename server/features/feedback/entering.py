"""Items that the office kept in a list of its own before: entered once, corrected by the same list.

Owns `feedback.enter`. The item says that it comes from a list, from which, and who entered it; nobody's phone ever
raised it. What the list says of an item counts until a person acts on it here: from then on the item goes its own way.

    (nothing) ──enter, round 1──▶ new ──enter, round n──▶ new | owned, corrected, as long as only the list has spoken
        └────────enter, with how and when it was settled────────▶ confirmed, by the list's word alone
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple
from uuid import UUID, uuid5

from server.features.audiences import feedback_keys
from server.features.feedback.records import entry_of, keys_of, thread_of
from server.features.feedback.rules import check_raised, feedback_number
from server.features.handling import (
    argument,
    check_id_free,
    check_words,
    not_found,
    office_instant,
    place_of,
    refusal,
    round_argument,
    text,
    text_or_none,
)
from server.features.people.directory import Directory
from server.features.people.months import month_of
from server.platform.clock import day_of, start_of
from server.worktime import answer_due, settle_due
from sync.entities import BY_NAME, THREAD_MAX
from sync.operations import SETTLEMENTS
from sync.ports import Record, Stale, Value, Work
from sync.values import int_of, text_of

# A list names a day; work begins in the morning.
_MORNING_MS: Final = 8 * 3_600_000
_KIND: Final = BY_NAME["feedback"].field("thread").columns.index("kind")
_TOLD: Final = frozenset({"raised", "corrected"})
# What the list itself brings about: an owner is given in the same breath, and what was settled before is listed so.
_FROM_THE_LIST: Final = _TOLD | {"owned", "listed"}
_EVENING_MS: Final = 17 * 3_600_000
_COLUMNS: Final = BY_NAME["feedback"].field("thread").columns
_SPACE: Final = UUID("6a2f7d4c-9d1e-4b52-8f57-0c2b1f9f6b30")


class Settled(NamedTuple):
    """How a list says that an item was settled: on which civil day, with which outcome, in which words, by whom."""

    day: str
    outcome: str
    text: str | None
    owner: str | None


def do_enter(work: Work, directory: Directory) -> None:
    """`feedback.enter`: an open item of the office's list; the first time a new one, later a correction of it."""
    item = work.read("feedback", work.op.id)
    if item is None:
        check_id_free(work, work.op.id)
    elif not text(item, "list_name") or not _is_his(work, directory, item):
        raise not_found()
    fields = _checked(work, directory)
    if item is None:
        _enter(work, directory, fields)
        return
    if round_argument(work) != told_of(item) + 1 or not only_listed(item):
        raise Stale("stale", round=told_of(item))
    _correct(work, directory, item, fields)


def _is_his(work: Work, directory: Directory, item: Record) -> bool:
    """Whether the clerk keeps the books of the unit that the item is about: a list's number may be another office's."""
    return directory.holds(work.op.author, "clerk", text(item, "unit"), work.today)


def told_of(item: Record) -> int:
    """How often the list has told of the item."""
    return sum(entry[_KIND] in _TOLD for entry in _thread(item))


def only_listed(item: Record) -> bool:
    """Whether nobody has acted on the item but the list."""
    return all(entry[_KIND] in _FROM_THE_LIST for entry in _thread(item))


def settled_of(item: Record) -> Settled | None:
    """How the list says that the item was settled; None where it is open, or was settled here."""
    told = [dict(zip(_COLUMNS, entry, strict=False)) for entry in _thread(item) if entry[_KIND] == "listed"]
    if not told:
        return None
    last = told[-1]
    return Settled(
        day_of(int_of(last["at"])), text_of(last["outcome"]), text_of(last["text"]) or None, text_or_none(item, "owner")
    )


def _thread(item: Record) -> list[list[Value]]:
    return [list(entry) for entry in thread_of(item) if isinstance(entry, list)]


def _checked(work: Work, directory: Directory) -> dict[str, Value]:
    """The item's fields as the list tells them, its unit the one of the day. Refused as a new item is."""
    fields = {**work.op.patch.set}
    for problem in check_raised(fields):
        raise refusal(problem.code, field=problem.field)
    check_words(work)
    raised, due = argument(work, "raised") or "", argument(work, "due")
    if raised > work.today:
        raise refusal("date_in_future", field="raised")
    if due is not None and due < raised:
        raise refusal("end_before_start")
    if work.op.role != "clerk":
        raise refusal("not_allowed", role=work.op.role)
    _check_settled(work, directory, raised)
    unit = place_of(directory, str(fields["unit"]), raised)
    place = directory.units.get(unit)
    if place is None or not place.valid_on(raised) or not directory.holds(work.op.author, "clerk", unit, work.today):
        raise refusal("unit_outside_assignment", unit=unit)
    if fields.get("theme") not in directory.themes:
        raise refusal("unknown_code", field="theme")
    return {**fields, "unit": unit}


def _check_settled(work: Work, directory: Directory, raised: str) -> None:
    settled, outcome, owner = (argument(work, name) for name in ("settled", "outcome", "owner"))
    if settled is None:
        if outcome is not None or owner is not None or argument(work, "text") is not None:
            raise refusal("missing", field="settled")
        return
    if outcome not in SETTLEMENTS:
        raise refusal("unknown_code", field="outcome")
    if settled > work.today:
        raise refusal("date_in_future", field="settled")
    if settled < raised:
        raise refusal("end_before_start", field="settled")
    if owner is not None and owner not in directory.agencies:
        raise refusal("unknown_code", field="owner")


def _enter(work: Work, directory: Directory, fields: Mapping[str, Value]) -> None:
    stamp = _stamp(work, directory, fields)
    entry = entry_of(work, directory, None, "raised", at=stamp["raised"], due=stamp["due"], text=None)
    ending, closing = _settlement(work, directory)
    made: dict[str, Value] = {
        "number": feedback_number(work.next_number("feedback")),
        "author": work.op.author,
        "role": work.op.role,
        "status": "new",
        "round": 1,
        **ending,
        "thread": [entry, *closing],
    }
    unit, owner = str(fields["unit"]), argument(work, "owner")
    keys = feedback_keys(directory, unit=unit, author=work.op.author, owner=owner, month=month_of(work.today))
    work.write("feedback", work.op.id, {**fields, **stamp, **made}, keys=keys)


def _correct(work: Work, directory: Directory, item: Record, fields: Mapping[str, Value]) -> None:
    stamp = _stamp(work, directory, fields)
    entry = entry_of(work, directory, item, "corrected", due=stamp["due"], text=None)
    ending, closing = _settlement(work, directory)
    thread = [*thread_of(item), entry, *closing]
    if len(thread) > THREAD_MAX:
        raise refusal("too_many", field="thread", limit=THREAD_MAX)
    after = work.write("feedback", item.id, {**fields, **stamp, **ending, "thread": thread})
    work.write("feedback", item.id, {}, keys=keys_of(directory, after, month_of(work.today)))


def _settlement(work: Work, directory: Directory) -> tuple[dict[str, Value], list[Value]]:
    """What the list's word that it was settled makes of the item: its fields, and the entry; nothing where it is open.

    The entry is nobody's: who settled it stands in its words, as the list has it, and the commune was not asked here.
    """
    day, outcome, owner = argument(work, "settled"), argument(work, "outcome"), argument(work, "owner")
    if day is None:
        return {}, []
    at = min(start_of(day) + _EVENING_MS, office_instant(directory, work.done_at))
    said: dict[str, Value] = {
        "id": str(uuid5(_SPACE, argument(work, "entry") or "")), "kind": "listed", "at": at, "round": 1,
        "text": argument(work, "text"), "outcome": outcome, "owner": owner,
    }  # fmt: skip
    fields: dict[str, Value] = {"status": "confirmed", "outcome": outcome, **({"owner": owner} if owner else {})}
    return fields, [[said.get(column) for column in _COLUMNS]]


def _stamp(work: Work, directory: Directory, fields: Mapping[str, Value]) -> dict[str, Value]:
    """What the list's dates make of the item, and where it comes from."""
    day, urgency = argument(work, "raised") or "", str(fields["urgency"])
    raised = min(start_of(day) + _MORNING_MS, office_instant(directory, work.done_at))
    due = argument(work, "due") or settle_due(directory.calendar, raised=day, urgency=urgency)
    return {
        "source": _said(fields, "source") or "commune",
        "raised": raised,
        "due": due,
        "due_original": due,
        "answer_due": answer_due(directory.calendar, raised=raised, urgency=urgency),
        "list_name": argument(work, "list_name"),
        "list_ref": argument(work, "list_ref"),
        "listed_by": work.op.author,
        "listed": office_instant(directory, work.done_at),
    }


def _said(fields: Mapping[str, Value], name: str) -> str | None:
    value = fields.get(name)
    return value if isinstance(value, str) and value else None
