"""Refused operations, tried again because a person who looks after them says so.

Owns the second try: the reason is gone (the device was the reason, or the office has put an assignment right), and the
words shall count as they are. The author learns of it by an `outcome` record. Sans-I/O.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sync.applying import Applier, Arrival, Contact, Office
from sync.errors import HELD, QUARANTINED, UNKEPT
from sync.outcomes import announce, details_of
from sync.ports import D, Store, Tx
from sync.reading import read_kept
from sync.stored import StoredOp

# The code of an `outcome` record about words that the office has dealt with in another way.
LOOKED_AFTER: Final = "looked_after"


def try_again(store: Store, office: Office[D], author: str, op_id: str, *, now: int, today: str) -> StoredOp | None:
    """What became of a refused operation now; None when it is not refused any more. The store's faults pass through."""
    with store.write() as tx:
        one = tx.ops(author, [op_id]).get(op_id)
        if one is None or one.outcome != QUARANTINED or one.superseded is not None or one.body is None:
            return None
        applier = Applier(tx, office, store.faults)
        sealed, sent = read_kept(one.body, author=author, device=one.device)
        applier.prepare({sealed.id}, author, today)
        done = applier.apply(sealed, Contact(author, one.device, via=one.via), Arrival(one.received, sent, today))
        # A fault of ours must not hide the words from who looks after them.
        if done.outcome in (QUARANTINED, HELD):
            return one if done.outcome == HELD else _kept(tx, applier, one, done, now)
        announce(applier, done, now)
        applier.flush()
        tx.put_ops([done])
        return done


def _kept(tx: Tx, applier: Applier[D], one: StoredOp, done: StoredOp, now: int) -> StoredOp:
    """Refused again. The author reads why, if it is for another reason."""
    kept = replace(one, code=done.code, result=done.result)
    if (kept.code, details_of(kept)) != (one.code, details_of(one)):
        announce(applier, kept, now)
        applier.flush()
    tx.put_ops([kept])
    return kept


def look_after(tx: Tx, office: Office[D], author: str, op_id: str, *, now: int) -> None:
    """Tell the author that the office has dealt with the words in another way; they stay refused, and kept, but for
    those that must not be here."""
    one = tx.ops(author, [op_id])[op_id]
    if one.code in UNKEPT:
        tx.put_ops([replace(one, body=None)])
    applier = Applier(tx, office, ())
    announce(applier, replace(one, code=LOOKED_AFTER), now)
    applier.flush()
