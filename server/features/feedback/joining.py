"""The only writers of what joins and parts items: splitting one that holds several matters, linking what is said twice.

Owns what stands on both sides of a link. A linked item closes with its original; it never shows the original's words to
readers who have none of them, nor the original who else asked.

    split   one ──▶ confirmed (outcome split)      parts ▶ new, each raised when the one was, by whom it was
    link    second ──▶ waits, index key linked:<original>      original confirmed ──▶ second confirmed with its outcome
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from server.features.audiences import feedback_keys, linked_to
from server.features.feedback.evidence import readers_follow
from server.features.feedback.records import (
    access_record,
    entry_instant,
    entry_of,
    has_linked,
    item_of,
    keys_of,
    thread_of,
)
from server.features.feedback.rules import check_original, check_parts, feedback_number
from server.features.handling import argument, check_id_free, number, refusal, text, text_or_none
from server.features.people.directory import Directory
from server.features.people.months import month_of
from server.platform.clock import day_of
from server.worktime import answer_due, settle_due
from sync.entities import BY_NAME, THREAD_MAX
from sync.operations import BY_NAME_KIND
from sync.ports import Fields, Record, Value, Work
from sync.values import items_of, text_of

_COLUMNS: Final = next(each.columns for each in BY_NAME_KIND["feedback.split"].arguments if each.name == "parts")
_THREAD: Final = BY_NAME["feedback"].field("thread").columns
# What a part has of the item that it was split off.
_INHERITED: Final = ("unit", "source", "visit", "role", "raised")
_KIND: Final = _THREAD.index("kind")
# Entries that messages leave free, so that what was talked about at length can be answered and closed, and so can what
# waits for it in another commune.
_ROOM: Final = 50
_PROMISED: Final = ("due", "due_original", "answer_due")


def do_split(work: Work, directory: Directory, item: Record) -> None:
    """Make an item of each part, and close this one: it counts by its parts from now on."""
    parts = [dict(zip(_COLUMNS, row, strict=True)) for row in items_of(work.op.args.get("parts"))]
    refused = check_parts(parts)
    if refused:
        raise refusal(refused.code, field=refused.field)
    for part in parts:
        check_id_free(work, text_of(part["id"]))
        _write_part(work, directory, item, part)
    ids = [part["id"] for part in parts]
    done: Fields = {"status": "confirmed", "outcome": "split", "parts": ids, "asked_until": None}
    append_entry(work, directory, item, done, entry_of(work, directory, item, "split", outcome="split"))


def do_link(work: Work, directory: Directory, item: Record) -> None:
    """Let another open item of the same matter answer for this one. `not_found` when it is not the clerk's to read."""
    original = access_record(work, directory, argument(work, "original") or "")
    refused = check_original(item_of(original), is_itself=original.id == item.id)
    if refused:
        raise refusal(refused.code, field=refused.field)
    fields: Fields = {"duplicate_of": original.id, "status": "new", "owner": None, "asked_until": None}
    append_entry(work, directory, item, fields, entry_of(work, directory, item, "linked"))
    said: dict[str, Value] = dict.fromkeys(("person", "role", "agency", "text"))
    append_entry(work, directory, original, {}, entry_of(work, directory, original, "joined", **said))


def do_unlink(work: Work, directory: Directory, item: Record) -> None:
    """Take the item out of the other's hands: it needs an owner of its own again."""
    append_entry(work, directory, item, {"duplicate_of": None}, entry_of(work, directory, item, "unlinked"))


def do_close_linked(work: Work, directory: Directory, original: Record) -> None:
    """Close what waited for an item that was confirmed. Readers of another commune learn the outcome and no words."""
    if not has_linked(work, original):
        return
    for linked in work.records("feedback", {linked_to(original.id)}):
        same_unit = text(linked, "unit") == text(original, "unit")
        words = _last_answer(original) if same_unit else None
        # Who confirmed the original is none of the other commune's business.
        who: dict[str, Value] = {"person": None, "role": None, "agency": None, "text": words}
        entry = entry_of(work, directory, linked, "closed_with", outcome=text_or_none(original, "outcome"), **who)
        append_entry(
            work, directory, linked, {"status": "confirmed", "outcome": text_or_none(original, "outcome")}, entry
        )


def _write_part(work: Work, directory: Directory, item: Record, part: Fields) -> None:
    id, urgency = text_of(part["id"]), text_of(part["urgency"])
    # The entry bears the part's own id: no other entry of its thread can. The part counts from when the whole does not.
    at = entry_instant(work, directory, item)
    entry = entry_of(work, directory, None, "split_off", id=id, text=None, at=at)
    fields: dict[str, Value] = {
        **{name: item.body.get(name) for name in _INHERITED},
        **_promises(directory, item, urgency),
        "kind": part["kind"],
        "theme": part["theme"],
        "urgency": urgency,
        "matter": part["text"],
        "number": feedback_number(work.next_number("feedback")),
        "author": item.author,
        "status": "new",
        "round": 1,
        "split_from": item.id,
        "thread": [entry],
    }
    month = month_of(work.today)
    keys = feedback_keys(directory, unit=text(item, "unit"), author=item.author, owner=None, month=month)
    work.write("feedback", id, fields, keys=keys, author=item.author)


def _promises(directory: Directory, item: Record, urgency: str) -> dict[str, Value]:
    """Splitting sets no clock back: what is as urgent keeps the dates, else they count from the first raising."""
    if urgency == text(item, "urgency"):
        return {name: item.body.get(name) for name in _PROMISED}
    raised = number(item, "raised")
    due = settle_due(directory.calendar, raised=day_of(raised), urgency=urgency)
    return {
        "due": due,
        "due_original": due,
        "answer_due": answer_due(directory.calendar, raised=raised, urgency=urgency),
    }


def append_entry(work: Work, directory: Directory, item: Record, fields: Fields, entry: Sequence[Value]) -> Record:
    """Put an entry at the end of the item's thread, with what it changes, and let those read it who do now."""
    thread = thread_of(item)
    limit = THREAD_MAX - _ROOM if entry[_KIND] == "message" else THREAD_MAX
    if len(thread) >= limit:
        raise refusal("too_many", field="thread", limit=limit)
    after = work.write("feedback", item.id, {**fields, "thread": [*thread, list(entry)]})
    # Its month is that of its last step: what is being worked on stays in the window.
    keys = keys_of(directory, after, month_of(work.today))
    readers_follow(work, after, keys)
    return work.write("feedback", item.id, {}, keys=keys)


def _last_answer(item: Record) -> str | None:
    kind, words = _THREAD.index("kind"), _THREAD.index("text")
    said = [entry for entry in items_of(item.body.get("thread")) if entry[kind] in ("answered", "explained")]
    return text_of(said[-1][words]) or None if said else None
