"""What is done to visits without anyone asking: drafts deleted long enough ago are purged."""

from __future__ import annotations

from server.features.audiences import BIN
from server.features.handling import number
from server.features.visits.rules import deletion_is_final
from server.platform.acts import NOBODY
from server.platform.changes import Removal, append
from server.platform.clock import OfficeClock
from server.platform.ids import new_id
from server.platform.store import SqlStore


def purge_drafts(store: SqlStore, office_clock: OfficeClock) -> int:
    """Remove the drafts that were deleted thirty days ago; returns how many."""
    now = office_clock.now_ms()
    with store.write() as tx:
        due = [
            Removal("draft", draft.id)
            for draft in tx.records("draft", {BIN})
            if deletion_is_final(deleted_ms=number(draft, "deleted"), now_ms=now)
        ]
        if due:
            append(tx, due, actor=NOBODY, op_id=new_id(), at=office_clock.clock.now_ms())
    return len(due)
