"""What is done to visits without anyone asking: drafts deleted long enough ago are purged."""

from __future__ import annotations

from collections.abc import Iterator

from server.features.audiences import BIN, of_visit
from server.features.handling import number
from server.features.visits.rules import deletion_is_final
from server.platform.acts import NOBODY
from server.platform.changes import Removal, append
from server.platform.clock import OfficeClock
from server.platform.ids import new_id
from server.platform.store import SqlStore
from sync.ports import Reader


def purge_drafts(store: SqlStore, office_clock: OfficeClock) -> int:
    """Remove the drafts that were deleted thirty days ago; returns how many."""
    now = office_clock.now_ms()
    with store.write() as tx:
        due = [
            draft.id
            for draft in tx.records("draft", {BIN})
            if deletion_is_final(deleted_ms=number(draft, "deleted"), now_ms=now)
        ]
        removals = [removal for id in due for removal in _whole(tx, id)]
        if due:
            append(tx, removals, actor=NOBODY, op_id=new_id(), at=office_clock.clock.now_ms())
    return len(due)


def _whole(reader: Reader, id: str) -> Iterator[Removal]:
    """The draft, and its photos where nothing of it was ever sent."""
    yield Removal("draft", id)
    if reader.record("visit", id) is None:
        for attachment in reader.records("attachment", {of_visit(id)}):
            yield Removal("attachment", attachment.id)
