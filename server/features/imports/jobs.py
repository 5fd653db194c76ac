"""What a list's check leaves behind goes by itself: the rows of a plan that nobody confirmed."""

from __future__ import annotations

from server.features.imports.plans import do_forget
from server.platform.acts import NOBODY, Act
from server.platform.ids import new_id
from server.platform.store import SqlStore


def forget_plans(store: SqlStore, *, now: int, today: str) -> int:
    """Forget every spreadsheet that was checked and whose time is over; how many."""
    with store.write() as tx:
        return do_forget(Act(tx, NOBODY, now, today, new_id))
