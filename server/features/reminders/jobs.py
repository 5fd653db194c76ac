"""What is done about old reminders each night."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from server.features.reminders import outbox
from server.platform.acts import NOBODY, Act
from server.platform.changes import Removal
from server.platform.clock import DAY_MS
from server.platform.store import SqlStore

# A year's rows can be compared with the year before.
KEPT_DAYS: Final = 400
# Of one transaction, and of one night: somebody may be waiting to write.
_ROWS: Final = 500
_ROWS_A_NIGHT: Final = 20_000


def forget_reminders(store: SqlStore, *, now: int, today: str, new_id: Callable[[], str]) -> int:
    """Throw away what stands no more for so long, in the outbox and in everybody's inbox. Returns how many."""
    gone = 0
    while gone < _ROWS_A_NIGHT:
        with store.write() as tx:
            ids = outbox.forget(tx.connection, before=now - KEPT_DAYS * DAY_MS, limit=_ROWS)
            notices = [Removal("notice", one.id) for one in tx.stored(ids) if not one.removed]
            if notices:
                Act(tx, NOBODY, now, today, new_id).append(*notices)
        gone += len(ids)
        if len(ids) < _ROWS:
            break
    return gone
