"""The writers of drafts: saving, deleting, restoring, and words that arrive too late for the visit they were meant for.

Owns the draft's records and the conflicts about its words; sending belongs to `actions`.

    words arrive ─▶ sent or approved already? ─▶ a conflict per field (late_edit), nothing changes
                 └▶ merged into the draft     ─▶ same field, unseen change: a conflict (edit), what stood stays
                                              └▶ deleted meanwhile: a conflict (delete), kept among the deleted
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from server.features.audiences import draft_keys
from server.features.conflicts.actions import do_open
from server.features.conflicts.rules import field_at, text_of
from server.features.handling import argument, done_at, number
from server.features.people.directory import Directory
from server.features.visits.records import Held, access_own_draft, access_writing
from server.features.visits.rules import CONTENT_FIELDS, SECTIONS, is_sealed
from sync.entities import BY_NAME, Policy
from sync.fold import folded, restated, value_at
from sync.ports import Merge, Record, Value, Work
from sync.values import digest, same

_DRAFT: Final = BY_NAME["draft"]
# What a person can change in a draft, in the order that its digest is made of.
PATCHED: Final = tuple(
    field.name for field in _DRAFT.fields if field.policy not in (Policy.SERVER, Policy.COMMAND, Policy.APPEND)
)


def do_save(work: Work, directory: Directory) -> None:
    """`draft.save`: put the words into the draft, which is made from what was sent where there is none."""
    mine = access_writing(work)
    if is_sealed(mine.status):
        keep_late_words(work, directory, mine)
        return
    merge = merged(work, mine)
    keep_words(work, directory, mine, merge)


def do_delete(work: Work, directory: Directory) -> None:
    """`draft.delete`: put the draft among the deleted, unless it holds words that were not on the screen."""
    draft = access_own_draft(work)
    if draft.body.get("deleted") is not None:
        return
    if digest(draft.body, PATCHED) != argument(work, "seen"):
        open_unseen(work, directory, draft)
        return
    put_deleted(work, directory, work.op.id)


def do_restore(work: Work, _directory: Directory) -> None:
    """`draft.restore`: take the draft back from among the deleted."""
    access_own_draft(work)
    put_restored(work, work.op.id)


def put_deleted(work: Work, directory: Directory, id: str) -> None:
    """Mark the draft deleted now."""
    work.write("draft", id, {"deleted": done_at(work, directory)}, keys=draft_keys(work.op.author, deleted=True))


def put_restored(work: Work, id: str) -> None:
    """Mark the draft as not deleted."""
    work.write("draft", id, {"deleted": None}, keys=draft_keys(work.op.author))


def merged(work: Work, mine: Held) -> Merge:
    """The operation's words met with those that stand."""
    current = {**mine.content, "role": None, "amends": None}
    if mine.draft:
        current |= {name: mine.draft.body.get(name) for name in ("role", "amends")}
    elif mine.visit:
        current |= {name: mine.visit.body.get(name) for name in ("role", "amends")}
    return work.merge("draft", current, base_of=("draft", work.op.id))


def keep_words(work: Work, directory: Directory, mine: Held, merge: Merge) -> None:
    """Write the merged words into the draft; what clashes, or came after a deletion, becomes a conflict."""
    put_draft(work, directory, work.op.id, mine, merge.fields)
    for clash in merge.clashes:
        field = field_at(_DRAFT, clash.field)
        do_open(
            work,
            directory,
            kind="edit",
            about=("draft", work.op.id),
            field=clash.field,
            mine=text_of(field, clash.mine),
            theirs=text_of(field, clash.theirs),
            theirs_by=work.op.author,
            theirs_at=number(mine.draft, "edited") if mine.draft else None,
        )
    if merge.clashes:
        work.conflict("keep_both", fields=[clash.field for clash in merge.clashes])
    # Who sends it means to keep it, also where he has nothing to add to what he saved before.
    if mine.deleted and (work.op.patch or work.op.kind == "visit.submit"):
        open_deleted(work, directory, work.op.id, {**mine.content, **merge.fields})


def put_draft(work: Work, directory: Directory, id: str, mine: Held, fields: Mapping[str, Value]) -> None:
    """Write these fields of the draft; one that is not there yet begins with what was sent."""
    stamp: dict[str, Value] = {"round": mine.round, "edited": done_at(work, directory)}
    if mine.draft:
        work.write("draft", id, {**fields, **stamp})
        return
    origin = mine.visit.body if mine.visit else {}
    body = {**mine.sent, "role": origin.get("role"), "amends": origin.get("amends"), **fields, **stamp}
    body["role"] = body["role"] or work.op.role
    work.write("draft", id, body, keys=draft_keys(work.op.author), author=work.op.author)


def keep_late_words(work: Work, directory: Directory, mine: Held) -> None:
    """Show the author what did not reach the visit that was sent; nothing when it says the same already."""
    sent = mine.sent
    wanted = folded(_DRAFT, sent, work.op.patch)
    late: dict[str, Value] = {name: wanted[name] for name in CONTENT_FIELDS if not same(wanted[name], sent[name])}
    # Words about a child that was never sent stand in no field of it.
    late |= {path: value for path, value in work.op.patch.set.items() if _is_homeless(wanted, path, value)}
    anew = restated(_DRAFT, sent, work.op.patch)
    late |= {path: value for path, value in anew.items() if not _stood(work, path, value)}
    for name, value in late.items():
        field = field_at(_DRAFT, name)
        do_open(
            work,
            directory,
            kind="late_edit",
            about=("visit", work.op.id),
            field=name,
            mine=text_of(field, value),
            theirs=text_of(field, value_at(_DRAFT, sent, name)),
            theirs_by=work.op.author,
            theirs_at=number(mine.visit, "submitted") if mine.visit else None,
            of_round=mine.round,
        )
    if late:
        work.conflict("late_edit")


def _is_homeless(wanted: Mapping[str, Value], path: str, value: Value) -> bool:
    return "/" in path and not same(value_at(_DRAFT, wanted, path), value)


def _stood(work: Work, path: str, value: Value) -> bool:
    """Whether the draft ever said so."""
    drafts = work.history("draft", work.op.id)
    return any(same(value_at(_DRAFT, change.fields or {}, path), value) for change in drafts)


def open_unseen(work: Work, directory: Directory, draft: Record) -> None:
    """A deletion met words that had not been on the screen: nothing is deleted, and its person is asked."""
    about = (draft.id, _gist(draft.body))
    _open_deletion(work, directory, about=about, mine=None, theirs_at=number(draft, "edited"))


def open_deleted(work: Work, directory: Directory, id: str, content: Mapping[str, Value]) -> None:
    """Words went into a draft that was deleted meanwhile: its person is asked whether it comes back."""
    _open_deletion(work, directory, about=(id, None), mine=_gist(content), theirs_at=None)


def _open_deletion(
    work: Work, directory: Directory, *, about: tuple[str, str | None], mine: str | None, theirs_at: int | None
) -> None:
    id, theirs = about
    do_open(
        work,
        directory,
        kind="delete",
        about=("draft", id),
        field="deleted",
        mine=mine,
        theirs=theirs,
        theirs_by=work.op.author,
        theirs_at=theirs_at,
    )
    work.conflict("delete_against_edit")


def _gist(content: Mapping[str, Value]) -> str:
    """The words by which a person knows a draft again; a draft without words has an empty gist, never none."""
    sections = (content.get(name) for name in SECTIONS)
    return "\n\n".join(value for value in sections if isinstance(value, str) and value)[:_GIST_MAX]


# A conflict shows enough to choose by; the draft itself holds everything.
_GIST_MAX: Final = 2_000
