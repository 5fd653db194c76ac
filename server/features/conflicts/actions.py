"""The only writers of conflict records.

Owns how a conflict is opened and closed. What its settlement does to the record it is about belongs to that record's
noun.
"""

from __future__ import annotations

from server.features.conflicts.rules import CHOICES, conflict_id
from server.features.handling import argument, done_at, not_found, refusal, text
from server.features.people.directory import Directory
from sync.ports import Record, Value, Work


def do_open(
    work: Work,
    directory: Directory,
    *,
    kind: str,
    about: tuple[str, str],
    field: str,
    mine: str | None,
    theirs: str | None,
    theirs_by: str | None,
    theirs_at: int | None = None,
    of_round: int | None = None,
) -> Record:
    """Write what the operation wanted and did not get beside what stands, where both sides see it."""
    entity, record = about
    fields: dict[str, Value] = {
        "entity": entity,
        "record": record,
        "field": field,
        "kind": kind,
        "mine": mine,
        "mine_by": work.op.author,
        "mine_at": done_at(work, directory),
        "theirs": theirs,
        "theirs_by": theirs_by or work.op.author,
        "theirs_at": theirs_at,
        "op": work.op.op_id,
        "round": of_round,
        "state": "open",
    }
    sides = {f"person:{fields['mine_by']}", f"person:{fields['theirs_by']}"}
    return work.write("conflict", conflict_id(work.op.op_id, record, field), fields, keys=sides)


def access_conflict(work: Work) -> Record:
    """The open conflict that the operation settles, for one of its two sides. Refused otherwise."""
    conflict = work.read("conflict", work.op.id)
    if conflict is None or work.op.author not in (text(conflict, "mine_by"), text(conflict, "theirs_by")):
        raise not_found()
    if argument(work, "choice") not in CHOICES:
        raise refusal("unknown_code", field="choice")
    if text(conflict, "state") != "open":
        raise refusal("already_done")
    # Only who lost words, or whose command came too late, decides what becomes of them.
    if text(conflict, "mine_by") != work.op.author:
        raise refusal("not_allowed", role=work.op.role)
    return conflict


def do_close(work: Work, directory: Directory) -> None:
    """Mark the conflict settled as the person chose, for both sides to see who did so and when."""
    fields: dict[str, Value] = {"state": "settled", "choice": argument(work, "choice"), "settled_by": work.op.author}
    work.write("conflict", work.op.id, {**fields, "settled": done_at(work, directory)})


def do_acknowledge(work: Work, directory: Directory) -> None:
    """`conflict.settle` where there is nothing to choose: a command that came too late has been read."""
    access_conflict(work)
    do_close(work, directory)
