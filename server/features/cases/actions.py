"""The only writers of hand-overs. What the refused words then become is the engine's business."""

from __future__ import annotations

from server.errors import Problem
from server.features.cases.model import handed_over
from server.platform.store import SqlTx
from sync.errors import QUARANTINED


def do_hand_over(tx: SqlTx, author: str, op_ids: list[str], *, now: int) -> None:
    """Put refused operations into the office's hands; what is there already stays. Problem `not_found`."""
    check_refused(tx, author, op_ids)
    there = set(_known(tx, author))
    rows = [{"author": author, "op_id": op_id, "handed": now} for op_id in dict.fromkeys(op_ids) if op_id not in there]
    if rows:
        tx.connection.execute(handed_over.insert(), rows)


def do_close(tx: SqlTx, author: str, op_ids: list[str], *, by: str, now: int) -> None:
    """Close refused operations: nobody is asked about them again, and their words are kept. Problem `not_found`."""
    do_hand_over(tx, author, op_ids, now=now)
    one = handed_over.c
    closed = handed_over.update().where(one.author == author, one.op_id.in_(op_ids)).values(closed=now, closed_by=by)
    tx.connection.execute(closed)


def check_refused(tx: SqlTx, author: str, op_ids: list[str]) -> None:
    """Let refused operations of that author pass. Problem `not_found` when one is none, or was replaced."""
    found = tx.ops(author, op_ids)
    open_ = {one.op_id for one in found.values() if one.outcome == QUARANTINED and one.superseded is None}
    if open_ != set(op_ids):
        raise Problem("not_found")


def _known(tx: SqlTx, author: str) -> list[str]:
    query = handed_over.select().where(handed_over.c.author == author)
    return [row.op_id for row in tx.connection.execute(query)]
