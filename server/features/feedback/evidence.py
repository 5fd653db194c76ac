"""The photos of answers, as an item names them: which may be named, and that whoever reads the item reads them.

Owns the item's side. Their bytes, and whether these have come, are the attachments' (registry.py joins the two).
"""

from __future__ import annotations

from collections.abc import Iterable

from server.features.audiences import of_visit
from server.features.handling import argument, refusal, text
from server.platform.changes import Write
from sync.entities import EVIDENCE_MAX
from sync.ports import Reader, Record, Value, Work
from sync.values import is_id, items_of, text_of


def named_with(work: Work, item: Record) -> list[Value]:
    """The item's photos with those of this answer behind them. `too_many`; `id_taken` for another matter's photo."""
    there = [list(row) for row in items_of(item.body.get("photos"))]
    added = [[*row, argument(work, "entry")] for row in items_of(work.op.args.get("photos"))]
    if len(there) + len(added) > EVIDENCE_MAX:
        raise refusal("too_many", field="photos", limit=EVIDENCE_MAX)
    for id, *_ in added:
        _check_own(work, item, text_of(id))
    return [*there, *added]


def readers_follow(work: Work, item: Record, keys: set[str]) -> None:
    """Let those read the item's photos who read the item under these keys."""
    if items_of(item.body.get("photos")):
        for photo in work.records("attachment", {of_visit(item.id)}):
            work.write("attachment", photo.id, {}, keys=keys | {of_visit(item.id)})


def followers(reader: Reader, item: Record, keys: set[str]) -> Iterable[Write]:
    """The same as writes of an act of the office."""
    if items_of(item.body.get("photos")):
        for photo in reader.records("attachment", {of_visit(item.id)}):
            yield Write("attachment", photo.id, {}, keys | {of_visit(item.id)})


def _check_own(work: Work, item: Record, photo: str) -> None:
    known = work.read("attachment", photo)
    if not is_id(photo) or (known and (known.author, text(known, "visit")) != (work.op.author, item.id)):
        raise refusal("id_taken")
