"""What is done with items without anyone asking: every night, what they came to is kept for the figures."""

from __future__ import annotations

from server.features.feedback.kept import AT_ONCE, keep
from server.platform.store import SqlStore


def keep_courses(store: SqlStore) -> int:
    """Keep the courses of all items that changed since; how many did. Others write between the parts of it."""
    done = 0
    while True:
        with store.write() as tx:
            some = keep(tx)
        done += some
        if some < AT_ONCE:
            return done
