"""How conflicts about a visit's words are settled.

Owns what the choice does to the draft or the visit; opening and closing the conflict belongs to `conflicts`.

    mine, both ─▶ there is a draft        ─▶ into the draft, unless that changed again since (a new conflict); into a
               │                             deleted one with a conflict that asks whether it comes back
               ├▶ sent, nobody reviewing  ─▶ taken back, then into the draft
               ├▶ sent, being reviewed    ─▶ not now: stale, the conflict stays open
               └▶ approved                ─▶ into a new draft that amends it

A deletion that is chosen deletes what was shown: when the draft was written in since, the person is asked once more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from server.features.conflicts.actions import access_conflict, do_close, do_open
from server.features.conflicts.rules import (
    BOTH,
    MINE,
    THEIRS,
    can_be_joined,
    field_at,
    field_with,
    joined,
    text_of,
    value_of,
)
from server.features.handling import argument, number, refusal, text, text_or_none
from server.features.people.directory import Directory
from server.features.visits.actions import take_back
from server.features.visits.drafts import open_deleted, open_unseen, put_deleted, put_draft, put_restored
from server.features.visits.records import Held, held
from server.features.visits.rules import amendment_id
from sync.entities import BY_NAME, Field
from sync.fold import value_at
from sync.ports import Record, Stale, Value, Work
from sync.values import same

_DRAFT: Final = BY_NAME["draft"]
# A visit with more late amendments than this is rewritten, not amended.
_AMENDMENTS_MAX: Final = 20


def do_settle(work: Work, directory: Directory) -> None:
    """`conflict.settle` about a draft or a visit."""
    conflict = access_conflict(work)
    _SETTLE[text(conflict, "kind")](work, directory, conflict)
    do_close(work, directory)


def _settle_words(work: Work, directory: Directory, conflict: Record) -> None:
    if argument(work, "choice") != THEIRS:
        field = field_at(_DRAFT, text(conflict, "field"))
        _put_words(work, directory, conflict, field, _chosen(work, conflict, field))


def _settle_deletion(work: Work, directory: Directory, conflict: Record) -> None:
    choice, id = argument(work, "choice"), text(conflict, "record")
    if choice == BOTH:
        raise refusal("unknown_code", field="choice")
    draft = held(work, id).draft
    if choice == THEIRS or draft is None:
        return
    # Mine is the deletion where it has no words, else the words that met one.
    if conflict.body.get("mine") is not None:
        put_restored(work, id)
    elif draft.body.get("edited") != conflict.body.get("theirs_at"):
        open_unseen(work, directory, draft)
    else:
        put_deleted(work, directory, id)


def _acknowledge(_work: Work, _directory: Directory, _conflict: Record) -> None:
    """A command that came too late has been read; there is nothing to choose."""


_SETTLE: Final[Mapping[str, Callable[[Work, Directory, Record], None]]] = {
    "edit": _settle_words,
    "late_edit": _settle_words,
    "delete": _settle_deletion,
    "stale": _acknowledge,
}


def _chosen(work: Work, conflict: Record, field: Field) -> Value:
    mine, theirs, value = text_or_none(conflict, "mine"), text_or_none(conflict, "theirs"), argument(work, "value")
    if argument(work, "choice") == BOTH and not can_be_joined(field):
        raise refusal("unknown_code", field="choice")
    chosen = mine if argument(work, "choice") == MINE else joined(field, theirs=theirs, mine=mine)
    if value is not None and can_be_joined(field):
        chosen = value
    if can_be_joined(field) and len(chosen or "") > field.limit:
        raise refusal("text_too_long", field=field.name, limit=field.limit)
    return value_of(field, chosen)


def _put_words(work: Work, directory: Directory, conflict: Record, field: Field, value: Value) -> None:
    id = _writable(work, directory, text(conflict, "record"))
    mine = held(work, id)
    body = mine.draft.body if mine.draft else mine.sent
    current = value_at(_DRAFT, body, field.name)
    if mine.draft and not same(current, value) and not _is_what_was_seen(conflict, field, current):
        _open_again(work, directory, conflict, field, mine=value, theirs=current, at=number(mine.draft, "edited"))
        return
    fields = dict([field_with(_DRAFT, body, field.name, value)])
    put_draft(work, directory, id, mine, fields)
    if mine.deleted:
        open_deleted(work, directory, id, {**mine.content, **fields})


def _is_what_was_seen(conflict: Record, field: Field, current: Value) -> bool:
    return text_of(field, current) in (text_or_none(conflict, "theirs"), text_or_none(conflict, "mine"))


def _open_again(
    work: Work, directory: Directory, conflict: Record, field: Field, *, mine: Value, theirs: Value, at: int
) -> None:
    """The draft changed once more while the person was choosing: nothing is overwritten unseen."""
    do_open(
        work,
        directory,
        kind="edit",
        about=("draft", text(conflict, "record")),
        field=field.name,
        mine=text_of(field, mine),
        theirs=text_of(field, theirs),
        theirs_by=work.op.author,
        theirs_at=at,
    )
    work.conflict("keep_both", fields=[field.name])


def _writable(work: Work, directory: Directory, id: str) -> str:
    """The id of the draft that takes the words, made writable if it has to be."""
    mine = held(work, id)
    if mine.draft or mine.status not in ("sent", "approved"):
        return id
    if mine.status == "approved":
        return _amendment(work, directory, id, mine)
    if mine.visit and mine.visit.body.get("reviewing"):
        raise Stale("stale", round=mine.round)
    take_back(work, directory, id)
    return id


def _amendment(work: Work, directory: Directory, id: str, approved: Held) -> str:
    """The open draft that amends the approved visit; begun with its words when there is none."""
    for attempt in range(_AMENDMENTS_MAX):
        amendment = amendment_id(id, attempt)
        there = held(work, amendment)
        if there.draft and there.draft.author == work.op.author and not there.deleted:
            return amendment
        if there.draft is None and there.visit is None:
            role = approved.visit.body.get("role") if approved.visit else work.op.role
            put_draft(work, directory, amendment, there, {**approved.sent, "amends": id, "role": role})
            return amendment
    raise refusal("too_many", field="amends", limit=_AMENDMENTS_MAX)
