"""What a change of units leaves to do on its day, every night: the open items and tasks of units that ended."""

from __future__ import annotations

from server.context import Server
from server.features.changes.actions import do_catch_up
from server.platform.acts import NOBODY, Act
from server.platform.ids import new_id


def catch_up(here: Server) -> int:
    """Move what waits; how many items and tasks moved."""
    with here.store.write() as tx:
        return do_catch_up(Act(tx, NOBODY, here.clock.now_ms(), here.today, new_id))
