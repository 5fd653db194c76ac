"""What is done to visits without anyone asking: drafts deleted long enough ago are purged."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from server.features.audiences import BIN, of_visit, persons
from server.features.cases.queries import find_waiting
from server.features.handling import text
from server.features.visits.rules import deletion_is_final
from server.platform.acts import NOBODY
from server.platform.changes import Removal, append
from server.platform.clock import OfficeClock
from server.platform.ids import new_id
from server.platform.store import SqlStore
from sync.ports import Reader, Record


def purge_drafts(store: SqlStore, office_clock: OfficeClock) -> int:
    """Remove the drafts that have lain among the deleted for thirty days; returns how many.

    Those about which somebody is still asked stay: what met a deletion stands there alone. So do those about which
    refused work waits: it says only what the draft did not, and its photos go with the draft's.
    """
    now = office_clock.clock.now_ms()
    with store.write() as tx:
        old = [draft for draft in tx.records("draft", {BIN}) if _has_lain(tx, draft, now)]
        asked = _asked_about(tx, {draft.author for draft in old}) if old else set[str]()
        waiting = find_waiting(tx, [draft.id for draft in old])
        due = [draft.id for draft in old if draft.id not in asked and (draft.author, draft.id) not in waiting]
        removals = [removal for id in due for removal in _whole(tx, id)]
        if due:
            append(tx, removals, actor=NOBODY, op_id=new_id(), at=now)
    return len(due)


def _has_lain(reader: Reader, draft: Record, now: int) -> bool:
    """By when the last of it came here: a phone's clock destroys nothing, and words begin the time anew."""
    [last] = reader.changes_of("draft", draft.id, 1)
    return deletion_is_final(deleted_ms=last.at, now_ms=now)


def _asked_about(reader: Reader, authors: Collection[str]) -> set[str]:
    """The records of these people about which a conflict is open."""
    found = reader.records("conflict", persons(*authors))
    return {text(one, "record") for one in found if text(one, "state") == "open"}


def _whole(reader: Reader, id: str) -> Iterator[Removal]:
    """The draft, and its photos where nothing of it was ever sent."""
    yield Removal("draft", id)
    if reader.record("visit", id) is None:
        for attachment in reader.records("attachment", {of_visit(id)}):
            yield Removal("attachment", attachment.id)
